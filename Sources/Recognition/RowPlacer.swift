import Core
import ReportModel

/// Gives the cells of a row the figures that stand behind its label. There is one for a reading, and no copy of it.
struct RowPlacer: ~Copyable {
  let layout: FormLayout
  let scan: Scan
  var reading: Reading
  private var grid: GridColumns
  /// The tokens of the headers over the figures that come next.
  private var headerTokens: [Int] = []
  /// Whether the text has a paragraph for each cell, once that is asked for.
  private var paragraphsAreCells: Bool?

  init(_ layout: FormLayout, _ scan: Scan) {
    self.layout = layout
    self.scan = scan
    reading = Reading(layout.form, tokenCount: scan.tokens.count)
    grid = GridColumns(scan)
  }

  var form: Form { layout.form }

  /// Whether all rows of a cell's table have figures in the same columns.
  private func isUniform(_ cell: Int) -> Bool { form.cells[cell].column != nil }

  /// The headers of other tables are left behind.
  mutating func beginHeaders() { headerTokens = [] }

  /// A header over figures.
  mutating func addHeader(_ index: Int) { headerTokens.append(index) }

  /// Whether the headers stand in a grid with no words among them that are not known.
  var headersAreWhole: Bool {
    guard let first = headerTokens.first, let last = headerTokens.last, headersAreInGrid else { return false }
    let rows = scan.rowRange(around: first).lowerBound..<scan.rowRange(around: last).upperBound
    return !rows.contains { scan.tokens[$0].kind == .text || scan.tokens[$0].kind == .figures }
  }

  /// Whether it is known in which columns the headers stand.
  var headersAreInGrid: Bool {
    headerTokens.allSatisfy { scan.pieces[scan.tokens[$0].piece].column != nil }
  }

  /// The columns of the headers that were read last, in order, if they are as many as the figures.
  private func headerColumns(_ count: Int) -> [Int] {
    // Those that the form has, where there are others among them.
    let known = headerTokens.filter { if case .label = scan.tokens[$0].kind { true } else { false } }
    let columns = (known.count == count ? known : headerTokens.suffix(count)).compactMap {
      scan.pieces[scan.tokens[$0].piece].column
    }
    return columns.count == count && Set(columns).count == count ? columns.sorted() : []
  }

  private func isMerged(_ part: RowSource.Part) -> Bool {
    let piece = scan.pieces[part.piece]
    return piece.column != nil && piece.lastColumn != piece.column
  }

  /// - Returns: the index of the first token behind the row.
  mutating func place(_ cells: [Int], label index: Int) -> Int {
    place(cells, label: index, scan.rowSource(after: index, cellCount: cells.count))
  }

