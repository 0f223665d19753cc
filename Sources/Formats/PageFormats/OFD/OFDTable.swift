import DocumentModel
import FormatKit

/// A table in its rows, as high as their texts need. Lengths are twips.
struct OFDTable {
  let style: OFDTextStyle
  let margin: Int
  private(set) var heights: [Int]
  private let table: Table
  private let grid: TableGrid
  private let breaks: TableBreaks
  /// The sides of the columns, from the left of the table.
  private let sides: [Int]
  /// The lines of each cell, as `table` holds it.
  private let texts: [[[OFDLines.Line]]]

  /// Above and below the text of a cell, together.
  private static let padding = 60

  init(_ table: Table) {
    self.table = table
    grid = TableGrid(table)
    breaks = TableBreaks(table, grid)
    let columns = TableColumns(table, grid, canTurn: false)
    let size = columns.type.fontSize
    style = OFDTextStyle(font: .song, size: size, line: size * 13 / 10, alignment: .center)
    margin = columns.type.cellMargin
    sides = columns.widths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    heights = Array(repeating: columns.type.rowHeight, count: grid.columnCount == 0 ? 0 : table.rows.count)
    var texts = table.rows.map { $0.cells.map { _ in [OFDLines.Line]() } }
    var spanning: [(rows: Range<Int>, height: Int)] = []
    for (row, positions) in grid.positions.enumerated() {
      for (column, position) in positions.enumerated() {
        guard let position, position.isOrigin else { continue }
        let end = positions[column...].prefix { $0?.row == position.row && $0?.cell == position.cell }
          .endIndex
        let cell = table.rows[position.row].cells[position.cell]
        let room = sides[end] - sides[column] - 2 * margin
        let lines = OFDLines(columns.text(of: cell), width: max(2, 2 * room / size)).lines
        texts[position.row][position.cell] = lines
        let height = lines.count * style.line + Self.padding
        if cell.rowSpan == 1 {
          heights[row] = max(heights[row], height)
        } else {
          spanning.append((row..<min(row + cell.rowSpan, heights.count), height))
        }
      }
    }
    for cell in spanning {
      let missing = cell.height - heights[cell.rows].reduce(0, +)
      guard missing > 0 else { continue }
      for (index, row) in cell.rows.enumerated() {
        heights[row] += missing * (index + 1) / cell.rows.count - missing * index / cell.rows.count
      }
    }
    self.texts = texts
  }

  var width: Int { sides.last ?? 0 }

  private var height: Int { heights.reduce(0, +) }

  // MARK: Pages

  /// The whole of a table that has room on a page; else as much as its first page must have.
  func leastHeight(within room: Int) -> Int {
    height <= room ? height : heights[..<end(from: 0, within: 0)].reduce(0, +)
  }

  /// The rows of a piece, under the headings of the table.
  func rowsShown(from start: Int, to end: Int) -> [Int] {
    start > headings ? Array(0..<headings) + Array(start..<end) : Array(start..<end)
  }

  private var headings: Int { min(table.headerRows, heights.count) }

  /// Where a piece of the table ends that begins with a row: as far down as there is room, where it may be divided.
  func end(from start: Int, within room: Int) -> Int {
    var used = start > headings ? heights[..<headings].reduce(0, +) : 0
    var best: Int?
    for row in start..<heights.count {
      used += heights[row]
      if used > room, let best { return best }
      if row + 1 == heights.count { break }
      if used > room, row + 1 > headings, breaksBelow(row, from: start) { return row + 1 }
      if row + 1 > headings, breaksBelow(row, from: start) { best = row + 1 }
    }
    return used > room ? best ?? heights.count : heights.count
  }

  /// Whether the table may go on upon the next page, with the text of each cell that goes on whole on this one.
  private func breaksBelow(_ row: Int, from start: Int) -> Bool {
    if breaks.keepsWithNext(row) { return false }
    return grid.positions[row + 1].allSatisfy { position in
      guard let position, position.row <= row else { return true }
      let first = max(position.row, start)
      let needed = texts[position.row][position.cell].count * style.line + Self.padding
      return position.row < start || heights[first...row].reduce(0, +) >= needed
    }
  }

  // MARK: Pieces

  /// A part of the table on a page.
  struct Piece {
    struct Box {
      var left: Int
      var top: Int
      var right: Int
      var bottom: Int
    }

    struct PlacedCell {
      var left: Int
      var top: Int
      var right: Int
      var bottom: Int
      var alignment: Cell.Alignment
      var lines: [OFDLines.Line]
    }

    private(set) var lines: [(from: (x: Int, y: Int), to: (x: Int, y: Int))] = []
    private(set) var cells: [PlacedCell] = []
    private(set) var bottom: Int

    init(_ table: OFDTable, _ rows: [Int], left: Int, top: Int) {
      let xs = table.sides.map { left + $0 }
      let ys = rows.reduce(into: [top]) { $0.append(($0.last ?? top) + table.heights[$1]) }
      let positions = rows.map { table.grid.positions[$0] }
      let (rowCount, columnCount) = (rows.count, table.grid.columnCount)
      bottom = ys[rowCount]

      /// Whether two places are of one cell.
      func areOne(_ row: Int, _ column: Int, _ otherRow: Int, _ otherColumn: Int) -> Bool {
        guard positions.indices.contains(row), positions.indices.contains(otherRow),
          (0..<columnCount).contains(column), (0..<columnCount).contains(otherColumn),
          let one = positions[row][column], let other = positions[otherRow][otherColumn]
        else { return false }
        return one.row == other.row && one.cell == other.cell
      }
      for row in 0...rowCount {
        Self.runs(columnCount) { !areOne(row - 1, $0, row, $0) }.forEach {
          lines.append(((xs[$0.lowerBound], ys[row]), (xs[$0.upperBound], ys[row])))
        }
      }
      for column in 0...columnCount {
        Self.runs(rowCount) { !areOne($0, column - 1, $0, column) }.forEach {
          lines.append(((xs[column], ys[$0.lowerBound]), (xs[column], ys[$0.upperBound])))
        }
      }
      for row in 0..<rowCount {
        for column in 0..<columnCount {
          guard let position = positions[row][column], position.isOrigin else { continue }
          var (lower, end) = (row + 1, column + 1)
          while areOne(row, column, lower, column) { lower += 1 }
          while areOne(row, column, row, end) { end += 1 }
          let box = Box(left: xs[column], top: ys[row], right: xs[end], bottom: ys[lower])
          cells.append(
            PlacedCell(
              left: box.left, top: box.top, right: box.right, bottom: box.bottom,
              alignment: table.table.rows[position.row].cells[position.cell].alignment,
              lines: table.texts[position.row][position.cell]))
        }
      }
    }

    /// The longest stretches in which something holds.
    private static func runs(_ count: Int, _ holds: (Int) -> Bool) -> [Range<Int>] {
      var runs: [Range<Int>] = []
      for index in 0..<count where holds(index) {
        if let last = runs.last, last.upperBound == index {
          runs[runs.count - 1] = last.lowerBound..<index + 1
        } else {
          runs.append(index..<index + 1)
        }
      }
      return runs
    }
  }
}
