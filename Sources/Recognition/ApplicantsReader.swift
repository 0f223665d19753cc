import ReportModel

/// The state of reading table 三: rows of outcomes, each with a figure for every kind of applicant.
struct ApplicantsReader {
  let table: Int
  /// The columns as the header names them.
  private var named: [Int] = [] {
    didSet { order = nil }
  }
  /// What follows from them for the cells of a row, once it is asked for.
  private var order: [Int]?
  private(set) var headerIsOpen = false
  /// The indicator of the group whose rows are being read.
  var group: String?

  init(table: Int) { self.table = table }

  /// Whether a header was seen that is surely this table's.
  var hasHeader: Bool { named.count >= 3 }

  mutating func openHeader() {
    named = []
    headerIsOpen = true
    group = nil
  }

  mutating func closeHeader() { headerIsOpen = false }

  /// - Returns: whether it is the first of a header.
  mutating func name(column: Int) -> Bool {
    if !headerIsOpen { named = [] }
    headerIsOpen = true
    let isFirst = named.isEmpty
    if !named.contains(column) { named.append(column) }
    return isFirst
  }

  /// - Parameter isCurrent: whether the row before was this table's too.
  /// - Returns: the index of the next token to read; nil where the label is no row.
  mutating func read(
    row indicator: Int, label index: Int, isCurrent: Bool, _ placer: inout RowPlacer
  ) -> Int? {
    headerIsOpen = false
    let (form, token) = (placer.form, placer.scan.tokens[index])
    let role = form.indicators[indicator].role
    switch role {
    case .group, .section, .subtotal: group = form.indicators[indicator].id
    default: break
    }
    guard role.holdsFigure, let all = placer.layout.rowCells[indicator] else {
      return placer.readHeading(indicator, label: index, columns: figureColumns(form))
    }
    let cells = ordered(all, form, at: index, placer)
    let source = placer.scan.rowSource(after: index, cellCount: cells.count)
    if !token.isCell {
      // Running text: fewer digits than cells are no row, unless each stands alone as a cell does; and only a
      // full row opens the table without its header.
      let digits = source.parts.reduce(0) { $0 + $1.glyphs.count }
      let isOpen = isCurrent && hasHeader
      let areCells = !source.isEmpty && source.parts.allSatisfy { placer.scan.isAlone($0) }
      // A numbered label under its header is a row all the same: its figures have run together, and some are lost.
      let isRow = isOpen && token.ordinal != nil && source.isGlued && !source.isEmpty
      if digits < cells.count, !isRow, !isOpen || !areCells && !source.isEmpty { return nil }
    }
    return placer.place(cells, label: index, source)
  }

  private func figureColumns(_ form: Form) -> [Int] {
    form.tables[table].columns.indices.filter { form.tables[table].columns[$0].role.holdsFigure }
  }

  /// The cells of a row in the order of the header that was read, if it names all columns; or only those that it
  /// names, where the table surely has no others.
  private mutating func ordered(_ cells: [Int], _ form: Form, at index: Int, _ placer: borrowing RowPlacer)
    -> [Int]
  {
    let positions = order ?? positions(form.tables[table].columns)
    order = positions
    if positions.count == cells.count { return positions.map { cells[$0] } }
    let hasFewer = positions.count >= 2 && placer.headersAreWhole && placer.scan.tokens[index].isCell
    let count = placer.scan.rowSource(after: index, cellCount: cells.count).parts.count
    return hasFewer && count == positions.count ? positions.map { cells[$0] } : cells
  }

  /// For each column that was named, the position of its cell in a row; nothing where one is named twice.
  private func positions(_ columns: [FormColumn]) -> [Int] {
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
    return Set(positions).count < positions.count ? [] : positions
  }
}
