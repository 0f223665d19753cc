import Core
import DocumentModel

/// A table on paper: rows of cells that know where they lie, so that pages can be joined before columns are
/// counted.
struct PageTable {
  struct PlacedCell {
    /// Counted from 0 within the table.
    var row: Int
    var rowSpan: Int
    var left: Double
    var right: Double
    var text: String
    /// The last line fills the cell, so that the text may go on after a page break.
    var endsFull = false
    var page: Int

    var isNumber: Bool { PageText.hasDigit(text) && !PageText.hasIdeograph(text) }
  }

  var cells: [PlacedCell]
  var rowCount: Int
  /// The column lines.
  var xs: [Double]
  var box: PageBox
  /// Whether lines are drawn; else the columns are those of the words.
  var isRuled: Bool
  var page: Int

  /// How far column lines of two pages may be apart.
  private static let columnTolerance = 4.0

  // MARK: Page breaks

  /// How far to the right of this table another one stands that has the same columns; nil where it has others.
  /// The pages of a sheet and the backs of leaves have other margins.
  func offset(of next: PageTable) -> Double? {
    guard isRuled == next.isRuled, let left = xs.first, let right = xs.last, let nextLeft = next.xs.first,
      let nextRight = next.xs.last, case let offset = nextLeft - left,
      (nextRight - right - offset).magnitude <= Self.columnTolerance
    else { return nil }
    let others = next.xs.map { $0 - offset }
    let (fewer, more) = xs.count <= others.count ? (xs, others) : (others, xs)
    let agrees = fewer.allSatisfy {
      (more[PageSearch.nearest($0, in: more)] - $0).magnitude <= Self.columnTolerance
    }
    return agrees ? offset : nil
  }

  /// Adds the rows of the next page's piece of this table, which stands farther to the right by an offset.
  mutating func append(_ next: PageTable, offset right: Double = 0) {
    var next = next
    next.xs = next.xs.map { $0 - right }
    for index in next.cells.indices {
      next.cells[index].left -= right
      next.cells[index].right -= right
    }
    next.dropRepeatedHeader(of: self)
    let last = lastCells
    let merges = mergesFirstRow(of: next, last)
    let offset = merges ? rowCount - 1 : rowCount
    for var cell in next.cells.sorted(by: { ($0.row, $0.left) < ($1.row, $1.left) }) {
      let isFirst = cell.row == 0
      cell.row += offset
      if isFirst, let above = lastCell(like: cell, last), merges || continues(cells[above], in: cell, next) {
        cells[above].text += cell.text
        cells[above].endsFull = cell.endsFull
        cells[above].rowSpan = cell.row + cell.rowSpan - cells[above].row
      } else {
        cells.append(cell)
      }
    }
    rowCount = offset + next.rowCount
    xs = Self.merged(xs, next.xs)
    box.bottom += next.box.height
  }

  private static func merged(_ xs: [Double], _ others: [Double]) -> [Double] {
    var result = xs
    for x in others where (result[PageSearch.nearest(x, in: result)] - x).magnitude > columnTolerance {
      result.insert(x, at: result.firstIndex { $0 > x } ?? result.count)
    }
    return result
  }

  /// The cells that reach down to the end.
  private var lastCells: [Int] { cells.indices.filter { cells[$0].row + cells[$0].rowSpan == rowCount } }

  /// The one of them with the same sides.
  private func lastCell(like cell: PlacedCell, _ last: [Int]) -> Int? {
    last.last {
      (cells[$0].left - cell.left).magnitude <= Self.columnTolerance
        && (cells[$0].right - cell.right).magnitude <= Self.columnTolerance
    }
  }

  /// Whether a label over several rows goes on at the top of the next page.
  private func continues(_ above: PlacedCell, in cell: PlacedCell, _ next: PageTable) -> Bool {
    guard !above.isNumber, !above.text.isEmpty, !cell.isNumber else { return false }
    let hasOwnRow = next.cells.contains { $0.row == 0 && $0.left > cell.left && !$0.text.isEmpty }
    if cell.text.isEmpty { return hasOwnRow && (above.rowSpan > 1 || cell.rowSpan > 1) }
    return hasOwnRow && above.endsFull && (above.rowSpan > 1 || cell.rowSpan > 1)
      && !PageText.beginsWithNumber(cell.text)
  }

