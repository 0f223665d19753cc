import Core
import DocumentModel
import FormatKit
import MarkupKit
import OfficeKit
import WorkbookKit

/// Reads the sheets of an OpenDocument spreadsheet (ISO/IEC 26300), each as a document of its own.
enum ODSReader {
  private static let mediaType = "application/vnd.oasis.opendocument.spreadsheet"

  static func read(_ source: SourceBytes, _ options: ReadOptions = ReadOptions()) throws(Refusal)
    -> [Document]
  {
    let package = try source.container()
    var content = ODSContent()
    try package.parse("content.xml", into: &content)
    var collector = SheetCollector()
    for sheet in content.sheets {
      collector.add(sheet.formulasWithoutValue) { .formulasWithoutValue(in: sheet.name, $0, $1) }
      collector.add(sheet.grid, name: sheet.name)
    }
    return try collector.finish()
  }

  /// The media type stands in a part of its own, or at the very beginning. A template differs by a suffix, and reads
  /// the same.
  static func identify(_ source: SourceBytes) -> Format.Identification {
    if case .plain = source.content { return .no }
    let mediaType = Array(Self.mediaType.utf8)
    let start = source.bytes.dropFirst(30).prefix(128)
    if start.starts(with: "mimetype".utf8), start.dropFirst(8).starts(with: mediaType) { return .yes }
    return source.isContainer { package in
      do throws(Refusal) {
        return try package.openDocumentType()?.hasPrefix(Self.mediaType) == true
      } catch {
        // An entry that cannot be read says nothing of what the file is.
        return false
      }
    }
  }
}

/// The sheets of `content.xml`.
struct ODSContent: XMLEventHandler {
  struct Sheet {
    var name: String
    var grid: SheetGrid
    var formulasWithoutValue: [Place] = []
  }

  private enum Element: String, CaseIterable {
    case table
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
  }

  private static let maximumSheets = 1_000

  private(set) var sheets: [Sheet] = []
  private var elements = OfficeElements<Element>(namespaces: [
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
  ])
  private var open: [Element?] = []
  /// How deep within what is no part of the cells: remarks, drawings, tables in cells.
  private var skippedDepth = 0
  private var isInTable = false
  private var row = 0
  private var rowRepeat = 1
  private var rowHadCells = false
  private var column = 0
  private var cell = OpenCell()

  private struct OpenCell {
    var text: [UInt8] = []
    var paragraphs = 0
    var columnRepeat = 1
    var rowSpan = 1
    var columnSpan = 1
    var type = ""
    var value: String?
    var date: String?
    var hasFormula = false
    var isOpen = false
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
    case .table:
      guard sheets.count < Self.maximumSheets else { return }
      isInTable = true
      row = 0
      sheets.append(
        Sheet(name: tag.prefixedString("name") ?? "", grid: SheetGrid(page: sheets.count + 1)))
    case .row:
      row += 1
      column = 0
      rowRepeat = tag.count("number-rows-repeated")
      rowHadCells = false
    case .cell, .covered:
      column += 1
      cell = OpenCell()
      cell.isOpen = true
      cell.columnRepeat = tag.count("number-columns-repeated")
      cell.rowSpan = tag.count("number-rows-spanned")
      cell.columnSpan = tag.count("number-columns-spanned")
      cell.type = tag.prefixedString("value-type") ?? ""
      cell.value = tag.prefixedString("value")
      cell.date = tag.prefixedString("date-value")
      cell.hasFormula = tag.prefixedAttribute("formula") != nil
    case .paragraph:
      if cell.isOpen {
        if cell.paragraphs > 0 { cell.text.append(0x0A) }
        cell.paragraphs += 1
      }
    case .space:
      for _ in 0..<min(tag.count("c"), 100) { cell.text.append(0x20) }
    case .tab: cell.text.append(0x20)
    case .lineBreak: cell.text.append(0x0A)
    case .span, .link, .rubyBase, .annotation, .shapes, nil: break
    }
  }

  mutating func endElement() {
    let element = open.popLast() ?? nil
    if skippedDepth > 0 {
      skippedDepth -= 1
      return
    }
    switch element {
    case .table: isInTable = false
    case .row: endRow()
    case .cell, .covered: endCell()
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
    let text = text()
    var isUnreadable = false
    if cell.hasFormula, cell.value == nil {
      if cell.type.isEmpty, cell.text.isEmpty {
        sheets[sheet].formulasWithoutValue.append(
          Place(page: sheets[sheet].grid.page, row: row, column: first))
        isUnreadable = true
      } else {
        isUnreadable = text.hasPrefix("#") || text.hasPrefix("Err:")
      }
    }
    if cell.rowSpan > 1 || cell.columnSpan > 1, row <= SheetGrid.maximumRow {
      sheets[sheet].grid.add(
        SheetGrid.Merge(
          rows: row...min(row + cell.rowSpan - 1, SheetGrid.maximumRow),
          columns: first...min(first + cell.columnSpan - 1, SheetGrid.maximumColumn + 1)))
    }
    if !isUnreadable, SheetText.isBlank(text) { return }
    rowHadCells = true
    for column in first...max(first, column) where column <= SheetGrid.maximumColumn {
      if sheets[sheet].grid.isTooLarge { return }
      sheets[sheet].grid.add(SheetGrid.Cell(row: row, column: column, text: text, isUnreadable: isUnreadable))
    }
  }

  /// What a number is by its value and not by what its format leaves of it; anything else as it is shown.
  private func text() -> String {
    switch cell.type {
    case "float", "currency":
      guard var value = cell.value else { break }
      return value.withUTF8 { SheetNumber.text($0, .general, .excel1900) }
    case "date":
      guard var date = cell.date else { break }
      if let text = date.withUTF8({ SerialDate.text(iso: $0) }) { return text }
    default: break
    }
    return String(decoding: cell.text, as: UTF8.self)
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

extension XMLStartTag {
  fileprivate func prefixedString(_ name: StaticString) -> String? {
    prefixedAttribute(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// How many times; once where nothing is said.
  fileprivate func count(_ name: StaticString) -> Int {
    max(prefixedAttribute(name).flatMap { XMLWholeNumber.read($0) } ?? 1, 1)
  }
}
