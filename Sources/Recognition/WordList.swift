/// Words as their letters and digits, and a filter by their first ones: most places of a text begin none of them.
struct WordList: Sendable {
  let words: [[UInt32]]
  /// A bit for the last bits of each first letter.
  private let firsts: [UInt64]

  private static let bits = 1 << 12

  init(_ words: [[UInt32]]) {
    self.words = words
    var firsts = [UInt64](repeating: 0, count: Self.bits / 64)
    for first in words.lazy.compactMap(\.first) {
      let bit = Int(first) & (Self.bits - 1)
      firsts[bit >> 6] |= 1 << UInt64(bit & 63)
    }
    self.firsts = firsts
  }

  /// Whether a word may begin with a letter; where it is false, none does.
  func mayBegin(with code: UInt32) -> Bool {
    let bit = Int(code) & (Self.bits - 1)
    return firsts[bit >> 6] & 1 << UInt64(bit & 63) != 0
  }

  /// Whether the letters and digits of glyphs are one of the words.
  func contains(_ glyphs: ArraySlice<Glyph>) -> Bool {
    guard let first = glyphs.first(where: { $0.kind != .mark }), mayBegin(with: first.code) else {
      return false
    }
    return words.contains { word in
      var position = 0
      for glyph in glyphs where glyph.kind != .mark {
        guard position < word.count, word[position] == glyph.code else { return false }
        position += 1
      }
      return position == word.count
    }
  }

  /// Whether a word stands at a position of glyphs, letter by letter.
  func begin(at start: Int, before end: Int, in glyphs: [Glyph]) -> Bool {
    guard start < end, mayBegin(with: glyphs[start].code) else { return false }
    return words.contains { glyphs.haveWord($0, at: start, before: end) }
  }
}