  /// - Parameter index: the token of the label, or of the first figure where a row has none.
  /// - Returns: the index of the first token behind the row.
  mutating func place(_ cells: [Int], label index: Int, _ source: RowSource) -> Int {
    var parts = source.parts
    var merged: Set<Int> = []
    var others: [RowSource.Part] = []
    // A cell put in and two that are merged leave as many as there were, each in another column.
    let isWhole = parts.count == cells.count && !parts.contains { $0.kind == .blank || isMerged($0) }
    if !isWhole, !source.isGlued,
      let first = parts.first, scan.pieces[first.piece].column != nil
    {
      switch grid.aligned(
        parts, at: index, count: cells.count, headers: headerColumns(cells.count),
        isUniform: isUniform(cells[0]))
      {
      case .columns(let aligned, let shared, let outside):
        (parts, merged, others) = (aligned, shared, outside)
      case .doubtful:
        doubt(cells, index, source, .unplacedColumn)
        return max(source.end, index + 1)
      case .unknown: break
      }
    }
    // Empty cells behind or before the figures come from merged cells.
    if parts.count > cells.count, let first = parts.first, first.kind == .blank, parts.last?.kind == .blank,
      parts.contains(where: { $0.kind != .blank }), scan.tokens[index].isCell,
      scan.rowRange(around: index).count <= TableAccount.longestRow
    {
      // At which end they are too many is not known.
      doubt(cells, index, source, .unplacedColumn)
      return max(source.end, index + 1)
    }
    while parts.count > cells.count, parts.last?.kind == .blank { parts.removeLast() }
    while parts.count > cells.count, parts.first?.kind == .blank { parts.removeFirst() }
    let isSubtotal = form.indicators[form.cells[cells[0]].indicator].role == .subtotal

    if parts.allSatisfy({ $0.kind == .blank }) {
      if isSubtotal && (parts.isEmpty || parts.count < cells.count) { return max(source.end, index + 1) }
      if parts.isEmpty, !isBlankRow(index, end: source.end) { return index + 1 }
      place(cells.map { ($0, Figure(.blank, place: place(index))) }, index, source)
      return max(source.end, index + 1)
    }
    if parts.first?.kind == .text, !parts[0].glyphs.isEmpty,
      source.parts.count != cells.count || !hasDigit(parts[0].glyphs)
    {
      // A label of its own stands between: the figures are of a part of this row.
      doubt(cells, index, source, .unreadable)
      return source.parts.count > 1 && !scan.tokens[index].isCell ? index + 1 : source.end
    }
    // Where columns are known a cell of words is only itself unreadable.
    let hasColumns = !source.isGlued && parts.allSatisfy { scan.pieces[$0.piece].column != nil }
    if parts.count == cells.count,
      hasColumns || !parts.contains(where: { $0.kind == .text && !hasDigit($0.glyphs) })
    {
      place(figures(parts, of: cells, merged), index, source)
      for token in source.tokens where others.contains(where: { $0.piece == scan.tokens[token].piece }) {
        reading.release(token)
      }
      return source.end
    }
    if source.isGlued, parts.count < cells.count, parts.allSatisfy({ $0.kind == .figure }),
      parts.count == 1 ? !isOneNumber(parts[0], cells.count) : !parts.allSatisfy({ scan.isAlone($0) })
    {
      splitRun(cells, index, parts, source)
      return source.end
    }
    doubt(cells, index, source, parts.contains { $0.kind == .text } ? .unreadable : .unplacedColumn)
    return source.end
  }

  /// Gives the cells of a row what stands below their headers, where there are other columns among them.
  ///
  /// - Parameter columns: those of the form that the cells belong to.
  /// - Returns: the index of the first token behind the row.
  mutating func place(
    _ cells: [Int], under header: SheetHeader, _ columns: [Int], label index: Int, _ source: RowSource
  ) -> Int {
    var found: [Int: RowSource.Part] = [:]
    var merged: Set<Int> = []
    var isDoubtful = source.isGlued
    if let length = header.rowLength, scan.cellsInRow(of: scan.tokens[index].piece) != length {
      isDoubtful = true
    }
    for part in source.parts {
      let own = scan.columns(of: part.piece)
      let over = header.cells.filter { cell in
        guard let columns = cell.columns, let own else { return false }
        return own.overlaps(columns)
      }
      if over.isEmpty || over[0].columns?.lowerBound != own?.lowerBound {
        isDoubtful = isDoubtful || part.kind != .blank
      }
      for case .column(let column) in over.map(\.meaning) {
        found[column] = part
        if over.count > 1, part.kind != .blank, let position = columns.firstIndex(of: column) {
          merged.insert(position)
        }
      }
    }
    if source.parts.isEmpty { return index + 1 }
    let parts = columns.compactMap { found[$0] }
    if isDoubtful || parts.count != cells.count {
      if !cells.isEmpty { doubt(cells, index, source, .unplacedColumn) }
      return max(source.end, index + 1)
    }
    place(figures(parts, of: cells, merged), index, source)
    for token in source.tokens where !parts.contains(where: { $0.piece == scan.tokens[token].piece }) {
      let isCode = found.values.contains { $0.piece == scan.tokens[token].piece }
      reading.release(token)
      // The row's own number or code is part of its label.
      if isCode { reading.use(token..<token + 1, as: .label) }
    }
    return max(source.end, index + 1)
  }

  /// Whether what stands behind a label is one figure, and no run of several: a digit, or a number in a paragraph of
  /// its own where the other cells have theirs.
  private mutating func isOneNumber(_ part: RowSource.Part, _ count: Int) -> Bool {
    let glyphs = scan.glyphs[part.glyphs]
    if glyphs.count(where: { $0.kind == .digit }) == 1 { return true }
    guard !(glyphs.first.map { $0.code == "0" } ?? true),
      part.glyphs.lowerBound == scan.pieces[part.piece].glyphs.lowerBound,
      scan.pieces[part.piece].kind == .paragraph
    else { return false }
    let isNumbered = paragraphsAreCells ?? scan.paragraphsAreCells
    paragraphsAreCells = isNumbered
    return isNumbered
  }

