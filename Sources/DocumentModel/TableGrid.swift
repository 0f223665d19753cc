/// A table with its merged cells laid out: every position of the grid knows its cell.
package struct TableGrid: Sendable {
  /// A position's cell: where it stands in `Table.rows`, and whether it begins here.
  package struct Position: Hashable, Sendable {
    package let row: Int
    package let cell: Int
    package let isOrigin: Bool
  }

  package static let maximumColumns = 256
  /// A table that is longer than any report has fewer columns, so that a short file cannot fill the memory.
  private static let maximumColumnsOfLongTables = 32

  /// By row and column; nil where a short row leaves a hole.
  package private(set) var positions: [[Position?]] = []
  package private(set) var columnCount = 0

  /// Lays out a table. Spans that leave the table are cut, cells beyond `maximumColumns` left out.
  package init(_ table: Table) {
    positions = Array(repeating: [], count: table.rows.count)
    let limit = table.rows.count > 4096 ? Self.maximumColumnsOfLongTables : Self.maximumColumns
    for (rowIndex, row) in table.rows.enumerated() {
      var column = 0
      for (cellIndex, cell) in row.cells.enumerated() {
        while column < positions[rowIndex].count, positions[rowIndex][column] != nil { column += 1 }
        let columns = min(cell.columnSpan, limit - column)
        if columns <= 0 { break }
        let lastRow = min(rowIndex + cell.rowSpan, table.rows.count)
        for spanned in rowIndex..<lastRow {
          while positions[spanned].count < column + columns { positions[spanned].append(nil) }
          for spannedColumn in column..<column + columns where positions[spanned][spannedColumn] == nil {
            positions[spanned][spannedColumn] = Position(
              row: rowIndex, cell: cellIndex, isOrigin: spanned == rowIndex && spannedColumn == column)
          }
        }
        column += columns
      }
      columnCount = max(columnCount, positions[rowIndex].count)
    }
    for row in positions.indices {
      while positions[row].count < columnCount { positions[row].append(nil) }
    }
  }
}
