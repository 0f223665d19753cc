import Core
import DocumentModel
import ReportModel

/// A document as a run of tokens: the labels of all known forms, figures, and what lies between.
///
/// Running text and tables give the same kinds of tokens. A table's cell is one token; in running text labels
/// and figures are cut apart where one ends and the other begins, however closely they are glued. A class because
/// all readings share it.
final class Scan: Sendable {
  let pieces: [Piece]
  let places: [Place?]
  let glyphs: [Glyph]
  let tokens: [Token]
  /// By piece, the figures of cells that the document itself says are not to be read.
  let unreadable: [Int: Figure]

  /// - Parameter own: what is said of several rows together in it is no row.
  init(_ document: Document, labels: LabelIndex, units: WordList, own: OwnSentences) {
    let builder = ScanBuilder(document, labels: labels, units: units, own: own)
    pieces = builder.pieces
    places = builder.places
    glyphs = builder.glyphs
    tokens = builder.tokens
    unreadable = builder.unreadable
  }

  /// The text of glyphs within one piece, as it stands in the source.
  func text(_ range: Range<Int>, piece: Int) -> String {
    guard !range.isEmpty, let lower = Int(exactly: glyphs[range.lowerBound].offset) else { return "" }
    let utf8 = pieces[piece].text.utf8
    let inside = range.clamped(to: pieces[piece].glyphs)
    if inside.isEmpty { return "" }
    let upper =
      inside.upperBound < pieces[piece].glyphs.upperBound
      ? Int(glyphs[inside.upperBound].offset) : utf8.count
    let start = utf8.index(utf8.startIndex, offsetBy: lower)
    let end = utf8.index(utf8.startIndex, offsetBy: upper)
    return trimmed(pieces[piece].text[start..<end])
  }

  /// The letters and digits of a token.
  func codes(_ range: Range<Int>) -> [UInt32] {
    GlyphFolding.codes(glyphs[range])
  }

  func place(_ piece: Int) -> Place? { places[pieces[piece].place] }

  private func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.unicodeScalars.first, isSpace(first) { text.unicodeScalars.removeFirst() }
    while let last = text.unicodeScalars.last, isSpace(last) { text.unicodeScalars.removeLast() }
    return String(text)
  }

  private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Printable ASCII and ideographs, which are nearly all.
    case 0x21...0x7E, 0x4E00...0x9FFF: false
    default: scalar.properties.isWhitespace
    }
  }
}

extension [Piece] {
  /// The piece in which a glyph stands.
  func firstIndex(containing glyph: Int) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].glyphs.upperBound <= glyph { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].glyphs.contains(glyph) ? low : nil
  }
}

/// Cuts a document into pieces and tokens.
private struct ScanBuilder: ~Copyable {
  private(set) var pieces: [Piece] = []
  private(set) var places: [Place?] = []
  private(set) var glyphs: [Glyph] = []
  private(set) var tokens: [Token] = []
  private(set) var unreadable: [Int: Figure] = [:]
  /// Of the row at hand, the piece behind its last one, and the last one that is blank or holds a figure.
  private var endOfRow = 0
  private var lastValue = 0
  private let labels: LabelIndex
  private let units: WordList
  private let longestUnit: Int

  init(_ document: Document, labels: LabelIndex, units: WordList, own: OwnSentences) {
    self.labels = labels
    self.units = units
    // With brackets around it.
    longestUnit = 2 + (units.words.map(\.count).max() ?? 0)
    collectPieces(document)
    // A token for each cell, and somewhat more for running text.
    tokens.reserveCapacity(2 * pieces.count)
    var index = 0
    while index < pieces.count {
      if pieces[index].kind == .cell {
        scanCell(index)
        index += 1
        continue
      }
      if isTotal(index, own) {
        index += 1
        continue
      }
      var end = index + 1
      // A heading is a run of its own; paragraphs flow into one another, for labels that are broken over them.
      if pieces[index].kind == .paragraph {
        while end < pieces.count, pieces[end].kind == .paragraph, !isTotal(end, own) { end += 1 }
      }
      scanText(index..<end)
      index = end
    }
  }

