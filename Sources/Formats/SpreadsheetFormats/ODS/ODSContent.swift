import Core
import DocumentModel
import FormatKit
import MarkupKit
import OfficeKit
import WorkbookKit

/// The sheets of `content.xml`.
struct ODSContent: XMLEventHandler {
  struct Sheet {
    var name: String
    var grid: SheetGrid
    var isHidden = false
    var formulasWithoutValue: [Place] = []
    var unclearNumbers: [Place] = []
  }

  private enum Element: String, CaseIterable {
    case table
    case column = "table-column"
    case columnGroup = "table-column-group"
    case rowGroup = "table-row-group"
    case row = "table-row"
    case cell = "table-cell"
    case covered = "covered-table-cell"
    case paragraph = "p"
    case span
    case link = "a"
    case rubyBase = "ruby-base"
    case space = "s"
    case tab
    case lineBreak = "line-break"
    case annotation
    case shapes
    case style
    case textProperties = "text-properties"
    case rowProperties = "table-row-properties"
    case columnProperties = "table-column-properties"
    case tableProperties = "table-properties"
  }

  private static let maximumSheets = 1_000

  private(set) var sheets: [Sheet] = []
  private var elements = OfficeElements<Element>(namespaces: [
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0", ODSStylesPart.namespace,
  ])
  private var styles: ODSStyles
  private let options: ReadOptions
  private var open: [Element?] = []
  /// How deep within what is no part of the cells: remarks, drawings, tables in cells.
  private var skippedDepth = 0
  private var isInTable = false
  private var row = 0
  private var rowRepeat = 1
  private var rowHadCells = false
  private var rowStyle: String?
  /// Whether the groups that are open are shown.
  private var areGroupsHidden: [Bool] = []
  /// The columns that have a style for their cells.
  private var columnStyles: [(columns: ClosedRange<Int>, style: String)] = []
  private var column = 0
  private var fonts: [RichText.Font] = []
  private var cell = OpenCell()

  private struct OpenCell {
    var text: [UInt8] = []
    /// Where each part of another font begins.
    var runs: [(start: Int, font: RichText.Font)] = []
    var style: String?
    var paragraphs = 0
    var columnRepeat = 1
    var rowSpan = 1
    var columnSpan = 1
    var type = ""
    var value: String?
    var date: String?
    var hasFormula = false
    var isOpen = false

    /// The text with its fonts; nil where all of it has the cell's.
    var rich: RichText? {
      if runs.isEmpty { return nil }
      var rich = RichText()
      rich.append(String(decoding: text[..<runs[0].start], as: UTF8.self), .ofCell)
      for (index, run) in runs.enumerated() {
        let end = index + 1 < runs.count ? runs[index + 1].start : text.count
        rich.append(String(decoding: text[run.start..<end], as: UTF8.self), run.font)
      }
      return rich
    }
  }

  init(_ styles: ODSStyles = ODSStyles(), _ options: ReadOptions = ReadOptions()) {
    self.styles = styles
    self.options = options
  }

  // MARK: Events

  mutating func startElement(_ tag: XMLStartTag) {
    let element = elements.element(tag)
    let isOutside = skippedDepth > 0 || element == .annotation || element == .shapes
    open.append(element)
    if isOutside || element == .table && isInTable {
      skippedDepth += 1
      return
    }
    switch element {
    case .table: beginTable(tag)
    case .column: addColumns(tag)
    case .columnGroup, .rowGroup: areGroupsHidden.append(tag.prefixedString("display") == "false")
    case .row: beginRow(tag)
    case .cell, .covered: beginCell(tag)
    case .paragraph:
      if cell.isOpen {
        if cell.paragraphs > 0 { cell.text.append(0x0A) }
        cell.paragraphs += 1
      }
    case .span:
      let outer = fonts.last ?? .ofCell
      fonts.append(styles.font(span: tag.prefixedString("style-name"), in: outer))
      changeFont(from: outer)
    case .space: for _ in 0..<min(tag.count("c"), 100) { cell.text.append(0x20) }
    case .tab: cell.text.append(0x20)
    case .lineBreak: cell.text.append(0x0A)
    case .style: styles.begin(tag)
    case .textProperties: styles.text(tag)
    case .rowProperties, .columnProperties, .tableProperties: styles.size(tag)
    case .link, .rubyBase, .annotation, .shapes, nil: break
    }
  }

