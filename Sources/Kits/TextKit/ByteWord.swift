/// Eight bytes of a text at once.
@usableFromInline
package enum ByteWord {
  @inlinable package static var count: Int { 8 }
  /// The highest bit of each byte.
  @inlinable package static var marks: UInt64 { 0x8080_8080_8080_8080 }

  /// A byte in each place.
  @inlinable
  package static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The eight bytes from an index on, which must be there. The first is the lowest.
  @inlinable
  package static func at(_ index: Int, of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    UInt64(
      littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// A mark in each byte that is below a limit of at most 128. Only the lowest mark is sure.
  @inlinable
  package static func marks(below limit: UInt8, in word: UInt64) -> UInt64 {
    (word &- each(limit)) & ~word & marks
  }

  /// A mark in each byte that is none of ASCII.
  @inlinable
  package static func marksBeyondASCII(in word: UInt64) -> UInt64 { word & marks }

  /// A mark in each byte that is this one. Only the lowest mark is sure.
  @inlinable
  package static func marks(of byte: UInt8, in word: UInt64) -> UInt64 {
    marks(below: 1, in: word ^ each(byte))
  }

  /// The position of the lowest byte that is marked.
  @inlinable
  package static func position(_ marks: UInt64) -> Int { marks.trailingZeroBitCount / 8 }
}
