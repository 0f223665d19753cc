import TextKit

/// The start tags that were met last, by their bytes. Office files say the same few dozen tags thousands of times, mostly
/// in the same order: what is byte for byte the same tag under the same bindings of prefixes is not read again.
@usableFromInline
struct XMLTagMemory: ~Copyable {
  @usableFromInline
  struct Entry {
    /// Where the tag stands in the document, from `<` to behind `>`.
    @usableFromInline let start: Int
    @usableFromInline let count: Int
    @usableFromInline let name: Int
    @usableFromInline let namespace: UnsafePointer<UInt8>?
    /// The version of the bindings that it was read under.
    @usableFromInline let bindings: Int
    @usableFromInline let isEmpty: Bool
    /// Where its attributes are kept, and for how many there is room.
    @usableFromInline let attributes: Int
    @usableFromInline let attributeCount: Int
    @usableFromInline let room: Int
  }

  @usableFromInline static let size = 512
  @usableFromInline static let attributeRoom = 1024

  /// What stands in each slot is told apart by its stamp, whose last digits are the slot's number; 0 where there is none.
  @usableFromInline let stamps = UnsafeMutablePointer<Int>.allocate(capacity: size)
  @usableFromInline let entries = UnsafeMutablePointer<Entry>.allocate(capacity: size)
  /// The slot of the tag that followed each the last time.
  @usableFromInline let following = UnsafeMutablePointer<Int32>.allocate(capacity: size)
  /// Five pointers for each attribute, as `XMLStartTag` has them.
  @usableFromInline let attributes = UnsafeMutablePointer<UnsafePointer<UInt8>?>.allocate(
    capacity: 5 * attributeRoom)
  private var usedAttributes = 0
  private var lastStamp = 0
  private var last = 0

  @usableFromInline
  init() {
    stamps.initialize(repeating: 0, count: Self.size)
    following.initialize(repeating: 0, count: Self.size)
  }

  @inlinable
  deinit {
    stamps.deallocate()
    entries.deallocate()
    following.deallocate()
    attributes.deallocate()
  }

  /// The slot for the tag at a position, and whether that very tag is in it; nil for a tag that is not to be remembered.
  @usableFromInline
  mutating func find(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, bindings: Int
  ) -> (slot: Int, isKnown: Bool)? {
    let expected = Int(following[last])
    if isSame(expected, bytes, position, bindings) {
      last = expected
      return (expected, true)
    }
    guard let slot = Self.slot(bytes, position) else { return nil }
    following[last] = Int32(slot)
    last = slot
    return (slot, isSame(slot, bytes, position, bindings))
  }

  /// By all bytes before the first `>`; nil where that is too near to the end of the document.
  private static func slot(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int? {
    var hash: UInt64 = 0
    var index = position
    while index + ByteWord.count <= bytes.count {
      let word = ByteWord.at(index, of: bytes)
      let ends = ByteWord.marks(of: UInt8(ascii: ">"), in: word)
      // Of the last word, what is below the mark.
      hash = (hash ^ (ends == 0 ? word : word & ((ends & (0 &- ends)) &- 1))) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
      if ends != 0 { return Int(truncatingIfNeeded: hash >> 32) & (size - 1) }
      index += ByteWord.count
    }
    return nil
  }

  private func isSame(_ slot: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int, _ bindings: Int)
    -> Bool
  {
    guard stamps[slot] != 0 else { return false }
    let entry = entries + slot
    let (start, count) = (entry.pointee.start, entry.pointee.count)
    // What is read beyond the tag's end is there as well.
    guard entry.pointee.bindings == bindings, position + count + ByteWord.count <= bytes.count else {
      return false
    }
    var offset = 0
    while count - offset > ByteWord.count {
      if ByteWord.at(position + offset, of: bytes) != ByteWord.at(start + offset, of: bytes) { return false }
      offset += ByteWord.count
    }
    let difference = ByteWord.at(position + offset, of: bytes) ^ ByteWord.at(start + offset, of: bytes)
    return difference << UInt64(8 * (ByteWord.count - (count - offset))) == 0
  }

  /// Keeps a tag that was read, with its attributes, where there is room for them.
  ///
  /// - Returns: its stamp; 0 where it is not kept.
  @usableFromInline
  mutating func keep(
    _ range: Range<Int>, in slot: Int, name: Int, namespace: UnsafePointer<UInt8>?, bindings: Int,
    isEmpty: Bool,
    _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>, _ attributeCount: Int
  ) -> Int {
    var (first, room) = (usedAttributes, attributeCount)
    if stamps[slot] != 0, entries[slot].room >= attributeCount {
      (first, room) = (entries[slot].attributes, entries[slot].room)
    } else {
      guard usedAttributes + attributeCount <= Self.attributeRoom else { return 0 }
      usedAttributes += attributeCount
    }
    (self.attributes + 5 * first).update(from: attributes, count: 5 * attributeCount)
    entries[slot] = Entry(
      start: range.lowerBound, count: range.count, name: name, namespace: namespace, bindings: bindings,
      isEmpty: isEmpty, attributes: first, attributeCount: attributeCount, room: room)
    lastStamp += 1
    stamps[slot] = lastStamp * Self.size + slot
    return stamps[slot]
  }
}

/// What tags mean to a handler, for those that come again: looked up by their stamps within one parse.
@usableFromInline
package struct XMLTagMeanings<Meaning> {
  @usableFromInline var stamps = [Int](repeating: 0, count: XMLTagMemory.size)
  @usableFromInline var meanings: [Meaning]

  /// - Parameter none: any meaning; it is never given.
  @inlinable
  package init(_ none: Meaning) { meanings = Array(repeating: none, count: XMLTagMemory.size) }

  /// The meaning of a tag that was met; nil where it is to be found out.
  @inlinable
  package subscript(tag: XMLStartTag) -> Meaning? {
    get {
      let slot = tag.stamp & (XMLTagMemory.size - 1)
      return tag.stamp != 0 && stamps[slot] == tag.stamp ? meanings[slot] : nil
    }
    set {
      guard tag.stamp != 0, let newValue else { return }
      let slot = tag.stamp & (XMLTagMemory.size - 1)
      stamps[slot] = tag.stamp
      meanings[slot] = newValue
    }
  }
}
