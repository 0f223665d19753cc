import TextKit

/// The hash of a name, made while the name is read.
package struct XMLNameHash {
  private var state: UInt64 = 0

  package mutating func add(_ byte: UInt8) { state = (state << 7 | state >> 57) ^ UInt64(byte) }

  package func slot(of count: Int) -> Int {
    Int(truncatingIfNeeded: (state &* 0x9E37_79B9_7F4A_7C15) >> 32) & (count - 1)
  }

  package static func of(_ name: UnsafeBufferPointer<UInt8>) -> XMLNameHash {
    var hash = XMLNameHash()
    for byte in name { hash.add(byte) }
    return hash
  }
}

/// A name of at most fifteen bytes that ends at a space, `=`, `/` or `>`: two words instead of bytes one by one.
/// Whether it is a name at all is known only of those that are in the table.
package struct XMLShortName {
  package let count: Int
  package private(set) var low: UInt64
  package private(set) var high: UInt64

  /// - Returns: nil where the name may be longer, or is too near to the end of the document.
  package init?(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
    guard position + 16 <= bytes.count else { return nil }
    low = ByteWord.at(position, of: bytes)
    high = ByteWord.at(position + 8, of: bytes)
    let lowEnd = Self.ends(low)
    if lowEnd != 0 {
      count = lowEnd.trailingZeroBitCount / 8
      low &= 1 << UInt64(8 * count) &- 1
      high = 0
    } else {
      let highEnd = Self.ends(high)
      guard highEnd != 0 else { return nil }
      let rest = highEnd.trailingZeroBitCount / 8
      count = 8 + rest
      high &= 1 << UInt64(8 * rest) &- 1
    }
    if count == 0 { return nil }
  }

  /// The highest bit of the first byte that ends a name; those behind it may be set or not.
  private static func ends(_ word: UInt64) -> UInt64 {
    ByteWord.marks(below: 0x21, in: word) | ByteWord.marks(of: UInt8(ascii: "/"), in: word)
      | ByteWord.marks(of: UInt8(ascii: "="), in: word) | ByteWord.marks(of: UInt8(ascii: ">"), in: word)
  }

  package var hash: Int { Int(truncatingIfNeeded: ((low ^ high &* 3) &* 0x9E37_79B9_7F4A_7C15) >> 56) }
}

@usableFromInline
package enum XMLBytes {
  @inlinable
  package static func areEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int)
    -> Bool
  {
    let (first, second) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
    func isSame<Word: FixedWidthInteger>(_: Word.Type, at offset: Int) -> Bool {
      first.loadUnaligned(fromByteOffset: offset, as: Word.self)
        == second.loadUnaligned(fromByteOffset: offset, as: Word.self)
    }
    if count >= 8 {
      var index = 0
      while index + 8 <= count {
        if !isSame(UInt64.self, at: index) { return false }
        index += 8
      }
      return isSame(UInt64.self, at: count - 8)
    }
    if count >= 4 { return isSame(UInt32.self, at: 0) && isSame(UInt32.self, at: count - 4) }
    if count >= 2 { return isSame(UInt16.self, at: 0) && isSame(UInt16.self, at: count - 2) }
    return count == 0 || left[0] == right[0]
  }
}
