import DocumentModel
import TextKit

/// How a page looks: like the printed form, on screen and on A4. The sign of an uncertain figure stands in its
/// text, so that nothing depends on colour.
package enum HTMLStyle {
  /// A table of at most so many rows is not begun at the foot of a printed page.
  package static let rowsOnOnePage = 40

  // MARK: Type of tables on paper

  /// The classes of smaller type, each with what a digit and the margins of a cell take, in hundredths of a
  /// point, as the sheet below sets them.
  private static let sizes: [(name: String?, digit: Int, margins: Int)] = [
    (nil, 465, 550), ("wide", 383, 330), ("wider", 290, 170),
  ]
  /// A4 without margins.
  private static let paperWidth = 49_000
  private static let columnsInOrdinaryType = 12
  /// Within these widths, in half characters, labels are broken, and beyond the last a figure is.
  private static let leastLabel = 6
  private static let longestLabel = 16
  private static let longestFigure = 20

  /// The class of the largest type in which all figures of a table fit the paper.
  static func printedSize(of table: Table) -> String? {
    let grid = TableGrid(table)
    var figures = Array(repeating: 0, count: grid.columnCount)
    var labels = Array(repeating: leastLabel, count: grid.columnCount)
    for row in grid.positions {
      for (column, position) in row.enumerated() {
        guard let position, position.isOrigin else { continue }
        let cell = table.rows[position.row].cells[position.cell]
        if cell.columnSpan > 1 { continue }
        if cell.isHeader {
          if cell.alignment == .leading, cell.rowSpan == 1 {
            labels[column] = max(labels[column], min(DisplayWidth.widestLine(cell.text), longestLabel))
          }
          continue
        }
        // A remark stands under its number where there is no room.
        let parts = cell.figure.map { [$0.number, $0.remark] } ?? [cell.text]
        let width = parts.map(DisplayWidth.widestLine).max() ?? 0
        figures[column] = max(figures[column], min(width, longestFigure))
      }
    }
    let columns = zip(figures, labels).map { max($0, $1) }
    let sizes = sizes.dropFirst(columns.count > columnsInOrdinaryType ? 1 : 0)
    let fitting = sizes.first { size in
      columns.reduce(0) { $0 + $1 * size.digit + size.margins } <= paperWidth
    }
    return (fitting ?? sizes.last)?.name
  }

  // MARK: Sheet

  package static let sheet = """
    :root { color-scheme: light; }
    body { font-family: FangSong_GB2312, FangSong, STFangsong, "Noto Serif CJK SC", SimSun, serif;
      font-size: 17px; line-height: 1.8; max-width: 62rem; margin: 2.5rem auto; padding: 0 1rem;
      color: #111; background: #fff; overflow-wrap: anywhere; }
    h1 { font-family: FZXiaoBiaoSong-B05S, STZhongsong, "Noto Serif CJK SC", SimSun, serif;
      font-size: 1.75rem; font-weight: 700; line-height: 1.4; text-align: center; text-wrap: balance;
      margin: 0 0 1.2rem; }
    h2 { font-family: SimHei, "Heiti SC", "Noto Sans CJK SC", sans-serif; font-size: 1.15rem;
      font-weight: 600; margin: 1.8rem 0 .5rem; text-indent: 2em; }
    h3, h4, h5, h6 { font-family: KaiTi_GB2312, KaiTi, STKaiti, "Noto Serif CJK SC", serif; font-size: 1.05rem;
      margin: 1rem 0 .3rem; text-indent: 2em; }
    p { text-indent: 2em; margin: .3rem 0; }
    p.centered { font-family: FZXiaoBiaoSong-B05S, STZhongsong, "Noto Serif CJK SC", SimSun, serif;
      font-size: 1.75rem; font-weight: 700; line-height: 1.4; text-indent: 0; text-align: center; margin: 0; }
    p.trailing { text-indent: 0; text-align: right; }
    p.note { text-indent: 0; font-size: .85rem; line-height: 1.5; color: #333; }
    footer { margin-top: 2rem; border-top: 1px solid #999; padding-top: .5rem; }
    .scroll { overflow-x: auto; margin: .8rem 0; }
    table { border-collapse: collapse; width: 100%; font-size: .85rem; line-height: 1.45; }
    caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    th, td { border: 1px solid #222; padding: .28rem .35rem; text-align: center; font-weight: normal;
      }
    th.leading, td.leading { text-align: left; }
    th.trailing, td.trailing { text-align: right; }
    th { min-width: 2.2em; }
    th.leading { min-width: 5em; }
    td { font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
    td span { display: inline-block; white-space: nowrap; }
    td:not(.leading) { min-width: 2.2em; }
    td.range, td.ambiguous { background: #fff6d6; }
    td.presumed { background: #e7f0ff; }
    td.estimate { background: #e7f0ff; font-style: italic; }
    td.derived { background: #eaf6ea; }
    td.unknown, td.unreadable, td.unplacedColumn, td.missingRow { background: #eee; color: #444; }
    @media print {
      @page { size: A4; margin: 22mm 18mm; }
      body { max-width: none; margin: 0; padding: 0; font-size: 11pt; line-height: 1.6; }
      .scroll { overflow: visible; }
      .whole { break-inside: avoid; }
      table { font-size: 8.5pt; line-height: 1.3; }
      table.wide { font-size: 7pt; }
      table.wider { font-size: 5.3pt; }
      th, td { padding: 1mm .8mm; }
      table.wide th, table.wide td { padding: 1mm .4mm; }
      table.wider th, table.wider td { padding: .8mm .1mm; }
      th, th.leading, table.wide td, table.wider td { min-width: 0; }
      th.leading:not([rowspan]) { min-width: 7em; }
      tr { break-inside: avoid; }
      thead { display: table-header-group; }
      h1, h2, h3, h4 { break-after: avoid; }
      p.note { font-size: 8.5pt; }
      footer { break-inside: avoid; }
      td { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }
    """
}
