import Core
import ReportModel

/// Takes the prose out of a scan: all text that is not a table, by section.
struct ProseReader {
  /// A stretch of text within one piece.
  struct Segment {
    let piece: Int
    let glyphs: Range<Int>
    let isHeading: Bool
  }

  private let scan: Scan
  private let layout: FormLayout
  private let taken: Set<Int>

  init(_ scan: Scan, _ layout: FormLayout, taken: Set<Int>) {
    self.scan = scan
    self.layout = layout
    self.taken = taken
  }

  /// The text outside tables, piece by piece; in glued text cut where a table begins and at section titles.
  func segments() -> [Segment] {
    let tables = tableRanges()
    var result: [Segment] = []
    var next = 0
    for (index, piece) in scan.pieces.enumerated() where piece.kind != .cell {
      var start = piece.glyphs.lowerBound
      while next < tables.count, tables[next].upperBound <= start { next += 1 }
      var position = next
      while position < tables.count, tables[position].lowerBound < piece.glyphs.upperBound {
        let table = tables[position].clamped(to: piece.glyphs)
        append(start..<max(start, table.lowerBound), index, piece, &result)
        start = max(start, table.upperBound)
        position += 1
      }
      if start < piece.glyphs.upperBound || piece.glyphs.isEmpty {
        append(start..<piece.glyphs.upperBound, index, piece, &result)
      }
    }
    return result
  }

  private func append(_ range: Range<Int>, _ index: Int, _ piece: Piece, _ result: inout [Segment]) {
    // Brackets that stood around a table's note are no prose.
    if !scan.glyphs[range].contains(where: { $0.kind != .mark }), range != piece.glyphs { return }
    if range.isEmpty { return }
    if piece.kind == .heading || range == piece.glyphs && isHeading(range, whole: true) {
      result.append(Segment(piece: index, glyphs: range, isHeading: true))
      return
    }
    // Section titles within a paragraph, as flattened pages have them.
    var start = range.lowerBound
    for title in titles(in: range) {
      if title.lowerBound > start {
        result.append(Segment(piece: index, glyphs: start..<title.lowerBound, isHeading: false))
      }
      result.append(Segment(piece: index, glyphs: title, isHeading: true))
      start = title.upperBound
    }
    if start < range.upperBound {
      result.append(Segment(piece: index, glyphs: start..<range.upperBound, isHeading: false))
    }
  }

  /// 一、… or （一）… alone on a line, without the full stop of a sentence.
  private func isHeading(_ range: Range<Int>, whole: Bool) -> Bool {
    guard range.count <= 46, level(range) > 0 else { return false }
    return !scan.glyphs[range].contains { $0.code == "。" || $0.code == "；" }
  }

  /// 1 for 一、, 2 for （一）, 0 for neither.
  func level(_ range: Range<Int>) -> Int {
    var index = range.lowerBound
    guard index < range.upperBound else { return 0 }
    let isBracketed = scan.glyphs[index].isMark("(")
    if isBracketed { index += 1 }
    let first = index
    while index < range.upperBound, index - first < 3, ChineseNumeral.ordinal(scan.glyphs[index].code) != nil
    {
      index += 1
    }
    guard index > first, index < range.upperBound, scan.glyphs[index].kind == .mark else { return 0 }
    if isBracketed { return scan.glyphs[index].isMark(")") ? 2 : 0 }
    return scan.glyphs[index].code == "、" || scan.glyphs[index].isMark(".") ? 1 : 0
  }

  private func titles(in range: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for token in scan.tokens where !token.isCell && range.contains(token.glyphs.lowerBound) {
      guard case .label(let id) = token.kind, let ordinal = token.ordinal, ordinal.style == .chinese,
        layout.meanings(of: id).contains(where: { meaning in
          switch meaning {
          case .tableTitle, .section: true
          default: false
          }
        })
      else { continue }
      // Back over the numeral and its mark.
      var start = token.glyphs.lowerBound
      while start > range.lowerBound,
        scan.glyphs[start - 1].kind == .mark || ChineseNumeral.ordinal(scan.glyphs[start - 1].code) != nil,
        token.glyphs.lowerBound - start < 4
      {
        start -= 1
        if ChineseNumeral.ordinal(scan.glyphs[start].code) != nil,
          start == range.lowerBound || ChineseNumeral.ordinal(scan.glyphs[start - 1].code) == nil
        {
          break
        }
      }
      result.append(start..<min(token.glyphs.upperBound, range.upperBound))
    }
    return result
  }

  /// The glyphs of tables in running text: runs of labels and figures around rows that were taken.
  func tableRanges() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start: Int?
    var end = 0
    var hasTaken = false
    func close() {
      if let first = start, hasTaken { result.append(first..<end) }
      start = nil
      hasTaken = false
    }
    for (index, token) in scan.tokens.enumerated() where !token.isCell {
      var belongs = false
      // A sentence before the first row is prose, whatever labels and figures it names.
      if start != nil, !hasTaken, end <= token.glyphs.lowerBound, endsSentence(end, token) { start = nil }
      switch token.kind {
      case .label(let id):
        let meanings = layout.meanings(of: id)
        let isTitle = meanings.contains { meaning in
          switch meaning {
          case .tableTitle, .section: true
          default: false
          }
        }
        if isTitle { close() }
        belongs = !isTitle && !meanings.isEmpty
      case .figures, .unit, .blank: belongs = start != nil
      case .text: belongs = start != nil && scan.codes(token.glyphs).count <= 10 && !isNoise(index)
      }
      if belongs {
        if start == nil { start = token.glyphs.lowerBound }
        if taken.contains(index) { hasTaken = true }
        if case .text = token.kind {} else { end = token.glyphs.upperBound }
      } else {
        close()
      }
    }
    close()
    return merge(result)
  }

  /// Whether a full stop stands between a position and the end of a token, labels apart.
  private func endsSentence(_ position: Int, _ token: Token) -> Bool {
    let limit: Int
    switch token.kind {
    case .text: limit = token.glyphs.upperBound
    default: limit = token.glyphs.lowerBound
    }
    return position < limit && scan.glyphs[position..<limit].contains { $0.code == "。" }
  }

  /// Words that end a table although they are few: they are not between two rows.
  private func isNoise(_ index: Int) -> Bool {
    guard index + 1 < scan.tokens.count else { return true }
    switch scan.tokens[index + 1].kind {
    case .label, .figures, .unit: return false
    default: return true
    }
  }

  private func merge(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.reduce(into: []) { merged, range in
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
  }

  /// Sections from segments; the text before the first heading has none.
  func sections(_ segments: [Segment], without own: OwnSentences) -> [ProseSection] {
    var sections: [ProseSection] = []
    for segment in segments {
      let text = scan.text(segment.glyphs, piece: segment.piece)
      if text.isEmpty || own.contain(text) { continue }
      let place = scan.place(segment.piece)
      if segment.isHeading {
        let level = max(level(segment.glyphs), 1)
        sections.append(ProseSection(heading: text, level: level, place: place))
      } else {
        if sections.isEmpty { sections.append(ProseSection(heading: nil, level: 0, place: place)) }
        sections[sections.count - 1].paragraphs.append(ProseParagraph(text, place: place))
      }
    }
    return sections
  }
}