  private mutating func changeFont(from last: RichText.Font) {
    let font = fonts.last ?? .ofCell
    if font != last, cell.isOpen { cell.runs.append((cell.text.count, font)) }
  }

  // MARK: Sheets, columns and rows

  private mutating func beginTable(_ tag: XMLStartTag) {
    guard sheets.count < Self.maximumSheets else { return }
    isInTable = true
    row = 0
    column = 0
    columnStyles = []
    areGroupsHidden = []
    sheets.append(
      Sheet(
        name: tag.prefixedString("name") ?? "", grid: SheetGrid(page: sheets.count + 1),
        isHidden: styles.isHidden(.table, tag.prefixedString("style-name"))))
  }

  private func isHidden(_ tag: XMLStartTag, _ family: ODSStyles.Family) -> Bool {
    let visibility = tag.prefixedString("visibility")
    return visibility == "collapse" || visibility == "filter" || areGroupsHidden.contains(true)
      || styles.isHidden(family, tag.prefixedString("style-name"))
  }

  private mutating func addColumns(_ tag: XMLStartTag) {
    guard let sheet = sheets.indices.last, isInTable, column < SheetGrid.maximumColumn else { return }
    let first = column + 1
    column = min(column + tag.count("number-columns-repeated"), SheetGrid.maximumColumn)
    if isHidden(tag, .column) { sheets[sheet].grid.hide(columns: first...column) }
    if let style = tag.prefixedString("default-cell-style-name") {
      columnStyles.append((first...column, style))
    }
  }

  private mutating func beginRow(_ tag: XMLStartTag) {
    row += 1
    column = 0
    rowRepeat = tag.count("number-rows-repeated")
    rowHadCells = false
    rowStyle = tag.prefixedString("default-cell-style-name")
    guard let sheet = sheets.indices.last, isInTable, row <= SheetGrid.maximumRow, isHidden(tag, .row) else {
      return
    }
    sheets[sheet].grid.hide(rows: row...min(row + rowRepeat - 1, SheetGrid.maximumRow))
  }

  private mutating func beginCell(_ tag: XMLStartTag) {
    column += 1
    fonts = []
    cell = OpenCell()
    cell.isOpen = true
    cell.style = tag.prefixedString("style-name")
    cell.columnRepeat = tag.count("number-columns-repeated")
    cell.rowSpan = tag.count("number-rows-spanned")
    cell.columnSpan = tag.count("number-columns-spanned")
    cell.type = tag.prefixedString("value-type") ?? ""
    cell.value = tag.prefixedString("value")
    cell.date = tag.prefixedString("date-value")
    cell.hasFormula = tag.prefixedAttribute("formula") != nil
  }

  mutating func endElement() {
    let element = open.popLast() ?? nil
    if skippedDepth > 0 {
      skippedDepth -= 1
      return
    }
    switch element {
    case .table: isInTable = false
    case .columnGroup, .rowGroup: _ = areGroupsHidden.popLast()
    case .row: endRow()
    case .cell, .covered: endCell()
    case .style: styles.end()
    case .span: if let last = fonts.popLast() { changeFont(from: last) }
    default: break
    }
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard skippedDepth == 0, cell.isOpen, cell.paragraphs > 0 else { return }
    switch open.last ?? nil {
    case .paragraph, .span, .link, .rubyBase: cell.text.append(contentsOf: bytes)
    default: break
    }
  }

  // MARK: Cells

