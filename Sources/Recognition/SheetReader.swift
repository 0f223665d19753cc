import ReportModel

/// The state of reading a sheet: rows of a label, a unit and one figure or two.
struct SheetReader {
  let table: Int
  /// Whether its header was seen.
  private(set) var isOpen = false
  /// The columns of figures that the header names.
  private var columns: Set<Int> = [0]
  /// The indicator of the last row that is a total, whose parts follow.
  private var total: String?

  init(table: Int) { self.table = table }

  mutating func open() {
    isOpen = true
    columns = [0]
  }

  mutating func name(column: Int) { columns.insert(column) }

  /// Which of several rows with the same label is meant; nil where the rows before do not say.
  func choose(_ rows: [Int], _ form: Form) -> Int?? {
    guard let total else { return nil }
    return .some(rows.first { form.indicators[$0].parent == total })
  }

  /// - Returns: the index of the next token to read; nil where the label is no row.
  mutating func read(row indicator: Int, label index: Int, _ placer: inout RowPlacer) -> Int? {
    let id = placer.form.indicators[indicator].id
    guard placer.form.indicators[indicator].role.holdsFigure, let all = placer.layout.rowCells[indicator]
    else {
      return placer.readHeading(indicator, label: index, count: columns.count)
    }
    if id.hasSuffix(".total") { total = String(id.dropLast(".total".count)) }
    let cells = all.enumerated().filter { columns.contains($0.offset) }.map(\.element)
    let source = placer.scan.rowSource(after: index, cellCount: cells.count)
    if !placer.scan.tokens[index].isCell, !source.hasUnitBefore,
      !placer.form.indicators[indicator].unit.isEmpty, !isOpen
    {
      return nil
    }
    return placer.place(cells, label: index, source)
  }
}