  /// The letters and digits of a token.
  private func codes(_ range: Range<Int>) -> [UInt32] {
    GlyphFolding.codes(glyphs[range])
  }

  private func isTotal(_ index: Int, _ own: OwnSentences) -> Bool {
    pieces[index].kind == .paragraph && own.tellsTotals(pieces[index].text)
  }

  // MARK: Pieces

  private mutating func collectPieces(_ document: Document) {
    func append(
      _ text: String, _ place: Place?, _ kind: Piece.Kind, beginsRow: Bool = false,
      beginsTable: Bool = false, column: Int? = nil, lastColumn: Int? = nil
    ) {
      let start = glyphs.count
      GlyphFolding.append(text, to: &glyphs)
      places.append(place)
      pieces.append(
        Piece(
          text: text, place: places.count - 1, kind: kind, beginsRow: beginsRow, beginsTable: beginsTable,
          column: column, lastColumn: lastColumn, glyphs: start..<glyphs.count))
    }
    let count = document.blocks.reduce(0) { count, block in
      guard case .table(let table) = block else { return count + 1 }
      return count + table.rows.reduce(0) { $0 + $1.cells.count }
    }
    pieces.reserveCapacity(count)
    places.reserveCapacity(count)
    glyphs.reserveCapacity(4096)
    for block in document.blocks {
      switch block {
      case .paragraph(let paragraph) where paragraph.style == .surrounding: continue
      case .paragraph(let paragraph): append(paragraph.text, paragraph.place, .paragraph)
      case .heading(let paragraph, _): append(paragraph.text, paragraph.place, .heading)
      case .table(let table):
        var beginsTable = true
        for row in table.rows {
          var beginsRow = true
          for cell in row.cells {
            var text = cell.text
            if cell.isUnreadable {
              let figure = Figure(.unreadable, raw: text.isEmpty ? nil : text, place: cell.place)
              unreadable[pieces.count] = figure
              // Where the row is not known it is quoted so.
              text = FigureNotation.text(figure)
            }
            append(
              text, cell.place, .cell, beginsRow: beginsRow, beginsTable: beginsTable,
              column: table.hasGrid ? cell.place?.column : nil,
              lastColumn: table.hasGrid ? cell.place?.column.map { $0 + cell.columnSpan - 1 } : nil)
            beginsRow = false
            beginsTable = false
          }
        }
      }
    }
  }

  // MARK: Cells

  private mutating func scanCell(_ index: Int) {
    if index >= endOfRow { findValues(from: index) }
    let (range, beginsRow) = (pieces[index].glyphs, pieces[index].beginsRow)
    var token = Token(kind: .blank, glyphs: range, piece: index, isCell: true, beginsRow: beginsRow)
    defer { tokens.append(token) }
    if range.isEmpty { return }
    if glyphs[range].allSatisfy({ $0.kind == .digit }) || unreadable[index] != nil {
      token.kind = .figures
      return
    }
    let (ordinal, start) = leadingOrdinal(range)
    if start < range.upperBound,
      let match = labels.longestMatch(glyphs, from: start, to: range.upperBound),
      isComplete(match.end, in: range)
    {
      token.kind = .label(match.id)
      token.ordinal = ordinal
      return
    }
    if range.count <= longestUnit, units.contains(glyphs[range]) {
      token.kind = .unit
      return
    }
    if let label = labelWithDigits(
      range, ordinal, labelStart: start, hasOwnCells: { hasValues(behind: index) })
    {
      token.kind = .label(label.id)
      token.ordinal = label.ordinal
      return
    }
    let hasDigits = glyphs[range].contains { $0.kind == .digit }
    if hasDigits, ordinal == nil,
      glyphs[start..<range.upperBound].contains(where: { $0.kind == .letter }),
      !beginsLikeFigure(range), !hasValues(behind: index)
    {
      // A whole row in one cell: cut it as running text.
      let before = tokens.count
      scanText(index..<index + 1)
      if tokens[before...].contains(where: { if case .label = $0.kind { true } else { false } }) {
        if before < tokens.count { tokens[before].beginsRow = beginsRow }
        token = tokens.removeLast()
        return
      }
      tokens.removeSubrange(before...)
    }
    token.kind = ordinal == nil && beginsLikeFigure(range) ? .figures : .text
    token.ordinal = token.kind == .text ? ordinal : nil
    if token.kind == .text { token.glyphs = start..<range.upperBound }
  }

