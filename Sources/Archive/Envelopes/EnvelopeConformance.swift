import FileKit
import MarkupKit

/// Compares an envelope with the schema. A thing is said once: what is within an element that may not stand there is
/// compared by its own name all the same.
struct EnvelopeConformance {
  private static let cap = 200
  private static let excerpt = 80

  private let tree: XMLTree
  private let schema = EnvelopeSchema.shared
  private var defects: [EnvelopeDefect] = []
  private var ids: Set<String> = []
  private var references: [(element: Int, name: String, id: String)] = []

  init(_ tree: XMLTree) { self.tree = tree }

  /// All defects, in the order of the document.
  mutating func check() -> [EnvelopeDefect] {
    for index in tree.elements.indices { check(index) }
    for reference in references where !ids.contains(reference.id) {
      add(.reference(element: reference.name, found: reference.id), at: reference.element)
    }
    checkTypes()
    checkAgents()
    checkSignatures()
    return defects.sorted { $0.line < $1.line }
  }

  private mutating func add(_ kind: EnvelopeDefect.Kind, at element: Int) {
    guard defects.count < Self.cap else { return }
    defects.append(EnvelopeDefect(kind: kind, line: tree.elements[element].line))
  }

  // MARK: Elements

  private mutating func check(_ index: Int) {
    let element = tree.elements[index]
    checkNamespace(index)
    guard let declaration = schema[element.name] else { return }
    checkAttributes(index, declaration)
    if declaration.content != nil {
      checkChildren(index)
    } else {
      checkValue(index, declaration.value)
    }
  }

  /// Said where the namespace changes, and not of everything within.
  private mutating func checkNamespace(_ index: Int) {
    let element = tree.elements[index]
    if element.namespace == EnvelopeSchema.namespace { return }
    if let parent = element.parent, tree.elements[parent].namespace == element.namespace { return }
    add(.namespace(element: element.name, found: element.namespace.map(Self.short)), at: index)
  }

  private mutating func checkAttributes(_ index: Int, _ declaration: EnvelopeSchema.Declaration) {
    let element = tree.elements[index]
    let names = declaration.attributes.map(\.name)
    let unknown = element.attributes.map(\.name).filter { !names.contains($0) && !Self.isForeign($0) }
    let missing = declaration.attributes.filter { $0.isRequired && element.attribute($0.name) == nil }
    for name in unknown + missing.map(\.name) {
      add(.attribute(element: element.name, attribute: name, expected: names), at: index)
    }
    for rule in declaration.attributes {
      if let value = element.attribute(rule.name) {
        check(value, rule.value, "\(element.name)/@\(rule.name)", index)
      }
    }
  }

  /// Of XML Schema and XML itself, which may stand anywhere.
  private static func isForeign(_ name: String) -> Bool {
    ["schemaLocation", "noNamespaceSchemaLocation", "space", "lang", "base"].contains(name)
  }

  private mutating func checkChildren(_ index: Int) {
    let element = tree.elements[index]
    let parts = schema.parts(element.name)
    let expected = parts.map(\.name)
    var present: Set<String> = []
    var reached = 0
    for child in element.children {
      let name = tree.elements[child].name
      guard let position = parts.firstIndex(where: { $0.name == name }) else {
        add(.unknown(parent: element.name, element: name, expected: expected), at: child)
        continue
      }
      let isNew = present.insert(name).inserted
      if !isNew, !parts[position].repeats {
        add(.twice(parent: element.name, element: name), at: child)
      } else if position < reached {
        add(.order(parent: element.name, element: name, expected: expected), at: child)
      }
      reached = max(reached, position)
    }
    for name in schema.missing(in: element.name, present: present) {
      add(.missing(parent: element.name, element: name), at: index)
    }
  }

  // MARK: Values

  private mutating func checkValue(_ index: Int, _ value: EnvelopeSchema.Value) {
    let name = tree.elements[index].name
    if value == .base64 {
      if tree.elements[index].children.isEmpty, Base64.decoded(tree.characters(index)) == nil {
        add(.value(element: name, found: "…", expected: "Base64"), at: index)
      }
    } else if value != .text {
      check(tree.text(index), value, name, index)
    }
  }

  private mutating func check(
    _ text: String, _ value: EnvelopeSchema.Value, _ name: String, _ index: Int
  ) {
    if let expected = schema.expectation(value, text) {
      add(.value(element: name, found: Self.short(text), expected: expected), at: index)
    }
    switch value {
    case .id:
      if !ids.insert(text).inserted { add(.idTwice(Self.short(text)), at: index) }
    case .reference: references.append((index, name, text))
    default: break
    }
  }

  private static func short(_ text: String) -> String {
    text.count > excerpt ? text.prefix(excerpt) + "…" : text
  }

  // MARK: What no schema says

  private mutating func checkTypes() {
    for object in tree.elements.indices where tree.elements[object].name == "被签名对象" {
      guard let type = tree.child(object, "封装包类型").map(tree.text) else { continue }
      let wrong = type == "原始型" ? "修改封装内容" : type == "修改型" ? "封装内容" : ""
      if let content = tree.child(object, wrong) {
        add(.type(type, element: wrong), at: content)
      }
    }
  }

  /// Who did it, and with which record, must be in the same content.
  private mutating func checkAgents() {
    for content in tree.elements.indices
    where ["封装内容", "修订内容"].contains(tree.elements[content].name) {
      let agents = tree.descendants(content, "机构人员实体").compactMap { tree.child($0, "机构人员标识符") }
      let known = Set(agents.map(tree.text))
      for step in tree.descendants(content, "业务实体") {
        guard let agent = tree.child(step, "机构人员标识符") else { continue }
        let id = tree.text(agent)
        if !known.contains(id) {
          add(.reference(element: "机构人员标识符", found: Self.short(id)), at: agent)
        }
      }
    }
  }

  private mutating func checkSignatures() {
    for signature in tree.elements.indices
    where ["电子签名", "锁定签名"].contains(tree.elements[signature].name) {
      guard tree.child(signature, "签名结果") != nil else { continue }
      if let algorithm = tree.child(signature, "签名算法标识"),
        SignatureAlgorithm(tree.text(algorithm)).isUnsafe
      {
        add(.algorithm(Self.short(tree.text(algorithm))), at: algorithm)
      } else if let result = tree.child(signature, "签名结果"),
        let bytes = Base64.decoded(tree.characters(result)), bytes.count <= 32
      {
        let id = tree.child(signature, "签名标识符").map(tree.text) ?? tree.elements[signature].name
        add(.bareSignature(id: Self.short(id), bytes: bytes.count), at: result)
      }
    }
  }
}

/// The name of an algorithm of signatures, as people write it.
struct SignatureAlgorithm {
  private let name: String

  init(_ name: String) { self.name = name.uppercased() }

  /// Whether it is a digest without a key, or rests on one that is broken.
  var isUnsafe: Bool {
    if name.contains("MD5") || name.contains("MD2") { return true }
    if name.contains("SHA1") || name.contains("SHA-1") { return true }
    let plain = name.filter { $0.isLetter || $0.isNumber }
    return ["SHA256", "SHA384", "SHA512", "SHA224", "SM3", "CRC32"].contains(plain)
  }
}
