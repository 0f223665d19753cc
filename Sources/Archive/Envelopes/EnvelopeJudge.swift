import Core
import FileKit

/// Holds an envelope against the schema, and says in words where it deviates. A thing is said once: what is within
/// an element that may not stand there is judged by its own name all the same.
struct EnvelopeJudge {
  private static let cap = 200
  private static let excerpt = 80

  private let markup: Markup
  private let schema = EnvelopeSchema.shared
  private var findings: [Finding] = []
  private var ids: Set<String> = []
  private var references: [(element: Int, name: String, id: String)] = []

  init(_ markup: Markup) { self.markup = markup }

  mutating func run() -> [Finding] {
    for index in markup.elements.indices { judge(index) }
    for reference in references where !ids.contains(reference.id) {
      add("eep.reference", .error, reference.element, ["element": reference.name, "found": reference.id])
    }
    judgeTypes()
    judgeAgents()
    judgeSignatures()
    return findings.sorted { ($0.places.first?.line ?? 0) < ($1.places.first?.line ?? 0) }
  }

  private mutating func add(
    _ id: String, _ severity: Severity, _ element: Int, _ arguments: [String: String]
  ) {
    guard findings.count < Self.cap else { return }
    findings.append(
      Finding(id, severity, arguments, places: [Place(line: markup.elements[element].line)]))
  }

  // MARK: Elements

  private mutating func judge(_ index: Int) {
    let element = markup.elements[index]
    judgeNamespace(index)
    guard let declaration = schema[element.name] else { return }
    judgeAttributes(index, declaration)
    if declaration.content != nil {
      judgeChildren(index)
    } else {
      judgeValue(index, declaration.value)
    }
  }

  /// Said where the namespace changes, and not of everything within.
  private mutating func judgeNamespace(_ index: Int) {
    let element = markup.elements[index]
    if element.namespace == EnvelopeSchema.namespace { return }
    if let parent = element.parent, markup.elements[parent].namespace == element.namespace { return }
    add(
      "eep.namespace", .error, index,
      ["element": element.name, "found": element.namespace.map(Self.short) ?? "—"])
  }

  private mutating func judgeAttributes(_ index: Int, _ declaration: EnvelopeSchema.Declaration) {
    let element = markup.elements[index]
    let names = declaration.attributes.map(\.name)
    let unknown = element.attributes.map(\.name).filter { !names.contains($0) && !Self.isForeign($0) }
    let missing = declaration.attributes.filter { $0.isRequired && element.attribute($0.name) == nil }
    for name in unknown + missing.map(\.name) {
      add(
        "eep.attribute", .error, index,
        [
          "element": element.name, "attribute": name,
          "expected": names.isEmpty ? "—" : names.joined(separator: "、"),
        ])
    }
    for rule in declaration.attributes {
      if let value = element.attribute(rule.name) {
        judge(value, rule.value, "\(element.name)/@\(rule.name)", index)
      }
    }
  }

  /// Of XML Schema and XML itself, which may stand anywhere.
  private static func isForeign(_ name: String) -> Bool {
    ["schemaLocation", "noNamespaceSchemaLocation", "space", "lang", "base"].contains(name)
  }

  private mutating func judgeChildren(_ index: Int) {
    let element = markup.elements[index]
    let parts = schema.parts(element.name)
    let expected = parts.map(\.name).joined(separator: "、")
    var present: Set<String> = []
    var reached = 0
    for child in element.children {
      let name = markup.elements[child].name
      guard let position = parts.firstIndex(where: { $0.name == name }) else {
        add("eep.unknown", .error, child, ["parent": element.name, "element": name, "expected": expected])
        continue
      }
      let isNew = present.insert(name).inserted
      if !isNew, !parts[position].repeats {
        add("eep.twice", .error, child, ["parent": element.name, "element": name])
      } else if position < reached {
        add("eep.order", .error, child, ["parent": element.name, "element": name, "expected": expected])
      }
      reached = max(reached, position)
    }
    for name in schema.missing(in: element.name, present: present) {
      add("eep.missing", .error, index, ["parent": element.name, "element": name])
    }
  }

  // MARK: Values

  private mutating func judgeValue(_ index: Int, _ value: EnvelopeSchema.Value) {
    let name = markup.elements[index].name
    if value == .base64 {
      if markup.elements[index].children.isEmpty, Base64.decoded(markup.characters(index)) == nil {
        add("eep.value", .error, index, ["element": name, "found": "…", "expected": "Base64"])
      }
    } else if value != .text {
      judge(markup.text(index), value, name, index)
    }
  }

  private mutating func judge(
    _ text: String, _ value: EnvelopeSchema.Value, _ name: String, _ index: Int
  ) {
    if let expected = schema.expectation(value, text) {
      add("eep.value", .error, index, ["element": name, "found": Self.short(text), "expected": expected])
    }
    switch value {
    case .id:
      if !ids.insert(text).inserted { add("eep.id-twice", .error, index, ["id": Self.short(text)]) }
    case .reference: references.append((index, name, text))
    default: break
    }
  }

  private static func short(_ text: String) -> String {
    text.count > excerpt ? text.prefix(excerpt) + "…" : text
  }

  // MARK: What no schema says

  private mutating func judgeTypes() {
    for object in markup.elements.indices where markup.elements[object].name == "被签名对象" {
      guard let type = markup.child(object, "封装包类型").map(markup.text) else { continue }
      let wrong = type == "原始型" ? "修改封装内容" : type == "修改型" ? "封装内容" : ""
      if let content = markup.child(object, wrong) {
        add("eep.type", .error, content, ["type": type, "element": wrong])
      }
    }
  }

  /// Who did it, and with which record, must be in the same content.
  private mutating func judgeAgents() {
    for content in markup.elements.indices
    where ["封装内容", "修订内容"].contains(markup.elements[content].name) {
      let agents = markup.descendants(content, "机构人员实体").compactMap { markup.child($0, "机构人员标识符") }
      let known = Set(agents.map(markup.text))
      for step in markup.descendants(content, "业务实体") {
        guard let agent = markup.child(step, "机构人员标识符") else { continue }
        let id = markup.text(agent)
        if !known.contains(id) {
          add("eep.reference", .error, agent, ["element": "机构人员标识符", "found": Self.short(id)])
        }
      }
    }
  }

  private mutating func judgeSignatures() {
    for signature in markup.elements.indices
    where ["电子签名", "锁定签名"].contains(markup.elements[signature].name) {
      guard markup.child(signature, "签名结果") != nil else { continue }
      if let algorithm = markup.child(signature, "签名算法标识"),
        SignatureAlgorithm(markup.text(algorithm)).isUnsafe
      {
        add("eep.algorithm", .error, algorithm, ["found": Self.short(markup.text(algorithm))])
      } else if let result = markup.child(signature, "签名结果"),
        let bytes = Base64.decoded(markup.characters(result)), bytes.count <= 32
      {
        let id = markup.child(signature, "签名标识符").map(markup.text) ?? markup.elements[signature].name
        add("eep.bare-signature", .error, result, ["id": Self.short(id), "size": String(bytes.count)])
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
