import CanonicalKit
import Core
import FormatKit
import JSONKit
import TextKit
import WorkbookKit

/// A row of tidy data as it was typed: a figure for a cell of a form.
package struct TidyRow: Sendable {
  /// The line where it begins.
  package let line: Int
  private let fields: [TidyColumn: String]

  fileprivate init(line: Int, fields: [TidyColumn: String]) {
    self.line = line
    self.fields = fields
  }

  /// What stands in a column; nil where the file has no such column.
  package subscript(column: TidyColumn) -> String? { fields[column] }
}

/// Reads tidy rows, ours or those that a user put together: columns by their ids or Chinese names, in any order, of
/// which `indicator` and `value` must be there. A row may also be an object of JSON on a line of its own.
package enum TidyReader {
  /// - Returns: nil where a file is no tidy data.
  package static func read(_ source: SourceBytes) throws(Refusal) -> [TidyRow]? {
    guard source.mayBeText else { return nil }
    try TextSize.check(source)
    let text = DecodedText(source.bytes).utf8
    if let rows = try objects(on: text) { return rows }
    var parser = CSVParser(text, separator: nil)
    parser.parse()
    var columns: [Int: TidyColumn] = [:]
    var head: Int?
    var rows: [TidyRow] = []
    var fields: [TidyColumn: String] = [:]
    var open: SheetGrid.Cell?
    func empty() -> [TidyColumn: String] {
      Dictionary(columns.values.map { ($0, "") }, uniquingKeysWith: { first, _ in first })
    }
    for cell in parser.grid.cells {
      if head == nil || head == cell.row {
        head = cell.row
        if let column = column(named: cell.text) { columns[cell.column] = column }
        continue
      }
      if rows.isEmpty, open == nil, !isHead(columns) { return nil }
      if open?.row != cell.row {
        if let open { rows.append(TidyRow(line: open.line, fields: fields)) }
        open = cell
        fields = empty()
      }
      if let column = columns[cell.column] { fields[column] = cell.text.trimmed }
    }
    if let open { rows.append(TidyRow(line: open.line, fields: fields)) }
    return isHead(columns) ? rows : nil
  }

  /// - Returns: nil where the first line is no row.
  private static func objects(on text: [UInt8]) throws(Refusal) -> [TidyRow]? {
    guard text.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
    var rows: [TidyRow] = []
    for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where line.contains(where: { $0 > 0x20 }) {
      guard let fields = fields(JSONDocument(Array(line))) else {
        if rows.isEmpty { return nil }
        throw Refusal(.input, .noObject(line: index + 1))
      }
      if rows.isEmpty, fields[.indicator] == nil { return nil }
      rows.append(TidyRow(line: index + 1, fields: fields))
    }
    return rows
  }

  /// The members of an object by the columns that they are named after; nil for all else.
  private static func fields(_ line: JSONDocument) -> [TidyColumn: String]? {
    guard line.isComplete, line.defects.isEmpty, line.kind(0) == .object, line.repeatedKey(in: 0) == nil
    else { return nil }
    var fields: [TidyColumn: String] = [:]
    var key = line.first(0)
    while key < line.next(0) {
      let value = line.next(key)
      if let column = column(named: line.string(key)) {
        switch line.kind(value) {
        case .string: fields[column] = line.string(value).trimmed
        case .number: fields[column] = line.compact(value)
        case .null: fields[column] = ""
        case .object, .array, .boolean: return nil
        }
      }
      key = line.next(value)
    }
    return fields
  }

  private static func isHead(_ columns: [Int: TidyColumn]) -> Bool {
    columns.values.contains(.indicator) && columns.values.contains(.value)
  }

  private static func column(named name: String) -> TidyColumn? {
    let name = name.trimmed
    return TidyColumn(rawValue: name) ?? TidyColumn.allCases.first { $0.name[.chinese] == name }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace || first == "\u{FEFF}" { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

extension Finding {
  fileprivate static func noObject(line: Int) -> Finding {
    Finding("fill.no-object", .error, places: [Place(line: line)])
  }
}
