import Core
import MarkupKit
import Records

/// What an envelope says of a record, in the order of the schema: the DA/T 46 metadata, with what DA/T 48 asks for
/// beyond it. It is put together whole before a byte is written, so that all that is missing is told at once.
struct EnvelopeContent {
  /// An element with text, or with elements.
  indirect enum Node {
    case leaf(String, String)
    case group(String, text: String, [Node])
    /// Where the documents stand.
    case documents
  }

  private let schema = EnvelopeSchema.shared
  private let number: String
  private let metadata: XMLTree
  /// What DA/T 48 has instead of what the metadata say, or where they say nothing.
  private var own: [String: String]
  private(set) var defects: [Finding] = []
  private(set) var record: [Node] = []
  private(set) var steps: [Node] = []
  private(set) var agents: [Node] = []

  init(_ record: ArchiveRecord, metadata bytes: [UInt8], _ options: EnvelopeOptions, documentCount: Int)
    throws(Refusal)
  {
    do throws(XMLFailure) {
      metadata = try XMLTree(bytes)
    } catch {
      throw Refusal(.input, error.finding(XMLLimits()))
    }
    number = record.number
    own = ["脱机载体编号": options.carrierNumber]
    let level = value("聚合层次") ?? "文件"
    // One record is 件 in practice and 文件 in both standards.
    own["聚合层次"] = level == "件" ? "文件" : level
    // Our reading: what numbers a record where the system that made it gave no number.
    let id = value("电子文件号") ?? record.number
    own["电子文件号"] = id
    own["文件标识符"] = id
    let combination = metadata.child(0, "形式特征").flatMap { metadata.child($0, "文件组合类型") }.map(metadata.text)
    if combination != "单件", combination != "组合文件" { own["文件组合类型"] = documentCount > 1 ? "组合文件" : "单件" }
    own["当前位置"] = plain("存储位置")
    own["控制标识"] = plain("权限管理")
    self.record = nodes(of: "文件实体", from: 0)
    fillSteps(record, options)
  }

  /// The text of an element at the top; nil where there is none.
  private func value(_ name: String) -> String? {
    guard metadata.root != nil, let child = metadata.child(0, name) else { return nil }
    let text = metadata.text(child)
    return text.isEmpty ? nil : text
  }

  /// The same where it holds no elements, as where people write one line for a group.
  private func plain(_ name: String) -> String? {
    guard let child = metadata.child(0, name), metadata.elements[child].children.isEmpty else { return nil }
    return value(name)
  }

  // MARK: The record

  /// The elements of a group in the order of the schema, from the group of the metadata where there is one.
  private mutating func nodes(of name: String, from source: Int?) -> [Node] {
    var nodes: [Node] = []
    var present: Set<String> = []
    for part in schema.parts(name) {
      if part.name == "文件数据" {
        present.insert(part.name)
        nodes.append(.documents)
        continue
      }
      let sources = source.map { metadata.children($0, part.name) } ?? []
      if schema[part.name]?.content != nil {
        let isNeeded = !sources.isEmpty || part.isRequired
        let groups = !isNeeded ? [] : sources.isEmpty ? [nil] : sources.map(Optional.some)
        for group in part.repeats ? groups : Array(groups.prefix(1)) {
          let text = part.name == "档号" ? number : ""
          nodes.append(.group(part.name, text: text, self.nodes(of: part.name, from: group)))
          present.insert(part.name)
        }
        continue
      }
      var values = own[part.name].map { [$0] } ?? sources.map(metadata.text).filter { !$0.isEmpty }
      // DA/T 46 repeats what DA/T 48 has once.
      if !part.repeats, values.count > 1 { values = [values.joined(separator: "；")] }
      for value in values {
        check(value, part.name)
        nodes.append(.leaf(part.name, value))
        present.insert(part.name)
      }
    }
    for missing in schema.missing(in: name, present: present) {
      defects.append(.recordLacking(number, missing, in: name))
    }
    return nodes
  }

  private mutating func check(_ value: String, _ name: String) {
    guard let form = schema[name]?.value else { return }
    if let expected = schema.expectation(form, value) {
      defects.append(.recordUnfit(number, name, value, expected))
    }
  }

  // MARK: What was done, and by whom

  /// From the metadata; from the history of the record where they say nothing of it.
  private mutating func fillSteps(_ record: ArchiveRecord, _ options: EnvelopeOptions) {
    let who = metadata.children(0, "机构人员")
    let done = metadata.children(0, "业务")
    for agent in who { agents.append(.group("机构人员实体", text: "", nodes(of: "机构人员实体", from: agent))) }
    for step in done { steps.append(.group("业务实体", text: "", nodes(of: "业务实体", from: step))) }
    if who.isEmpty {
      agents = [
        .group(
          "机构人员实体", text: "",
          [.leaf("机构人员标识符", "1"), .leaf("机构人员类型", "单位"), .leaf("机构人员名称", options.creator)])
      ]
    }
    guard done.isEmpty else { return }
    let agent = who.first.flatMap { metadata.child($0, "机构人员标识符") }.map(metadata.text) ?? "1"
    for (index, step) in record.history.enumerated() {
      let said = [step.description.chinese, step.program].filter { !$0.isEmpty }.joined(separator: "；")
      steps.append(
        .group(
          "业务实体", text: "",
          [
            .leaf("业务标识符", String(index + 1)), .leaf("机构人员标识符", agent),
            .leaf("文件标识符", own["文件标识符"] ?? number), .leaf("业务状态", "历史行为"),
            .leaf("业务行为", Self.name(of: step.action)), .leaf("行为时间", step.time),
          ] + (said.isEmpty ? [] : [.leaf("行为描述", said)])))
    }
    if steps.isEmpty {
      defects.append(.recordLacking(number, "业务实体", in: "业务实体块"))
    }
  }

  /// As DA/T 48 names it.
  private static func name(of action: ProcessingStep.Action) -> String {
    let words = MessageCatalogue.shared
    return switch action {
    case .received: words.word("eep.received", .chinese)
    case .converted: words.word("eep.converted", .chinese)
    case .checked: words.word("eep.checked", .chinese)
    case .packed: words.word("eep.packed", .chinese)
    }
  }

  /// What the metadata say of a file: 格式信息 and 文档创建程序.
  func property(_ name: String, ofFile file: String) -> String? {
    let properties = metadata.children(0, "电子属性").first { index in
      metadata.child(index, "计算机文件名").map(metadata.text) == file
    }
    let text = properties.flatMap { metadata.child($0, name) }.map(metadata.text)
    return text?.isEmpty == false ? text : nil
  }
}
