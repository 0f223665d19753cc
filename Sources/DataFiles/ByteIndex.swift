/// Finds a number by the bytes of a name, in a table of open addresses. The names stay where they are: whoever asks
/// says which number's name is meant. Texts as keys of a dictionary would be normalised and hashed at length.
package struct ByteIndex: Sendable {
  /// A number behind each hash; nothing is at a place of -1.
  private var places: [(hash: UInt32, number: Int32)]
  private var count = 0

  /// - Parameter expected: about how many names there will be.
  package init(expecting expected: Int = 16) {
    var size = 32
    while size < 2 * expected { size *= 2 }
    places = Array(repeating: (0, -1), count: size)
  }

  package static func hash(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.withUnsafeBufferPointer(hash) }

  package static func hash(_ text: String) -> UInt32 {
    var text = text
    return text.withUTF8(hash)
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  /// The number of a name.
  package func number(_ hash: UInt32, where isMeant: (Int) -> Bool) -> Int? {
    var place = Int(hash) & (places.count - 1)
    while places[place].number >= 0 {
      if places[place].hash == hash, isMeant(Int(places[place].number)) { return Int(places[place].number) }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// Adds a name that is not there yet.
  package mutating func insert(_ number: Int, _ hash: UInt32) {
    count += 1
    if 2 * count > places.count {
      let old = places
      places = Array(repeating: (0, -1), count: 2 * old.count)
      for entry in old where entry.number >= 0 { store(entry) }
    }
    store((hash, Int32(number)))
  }

  private mutating func store(_ entry: (hash: UInt32, number: Int32)) {
    var place = Int(entry.hash) & (places.count - 1)
    while places[place].number >= 0 { place = (place + 1) & (places.count - 1) }
    places[place] = entry
  }
}
