/// Text reduced to what counts when wordings are compared: letters and digits, full-width forms folded.
package struct PlainText: Hashable, Sendable {
  package private(set) var scalars: [UInt32] = []

  package init(_ text: String) { self.init(text[...]) }

  package init(_ text: Substring) {
    scalars.reserveCapacity(text.utf8.count / 3)
    for scalar in text.unicodeScalars {
      let value = CharacterFolding.narrow(scalar.value)
      let isASCIIText =
        (0x30...0x39).contains(value) || (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value)
      // Ideographs and everything else beyond punctuation.
      let isLetter =
        value >= 0x80 && !(0x2000...0x206F).contains(value) && !(0x3000...0x303F).contains(value)
        && value != 0xA0 && value != 0xB7 && value != 0xFEFF && !(0xFF00...0xFFEF).contains(value)
        && !(0x2500...0x25FF).contains(value)
      if isASCIIText || isLetter { scalars.append(value) }
    }
  }

  package var count: Int { scalars.count }

  /// Where other text stands in this one.
  package func ranges(of text: PlainText) -> [Range<Int>] {
    guard let first = text.scalars.first, count >= text.count else { return [] }
    return (0...(count - text.count)).compactMap { start in
      guard scalars[start] == first, scalars[start..<start + text.count].elementsEqual(text.scalars) else {
        return nil
      }
      return start..<start + text.count
    }
  }

  /// Takes the first occurrence of a text out of this one.
  ///
  /// - Returns: whether there was one.
  package mutating func remove(_ text: PlainText) -> Bool {
    guard let range = ranges(of: text).first else { return false }
    scalars.removeSubrange(range)
    return true
  }

  /// How alike two texts are, in hundredths; 0 where one is much longer than the other. For lines.
  package func likeness(to other: PlainText) -> Int {
    if count == 0 || other.count == 0 { return 0 }
    // No more can be common than the shorter has.
    if 200 * min(count, other.count) / (count + other.count) < 40 { return 0 }
    return TextLikeness.ofSequences(scalars, other.scalars, of: 100)
  }
}
