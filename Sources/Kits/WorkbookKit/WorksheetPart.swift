import Core
import MarkupKit
import OfficeKit

/// The cells of one worksheet. Positions are taken from the cells themselves; where they have none, each stands
/// behind the one before. What the sheet says of its own size is not heeded.
package struct WorksheetPart: XMLEventHandler {
  private enum Element: String, CaseIterable {
    case row, c, v, f, `is`, t, rPh, mergeCell, col
  }

  private enum CellType {
    case number, shared, text, inline, boolean, error, date
  }

  package private(set) var grid: SheetGrid
  /// Cells that refer to a shared string that is not there.
  package private(set) var missingStrings: [Place] = []
  /// Formulas without a stored result.
  package private(set) var formulasWithoutValue: [Place] = []
  package private(set) var hiddenRows = 0
  private var hiddenColumns: [ClosedRange<Int>] = []

  private let strings: [String]
  private let styles: WorkbookStyles
  private let epoch: SerialDate.Epoch

  private var elements = OfficeElements<Element>(namespaces: OfficeNamespaces.spreadsheet)
  private var open: [Element?] = []
  private var row = 0
  private var column = 0
  private var isRowHidden = false
  private var hasCellInHiddenRow = false
  /// Whether the first row says that this is a panel of figures of ours, and no report.
  package private(set) var isTidy = false
  private var isFirstRow = true
  private let panelHeader: [String]

  private var type = CellType.number
  private var style = WorkbookStyles.plain
  private var value: [UInt8] = []
  private var formula: [UInt8] = []
  private var hasFormula = false
  private var inline = StringItem()

  /// - Parameter panelHeader: a first row with these texts says that nothing below it is to be read.
  package init(
    page: Int, strings: [String], styles: WorkbookStyles, epoch: SerialDate.Epoch, panelHeader: [String] = []
  ) {
    self.panelHeader = panelHeader
    grid = SheetGrid(page: page)
    self.strings = strings
    self.styles = styles
    self.epoch = epoch
  }

  /// Filled columns that are hidden.
  package var hiddenColumnCount: Int {
    let filled = Set(grid.cells.map(\.column))
    return filled.count { column in hiddenColumns.contains { $0.contains(column) } }
  }

  // MARK: Events

  /// A panel of ours is a long one, and nothing of it is read.
  package var isDone: Bool { isTidy }

  package mutating func startElement(_ tag: XMLStartTag) {
    if isTidy { return }
    let element = elements.element(tag)
    open.append(element)
    switch element {
    case .row:
      row = tag.number("r") ?? row + 1
      column = 0
      isRowHidden = tag.isTrue("hidden")
      hasCellInHiddenRow = false
    case .c: beginCell(tag)
    case .f: hasFormula = true
    case .rPh: inline.phoneticDepth += 1
    case .t: inline.isOpen = true
    case .mergeCell:
      if let reference = tag.attribute("ref"), let merge = CellReference.range(reference) { grid.add(merge) }
    case .col:
      if tag.isTrue("hidden"), hiddenColumns.count < 1000, let first = tag.number("min"),
        let last = tag.number("max"), first <= last
      {
        hiddenColumns.append(first...last)
      }
    case .v, .is, nil: break
    }
  }

  package mutating func endElement() {
    if isTidy { return }
    switch open.popLast() ?? nil {
    case .row:
      if hasCellInHiddenRow { hiddenRows += 1 }
      if isFirstRow { isTidy = !panelHeader.isEmpty && grid.begins(with: panelHeader) }
      isFirstRow = false
    case .c: endCell()
    case .rPh: inline.phoneticDepth -= 1
    case .t: inline.isOpen = false
    default: break
    }
  }

  package mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isTidy { return }
    switch open.last ?? nil {
    case .v: value.append(contentsOf: bytes)
    case .f: if formula.count < 1000 { formula.append(contentsOf: bytes) }
    case .t: inline.append(bytes)
    default: break
    }
  }

  // MARK: Cells

  private mutating func beginCell(_ tag: XMLStartTag) {
    if let reference = tag.attribute("r"), let position = CellReference.position(reference) {
      (row, column) = position
    } else {
      column += 1
    }
    style = styles[tag.number("s") ?? 0]
    if style.isBordered { grid.addBorderedCell(row: row) }
    type = Self.type(tag.attribute("t"))
    value.removeAll(keepingCapacity: true)
    formula.removeAll(keepingCapacity: true)
    hasFormula = false
    inline.begin()
  }

  private static func type(_ name: UnsafeBufferPointer<UInt8>?) -> CellType {
    guard let name, let first = name.first else { return .number }
    switch first {
    case UInt8(ascii: "s"): return name.count == 1 ? .shared : .text
    case UInt8(ascii: "i"): return .inline
    case UInt8(ascii: "b"): return .boolean
    case UInt8(ascii: "e"): return .error
    case UInt8(ascii: "d"): return .date
    default: return .number
    }
  }

  private mutating func endCell() {
    let content = content()
    if !content.isUnreadable, SheetText.isBlank(content.text) { return }
    if isRowHidden { hasCellInHiddenRow = true }
    grid.add(
      SheetGrid.Cell(
        row: row, column: column, text: content.text, isUnreadable: content.isUnreadable, role: style.role))
  }

  private var place: Place { Place(page: grid.page, row: row, column: column) }

  /// A cell's text, or what is left of one that has none: the others of its row stay what they are.
  private mutating func content() -> (text: String, isUnreadable: Bool) {
    if type == .inline { return (inline.string, false) }
    if value.isEmpty {
      guard hasFormula, type != .text else { return ("", false) }
      formulasWithoutValue.append(place)
      return ("=" + String(decoding: formula, as: UTF8.self), true)
    }
    switch type {
    case .shared:
      if let index = XMLWholeNumber.read(value), strings.indices.contains(index) {
        return (strings[index], false)
      }
      missingStrings.append(place)
      return ("", true)
    case .text, .inline: return (OfficeEscapes.decoded(value), false)
    case .boolean: return (value == [UInt8(ascii: "0")] ? "FALSE" : "TRUE", false)
    case .error: return (String(decoding: value, as: UTF8.self), true)
    case .date:
      let text = value.withUnsafeBufferPointer { SerialDate.text(iso: $0) }
      return (text ?? String(decoding: value, as: UTF8.self), false)
    case .number: return (value.withUnsafeBufferPointer { SheetNumber.text($0, style.format, epoch) }, false)
    }
  }
}

