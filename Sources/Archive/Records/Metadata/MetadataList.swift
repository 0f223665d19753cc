import DataFiles

/// The elements of DA/T 46 in their order: `Schemas/archive/da-t-46.tsv`.
package struct MetadataList: Sendable {
  /// Where a value comes from.
  package enum Source: Hashable, Sendable {
    case none
    /// Of settings, the record, a file, a step or an agent.
    case fact(Scope, String)
    case fixed(String)
    /// The group repeats for each of them.
    case each(Scope)
  }

  package enum Scope: String, Sendable {
    case setting, record, file, step, agent
  }

  package struct Row: Sendable {
    package let name: String
    /// From the top, with `/`.
    package let path: String
    package let isRequired: Bool
    package let isGroup: Bool
    /// The most characters; nil for no limit.
    package let limit: Int?
    package let source: Source
  }

  private let children: [String: [Row]]

  /// The text that the program carries, which goes along in packages.
  package static let text = DataFile.text("archive/da-t-46.tsv") ?? ""
  package static let shared = MetadataList(text)

  package init(_ text: String) {
    var children: [String: [Row]] = [:]
    for row in SectionedTable(text).rows("elements") {
      let parent = row["parent"]
      children[parent, default: []].append(
        Row(
          name: row["element"], path: parent.isEmpty ? row["element"] : "\(parent)/\(row["element"])",
          isRequired: ["1", "+"].contains(row["occurs"]), isGroup: row["form"] == "group",
          limit: Int(row["length"]).flatMap { $0 > 0 ? $0 : nil }, source: Source(row["source"])))
    }
    self.children = children
  }

  package func rows(below path: String) -> [Row] { children[path] ?? [] }
}

extension MetadataList.Source {
  fileprivate init(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    if text.hasPrefix("\"") {
      self = .fixed(String(text.dropFirst().dropLast()))
    } else if words.count == 2, words[0] == "each", let scope = MetadataList.Scope(rawValue: words[1]) {
      self = .each(scope)
    } else if words.count == 2, let scope = MetadataList.Scope(rawValue: words[0]) {
      self = .fact(scope, words[1])
    } else {
      self = .none
    }
  }
}
