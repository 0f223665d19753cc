import TextKit
import Core
import ReportModel

/// The prose of one section, as one run of scalars without spaces, quotation marks and names of documents, and the
/// words of the vocabulary in it.
struct ProseText {
  /// A word of the vocabulary. Words may stand within others.
  struct Token {
    let start: Int
    let end: Int
    let word: Int
    /// Whether it is not part of a longer word that begins no later.
    let isOuter: Bool
  }

  private(set) var scalars: [UInt32] = []
  private(set) var tokens: [Token] = []
  /// Where each of `scalars` stands in `source`.
  private var origins: [Int32] = []
  private var source: [Unicode.Scalar] = []
  /// Where each paragraph begins in `source`.
  private var paragraphs: [(start: Int, place: Place?)] = []

  /// What stands for the name of a document, such as 《条例》, of which nothing else is read.
  static var name: UInt32 { ("《" as Unicode.Scalar).value }
  static var paragraphEnd: UInt32 { ("\n" as Unicode.Scalar).value }
  /// Longer names are none; someone forgot to close one.
  private static let maximumName = 80

  init(_ section: ProseSection, _ vocabulary: ProseVocabulary) {
    source.reserveCapacity(section.paragraphs.reduce(0) { $0 + $1.text.utf8.count / 2 + 1 })
    for paragraph in section.paragraphs {
      paragraphs.append((source.count, paragraph.place))
      for scalar in paragraph.text.unicodeScalars { source.append(scalar) }
      // Lines of a page may be taken for paragraphs, so that only the end of a sentence ends one there.
      if paragraph.place?.page == nil { source.append("\n") }
    }
    scalars.reserveCapacity(source.count)
    origins.reserveCapacity(source.count)
    var index = 0
    while index < source.count {
      let scalar = source[index].value
      if let close = Self.closing(scalar), let end = self.end(of: close, from: index) {
        scalars.append(Self.name)
        origins.append(Int32(index))
        index = end
        continue
      }
      if let folded = Self.fold(scalar) {
        scalars.append(folded)
        origins.append(Int32(index))
      }
      index += 1
    }
    readTokens(vocabulary)
  }

  private static func closing(_ scalar: UInt32) -> UInt32? {
    let close: Unicode.Scalar
    switch scalar {
    case "《": close = "》"
    case "〈": close = "〉"
    case "〔": close = "〕"
    case "<": close = ">"
    default: return nil
    }
    return close.value
  }

  private func end(of close: UInt32, from start: Int) -> Int? {
    for index in start..<min(source.count, start + Self.maximumName) where source[index].value == close {
      return index + 1
    }
    return nil
  }

  /// A scalar as it is compared; nil for those that make no difference.
  private static func fold(_ scalar: UInt32) -> UInt32? {
    switch scalar {
    case paragraphEnd: scalar
    case 0...0x20, 0xA0, 0x2000...0x200F, 0x3000, 0xFEFF: nil
    case 0x22, 0x27, 0x2018...0x201F, 0x300C...0x300F, 0x2A, 0xFF02, 0xFF07: nil
    case "，": scalar
    default: CharacterFolding.narrow(scalar)
    }
  }

  static func fold(_ text: Substring) -> [UInt32] { text.unicodeScalars.compactMap { fold($0.value) } }

  private mutating func readTokens(_ vocabulary: ProseVocabulary) {
    var outerEnd = 0
    for index in scalars.indices {
      let count = tokens.count
      vocabulary.matches(scalars, at: index) { word, end in
        tokens.append(Token(start: index, end: end, word: word, isOuter: false))
      }
      guard tokens.count > count, index >= outerEnd, let longest = tokens.last else { continue }
      tokens[tokens.count - 1] = Token(
        start: longest.start, end: longest.end, word: longest.word, isOuter: true)
      outerEnd = longest.end
    }
  }

  /// The position of the first token that begins at or behind a scalar.
  func firstToken(from position: Int) -> Int {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].start < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The tokens that lie within a stretch of the text.
  func tokens(in range: Range<Int>) -> some Sequence<Token> {
    tokens[firstToken(from: range.lowerBound)...].lazy
      .prefix { $0.start < range.upperBound }
      .filter { $0.end <= range.upperBound }
  }

  /// The words that lie within a stretch of the text.
  func words(in range: Range<Int>) -> WordSet {
    var result = WordSet()
    for token in tokens(in: range) { result.insert(token.word) }
    return result
  }

  func place(at position: Int) -> Place? {
    let origin = Int(origins[position])
    var (low, high) = (0, paragraphs.count)
    while low < high {
      let middle = (low + high) / 2
      if paragraphs[middle].start <= origin { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? paragraphs[low - 1].place : nil
  }

  /// A stretch as it was typed, and in it the part that is meant, in characters.
  func quote(_ range: Range<Int>, marking marked: Range<Int>) -> (text: String, marked: Range<Int>) {
    func typed(_ from: Int, _ to: Int) -> String {
      guard from < to else { return "" }
      var view = String.UnicodeScalarView()
      let end = to < origins.count ? Int(origins[to]) : source.count
      for scalar in source[Int(origins[from])..<end] where scalar != "\n" { view.append(scalar) }
      return String(view)
    }
    // Spaces behind the last scalar belong to what follows.
    func trimmed(_ text: String) -> String {
      var text = text[...]
      while text.last?.isWhitespace == true { text.removeLast() }
      return String(text)
    }
    let before = typed(range.lowerBound, marked.lowerBound)
    let middle = trimmed(typed(marked.lowerBound, marked.upperBound))
    let all = trimmed(typed(range.lowerBound, range.upperBound))
    return (all, before.count..<(before.count + middle.count))
  }
}
