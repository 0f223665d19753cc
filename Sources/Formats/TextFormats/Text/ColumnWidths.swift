import DocumentModel
import TextKit

/// How wide the columns of a drawn table are: figures on one line where they fit, and labels broken so that
/// the whole stays within a terminal's width.
struct ColumnWidths {
  /// The width that tables are fitted into, borders included.
  static let limit = 110
  /// Figures are broken only where the table would be wider than this.
  private static let hardLimit = 132
  private static let least = 4
  /// A figure with its remarks may be long; beyond this it is broken.
  private static let longestFigure = 24

  private(set) var widths: [Int]
  /// For each column how wide its texts are on one line, by the number of rows that they may stand in.
  private var natural: [[Int: Int]]

  init(_ table: Table, _ grid: TableGrid) {
    let count = grid.columnCount
    widths = Array(repeating: 1, count: count)
    var floors = Array(repeating: Self.least, count: count)
    natural = Array(repeating: [:], count: count)
    var spanning: [(column: Int, count: Int, width: Int)] = []
    for (rowIndex, row) in grid.positions.enumerated() {
      for (column, position) in row.enumerated() {
        guard let position, position.isOrigin else { continue }
        let cell = table.rows[position.row].cells[position.cell]
        let width = Self.longestLine(cell.text)
        if cell.columnSpan > 1 {
          let end = row[column...].prefix { $0?.row == position.row && $0?.cell == position.cell }.endIndex
          if rowIndex == position.row { spanning.append((column, end - column, width)) }
          continue
        }
        let rows = min(cell.rowSpan, 8)
        natural[column][rows] = max(natural[column][rows] ?? 0, width)
        // A label that runs over many rows is still read more easily in lines of four characters.
        let wanted =
          cell.isHeader ? min(width, rows > 2 ? 2 * Self.least : Self.least) : min(width, Self.longestFigure)
        widths[column] = max(widths[column], wanted)
        if !cell.isHeader {
          floors[column] = max(floors[column], min(Self.longestPart(of: cell), Self.longestFigure))
        }
      }
    }
    shrink(to: Self.limit, floors)
    shrink(to: Self.hardLimit, Array(repeating: Self.least, count: count))
    grow()
    // A heading over columns may need more than they have.
    for cell in spanning {
      let end = min(cell.column + cell.count, count)
      let own = widths[cell.column..<end].reduce(3 * (cell.count - 1), +)
      let more = min(cell.width - own, spare)
      if more > 0, end > cell.column { widths[end - 1] += more }
    }
  }

  private var spare: Int { Self.limit - widths.reduce(1) { $0 + $1 + 3 } }

  /// A figure may be broken before its remark.
  private static func longestPart(of cell: Cell) -> Int {
    guard let figure = cell.figure else { return longestLine(cell.text) }
    // A remark alone gives way by its bracket before a table grows too wide.
    let remark = longestLine(figure.remark)
    return figure.number.isEmpty ? max(remark - 2, 0) : max(longestLine(figure.number), remark)
  }

  private static func longestLine(_ text: String) -> Int {
    text.split(separator: "\n").map { DisplayWidth.width($0) }.max() ?? 0
  }

  /// Takes from the widest column until the table fits, or none is wider than it must be.
  private mutating func shrink(to limit: Int, _ floors: [Int]) {
    var excess = widths.reduce(1) { $0 + $1 + 3 } - limit
    while excess > 0 {
      let open = widths.indices.filter { widths[$0] > floors[$0] }
      guard let widest = open.max(by: { widths[$0] < widths[$1] }) else { return }
      widths[widest] -= 1
      excess -= 1
    }
  }

  /// Gives what is left to the columns whose texts take the most lines, to all of them or to none.
  private mutating func grow() {
    while spare > 0 {
      let lines = widths.indices.map { self.lines($0) }
      let most = lines.max() ?? 1
      let needy = lines.indices.filter { lines[$0] == most }
      guard most > 1, needy.count <= spare else { return }
      let more = needy.count * 2 <= spare ? 2 : 1
      for column in needy { widths[column] += more }
    }
  }

  /// How many lines a column makes its rows high. A cell over several rows finds lines there anyway.
  private func lines(_ column: Int) -> Int {
    natural[column].map { rows, width in
      (width + widths[column] - 1) / widths[column] - 2 * (rows - 1)
    }.max() ?? 1
  }
}
