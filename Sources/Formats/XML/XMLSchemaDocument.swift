import Findings
import ReportModel

/// The XSD of canonical XML, made from the forms: ids are enumerated, and carry the Chinese labels.
public enum XMLSchemaDocument {
  /// The schema for the forms of a catalogue. It is stored as `Schemas/xml/report-1.xsd`.
  public static func text(forms: FormCatalogue = .shared) -> String {
    var schema = Schema()
    schema.open(
      "xs:schema",
      [
        ("xmlns:xs", "http://www.w3.org/2001/XMLSchema"), ("xmlns", CanonicalXML.namespace),
        ("targetNamespace", CanonicalXML.namespace), ("elementFormDefault", "qualified"),
        ("version", CanonicalXML.version),
      ])
    schema.documentation(
      "政府信息公开工作年度报告规范 XML，第1版", "Canonical XML of yearly reports on open government information, version 1")
    for element in [XMLElement.report, .reports] {
      schema.empty("xs:element", [("name", element.rawValue), ("type", typeName(element))])
    }
    for element in XMLElement.allCases { declare(element, &schema) }
    declareSimpleTypes(forms, &schema)
    schema.close()
    return schema.text
  }

  private static func typeName(_ element: XMLElement) -> String { "\(element.rawValue)Type" }

  private static func declare(_ element: XMLElement, _ schema: inout Schema) {
    schema.open("xs:complexType", [("name", typeName(element))])
    if element.holdsText {
      schema.open("xs:simpleContent", [])
      schema.open("xs:extension", [("base", element == .figure ? "amount" : "xs:string")])
      attributes(of: element, &schema)
      schema.close()
      schema.close()
    } else {
      if !element.children.isEmpty {
        schema.open("xs:sequence", [])
        for child in element.children {
          schema.empty(
            "xs:element",
            [
              ("name", child.rawValue), ("type", typeName(child)), ("minOccurs", "0"),
              ("maxOccurs", XMLElement.single.contains(child) ? "1" : "unbounded"),
            ])
        }
        schema.close()
      }
      attributes(of: element, &schema)
    }
    schema.close()
  }

  private static func attributes(of element: XMLElement, _ schema: inout Schema) {
    for attribute in element.attributes {
      var list = [("name", attribute.rawValue), ("type", type(of: attribute, in: element))]
      if element.requiredAttributes.contains(attribute) { list.append(("use", "required")) }
      schema.empty("xs:attribute", list)
    }
  }

  private static func type(of attribute: XMLAttribute, in element: XMLElement) -> String {
    switch attribute {
    case .edition: "edition"
    case .indicator: "indicator"
    case .applicant: "applicant"
    case .status: "status"
    case .by: "lineageRule"
    case .policy: "policy"
    case .severity: "severity"
    case .role: element == .date ? "dateRole" : "signatoryRole"
    case .place: "place"
    case .atLeast, .atMost: "bound"
    case .alternatives: "amounts"
    case .subtracted: "xs:boolean"
    case .year, .size, .level: "xs:integer"
    case .version: element == .crosswalk ? "xs:string" : "version"
    default: "xs:string"
    }
  }

  private static func declareSimpleTypes(_ forms: FormCatalogue, _ schema: inout Schema) {
    schema.enumeration(
      "edition",
      forms.editions.map { edition in
        (edition.rawValue, forms.form(FormID(edition))?.name.chinese)
      })
    var indicators: [(String, String?)] = []
    var applicants: [(String, String?)] = []
    var seen: Set<String> = []
    for form in forms.forms {
      for cell in form.cells {
        if seen.insert(cell.id.indicator).inserted {
          indicators.append((cell.id.indicator, CanonicalXML.label(form.indicator(of: cell), cell, form)))
        }
        if let applicant = cell.id.applicant, seen.insert("@" + applicant).inserted {
          applicants.append((applicant, form.table(cell.table)?.columns.first { $0.id == applicant }?.label))
        }
      }
    }
    schema.enumeration("indicator", indicators)
    schema.enumeration("applicant", applicants)
    let words = MessageCatalogue.shared
    schema.enumeration(
      "status", FigureStatus.allCases.map { ($0.rawValue, words.word("status.\($0.rawValue)", .chinese)) })
    schema.enumeration("lineageRule", ["crosswalk", "sum", "structuralZero"].map { ($0, nil) })
    schema.enumeration("policy", Conversion.Policy.allCases.map { ($0.rawValue, nil) })
    schema.enumeration("severity", Severity.allCases.map { ($0.rawValue, nil) })
    schema.enumeration("signatoryRole", Signatory.Role.allCases.map { ($0.rawValue, $0.label) })
    schema.enumeration("dateRole", ReportDate.Role.allCases.map { ($0.rawValue, nil) })
    let number = "[+\\-]?[0-9]{1,18}(\\.[0-9]{1,9})?"
    schema.pattern("amount", "(\(number))?", "数字；没有数字时为空", "A plain decimal, empty where there is none")
    schema.pattern("bound", number, "数字", "A plain decimal")
    schema.pattern("amounts", "(\(number)( \(number))*)?", "多个数字，以空格分隔", "Plain decimals with spaces between")
    schema.pattern("version", "1\\.[0-9]+", "规范格式的版本", "The version of the format")
    schema.pattern(
      "place",
      "(p[1-9][0-9]*)? ?(t[1-9][0-9]*)? ?(r[1-9][0-9]*)? ?(c[1-9][0-9]*)? ?(l[1-9][0-9]*)? ?(b[0-9]+-[0-9]+)?",
      "位置：页 p、表 t、行 r、列 c、文本行 l、字节 b", "Page, table, row, column, line, bytes")
  }

  /// Appends elements, indented.
  private struct Schema {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var names: [String] = []

    mutating func open(_ name: String, _ attributes: [(String, String)]) {
      line("<\(name)\(list(attributes))>")
      names.append(name)
    }

    mutating func close() {
      let name = names.removeLast()
      line("</\(name)>")
    }

    mutating func empty(_ name: String, _ attributes: [(String, String)]) {
      line("<\(name)\(list(attributes))/>")
    }

    mutating func documentation(_ chinese: String, _ english: String?) {
      open("xs:annotation", [])
      line("<xs:documentation xml:lang=\"zh-CN\">\(escaped(chinese))</xs:documentation>")
      if let english { line("<xs:documentation xml:lang=\"en\">\(escaped(english))</xs:documentation>") }
      close()
    }

    mutating func enumeration(_ name: String, _ values: [(String, String?)]) {
      open("xs:simpleType", [("name", name)])
      open("xs:restriction", [("base", "xs:string")])
      for (value, label) in values {
        guard let label else {
          empty("xs:enumeration", [("value", value)])
          continue
        }
        open("xs:enumeration", [("value", value)])
        documentation(label, nil)
        close()
      }
      close()
      close()
    }

    mutating func pattern(_ name: String, _ pattern: String, _ chinese: String, _ english: String) {
      open("xs:simpleType", [("name", name)])
      documentation(chinese, english)
      open("xs:restriction", [("base", "xs:string")])
      empty("xs:pattern", [("value", pattern)])
      close()
      close()
    }

    private mutating func line(_ content: String) {
      text += String(repeating: " ", count: names.count * 2) + content + "\n"
    }

    private func list(_ attributes: [(String, String)]) -> String {
      attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    }

    private func escaped(_ text: String) -> String {
      var output: [UInt8] = []
      HTMLWriter.append(text, to: &output)
      return String(decoding: output, as: UTF8.self)
    }
  }
}
