import Core
import ReportModel

/// Gives the cells of a row their figures.
extension FormReader {
  /// Whether all rows of a cell's table have figures in the same columns.
  func isUniform(_ cell: Int) -> Bool { form.cells[cell].column != nil }

  /// The columns of the headers that were read last, in order, if they are as many as the figures.
  func headerColumns(_ count: Int) -> [Int] {
    let columns = headerTokens.suffix(count).compactMap { scan.pieces[scan.tokens[$0].piece].column }
    return columns.count == count && Set(columns).count == count ? columns.sorted() : []
  }

  mutating func placeRow(_ index: Int, cells: [Int]) -> Int {
    placeRow(index, cells: cells, source: scan.rowSource(after: index, cellCount: cells.count))
  }

  mutating func placeRow(_ index: Int, cells: [Int], source: RowSource) -> Int {
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
      markUnreadable(index, cells, source, hasOtherLength: true)
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
      markUnreadable(index, cells, source, hasOtherLength: false)
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
    markUnreadable(index, cells, source, hasOtherLength: true)
    return source.end
  }

  func isSubLabel(_ part: RowSource.Part) -> Bool { !hasDigit(part.glyphs) }

  func hasDigit(_ range: Range<Int>) -> Bool { scan.glyphs[range].contains { $0.kind == .digit } }

  func place(_ index: Int) -> Place? {
    scan.tokens.indices.contains(index) ? scan.place(scan.tokens[index].piece) : nil
  }

  /// Whether a label with nothing behind it is a row of empty cells: the next thing is the next row.
  func isBlankRow(_ index: Int, end: Int) -> Bool {
    guard scan.tokens.indices.contains(index), reading.placedCount > 0, end < scan.tokens.count else {
      return false
    }
    if scan.tokens[index].isCell { return scan.tokens[end].beginsRow }
    guard case .label(let id) = scan.tokens[end].kind, scan.tokens[end].ordinal != nil else { return false }
    return layout.meanings(of: id).contains { if case .row = $0 { true } else { false } }
  }

  /// - Parameter hasOtherLength: whether the row has more or fewer figures than cells; otherwise words of its parts
  ///   stand between.
  private mutating func markUnreadable(
    _ index: Int, _ cells: [Int], _ source: RowSource, hasOtherLength: Bool
  ) {
    let raw = source.parts.map { scan.text($0.glyphs, piece: $0.piece) }.joined(separator: " ")
    let place = place(max(index, 0))
    for cell in cells { reading.place(Figure(.unreadable, raw: raw, place: place), at: cell, token: index) }
    let row = RowAtFault(cells, of: form, raw: raw, place: place)
    reading.findings.append(
      hasOtherLength
        ? .rowOfOtherLength(row, expected: cells.count, found: source.parts.count)
        : .rowWithParts(row, expected: cells.count, found: source.parts.count))
  }

  mutating func splitRun(_ index: Int, _ cells: [Int], _ parts: [RowSource.Part], _ source: RowSource) {
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
