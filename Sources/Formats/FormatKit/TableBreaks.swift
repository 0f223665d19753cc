import DocumentModel

/// Where a table may go on upon another page: not behind headings, nor within a group of a few rows, nor so that little is
/// left for the last page.
package struct TableBreaks {
  /// A table of at most so many rows is kept on one page.
  private static let rowsKeptTogether = 8
  /// The last row is not alone on a page.
  private static let lastRows = 3

  private let table: Table
  private let grid: TableGrid

  package init(_ table: Table, _ grid: TableGrid) {
    self.table = table
    self.grid = grid
  }

  /// Whether a row holds labels and nothing else.
  package func isHeading(_ row: Int) -> Bool {
    let cells = table.rows[row].cells
    return !cells.isEmpty && cells.allSatisfy(\.isHeader)
  }

  /// Whether a row is on the page of the next one.
  package func keepsWithNext(_ row: Int) -> Bool {
    row + 1 < table.rows.count
      && (isHeading(row) || table.rows.count <= Self.rowsKeptTogether
        || row + Self.lastRows >= table.rows.count || isGroup(goingOnBelow: row))
  }

  /// Whether a group of a few rows goes on in the next row, so that its label is not torn off.
  private func isGroup(goingOnBelow row: Int) -> Bool {
    guard row + 1 < grid.positions.count else { return false }
    return grid.positions[row + 1].contains { position in
      guard let position, position.row <= row else { return false }
      return table.rows[position.row].cells[position.cell].rowSpan <= Self.rowsKeptTogether
    }
  }
}