  /// Whether nothing but a bracketed remark follows a label in its cell.
  private func isComplete(_ end: Int, in range: Range<Int>) -> Bool {
    var index = end
    while index < range.upperBound, glyphs[index].kind == .mark {
      if let close = endOfBracket(at: index, in: range) {
        return !glyphs[close..<range.upperBound].contains { $0.kind == .digit }
      }
      index += 1
    }
    return index == range.upperBound
  }

  /// The end of a bracket that opens at a position, or of its range where none closes it.
  private func endOfBracket(at position: Int, in range: Range<Int>) -> Int? {
    guard glyphs[position].isMark("(") || FigureWords.isOpeningMark(glyphs[position].code) else { return nil }
    var depth = 0
    for index in position..<range.upperBound where glyphs[index].kind == .mark {
      let code = glyphs[index].code
      if code == "(" || FigureWords.isOpeningMark(code) { depth += 1 }
      if code == ")" || FigureWords.isClosingMark(code) { depth -= 1 }
      if depth == 0 { return index + 1 }
    }
    return range.upperBound
  }

  /// The label of a cell that has digits besides: marks of notes, years and numbers without a point. In a row
  /// that has cells of its own for its figures they are no figures.
  private func labelWithDigits(
    _ range: Range<Int>, _ ordinal: Ordinal?, labelStart: Int, hasOwnCells: () -> Bool
  ) -> (id: LabelIndex.LabelID, ordinal: Ordinal?)? {
    var start = labelStart
    var ordinal = ordinal
    var hasNumber = false
    if ordinal == nil {
      start = range.lowerBound
      while start < range.upperBound, glyphs[start].kind == .mark { start += 1 }
      if let end = endOfOwnYear(start..<range.upperBound) {
        start = end
        hasNumber = true
      }
      let digits = glyphs[start..<min(start + 2, range.upperBound)].prefix { $0.kind == .digit }
      start += digits.count
      if !digits.isEmpty {
        hasNumber = true
        ordinal = Ordinal(style: .arabic, number: digits.reduce(0) { $0 * 10 + Int($1.code) - 0x30 })
      }
    }
    guard start < range.upperBound, glyphs[start].kind == .letter,
      let match = labels.longestMatch(glyphs, from: start, to: range.upperBound),
      isComplete(match.end, in: range) && hasNumber || isNote(match.end..<range.upperBound),
      hasOwnCells()
    else { return nil }
    return (match.id, ordinal)
  }

  /// The end of `2022年` or `2022年度` where that is the first year that the document names. The row of another
  /// year is none of the form's.
  private func endOfOwnYear(_ range: Range<Int>) -> Int? {
    guard range.count > 5, isYear(at: range.lowerBound),
      let first = glyphs.indices.first(where: { isYear(at: $0) }),
      (0..<4).allSatisfy({ glyphs[range.lowerBound + $0].code == glyphs[first + $0].code })
    else { return nil }
    var end = range.lowerBound + 5
    while end < range.upperBound, glyphs[end].code == "度" || glyphs[end].kind == .mark { end += 1 }
    return end
  }

