/// What stands behind a row's label: cells whose borders are known, or a run of figures that lost them.
struct RowSource {
  struct Part {
    enum Kind {
      case figure, blank
      /// Words where a figure should be.
      case text
    }

    let kind: Kind
    let glyphs: Range<Int>
    let piece: Int
  }

  var parts: [Part] = []
  /// Whether a part may hold several cells.
  var isGlued = false
  /// The index of the first token after the row.
  var end: Int
  /// The tokens whose figures it takes.
  var tokens: Range<Int>
  var hasUnitBefore = false

  var isEmpty: Bool { parts.isEmpty }
}

extension Scan {
  /// What follows the label at an index.
  ///
  /// - Parameter cellCount: how many figures the row should have; where a text does not say where rows end, no
  ///   more are taken.
  func rowSource(after label: Int, cellCount: Int) -> RowSource {
    rowSource(from: label + 1, inCells: tokens[label].isCell, cellCount: cellCount)
  }

  /// The row of figures without a label that begins at an index.
  func rowSource(from start: Int, cellCount: Int) -> RowSource {
    rowSource(from: start, inCells: tokens[start].isCell, startsRow: true, cellCount: cellCount)
  }

  private func rowSource(from start: Int, inCells: Bool, startsRow: Bool = false, cellCount: Int) -> RowSource
  {
    var source = RowSource(end: start, tokens: start..<start)
    var index = start
    guard index < tokens.count else { return source }
    if inCells || tokens[index].isCell {
      while index < tokens.count, tokens[index].isCell,
        !tokens[index].beginsRow || startsRow && index == start
      {
        let token = tokens[index]
        switch token.kind {
        case .label:
          source.end = index
          source.tokens = start..<index
          return source
        case .unit: source.hasUnitBefore = true
        case .figures: source.parts.append(.init(kind: .figure, glyphs: token.glyphs, piece: token.piece))
        case .blank: source.parts.append(.init(kind: .blank, glyphs: token.glyphs, piece: token.piece))
        case .text:
          // In a table without rows a text is the next row's label, unless it stands first.
          if !source.parts.isEmpty, source.parts.count >= cellCount {
            source.end = index
            source.tokens = start..<index
            return source
          }
          source.parts.append(.init(kind: .text, glyphs: token.glyphs, piece: token.piece))
        }
        index += 1
      }
      source.end = index
      source.tokens = start..<index
      // One cell for several figures: its borders are lost like those of running text, unless the table has cells.
      if cellCount > 1, source.parts.count == 1, let only = source.parts.first, only.kind == .figure,
        unreadable[only.piece] == nil
      {
        let groups = groups(in: only.glyphs, piece: only.piece)
        if pieces[only.piece].column == nil || groups.count == cellCount {
          source.parts = groups
          source.isGlued = true
        }
      }
      return source
    }
    if let worded = rowOfParagraphs(from: start, cellCount: cellCount) { return worded }
    while index < tokens.count, !tokens[index].isCell {
      let token = tokens[index]
      if token.kind == .unit, index == start {
        source.hasUnitBefore = true
        index += 1
        continue
      }
      guard token.kind == .figures else { break }
      source.hasUnitBefore = source.hasUnitBefore || token.hasUnitBefore
      source.parts += groups(in: token.glyphs, piece: token.piece)
      index += 1
    }
    source.end = index
    source.tokens = start..<index
    source.isGlued = true
    dropNoteMark(&source, label: start - 1, cellCount: cellCount)
    dropPageNumber(&source, cellCount: cellCount)
    return source
  }

  /// A row of running text with each cell in a paragraph of its own, where words stand in some: 减3, 31余次.
  ///
  /// - Returns: nil where no cell has words, or where what follows is not the next label.
  private func rowOfParagraphs(from start: Int, cellCount: Int) -> RowSource? {
    guard start < tokens.count,
      tokens[start].glyphs.lowerBound == pieces[tokens[start].piece].glyphs.lowerBound
    else { return nil }
    let cells = tokens[start].piece..<min(tokens[start].piece + cellCount, pieces.count)
    var hasWords = false
    for cell in cells {
      let range = pieces[cell].glyphs
      let isNumber = !range.isEmpty && glyphs[range].allSatisfy { $0.kind == .digit }
      guard pieces[cell].kind == .paragraph, range.count <= 12, isNumber || isWordedCell(range) else {
        return nil
      }
      hasWords = hasWords || !isNumber
    }
    guard hasWords, cells.count == cellCount, let last = cells.last else { return nil }
    let stop = pieces[last].glyphs.upperBound
    var end = start
    while end < tokens.count, tokens[end].glyphs.lowerBound < stop {
      if case .label = tokens[end].kind { return nil }
      if tokens[end].glyphs.upperBound > stop { return nil }
      end += 1
    }
    if end < tokens.count {
      guard case .label = tokens[end].kind else { return nil }
    }
    return RowSource(
      parts: cells.map { .init(kind: .figure, glyphs: pieces[$0].glyphs, piece: $0) }, end: end,
      tokens: start..<end)
  }

