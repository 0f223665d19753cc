import Core
import Testing

@testable import DocumentModel

/// Which cell stands at each position of a table with merged cells.
@Suite struct TableGridTests {
  /// The cells' texts by row and column, with `.` for a hole; what begins at a position is in brackets.
  private func picture(_ table: Table) -> [String] {
    TableGrid(table).positions.map { row in
      row.map { position in
        guard let position else { return "." }
        let text = table.rows[position.row].cells[position.cell].text
        return position.isOrigin ? "[\(text)]" : text
      }.joined(separator: " ")
    }
  }

  @Test func spansCoverWhatTheyReach() {
    let table = Table(rows: [
      Row([Cell("a", rowSpan: 2, columnSpan: 2), Cell("b")]), Row([Cell("c", rowSpan: 2)]),
      Row([Cell("d"), Cell("e")]),
    ])
    #expect(picture(table) == ["[a] a [b]", "a a [c]", "[d] [e] c"])
  }

  @Test func shortRowsLeaveHoles() {
    let table = Table(rows: [Row([Cell("a")]), Row([Cell("b"), Cell("c", columnSpan: 2)]), Row([])])
    #expect(picture(table) == ["[a] . .", "[b] [c] c", ". . ."])
    #expect(TableGrid(table).columnCount == 3)
  }

  /// The cell above keeps what it covers.
  @Test func cellsDoNotOverlap() {
    let table = Table(rows: [
      Row([Cell("a"), Cell("b", rowSpan: 2), Cell("c")]), Row([Cell("d", columnSpan: 2), Cell("e")]),
    ])
    #expect(picture(table) == ["[a] [b] [c]", "[d] b [e]"])
  }

  @Test func spansEndWithTheTable() {
    let table = Table(rows: [Row([Cell("a", rowSpan: 900, columnSpan: 900), Cell("b")])])
    let grid = TableGrid(table)
    #expect(grid.positions.count == 1 && grid.columnCount == TableGrid.maximumColumns)
    // There is no room for the other.
    #expect(grid.positions[0].allSatisfy { $0?.cell == 0 })
  }

  @Test func longTablesHaveFewerColumns() {
    let rows = (0..<5000).map { _ in Row([Cell("x", columnSpan: 200)]) }
    #expect(TableGrid(Table(rows: rows)).columnCount == 32)
  }

  @Test func anEmptyTableHasNoColumns() {
    #expect(TableGrid(Table(rows: [])).columnCount == 0)
    #expect(TableGrid(Table(rows: [Row([])])).columnCount == 0)
  }

  /// Cells are told the column in which the grid has them.
  @Test func placesAgreeWithTheGrid() {
    var blocks: [Block] = [
      .paragraph(Paragraph("p")), .table(Table(rows: [Row([Cell("x")])])),
      .table(
        Table(rows: [
          Row([Cell("a", rowSpan: 2), Cell("b", columnSpan: 2), Cell("c", rowSpan: 3)]),
          Row([Cell("d"), Cell("e")]), Row([Cell("f", place: Place(line: 9)), Cell("g")]),
        ])),
    ]
    blocks.locateCells()
    guard case .table(let table) = blocks[2] else {
      Issue.record("the table is gone")
      return
    }
    for (row, positions) in TableGrid(table).positions.enumerated() {
      for (column, position) in positions.enumerated() {
        guard let position, position.isOrigin else { continue }
        let place = table.rows[position.row].cells[position.cell].place
        #expect(place?.table == 2 && place?.row == row + 1 && place?.column == column + 1)
      }
    }
    #expect(table.rows[2].cells[0].place == Place(table: 2, row: 3, column: 1, line: 9))
    #expect(table.rows.map(\.place) == (1...3).map { Place(table: 2, row: $0, line: $0 == 3 ? 9 : nil) })
  }
}
