/// Finds the ends of a text without the spaces of any width that pad it.
@usableFromInline
package enum BlankTrimming {
  /// The bytes without spaces, line ends, U+00A0, U+2000 to U+200F, U+3000 and U+FEFF at either end.
  @inlinable
  package static func trimmed(_ bytes: [UInt8]) -> Range<Int> {
    var range = bytes.indices
    while let first = range.first, let length = blankLength(bytes, at: first, before: range.upperBound) {
      range = first + length..<range.upperBound
    }
    while let length = trailingBlankLength(bytes, range) {
      range = range.lowerBound..<range.upperBound - length
    }
    return range
  }

  @inlinable
  static func trailingBlankLength(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    for length in 1...3 where range.count >= length {
      let start = range.upperBound - length
      if blankLength(bytes, at: start, before: range.upperBound) == length { return length }
    }
    return nil
  }

  @inlinable
  static func blankLength(_ bytes: [UInt8], at index: Int, before end: Int) -> Int? {
    let first = bytes[index]
    if first <= 0x20 { return 1 }
    if first == 0xC2, end - index >= 2, bytes[index + 1] == 0xA0 { return 2 }
    guard end - index >= 3 else { return nil }
    switch (first, bytes[index + 1], bytes[index + 2]) {
    case (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF), (0xE2, 0x80, 0x80...0x8F): return 3
    default: return nil
    }
  }
}
