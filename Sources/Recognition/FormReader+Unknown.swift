import TextKit
import Core

/// Labels that no form has, or that are misspelt.
extension FormReader {
  mutating func readUnknown(_ index: Int) -> Int {
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
          .labelTakenFor(
            form.indicators[indicator], scan.text(token.glyphs, piece: token.piece), scan.place(token.piece)))
      }
      return end
    }
    if token.isCell, hasFigureInRow(next) {
      reading.leave(index, in: scan)
    }
    return next
  }

  func hasFigureInRow(_ start: Int) -> Bool {
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
  func likeliestRow(_ codes: [UInt32], _ ordinal: Ordinal?, table position: Int) -> Int? {
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
      var score = TextLikeness.ofSequences(codes, label, of: 1000)
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
  static func letterMask(_ codes: [UInt32]) -> UInt64 {
    codes.reduce(0) { $0 | 1 << UInt64($1 & 63) }
  }
}
