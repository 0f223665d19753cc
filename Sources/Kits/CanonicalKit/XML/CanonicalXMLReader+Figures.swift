import Core
import MarkupKit
import ReportModel

/// The figures of a form as they are read, row by row.
///
/// What runs for every figure touches no more than it needs: a copy of the whole costs as much as parsing.
package struct FigureTable {
  /// Nil where the figures are not looked at, because the form is not known.
  package let form: Form?
  private let cells: [FormCell]
  private let names: [UInt8]
  private let cellNames: [Range<Int>]
  package private(set) var figures: [Figure?]
  /// The id of the table at hand.
  package var table = ""
  /// The cells of the row at hand; none where the form has no such row.
  package private(set) var row = 0..<0
  package private(set) var indicator = ""
  /// Where the next row begins if they stand in the order of the form, as ours do.
  private var next = 0
  private var isRowSeen: [Bool]
  /// The rows by their indicators; made when a row is not the next one.
  private var rowStarts: [String: Int]?

  /// The figure that has begun: its cell, and what its tag says.
  package var cell: Int?
  package var figure = Figure.unknown
  package var status: FigureStatus?
  package var bounds = Bounds(atLeast: nil, atMost: nil)
  package var alternatives: [Amount] = []
  package var hasBounds = false
  package var hasAlternatives = false

  package init(_ form: Form?) {
    self.form = form
    cells = form?.cells ?? []
    names = form?.tree.text ?? []
    cellNames = form?.tree.cellNames ?? []
    figures = Array(repeating: nil, count: cells.count)
    isRowSeen = Array(repeating: false, count: cells.count)
  }

  package var statistics: Statistics? { form.map { Statistics($0, figures: figures) } }

  package enum RowOutcome {
    case found, unknown, twice, inOtherTable
  }

  /// Begins the row of an indicator.
  package mutating func begin(row bytes: UnsafeBufferPointer<UInt8>) -> RowOutcome {
    var start: Int?
    if next < cells.count, isIndicator(bytes, of: next) {
      start = next
    } else {
      let starts = rowStarts ?? Self.rowStarts(cells)
      rowStarts = starts
      indicator = XMLEscapes.decoded(bytes)
      start = starts[indicator]
    }
    guard let start else {
      row = 0..<0
      return .unknown
    }
    let formIndicator = cells[start].id.indicator
    indicator = formIndicator
    var end = start + 1
    while end < cells.count, cells[end].id.indicator == formIndicator { end += 1 }
    row = start..<end
    next = end
    if cells[start].table != table { return .inOtherTable }
    if isRowSeen[start] { return .twice }
    isRowSeen[start] = true
    return .found
  }

  /// The cell of an applicant in the row at hand, looked for first behind that of the last figure.
  package func cell(of applicant: UnsafeBufferPointer<UInt8>?) -> Int? {
    let first = cell.map { $0 + 1 } ?? row.lowerBound
    for position in max(first, row.lowerBound)..<max(first, row.upperBound)
    where isApplicant(applicant, of: position) {
      return position
    }
    for position in row where position < first && isApplicant(applicant, of: position) { return position }
    return nil
  }

  /// Whether the cell of the figure that has begun has one already.
  package var isTaken: Bool {
    guard let cell else { return false }
    if case .some = figures[cell] { return true }
    return false
  }

  /// Begins a figure that has nothing but a place.
  package mutating func begin(place: Place?) {
    figure = Figure(.unknown, place: place)
    status = .exact
    hasBounds = false
    hasAlternatives = false
  }

  /// Whether a cell's indicator is this, by its bytes.
  private func isIndicator(_ bytes: UnsafeBufferPointer<UInt8>, of cell: Int) -> Bool {
    let name = cellNames[cell]
    guard bytes.count <= name.count else { return false }
    let end = name.lowerBound + bytes.count
    if end < name.upperBound, names[end] != UInt8(ascii: "@") { return false }
    return isName(bytes, at: name.lowerBound)
  }

  /// Whether a cell's applicant is this one, or none.
  private func isApplicant(_ applicant: UnsafeBufferPointer<UInt8>?, of cell: Int) -> Bool {
    guard let applicant else { return cells[cell].id.applicant == nil }
    let name = cellNames[cell]
    let start = name.upperBound - applicant.count
    guard start > name.lowerBound, names[start - 1] == UInt8(ascii: "@") else { return false }
    return isName(applicant, at: start)
  }

  private func isName(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    names.withUnsafeBufferPointer { names in
      for index in 0..<bytes.count where bytes[index] != names[start + index] { return false }
      return true
    }
  }

  private static func rowStarts(_ cells: [FormCell]) -> [String: Int] {
    Dictionary(
      cells.enumerated().map { ($0.element.id.indicator, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Ends the figure that has begun: its value is known too.
  package mutating func finish(_ value: Figure.Value) {
    guard let cell else { return }
    figure.value = value
    figures[cell] = figure
  }
}

extension CanonicalXMLReader {
  package mutating func startTable() {
    guard let form = parts.figures.form, let table = string(.id) else { return }
    parts.figures.table = table
    if form.table(table) == nil {
      wrong("@id", table, form.tables.map(\.id).joined(separator: " | "))
    }
  }

  package mutating func startRow() {
    guard let form = parts.figures.form, let bytes = bytes(.indicator) else { return }
    let outcome = parts.figures.begin(row: bytes)
    parts.figures.cell = nil
    if outcome == .found { return }
    let table = parts.figures.table
    let row = parts.figures.indicator
    switch outcome {
    case .found: break
    case .unknown:
      violations.add(.unknownCell(row, form: form.id), line: line)
    case .twice: violations.add(.rowTwice(row), line: line)
    // An unknown table has been named already.
    case .inOtherTable:
      if form.table(table) != nil {
        violations.add(.rowInOtherTable(row, table: table, form: form.id), line: line)
      }
    }
  }

  /// What nearly every figure has, and nothing else.
  private static let usualAttributes: UInt64 =
    1 << UInt64(XMLAttribute.applicant.rawValue) | 1 << UInt64(XMLAttribute.label.rawValue)
    | 1 << UInt64(XMLAttribute.place.rawValue)

  package mutating func startFigure() {
    let cell = parts.figures.cell(of: bytes(.applicant))
    parts.figures.cell = cell
    if cell == nil || parts.figures.isTaken { noteWrongCell() }
    parts.figures.begin(place: place())
    if hasOther(than: Self.usualAttributes) { startUnusualFigure() }
  }

  private mutating func startUnusualFigure() {
    let lineage = lineage()
    parts.figures.figure.raw = string(.raw)
    parts.figures.figure.unit = string(.unit)
    parts.figures.figure.note = string(.note)
    parts.figures.figure.lineage = lineage
    if let origin = parsed(.origin, .origin, { String(decoding: $0, as: UTF8.self) }) {
      if origin == FigureOrigin.entered.rawValue {
        parts.figures.figure.isEntered = true
      } else {
        wrong(.origin, origin, .origin)
      }
    }
    if has(.status) {
      let status = choice(.status, .status, FigureStatus.self)
      parts.figures.status = status
    }
    let bounds = Bounds(atLeast: amount(.atLeast), atMost: amount(.atMost))
    let alternatives = parsed(.alternatives, .amounts, XMLValues.amounts) ?? []
    parts.figures.hasBounds = has(.atLeast) || has(.atMost)
    parts.figures.bounds = bounds
    parts.figures.hasAlternatives = has(.alternatives)
    parts.figures.alternatives = alternatives
  }

  private mutating func noteWrongCell() {
    guard let form = parts.figures.form else { return }
    if let cell = parts.figures.cell {
      violations.add(.cellTwice(form.cells[cell].id), line: line)
    } else if !parts.figures.row.isEmpty {
      let id = parts.figures.indicator + (string(.applicant).map { "@\($0)" } ?? "")
      violations.add(.unknownCell(id, form: form.id), line: line)
    }
  }

  package mutating func finishFigure() {
    guard let status = parts.figures.status else { return }
    var isBlank = true
    let number = text.withUnsafeBufferPointer { bytes -> Amount? in
      isBlank = XMLValues.isBlank(bytes)
      return isBlank ? nil : XMLValues.amount(bytes)
    }
    if !isBlank, number == nil {
      return wrong(XMLElement.figure.name, content(), ValueKind.amount.expectation)
    }
    let value: Figure.Value? =
      switch status {
      // Nearly all.
      case .exact: number.map { .exact($0) }
      default:
        Figure.Value(
          status, number, within: parts.figures.bounds, alternatives: parts.figures.alternatives)
      }
    guard let value else { return violations.add(.numberAgainstStatus(status), line: line) }
    if parts.figures.hasBounds || parts.figures.hasAlternatives || status == .ambiguous {
      checkAttributes(status)
    }
    parts.figures.finish(value)
  }

  /// Notes attributes that the status has no use for, or needs and has not.
  private mutating func checkAttributes(_ status: FigureStatus) {
    let content = status.content
    if parts.figures.hasBounds, !content.hasBounds {
      violations.add(.attributesAgainstStatus([.atLeast, .atMost], status), line: line)
    }
    if parts.figures.hasAlternatives, content != .alternatives {
      violations.add(.attributesAgainstStatus([.alternatives], status), line: line)
    }
    if content == .alternatives, !parts.figures.hasAlternatives {
      violations.add(.missingAttribute(.alternatives, of: .figure), line: line)
    }
  }

  package mutating func amount(_ attribute: XMLAttribute) -> Amount? {
    parsed(attribute, .amount, XMLValues.amount)
  }

  package mutating func lineage() -> Lineage? {
    guard has(.by) else {
      for attribute in [XMLAttribute.reference, .from] where has(attribute) {
        violations.add(.withoutRule(attribute), line: line)
      }
      return nil
    }
    let rule = choice(.by, .lineageRule, Lineage.Rule.self)
    let sources = parsed(.from, .cells) { bytes -> [CellID]? in
      var cells: [CellID] = []
      for word in XMLValues.words(bytes) {
        guard let cell = CellID(XMLEscapes.decoded(word)) else { return nil }
        cells.append(cell)
      }
      return cells
    }
    return rule.map { Lineage($0, reference: string(.reference), sources: sources ?? []) }
  }
}
