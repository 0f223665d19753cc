import Findings
import ReportModel

/// Reads the figures of one form from a scan, as if the document were of that form. How much it finds is what
/// decides the edition.
struct FormReader {
  let layout: FormLayout
  let scan: Scan
  private(set) var reading: Reading

  /// Where in the document the reader believes itself to be.
  private var table: Int?
  /// Table 二: the headers of the columns, as far as they are known.
  private var columns: [HeaderCell] = []
  private var headerIsOpen = false
  /// Table 三: the columns as they were named, and whether naming goes on.
  private var applicants: [Int] = [] {
    didSet { applicantOrder = nil }
  }
  /// What follows from them for the cells of a row, once it is asked for.
  private var applicantOrder: [Int]?
  private var applicantsAreOpen = false
  /// The indicator of the group whose rows are being read.
  private var group: String?
  /// Table 四.
  private var outcomeColumns: [String] = []
  private var outcomeBlocks: [String] = []
  private var outcomeHeaderIsOpen = false
  /// A sheet: whether its header was seen, which columns it names, and the last total row.
  private var sheetIsOpen = false
  private var sheetColumns: Set<Int> = [0]
  private var lastTotal: String?

  private struct HeaderCell {
    var name: String?
    var codes: [UInt32]
  }

  /// Whether labels that are misspelt are looked for; that is slow, and only the form that fits need do it.
  private let findsMisspelt: Bool
  private var grid: GridColumns
  /// The tokens of the headers over the figures that come next.
  private var headerTokens: [Int] = []

  init(_ layout: FormLayout, _ scan: Scan, findsMisspelt: Bool = true) {
    self.findsMisspelt = findsMisspelt
    self.layout = layout
    self.scan = scan
    grid = GridColumns(scan)
    reading = Reading(layout.form)
  }

  mutating func read() {
    var index = 0
    while index < scan.tokens.count {
      let token = scan.tokens[index]
      switch token.kind {
      case .label(let id):
        let meanings = layout.meanings(of: id)
        if !meanings.isEmpty {
          index = readLabel(index, meanings)
        } else {
          index = readUnknown(index)
        }
      case .text: index = readUnknown(index)
      case .figures, .blank: index = readBareFigures(index)
      case .unit: index += 1
      }
    }
  }

  private var form: Form { layout.form }

  private func layout(of table: Int) -> FormTable.Layout { form.tables[table].layout }

  // MARK: Labels

  private mutating func readLabel(_ index: Int, _ meanings: [FormLayout.Meaning]) -> Int {
    let token = scan.tokens[index]
    // A label of one meaning needs no context.
    for meaning in meanings {
      switch meaning {
      case .tableTitle, .section:
        closeHeaders()
        group = nil
        return index + 1
      case .tableNote: return index + 1
      case .rowHeader(let position):
        openTable(position)
        return index + 1
      default: break
      }
    }
    if outcomeHeaderIsOpen || meanings.count == 1 {
      for case .column(let position, let name) in meanings where layout(of: position) == .outcomes {
        return readOutcomeColumn(index, table: position, name: name)
      }
    }
    for case .column(let position, let name) in meanings where layout(of: position) == .blocks {
      if !headerIsOpen || table != position { columns = [] }
      table = position
      headerIsOpen = true
      outcomeHeaderIsOpen = false
      columns.append(HeaderCell(name: name, codes: []))
      headerTokens.append(index)
      reading.note(token, index)
      return index + 1
    }
    for case .block(let position, let name) in meanings {
      if layout(of: position) == .outcomes {
        if !outcomeHeaderIsOpen, !outcomeColumns.isEmpty || outcomeBlocks.count > 4 { outcomeBlocks = [] }
        outcomeBlocks.append(name)
      } else {
        headerIsOpen = false
        columns = []
      }
      return index + 1
    }
    if applicantsAreOpen || meanings.count == 1 {
      for case .valueColumn(let position, let column) in meanings {
        if layout(of: position) == .sheet {
          sheetColumns.insert(column)
          return index + 1
        }
        if !applicantsAreOpen {
          applicants = []
          applicantsAreOpen = true
        }
        outcomeHeaderIsOpen = false
        table = position
        if !applicants.contains(column) { applicants.append(column) }
        if form.tables[position].columns[column].role != .header { headerTokens.append(index) }
        return index + 1
      }
    }
    for case .blockRow(let position, let name) in meanings {
      guard table == position, !columns.isEmpty else { continue }
      return readBlockRow(index, name: name)
    }
    let rows = meanings.compactMap { meaning -> (table: Int, indicator: Int)? in
      if case .row(let table, let indicator) = meaning { (table, indicator) } else { nil }
    }
    if let row = choose(rows, token) { return readRow(index, table: row.table, indicator: row.indicator) }
    for case .valueColumn(let position, let column) in meanings where layout(of: position) == .applicants {
      if applicants.isEmpty || !applicantsAreOpen {
        applicants = []
        applicantsAreOpen = true
      }
      table = position
      applicants.append(column)
      return index + 1
    }
    return index + 1
  }