  /// Whether what follows a label is nothing but the mark of a note, a year or a bracketed remark.
  private func isNote(_ range: Range<Int>) -> Bool {
    var digits = 0
    var index = range.lowerBound
    while index < range.upperBound {
      if let end = endOfBracket(at: index, in: range) {
        (index, digits) = (end, 0)
        continue
      }
      let glyph = glyphs[index]
      switch glyph.kind {
      case .mark: digits = 0
      case .digit: digits += 1
      case .letter where "年度注备附见表".unicodeScalars.contains { $0.value == glyph.code }: digits = 0
      case .letter: return false
      }
      if digits > 4 { return false }
      index += 1
    }
    return !range.isEmpty
  }

  /// Whether a cell behind one in its row is blank or holds a figure.
  private func hasValues(behind index: Int) -> Bool { index < lastValue }

  /// Finds the last cell with a value in the row that begins at one: once, however many cells ask.
  private mutating func findValues(from index: Int) {
    endOfRow = index + 1
    while endOfRow < pieces.count, pieces[endOfRow].kind == .cell, !pieces[endOfRow].beginsRow {
      endOfRow += 1
    }
    lastValue = endOfRow - 1
    while lastValue > index {
      let range = pieces[lastValue].glyphs
      if range.isEmpty || beginsLikeFigure(range) || unreadable[lastValue] != nil { return }
      lastValue -= 1
    }
  }

  /// Whether a cell holds a figure or what people put in the place of one.
  private func beginsLikeFigure(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound, glyphs[index].kind == .mark { index += 1 }
    if index == range.upperBound { return true }
    guard glyphs[index].kind == .digit else {
      return FigureWords.standForFigure(codes(index..<range.upperBound))
    }
    var end = index
    while end < range.upperBound, glyphs[end].kind == .digit || FigureWords.isFigureMark(glyphs[end].code) {
      end += 1
    }
    guard end < range.upperBound, glyphs[end].kind == .letter else { return true }
    // 2017年度 is a header, and 3行政许可 a numbered label.
    let letters = codes(end..<range.upperBound)
    return FigureWords.unitLength(letters) > 0 || FigureWords.beginsRemark(letters)
  }

  // MARK: Running text

  private mutating func scanText(_ run: Range<Int>) {
    guard let last = run.last else { return }
    let end = pieces[last].glyphs.upperBound
    var index = pieces[run.lowerBound].glyphs.lowerBound
    var gapStart = index
    var piece = run.lowerBound
    while index < end {
      if glyphs[index].kind == .letter, let match = labels.longestMatch(glyphs, from: index, to: end) {
        let (ordinal, gapEnd) = trailingOrdinal(gapStart..<index)
        let own = beginningWithOwnYear(gapStart..<gapEnd, before: index, labelEnd: match.end)
        scanGap(gapStart..<own, piece: &piece)
        while glyphs.indices.contains(index), pieces[piece].glyphs.upperBound <= index { piece += 1 }
        let labelEnd =
          endOfCell(index..<match.end, in: pieces[piece].glyphs)
          ?? endOfNote(behind: match.end, in: pieces[piece].glyphs)
        tokens.append(
          Token(kind: .label(match.id), ordinal: ordinal, glyphs: index..<labelEnd, piece: piece))
        index = labelEnd
        gapStart = index
      } else {
        index += 1
      }
    }
    scanGap(gapStart..<end, piece: &piece)
  }

  /// The end of a paragraph that is a label and a remark in brackets, however long and whatever labels it names.
  private func endOfCell(_ label: Range<Int>, in piece: Range<Int>) -> Int? {
    guard label.upperBound + 1 < piece.upperBound, piece.contains(label.lowerBound),
      glyphs[piece.lowerBound..<label.lowerBound].allSatisfy({ $0.kind != .letter }),
      glyphs[label.upperBound].isMark("("), glyphs[piece.upperBound - 1].isMark(")"),
      // 行政诉讼（未经复议直接起诉） is two labels.
      labels.longestMatch(glyphs, from: label.upperBound + 1, to: piece.upperBound) == nil
    else { return nil }
    var depth = 0
    for index in label.upperBound..<piece.upperBound {
      if glyphs[index].code == "。" { return nil }
      if glyphs[index].isMark("(") { depth += 1 }
      if glyphs[index].isMark(")") { depth -= 1 }
      if depth == 0, index + 1 < piece.upperBound { return nil }
    }
    let remark = glyphs[label.upperBound..<piece.upperBound].filter { $0.kind == .letter }
    // 规章（一） is numbered.
    return remark.contains { ChineseNumeral.ordinal($0.code) == nil } ? piece.upperBound : nil
  }

