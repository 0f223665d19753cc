/// Finds names by the address of their interned text, and by their text only the first time.
///
/// Names of other vocabularies are remembered as well, as long as there is room: a document of many names does not
/// fill the memory, its last names are compared anew each time.
@usableFromInline
package struct XMLNameCache {
  private let names: [[UInt8]]
  /// Open addressing, by address.
  @usableFromInline var keys: [UnsafePointer<UInt8>?]
  @usableFromInline var values: [Int8]
  @usableFromInline var count = 0
  @inlinable static var size: Int { 512 }

  /// - Parameter names: at most 127.
  @usableFromInline
  package init(_ names: [String]) { self.init(names.map { Array($0.utf8) }) }

  @usableFromInline
  package init(_ names: [[UInt8]]) {
    self.names = names
    keys = Array(repeating: nil, count: Self.size)
    values = Array(repeating: -1, count: Self.size)
  }

  /// The position of a name among those given; nil for any other.
  @inlinable
  package mutating func position(of name: UnsafePointer<UInt8>) -> Int? {
    let address = UInt(bitPattern: name)
    var slot = Int(truncatingIfNeeded: (address ^ address >> 8 ^ address >> 16) & UInt(Self.size - 1))
    while let key = keys[slot] {
      if key == name { return values[slot] < 0 ? nil : Int(values[slot]) }
      slot = (slot + 1) & (Self.size - 1)
    }
    let position = search(name)
    if count < Self.size / 2 {
      keys[slot] = name
      values[slot] = Int8(truncatingIfNeeded: position ?? -1)
      count += 1
    }
    return position
  }

  @usableFromInline
  func search(_ name: UnsafePointer<UInt8>) -> Int? {
    names.firstIndex { candidate in
      guard candidate.first == name[0] else { return false }
      // The text ends with a zero, which no candidate has: the first difference ends the comparison.
      for (index, byte) in candidate.enumerated() where name[index] != byte { return false }
      return name[candidate.count] == 0
    }
  }
}
