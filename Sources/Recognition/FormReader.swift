import ReportModel
import TextKit

/// Reads the figures of one form from a scan, as if the document were of that form. How much it finds is what
/// decides the edition.
///
/// Each table has a reader of its own with its own state. What a label is, and which of them takes it, is decided
/// here and once.
struct FormReader: ~Copyable {
  private let layout: FormLayout
  private let scan: Scan
  private var placer: RowPlacer
  private var sheets: [SheetReader] = []
  private var blocks: [BlocksReader] = []
  private var applicants: [ApplicantsReader] = []
  private var outcomes: [OutcomesReader] = []
  /// By table, the position of its reader among those of its layout.
  private let readers: [Int]
  /// The table in which the last label stood.
  private var table: Int?
  /// Rows whose labels are misspelt are looked for among these; nil where they are only counted.
  private let missingRows: Set<Int>?

  /// - Parameter missingRows: the rows that are looked for by labels that are misspelt; that is slow, and only the
  ///   form that fits need do it.
  init(_ layout: FormLayout, _ scan: Scan, findingMisspelt missingRows: Set<Int>? = nil) {
    self.missingRows = missingRows
    self.layout = layout
    self.scan = scan
    placer = RowPlacer(layout, scan)
    var readers: [Int] = []
    for (position, table) in layout.form.tables.enumerated() {
      switch table.layout {
      case .sheet:
        readers.append(sheets.count)
        sheets.append(SheetReader(table: position))
      case .blocks:
        readers.append(blocks.count)
        blocks.append(BlocksReader(table: position))
      case .applicants:
        readers.append(applicants.count)
        applicants.append(ApplicantsReader(table: position))
      case .outcomes:
        readers.append(outcomes.count)
        outcomes.append(OutcomesReader(table: position))
      }
    }
    self.readers = readers
  }

  /// Reads the scan from its beginning to its end.
  static func read(_ layout: FormLayout, _ scan: Scan, findingMisspelt missingRows: Set<Int>? = nil)
    -> Reading
  {
    var reader = FormReader(layout, scan, findingMisspelt: missingRows)
    var index = 0
    while index < scan.tokens.count { index = reader.readToken(index) }
    return reader.placer.reading
  }

  private var form: Form { layout.form }

  private func layout(of table: Int) -> FormTable.Layout { form.tables[table].layout }

  /// - Returns: the index of the next token to read.
  private mutating func readToken(_ index: Int) -> Int {
    // 合计 before the figures of a row whose headers have been read.
    if let open = openOutcomes, outcomes[open].isLabelled(index, placer) {
      return index + 1
    }
    switch scan.tokens[index].kind {
    case .label(let id):
      guard let meaning = meaning(of: id, index) else {
        return layout.knows(id) ? index + 1 : readUnknown(index)
      }
      return read(meaning, index)
    case .text: return readUnknown(index)
    case .figures, .blank:
      guard let open = openOutcomes else { return index + 1 }
      return outcomes[open].read(at: index, &placer)
    case .unit: return index + 1
    }
  }

  /// The table 四 whose headers have been read, and no row yet.
  private var openOutcomes: Int? { outcomes.indices.first { outcomes[$0].headerIsOpen } }

  // MARK: What a label is

  /// The one meaning that a label has where it stands; nil where none fits.
  private func meaning(of id: LabelIndex.LabelID, _ index: Int) -> FormLayout.Meaning? {
    let meanings = layout.meanings(of: id)
    var best: (meaning: Int, rank: Int)?
    for position in meanings.indices {
      guard let rank = rank(meanings[position], isSingle: meanings.count == 1), rank < best?.rank ?? .max
      else {
        continue
      }
      best = (position, rank)
    }
    if let best { return meanings[best.meaning] }
    if let row = row(among: meanings, scan.tokens[index]) { return row }
    // A header has no figure behind it.
    return isBeforeFigures(index)
      ? nil
      : meanings.first {
        if case .valueColumn(let table, _) = $0 { layout(of: table) == .applicants } else { false }
      }
  }

  /// Which of several meanings comes first; nil where it is none where the label stands, or is that of a row.
  private func rank(_ meaning: FormLayout.Meaning, isSingle: Bool) -> Int? {
    switch meaning {
    case .tableTitle, .section, .tableNote, .rowHeader: return 0
    case .column(let table, _):
      switch layout(of: table) {
      case .outcomes: return isSingle || openOutcomes != nil ? 1 : nil
      case .blocks: return 2
      case .sheet, .applicants: return nil
      }
    case .block: return 3
    case .valueColumn: return isSingle || applicants.contains { $0.headerIsOpen } ? 4 : nil
    case .blockRow(let table, _):
      return (self.table == table || isSingle) && blocks[readers[table]].hasColumns ? 5 : nil
    case .row: return nil
    }
  }