  /// Where the text before a label ends that stands in a paragraph with its year and nothing else: 2022年行政处罚.
  private func beginningWithOwnYear(_ gap: Range<Int>, before label: Int, labelEnd: Int) -> Int {
    guard gap.count >= 5, let piece = pieces.firstIndex(containing: label),
      pieces[piece].glyphs.upperBound == labelEnd, gap.contains(pieces[piece].glyphs.lowerBound),
      endOfOwnYear(pieces[piece].glyphs.lowerBound..<labelEnd) == label
    else { return gap.upperBound }
    return pieces[piece].glyphs.lowerBound
  }

  /// The end of a note that is joined to a label or a figure: `[1]`, `（含修订）`. Labels in brackets are none.
  ///
  /// - Returns: the position itself where there is no note.
  private func endOfNote(behind position: Int, in piece: Range<Int>) -> Int {
    guard position < piece.upperBound, piece.contains(position), !glyphs[position].hasSpaceBefore,
      glyphs[position].isMark("(") || FigureWords.isOpeningMark(glyphs[position].code)
    else { return position }
    let isRound = glyphs[position].isMark("(")
    var hasLetter = false
    for index in position + 1..<min(position + 40, piece.upperBound) {
      let glyph = glyphs[index]
      if glyph.isMark("(") || glyph.code == "。" { return position }
      if glyph.isMark(")") || FigureWords.isClosingMark(glyph.code) {
        // （1）申请人… and （七）总计 number what follows.
        return hasLetter || !isRound ? index + 1 : position
      }
      if glyph.kind == .letter {
        if labels.longestMatch(glyphs, from: index, to: piece.upperBound) != nil { return position }
        hasLetter = hasLetter || ChineseNumeral.ordinal(glyph.code) == nil
      }
    }
    return position
  }

  /// Cuts what stands between two labels into figures and text.
  private mutating func scanGap(_ gap: Range<Int>, piece: inout Int) {
    var index = gap.lowerBound
    var isFirst = true
    // The bracket that closes a label is no part of what follows it.
    while index < gap.upperBound, glyphs[index].kind == .mark, !FigureWords.isFigureMark(glyphs[index].code) {
      index += 1
    }
    while index < gap.upperBound {
      while pieces[piece].glyphs.upperBound <= index { piece += 1 }
      if isFirst, let unitEnd = unitPrefix(index..<gap.upperBound) {
        let run = withNote(figureRun(unitEnd..<gap.upperBound))
        if run.isEmpty {
          tokens.append(Token(kind: .unit, glyphs: index..<unitEnd, piece: piece))
          index = unitEnd
        } else {
          while pieces[piece].glyphs.upperBound <= run.lowerBound { piece += 1 }
          tokens.append(Token(kind: .figures, glyphs: run, piece: piece, hasUnitBefore: true))
          index = run.upperBound
        }
        isFirst = false
        continue
      }
      isFirst = false
      let run = withNote(figureRun(index..<gap.upperBound))
      if !run.isEmpty {
        tokens.append(Token(kind: .figures, glyphs: run, piece: piece))
        index = run.upperBound
        continue
      }
      let start = index
      index += 1
      while index < gap.upperBound, figureRun(index..<gap.upperBound).isEmpty { index += 1 }
      appendText(start..<index, piece: piece)
    }
  }

