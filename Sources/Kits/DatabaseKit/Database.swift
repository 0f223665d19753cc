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

  private let handle: OpaquePointer
  private let path: FilePath
  /// Statements that were used, ready to be used again.
  private var statements: [String: OpaquePointer] = [:]

  /// Opens a file, or makes it.
  package init(_ path: FilePath) throws(Refusal) {
    var handle: OpaquePointer?
    let status = path.withPlatformString {
      sqlite3_open_v2($0, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
    }
    guard status == SQLITE_OK, let handle else {
      defer { sqlite3_close_v2(handle) }
      throw Refusal(.output, .database(path, handle.map(Self.words) ?? ""))
    }
    (self.handle, self.path) = (handle, path)
  }

  deinit { close() }

  /// Lets the file go; nothing more is done with it.
  package func close() {
    for statement in statements.values { sqlite3_finalize(statement) }
    statements = [:]
    sqlite3_close_v2(handle)
  }

  private static func words(_ handle: OpaquePointer) -> String { String(cString: sqlite3_errmsg(handle)) }

  private func check(_ status: Int32) throws(Refusal) {
    guard [SQLITE_OK, SQLITE_DONE, SQLITE_ROW].contains(status) else {
      throw Refusal(.output, .database(path, Self.words(handle)))
    }
  }

  /// Runs statements that give nothing.
  package func run(_ text: String) throws(Refusal) { try check(sqlite3_exec(handle, text, nil, nil, nil)) }

  /// Runs a statement with values for its question marks.
  ///
  /// - Returns: the rows that it gives, their fields as texts.
  @discardableResult
  package func run(_ text: String, _ values: [Value]) throws(Refusal) -> [[String]] {
    let statement = try statement(text)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() { try bind(value, Int32(index + 1), statement) }
    var rows: [[String]] = []
    while true {
      let status = sqlite3_step(statement)
      try check(status)
      guard status == SQLITE_ROW else { return rows }
      rows.append(
        (0..<sqlite3_column_count(statement)).map { column in
          sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
        })
    }
  }

  private func statement(_ text: String) throws(Refusal) -> OpaquePointer {
    if let statement = statements[text] { return statement }
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
    guard let statement else { throw Refusal(.output, .database(path, text)) }
    statements[text] = statement
    return statement
  }

  private func bind(_ value: Value, _ index: Int32, _ statement: OpaquePointer) throws(Refusal) {
    switch value {
    case .none: try check(sqlite3_bind_null(statement, index))
    case .integer(let number): try check(sqlite3_bind_int64(statement, index, Int64(number)))
    case .text(var text), .decimal(var text):
      // SQLite keeps a copy of its own.
      let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      try check(
        text.withUTF8 { bytes in
          bytes.withMemoryRebound(to: CChar.self) {
            sqlite3_bind_text(statement, index, $0.baseAddress, Int32(clamping: $0.count), transient)
          }
        })
    }
  }
}

extension Finding {
  fileprivate static func database(_ path: FilePath, _ words: String) -> Finding {
    Finding("panel.database", .error, ["path": path.shown, "reason": words])
  }
}
