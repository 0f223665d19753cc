import DataFiles
import MarkupKit
import Records

/// The structure of envelopes, read from `Schemas/archive/eep-2009.xsd`: what writing follows and reading is held
/// against is the schema that other software judges by.
struct EnvelopeSchema: Sendable {
  /// What an element may hold, and how often.
  indirect enum Particle: Sendable {
    case element(String, isRequired: Bool, repeats: Bool)
    case sequence([Particle], isRequired: Bool)
    case choice([Particle])
  }

  enum Value: Hashable, Sendable {
    case text, year, dateTime, positiveInteger, base64, id, reference
    /// One of these.
    case words([String])
  }

  struct AttributeRule: Sendable {
    let name: String
    let isRequired: Bool
    let value: Value
  }

  struct Declaration: Sendable {
    /// nil where it holds text.
    let content: Particle?
    let isMixed: Bool
    let value: Value
    let attributes: [AttributeRule]
  }

  /// What may stand in an element, flat and in order.
  struct Part: Sendable {
    let name: String
    let isRequired: Bool
    let repeats: Bool
  }

  static let namespace = "http://www.saac.gov.cn/standards/ERM/encapsulation"

  /// The one that the program carries.
  static let shared = EnvelopeSchema(DataFile.text("archive/eep-2009.xsd") ?? "")

  private var declarations: [String: Declaration] = [:]

  init(_ text: String) {
    guard let tree = try? XMLTree(Array(text.utf8)), let root = tree.root else { return }
    for child in root.children {
      guard let name = tree.elements[child].attribute("name") else { continue }
      declarations[name] = Self.declaration(tree, child)
    }
  }

  subscript(name: String) -> Declaration? { declarations[name] }

  // MARK: Questions

  /// The elements within one, in order; none where it holds text.
  func parts(_ name: String) -> [Part] {
    guard let content = declarations[name]?.content else { return [] }
    var parts: [Part] = []
    Self.flatten(content, isRequired: true, into: &parts)
    return parts
  }

  /// The values that an element may have; none where it may have any.
  func words(_ name: String) -> [String] {
    if case .words(let words) = declarations[name]?.value { return words }
    return []
  }

  /// What is missing where elements of these names are there. Alternatives are one entry, with ` | ` between them.
  func missing(in name: String, present: Set<String>) -> [String] {
    guard let content = declarations[name]?.content else { return [] }
    return Self.missing(content, present)
  }

  /// The value that is expected where another stands; nil where it is one that may.
  func expectation(_ value: Value, _ text: String) -> String? {
    switch value {
    case .text: nil
    case .year: SchemaValue.isYear(text) ? nil : "YYYY"
    case .dateTime: SchemaValue.isDateTime(text) ? nil : "YYYY-MM-DDThh:mm:ss"
    case .positiveInteger: SchemaValue.isPositive(text) ? nil : "1, 2, 3 …"
    case .base64: nil
    case .id, .reference: SchemaValue.isName(text) ? nil : "修改0-…"
    case .words(let words): words.contains(text) ? nil : words.joined(separator: " | ")
    }
  }

  private static func flatten(_ particle: Particle, isRequired: Bool, into parts: inout [Part]) {
    switch particle {
    case .element(let name, let isOwn, let repeats):
      if parts.contains(where: { $0.name == name }) { return }
      parts.append(Part(name: name, isRequired: isRequired && isOwn, repeats: repeats))
    case .sequence(let particles, let isOwn):
      for particle in particles { flatten(particle, isRequired: isRequired && isOwn, into: &parts) }
    case .choice(let particles):
      for particle in particles { flatten(particle, isRequired: false, into: &parts) }
    }
  }

  private static func missing(_ particle: Particle, _ present: Set<String>) -> [String] {
    switch particle {
    case .element(let name, let isRequired, _): return isRequired && !present.contains(name) ? [name] : []
    case .sequence(let particles, let isRequired):
      if !isRequired, !names(particle).contains(where: present.contains) { return [] }
      return particles.flatMap { missing($0, present) }
    case .choice(let particles):
      let gaps = particles.map { missing($0, present) }
      if gaps.contains(where: \.isEmpty) { return [] }
      let chosen = particles.firstIndex { names($0).contains(where: present.contains) }
      return chosen.map { gaps[$0] } ?? [gaps.compactMap(\.first).joined(separator: " | ")]
    }
  }

  private static func names(_ particle: Particle) -> [String] {
    switch particle {
    case .element(let name, _, _): [name]
    case .sequence(let particles, _), .choice(let particles): particles.flatMap(names)
    }
  }

