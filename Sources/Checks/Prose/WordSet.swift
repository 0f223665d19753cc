/// A set of words of the prose vocabulary.
struct WordSet: Sendable {
  /// More words than this cannot be told apart.
  static let capacity = 16 * 64

  private var bits = SIMD16<UInt64>()

  mutating func insert(_ word: Int) { bits[word >> 6] |= 1 << UInt64(word & 63) }

  func contains(_ word: Int) -> Bool { bits[word >> 6] & (1 << UInt64(word & 63)) != 0 }

  mutating func formUnion(_ other: WordSet) { bits |= other.bits }

  func union(_ other: WordSet) -> WordSet {
    var result = self
    result.formUnion(other)
    return result
  }

  /// Calls a body with each word, ascending, until it returns true.
  ///
  /// - Returns: whether it did.
  @discardableResult
  func first(where body: (_ word: Int) -> Bool) -> Bool {
    for lane in 0..<SIMD16<UInt64>.scalarCount {
      var rest = bits[lane]
      while rest != 0 {
        if body(lane << 6 + rest.trailingZeroBitCount) { return true }
        rest &= rest - 1
      }
    }
    return false
  }

  func intersects(_ other: WordSet) -> Bool { (bits & other.bits) != SIMD16<UInt64>() }
}