  private mutating func endCell() {
    cell.isOpen = false
    // Beyond the last column a sheet has one more, for all that does not count.
    let first = min(column, SheetGrid.maximumColumn + 1)
    column = min(column + cell.columnRepeat - 1, SheetGrid.maximumColumn + 1)
    guard let sheet = sheets.indices.last, isInTable else { return }
    let content = content(sheet, first)
    if cell.rowSpan > 1 || cell.columnSpan > 1, row <= SheetGrid.maximumRow {
      sheets[sheet].grid.add(
        SheetGrid.Merge(
          rows: row...min(row + cell.rowSpan - 1, SheetGrid.maximumRow),
          columns: first...min(first + cell.columnSpan - 1, SheetGrid.maximumColumn + 1)))
    }
    var isUnreadable = false
    let text: String
    switch content {
    case .text(let shown): text = shown
    case .nothing: return
    case .unclear:
      text = shownText
      isUnreadable = true
    }
    if !isUnreadable, SheetText.isBlank(text) { return }
    rowHadCells = true
    for column in first...max(first, column) where column <= SheetGrid.maximumColumn {
      if sheets[sheet].grid.isTooLarge { return }
      sheets[sheet].grid.add(SheetGrid.Cell(row: row, column: column, text: text, isUnreadable: isUnreadable))
    }
  }

  private var shownText: String { String(decoding: cell.text, as: UTF8.self) }

  /// What is to be read of the cell; what is left out is noted.
  private mutating func content(_ sheet: Int, _ column: Int) -> ShownText {
    let place = Place(page: sheets[sheet].grid.page, row: row, column: column)
    if cell.hasFormula, cell.value == nil, cell.type.isEmpty, cell.text.isEmpty {
      sheets[sheet].formulasWithoutValue.append(place)
      return .unclear
    }
    let isError =
      cell.hasFormula && (cell.text.first == UInt8(ascii: "#") || cell.text.starts(with: "Err:".utf8))
    if isError || cell.type == "boolean" { return .unclear }
    let isStruck = !cell.text.isEmpty && styles.isStruck(cell: cellStyle(column))
    if cell.rich != nil || isStruck {
      var (seen, struck) = ("", shownText)
      if let rich = cell.rich { (seen, struck) = rich.shown(isStruck: isStruck) }
      sheets[sheet].grid.leaveOut(struck, .struckOut, row: row, column: column)
      if !SheetText.isBlank(struck) || cell.value == nil { return .text(seen) }
    }
    guard var value = cell.value, ["float", "currency", "percentage"].contains(cell.type) else {
      return .text(otherText())
    }
    let stored = value.withUTF8 { SheetNumber.text($0) }
    // A program that leaves the text to others.
    if cell.paragraphs == 0 { return .text(stored) }
    let shown = value.withUTF8 { SheetNumber.shown($0, as: shownText) }
    switch shown {
    case .text: break
    case .unclear: sheets[sheet].unclearNumbers.append(place)
    case .nothing:
      if options.includesHidden { return .text(stored) }
      sheets[sheet].grid.leaveOut(stored, .hidden, row: row, column: column)
    }
    return shown
  }

  private func cellStyle(_ column: Int) -> String? {
    cell.style ?? rowStyle ?? columnStyles.first { $0.columns.contains(column) }?.style
  }

  /// Dates in full; anything else as it is shown.
  private func otherText() -> String {
    if cell.type == "date", var date = cell.date, let text = date.withUTF8({ SerialDate.text(iso: $0) }) {
      return text
    }
    return shownText
  }

  /// Rows that stand for several of the same are filled in as often, up to the limits of a sheet.
  private mutating func endRow() {
    guard rowRepeat > 1 else { return }
    let last = row
    let next = min(row + rowRepeat - 1, SheetGrid.maximumRow + 1)
    row = next
    guard rowHadCells, let sheet = sheets.indices.last else { return }
    let cells = sheets[sheet].grid.cells.reversed().prefix { $0.row == last }
    for repeated in last + 1...max(last + 1, next) {
      if sheets[sheet].grid.isTooLarge { return }
      for cell in cells.reversed() {
        var copy = cell
        copy.row = repeated
        sheets[sheet].grid.add(copy)
      }
    }
  }
}
