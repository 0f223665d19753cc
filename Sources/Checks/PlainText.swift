/// Text reduced to what counts when wordings are compared: letters and digits, full-width forms folded.
struct PlainText: Hashable, Sendable {
  private(set) var scalars: [UInt32] = []

  init(_ text: some StringProtocol) {
    scalars.reserveCapacity(text.utf8.count / 3)
    for scalar in text.unicodeScalars {
      var value = scalar.value
      if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
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

  var count: Int { scalars.count }

  /// Where other text stands in this one.
  func ranges(of text: PlainText) -> [Range<Int>] {
    guard let first = text.scalars.first, count >= text.count else { return [] }
    return (0...(count - text.count)).compactMap { start in
      guard scalars[start] == first, scalars[start..<start + text.count].elementsEqual(text.scalars) else {
        return nil
      }
      return start..<start + text.count
    }
  }

  /// How alike two texts are, in hundredths: twice the length of their longest common subsequence, by their
  /// length together. For lines; the cost is the product of the lengths.
  func likeness(to other: PlainText) -> Int {
    if count == 0 || other.count == 0 { return 0 }
    // No more can be common than the shorter has.
    if 200 * min(count, other.count) / (count + other.count) < 40 { return 0 }
    var lengths = [Int](repeating: 0, count: other.count + 1)
    for scalar in scalars {
      var diagonal = 0
      for (index, candidate) in other.scalars.enumerated() {
        let above = lengths[index + 1]
        lengths[index + 1] = scalar == candidate ? diagonal + 1 : max(above, lengths[index])
        diagonal = above
      }
    }
    return 200 * lengths[other.count] / (count + other.count)
  }
}
