import Core
import MarkupKit
import ReportModel

/// The XML Schema (XSD 1.0) of canonical XML, put together from the vocabulary and the forms.
package struct XMLSchemaDocument {
  private var output = XMLOutput()
  private let forms: [Form]
  private let catalogue: MessageCatalogue

  /// The schema as text.
  ///
  /// - Parameter forms: the forms whose indicators, applicants and tables it admits.
  package static func text(
    forms: FormCatalogue = .shared, catalogue: MessageCatalogue = .shared
  ) -> [UInt8] {
    var document = XMLSchemaDocument(forms: forms.forms, catalogue: catalogue)
    document.write()
    return document.output.finish()
  }

  private init(forms: [Form], catalogue: MessageCatalogue) {
    self.forms = forms
    self.catalogue = catalogue
  }

  private mutating func write() {
    begin(
      "schema",
      [
        ("xmlns:xs", "http://www.w3.org/2001/XMLSchema"), ("xmlns:g", CanonicalXML.namespace),
        ("targetNamespace", CanonicalXML.namespace), ("elementFormDefault", "qualified"),
        ("version", CanonicalXML.version), ("xml:lang", "zh"),
      ])
    document(catalogue.word("xml.schema"))
    root(.report)
    root(.reports)
    for element in XMLElement.allCases { complexType(element) }
    simpleTypes()
    output.end()
  }

  // MARK: Elements

  /// The type of the same name. A root must have its version: a key asks for it, so that a report is of one type
  /// wherever it stands.
  private mutating func root(_ element: XMLElement) {
    begin("element", [("name", element.name), ("type", "g:\(element.name)")])
    document(element.words)
    identity("key", "\(element.name).version", ".", "@version")
    output.end()
  }

  private mutating func complexType(_ element: XMLElement) {
    let structure = element.structure
    begin("complexType", [("name", element.name)])
    document(element.words)
    let isText = structure.content != .elements
    if isText {
      begin("simpleContent")
      begin("extension", [("base", contentType(structure.content))])
    } else {
      begin("sequence")
      for child in structure.children { self.child(child, of: element) }
      // What others add, and what stands between the tags of an element without children.
      begin(
        "any",
        [
          ("namespace", "##other"), ("processContents", "lax"), ("minOccurs", "0"),
          ("maxOccurs", "unbounded"),
        ])
      output.end()
      output.end()
    }
    for attribute in structure.attributes { self.attribute(attribute) }
    begin("anyAttribute", [("namespace", "##other"), ("processContents", "lax")])
    output.end()
    if isText {
      output.end()
      output.end()
    }
    output.end()
  }

  private func contentType(_ content: XMLStructure.Content) -> String {
    switch content {
    case .elements: ""
    case .text(let kind): typeName(kind)
    case .number: "g:number"
    }
  }

  private mutating func child(_ child: XMLStructure.Child, of parent: XMLElement) {
    var attributes = [("name", child.element.name), ("type", "g:\(child.element.name)")]
    if child.occurrence != .once { attributes.append(("minOccurs", "0")) }
    if child.occurrence == .any { attributes.append(("maxOccurs", "unbounded")) }
    begin("element", attributes)
    switch child.element {
    case .statistics, .conversion: unique("row", of: child.element, "g:table/g:row", "@indicator")
    case .row: unique("figure", of: child.element, "g:figure", "@applicant")
    case .finding:
      unique("argument", of: child.element, "g:argument", "@name")
      unique("message", of: child.element, "g:message", "@language")
      unique("remedy", of: child.element, "g:remedy", "@language")
    default: break
    }
    output.end()
  }

  private mutating func unique(
    _ name: String, of element: XMLElement, _ selector: String, _ field: String
  ) {
    identity("unique", "\(element.name).\(name)", selector, field)
  }

  private mutating func identity(_ kind: String, _ name: String, _ selector: String, _ field: String) {
    begin(kind, [("name", name)])
    begin("selector", [("xpath", selector)])
    output.end()
    begin("field", [("xpath", field)])
    output.end()
    output.end()
  }

  private mutating func attribute(_ attribute: XMLStructure.Attribute) {
    let type = typeName(attribute.kind) + (attribute.kind.isOpen ? Self.open : "")
    var attributes = [("name", attribute.attribute.name), ("type", type)]
    if attribute.isRequired { attributes.append(("use", "required")) }
    begin("attribute", attributes)
    document(attribute.attribute.words)
    output.end()
  }

  // MARK: Types

  private func typeName(_ kind: ValueKind) -> String {
    switch kind {
    case .text, .caption: "xs:string"
    case .boolean: "xs:boolean"
    default: "g:\(kind.typeName)"
    }
  }

  private mutating func simpleTypes() {
    let kinds = XMLElement.allCases.map(\.structure).flatMap { structure -> [ValueKind] in
      var kinds = structure.attributes.map(\.kind)
      if case .text(let kind) = structure.content { kinds.append(kind) }
      return kinds
    }
    var written: Set<ValueKind> = [.text, .caption, .boolean]
    pattern("number", "(\(Self.amountPattern))?", base: "xs:token")
    for kind in kinds + [.cell, .amount] where written.insert(kind).inserted { simpleType(kind) }
  }

  private mutating func simpleType(_ kind: ValueKind) {
    let name = String(typeName(kind).dropFirst("g:".count))
    if let words = kind.words {
      enumeration(name, words.map { ($0, []) })
      // XSD 1.0 cannot ask for the version, and the reader does.
      if kind.isOpen { union(name + Self.open, of: "g:\(name) xs:string") }
      return
    }
    switch kind {
    case .version: pattern(name, "1\\.(0|[1-9][0-9]{0,5})")
    case .formVersion:
      let majors = forms.map { String($0.version.prefix { $0 != "." }) }
      let distinct = majors.distinct()
      pattern(name, "(\(distinct.joined(separator: "|")))(\\..*)?")
    case .formID: pattern(name, "[^/]+(/[^/]+)?")
    case .cell: pattern(name, "[^@]+(@[^@]+)?")
    case .cells: list(name, of: typeName(.cell))
    case .date: pattern(name, "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
    case .place: pattern(name, Notation.placePattern)
    case .amount: pattern(name, Self.amountPattern, base: "xs:token")
    case .amounts: list(name, of: typeName(.amount))
    case .checksum: pattern(name, "[0-9a-f]{64}")
    case .integer(let range): integer(name, range)
    case .edition: enumeration(name, editions)
    case .dialect: enumeration(name, dialects)
    case .table: enumeration(name, tables)
    case .applicant: enumeration(name, applicants)
    case .indicator: indicators(name)
    // Plain strings, words, and what XML has in other ways.
    default: break
    }
  }

  private static let amountPattern =
    "-?(0|[1-9][0-9]{0,\(JSONAmount.maximumWholeDigits - 1)})(\\.[0-9]{1,\(Amount.maximumScale)})?"

  // MARK: What the forms say

  /// A word and what people are told of it, each text once.
  private typealias Word = (value: String, labels: [String])

  /// Gathers words that several forms have, in the order in which they are met.
  private static func gathered(_ pairs: [(value: String, label: String)]) -> [Word] {
    var positions: [String: Int] = [:]
    var words: [Word] = []
    for pair in pairs {
      let position = positions[pair.value] ?? words.count
      if position == words.count {
        positions[pair.value] = position
        words.append((pair.value, []))
      }
      if !pair.label.isEmpty, !words[position].labels.contains(pair.label) {
        words[position].labels.append(pair.label)
      }
    }
    return words
  }

  private var editions: [Word] {
    Self.gathered(forms.map { ($0.id.edition.rawValue, "\($0.name.chinese) \($0.basis)") })
  }

  private var dialects: [Word] {
    Self.gathered(forms.compactMap { form in form.id.dialect.map { ($0, form.name.chinese) } })
  }

  private var tables: [Word] {
    Self.gathered(forms.flatMap { form in form.tables.map { ($0.id, $0.title) } })
  }

  private var applicants: [Word] {
    Self.gathered(
      forms.flatMap(\.tables).filter { $0.layout == .applicants }.flatMap { table in
        table.columns.filter(\.role.holdsFigure).map { ($0.id, $0.label) }
      })
  }

  /// An enumeration for each edition, and their union.
  private mutating func indicators(_ name: String) {
    let editions = forms.map(\.id.edition).distinct()
    for edition in editions {
      let pairs = forms.filter { $0.id.edition == edition }.flatMap { form in
        form.cells.map { ($0.id.indicator, XMLFormTags.label(of: $0, in: form)) }
      }
      enumeration("\(name).\(edition.rawValue)", Self.gathered(pairs))
    }
    union(name, of: editions.map { "g:\(name).\($0.rawValue)" }.joined(separator: " "))
  }

  // MARK: Simple types

  private mutating func enumeration(_ name: String, _ words: [Word]) {
    begin("simpleType", [("name", name)])
    begin("restriction", [("base", "xs:string")])
    for word in words {
      begin("enumeration", [("value", word.value)])
      if !word.labels.isEmpty {
        begin("annotation")
        for label in word.labels { documentation(label, language: "zh") }
        output.end()
      }
      output.end()
    }
    output.end()
    output.end()
  }

  private mutating func pattern(_ name: String, _ pattern: String, base: String = "xs:string") {
    begin("simpleType", [("name", name)])
    begin("restriction", [("base", base)])
    begin("pattern", [("value", pattern)])
    output.end()
    output.end()
    output.end()
  }

  private mutating func integer(_ name: String, _ range: ClosedRange<Int>) {
    begin("simpleType", [("name", name)])
    begin("restriction", [("base", "xs:integer")])
    for (facet, value) in [
      ("minInclusive", String(range.lowerBound)),
      ("maxInclusive", String(range.upperBound)),
    ] {
      begin(facet, [("value", value)])
      output.end()
    }
    output.end()
    output.end()
  }

  private mutating func union(_ name: String, of members: String) {
    begin("simpleType", [("name", name)])
    begin("union", [("memberTypes", members)])
    output.end()
    output.end()
  }

  /// The end of the name of a type that also takes words of newer versions.
  private static let open = ".open"

  private mutating func list(_ name: String, of item: String) {
    begin("simpleType", [("name", name)])
    begin("list", [("itemType", item)])
    output.end()
    output.end()
  }

  // MARK: Output

  private mutating func begin(_ name: String, _ attributes: [(String, String)] = []) {
    output.begin("xs:\(name)")
    for (name, value) in attributes { output.attribute(name, value) }
  }

  /// A text in both languages.
  private mutating func document(_ text: LocalizedText) {
    begin("annotation")
    for language in Language.allCases { documentation(text[language], language: language.rawValue) }
    output.end()
  }

  private mutating func documentation(_ text: String, language: String) {
    begin("documentation", [("xml:lang", language)])
    output.text(plain: { XMLOutput.append(text, to: &$0, as: .foreign) })
    output.end()
  }
}