  // MARK: Reading

  private static func declaration(_ tree: XMLTree, _ index: Int) -> Declaration {
    let element = tree.elements[index]
    if let fixed = element.attribute("fixed") { return leaf(.words([fixed])) }
    if let type = element.attribute("type") { return leaf(value(type)) }
    if let simple = tree.child(index, "simpleType") {
      return leaf(
        .words(
          tree.descendants(simple, "enumeration").compactMap { tree.elements[$0].attribute("value") }))
    }
    guard let complex = tree.child(index, "complexType") else { return leaf(.text) }
    let rules = tree.descendants(complex, "attribute").compactMap { attribute($0, tree) }
    if let base = tree.descendant(complex, "simpleContent", "extension") {
      return leaf(value(tree.elements[base].attribute("base") ?? ""), rules)
    }
    return Declaration(
      content: tree.child(complex, "sequence").map { particle(tree, $0) },
      isMixed: tree.elements[complex].attribute("mixed") == "true", value: .text, attributes: rules)
  }

  private static func leaf(_ value: Value, _ attributes: [AttributeRule] = []) -> Declaration {
    Declaration(content: nil, isMixed: false, value: value, attributes: attributes)
  }

  private static func attribute(_ index: Int, _ tree: XMLTree) -> AttributeRule? {
    let element = tree.elements[index]
    return element.attribute("name").map { name in
      AttributeRule(
        name: name, isRequired: element.attribute("use") == "required",
        value: element.attribute("fixed").map { .words([$0]) } ?? value(element.attribute("type") ?? ""))
    }
  }

  private static func particle(_ tree: XMLTree, _ index: Int) -> Particle {
    let element = tree.elements[index]
    let isRequired = element.attribute("minOccurs") != "0"
    let children = element.children.filter { tree.elements[$0].name != "annotation" }
    switch element.name {
    case "sequence": return .sequence(children.map { particle(tree, $0) }, isRequired: isRequired)
    case "choice": return .choice(children.map { particle(tree, $0) })
    default:
      let name = element.attribute("ref")?.split(separator: ":").last.map(String.init) ?? ""
      return .element(
        name, isRequired: isRequired, repeats: element.attribute("maxOccurs") == "unbounded")
    }
  }

  private static func value(_ type: String) -> Value {
    switch type {
    case "xs:gYear": .year
    case "xs:dateTime": .dateTime
    case "xs:positiveInteger": .positiveInteger
    case "xs:base64Binary": .base64
    case "xs:ID": .id
    case "xs:IDREF": .reference
    default: .text
    }
  }
}

/// The forms of values that the schema asks for.
enum SchemaValue {
  static func isYear(_ text: String) -> Bool {
    text.utf8.count == 4 && isDigits(text.utf8[...]) && text != "0000"
  }

  static func isPositive(_ text: String) -> Bool {
    !text.isEmpty && isDigits(text.utf8[...]) && text.utf8.contains { $0 != UInt8(ascii: "0") }
  }

  /// `2026-11-21T09:00:00`, with or without a fraction and a zone.
  static func isDateTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 19, bytes[10] == UInt8(ascii: "T"),
      CalendarDate(String(decoding: bytes[..<10], as: UTF8.self)) != nil
    else { return false }
    guard isTime(bytes[11..<19], [24, 60, 60]) else { return false }
    var rest = bytes[19...]
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { $0 &- 0x30 < 10 }
      if digits.isEmpty { return false }
      rest = rest[digits.endIndex...]
    }
    guard let sign = rest.first else { return true }
    if sign == UInt8(ascii: "Z") { return rest.count == 1 }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
    return isTime(rest.dropFirst(), [15, 60])
  }

  private static func isTime(_ bytes: ArraySlice<UInt8>, _ limits: [Int]) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == limits.count else { return false }
    return zip(parts, limits).allSatisfy { part, limit in
      part.count == 2 && isDigits(part) && part.reduce(0) { $0 * 10 + Int($1 &- 0x30) } < limit
    }
  }

  /// A name of XML without a colon, as ids are: as far as what stands in envelopes asks.
  static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
      return false
    }
    return text.unicodeScalars.allSatisfy { $0 == "-" || $0 == "." || $0.properties.isXIDContinue }
  }

  private static func isDigits(_ bytes: some Sequence<UInt8>) -> Bool { bytes.allSatisfy { $0 &- 0x30 < 10 } }
}
