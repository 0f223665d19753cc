import Core
import DocumentModel
import FormatKit
import TextKit

/// A table in WordprocessingML: fixed widths, merged cells, headers that are repeated on each page.
struct DOCXWriterTable {
  /// What Word can hold.
  private static let maximumColumns = 63

  private let table: Table
  private let grid: TableGrid
  private let columns: TableColumns
  private let breaks: TableBreaks

  /// - Throws: a refusal where it has more columns than Word can hold.
  init(_ table: Table) throws(Refusal) {
    grid = TableGrid(table)
    guard grid.columnCount <= Self.maximumColumns else {
      throw Refusal(.output, .tooManyColumns(grid.columnCount, limit: Self.maximumColumns))
    }
    self.table = table
    columns = TableColumns(table, grid)
    breaks = TableBreaks(table, grid)
  }

  /// Whether it stands on a page that lies on its side.
  var isLandscape: Bool { columns.isLandscape }

  func append(to markup: inout DOCXWriterMarkup) {
    guard grid.columnCount > 0 else { return }
    properties(&markup)
    for (index, row) in grid.positions.enumerated() {
      markup.raw("<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"\(columns.type.rowHeight)\"/>")
      if index < table.headerRows { markup.raw("<w:tblHeader/>") }
      markup.raw("</w:trPr>")
      var column = 0
      while column < row.count {
        let end = Self.end(of: row, from: column)
        var part = Part(
          row[column], in: grid, at: index, column, width: columns.widths[column..<end].reduce(0, +),
          columns: end - column)
        part.isShaded = breaks.isHeading(index) && end - column == row.count && row.count > 1
        part.isKept = breaks.keepsWithNext(index)
        let position = row[column].flatMap { $0.isOrigin ? $0 : nil }
        part.append(
          position.map { table.rows[$0.row].cells[$0.cell] }, columns, to: &markup)
        column = end
      }
      markup.raw("</w:tr>")
    }
    markup.raw("</w:tbl>")
  }

  /// Where the positions of one cell, or a single hole, end.
  private static func end(of row: [TableGrid.Position?], from start: Int) -> Int {
    guard let first = row[start] else { return start + 1 }
    return row[start...].prefix { $0?.row == first.row && $0?.cell == first.cell }.endIndex
  }

  private func properties(_ markup: inout DOCXWriterMarkup) {
    let margin = columns.type.cellMargin
    markup.raw("<w:tbl><w:tblPr><w:tblStyle w:val=\"\(DOCXWriterStyles.tableGrid)\"/>")
    markup.raw("<w:tblW w:w=\"\(columns.widths.reduce(0, +))\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>")
    markup.raw("<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"\(margin)\" w:type=\"dxa\"/>")
    markup.raw("<w:right w:w=\"\(margin)\" w:type=\"dxa\"/></w:tblCellMar>")
    markup.raw("<w:tblLook w:val=\"0000\" w:firstRow=\"0\" w:lastRow=\"0\" w:firstColumn=\"0\" ")
    markup.raw("w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>")
    if let caption = table.caption, !caption.isEmpty {
      markup.raw("<w:tblCaption w:val=\"")
      markup.text(PrintableText.cleaned(caption))
      markup.raw("\"/>")
    }
    markup.raw("</w:tblPr><w:tblGrid>")
    for width in columns.widths { markup.raw("<w:gridCol w:w=\"\(width)\"/>") }
    markup.raw("</w:tblGrid>")
  }

  /// What one row shows of a cell, or of a hole.
  private struct Part {
    private enum Merge { case none, begins, continues }

    private let merge: Merge
    private let width: Int
    private let columns: Int
    var isShaded = false
    var isKept = false

    init(
      _ position: TableGrid.Position?, in grid: TableGrid, at row: Int, _ column: Int, width: Int,
      columns: Int
    ) {
      self.width = width
      self.columns = columns
      guard let position else {
        merge = .none
        return
      }
      func holds(_ row: Int) -> Bool {
        guard grid.positions.indices.contains(row), let other = grid.positions[row][column] else {
          return false
        }
        return other.row == position.row && other.cell == position.cell
      }
      merge = holds(row - 1) ? .continues : holds(row + 1) ? .begins : .none
    }

    /// - Parameter cell: nil where it began elsewhere, or nothing stands here.
    func append(_ cell: Cell?, _ table: TableColumns, to markup: inout DOCXWriterMarkup) {
      markup.raw("<w:tc><w:tcPr><w:tcW w:w=\"\(width)\" w:type=\"dxa\"/>")
      if columns > 1 { markup.raw("<w:gridSpan w:val=\"\(columns)\"/>") }
      switch merge {
      case .none: break
      case .begins: markup.raw("<w:vMerge w:val=\"restart\"/>")
      case .continues: markup.raw("<w:vMerge/>")
      }
      if isShaded {
        markup.raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"\(DOCXWriterStyles.blockShade)\"/>")
      }
      markup.raw("<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"\(table.type.style)\"/>")
      if isKept { markup.raw("<w:keepNext/>") }
      switch cell?.alignment {
      case .leading: markup.raw("<w:jc w:val=\"left\"/>")
      case .trailing: markup.raw("<w:jc w:val=\"right\"/>")
      case .center, nil: break
      }
      markup.raw("</w:pPr>")
      if let cell { markup.run(table.text(of: cell)) }
      markup.raw("</w:p></w:tc>")
    }
  }
}

extension Finding {
  static func tooManyColumns(_ count: Int, limit: Int) -> Finding {
    Finding("docx.too-many-columns", .error, ["count": String(count), "limit": String(limit)])
  }
}