  private mutating func openTable(_ position: Int) {
    closeHeaders()
    table = position
    switch layout(of: position) {
    case .blocks: headerIsOpen = true
    case .applicants:
      applicants = []
      applicantsAreOpen = true
      group = nil
    case .sheet:
      sheetIsOpen = true
      sheetColumns = [0]
    case .outcomes: break
    }
  }

  private mutating func closeHeaders() {
    headerIsOpen = false
    columns = []
    applicantsAreOpen = false
    outcomeHeaderIsOpen = false
    outcomeColumns = []
  }

  // MARK: Table 二

  private mutating func readBlockRow(_ index: Int, name: String) -> Int {
    headerIsOpen = false
    guard let names = columnNames(for: name) else { return leave(index) }
    let cells = names.compactMap { layout.blockCells[name]?[$0] }
    guard cells.count == names.count else { return leave(index) }
    return placeRow(index, cells: cells)
  }

  /// Keeps a row whose columns are not known as it stands.
  private mutating func leave(_ index: Int) -> Int {
    if scan.tokens[index].isCell, hasFigureInRow(index + 1) { reading.leave(index, in: scan) }
    return index + 1
  }

  /// The headers over a row, those that are cut or misspelt taken for what the form prints in their place.
  private func columnNames(for row: String) -> [String]? {
    let named = columns.compactMap(\.name)
    // A header that stands twice says of neither column which it is.
    if named.count == columns.count, Set(named).count == named.count { return named }
    guard let expected = layout.blockColumns[row], expected.count == columns.count else { return nil }
    for (header, name) in zip(columns, expected) {
      if let known = header.name {
        if known != name { return nil }
      } else {
        let codes = layout.columnLabels.first { $0.name == name }?.codes ?? []
        guard header.codes.count >= 2,
          codes.starts(with: header.codes) || similarity(header.codes, codes) >= 700
        else { return nil }
      }
    }
    return expected
  }

  // MARK: Tables 三 and sheets

  /// Which of several rows with the same label is meant.
  private func choose(
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

  private func style(of numbering: Numbering) -> Ordinal.Style? {
    switch numbering {
    case .chinese: .chinese
    case .bracketed: .bracketed
    case .arabic: .arabic
    case .none, .ofWhich: nil
    }
  }

  private mutating func readRow(_ index: Int, table position: Int, indicator indicatorIndex: Int) -> Int {
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
      if digits < cells.count, !isOpen || !areCells && !source.isEmpty { return index + 1 }
    }
    if table != position { table = position }
    return placeRow(index, cells: cells, source: source)
  }

  /// The cells of a row of table 三 in the order of the header that was read, if it names all columns.
  private mutating func ordered(_ cells: [Int], table position: Int) -> [Int] {
    if applicantOrder == nil { applicantOrder = order(of: applicants, table: position) }
    guard let applicantOrder, applicantOrder.count == cells.count else { return cells }
    return applicantOrder.map { cells[$0] }
  }