  /// Whether the next thing in a label's row is a figure.
  private func isBeforeFigures(_ index: Int) -> Bool {
    let next = index + 1
    return next < scan.tokens.count && scan.tokens[next].kind == .figures && !scan.tokens[next].beginsRow
  }

  /// Which of several rows with the same label is meant.
  private func row(among meanings: [FormLayout.Meaning], _ token: Token) -> FormLayout.Meaning? {
    let rows = meanings.compactMap { meaning -> (table: Int, indicator: Int)? in
      if case .row(let table, let indicator) = meaning { (table, indicator) } else { nil }
    }
    guard let first = rows.first else { return nil }
    func meaning(_ row: (table: Int, indicator: Int)) -> FormLayout.Meaning {
      .row(table: row.table, indicator: row.indicator)
    }
    if rows.count == 1 {
      // （七）总计 and a bare 总计 in a header are told apart by what was read before.
      // Below another table a bare 合计 is a row of that one, which the form has not.
      if table != first.table, layout(of: first.table) == .applicants, scan.codes(token.glyphs).count < 6,
        !applicants[readers[first.table]].hasHeader || token.isCell && token.ordinal == nil
      {
        return nil
      }
      return meaning(first)
    }
    if layout(of: first.table) == .sheet,
      let chosen = sheets[readers[first.table]].choose(rows.map(\.indicator), form)
    {
      return chosen.map { .row(table: first.table, indicator: $0) }
    }
    if let ordinal = token.ordinal {
      let fitting = rows.filter { form.indicators[$0.indicator].numbering.style == ordinal.style }
      if fitting.count == 1, let row = fitting.first {
        // （八）其他 is none of the form's, unless its row is not there under its own number.
        let indicator = form.indicators[row.indicator]
        let isOwn = indicator.printedNumber == indicator.numbering.number(ordinal.number)
        return isOwn || applicants.lazy.compactMap(\.group).first == nil ? meaning(row) : nil
      }
    }
    if let group = applicants.lazy.compactMap(\.group).first,
      let inGroup = rows.first(where: { form.indicators[$0.indicator].parent == group })
    {
      return meaning(inGroup)
    }
    return nil
  }

  // MARK: Who takes it

  /// - Returns: the index of the next token to read.
  private mutating func read(_ meaning: FormLayout.Meaning, _ index: Int) -> Int {
    switch meaning {
    case .tableTitle, .section:
      closeHeaders()
      for reader in applicants.indices { applicants[reader].group = nil }
    case .tableNote: break
    case .rowHeader(let position): open(position, at: index)
    case .column(let position, let name):
      let isFirst: Bool
      if layout(of: position) == .outcomes {
        isFirst = !outcomes[readers[position]].headerIsOpen
        if isFirst { endHeaders() }
        outcomes[readers[position]].name(column: name)
      } else {
        isFirst = blocks[readers[position]].name(column: name, isContinued: table == position)
        for reader in outcomes.indices { outcomes[reader].endHeader() }
        placer.reading.note(index)
      }
      table = position
      if isFirst { placer.beginHeaders() }
      placer.addHeader(index)
    case .block(let position, let name):
      if layout(of: position) == .outcomes {
        outcomes[readers[position]].name(block: name)
      } else {
        for reader in blocks.indices { blocks[reader].closeHeader() }
      }
    case .valueColumn(let position, let column):
      if layout(of: position) == .sheet {
        sheets[readers[position]].name(column: column, at: index, isCell: scan.tokens[index].isCell)
        break
      }
      for reader in outcomes.indices { outcomes[reader].endHeader() }
      table = position
      let isFirst = applicants[readers[position]].name(column: column)
      if isFirst { placer.beginHeaders() }
      if form.tables[position].columns[column].role != .header { placer.addHeader(index) }
    case .blockRow(let position, let name):
      return blocks[readers[position]].read(row: name, label: index, &placer)
    case .row(let position, let indicator): return read(row: indicator, of: position, index)
    }
    return index + 1
  }

