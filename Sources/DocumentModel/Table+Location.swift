import Core

extension Table {
  /// Tells every cell where it stands: the number of its table, its row, and the column of the grid in which it
  /// begins, with the merged cells before it laid out.
  public mutating func locateCells(table number: Int) {
    var place = self.place ?? Place()
    place.table = number
    self.place = place
    // For each column, over how many rows from here a cell from above still reaches.
    var reach: [Int] = []
    for row in rows.indices {
      var column = 0
      for cell in rows[row].cells.indices {
        while column < reach.count, reach[column] > 0 { column += 1 }
        let columns = min(rows[row].cells[cell].columnSpan, max(1, TableGrid.maximumColumns - column))
        var place = rows[row].cells[cell].place ?? Place()
        (place.table, place.row, place.column) = (number, row + 1, column + 1)
        rows[row].cells[cell].place = place
        while reach.count < column + columns { reach.append(0) }
        for spanned in column..<column + columns {
          reach[spanned] = max(reach[spanned], rows[row].cells[cell].rowSpan)
        }
        column += columns
      }
      for column in reach.indices where reach[column] > 0 { reach[column] -= 1 }
      var place = rows[row].place ?? rows[row].cells.first?.place ?? Place()
      (place.table, place.row, place.column) = (number, row + 1, nil)
      rows[row].place = place
    }
  }
}

extension [Block] {
  /// Tells every cell of every table where it stands.
  package mutating func locateCells() {
    var number = 0
    for index in indices {
      guard case .table(var table) = self[index] else { continue }
      number += 1
      self[index] = .paragraph(Paragraph(""))
      table.locateCells(table: number)
      self[index] = .table(table)
    }
  }
}