  /// For each column that was named, the position of its cell in a row; nothing where the form's own order is
  /// as good.
  private func order(of named: [Int], table position: Int) -> [Int] {
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

  // MARK: Table 四

  private mutating func readOutcomeColumn(_ index: Int, table position: Int, name: String) -> Int {
    if !outcomeHeaderIsOpen {
      outcomeColumns = []
      outcomeHeaderIsOpen = true
      applicantsAreOpen = false
      headerIsOpen = false
    }
    table = position
    outcomeColumns.append(name)
    headerTokens.append(index)
    return index + 1
  }

  /// Figures without a label: table 四 has such a row.
  private mutating func readBareFigures(_ index: Int) -> Int {
    guard outcomeHeaderIsOpen, let cells = outcomeCells() else { return index + 1 }
    let token = scan.tokens[index]
    // The empty cells of header rows: labels stand in the same row.
    if token.isCell, token.kind == .blank {
      var next = index + 1
      while next < scan.tokens.count, scan.tokens[next].isCell, !scan.tokens[next].beginsRow {
        if isLabel(next) { return next }
        next += 1
      }
      var before = index
      while before > 0, !scan.tokens[before].beginsRow {
        before -= 1
        if isLabel(before) { return next }
      }
    }
    outcomeHeaderIsOpen = false
    let end = placeRow(
      index, cells: cells, source: scan.rowSource(from: index, cellCount: cells.count))
    return max(end, index + 1)
  }

  private func isLabel(_ index: Int) -> Bool {
    if case .label = scan.tokens[index].kind { true } else { false }
  }

  /// The cells under the header that was read.
  private func outcomeCells() -> [Int]? {
    let blocks = layout.outcomeBlocks
    guard let width = blocks.first?.columns.count, outcomeColumns.count >= width else { return nil }
    func cells(_ block: FormLayout.OutcomeBlock, _ names: ArraySlice<String>) -> [Int]? {
      let found = names.compactMap { name in block.columns.first { $0.name == name }?.cell }
      return found.count == width && Set(found).count == width ? found : nil
    }
    if outcomeColumns.count == width * blocks.count {
      var result: [Int] = []
      for (position, block) in blocks.enumerated() {
        guard let found = cells(block, outcomeColumns[position * width..<(position + 1) * width]) else {
          return nil
        }
        result += found
      }
      return result
    }
    guard outcomeColumns.count == width else { return nil }
    // One block in a table of its own: the last headings say which.
    let path = blocks.last { block in
      guard let last = block.path.last, let seen = outcomeBlocks.last else { return false }
      return last == seen
    }
    return path.flatMap { cells($0, outcomeColumns[...]) }
  }

  // MARK: Unknown text

  private mutating func readUnknown(_ index: Int) -> Int {
    let token = scan.tokens[index]
    let next = index + 1
    let isBeforeFigures =
      next < scan.tokens.count && [.figures, .blank, .unit].contains(scan.tokens[next].kind)
      && (token.isCell ? !scan.tokens[next].beginsRow : true)
    let codes = scan.codes(token.glyphs)
    if headerIsOpen, !isBeforeFigures || !hasFigureInRow(next) {
      // A header that is not spelt as expected, or words that end the table.
      if codes.count <= 20 {
        columns.append(HeaderCell(name: nil, codes: codes))
        headerTokens.append(index)
      } else {
        closeHeaders()
      }
      return next
    }
    if codes.count > 40 {
      columns = []
      return next
    }
    guard isBeforeFigures, let table else { return next }
    // In running text a number is a figure of the form only as a whole row, or behind the unit of a sheet.
    if !token.isCell {
      let figures = scan.tokens[next]
      let isRow =
        layout(of: table) == .sheet
        ? figures.hasUnitBefore || figures.kind == .unit : figures.glyphs.count >= 6
      if !isRow, !scan.pieces[figures.piece].glyphs.elementsEqual(figures.glyphs) { return next }
    }
    if let indicator = likeliestRow(codes, token.ordinal, table: table) {
      let before = reading.placedCount
      let end = readRow(index, table: table, indicator: indicator)
      if reading.placedCount > before {
        reading.findings.append(
          Finding(
            "read.label-taken-for", .note,
            [
              "text": scan.text(token.glyphs, piece: token.piece),
              "label": form.indicators[indicator].printedLabel,
            ],
            places: scan.place(token.piece).map { [$0] } ?? []))
      }
      return end
    }
    if token.isCell, hasFigureInRow(next) {
      reading.leave(index, in: scan)
    }
    return next
  }

  private func hasFigureInRow(_ start: Int) -> Bool {
    var index = start
    while index < scan.tokens.count, !scan.tokens[index].beginsRow {
      switch scan.tokens[index].kind {
      case .figures: return true
      case .blank, .unit: index += 1
      case .label, .text: return false
      }
    }
    return false
  }

  /// The row whose label a misspelt text must be: much more like it than like any other.
  private func likeliestRow(_ codes: [UInt32], _ ordinal: Ordinal?, table position: Int) -> Int? {
    guard (4...60).contains(codes.count),
      layout(of: position) == .applicants || layout(of: position) == .sheet
    else { return nil }
    var best: (indicator: Int, score: Int)?
    var second = 0
    let letters = Self.letterMask(codes)
    for (indicator, label) in layout.rowLabels
    where form.indicators[indicator].table == form.tables[position].id {
      // Too long, too short or of other letters: it cannot be alike enough.
      let shorter = min(codes.count, label.count)
      if 2500 * shorter < 1000 * (codes.count + label.count) { continue }
      let common = (letters & Self.letterMask(label)).nonzeroBitCount
      if 2 * common < min(letters.nonzeroBitCount, shorter) { continue }
      var score = similarity(codes, label)
      let printed = form.indicators[indicator]
      if let ordinal, let style = style(of: printed.numbering), style == ordinal.style {
        score += printed.printedNumber == printed.numbering.number(ordinal.number) ? 50 : -100
      }
      if score > best?.score ?? 0 {
        second = best?.score ?? 0
        best = (indicator, score)
      } else if score > second {
        second = score
      }
    }
    guard let best, best.score >= 800, best.score - second >= 60 else { return nil }
    return best.indicator
  }

  /// Which letters a text has, by their last six bits.
  private static func letterMask(_ codes: [UInt32]) -> UInt64 {
    codes.reduce(0) { $0 | 1 << UInt64($1 & 63) }
  }

  // MARK: Placing

  /// Whether all rows of a cell's table have figures in the same columns.
  private func isUniform(_ cell: Int) -> Bool { form.cells[cell].column != nil }

  /// The columns of the headers that were read last, in order, if they are as many as the figures.
  private func headerColumns(_ count: Int) -> [Int] {
    let columns = headerTokens.suffix(count).compactMap { scan.pieces[scan.tokens[$0].piece].column }
    return columns.count == count && Set(columns).count == count ? columns.sorted() : []
  }

  private mutating func placeRow(_ index: Int, cells: [Int]) -> Int {
    placeRow(index, cells: cells, source: scan.rowSource(after: index, cellCount: cells.count))
  }

  private mutating func placeRow(_ index: Int, cells: [Int], source: RowSource) -> Int {
    var parts = source.parts
    if parts.contains(where: { $0.kind == .blank }) || parts.count != cells.count, !source.isGlued,
      let first = parts.first, scan.pieces[first.piece].column != nil,
      let aligned = grid.aligned(
        parts, at: max(index, 0), count: cells.count, headers: headerColumns(cells.count),
        isUniform: isUniform(cells[0]))
    {
      parts = aligned
    }
    // Empty cells behind or before the figures come from merged cells.
    if parts.count > cells.count, let first = parts.first, first.kind == .blank, parts.last?.kind == .blank,
      scan.pieces[first.piece].column != nil, parts.contains(where: { $0.kind != .blank })
    {
      // At which end they are too many is not known.
      markUnreadable(index, cells, source, "read.row-of-other-length")
      return max(source.end, index + 1)
    }
    while parts.count > cells.count, parts.last?.kind == .blank { parts.removeLast() }
    while parts.count > cells.count, parts.first?.kind == .blank { parts.removeFirst() }
    let isSubtotal = form.indicators[form.cells[cells[0]].indicator].role == .subtotal

    if parts.allSatisfy({ $0.kind == .blank }) {
      if isSubtotal && (parts.isEmpty || parts.count < cells.count) { return max(source.end, index + 1) }
      if parts.isEmpty, !isBlankRow(index, end: source.end) { return index + 1 }
      for cell in cells { reading.place(Figure(.blank, place: place(index)), at: cell, token: index) }
      return max(source.end, index + 1)
    }
    if parts.first?.kind == .text, !parts[0].glyphs.isEmpty,
      source.parts.count != cells.count || isSubLabel(parts[0])
    {
      // A label of its own stands between: the figures are of a part of this row.
      markUnreadable(index, cells, source, "read.row-with-parts")
      return source.parts.count > 1 && !scan.tokens[index].isCell ? index + 1 : source.end
    }
    if parts.count == cells.count, !parts.contains(where: { $0.kind == .text && !hasDigit($0.glyphs) }) {
      let reader = FigureReader(scan: scan)
      for (cell, part) in zip(cells, parts) {
        let figure =
          part.kind == .blank
          ? Figure(.blank, place: scan.place(part.piece))
          : reader.figure(
            part.glyphs, piece: part.piece, indicator: form.indicators[form.cells[cell].indicator])
        reading.place(figure, at: cell, token: index)
      }
      return source.end
    }
    if source.isGlued, parts.count < cells.count, parts.allSatisfy({ $0.kind == .figure }),
      parts.count == 1 || !parts.allSatisfy({ scan.isAlone($0) })
    {
      splitRun(index, cells, parts, source)
      return source.end
    }
    markUnreadable(index, cells, source, "read.row-of-other-length")
    return source.end
  }

  private func isSubLabel(_ part: RowSource.Part) -> Bool { !hasDigit(part.glyphs) }

  private func hasDigit(_ range: Range<Int>) -> Bool { scan.glyphs[range].contains { $0.kind == .digit } }

  private func place(_ index: Int) -> Place? {
    scan.tokens.indices.contains(index) ? scan.place(scan.tokens[index].piece) : nil
  }

  /// Whether a label with nothing behind it is a row of empty cells: the next thing is the next row.
  private func isBlankRow(_ index: Int, end: Int) -> Bool {
    guard scan.tokens.indices.contains(index), reading.placedCount > 0, end < scan.tokens.count else {
      return false
    }
    if scan.tokens[index].isCell { return scan.tokens[end].beginsRow }
    guard case .label(let id) = scan.tokens[end].kind, scan.tokens[end].ordinal != nil else { return false }
    return layout.meanings(of: id).contains { if case .row = $0 { true } else { false } }
  }

  private mutating func markUnreadable(_ index: Int, _ cells: [Int], _ source: RowSource, _ finding: String) {
    let raw = source.parts.map { scan.text($0.glyphs, piece: $0.piece) }.joined(separator: " ")
    let place = place(max(index, 0))
    for cell in cells { reading.place(Figure(.unreadable, raw: raw, place: place), at: cell, token: index) }
    let indicator = form.indicators[form.cells[cells[0]].indicator]
    reading.findings.append(
      Finding(
        finding, .warning,
        [
          "row": indicator.printedLabel.isEmpty
            ? indicator.block.joined(separator: " / ") : indicator.printedLabel,
          "raw": raw, "found": String(source.parts.count), "expected": String(cells.count),
        ],
        places: place.map { [$0] } ?? [], cells: cells.map { form.cells[$0].id.description }))
  }

  private mutating func splitRun(_ index: Int, _ cells: [Int], _ parts: [RowSource.Part], _ source: RowSource)
  {
    let groups = parts.map { part in
      scan.glyphs[part.glyphs].compactMap { glyph in
        glyph.kind == .digit || glyph.kind == .mark ? UInt8(exactly: glyph.code) : nil
      }
    }
    let raw = parts.map { scan.text($0.glyphs, piece: $0.piece) }.joined(separator: " ")
    let hasOtherLetters = parts.contains { part in scan.glyphs[part.glyphs].contains { $0.kind == .letter } }
    reading.runs.append(
      GluedRun(
        cells: cells, groups: groups, raw: raw, place: place(max(index, 0)), token: index,
        unit: hasOtherLetters
          ? scan.text(parts[parts.count - 1].glyphs, piece: parts[parts.count - 1].piece) : nil))
  }
}
