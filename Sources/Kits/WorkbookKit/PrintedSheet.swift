import DocumentModel
import ReportModel
import TextKit

/// A report as it is printed, in one sheet: lines of text over the whole width, tables in their cells.
package struct PrintedSheet {
  package private(set) var rows = WorksheetRows()
  private let columns: SheetColumns
  /// What helps to fill the sheet in; nil for one that is only read.
  private let entry: EntryAids?
  /// Where the figures of a form to be filled in stand, by their cells' positions in the form.
  package private(set) var places: [Int: String] = [:]
  /// A row can be no higher, in points.
  private static let highestRow = 400.0
  private var rowHeights: [Double] = []
  /// The rows of each table with its heading and notes, and how many of them are its headers.
  private var tables: [(rows: Range<Int>, table: Range<Int>, headers: Int)] = []

  package init(_ document: Document, _ strings: inout SharedStringTable, entry: EntryAids? = nil) {
    self.entry = entry
    let tables = document.blocks.compactMap { block -> (table: Table, grid: TableGrid)? in
      if case .table(let table) = block { (table, TableGrid(table)) } else { nil }
    }
    columns = SheetColumns(tables)
    var next = 0
    // Where the heading stands that the next table belongs to.
    var heading: Int?
    for block in document.blocks {
      switch block {
      case .heading(let paragraph, let level):
        heading = rows.count
        add(paragraph.line, level <= 1 ? .title : .heading(level: min(level, 4)), &strings)
      case .paragraph(let paragraph):
        let isEntered = entry != nil && paragraph.style == .body
        add(paragraph.text, isEntered ? .entryText : Self.format(paragraph.style), &strings)
      case .table(let table):
        let start = rows.count
        add(table, tables[next].grid, columns.starts[next], &strings)
        next += 1
        let end = rows.count
        for note in table.notes { add(note, .note, &strings) }
        if let entry { add(entry, under: table) }
        self.tables.append(((heading ?? start)..<rows.count, start..<end, table.headerRows))
        heading = nil
      }
    }
    rows.end()
  }

  package var columnWidths: [Double] { columns.widths }

  /// All that is printed.
  package var range: String { "$A$1:$\(CellReference.letters(columns.count))$\(max(rows.count, 1))" }

  /// What is printed of the sheet, and what on each of its pages.
  package var definitions: [(name: String, range: String, isHidden: Bool)] {
    [("_xlnm.Print_Area", range, false)] + (repeatedRows.map { [("_xlnm.Print_Titles", $0, false)] } ?? [])
  }

  // MARK: Pages

  /// Whether the sheet is so wide that its pages lie on their side.
  var isLandscape: Bool { columns.total > 1.3 * SheetColumns.pageWidth }

  /// The headers that are printed on each page: those of the only table. Of several none is the header of all pages.
  var repeatedRows: String? {
    guard tables.count == 1, let only = tables.first, only.headers > 0 else { return nil }
    let first = only.table.lowerBound + 1
    return "$\(first):$\(only.table.lowerBound + only.headers)"
  }

  /// The rows behind which a page ends, so that a table that fits on a page is not torn.
  var pageBreaks: [Int] {
    let size =
      isLandscape
      ? (width: 1.5 * SheetColumns.pageWidth, height: 480.0) : (width: SheetColumns.pageWidth, height: 727.0)
    let page = size.height * max(1, columns.total / size.width)
    func height(_ rows: Range<Int>) -> Double { rowHeights[rows].reduce(0, +) }
    var breaks: [Int] = []
    var top = 0
    for table in tables where height(table.rows) <= page && height(top..<table.rows.upperBound) > page {
      // What stands above may fill more pages than one.
      let above = height(top..<table.rows.lowerBound).truncatingRemainder(dividingBy: page)
      if above + height(table.rows) <= page { continue }
      breaks.append(table.rows.lowerBound)
      top = table.rows.lowerBound
    }
    return breaks
  }

  private mutating func beginRow(height: Double) {
    rowHeights.append(height)
    rows.begin(height: height)
  }

  private static func format(_ style: Paragraph.Style) -> CellFormat {
    switch style {
    case .body, .surrounding: .body
    case .note: .note
    case .centered: .centered
    case .trailing: .trailing
    }
  }

  // MARK: Heights

  private func height(_ text: String, _ format: CellFormat, width: Double) -> Double {
    // Widths are counted in characters of 11 points.
    let limit = max(2, Int((width - 1) * 11 / format.fontSize))
    let lines = DisplayWidth.lineCount(text, to: limit)
    return Double(lines) * (format.fontSize * 1.35).rounded() + 4
  }

  // MARK: Lines of text

  private mutating func add(_ text: String, _ format: CellFormat, _ strings: inout SharedStringTable) {
    for text in Self.pieces(PrintableText.cleaned(text, keepsLines: true)) {
      var height = height(text, format, width: columns.width(0..<columns.count))
      switch format {
      case .title: height += 14
      case .heading: height += 8
      default: break
      }
      // A long paragraph is merged over several rows.
      let count = max(1, Int((height / Self.highestRow).rounded(.up)))
      for row in 0..<count {
        beginRow(height: height / Double(count))
        if row > 0 { continue }
        rows.merge(rows: count, columns: columns.count, at: 0)
        rows.add(0, text, format, &strings)
      }
    }
  }

  /// A text in pieces that a cell can hold.
  private static func pieces(_ text: String) -> [String] {
    if WorksheetRows.fits(text) { return [text] }
    var pieces: [String] = []
    var rest = text[...]
    while !rest.isEmpty {
      // A character may be long, but hardly longer than this.
      var end = rest.unicodeScalars.startIndex
      var count = 0
      while end < rest.unicodeScalars.endIndex, count < WorksheetRows.longestText - 2 {
        count += UTF16.width(rest.unicodeScalars[end])
        end = rest.unicodeScalars.index(after: end)
      }
      pieces.append(String(rest[..<end]))
      rest = rest[end...]
    }
    return pieces
  }

  // MARK: Entries

  private static let alertHeight = 32.0

  /// The lines that say what is missing in a table and what does not add up.
  private mutating func add(_ entry: EntryAids, under table: Table) {
    guard let key = table.rows.lazy.flatMap(\.cells).compactMap(\.key).first else { return }
    for line in entry.lines(under: entry.form.cells[key].table) {
      beginRow(height: Self.alertHeight)
      rows.merge(rows: 1, columns: columns.count, at: 0)
      rows.add(0, formula: line.formula, .text(line.shown), .alert)
    }
  }

  /// A cell of a figure in a form to be filled in.
  ///
  /// - Returns: whether it is one: what is no plain number stays text.
  private mutating func add(
    _ cell: Cell, toBeFilledInAt column: Int, _ entry: EntryAids, _ strings: inout SharedStringTable
  ) -> Bool {
    guard let key = cell.key, cell.status == nil || cell.status == .certain else { return false }
    let amount = Amount(cell.text).flatMap { $0.description == cell.text && $0.fitsInSheet ? $0 : nil }
    guard cell.text.isEmpty || amount != nil else { return false }
    places[key] = CellReference.letters(column + 1) + String(rows.count)
    if let formula = entry.formula(of: key) {
      rows.add(column, formula: formula, amount.map { .number($0.description) } ?? .text(""), .sum)
    } else if let amount {
      rows.addNumber(column, .entry) { amount.append(to: &$0) }
    } else {
      rows.add(column, .entry)
    }
    return true
  }

  // MARK: Tables

  private mutating func add(
    _ table: Table, _ grid: TableGrid, _ starts: [Int], _ strings: inout SharedStringTable
  ) {
    let heights = heights(table, grid, starts)
    for (row, positions) in grid.positions.enumerated() {
      beginRow(height: heights[row])
      for (column, position) in positions.enumerated() {
        let (start, end) = (starts[column], starts[column + 1])
        guard let position else {
          fill(start..<end, .text(.center, isMarked: false))
          continue
        }
        let cell = table.rows[position.row].cells[position.cell]
        let format = Self.format(cell)
        guard position.isOrigin else {
          fill(start..<end, format)
          continue
        }
        let span = Self.span(grid, row, column)
        rows.merge(rows: span.rows, columns: starts[column + span.columns] - start, at: start)
        if let entry, add(cell, toBeFilledInAt: start, entry, &strings) {
          fill(start + 1..<end, .text(.center, isMarked: false))
          continue
        }
        add(cell, start, format, &strings)
        fill(start + 1..<end, format)
      }
    }
  }

  private mutating func fill(_ range: Range<Int>, _ format: CellFormat) {
    for column in range { rows.add(column, format) }
  }

  private mutating func add(
    _ cell: Cell, _ column: Int, _ format: CellFormat, _ strings: inout SharedStringTable
  ) {
    if case .number = format, let amount = Amount(cell.text) {
      rows.addNumber(column, format) { amount.append(to: &$0) }
    } else {
      rows.add(column, PrintableText.cleaned(cell.text, keepsLines: true), format, &strings)
    }
  }

  /// A figure that is certain and plain is a number; everything else is text.
  private static func format(_ cell: Cell) -> CellFormat {
    if cell.isHeader { return .header(cell.alignment) }
    let isCertain = cell.status == nil || cell.status == .certain
    if isCertain, let amount = Amount(cell.text), amount.description == cell.text, amount.fitsInSheet {
      return .number(scale: Int(amount.scale))
    }
    return .text(cell.alignment, isMarked: !isCertain)
  }

  /// How far the cell that begins at a position reaches in the grid.
  private static func span(_ grid: TableGrid, _ row: Int, _ column: Int) -> (rows: Int, columns: Int) {
    func isSame(_ other: TableGrid.Position?) -> Bool {
      guard let other, let own = grid.positions[row][column] else { return false }
      return !other.isOrigin && other.row == own.row && other.cell == own.cell
    }
    var columns = 1
    while column + columns < grid.columnCount, isSame(grid.positions[row][column + columns]) { columns += 1 }
    var rows = 1
    while row + rows < grid.positions.count,
      (column..<column + columns).allSatisfy({ isSame(grid.positions[row + rows][$0]) })
    { rows += 1 }
    return (rows, columns)
  }

  private func heights(_ table: Table, _ grid: TableGrid, _ starts: [Int]) -> [Double] {
    var heights = [Double](repeating: 18, count: grid.positions.count)
    var tall: [(rows: Range<Int>, height: Double)] = []
    for (row, positions) in grid.positions.enumerated() {
      for (column, position) in positions.enumerated() {
        guard let position, position.isOrigin else { continue }
        let cell = table.rows[position.row].cells[position.cell]
        let span = Self.span(grid, row, column)
        let height = height(
          cell.text, Self.format(cell), width: columns.width(starts[column]..<starts[column + span.columns]))
        if span.rows == 1 {
          heights[row] = max(heights[row], min(height, Self.highestRow))
        } else {
          tall.append((row..<row + span.rows, height))
        }
      }
    }
    for cell in tall {
      let missing = cell.height - heights[cell.rows].reduce(0, +)
      if missing <= 0 { continue }
      for row in cell.rows {
        heights[row] = min(heights[row] + missing / Double(cell.rows.count), Self.highestRow)
      }
    }
    return heights
  }
}