  /// Whether the first row of the next page is the rest of the last row of this one: a label was broken because
  /// it was too long, and each figure stands on one of the pages.
  private func mergesFirstRow(of next: PageTable, _ last: [Int]) -> Bool {
    guard next.rowCount > 0, rowCount > 0 else { return false }
    // LibreOffice leaves an empty rest of a row that has no room for its lower margin.
    let first = next.cells.filter { $0.row == 0 }
    if first.count > 1, first.allSatisfy(\.text.isEmpty) {
      return next.rowCount > 1 && first.allSatisfy { lastCell(like: $0, last) != nil }
    }
    var continuesLabel = false
    for cell in first {
      guard let index = lastCell(like: cell, last) else { return false }
      let above = cells[index]
      if cell.text.isEmpty || above.text.isEmpty && cell.rowSpan == 1 { continue }
      guard !above.isNumber, !cell.isNumber, above.endsFull, !PageText.beginsWithNumber(cell.text) else {
        return false
      }
      if cell.rowSpan == 1 { continuesLabel = true }
    }
    return continuesLabel
  }

  /// Drops the header that is printed again at the top of a page.
  private mutating func dropRepeatedHeader(of table: PageTable) {
    func texts(_ cells: [PlacedCell], _ row: Int) -> [String] {
      cells.filter { $0.row == row }.sorted { $0.left < $1.left }.map(\.text)
    }
    var count = 0
    while count < min(rowCount, table.rowCount, 6) {
      let own = texts(cells, count)
      if own != texts(table.cells, count) || own.allSatisfy(\.isEmpty)
        || own.contains(where: PageText.isFigure)
      {
        break
      }
      count += 1
    }
    guard count > 0, count < rowCount,
      cells.allSatisfy({ $0.row >= count || $0.row + $0.rowSpan <= count })
    else { return }
    cells.removeAll { $0.row < count }
    for index in cells.indices { cells[index].row -= count }
    rowCount -= count
  }

  // MARK: Document

  /// The table as a document knows it, without rows and columns in which no cell begins.
  func table(number: Int) -> Table {
    let columnOf = { (x: Double) in PageSearch.nearest(x, in: xs) }
    var columnStarts = Set(cells.map { columnOf($0.left) })
    columnStarts.insert(0)
    let columns = columnStarts.sorted()
    let rows = Set(cells.map(\.row)).sorted()
    /// How many of the starts lie before a line.
    func index(_ line: Int, _ starts: [Int]) -> Int {
      var (low, high) = (0, starts.count)
      while low < high {
        let middle = (low + high) / 2
        if starts[middle] < line { low = middle + 1 } else { high = middle }
      }
      return low
    }
    var result = rows.indices.map { row in Row([], place: Place(page: nil, table: number, row: row + 1)) }
    for cell in cells.sorted(by: { ($0.row, $0.left) < ($1.row, $1.left) }) {
      let row = index(cell.row, rows)
      let column = index(columnOf(cell.left), columns)
      let endRow = index(cell.row + cell.rowSpan, rows)
      let endColumn = index(columnOf(cell.right), columns)
      let place = Place(page: cell.page, table: number, row: row + 1, column: column + 1)
      result[row].cells.append(
        Cell(
          cell.text, rowSpan: max(1, endRow - row), columnSpan: max(1, endColumn - column), place: place))
      if result[row].place?.page == nil { result[row].place?.page = cell.page }
    }
    return Table(rows: result, hasGrid: true, place: Place(page: page, table: number))
  }
}

extension PageText {
  /// Whether a text begins with a number of its own: 1. or （一） or 二、.
  static func beginsWithNumber(_ text: String) -> Bool {
    var scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
    guard let first = scalars.first else { return false }
    if first == "（" || first == "(" { return true }
    scalars = scalars.drop { isDigit($0) || "一二三四五六七八九十".unicodeScalars.contains($0) }
    guard scalars.count < text.unicodeScalars.count, let mark = scalars.first else { return false }
    return ".．、)）".unicodeScalars.contains(mark) && (isDigit(first) || first.value >= 0x4E00)
  }

  /// Whether a text is a figure or a placeholder.
  static func isFigure(_ text: String) -> Bool {
    let scalars = text.unicodeScalars.filter { !$0.properties.isWhitespace }
    return scalars.contains(where: isDigit)
      && scalars.allSatisfy { isDigit($0) || ".,-+%".unicodeScalars.contains($0) }
  }
}