  /// Adds text; a label that it goes on from without a break was only the beginning of a longer word.
  private mutating func appendText(_ range: Range<Int>, piece: Int) {
    guard glyphs[range].contains(where: { $0.kind == .letter }) else { return }
    var range = range
    var ordinal: Ordinal?
    let first = glyphs[range.lowerBound]
    if let last = tokens.last, case .label = last.kind, !last.isCell,
      last.glyphs.upperBound == range.lowerBound,
      first.kind == .letter, !first.hasSpaceBefore
    {
      ordinal = last.ordinal
      range = last.glyphs.lowerBound..<range.upperBound
      tokens.removeLast()
    } else if let last = tokens.last, case .figures = last.kind, !last.isCell {
      // 00000002. before an unknown label: the last digit is its number.
      (ordinal, range) = ordinalTaken(fromFiguresBefore: range)
    } else {
      let (found, start) = leadingOrdinal(range)
      (ordinal, range) = (found, start..<range.upperBound)
    }
    if range.isEmpty { return }
    let unit = trailingUnit(range)
    tokens.append(Token(kind: .text, ordinal: ordinal, glyphs: range.lowerBound..<unit, piece: piece))
    if unit < range.upperBound {
      tokens.append(
        Token(
          kind: .unit, glyphs: unit..<range.upperBound, piece: pieces.firstIndex(containing: unit) ?? piece))
    }
  }

  /// Where the unit begins that stands apart at the end of a label: 接受举报数 件.
  private func trailingUnit(_ range: Range<Int>) -> Int {
    for start in range.dropFirst().suffix(3) where glyphs[start].hasSpaceBefore {
      if units.contains(glyphs[start..<range.upperBound]) { return start }
    }
    return range.upperBound
  }

  private mutating func ordinalTaken(fromFiguresBefore range: Range<Int>) -> (Ordinal?, Range<Int>) {
    let last = tokens[tokens.count - 1]
    let mark = glyphs[range.lowerBound]
    guard mark.kind == .mark, !mark.hasSpaceBefore, last.glyphs.upperBound == range.lowerBound,
      glyphs[last.glyphs.upperBound - 1].kind == .digit,
      mark.code == "." || mark.code == "、" || mark.code == ")"
    else {
      let (found, start) = leadingOrdinal(range)
      return (found, start..<range.upperBound)
    }
    var start = last.glyphs.upperBound - 1
    // A number of two digits is whole where it begins its paragraph.
    if let piece = pieces.firstIndex(containing: start), start == pieces[piece].glyphs.lowerBound + 1,
      start > last.glyphs.lowerBound, glyphs[start - 1].kind == .digit
    {
      start -= 1
    }
    let number = glyphs[start..<last.glyphs.upperBound].reduce(0) { $0 * 10 + Int($1.code) - 0x30 }
    tokens[tokens.count - 1].glyphs = last.glyphs.lowerBound..<start
    if tokens[tokens.count - 1].glyphs.isEmpty { tokens.removeLast() }
    return (Ordinal(style: .arabic, number: number), range)
  }

  /// The end of a unit that is directly followed by a figure.
  private func unitPrefix(_ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound, index - range.lowerBound < 2, glyphs[index].kind == .letter { index += 1 }
    while index > range.lowerBound {
      if units.contains(glyphs[range.lowerBound..<index]) { return index }
      index -= 1
    }
    return nil
  }

  /// A run of figures with the note that is joined to its last one.
  private func withNote(_ run: Range<Int>) -> Range<Int> {
    guard let last = run.last, let piece = pieces.firstIndex(containing: last) else { return run }
    return run.lowerBound..<max(run.upperBound, endOfNote(behind: run.upperBound, in: pieces[piece].glyphs))
  }

