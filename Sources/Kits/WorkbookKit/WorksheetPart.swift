import Core
import MarkupKit
import OfficeKit

/// The cells of one worksheet. Positions are taken from the cells themselves; where they have none, each stands
/// behind the one before. What the sheet says of its own size is not heeded.
package struct WorksheetPart: XMLEventHandler {
  private enum Element: String, CaseIterable {
    case row, c, v, f, `is`, t, rPh, r, rPr, strike, vertAlign, mergeCell, col, sheetView
  }

  private enum CellType {
    case number, shared, text, inline, boolean, error, date
  }

  package private(set) var grid: SheetGrid
  /// Cells that refer to a shared string that is not there.
  package private(set) var missingStrings: [Place] = []
  /// Formulas without a stored result.
  package private(set) var formulasWithoutValue: [Place] = []
  /// Formulas whose stored results are to be computed anew.
  package private(set) var staleFormulas: [Place] = []
  /// Cells whose number format shows something that cannot be traced back to their number.
  package private(set) var unclearNumbers: [Place] = []

  private let strings: SharedStrings
  private let styles: WorkbookStyles
  private let options: Options

  private var elements = OfficeElements<Element>(namespaces: OfficeNamespaces.spreadsheet)
  private var open: [Element?] = []
  private var row = 0
  private var column = 0
  private var hidesZeros = false
  /// Whether the first row says that this is a panel of figures of ours, and no report.
  package private(set) var isTidy = false
  private var isFirstRow = true

  private var type = CellType.number
  private var style = WorkbookStyles.plain
  private var value: [UInt8] = []
  private var formula: [UInt8] = []
  private var hasValue = false
  private var hasFormula = false
  /// The area that an array formula fills.
  private var arrayArea: SheetGrid.Merge?
  /// Areas of array formulas: their other cells hold results without a formula.
  private var arrays: [(area: SheetGrid.Merge, isMissing: Bool)] = []
  private var inline = StringItem()

  package struct Options {
    package var epoch = SerialDate.Epoch.excel1900
    package var hasStaleResults = false
    /// Whether numbers and texts that a format hides are read.
    package var includesHidden = false
    /// A first row that begins with the texts of one of these says that nothing below it is to be read.
    package var panelHeaders: [[String]] = []

    package init() {}
  }

  package init(
    page: Int, strings: SharedStrings, styles: WorkbookStyles, _ options: Options = Options()
  ) {
    grid = SheetGrid(page: page)
    self.strings = strings
    self.styles = styles
    self.options = options
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
      if tag.isTrue("hidden") || tag.isBelow("ht", Self.leastHeight), (1...SheetGrid.maximumRow).contains(row)
      {
        grid.hide(rows: row...row)
      }
    case .c: beginCell(tag)
    case .v: hasValue = true
    case .f:
      hasFormula = true
      arrayArea = tag.attribute("ref").flatMap { tag.string("t") == "shared" ? nil : CellReference.range($0) }
    case .rPh: inline.phoneticDepth += 1
    case .t: inline.isOpen = true
    case .r: inline.beginRun()
    case .rPr: inline.hasRunProperties()
    case .strike: inline.strike(tag)
    case .vertAlign: inline.align(tag)
    case .mergeCell:
      if let reference = tag.attribute("ref"), let merge = CellReference.range(reference) { grid.add(merge) }
    case .col:
      if tag.isTrue("hidden") || tag.isBelow("width", Self.leastWidth), let first = tag.number("min"),
        let last = tag.number("max"), first <= last
      {
        grid.hide(columns: first...last)
      }
    case .sheetView: hidesZeros = tag.attribute("showZeros") != nil && !tag.isTrue("showZeros")
    case .is, nil: break
    }
  }

  /// Lower rows and narrower columns show nothing, in points and in characters.
  private static let leastHeight = "1.5"
  private static let leastWidth = "0.3"

  package mutating func endElement() {
    if isTidy { return }
    switch open.popLast() ?? nil {
    case .row:
      if isFirstRow { isTidy = options.panelHeaders.contains(where: grid.begins) }
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
    hasValue = false
    hasFormula = false
    arrayArea = nil
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
    let isResult = noteFormula()
    var content = content(isResult: isResult)
    if style.isStruck, case .text(let text) = content, type != .shared, type != .inline {
      grid.leaveOut(text, .struckOut, row: row, column: column)
      return
    }
    // What was computed and may be computed otherwise; words without a number are hardly a figure.
    if isResult, options.hasStaleResults, case .text(let text) = content, SheetText.mayBeFigure(text) {
      staleFormulas.append(place)
      content = .unreadable(text)
    }
    switch content {
    case .text(let text):
      if SheetText.isBlank(text) {
        if style.role == .entry { grid.add(SheetGrid.Cell(row: row, column: column, text: "", role: .entry)) }
        return
      }
      grid.add(SheetGrid.Cell(row: row, column: column, text: text, role: style.role))
    case .unreadable(let rest):
      grid.add(SheetGrid.Cell(row: row, column: column, text: rest, isUnreadable: true, role: style.role))
    }
  }

  private var place: Place { Place(page: grid.page, row: row, column: column) }

  /// Whether the cell holds the result of a formula, its own or that of an area.
  private mutating func noteFormula() -> Bool {
    if hasFormula {
      if let area = arrayArea, area.rows.count + area.columns.count > 2, arrays.count < Self.maximumArrays {
        arrays.append((area, isMissing: !hasValue))
      }
      return true
    }
    return arrays.contains { $0.area.rows.contains(row) && $0.area.columns.contains(column) }
  }

  private enum Content {
    case text(String)
    /// What is left of a cell that has no text: the others of its row stay what they are.
    case unreadable(String)
  }

  private mutating func content(isResult: Bool) -> Content {
    if type == .inline { return shown(inline.rich, inline.string) }
    if !hasValue || value.isEmpty && type != .text {
      guard isResult else { return .text("") }
      formulasWithoutValue.append(place)
      return .unreadable(formula.isEmpty ? "" : "=" + String(decoding: formula, as: UTF8.self))
    }
    switch type {
    case .shared:
      if let index = XMLWholeNumber.read(value), strings.strings.indices.contains(index) {
        return shown(strings.rich[index], strings.strings[index])
      }
      missingStrings.append(place)
      return .unreadable("")
    case .text, .inline: return shown(OfficeEscapes.decoded(value))
    case .boolean: return .unreadable(value == [UInt8(ascii: "0")] ? "FALSE" : "TRUE")
    case .error: return .unreadable(String(decoding: value, as: UTF8.self))
    case .date:
      let text = value.withUnsafeBufferPointer { SerialDate.text(iso: $0) }
      return .text(text ?? String(decoding: value, as: UTF8.self))
    case .number: return number()
    }
  }

  private mutating func number() -> Content {
    let format = style.format
    if format.isGeneral, !hidesZeros { return .text(value.withUnsafeBufferPointer { SheetNumber.text($0) }) }
    let (shown, stored) = value.withUnsafeBufferPointer { SheetNumber.shown($0, format, options.epoch) }
    if hidesZeros, stored == "0" { return content(.nothing, stored) }
    if shown == .unclear { unclearNumbers.append(place) }
    return content(shown, stored)
  }

  /// A text of one font or of several.
  private mutating func shown(_ rich: RichText?, _ text: String) -> Content {
    if rich == nil, !style.isStruck { return shown(text) }
    var (seen, struck) = style.isStruck ? ("", text) : (text, "")
    if let rich { (seen, struck) = rich.shown(isStruck: style.isStruck) }
    grid.leaveOut(struck, .struckOut, row: row, column: column)
    return shown(seen)
  }

  private mutating func shown(_ text: String) -> Content {
    style.format.isGeneral ? .text(text) : content(style.format.shown(text), text)
  }

  private mutating func content(_ shown: ShownText, _ stored: String) -> Content {
    switch shown {
    case .text(let text): return .text(text)
    case .unclear: return .unreadable(stored)
    case .nothing:
      if options.includesHidden { return .text(stored) }
      grid.leaveOut(stored, .hidden, row: row, column: column)
      return .text("")
    }
  }

  /// What is to be said when the sheet has ended: cells of an area whose formula has no results are not blank.
  package mutating func finish() {
    let missing = arrays.filter(\.isMissing).map(\.area)
    guard !missing.isEmpty else { return }
    var filled = Set(grid.cells.map { [$0.row, $0.column] })
    for area in missing where area.rows.count * area.columns.count <= Self.largestArray {
      for row in area.rows {
        for column in area.columns where filled.insert([row, column]).inserted {
          grid.add(SheetGrid.Cell(row: row, column: column, text: "", isUnreadable: true))
          formulasWithoutValue.append(Place(page: grid.page, row: row, column: column))
        }
      }
    }
  }

  private static let maximumArrays = 1_000
  private static let largestArray = 10_000
}

extension XMLStartTag {
  /// Whether an attribute is a number below another.
  fileprivate func isBelow(_ name: StaticString, _ limit: String) -> Bool {
    var limit = limit
    guard let value = attribute(name).flatMap({ SheetNumber.Decimal($0) }),
      let least = limit.withUTF8({ SheetNumber.Decimal($0) })
    else { return false }
    return value < least
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
