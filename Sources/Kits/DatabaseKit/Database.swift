import CSQLite
import Core
import FileKit

/// A file of SQLite, for one thread at a time.
package final class Database {
  /// What a column takes.
  package enum Value {
    case none
    case text(String)
    case integer(Int)
    /// A decimal, as its digits; the column's type makes it a number.
    case decimal(String)
  }

  private let sqlite: gongkai_sqlite
  private let handle: UnsafeMutableRawPointer
  private let path: FilePath
  /// Statements that were used, ready to be used again.
  private var statements: [String: UnsafeMutableRawPointer] = [:]

  /// Opens a file, or makes it.
  package convenience init(_ path: FilePath) throws(Refusal) { try self.init(path, Self.sqlite) }

  /// - Parameter sqlite: nil where it is not installed.
  init(_ path: FilePath, _ sqlite: gongkai_sqlite?) throws(Refusal) {
    guard let sqlite else { throw Refusal(.output, .noDatabaseLibrary()) }
    var handle: UnsafeMutableRawPointer?
    let status = path.withPlatformString {
      sqlite.open($0, &handle, gongkai_sqlite_new_file_of_one_thread, nil)
    }
    guard status == Self.ok, let handle else {
      defer { _ = sqlite.close(handle) }
      throw Refusal(.output, .database(path, handle.map { Self.words(sqlite, $0) } ?? ""))
    }
    (self.sqlite, self.handle, self.path) = (sqlite, handle, path)
  }

  private static let sqlite = gongkai_sqlite()?.pointee
  private static let ok = Int32(gongkai_sqlite_ok.rawValue)
  private static let row = Int32(gongkai_sqlite_row.rawValue)
  private static let done = Int32(gongkai_sqlite_done.rawValue)

  deinit { close() }

  /// Lets the file go; nothing more is done with it.
  package func close() {
    for statement in statements.values { _ = sqlite.finalize(statement) }
    statements = [:]
    _ = sqlite.close(handle)
  }

  private static func words(_ sqlite: gongkai_sqlite, _ handle: UnsafeMutableRawPointer) -> String {
    sqlite.message(handle).map { String(cString: $0) } ?? ""
  }

  private func check(_ status: Int32) throws(Refusal) {
    guard [Self.ok, Self.done, Self.row].contains(status) else {
      throw Refusal(.output, .database(path, Self.words(sqlite, handle)))
    }
  }

  /// Runs statements that give nothing.
  package func run(_ text: String) throws(Refusal) { try check(sqlite.run(handle, text, nil, nil, nil)) }

  /// Runs a statement with values for its question marks.
  ///
  /// - Returns: the rows that it gives, their fields as texts.
  @discardableResult
  package func run(_ text: String, _ values: [Value]) throws(Refusal) -> [[String]] {
    let statement = try statement(text)
    defer {
      _ = sqlite.reset(statement)
      _ = sqlite.clear(statement)
    }
    for (index, value) in values.enumerated() { try bind(value, Int32(index + 1), statement) }
    var rows: [[String]] = []
    while true {
      let status = sqlite.step(statement)
      try check(status)
      guard status == Self.row else { return rows }
      rows.append(
        (0..<sqlite.column_count(statement)).map { column in
          sqlite.column_text(statement, column).map { String(cString: $0) } ?? ""
        })
    }
  }

  private func statement(_ text: String) throws(Refusal) -> UnsafeMutableRawPointer {
    if let statement = statements[text] { return statement }
    var statement: UnsafeMutableRawPointer?
    try check(sqlite.prepare(handle, text, -1, gongkai_sqlite_kept_statement, &statement, nil))
    guard let statement else { throw Refusal(.output, .database(path, text)) }
    statements[text] = statement
    return statement
  }

  private func bind(_ value: Value, _ index: Int32, _ statement: UnsafeMutableRawPointer) throws(Refusal) {
    switch value {
    case .none: try check(sqlite.bind_null(statement, index))
    case .integer(let number): try check(sqlite.bind_integer(statement, index, Int64(number)))
    case .text(var text), .decimal(var text):
      try check(
        text.withUTF8 { bytes in
          bytes.withMemoryRebound(to: CChar.self) { bytes in
            withUnsafePointer(to: sqlite) {
              gongkai_sqlite_bind_text($0, statement, index, bytes.baseAddress, Int32(clamping: bytes.count))
            }
          }
        })
    }
  }
}

extension Finding {
  fileprivate static func noDatabaseLibrary() -> Finding { Finding("panel.no-library", .error) }

  fileprivate static func database(_ path: FilePath, _ words: String) -> Finding {
    Finding("panel.database", .error, ["path": path.shown, "reason": words])
  }
}
