/// How many columns of a terminal a text takes: two for wide East Asian characters, none for marks that
/// combine, one for all others, the box characters and curly quotes among them.
package enum DisplayWidth {
  package static func width(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  package static func width(_ scalar: Unicode.Scalar) -> Int {
    let code = scalar.value
    if code < 0x300 { return code < 0x20 || (0x7F..<0xA0).contains(code) ? 0 : 1 }
    if (0x3041...0x4DBF).contains(code) || (0x4E00...0x9FFF).contains(code) { return code == 0x4DC0 ? 1 : 2 }
    // 、。《 and ，：（.
    if (0x3001...0x3020).contains(code) || (0xFF01...0xFF60).contains(code) { return 2 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    // The vowels and finals of old Hangul stand within the syllable before them.
    if (0x1160...0x11FF).contains(code) { return 0 }
    return isWide(code) ? 2 : 1
  }

  /// Unicode's EastAsianWidth W and F, in order; code points that are not assigned go with their neighbours.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
    0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
    0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
    0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
    0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
    0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E,
    0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9,
    0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1F004...0x1F004,
    0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335,
    0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0,
    0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D,
    0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4,
    0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF,
    0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945,
    0x1F947...0x1F9FF, 0x1FA70...0x1FAF6, 0x20000...0x3FFFD,
  ]

  private static func isWide(_ code: UInt32) -> Bool {
    var (low, high) = (0, wide.count)
    while low < high {
      let middle = (low + high) / 2
      if wide[middle].upperBound < code { low = middle + 1 } else { high = middle }
    }
    return low < wide.count && wide[low].contains(code)
  }

  // MARK: Wrapping

  private static let neverFirst = Set("，。、；：！？）］｝〕》〉」』”’％,.;:!?)]}%".unicodeScalars)
  private static let neverLast = Set("（［｛〔《〈「『“‘([{".unicodeScalars)

  /// Breaks a text into lines of at most that width; a line end in the text begins a new one. Closing
  /// punctuation does not begin a line nor an opening bracket end one, where the width allows it.
  package static func wrapped(_ text: String, to limit: Int) -> [String] {
    var lines: [String] = []
    forEachLine(text, to: limit) { lines.append(String($0)) }
    return lines
  }

  /// How many lines `wrapped` breaks a text into.
  package static func lineCount(_ text: String, to limit: Int) -> Int {
    // No text is wider than it has bytes.
    if text.utf8.count <= limit, !text.utf8.contains(UInt8(ascii: "\n")) { return 1 }
    var count = 0
    forEachLine(text, to: limit) { _ in count += 1 }
    return count
  }

  /// The width of the widest line of a text that is not wrapped.
  package static func widestLine(_ text: String) -> Int {
    var (widest, used) = (0, 0)
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      used = isLineEnd(scalar, after: previous) ? 0 : used + width(scalar)
      widest = max(widest, used)
      previous = scalar
    }
    return widest
  }

  /// A line feed behind a carriage return belongs to it, and ends no line here.
  private static func isLineEnd(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
    scalar == "\n" && previous != "\r"
  }

  private static func forEachLine(
    _ text: String, to limit: Int, _ body: (Substring.UnicodeScalarView) -> Void
  ) {
    let scalars = text.unicodeScalars
    func width(_ range: Range<String.Index>) -> Int { scalars[range].reduce(0) { $0 + Self.width($1) } }
    var (start, index) = (scalars.startIndex, scalars.startIndex)
    var used = 0
    var previous: Unicode.Scalar?
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let next = scalars.index(after: index)
      let own = Self.width(scalar)
      if isLineEnd(scalar, after: previous) {
        body(scalars[start..<index])
        (start, used) = (next, 0)
      } else {
        if used + own > limit, start < index {
          let end = lineEnd(scalars, start, index)
          let over = width(end..<index)
          let isKept = end == start || over + own > limit
          body(scalars[start..<(isKept ? index : end)])
          (start, used) = isKept ? (index, 0) : (end, over)
        }
        used += own
      }
      previous = scalar
      index = next
    }
    body(scalars[start...])
  }

  /// Whether a line may end with one character and the next begin with the other.
  package static func mayBreak(_ before: Unicode.Scalar, _ after: Unicode.Scalar) -> Bool {
    !neverFirst.contains(after) && !neverLast.contains(before)
  }

  /// Where a line that could reach up to an index ends, so that nothing stands at the break that must not.
  private static func lineEnd(
    _ scalars: String.UnicodeScalarView, _ start: String.Index, _ index: String.Index
  ) -> String.Index {
    var end = index
    while end > start {
      let before = scalars.index(before: end)
      if mayBreak(scalars[before], scalars[end]) { break }
      end = before
    }
    return end
  }
}
