import Core
import JSONKit
import ReportModel

// What is wrong with a text that should be canonical JSON, each with the JSON pointer of the value concerned.

extension Finding {
  /// A text that is not JSON, or cannot be read.
  static func defect(_ defect: JSONDefect, in document: JSONDocument, at pointer: String) -> Finding {
    let rest = document.bytes[min(defect.offset, document.bytes.count)...]
    let excerpt = String(decoding: rest.prefix(12).prefix { $0 >= 0x20 }, as: UTF8.self)
    return switch defect.kind {
    case .tooLarge: .jsonTooLarge(limit: JSONDocument.maximumSize)
    case .tooDeep: .jsonTooDeep(limit: JSONDocument.maximumDepth, at: pointer)
    case .tooManyValues: .tooManyValues(limit: document.maximumTokens)
    case .truncated: .truncatedJSON(at: pointer)
    case .expected(let expected): .jsonSyntax(expected: expected, found: excerpt, at: pointer)
    case .trailing: .textBehindJSON(excerpt)
    case .badUTF8: .badUTF8(rest.first ?? 0, at: pointer)
    case .badEscape: .badEscape(String(excerpt.prefix(2)), at: pointer)
    case .loneSurrogate: .loneSurrogate(String(excerpt.prefix("\\ud800".count)), at: pointer)
    case .controlCharacter: .controlCharacter(rest.first ?? 0, at: pointer)
    case .badNumber: .badNumber(String(excerpt.prefix { !" ,]}".contains($0) }), at: pointer)
    }
  }

  private static func jsonTooLarge(limit: Int) -> Finding {
    Finding("json.too-large", .error, ["limit": "\(limit >> 20) MB"])
  }

  private static func jsonTooDeep(limit: Int, at pointer: String) -> Finding {
    Finding("json.too-deep", .error, ["limit": String(limit), "pointer": pointer])
  }

  private static func tooManyValues(limit: Int) -> Finding {
    Finding("json.too-many-values", .error, ["limit": String(limit)])
  }

  private static func truncatedJSON(at pointer: String) -> Finding {
    Finding("json.truncated", .error, ["pointer": pointer])
  }

  private static func jsonSyntax(expected: String, found: String, at pointer: String) -> Finding {
    Finding("json.syntax", .error, ["expected": expected, "found": found, "pointer": pointer])
  }

  private static func textBehindJSON(_ found: String) -> Finding {
    Finding("json.trailing", .error, ["found": found])
  }

  private static func badUTF8(_ byte: UInt8, at pointer: String) -> Finding {
    Finding("json.utf8", .error, ["found": hexadecimal(byte), "pointer": pointer])
  }

  private static func badEscape(_ escape: String, at pointer: String) -> Finding {
    Finding("json.escape", .error, ["found": escape, "pointer": pointer])
  }

  private static func loneSurrogate(_ escape: String, at pointer: String) -> Finding {
    Finding("json.surrogate", .error, ["found": escape, "pointer": pointer])
  }

  private static func controlCharacter(_ byte: UInt8, at pointer: String) -> Finding {
    Finding("json.control", .error, ["found": hexadecimal(byte), "pointer": pointer])
  }

  private static func badNumber(_ found: String, at pointer: String) -> Finding {
    Finding("json.number", .error, ["found": found, "pointer": pointer])
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}

extension Finding {
  package static func repeatedMember(_ member: String, at pointer: String) -> Finding {
    Finding("json.repeated-member", .error, ["member": member, "pointer": pointer])
  }

  package static func unknownMember(_ member: String, at pointer: String) -> Finding {
    Finding("json.unknown-member", .error, ["member": member, "pointer": pointer])
  }

  package static func missingMember(_ member: String, at pointer: String) -> Finding {
    Finding("json.missing-member", .error, ["member": member, "pointer": pointer])
  }

  package static func wrongType(expected: String, found: JSONDocument.Kind, at pointer: String) -> Finding {
    Finding("json.type", .error, ["expected": expected, "found": found.name, "pointer": pointer])
  }

  package static func wrongValue(expected: String, found: String, at pointer: String) -> Finding {
    Finding("json.value", .error, ["expected": expected, "found": found, "pointer": pointer])
  }

  static func tooManyDigits(_ found: String, at pointer: String) -> Finding {
    Finding(
      "json.digits", .error,
      [
        "whole": String(JSONAmount.maximumWholeDigits), "decimals": String(Amount.maximumScale),
        "found": found, "pointer": pointer,
      ])
  }

  static func jsonVersion(_ found: String, at pointer: String) -> Finding {
    Finding("json.version", .error, ["found": found, "known": CanonicalJSON.version, "pointer": pointer])
  }

  static func unknownForm(_ form: FormID, known: FormCatalogue, at pointer: String) -> Finding {
    Finding(
      "json.unknown-form", .error,
      ["found": form.description, "expected": known.choices, "pointer": pointer])
  }

  static func unknownCell(_ cell: String, form: FormID, at pointer: String) -> Finding {
    Finding("json.unknown-cell", .error, ["cell": cell, "form": form.description, "pointer": pointer])
  }

  static func memberAgainstStatus(_ member: String, _ status: FigureStatus, at pointer: String) -> Finding {
    Finding("json.status-member", .error, ["member": member, "status": status.rawValue, "pointer": pointer])
  }

  static func noNumber(_ cell: CellID, _ status: FigureStatus, at pointer: String) -> Finding {
    Finding(
      "json.no-figure", .error, ["cell": cell.description, "status": status.rawValue, "pointer": pointer])
  }

  static func contradiction(
    _ cell: CellID, _ status: FigureStatus, number: Amount?, at pointer: String
  ) -> Finding {
    Finding(
      "json.contradiction", .error,
      [
        "cell": cell.description, "status": status.rawValue, "number": number?.description ?? "",
        "pointer": pointer,
      ])
  }

  static func extensionNotJSON(_ member: String, of pointer: String) -> Finding {
    Finding("json.extension", .error, ["member": member, "pointer": pointer])
  }
}

extension FormCatalogue {
  /// The ids of the forms, for those who named another.
  var choices: String { forms.map(\.id.description).joined(separator: " | ") }
}