  /// The figures that begin at a position: digits, and marks between or before them, up to the first letter.
  /// A number that letters such as 年 follow is not one, and its group is left out.
  private func figureRun(_ range: Range<Int>) -> Range<Int> {
    var index = range.lowerBound
    var hasDigit = false
    var lastDigit = index
    while index < range.upperBound {
      let glyph = glyphs[index]
      if glyph.kind == .digit {
        hasDigit = true
        lastDigit = index + 1
      } else if glyph.kind == .mark {
        guard FigureWords.isFigureMark(glyph.code) else { break }
        // A placeholder counts as a figure where it stands by itself.
        if glyph.code == "/" || glyph.code == "-" { lastDigit = index + 1 }
      } else {
        break
      }
      index += 1
    }
    guard hasDigit else { return range.lowerBound..<range.lowerBound }
    guard index < range.upperBound, glyphs[index].kind == .letter else {
      // A full stop after a run belongs to what follows; `appendText` looks for it.
      return range.lowerBound..<lastDigit
    }
    // 3. before a label that is not known is its number.
    if index == lastDigit + 1, glyphs[lastDigit].isMark(".") { return range.lowerBound..<lastDigit }
    if lastDigit < index { return range.lowerBound..<index }
    let letters = codes(index..<min(index + 2, range.upperBound))
    let isYear = letters.first.map { $0 == "年" } ?? false && isYear(endingAt: lastDigit)
    if !isYear, FigureWords.unitLength(letters) > 0 || glyphs[index].hasSpaceBefore {
      return range.lowerBound..<index + FigureWords.unitLength(letters)
    }
    if !isYear, let unit = unitOfCells(from: index, to: range.upperBound) { return range.lowerBound..<unit }
    if isYear || letters.first.map({ $0 == "年" || $0 == "月" || $0 == "日" }) ?? false {
      // The last group is part of a date.
      var start = lastDigit
      while start > range.lowerBound, glyphs[start - 1].kind == .digit, !glyphs[start - 1].hasSpaceBefore {
        start -= 1
      }
      if start > range.lowerBound, glyphs[start - 1].kind == .digit { start -= 1 }
      return range.lowerBound..<start
    }
    return range.lowerBound..<index
  }

  /// The end of a unit that only cells have, as in 31批次, where no other letter follows it in its paragraph.
  private func unitOfCells(from start: Int, to end: Int) -> Int? {
    guard let piece = pieces.firstIndex(containing: start) else { return nil }
    let rest = start..<min(start + 5, end, pieces[piece].glyphs.upperBound)
    let letters = glyphs[rest].prefix { $0.kind == .letter }.map(\.code)
    return FigureWords.isUnitOfCells(letters) ? start + letters.count : nil
  }

  /// Whether 2022年 begins at a position.
  private func isYear(at index: Int) -> Bool {
    index + 4 < glyphs.count && glyphs[index + 4].code == "年" && isYear(endingAt: index + 4)
  }

  /// Whether the number that ends at a position is a year.
  private func isYear(endingAt end: Int) -> Bool {
    var start = end
    while start > 0, end - start < 5, glyphs[start - 1].kind == .digit,
      start == end || !glyphs[start].hasSpaceBefore
    {
      start -= 1
    }
    guard end - start == 4 else { return false }
    let (first, second) = (glyphs[start].code, glyphs[start + 1].code)
    return first == "2" && second == "0" || first == "1" && second == "9"
  }

  // MARK: Ordinals

  /// The number that begins a cell's text.
  ///
  /// - Returns: the number, and where the label begins.
  private func leadingOrdinal(_ range: Range<Int>) -> (Ordinal?, start: Int) {
    var index = range.lowerBound
    let end = range.upperBound
    // 其中：
    if index + 1 < end, glyphs[index].code == "其", glyphs[index + 1].code == "中" {
      var after = index + 2
      while after < end, glyphs[after].kind == .mark { after += 1 }
      if after > index + 2 {
        let (inner, start) = leadingOrdinal(after..<end)
        return (inner, start)
      }
    }
    var isBracketed = false
    while index < end, glyphs[index].kind == .mark {
      if glyphs[index].isMark("(") { isBracketed = true }
      index += 1
    }
    var number: Int?
    var isChinese = false
    let first = index
    while index < end {
      if glyphs[index].kind == .digit, !isChinese, index - first < 2 {
        number = (number ?? 0) * 10 + Int(glyphs[index].code) - 0x30
      } else if glyphs[index].kind == .letter, let value = ChineseNumeral.ordinal(glyphs[index].code),
        index == first || isChinese, index - first < 3
      {
        isChinese = true
        number = value == 10 ? max(number ?? 1, 1) * 10 : (number ?? 0) + value
      } else {
        break
      }
      index += 1
    }
    guard let number, index < end, ".、)".unicodeScalars.contains(where: { glyphs[index].isMark($0) }) else {
      // Circled numbers and stray marks are passed over.
      return (nil, first < end && glyphs[first].kind != .mark ? first : range.lowerBound)
    }
    while index < end, glyphs[index].kind == .mark { index += 1 }
    guard index < end, glyphs[index].kind == .letter else { return (nil, range.lowerBound) }
    return (
      Ordinal(style: isChinese ? (isBracketed ? .bracketed : .chinese) : .arabic, number: number), index
    )
  }

