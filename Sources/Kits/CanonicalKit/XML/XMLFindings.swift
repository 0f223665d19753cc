import Core
import ReportModel

// What is wrong with a text that should be canonical XML.

extension Finding {
  static func tooMuchUnknown(limit: Int) -> Finding {
    Finding("xml.too-much-unknown", .error, ["limit": "\(limit >> 20) MB"])
  }

  static func notReport(_ element: String) -> Finding {
    Finding("xml.not-report", .error, ["element": element])
  }

  static func xmlVersion(_ found: String) -> Finding {
    Finding("xml.version", .error, ["found": found, "known": CanonicalXML.version])
  }

  static func unknownElement(_ name: String, in parent: XMLElement) -> Finding {
    Finding(
      "xml.unknown-element", .error, ["element": name, "parent": parent.name],
      words: ["expected": parent.childNames])
  }

  static func missingElement(_ element: XMLElement, in parent: XMLElement) -> Finding {
    Finding("xml.missing-element", .error, ["element": element.name, "parent": parent.name])
  }

  static func wrongOrder(_ element: XMLElement, in parent: XMLElement) -> Finding {
    Finding(
      "xml.order", .error, ["element": element.name, "parent": parent.name],
      words: ["expected": parent.childNames])
  }

  static func elementTwice(_ element: XMLElement, in parent: XMLElement) -> Finding {
    Finding("xml.twice", .error, ["element": element.name, "parent": parent.name])
  }

  static func unknownAttribute(_ name: String, of element: XMLElement) -> Finding {
    Finding(
      "xml.unknown-attribute", .error, ["attribute": name, "element": element.name],
      words: ["expected": element.attributeNames])
  }

  static func missingAttribute(_ attribute: XMLAttribute, of element: XMLElement) -> Finding {
    Finding("xml.missing-attribute", .error, ["attribute": attribute.name, "element": element.name])
  }

  static func unexpectedText(_ text: String, in element: XMLElement) -> Finding {
    Finding("xml.text", .error, ["text": text, "element": element.name])
  }

  static func wrongValue(of what: String, expected: String, found: String) -> Finding {
    Finding("xml.value", .error, ["what": what, "expected": expected, "found": found])
  }

  static func numberAgainstStatus(_ status: FigureStatus) -> Finding {
    Finding("xml.figure", .error, ["status": status.rawValue])
  }

  static func attributesAgainstStatus(_ attributes: [XMLAttribute], _ status: FigureStatus) -> Finding {
    Finding(
      "xml.status-attribute", .error,
      ["attribute": attributes.map(\.name).joined(separator: ", "), "status": status.rawValue])
  }

  static func withoutRule(_ attribute: XMLAttribute) -> Finding {
    Finding("xml.without-by", .error, ["attribute": attribute.name])
  }

  static func unknownForm(_ form: FormID, known: FormCatalogue) -> Finding {
    Finding("xml.unknown-form", .error, ["found": form.description, "expected": known.choices])
  }

  static func unknownCell(_ cell: String, form: FormID) -> Finding {
    Finding("xml.unknown-cell", .error, ["cell": cell, "form": form.description])
  }

  static func rowTwice(_ row: String) -> Finding { Finding("xml.row-twice", .error, ["cell": row]) }

  static func rowInOtherTable(_ row: String, table: String, form: FormID) -> Finding {
    Finding("xml.row-in-other-table", .error, ["cell": row, "table": table, "form": form.description])
  }

  static func cellTwice(_ cell: CellID) -> Finding {
    Finding("xml.cell-twice", .error, ["cell": cell.description])
  }

  static func argumentTwice(_ name: String) -> Finding {
    Finding("xml.argument-twice", .error, ["name": name])
  }

  static func extensionNotJSON(_ name: String) -> Finding {
    Finding("xml.extension", .error, ["name": name])
  }
}

extension XMLElement {
  fileprivate var childNames: LocalizedText { Self.list(structure.children.map(\.element.name)) }

  fileprivate var attributeNames: LocalizedText { Self.list(structure.attributes.map(\.attribute.name)) }

  /// What there may be; some elements have nothing.
  private static func list(_ names: [String]) -> LocalizedText {
    let names = names.joined(separator: ", ")
    return names.isEmpty ? MessageCatalogue.shared.word("xml.nothing") : LocalizedText(names, names)
  }
}
