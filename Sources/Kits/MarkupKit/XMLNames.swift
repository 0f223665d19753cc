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

  /// A byte in each place of a word.
  private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

  /// - Returns: nil where the name may be longer, or is too near to the end of the document.
  package init?(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
    guard position + 16 <= bytes.count, let base = bytes.baseAddress else { return nil }
    let start = UnsafeRawPointer(base + position)
    low = UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
    high = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
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
    let upToSpace = (word &- each(0x21)) & ~word
    let slash = word ^ each(0x2F)
    let equals = word ^ each(0x3D)
    let greater = word ^ each(0x3E)
    let marks = (slash &- each(1)) & ~slash | (equals &- each(1)) & ~equals | (greater &- each(1)) & ~greater
    return (upToSpace | marks) & each(0x80)
  }

  package var hash: Int { Int(truncatingIfNeeded: ((low ^ high &* 3) &* 0x9E37_79B9_7F4A_7C15) >> 56) }
}

@usableFromInline
package enum XMLBytes {
  @inlinable
  package static func areEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int)
    -> Bool
  {
    var index = 0
    while index < count, left[index] == right[index] { index += 1 }
    return index == count
  }
}