  /// Reads a heading over rows. Figures of its own are kept until its parts are known.
  ///
  /// - Parameter columns: those that a row has figures for.
  /// - Returns: the index of the next token to read.
  mutating func readHeading(_ indicator: Int, label index: Int, columns: [Int]) -> Int {
    let source = scan.rowSource(after: index, cellCount: columns.count)
    let isWholeRow =
      !scan.tokens[index].isCell || source.end >= scan.tokens.count || scan.tokens[source.end].beginsRow
      || !scan.tokens[source.end].isCell
    guard isWholeRow, source.parts.contains(where: { $0.kind == .figure && hasDigit($0.glyphs) }) else {
      return index + 1
    }
    let reader = FigureReader(scan: scan)
    let figures = source.parts.filter { $0.kind != .text }.map {
      reader.figure($0.glyphs, piece: $0.piece, indicator: form.indicators[indicator])
    }
    reading.headingRows.append(
      HeadingRow(
        indicator: indicator, label: index, figures: figures, columns: columns, source: source.tokens))
    return max(source.end, index + 1)
  }

  private mutating func place(_ row: [(cell: Int, figure: Figure)], _ label: Int, _ source: RowSource) {
    reading.place(row, label: label, source: source.tokens)
  }

  /// - Parameter merged: the positions of cells that share one figure, whose column is therefore not known.
  private func figures(
    _ parts: [RowSource.Part], of cells: [Int], _ merged: Set<Int>
  ) -> [(cell: Int, figure: Figure)] {
    let reader = FigureReader(scan: scan)
    var row: [(cell: Int, figure: Figure)] = []
    row.reserveCapacity(cells.count)
    for (position, (cell, part)) in zip(cells, parts).enumerated() {
      let figure =
        if merged.contains(position) {
          Figure(
            .unplacedColumn, raw: scan.text(part.glyphs, piece: part.piece), place: scan.place(part.piece))
        } else if part.kind == .blank {
          Figure(.blank, place: scan.place(part.piece))
        } else {
          reader.figure(
            part.glyphs, piece: part.piece, indicator: form.indicators[form.cells[cell].indicator])
        }
      row.append((cell, figure))
    }
    return row
  }

  private func hasDigit(_ range: Range<Int>) -> Bool { scan.glyphs[range].contains { $0.kind == .digit } }

  func place(_ index: Int) -> Place? {
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

  /// Gives all cells of a row what stands there: which figure is whose cannot be told.
  ///
  /// - Parameter value: `unplacedColumn` where the row has more or fewer figures than cells, `unreadable` where
  ///   words of its parts stand between.
  private mutating func doubt(
    _ cells: [Int], _ index: Int, _ source: RowSource, _ value: Figure.Value
  ) {
    let raw = source.parts.map { part in
      scan.text(source.isGlued ? part.glyphs : scan.pieces[part.piece].glyphs, piece: part.piece)
    }.joined(separator: " ")
    let place = place(index)
    self.place(cells.map { ($0, Figure(value, raw: raw, place: place)) }, index, source)
    let row = RowAtFault(cells, of: form, raw: raw, place: place)
    reading.findings.append(
      value == .unplacedColumn
        ? .rowOfOtherLength(row, expected: cells.count, found: source.parts.count)
        : .rowWithParts(row, expected: cells.count, found: source.parts.count))
  }

  private mutating func splitRun(_ cells: [Int], _ index: Int, _ parts: [RowSource.Part], _ source: RowSource)
  {
    let groups = parts.map { part in
      // A note behind the last figure is no part of the run.
      scan.glyphs[part.glyphs].prefix { !$0.isMark("(") && !$0.isMark("[") && !$0.isMark("〔") }.compactMap {
        glyph in
        glyph.kind == .digit || glyph.kind == .mark ? UInt8(exactly: glyph.code) : nil
      }
    }
    let raw = parts.map { scan.text($0.glyphs, piece: $0.piece) }.joined(separator: " ")
    let hasOtherLetters = parts.contains { part in scan.glyphs[part.glyphs].contains { $0.kind == .letter } }
    reading.use(source.tokens, as: .figure)
    reading.runs.append(
      GluedRun(
        cells: cells, groups: groups, raw: raw, place: place(index), token: index, source: source.tokens,
        unit: hasOtherLetters
          ? scan.text(parts[parts.count - 1].glyphs, piece: parts[parts.count - 1].piece) : nil))
  }
}
