/// A word as recognition compares it: letters, digits and marks, folded, without spaces.
struct GlyphWord: ExpressibleByStringLiteral {
  let codes: [UInt32]

  init(_ text: String) { codes = text.unicodeScalars.map(\.value) }
  init(stringLiteral text: StaticString) { self.init(text.description) }

  var count: Int { codes.count }
}

// Looking for words. Ranges are of glyphs, which have no spaces between them.
extension Scan {
  func hasWord(_ word: GlyphWord, at start: Int, before end: Int) -> Bool {
    glyphs.haveWord(word.codes, at: start, before: end)
  }

  func first(_ word: GlyphWord, in range: Range<Int>) -> Range<Int>? {
    guard range.count >= word.count, let code = word.codes.first else { return nil }
    for start in range.lowerBound...(range.upperBound - word.count) where glyphs[start].code == code {
      if hasWord(word, at: start, before: range.upperBound) { return start..<start + word.count }
    }
    return nil
  }

  func last(_ word: GlyphWord, in range: Range<Int>) -> Range<Int>? {
    guard range.count >= word.count, let code = word.codes.first else { return nil }
    for start in (range.lowerBound...(range.upperBound - word.count)).reversed()
    where glyphs[start].code == code {
      if hasWord(word, at: start, before: range.upperBound) { return start..<start + word.count }
    }
    return nil
  }

  /// The first of several words; of those that begin at one place, the first named.
  func first(of words: [GlyphWord], in range: Range<Int>) -> Range<Int>? {
    words.compactMap { first($0, in: range) }.min { $0.lowerBound < $1.lowerBound }
  }

  func contains(_ words: [GlyphWord], in range: Range<Int>) -> Bool {
    words.contains { first($0, in: range) != nil }
  }

  /// The word that a range begins with; of several the first named.
  func leading(_ words: [GlyphWord], in range: Range<Int>) -> GlyphWord? {
    words.first { hasWord($0, at: range.lowerBound, before: range.upperBound) }
  }

  func trailing(_ words: [GlyphWord], in range: Range<Int>) -> GlyphWord? {
    words.first {
      hasWord($0, at: max(range.lowerBound, range.upperBound - $0.count), before: range.upperBound)
    }
  }

  func isEqual(_ range: Range<Int>, _ word: GlyphWord) -> Bool {
    range.count == word.count && hasWord(word, at: range.lowerBound, before: range.upperBound)
  }

  /// The runs of a range between spaces and ends of lines.
  func runs(_ range: Range<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = range.lowerBound
    for index in range.dropFirst() where glyphs[index].hasSpaceBefore {
      runs.append(start..<index)
      start = index
    }
    if start < range.upperBound { runs.append(start..<range.upperBound) }
    return runs
  }

  /// The stretches of a range between these marks.
  func stretches(_ range: Range<Int>, between marks: Set<UInt32>) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var start = range.lowerBound
    for index in range where glyphs[index].kind == .mark && marks.contains(glyphs[index].code) {
      if start < index { stretches.append(start..<index) }
      start = index + 1
    }
    if start < range.upperBound { stretches.append(start..<range.upperBound) }
    return stretches
  }

  /// The same without the spaces between ideographs, which spread a name over its line.
  func nameText(_ range: Range<Int>) -> String {
    runs(range).reduce(into: "") { name, run in
      let text = lineText(run)
      let isWord = { (character: Character?) in character.map { $0.isASCII && $0.isLetter } ?? false }
      name += (isWord(name.last) && isWord(text.first) ? " " : "") + text
    }
  }

  /// The text of glyphs that may lie in several pieces, on one line.
  func lineText(_ range: Range<Int>) -> String {
    var result = ""
    for piece in pieces(of: range) {
      let text = text(range.clamped(to: pieces[piece].glyphs), piece: piece)
      for line in text.lines {
        let line = line.trimmingSpaces()
        let isCutWord = result.last.map { $0.isASCII && $0.isLetter } ?? false
        result += (isCutWord && line.first.map { $0.isASCII && $0.isLetter } == true ? " " : "") + line
      }
    }
    return result
  }

  /// The pieces in which glyphs lie.
  func pieces(of range: Range<Int>) -> [Int] {
    guard !range.isEmpty else { return [] }
    var (low, high) = (0, pieces.count)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].glyphs.upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return pieces.indices[low...].prefix { pieces[$0].glyphs.lowerBound < range.upperBound }
      .filter { !pieces[$0].glyphs.isEmpty }
  }
}

extension String {
  /// The text between ends of lines. Most texts have none, and are not taken apart into characters for it.
  fileprivate var lines: [Substring] {
    let mayEnd = unicodeScalars.contains { scalar in
      switch scalar {
      case "\n"..."\r", "\u{85}", "\u{2028}", "\u{2029}": true
      default: false
      }
    }
    return mayEnd ? split(whereSeparator: \.isNewline) : [self[...]]
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    var text = drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

extension ProseReader.Segment {
  /// What is left where a stretch is taken out.
  func without(_ range: Range<Int>) -> [ProseReader.Segment] {
    [
      glyphs.lowerBound..<max(glyphs.lowerBound, range.lowerBound),
      min(glyphs.upperBound, range.upperBound)..<glyphs.upperBound,
    ]
    .filter { !$0.isEmpty }.map { ProseReader.Segment(piece: piece, glyphs: $0, isHeading: false) }
  }
}
