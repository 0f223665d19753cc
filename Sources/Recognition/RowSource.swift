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

  /// Whether a part stands alone in its paragraph, and so is one cell.
  func isAlone(_ part: RowSource.Part) -> Bool { pieces[part.piece].glyphs == part.glyphs }
}
