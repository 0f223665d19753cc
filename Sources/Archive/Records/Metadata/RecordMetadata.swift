import Core
import MarkupKit

/// An element of metadata: it holds a text or other elements.
package struct MetadataElement: Hashable, Sendable {
  package var name: String
  package var text: String
  package var children: [MetadataElement]

  package init(_ name: String, text: String = "", children: [MetadataElement] = []) {
    self.name = name
    self.text = text
    self.children = children
  }
}

/// The DA/T 46 metadata of a record.
package struct RecordMetadata: Sendable {
  /// Those at the top, in the order of the standard. What is not known has no element.
  package let elements: [MetadataElement]

  /// - Throws: an `input` refusal with all required elements that have no value, and all values that are too long:
  ///   nothing is cut.
  package init(_ record: ArchiveRecord, _ entry: ArchiveEntry, _ settings: ArchiveSettings) throws(Refusal) {
    var builder = MetadataBuilder(record, entry, settings)
    elements = builder.elements(below: "", [:])
    if !builder.defects.isEmpty { throw Refusal(.input, builder.defects) }
  }

  /// As a document: UTF-8 with line feeds, the same bytes for the same metadata.
  package var xml: [UInt8] {
    var output = XMLOutput()
    output.begin("电子档案元数据")
    for element in elements { Self.write(element, to: &output) }
    output.end()
    return output.finish()
  }

  private static func write(_ element: MetadataElement, to output: inout XMLOutput) {
    output.begin(element.name)
    output.text(foreign: element.text)
    for child in element.children { write(child, to: &output) }
    output.end()
  }
}

/// Goes through the list of elements and fills in what is known.
private struct MetadataBuilder {
  private let list = MetadataList.shared
  private let settings: ArchiveSettings
  private let record: [String: String]
  private let repeated: [MetadataList.Scope: [[String: String]]]
  private(set) var defects: [Finding] = []

  init(_ record: ArchiveRecord, _ entry: ArchiveEntry, _ settings: ArchiveSettings) {
    self.settings = settings
    self.record = [
      "number": entry.number, "item": String(entry.item), "body": entry.body, "author": entry.author,
      "title": entry.title, "year": entry.year, "date": entry.date,
    ]
    var agents: [[String: String]] = []
    func agent(_ name: String, kind: String?) -> String {
      if let known = agents.first(where: { $0["name"] == name })?["id"] { return known }
      let id = "机构人员\(agents.count + 1)"
      agents.append(["id": id, "name": name, "kind": kind ?? ""])
      return id
    }
    if let office = settings["经办单位"] { _ = agent(office, kind: "单位") }
    if let person = settings["经办人"] { _ = agent(person, kind: "个人") }
    let steps = record.history.enumerated().map { index, step in
      [
        "id": "业务\(index + 1)", "agent": agent(step.program, kind: nil), "time": step.time,
        "action": step.action.name.chinese,
        "description": step.description.chinese,
      ]
    }
    let program = record.history.last?.program ?? ""
    let files = record.files.filter { $0.role != .metadata }.map { file in
      [
        "name": file.name, "format": file.mediaType, "size": String(file.bytes.count),
        // Nobody knows what made the file that came.
        "program": file.role == .received ? "" : program,
      ]
    }
    repeated = [.file: files, .step: steps, .agent: agents]
  }

  mutating func elements(below path: String, _ facts: [MetadataList.Scope: [String: String]])
    -> [MetadataElement]
  {
    var result: [MetadataElement] = []
    for row in list.rows(below: path) {
      if row.isGroup {
        var contexts = [facts]
        if case .each(let scope) = row.source {
          contexts = (repeated[scope] ?? []).map { facts.merging([scope: $0]) { _, own in own } }
        }
        for context in contexts {
          let children = elements(below: row.path, context)
          if !children.isEmpty { result.append(MetadataElement(row.name, children: children)) }
        }
        if contexts.isEmpty, row.isRequired {
          defects.append(.metadataElementMissing(row.path))
        }
        continue
      }
      guard let value = value(row.source, facts), !value.isEmpty else {
        if row.isRequired {
          defects.append(.metadataElementMissing(row.path))
        }
        continue
      }
      if let limit = row.limit, value.unicodeScalars.count > limit {
        defects.append(.metadataElementLong(row.path, count: value.unicodeScalars.count, limit: limit))
      }
      result.append(MetadataElement(row.name, text: value))
    }
    return result
  }

  private func value(_ source: MetadataList.Source, _ facts: [MetadataList.Scope: [String: String]])
    -> String?
  {
    switch source {
    case .none, .each: nil
    case .fixed(let text): text
    case .fact(.setting, let key): settings[key]
    case .fact(.record, let key): record[key]
    case .fact(let scope, let key): facts[scope]?[key]
    }
  }
}
