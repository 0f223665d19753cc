/// A piece of a style sheet: a name, a value or a part of one.
struct CSSText {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var range: Range<Int>

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  var trimmed: CSSText {
    var result = self
    while let first = result.range.first, HTMLTokenizer.isSpace(bytes[first]) {
      result.range = first + 1..<range.upperBound
    }
    while let last = result.range.last, HTMLTokenizer.isSpace(bytes[last]) {
      result.range = result.range.lowerBound..<last
    }
    return result
  }

  /// Whether it is this word, in any case.
  func equals(_ word: StaticString) -> Bool { range.count == word.utf8CodeUnitCount && hasPrefix(word) }

  func hasPrefix(_ word: StaticString) -> Bool {
    range.count >= word.utf8CodeUnitCount && matches(word, at: range.lowerBound)
  }

  func contains(_ word: StaticString) -> Bool {
    var index = range.lowerBound
    while index + word.utf8CodeUnitCount <= range.upperBound {
      if matches(word, at: index) { return true }
      index += 1
    }
    return false
  }

  private func matches(_ word: StaticString, at start: Int) -> Bool {
    for offset in 0..<word.utf8CodeUnitCount where Self.lower(bytes[start + offset]) != word.utf8Start[offset]
    {
      return false
    }
    return true
  }

  static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// Takes `!important` off its end.
  mutating func dropImportant() -> Bool {
    guard let mark = range.last(where: { bytes[$0] == UInt8(ascii: "!") }),
      CSSText(bytes, mark + 1..<range.upperBound).trimmed.equals("important")
    else { return false }
    self = CSSText(bytes, range.lowerBound..<mark).trimmed
    return true
  }

  /// The words between its spaces, at most sixteen.
  var words: [CSSText] {
    bytes[range].split(maxSplits: 16) { HTMLTokenizer.isSpace($0) || $0 == UInt8(ascii: "/") }
      .map { (word: Slice<UnsafeBufferPointer<UInt8>>) in CSSText(bytes, word.startIndex..<word.endIndex) }
  }

  /// The whole numbers in it, signs apart.
  var numbers: [Int] {
    bytes[range].split { $0 &- 0x30 >= 10 }.map { digits in
      digits.reduce(0) { min($0 * 10 + Int($1 - 0x30), 1_000_000) }
    }
  }

  /// A number with its unit; nil where it is none.
  var length: Length? { Length(self) }

  struct Length {
    enum Unit { case none, pixels, points, em, percent, other }

    let thousandths: Int
    let unit: Unit

    init?(_ text: CSSText) {
      var index = text.range.lowerBound
      let end = text.range.upperBound
      let isNegative = index < end && text.bytes[index] == UInt8(ascii: "-")
      if isNegative || index < end && text.bytes[index] == UInt8(ascii: "+") { index += 1 }
      var value = 0
      var places: Int?
      let start = index
      while index < end {
        let byte = text.bytes[index]
        if byte &- 0x30 < 10 {
          if let count = places {
            if count < 3 { (value, places) = (value * 10 + Int(byte - 0x30), count + 1) }
          } else {
            value = min(value * 10 + Int(byte - 0x30), 1_000_000)
          }
        } else if byte == UInt8(ascii: "."), places == nil {
          places = 0
        } else {
          break
        }
        index += 1
      }
      guard index > start, text.bytes[start] &- 0x30 < 10 || index > start + 1 else { return nil }
      for _ in (places ?? 0)..<3 { value *= 10 }
      thousandths = isNegative ? -value : value
      let rest = CSSText(text.bytes, index..<end)
      unit =
        rest.range.isEmpty
        ? .none
        : rest.equals("px")
          ? .pixels
          : rest.equals("pt")
            ? .points : rest.equals("em") || rest.equals("rem") ? .em : rest.equals("%") ? .percent : .other
    }

    var isRelative: Bool { unit == .em || unit == .percent }

    /// Zero, or a size in which nobody can read.
    var isTiny: Bool { thousandths == 0 || (unit == .pixels || unit == .points) && abs(thousandths) <= 1000 }

    /// About so many thousandths of a pixel.
    var pixels: Int {
      switch unit {
      case .em: thousandths * 16
      case .percent: thousandths * 16 / 100
      default: thousandths
      }
    }
  }

  // MARK: Finding ends

  /// The position behind a comment that begins here; the same position where none does.
  static func endOfComment(at start: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int {
    guard start + 1 < end, bytes[start] == UInt8(ascii: "/"), bytes[start + 1] == UInt8(ascii: "*") else {
      return start
    }
    var index = start + 2
    while index + 1 < end {
      if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") { return index + 2 }
      index += 1
    }
    return end
  }

  /// The position of the semicolon that ends a value, or of the end of its block.
  static func endOfValue(from start: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int {
    var index = start
    var depth = 0
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: ";"): if depth == 0 { return index }
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth = max(0, depth - 1)
      default: break
      }
      index += 1
    }
    // A bracket that is never closed does not swallow the declarations behind it.
    if depth > 0 { return (start..<end).first { bytes[$0] == UInt8(ascii: ";") } ?? end }
    return end
  }

  /// A number for a name, the same for the same name.
  static func key(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
    var key: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { key = (key ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return key
  }
}