  /// The number that stands at the end of the text before a label.
  ///
  /// - Returns: the number, and where the rest of that text ends. One digit at most is taken, for in
  ///   `40000042.` all others are figures.
  private func trailingOrdinal(_ gap: Range<Int>) -> (Ordinal?, end: Int) {
    var end = gap.upperBound
    var hasMark = false
    while end > gap.lowerBound, glyphs[end - 1].kind == .mark, !isFigurePlaceholder(end - 1, in: gap) {
      hasMark = true
      end -= 1
    }
    // 其中：
    if end - 2 >= gap.lowerBound, glyphs[end - 1].code == "中", glyphs[end - 2].code == "其" {
      return (nil, end - 2)
    }
    guard hasMark, end > gap.lowerBound else { return (nil, end) }
    let last = glyphs[end - 1]
    if last.kind == .digit {
      // 3. and 3、 and (3) number a label; 18 before a bracket is a figure.
      guard ".、)".unicodeScalars.contains(where: { glyphs[end].code == $0 }),
        !glyphs[end..<gap.upperBound].contains(where: { $0.isMark("(") })
      else { return (nil, gap.upperBound) }
      var start = end - 1
      var number = Int(last.code) - 0x30
      if start - 1 > gap.lowerBound, glyphs[start - 1].kind == .digit, glyphs[start - 2].isMark("(") {
        // (10) is bracketed whole.
        start -= 1
        number += 10 * (Int(glyphs[start].code) - 0x30)
      }
      let isBracketed = start > gap.lowerBound && glyphs[start - 1].isMark("(")
      if isBracketed { start -= 1 }
      guard number > 0 else { return (nil, end) }
      return endingBeforeOfWhich(Ordinal(style: .arabic, number: number), gap.lowerBound..<start)
    }
    var start = end
    var number = 0
    while start > gap.lowerBound, end - start < 3, glyphs[start - 1].kind == .letter,
      let value = ChineseNumeral.ordinal(glyphs[start - 1].code)
    {
      number = value == 10 ? number + 10 : number + value
      start -= 1
    }
    if start == end { return (nil, gap.upperBound) }
    if start > gap.lowerBound, glyphs[start - 1].isMark("(") {
      return (Ordinal(style: .bracketed, number: number), start - 1)
    }
    return (Ordinal(style: .chinese, number: number), start)
  }

  private func endingBeforeOfWhich(_ ordinal: Ordinal, _ gap: Range<Int>) -> (Ordinal?, end: Int) {
    var end = gap.upperBound
    while end > gap.lowerBound, glyphs[end - 1].isMark(":") { end -= 1 }
    if end - 2 >= gap.lowerBound, glyphs[end - 1].code == "中", glyphs[end - 2].code == "其" {
      return (ordinal, end - 2)
    }
    return (ordinal, gap.upperBound)
  }

  /// `/` or `-` after a space is a cell of its own and not the mark of a number.
  private func isFigurePlaceholder(_ index: Int, in gap: Range<Int>) -> Bool {
    glyphs[index].code == "/" || glyphs[index].code == "-"
  }
}
