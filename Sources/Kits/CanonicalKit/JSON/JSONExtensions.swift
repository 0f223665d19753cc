import Core
import JSONKit
import ReportModel

/// Members of newer minor versions: how they are named, and how they come back into what is written.
package enum JSONExtensions {
  /// The parent of members that stood beside `reports`.
  package static let besideReports = ".."

  /// Whether an extension is the version that the others came with.
  package static func isVersion(_ item: Extension) -> Bool {
    item.parent.isEmpty && item.name == ReportMember.gongkai.rawValue
  }

  /// Whether an extension is the `$schema` that a file names, which any version may have.
  package static func isSchema(_ item: Extension) -> Bool {
    item.name == ReportMember.schema.rawValue && (item.parent.isEmpty || item.parent == besideReports)
  }

  /// Whether a report has words that this version does not know.
  package static func hasNewerWords(_ report: Report) -> Bool {
    report.identity.identifiers.contains { !Identifier.Scheme.known.contains($0.scheme) }
  }

  /// The lowest version that allows the extensions: that which they came with.
  package static func version(neededBy reports: [Report]) -> String {
    var minor = reports.contains(where: hasNewerWords) ? 1 : 0
    for item in reports.lazy.flatMap(\.extensions) where !isSchema(item) {
      minor = max(minor, 1)
      guard isVersion(item) else { continue }
      let parts = item.json.utf8.filter { $0 != UInt8(ascii: "\"") }.split(separator: UInt8(ascii: "."))
      guard parts.count == 2, parts[1].count <= 6, parts[1].allSatisfy({ $0 &- 0x30 < 10 }) else { continue }
      minor = max(minor, parts[1].reduce(0) { $0 * 10 + Int($1 - 0x30) })
    }
    return minor == 0 ? CanonicalJSON.version : "\(CanonicalJSON.majorVersion).\(minor)"
  }

  /// Puts the extensions of reports into the text that was written of them. One whose object is gone since
  /// (a paragraph that was taken out) is left out, and one of a lineage from a compact text, which has none.
  package static func merge(
    into bytes: [UInt8], of reports: [Report], isCompact: Bool = false, isOneLine: Bool = false
  ) throws(Refusal) -> [UInt8] {
    var defects: [Finding] = []
    var root = Node(JSONDocument(bytes), 0)
    for (index, report) in reports.enumerated() {
      let prefix = reports.count == 1 ? [] : [BundleMember.reports.rawValue, String(index)]
      let items = report.extensions.filter { !isVersion($0) }
      for item in items.sorted(by: { ($0.parent, $0.name) < ($1.parent, $1.name) }) {
        let value = JSONDocument(Array(item.json.utf8))
        guard value.defects.isEmpty, !value.tokens.isEmpty, value.repeatedKey(in: 0) == nil else {
          defects.append(
            JSONViolations.finding(at: item.parent) { .extensionNotJSON(item.name, of: $0) })
          continue
        }
        if item.parent == besideReports {
          if reports.count != 1 || isSchema(item) { root.insert(item.name, Node(asItIs: value), at: []) }
        } else if let names = JSONPointer.names(item.parent),
          !isCompact || !names.contains(EntryMember.lineage.rawValue)
        {
          root.insert(item.name, Node(asItIs: value), at: (prefix + names)[...])
        }
      }
    }
    if !defects.isEmpty { throw Refusal(.output, defects) }
    var writer = JSONWriter(isCompact: isCompact || isOneLine)
    root.write(to: &writer)
    return writer.finish()
  }

  /// A value with its layout.
  private struct Node {
    enum Content {
      case object([(name: String, value: Node)])
      case array([Node])
      case scalar(String)
    }

    var content: Content
    /// Whether it stands on one line.
    var isInline: Bool

    init(_ document: JSONDocument, _ token: Int) {
      let range = document.range(token)
      isInline =
        range.upperBound - range.lowerBound < 2 || document.bytes[range.lowerBound + 1] != UInt8(ascii: "\n")
      var child = document.first(token)
      let end = document.next(token)
      switch document.kind(token) {
      case .object:
        var members: [(name: String, value: Node)] = []
        while child + 1 < end {
          members.append((document.string(child), Node(document, child + 1)))
          child = document.next(child + 1)
        }
        content = .object(members)
      case .array:
        var elements: [Node] = []
        while child < end {
          elements.append(Node(document, child))
          child = document.next(child)
        }
        content = .array(elements)
      default: content = .scalar(document.compact(token))
      }
    }

    /// A value that is written as it was, whatever it is.
    init(asItIs document: JSONDocument) {
      content = .scalar(document.compact(0))
      isInline = true
    }

    /// An object without members.
    private init() {
      content = .object([])
      isInline = true
    }

    mutating func insert(_ name: String, _ value: Node, at path: ArraySlice<String>) {
      switch content {
      case .object(var members):
        let wanted = path.first ?? name
        let position = members.firstIndex { $0.name == wanted }
        if path.isEmpty {
          if position != nil { return }
          members.insert((name, value), at: name == ReportMember.schema.rawValue ? 0 : members.count)
        } else {
          if position == nil { members.append((wanted, Node())) }
          members[position ?? members.count - 1].value.insert(name, value, at: path.dropFirst())
        }
        content = .object(members)
      case .array(var elements):
        guard let first = path.first, let index = Int(first), elements.indices.contains(index) else { return }
        elements[index].insert(name, value, at: path.dropFirst())
        content = .array(elements)
      case .scalar: return
      }
    }

    func write(to writer: inout JSONWriter) {
      switch content {
      case .object(let members):
        writer.beginObject(inline: isInline)
        for member in members {
          writer.key(member.name)
          member.value.write(to: &writer)
        }
        writer.endObject()
      case .array(let elements):
        writer.beginArray(inline: isInline)
        for element in elements { element.write(to: &writer) }
        writer.endArray()
      case .scalar(let text): writer.raw { $0.append(contentsOf: text.utf8) }
      }
    }
  }
}
