import CanonicalKit
import Core
import FileKit
import JSONKit
import SystemPackage

/// A panel as a folder of CSV. It is made in a folder within that, which an interrupted run leaves for the next; the
/// tables are moved to their places when all of them are whole, and the descriptor last.
///
/// A journal stands beside the tables: for each input its digest, its reports and where its rows end.
package struct CSVPanel: PanelStore {
  /// A hidden folder is no input, and no result.
  static let partName: FilePath.Component = ".gongkai-panel-part"
  static let journalName: FilePath.Component = ".gongkai-panel.jsonl"
  static let descriptorName: FilePath.Component = "datapackage.json"

  package private(set) var known: [String: KnownInput] = [:]
  package private(set) var done: [KnownInput] = []

  private let folder: FilePath
  private let part: FilePath
  private let settings: PanelSettings
  private let lock: FileDescriptor
  private var tables: [GrowingFile] = []
  private var journal: GrowingFile
  /// The tables of the run before, in the order of `PanelTable.growing`.
  private var before: [(file: FileDescriptor, path: FilePath)] = []

  static func fileName(_ table: PanelTable) -> FilePath.Component {
    FilePath.Component(bytes: Array("\(table.rawValue).csv".utf8)) ?? "table.csv"
  }

  /// - Parameters:
  ///   - existing: whether what is there is kept, replaced, or brought up to date.
  ///   - isSame: whether the input of that number has this path and this digest.
  package init(
    _ folder: FilePath, _ settings: PanelSettings, _ existing: PanelExisting,
    isSame: (Int, KnownInput) -> Bool
  ) throws(Refusal) {
    (self.folder, self.settings) = (folder, settings)
    part = folder.appending(Self.partName)
    if existing == .refused {
      try FileAccess.refuseExisting(Self.names.map { folder.appending($0) })
    }
    try FileAccess.makeFolder(part)
    do throws(Errno) {
      lock = try FileAccess.open(part)
    } catch {
      throw Refusal(.output, .cannotWrite(part, error))
    }
    guard SystemCalls.lock(lock) else { throw Refusal(.output, .panelBusy(folder)) }
    let place = part.appending(Self.journalName)
    var log = PanelJournal()
    if existing == .updated {
      let finished = folder.appending(Self.journalName)
      if SystemCalls.exists(finished) {
        let old = try PanelJournal(finished)
        try Self.verify(old, in: folder)
        if old.settings == settings.line {
          for input in old.inputs where input.state == .read { known[input.path] = input }
        }
      } else {
        // Tables of somebody else.
        try FileAccess.refuseExisting(Self.names.map { folder.appending($0) })
      }
      if SystemCalls.exists(place) { log = try PanelJournal(place) }
    }
    if log.settings != settings.line { log = PanelJournal() }
    done = Array(log.inputs.enumerated().prefix { isSame($0.offset, $0.element) }.map(\.element))
    let ends = done.last?.ranges.map(\.upperBound) ?? log.heads
    for (index, table) in PanelTable.growing.enumerated() {
      tables.append(
        try GrowingFile(part.appending(Self.fileName(table)), keeping: ends.isEmpty ? 0 : ends[index]))
    }
    journal = try GrowingFile(place, keeping: 0)
    if ends.isEmpty {
      for (index, table) in PanelTable.growing.enumerated() { try tables[index].write(Self.head(of: table)) }
    }
    try journal.write(PanelJournal.head(settings.line, log.heads.isEmpty ? tables.map(\.count) : log.heads))
    for input in done { try journal.write(PanelJournal.line(input)) }
    if !known.isEmpty {
      for table in PanelTable.growing {
        let path = folder.appending(Self.fileName(table))
        do throws(Errno) {
          before.append((try FileAccess.open(path), path))
        } catch {
          throw Refusal(.input, .cannotOpen(path, error))
        }
      }
    }
  }

  /// Rows that somebody has changed since are not taken over.
  private static func verify(_ journal: PanelJournal, in folder: FilePath) throws(Refusal) {
    for table in PanelTable.growing {
      let path = folder.appending(fileName(table))
      guard SystemCalls.exists(path), try FileAccess.digest(of: path) == journal.digests[table.rawValue]
      else {
        throw Refusal(.output, .panelChanged(path))
      }
    }
  }

  /// All that is put into the folder, the descriptor last.
  private static var names: [FilePath.Component] {
    PanelTable.allCases.map(fileName) + [
      "codebook.zh.md", "codebook.en.md", "csv-metadata.json", descriptorName,
    ]
  }

  // MARK: Rows

  package static func prepared(_ addition: PanelAddition) -> [[UInt8]] {
    PanelTable.growing.map { table in
      switch table {
      case .reports: bytes(addition.reports.map(\.report))
      case .figures: addition.reports.reduce(into: []) { append($1.figures, to: &$0) }
      case .findings: addition.reports.reduce(into: []) { append($1.findings, to: &$0) }
      case .refused: bytes(addition.refusedRows)
      case .inputs, .indicators, .crosswalk: []
      }
    }
  }

  private static func head(of table: PanelTable) -> [UInt8] {
    bytes([table.columns.map { .text($0.name) }])
  }

  private static func bytes(_ rows: [PanelRow]) -> [UInt8] {
    var text: [UInt8] = []
    append(rows, to: &text)
    return text
  }

  private static func append(_ rows: [PanelRow], to text: inout [UInt8]) {
    text.reserveCapacity(text.count + rows.count * 160)
    let comma = UInt8(ascii: ",")
    for row in rows {
      for (index, value) in row.enumerated() {
        if index > 0 { text.append(comma) }
        switch value {
        case .none: break
        case .text(let value): TidyCSV.append(value, comma, to: &text)
        case .integer(let value): text.append(contentsOf: String(value).utf8)
        case .decimal(let digits): text.append(contentsOf: digits.utf8)
        }
      }
      text.append(UInt8(ascii: "\n"))
    }
  }

  package mutating func keep(_ known: KnownInput, position: Int) throws(Refusal) {
    let starts = tables.map(\.count)
    for (index, table) in PanelTable.growing.enumerated() {
      if table == .inputs {
        try tables[index].write(Self.bytes([known.row(position: position)]))
      } else {
        try tables[index].write(
          try FileAccess.read(known.ranges[index], of: before[index].file, before[index].path))
      }
    }
    try note(known.path, known.sha256, known.size, known.state, known.keys, from: starts)
  }

  package mutating func add(
    _ addition: PanelAddition, _ prepared: [[UInt8]], position: Int, _ state: PanelInputState
  ) throws(Refusal) {
    let starts = tables.map(\.count)
    for (index, table) in PanelTable.growing.enumerated() {
      try tables[index].write(
        table == .inputs ? Self.bytes([addition.inputRow(position: position, state)]) : prepared[index])
    }
    try note(
      addition.path, addition.sha256, addition.size, state, addition.reports.map(\.key), from: starts)
  }

  /// After its rows, so that what the journal tells is there.
  private mutating func note(
    _ path: String, _ sha256: String, _ size: Int, _ state: PanelInputState, _ keys: [String],
    from starts: [Int]
  ) throws(Refusal) {
    let ranges = zip(starts, tables).map { $0..<$1.count }
    try journal.write(
      PanelJournal.line(
        KnownInput(path: path, sha256: sha256, size: size, state: state, keys: keys, ranges: ranges)))
  }

  // MARK: The end

  package mutating func finish() throws(Refusal) {
    var parts: [PanelTable: PanelPackage.File] = [:]
    for (table, file) in zip(PanelTable.growing, tables) {
      parts[table] = PanelPackage.File(size: file.count, sha256: try file.finish())
    }
    for table in PanelTable.constant {
      let bytes = Self.head(of: table) + Self.bytes(table.rows(settings.forms, settings.crosswalks))
      parts[table] = PanelPackage.File(size: bytes.count, sha256: ContentDigest.hexadecimal(bytes))
      try write(bytes, Self.fileName(table))
    }
    let description = PanelPackage(settings: settings, files: parts)
    try write(description.codebook(.chinese), "codebook.zh.md")
    try write(description.codebook(.english), "codebook.en.md")
    try write(description.csvwMetadata, "csv-metadata.json")
    try write(description.descriptor, Self.descriptorName)
    try journal.write(PanelJournal.end(parts))
    _ = try journal.finish()
    before.forEach { FileAccess.close($0.file) }
    // Without its descriptor a folder is no panel, and without its journal nothing is taken over from it.
    FileAccess.remove(folder.appending(Self.descriptorName))
    FileAccess.remove(folder.appending(Self.journalName))
    for name in Self.names.dropLast() + [Self.journalName, Self.descriptorName] {
      do throws(Errno) {
        try SystemCalls.move(part.appending(name), to: folder.appending(name))
      } catch {
        throw Refusal(.output, .cannotWrite(folder.appending(name), error))
      }
    }
    FileAccess.close(lock)
    FileAccess.remove(part)
  }

  private func write(_ bytes: [UInt8], _ name: FilePath.Component) throws(Refusal) {
    try FileAccess.write(bytes, to: part.appending(name), overwrites: true)
  }
}

/// What becomes of a panel that is there already.
package enum PanelExisting: Sendable {
  case refused, replaced, updated
}

extension Finding {
  static func panelBusy(_ path: FilePath) -> Finding { Finding("panel.busy", .error, ["path": path.shown]) }

  static func panelChanged(_ path: FilePath) -> Finding {
    Finding("panel.changed", .error, ["path": path.shown])
  }
}
