/// A sheet's filled rows and columns without the empty ones between them, with merged cells resolved: what a
/// person sees, and nothing that a lying file could make large.
package struct SheetLayout {
  /// Something that begins at a position: a filled cell, or a merged area, which may be empty.
  package struct Item {
    /// Position among the filled columns.
    package let column: Int
    package var rowSpan = 1
    package var columnSpan = 1
    package let text: String
    package var isUnreadable = false
    package let role: SheetGrid.Role
    /// Where it stands in the sheet.
    package let sheetColumn: Int
    package let line: Int

    package var isFilled: Bool { !text.isEmpty || isUnreadable }
    package var columns: Range<Int> { column..<column + columnSpan }
  }

  package struct Row {
    /// In the sheet.
    package let number: Int
    /// Among the rows that are seen.
    package let seenNumber: Int
    package var items: [Item] = []
    /// Columns that merged cells of earlier rows cover, and in which of `rows` those begin.
    package var covered: [(column: Int, from: Int)] = []
    package var borderedCells = 0

    package var filled: [Item] { items.filter(\.isFilled) }
    package var filledCount: Int { items.reduce(0) { $0 + ($1.isFilled ? 1 : 0) } }
  }

  package static let maximumColumns = 256
  private static let maximumRows = 100_000
  /// Rows times columns.
  private static let maximumPositions = 1_000_000

  package private(set) var rows: [Row] = []
  /// The sheet's number of each filled column.
  package private(set) var columns: [Int] = []
  /// How many filled columns were left out.
  package private(set) var droppedColumns = 0
  /// How many texts stand below merged cells, where no program shows them.
  package private(set) var coveredTexts = 0
  package private(set) var isTooLarge = false

  /// - Parameter grid: a sorted one.
  package init(_ grid: SheetGrid) {
    let lastColumn = grid.cells.reduce(0) { max($0, $1.column) }
    var isUsed = [Bool](repeating: false, count: lastColumn + 1)
    for cell in grid.cells { isUsed[cell.column] = true }
    columns = isUsed.indices.filter { isUsed[$0] }
    droppedColumns = max(0, columns.count - Self.maximumColumns)
    columns.removeLast(droppedColumns)
    for cell in grid.cells where rows.last?.number != cell.row {
      rows.append(Row(number: cell.row, seenNumber: grid.seenNumber(ofRow: cell.row)))
    }
    if rows.count > Self.maximumRows || rows.count * columns.count > Self.maximumPositions {
      isTooLarge = true
      return
    }
    countBorders(grid)
    place(grid, merges(of: grid))
  }

  private mutating func countBorders(_ grid: SheetGrid) {
    if grid.borders.isEmpty { return }
    var counts = grid.borders
    if !zip(counts, counts.dropFirst()).allSatisfy({ $0.row <= $1.row }) { counts.sort { $0.row < $1.row } }
    var next = 0
    for index in rows.indices {
      while next < counts.count, counts[next].row < rows[index].number { next += 1 }
      while next < counts.count, counts[next].row == rows[index].number {
        rows[index].borderedCells += counts[next].count
        next += 1
      }
    }
  }

  /// A merged area among the filled rows and columns.
  private struct Area {
    var rows: ClosedRange<Int>
    var columns: ClosedRange<Int>
    /// Whether its first cell is one of the filled rows and columns.
    var hasOrigin: Bool
  }

  /// In the order of their first rows and columns.
  private func merges(of grid: SheetGrid) -> [Area] {
    grid.merges.compactMap { merge -> Area? in
      let firstColumn = Self.first(columns, notBelow: merge.columns.lowerBound)
      let afterColumn = Self.first(columns, notBelow: merge.columns.upperBound + 1)
      let firstRow = firstRow(notBelow: merge.rows.lowerBound)
      let afterRow = self.firstRow(notBelow: merge.rows.upperBound + 1)
      guard firstColumn < afterColumn, firstRow < afterRow else { return nil }
      return Area(
        rows: firstRow...afterRow - 1, columns: firstColumn...afterColumn - 1,
        hasOrigin: columns[firstColumn] == merge.columns.lowerBound
          && rows[firstRow].number == merge.rows.lowerBound)
    }.sorted {
      ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound)
    }
  }

  private static func first(_ sorted: [Int], notBelow value: Int) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func firstRow(notBelow number: Int) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func place(_ grid: SheetGrid, _ areas: [Area]) {
    let lastColumn = grid.cells.reduce(0) { max($0, $1.column) }
    var indexOfColumn = [Int](repeating: -1, count: lastColumn + 1)
    for (index, column) in columns.enumerated() { indexOfColumn[column] = index }
    /// The first row below the merged cell that covers a column.
    var freeFrom = [Int](repeating: 0, count: columns.count)
    var coveredFrom = freeFrom
    var next = 0
    var nextArea = 0
    for row in rows.indices {
      for column in columns.indices where freeFrom[column] > row {
        rows[row].covered.append((column, coveredFrom[column]))
      }
      var begun: [(area: Area, width: Int)] = []
      while nextArea < areas.count, areas[nextArea].rows.lowerBound == row {
        let area = areas[nextArea]
        nextArea += 1
        // Where areas overlap, the first keeps its cells.
        var width = 0
        for column in area.columns {
          if freeFrom[column] > row { break }
          width += 1
        }
        if width == 0 { continue }
        for column in area.columns.prefix(width) {
          freeFrom[column] = area.rows.upperBound + 1
          coveredFrom[column] = row
        }
        begun.append((area, width))
      }
      place(grid, in: row, from: &next, begun, indexOfColumn, freeFrom)
    }
  }

  private mutating func place(
    _ grid: SheetGrid, in row: Int, from next: inout Int, _ begun: [(area: Area, width: Int)],
    _ indexOfColumn: [Int], _ freeFrom: [Int]
  ) {
    var nextArea = 0
    func emptyArea(_ begun: (area: Area, width: Int)) -> Item {
      Item(
        column: begun.area.columns.lowerBound, rowSpan: begun.area.rows.count, columnSpan: begun.width,
        text: "", role: .plain, sheetColumn: columns[begun.area.columns.lowerBound], line: 0)
    }
    while next < grid.cells.count, grid.cells[next].row == rows[row].number {
      let cell = grid.cells[next]
      next += 1
      let column = indexOfColumn[cell.column]
      if column < 0 { continue }
      while nextArea < begun.count, begun[nextArea].area.columns.lowerBound < column {
        rows[row].items.append(emptyArea(begun[nextArea]))
        nextArea += 1
      }
      var item = Item(
        column: column, text: cell.text, isUnreadable: cell.isUnreadable, role: cell.role,
        sheetColumn: cell.column, line: cell.line)
      if nextArea < begun.count, begun[nextArea].area.columns.lowerBound == column {
        let (area, width) = begun[nextArea]
        nextArea += 1
        if area.hasOrigin {
          item.rowSpan = area.rows.count
          item.columnSpan = width
        } else {
          coveredTexts += 1
          item = emptyArea((area, width))
        }
        rows[row].items.append(item)
      } else if freeFrom[column] > row {
        coveredTexts += 1
        // The cell that begins at the left of it has been added, or comes from above.
      } else {
        rows[row].items.append(item)
      }
    }
    while nextArea < begun.count {
      rows[row].items.append(emptyArea(begun[nextArea]))
      nextArea += 1
    }
  }
}
