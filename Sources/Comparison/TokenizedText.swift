import TextKit

/// Gives texts numbers, the same to the same, so that they are compared in one step.
struct TextNumbers {
  private var known: [String: Int] = [:]

  mutating func number(of text: String) -> Int {
    if let number = known[text] { return number }
    known[text] = known.count
    return known.count - 1
  }
}

/// A text as a sequence of numbers, words and single characters, each with the spaces behind it.
struct TokenizedText {
  struct Token {
    /// The same for tokens that read the same.
    let key: Int
    let text: Substring
    let isNumber: Bool
    /// Characters without spaces.
    let length: Int
  }

  private(set) var tokens: [Token] = []
  /// The same for texts that read the same.
  private(set) var key: Int

  init(_ text: String, _ numbers: inout TextNumbers) {
    key = numbers.number(of: "\u{0}" + FoldedText.fold(text))
    var index = text.startIndex
    while index < text.endIndex {
      let start = index
      var kind = Self.kind(text[index])
      // Spaces before the first token belong to it.
      while kind == .space, index < text.endIndex {
        index = text.index(after: index)
        if index < text.endIndex { kind = Self.kind(text[index]) }
      }
      if index == text.endIndex { break }
      let begin = index
      index = text.index(after: index)
      while index < text.endIndex {
        let next = Self.kind(text[index])
        if kind == .digit, next == .digit || Self.isWithinNumber(text, index) {
        } else if kind == .letter, next == .letter {
        } else {
          break
        }
        index = text.index(after: index)
      }
      let end = index
      while index < text.endIndex, Self.kind(text[index]) == .space { index = text.index(after: index) }
      let word = text[begin..<end]
      var folded = FoldedText.fold(String(word))
      if kind == .digit { folded.removeAll { $0 == "," } }
      tokens.append(
        Token(
          key: numbers.number(of: folded), text: text[start..<index], isNumber: kind == .digit,
          length: kind == .other ? 1 : text.distance(from: begin, to: end)))
    }
  }

  var length: Int { tokens.reduce(0) { $0 + $1.length } }

  /// Pairs of neighbours, sorted: what texts that are alike have in common.
  func pairs(atMost limit: Int) -> [UInt64] {
    guard tokens.count > 1 else { return tokens.map { UInt64($0.key) } }
    let used = tokens.prefix(limit)
    return zip(used, used.dropFirst()).map { UInt64($0.key) << 32 | UInt64($1.key) }.sorted()
  }

  private enum Kind { case space, digit, letter, other }

  private static func kind(_ character: Character) -> Kind {
    guard let first = character.unicodeScalars.first else { return .other }
    if character.unicodeScalars.allSatisfy(FoldedText.isSpace) { return .space }
    switch FoldedText.folded(first).value {
    case 0x30...0x39: return .digit
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: return .letter
    default: return .other
    }
  }

  /// A point or comma with a digit behind it.
  private static func isWithinNumber(_ text: String, _ index: String.Index) -> Bool {
    guard text[index] == "." || text[index] == "," || text[index] == "．" else { return false }
    let next = text.index(after: index)
    return next < text.endIndex && kind(text[next]) == .digit
  }
}