/// Positions as sheets write them: `AB12`.
package enum CellReference {
  /// The row and column, both from 1; nil where it is none of a sheet.
  package static func position(_ text: some Sequence<UInt8>) -> (row: Int, column: Int)? {
    var (row, column) = (0, 0)
    var isInRow = false
    for byte in text {
      switch byte {
      case UInt8(ascii: "$"): break
      case UInt8(ascii: "A")...UInt8(ascii: "Z") where !isInRow:
        column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
        if column > SheetGrid.maximumColumn { return nil }
      case UInt8(ascii: "0")...UInt8(ascii: "9") where column > 0:
        isInRow = true
        row = row * 10 + Int(byte - UInt8(ascii: "0"))
        if row > SheetGrid.maximumRow { return nil }
      default: return nil
      }
    }
    return row > 0 ? (row, column) : nil
  }

  /// The area of `A1:D4`.
  package static func range(_ text: UnsafeBufferPointer<UInt8>) -> SheetGrid.Merge? {
    let ends = text.split(separator: UInt8(ascii: ":"))
    guard ends.count <= 2, let first = ends.first.flatMap({ position($0) }),
      let last = ends.last.flatMap({ position($0) }), first.row <= last.row, first.column <= last.column
    else { return nil }
    return SheetGrid.Merge(rows: first.row...last.row, columns: first.column...last.column)
  }

  /// The letters of a column.
  package static func letters(_ column: Int) -> String {
    var letters: [UInt8] = []
    append(column, to: &letters)
    return String(decoding: letters, as: UTF8.self)
  }

  /// Appends the letters of a column.
  static func append(_ column: Int, to text: inout [UInt8]) {
    if column > 26 { append((column - 1) / 26, to: &text) }
    text.append(UInt8(ascii: "A") + UInt8((column - 1) % 26))
  }
}