  private mutating func read(row indicator: Int, of position: Int, _ index: Int) -> Int {
    let next: Int?
    if layout(of: position) == .sheet {
      next = sheets[readers[position]].read(row: indicator, label: index, &placer)
    } else {
      endHeaders()
      next = applicants[readers[position]].read(
        row: indicator, label: index, isCurrent: table == position, &placer)
    }
    guard let next else { return index + 1 }
    table = position
    return next
  }

  private mutating func open(_ position: Int, at index: Int) {
    closeHeaders()
    table = position
    switch layout(of: position) {
    case .blocks: blocks[readers[position]].openHeader()
    case .applicants: applicants[readers[position]].openHeader()
    case .sheet: sheets[readers[position]].open(at: index)
    case .outcomes: break
    }
  }

  /// Ends the naming of columns; those that were named hold on.
  private mutating func endHeaders() {
    for reader in applicants.indices { applicants[reader].closeHeader() }
    for reader in blocks.indices { blocks[reader].endHeader() }
    for reader in outcomes.indices { outcomes[reader].endHeader() }
  }

  private mutating func closeHeaders() {
    for reader in applicants.indices { applicants[reader].closeHeader() }
    for reader in blocks.indices { blocks[reader].closeHeader() }
    for reader in outcomes.indices { outcomes[reader].closeHeader() }
  }

  // MARK: Labels that the form has not

  /// - Returns: the index of the next token to read.
  private mutating func readUnknown(_ index: Int) -> Int {
    let token = scan.tokens[index]
    let next = index + 1
    let isBeforeFigures =
      next < scan.tokens.count && [.figures, .blank, .unit].contains(scan.tokens[next].kind)
      && (token.isCell ? !scan.tokens[next].beginsRow : true)
    let codes = scan.codes(token.glyphs)
    if let open = blocks.firstIndex(where: \.headerIsOpen), !isBeforeFigures || !hasFigureInRow(next),
      !isInRowOfFigures(index)
    {
      // A header that is not spelt as expected, or words that end the table.
      if codes.count <= 20 {
        blocks[open].name(unknown: codes)
        placer.addHeader(index)
      } else {
        closeHeaders()
      }
      return next
    }
    if codes.count > 40 {
      for reader in blocks.indices { blocks[reader].forgetColumns() }
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
    placer.reading.hasUnknownRows = true
    guard let missingRows, let indicator = likeliestRow(codes, token.ordinal, table, among: missingRows)
    else {
      return next
    }
    let before = placer.reading.score
    let end = read(row: indicator, of: table, index)
    if placer.reading.score > before {
      placer.reading.findings.append(
        .labelTakenFor(
          form.indicators[indicator], scan.text(token.glyphs, piece: token.piece), scan.place(token.piece)))
    }
    return end
  }

  /// Whether a cell stands in a row that has figures, such as one that numbers the columns.
  private func isInRowOfFigures(_ index: Int) -> Bool {
    guard scan.tokens[index].isCell else { return false }
    let row = scan.rowRange(around: index)
    // Where rows are not told apart a row is the whole table.
    return row.count <= TableAccount.longestRow && row.contains { scan.tokens[$0].kind == .figures }
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
  private func likeliestRow(
    _ codes: [UInt32], _ ordinal: Ordinal?, _ position: Int, among rows: Set<Int>
  ) -> Int? {
    guard (4...60).contains(codes.count), [.applicants, .sheet].contains(layout(of: position)) else {
      return nil
    }
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
      var score = TextLikeness.ofSequences(codes, label, of: 1000)
      let printed = form.indicators[indicator]
      if let ordinal, let style = printed.numbering.style, style == ordinal.style {
        score += printed.printedNumber == printed.numbering.number(ordinal.number) ? 50 : -100
      }
      if score > best?.score ?? 0 {
        second = best?.score ?? 0
        best = (indicator, score)
      } else if score > second {
        second = score
      }
    }
    // A row that is there under its own label is not printed again under another.
    guard let best, best.score >= 800, best.score - second >= 60, rows.contains(best.indicator) else {
      return nil
    }
    return best.indicator
  }

  /// Which letters a text has, by their last six bits.
  private static func letterMask(_ codes: [UInt32]) -> UInt64 {
    codes.reduce(0) { $0 | 1 << UInt64($1 & 63) }
  }
}

extension Numbering {
  fileprivate var style: Ordinal.Style? {
    switch self {
    case .chinese: .chinese
    case .bracketed: .bracketed
    case .arabic, .bracketedArabic, .circled: .arabic
    case .none, .ofWhich: nil
    }
  }
}
