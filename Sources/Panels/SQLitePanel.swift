import Core
import DatabaseKit
import FileKit
import ReportModel

/// A panel as one file of SQLite, made beside its place. An interrupted run leaves it there for the next.
package struct SQLitePanel: PanelStore {
  package private(set) var known: [String: KnownInput] = [:]
  /// What is there already is found by its path.
  package let done: [KnownInput] = []

  private let path: FilePath
  private let part: FilePath
  private let settings: PanelSettings
  private let database: Database
  private let inserts: [PanelTable: String]
  /// Whether rows of a run before are there.
  private let hasBase: Bool
  /// How many inputs were added since the last commit.
  private var pending = 0

  private static let inputsForEachCommit = 200

  package init(_ path: FilePath, _ settings: PanelSettings, _ existing: PanelExisting) throws(Refusal) {
    (self.path, self.settings) = (path, settings)
    part = Self.part(of: path)
    if existing == .refused { try FileAccess.refuseExisting([path]) }
    try FileAccess.makeFolder(path.folder)
    var hasBase = existing == .updated && SystemCalls.exists(part)
    if hasBase, try !Self.fits(part, settings) { hasBase = false }
    if !hasBase {
      Self.remove(part)
      if existing == .updated, SystemCalls.exists(path), try Self.fits(path, settings) {
        try Self.copy(path, to: part)
        hasBase = true
      }
    }
    self.hasBase = hasBase
    database = try Database(part)
    inserts = Dictionary(
      uniqueKeysWithValues: PanelTable.allCases.map { table in
        let marks = table.columns.map { _ in "?" }.joined(separator: ",")
        return (table, "INSERT INTO \(table.rawValue) VALUES (\(marks))")
      })
    // The file is nobody's until it is whole.
    try database.run("PRAGMA journal_mode = DELETE")
    try database.run("PRAGMA synchronous = OFF; PRAGMA cache_size = -65536")
    try database.run("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
    if hasBase {
      try readKnown()
      // Those that are not met again go at the end.
      try database.run("UPDATE inputs SET position = 0")
    } else {
      for table in PanelTable.allCases { try database.run(Self.definition(of: table)) }
      try database.run(Self.otherDefinitions)
      try database.run("INSERT INTO panel VALUES ('settings', ?)", [.text(settings.line)])
      try commit()
    }
  }

  private static func part(of path: FilePath) -> FilePath {
    path.folder.appending(
      FilePath.Component(
        bytes: Array(".gongkai-".utf8) + (path.lastComponent?.bytes ?? []) + Array(".part".utf8))
        ?? ".gongkai-panel.part")
  }

  private static func remove(_ part: FilePath) {
    FileAccess.remove(part)
    if let name = part.lastComponent?.bytes,
      let journal = FilePath.Component(bytes: name + Array("-journal".utf8))
    {
      FileAccess.remove(part.folder.appending(journal))
    }
  }

  /// Whether a file is a panel that was made under these settings.
  ///
  /// - Throws: a refusal where it is none at all, and would be lost.
  private static func fits(_ path: FilePath, _ settings: PanelSettings) throws(Refusal) -> Bool {
    let database = try Database(path)
    defer { database.close() }
    let rows: [[String]]
    do throws(Refusal) {
      rows = try database.run("SELECT value FROM panel WHERE name = 'settings'", [])
    } catch {
      throw Refusal(.output, .panelChanged(path))
    }
    return rows == [[settings.line]]
  }

  private static func copy(_ path: FilePath, to part: FilePath) throws(Refusal) {
    let file = try GrowingFile(part, keeping: 0)
    var target = file
    do throws(Refusal) {
      try FileAccess.forEachPiece(of: path) { piece throws(Refusal) in try target.write(piece) }
    } catch {
      target.close()
      throw error
    }
    target.close()
  }

  private mutating func readKnown() throws(Refusal) {
    var keys: [String: [String]] = [:]
    for row in try database.run("SELECT path, report FROM reports ORDER BY report", []) {
      keys[row[0], default: []].append(row[1])
    }
    for row in try database.run("SELECT path, sha256, size FROM inputs WHERE state = 'read'", []) {
      known[row[0]] = KnownInput(
        path: row[0], sha256: row[1], size: Int(row[2]) ?? 0, state: .read, keys: keys[row[0]] ?? [],
        ranges: [])
    }
  }

  // MARK: Tables

  private static func quoted(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  private static func definition(of table: PanelTable) -> String {
    var lines = table.columns.map { column in
      let (type, words): (String, [String]) =
        switch column.kind {
        case .text: ("TEXT", [])
        case .integer: ("INTEGER", [])
        case .decimal: ("REAL", [])
        case .word(let words): ("TEXT", words)
        }
      let choices = words.map { "'\($0)'" }.joined(separator: ", ")
      return "\"\(column.name)\" \(type)" + (column.isRequired ? " NOT NULL" : "")
        + (words.isEmpty ? "" : " CHECK (\"\(column.name)\" IN (\(choices)))")
    }
    lines.append("PRIMARY KEY (\(quoted(table.key)))")
    for reference in table.references {
      lines.append(
        "FOREIGN KEY (\(quoted(reference.columns))) REFERENCES \(reference.table.rawValue) (\(quoted(reference.columns)))"
      )
    }
    return "CREATE TABLE \(table.rawValue) (\n  \(lines.joined(separator: ",\n  "))\n) WITHOUT ROWID"
  }

  /// The view of series, and what the columns of all tables mean.
  private static let otherDefinitions = """
    CREATE INDEX reportsOfPath ON reports (path);
    CREATE VIEW series AS SELECT r.code, r.body, r.year, r.scope, r.sourceEdition, r.dialect, f.* FROM figures f
      JOIN reports r ON r.report = f.report AND r.form = f.form;
    CREATE TABLE columns ("table" TEXT NOT NULL, "column" TEXT NOT NULL, meaningZh TEXT NOT NULL, meaningEn TEXT NOT NULL,
      PRIMARY KEY ("table", "column")) WITHOUT ROWID;
    CREATE TABLE panel (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """

  // MARK: Rows

  package static func prepared(_ addition: PanelAddition) -> PanelAddition { addition }

  private func insert(_ row: PanelRow, into table: PanelTable) throws(Refusal) {
    try database.run(inserts[table] ?? "", row.map(Database.Value.init))
  }

  private func remove(path: String) throws(Refusal) {
    for row in try database.run("SELECT report FROM reports WHERE path = ?", [.text(path)]) {
      try remove(report: row[0])
    }
    for table in [PanelTable.refused, .inputs] {
      try database.run("DELETE FROM \(table.rawValue) WHERE path = ?", [.text(path)])
    }
  }

  private func remove(report: String) throws(Refusal) {
    for table in [PanelTable.figures, .findings, .reports] {
      try database.run("DELETE FROM \(table.rawValue) WHERE report = ?", [.text(report)])
    }
  }

  package mutating func keep(_ known: KnownInput, position: Int) throws(Refusal) {
    try database.run(
      "UPDATE inputs SET position = ? WHERE path = ?", [.integer(position), .text(known.path)])
    try count()
  }

  package mutating func add(
    _ addition: PanelAddition, _ prepared: PanelAddition, position: Int, _ state: PanelInputState
  ) throws(Refusal) {
    if hasBase {
      try remove(path: addition.path)
      // An input that comes later may have given it in the run before.
      for reading in addition.reports { try remove(report: reading.key) }
    }
    try insert(addition.inputRow(position: position, state), into: .inputs)
    for reading in addition.reports {
      try insert(reading.report, into: .reports)
      for row in reading.figures { try insert(row, into: .figures) }
      for row in reading.findings { try insert(row, into: .findings) }
    }
    for row in addition.refusedRows { try insert(row, into: .refused) }
    try count()
  }

  private mutating func count() throws(Refusal) {
    pending += 1
    if pending >= Self.inputsForEachCommit { try commit() }
  }

  private mutating func commit() throws(Refusal) {
    pending = 0
    try database.run("COMMIT; BEGIN EXCLUSIVE")
  }

  package mutating func finish() throws(Refusal) {
    for row in try database.run("SELECT path FROM inputs WHERE position = 0", []) { try remove(path: row[0]) }
    for table in PanelTable.constant {
      try database.run("DELETE FROM \(table.rawValue)")
      for row in table.rows(settings.forms, settings.crosswalks) { try insert(row, into: table) }
    }
    try database.run("DELETE FROM columns")
    for table in PanelTable.allCases {
      for column in table.columns {
        try database.run(
          "INSERT INTO columns VALUES (?, ?, ?, ?)",
          [
            .text(table.rawValue), .text(column.name), .text(column.meaning.chinese),
            .text(column.meaning.english),
          ])
      }
    }
    try database.run("COMMIT")
    database.close()
    try FileAccess.putInPlace(part, path)
  }
}

extension Database.Value {
  fileprivate init(_ value: PanelValue) {
    switch value {
    case .none: self = .none
    case .text(let text): self = .text(text)
    case .integer(let number): self = .integer(number)
    case .decimal(let digits): self = .decimal(digits)
    }
  }
}