  /// Whether a paragraph is what people put in a cell of a table: a change in words, or a number with a word.
  private func isWordedCell(_ range: Range<Int>) -> Bool {
    let codes = codes(range)
    if FigureWords.isUnchanged(codes) { return true }
    if let (_, length) = FigureWords.change(codes),
      range.dropFirst(length).first.map({ glyphs[$0].kind == .digit }) ?? false
    {
      return glyphs[range.dropFirst(length)].drop { $0.kind == .digit }.count <= 2
    }
    let word = glyphs[range].drop { $0.kind == .digit || $0.isMark(".") || $0.isMark(",") }
    guard glyphs[range.lowerBound].kind == .digit, (1...4).contains(word.count),
      word.allSatisfy({ $0.kind == .letter })
    else { return false }
    return !word.contains { letter in "年月日".unicodeScalars.contains { $0.value == letter.code } }
  }

  /// The groups of a run: between spaces, between pieces, and around placeholders.
  private func groups(in run: Range<Int>, piece firstPiece: Int) -> [RowSource.Part] {
    var parts: [RowSource.Part] = []
    var piece = firstPiece
    var start = run.lowerBound
    var depth = 0
    func close(_ end: Int) {
      if end > start { parts.append(.init(kind: .figure, glyphs: start..<end, piece: piece)) }
      start = end
    }
    for index in run {
      // A note in brackets is one with the figure before it.
      if glyphs[index].isMark("(") || glyphs[index].isMark("[") || glyphs[index].isMark("〔") { depth += 1 }
      if depth > 0 {
        if glyphs[index].isMark(")") || glyphs[index].isMark("]") || glyphs[index].isMark("〕") { depth -= 1 }
        continue
      }
      if index >= pieces[piece].glyphs.upperBound {
        close(index)
        while pieces[piece].glyphs.upperBound <= index { piece += 1 }
      } else if glyphs[index].hasSpaceBefore {
        close(index)
      }
      let code = glyphs[index].code
      let isPlaceholder = code == 0x2F || code == 0x2D && !isSign(index, in: run)
      if isPlaceholder {
        close(index)
        close(index + 1)
      } else if code == 0x2B || code == 0x2D {
        close(index)
      }
    }
    close(run.upperBound)
    return parts
  }

  /// A dash is a sign where a digit follows it at once.
  private func isSign(_ index: Int, in run: Range<Int>) -> Bool {
    index + 1 < run.upperBound && glyphs[index + 1].kind == .digit && !glyphs[index + 1].hasSpaceBefore
  }

  /// A number behind a label in its paragraph marks a note where each figure stands in a paragraph of its own, in
  /// the row before as well.
  private func dropNoteMark(_ source: inout RowSource, label: Int, cellCount: Int) {
    guard tokens.indices.contains(label), case .label = tokens[label].kind,
      source.parts.count > cellCount, let mark = source.parts.first,
      pieces[mark.piece].glyphs.lowerBound < mark.glyphs.lowerBound,
      source.parts.suffix(cellCount).allSatisfy(isAlone),
      !source.parts.dropLast(cellCount).contains(where: { $0.piece != tokens[label].piece }),
      let before = tokens[..<label].last(where: { $0.kind == .figures }),
      let last = pieces.firstIndex(containing: before.glyphs.upperBound - 1),
      pieces[last].glyphs.clamped(to: before.glyphs) == pieces[last].glyphs
    else { return }
    source.parts.removeFirst(source.parts.count - cellCount)
  }

  /// `- 3 -` behind a row is the number of the page that ended there.
  private func dropPageNumber(_ source: inout RowSource, cellCount: Int) {
    guard source.parts.count >= cellCount + 3 else { return }
    let tail = source.parts.suffix(3)
    func isDash(_ part: RowSource.Part) -> Bool {
      part.glyphs.count == 1 && glyphs[part.glyphs.lowerBound].code == 0x2D
    }
    if let first = tail.first, let last = tail.last, isDash(first), isDash(last) {
      source.parts.removeLast(3)
    }
  }

  /// Whether rows of the text have a paragraph for each of their figures.
  var paragraphsAreCells: Bool {
    var rows = 0
    for index in tokens.indices {
      guard case .label = tokens[index].kind, !tokens[index].isCell else { continue }
      var first = tokens[index].piece + 1
      // The unit of a sheet stands between.
      if first < pieces.count, pieces[first].glyphs.count <= 3,
        !glyphs[pieces[first].glyphs].contains(where: { $0.kind == .digit })
      {
        first += 1
      }
      let numbers = pieces[min(first, pieces.count)...].prefix { piece in
        let number = glyphs[piece.glyphs]
        return piece.kind == .paragraph && !number.isEmpty && number.allSatisfy { $0.kind == .digit }
          && (number.count == 1 || number.first.map { $0.code != 0x30 } ?? false)
      }
      if numbers.count >= 2 { rows += 1 }
      if rows == 3 { return true }
    }
    return false
  }

  /// Whether a part stands alone in its paragraph, and so is one cell.
  func isAlone(_ part: RowSource.Part) -> Bool { pieces[part.piece].glyphs == part.glyphs }
}
