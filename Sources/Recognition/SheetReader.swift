import ReportModel

/// The state of reading a sheet: rows of a label, a unit and the figures of one column or several.
struct SheetReader {
  let table: Int
  /// The label over its labels, once that was seen.
  private var start: Int?
  /// The columns that were named since, or before, and the first of their headers in a table.
  private var named: Set<Int> = []
  private var firstNamed: Int?
  /// What stands over the figures, once the first row was met.
  private var header: SheetHeader?
  /// The same where the form has one column of figures, which says nothing of rows that are like the others.
  private var onlyHeader: SheetHeader?
  /// What follows from the header for rows in cells, and for those of running text.
  private var plans: (cells: Plan?, text: Plan?) = (nil, nil)
  /// The indicator of the last row that is a total, whose parts follow.
  private var total: String?

  init(table: Int) { self.table = table }

  mutating func open(at index: Int) {
    start = index
    named = []
    firstNamed = nil
    header = nil
    onlyHeader = nil
    plans = (nil, nil)
  }

  mutating func name(column: Int, at index: Int, isCell: Bool) {
    if named.insert(column).inserted { plans = (nil, nil) }
    if isCell, firstNamed == nil { firstNamed = index }
  }

  /// Which of several rows with the same label is meant; nil where the rows before do not say.
  func choose(_ rows: [Int], _ form: Form) -> Int?? {
    guard let total else { return nil }
    return .some(rows.first { form.indicators[$0].parent == total })
  }

  /// - Returns: the index of the next token to read; nil where the label is no row.
  mutating func read(row indicator: Int, label index: Int, _ placer: inout RowPlacer) -> Int? {
    let form = placer.form
    let header = header(before: index, placer)
    let plan = plan(header, form, isCell: placer.scan.tokens[index].isCell)
    let (columns, tellsApart) = (plan.columns, plan.tellsApart)
    let id = form.indicators[indicator].id
    guard form.indicators[indicator].role.holdsFigure, let all = placer.layout.rowCells[indicator] else {
      return placer.readHeading(indicator, label: index, columns: columns)
    }
    if id.hasSuffix(".total") { total = String(id.dropLast(".total".count)) }
    let cells = columns.compactMap { column in all.first { form.cells[$0].column == column } }
    let source = placer.scan.rowSource(after: index, cellCount: tellsApart ? header.cells.count : cells.count)
    if !placer.scan.tokens[index].isCell, !source.hasUnitBefore, !form.indicators[indicator].unit.isEmpty,
      start == nil
    {
      return nil
    }
    if tellsApart, placer.scan.tokens[index].isCell {
      return placer.place(cells, under: header, columns, label: index, source)
    }
    if let onlyHeader, isUnderOtherWords(source, onlyHeader, placer.scan) {
      return placer.place(cells, under: onlyHeader, columns, label: index, source)
    }
    return cells.isEmpty ? nil : placer.place(cells, label: index, source)
  }

  private struct Plan {
    /// The columns that a row has figures for, in their printed order.
    let columns: [Int]
    /// Whether it is known where other columns stand.
    let tellsApart: Bool
  }

  private mutating func plan(_ header: SheetHeader, _ form: Form, isCell: Bool) -> Plan {
    if let known = isCell ? plans.cells : plans.text { return known }
    let plan = Plan(
      columns: columns(header, of: form.tables[table], isCell: isCell),
      tellsApart: header.tellsApart(form.tables[table]))
    if isCell { plans.cells = plan } else { plans.text = plan }
    return plan
  }

  /// The header is read once, at the first row below it.
  private mutating func header(before index: Int, _ placer: borrowing RowPlacer) -> SheetHeader {
    if let header { return header }
    // Where a form has one column of figures, whatever is printed over it says nothing else.
    let isOnlyColumn = placer.form.tables[table].columns.count { $0.role.holdsFigure } == 1
    let isCell = placer.scan.tokens[index].isCell
    let first = isCell ? start ?? firstNamed : beginningOfRun(before: index, placer)
    let printed = first.map {
      SheetHeader.read(placer.scan, placer.layout, table: table, from: $0, to: index)
    }
    if isOnlyColumn { onlyHeader = printed }
    let header = isOnlyColumn ? SheetHeader() : printed ?? SheetHeader()
    self.header = header
    return header
  }

  /// Whether the only figure of a row stands below words that are none of the form's, beside the column that is.
  private func isUnderOtherWords(_ source: RowSource, _ header: SheetHeader, _ scan: Scan) -> Bool {
    let filled = source.parts.filter { $0.kind != .blank }
    guard filled.count == 1, filled[0].kind == .figure,
      let column = scan.columns(of: filled[0].piece)?.lowerBound,
      let other = header.cells.first(where: { $0.columns?.lowerBound == column }), other.meaning == .unknown
    else { return false }
    return header.cells.contains {
      $0.meaning != .unknown && $0.columns.map { !$0.contains(column) } ?? false
    }
  }

  /// Where the headers begin that running text has right before its first row: labels of columns and few words.
  private func beginningOfRun(before row: Int, _ placer: borrowing RowPlacer) -> Int? {
    let (scan, layout) = (placer.scan, placer.layout)
    var first: Int?
    var index = row - 1
    while index >= 0, row - index <= Self.longestHeader, !scan.tokens[index].isCell {
      switch scan.tokens[index].kind {
      case .label(let id):
        guard layout.meanings(of: id).contains(where: { isColumn($0) }) else { return first }
        first = index
      case .text, .figures, .unit, .blank:
        guard scan.tokens[index].glyphs.count <= Self.longestWord else { return first }
        first = index
      }
      index -= 1
    }
    return first
  }

  private static let longestHeader = 10
  private static let longestWord = 24

  private func isColumn(_ meaning: FormLayout.Meaning) -> Bool {
    if case .valueColumn(table, _) = meaning { true } else { false }
  }

  /// The columns that a row has figures for, in their printed order.
  private func columns(_ header: SheetHeader, of table: FormTable, isCell: Bool) -> [Int] {
    let own = table.columns.firstIndex { $0.role == .value } ?? 0
    var columns = header.figureColumns(of: table)
    if header.cells.isEmpty {
      // Where no header was seen, words before may have said which columns there are, and not in which order.
      columns = named.filter { table.columns[$0].role.holdsFigure }.sorted()
      if !isCell, table.columns.contains(where: { $0.role == .period || $0.role == .level }) { return [] }
    }
    let hasUnknown = header.cells.contains { $0.meaning == .unknown }
    if columns.isEmpty { return hasUnknown ? [] : [own] }
    if hasUnknown, !header.tellsApart(table) { return [] }
    // In running text a figure of the month may be one of the year behind which that of the month is glued.
    if !isCell, columns.allSatisfy({ table.columns[$0].role == .period }) { return [] }
    // All years so far stand beside the year's own, whatever is printed over that.
    let isOwnLeftOut = !hasUnknown && columns.allSatisfy { table.columns[$0].role == .cumulative }
    return isOwnLeftOut ? [own] + columns : columns
  }
}
