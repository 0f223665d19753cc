import DocumentModel
import TextKit

/// A table drawn with box characters.
struct TableDrawing {
  private let table: Table
  private let grid: TableGrid
  private let widths: [Int]
  /// The cells' lines, by row and cell of `table`.
  private var lines: [[[String]]] = []
  private var heights: [Int] = []
  /// How many lines stand above each row, the borders between rows counted.
  private var tops: [Int] = []

  init(_ table: Table) {
    var table = table
    for row in table.rows.indices {
      for cell in table.rows[row].cells.indices { table.rows[row].cells[cell].makePrintable() }
    }
    self.table = table
    grid = TableGrid(table)
    widths = ColumnWidths(table, grid).widths
    layOut()
  }

  /// Breaks every cell into lines, and makes each row high enough. A cell over several rows has the lines of
  /// all of them and of the borders between; where these are too few, its last row grows.
  private mutating func layOut() {
    lines = table.rows.map { Array(repeating: [], count: $0.cells.count) }
    heights = Array(repeating: 1, count: grid.positions.count)
    var tall: [(top: Int, bottom: Int, count: Int)] = []
    for (row, positions) in grid.positions.enumerated() {
      for (column, position) in positions.enumerated() {
        guard let position, position.isOrigin else { continue }
        let cell = cell(position)
        let wrapped = Self.lines(of: cell, width(from: column, count: span(row, column)))
        lines[position.row][position.cell] = wrapped
        let bottom = min(row + cell.rowSpan, grid.positions.count) - 1
        if bottom == row {
          heights[row] = max(heights[row], wrapped.count)
        } else {
          tall.append((row, bottom, wrapped.count))
        }
      }
    }
    for cell in tall.sorted(by: { ($0.bottom, $0.top) < ($1.bottom, $1.top) }) {
      let available = heights[cell.top...cell.bottom].reduce(cell.bottom - cell.top, +)
      if cell.count > available { heights[cell.bottom] += cell.count - available }
    }
    var top = 0
    for height in heights {
      tops.append(top)
      top += height + 1
    }
  }

  private static func lines(of cell: Cell, _ width: Int) -> [String] {
    if cell.isHeader || DisplayWidth.width(cell.text) <= width {
      return DisplayWidth.wrapped(cell.text, to: width)
    }
    guard let figure = cell.figure, !figure.number.isEmpty, !figure.remark.isEmpty else {
      return DisplayWidth.wrapped(cell.text, to: width)
    }
    return DisplayWidth.wrapped("\(figure.number)\n\(figure.remark)", to: width)
  }

  private func cell(_ position: TableGrid.Position) -> Cell { table.rows[position.row].cells[position.cell] }

  private func isSame(_ left: TableGrid.Position?, _ right: TableGrid.Position?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left.row == right.row && left.cell == right.cell
  }

  private func width(from column: Int, count: Int) -> Int {
    widths[column..<min(column + count, widths.count)].reduce(3 * (count - 1), +)
  }

  /// How many columns a cell spans in a row of the grid.
  private func span(_ row: Int, _ column: Int) -> Int {
    var end = column + 1
    while end < grid.columnCount, grid.positions[row][column] != nil,
      isSame(grid.positions[row][column], grid.positions[row][end])
    {
      end += 1
    }
    return end - column
  }

  // MARK: Drawing

  var text: String {
    guard grid.columnCount > 0 else { return "" }
    var output = border(above: 0)
    for row in grid.positions.indices {
      for line in 0..<heights[row] { output += self.line(row, line) }
      output += border(above: row + 1)
    }
    return output
  }

  private func line(_ row: Int, _ line: Int) -> String {
    var output = "│"
    var column = 0
    while column < grid.columnCount {
      let count = span(row, column)
      output += content(row, column, count: count, line: tops[row] + line) + "│"
      column += count
    }
    return output + "\n"
  }

  /// What stands of a cell in a line of the table, with the spaces around it.
  private func content(_ row: Int, _ column: Int, count: Int, line: Int) -> String {
    let width = width(from: column, count: count)
    guard let position = grid.positions[row][column] else { return String(repeating: " ", count: width + 2) }
    let cell = cell(position)
    let lines = lines[position.row][position.cell]
    let bottom = min(position.row + cell.rowSpan, grid.positions.count) - 1
    let height = tops[bottom] + heights[bottom] - tops[position.row]
    // A centred cell over several rows stands in their middle, all others begin in the first line.
    let before = cell.alignment == .center && bottom > position.row ? max((height - lines.count) / 2, 0) : 0
    let index = line - tops[position.row] - before
    let text = lines.indices.contains(index) ? lines[index] : ""
    let space = max(width - DisplayWidth.width(text), 0)
    let left =
      switch cell.alignment {
      case .leading: 0
      case .center: space / 2
      case .trailing: space
      }
    return String(repeating: " ", count: left + 1) + text + String(repeating: " ", count: space - left + 1)
  }

  /// The line above a row, open where a cell goes through it.
  private func border(above row: Int) -> String {
    var output = ""
    var column = 0
    while column <= grid.columnCount {
      let up = row > 0 && edge(row - 1, column)
      let down = row < grid.positions.count && edge(row, column)
      let left = column > 0 && isDrawn(row, column - 1)
      let right = column < grid.columnCount && isDrawn(row, column)
      output += Self.corner(up: up, down: down, left: left, right: right)
      if column == grid.columnCount { break }
      if right {
        output += String(repeating: "─", count: widths[column] + 2)
        column += 1
      } else {
        let count = span(row, column)
        output += content(row, column, count: count, line: tops[row] - 1)
        column += count
      }
    }
    return output + "\n"
  }

  /// Whether a line stands left of a column in a row.
  private func edge(_ row: Int, _ column: Int) -> Bool {
    if column == 0 || column == grid.columnCount { return true }
    let (left, right) = (grid.positions[row][column - 1], grid.positions[row][column])
    return left == nil || !isSame(left, right)
  }

  /// Whether the line above a row is drawn over a column.
  private func isDrawn(_ row: Int, _ column: Int) -> Bool {
    if row == 0 || row == grid.positions.count { return true }
    let (above, below) = (grid.positions[row - 1][column], grid.positions[row][column])
    return above == nil || !isSame(above, below)
  }

  private static func corner(up: Bool, down: Bool, left: Bool, right: Bool) -> String {
    switch (up, down, left, right) {
    case (true, true, true, true): "┼"
    case (true, true, false, true): "├"
    case (true, true, true, false): "┤"
    case (false, true, true, true): "┬"
    case (true, false, true, true): "┴"
    case (false, true, false, true): "┌"
    case (false, true, true, false): "┐"
    case (true, false, false, true): "└"
    case (true, false, true, false): "┘"
    case (false, false, true, true): "─"
    case (true, true, false, false): "│"
    default: " "
    }
  }
}

extension Cell {
  /// Takes out what no terminal should be sent.
  fileprivate mutating func makePrintable() {
    func printable(_ text: String) -> String { PrintableText.cleaned(text, keepsLines: true) }
    guard let figure else {
      text = printable(text)
      return
    }
    content = .figure(
      Figure(number: printable(figure.number), remark: printable(figure.remark), status: figure.status))
  }
}
