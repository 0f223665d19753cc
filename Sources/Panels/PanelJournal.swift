import Core
import FileKit
import JSONKit

/// What was written of which input, a line of JSON for each: under which settings, where its rows stand, and at the end
/// the digests of the tables. Of a run that was interrupted it tells what is whole.
struct PanelJournal {
  private(set) var settings = ""
  /// Where the rows begin.
  private(set) var heads: [Int] = []
  private(set) var inputs: [KnownInput] = []
  private(set) var digests: [String: String] = [:]

  init() {}

  init(_ path: FilePath) throws(Refusal) {
    let lines: [Line]
    do throws(Refusal) {
      let bytes = try FileAccess.read(path, limit: 1 << 30)
      // A line without an end was not written whole.
      lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        .map { Line(Array($0)) }
    } catch {
      throw Refusal(.output, error.findings)
    }
    guard let head = lines.first, let settings = head.text("settings") else { return }
    self.settings = settings
    heads = head.numbers("heads")
    guard heads.count == PanelTable.growing.count else {
      self = PanelJournal()
      return
    }
    var starts = heads
    for line in lines.dropFirst() {
      let ends = line.numbers("ends")
      guard let path = line.text("path"), let sha256 = line.text("sha256"),
        let state = line.text("state").flatMap(PanelInputState.init), let size = line.numbers("size").first,
        ends.count == starts.count, zip(starts, ends).allSatisfy({ $0 <= $1 })
      else {
        for table in PanelTable.growing { digests[table.rawValue] = line.text(table.rawValue) }
        break
      }
      inputs.append(
        KnownInput(
          path: path, sha256: sha256, size: size, state: state, keys: line.texts("keys"),
          ranges: zip(starts, ends).map { $0..<$1 }))
      starts = ends
    }
  }

  // MARK: Lines

  static func head(_ settings: String, _ heads: [Int]) -> [UInt8] {
    line { writer in
      writer.member("settings", settings)
      writer.numbers("heads", heads)
    }
  }

  static func line(_ input: KnownInput) -> [UInt8] {
    line { writer in
      writer.member("path", input.path)
      writer.member("sha256", input.sha256)
      writer.member("state", input.state.rawValue)
      writer.numbers("size", [input.size])
      writer.member("keys", input.keys)
      writer.numbers("ends", input.ranges.map(\.upperBound))
    }
  }

  static func end(_ files: [PanelTable: PanelPackage.File]) -> [UInt8] {
    line { writer in
      for table in PanelTable.growing {
        writer.member(table.rawValue, files[table]?.sha256 ?? "")
      }
    }
  }

  private static func line(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter(isCompact: true)
    writer.beginObject()
    members(&writer)
    writer.endObject()
    return writer.finish()
  }

  private struct Line {
    let document: JSONDocument
    let members: [String: Int]

    init(_ bytes: [UInt8]) {
      document = JSONDocument(bytes)
      let isSound = document.isComplete && document.defects.isEmpty && !document.tokens.isEmpty
      members = isSound ? document.members(0) : [:]
    }

    func text(_ name: String) -> String? {
      members[name].flatMap { document.kind($0) == .string ? document.string($0) : nil }
    }

    private func elements(_ name: String, _ kind: JSONDocument.Kind) -> [Int] {
      guard let list = members[name], document.kind(list) == .array else { return [] }
      return document.elements(list).filter { document.kind($0) == kind }
    }

    func texts(_ name: String) -> [String] { elements(name, .string).map { document.string($0) } }

    func numbers(_ name: String) -> [Int] { elements(name, .number).compactMap { Int(document.compact($0)) } }
  }
}

extension JSONWriter {
  fileprivate mutating func numbers(_ name: String, _ numbers: [Int]) {
    key(name)
    beginArray()
    for number in numbers { integer(number) }
    endArray()
  }
}
