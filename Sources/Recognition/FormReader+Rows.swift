import ReportModel

/// Rows of table 三 and of sheets: a label, and figures in the columns that were named.
extension FormReader {
  /// Which of several rows with the same label is meant.
  func choose(
    _ rows: [(table: Int, indicator: Int)], _ token: Token
  ) -> (table: Int, indicator: Int)? {
    if rows.count <= 1 {
      guard let only = rows.first else { return nil }
      // （七）总计 and a bare 总计 in a header are told apart by what was read before.
      if table != only.table, layout(of: only.table) == .applicants, !token.isCell, applicants.count < 3,
        scan.codes(token.glyphs).count < 6
      {
        return nil
      }
      return only
    }
    func indicator(_ row: (table: Int, indicator: Int)) -> Indicator { form.indicators[row.indicator] }
    if let total = lastTotal, layout(of: rows[0].table) == .sheet {
      return rows.first { indicator($0).parent == total }
    }
    if let ordinal = token.ordinal {
      let fitting = rows.filter { style(of: indicator($0).numbering) == ordinal.style }
      if fitting.count == 1 { return fitting[0] }
    }
    if let group, let inGroup = rows.first(where: { indicator($0).parent == group }) { return inGroup }
    return nil
  }

  func style(of numbering: Numbering) -> Ordinal.Style? {
    switch numbering {
    case .chinese: .chinese
    case .bracketed: .bracketed
    case .arabic: .arabic
    case .none, .ofWhich: nil
    }
  }

  mutating func readRow(_ index: Int, table position: Int, indicator indicatorIndex: Int) -> Int {
    let role = form.indicators[indicatorIndex].role
    let token = scan.tokens[index]
    let isSheet = layout(of: position) == .sheet
    if !isSheet {
      applicantsAreOpen = false
      headerIsOpen = false
      outcomeHeaderIsOpen = false
    }
    switch role {
    case .group, .section, .subtotal: group = form.indicators[indicatorIndex].id
    default: break
    }
    guard role.holdsFigure, let allCells = layout.rowCells[indicatorIndex] else {
      // A heading over rows; a sheet prints nothing behind it that is a figure.
      return index + 1
    }
    if isSheet, case let id = form.indicators[indicatorIndex].id, id.hasSuffix(".total") {
      lastTotal = String(id.dropLast(".total".count))
    }
    let cells: [Int]
    if isSheet {
      cells = allCells.enumerated().filter { sheetColumns.contains($0.offset) }.map(\.element)
    } else {
      cells = ordered(allCells, table: position)
    }
    let source = scan.rowSource(after: index, cellCount: cells.count)
    if isSheet, !token.isCell, !source.hasUnitBefore, !form.indicators[indicatorIndex].unit.isEmpty,
      !sheetIsOpen
    {
      return index + 1
    }
    if !isSheet, !token.isCell {
      // Running text: fewer digits than cells are no row, unless each stands alone as a cell does; and only a
      // full row opens the table without its header.
      let digits = source.parts.reduce(0) { $0 + $1.glyphs.count }
      let isOpen = table == position && applicants.count >= 3
      let areCells = !source.isEmpty && source.parts.allSatisfy { scan.isAlone($0) }
      // A numbered label under its header is a row all the same: its figures have run together, and some are lost.
      let isRow = isOpen && token.ordinal != nil && source.isGlued && !source.isEmpty
      if digits < cells.count, !isRow, !isOpen || !areCells && !source.isEmpty { return index + 1 }
    }
    if table != position { table = position }
    return placeRow(index, cells: cells, source: source)
  }

  /// The cells of a row of table 三 in the order of the header that was read, if it names all columns.
  mutating func ordered(_ cells: [Int], table position: Int) -> [Int] {
    if applicantOrder == nil { applicantOrder = order(of: applicants, table: position) }
    guard let applicantOrder, applicantOrder.count == cells.count else { return cells }
    return applicantOrder.map { cells[$0] }
  }

  /// For each column that was named, the position of its cell in a row; nothing where the form's own order is
  /// as good.
  func order(of named: [Int], table position: Int) -> [Int] {
    let columns = form.tables[position].columns
    var order: [Int] = []
    for column in named where columns[column].parent == nil {
      if columns[column].role == .header {
        order += named.filter { columns[$0].parent == columns[column].id }
      } else {
        order.append(column)
      }
    }
    let holding = columns.indices.filter { columns[$0].role.holdsFigure }
    let positions = order.compactMap { holding.firstIndex(of: $0) }
    let isUsual = positions.elementsEqual(0..<positions.count)
    return isUsual || Set(positions).count < positions.count ? [] : positions
  }
}
