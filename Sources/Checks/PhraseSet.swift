/// Phrases that are looked for in prose, all in one pass.
struct PhraseSet: Sendable {
  private let phrases: [[UInt8]]
  /// A bit for each first character that a phrase has.
  private let mask: [UInt64]

  init(_ phrases: [String]) {
    self.phrases = phrases.filter { !$0.isEmpty }.map { Array($0.utf8) }
    var mask = [UInt64](repeating: 0, count: 64)
    for phrase in self.phrases {
      let place = phrase.withUnsafeBufferPointer { Self.place($0, 0) }
      mask[place >> 6] |= 1 << UInt64(place & 63)
    }
    self.mask = mask
  }

  /// The first phrase that stands in a text.
  func first(in text: String) -> String? {
    var text = text
    let found = text.withUTF8 { bytes -> [UInt8]? in
      var index = 0
      while index < bytes.count {
        let place = Self.place(bytes, index)
        if mask[place >> 6] & (1 << UInt64(place & 63)) != 0, let phrase = phrase(at: index, in: bytes) {
          return phrase
        }
        index += bytes[index] < 0xC0 ? 1 : bytes[index] < 0xE0 ? 2 : bytes[index] < 0xF0 ? 3 : 4
      }
      return nil
    }
    return found.map { String(decoding: $0, as: UTF8.self) }
  }

  private func phrase(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    phrases.first { phrase in
      bytes.count - index >= phrase.count && bytes[index..<index + phrase.count].elementsEqual(phrase)
    }
  }

  /// One of 4,096 places for the character that begins there.
  private static func place(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    var character = UInt32(bytes[index])
    if character >= 0xE0, index + 2 < bytes.count {
      character = character << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
    }
    return Int((character &* 0x9E37_79B1) >> 20)
  }
}
