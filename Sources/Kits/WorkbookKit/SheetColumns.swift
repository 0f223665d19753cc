import DocumentModel
import TextKit

/// The columns of a sheet that several tables stand in: those of the widest table. The columns of the others
/// take one or more of them each, so that all tables have the same width and every figure still has a cell.
package struct SheetColumns {
  /// In characters of half width.
  package private(set) var widths: [Double]
  /// For each table where each of its columns begins, and the end of the last.
  package private(set) var starts: [[Int]] = []

  /// What an A4 page holds at the size of the text.
  package static let pageWidth = 92.0
  private static let leastColumns = 4
  private static let maximumNeed = 40
  /// What is longer is no figure, and is broken.
  private static let longestFigure = 22

  package init(_ tables: [(table: Table, grid: TableGrid)]) {
    let all = tables.map { Self.needs($0.table, $0.grid) }
    let needs = all.map(\.wanted)
    let widest = needs.indices.max { needs[$0].count < needs[$1].count }
    var base = widest.map { needs[$0] } ?? []
    while base.count < Self.leastColumns { base.append(Self.pageWidth / Double(Self.leastColumns)) }
    let total = base.reduce(0, +)
    let factor = Self.pageWidth / max(total, 1)
    widths = base.map { max(($0 * factor * 4).rounded() / 4, 4.5) }
    for need in needs { starts.append(starts(need)) }
    // A table of many columns is rather wide than cut: a number that does not fit is printed as ###.
    for (figures, starts) in zip(all.map(\.figures), starts) { widen(figures, starts) }
  }

  /// Gives the columns of a sheet what the figures of a table need.
  private mutating func widen(_ figures: [Double], _ starts: [Int]) {
    for (column, figure) in figures.enumerated() {
      let range = starts[column]..<starts[column + 1]
      let missing = figure - width(range)
      if missing <= 0 { continue }
      for position in range { widths[position] += missing / Double(range.count) }
    }
  }

  package var count: Int { widths.count }

  package var total: Double { width(0..<count) }

  package func width(_ range: Range<Int>) -> Double { widths[range].reduce(0, +) }

  /// Gives each column of a table columns of the sheet, by what it needs.
  private func starts(_ needs: [Double]) -> [Int] {
    var counts = [Int](repeating: 1, count: needs.count)
    if needs.count < count, !needs.isEmpty {
      let average = width(0..<count) / Double(count)
      for _ in needs.count..<count {
        let poorest = needs.indices.max {
          needs[$0] / (average * Double(counts[$0])) < needs[$1] / (average * Double(counts[$1]))
        }
        if let poorest { counts[poorest] += 1 }
      }
    }
    var starts = [0]
    for count in counts { starts.append((starts.last ?? 0) + count) }
    return starts
  }

  /// How wide each column would be, with figures on one line and labels on some, and how wide for its figures.
  private static func needs(_ table: Table, _ grid: TableGrid) -> (wanted: [Double], figures: [Double]) {
    var needs = [Int](repeating: 4, count: grid.columnCount)
    var figures = [Int](repeating: 0, count: grid.columnCount)
    for (row, positions) in grid.positions.enumerated() {
      for (column, position) in positions.enumerated() {
        guard let position, position.isOrigin, position.row == row else { continue }
        let cell = table.rows[position.row].cells[position.cell]
        if cell.columnSpan > 1 { continue }
        let width = DisplayWidth.widestLine(cell.text)
        lazy var isTop = row < table.headerRows || table.rows[row].cells.allSatisfy(\.isHeader)
        let need =
          if !cell.isHeader {
            width
          } else if isTop {
            max(4, (width + 1) / 2)
          } else if cell.rowSpan > 2 {
            min(width, 8)
          } else {
            max(10, (width + 1) / 2)
          }
        needs[column] = max(needs[column], min(need + 1, maximumNeed))
        if !cell.isHeader {
          // A remark stands under its number where there is no room.
          let parts = cell.figure.map { [$0.number, $0.remark] } ?? [cell.text]
          let longest = parts.map(DisplayWidth.widestLine).max() ?? 0
          figures[column] = max(figures[column], min(longest + 2, longestFigure))
        }
      }
    }
    return (needs.map(Double.init), figures.map(Double.init))
  }
}
