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
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line: [Unicode.Scalar] = []
      var used = 0
      func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
      }
      for scalar in paragraph.unicodeScalars {
        let own = width(scalar)
        if used + own > limit, !line.isEmpty {
          // What must not stand at the break goes over to the next line.
          var kept = line.count
          while kept > 0,
            neverFirst.contains(kept < line.count ? line[kept] : scalar) || neverLast.contains(line[kept - 1])
          { kept -= 1 }
          if kept == 0 || width(string(line[kept...])) + own > limit { kept = line.count }
          lines.append(string(line[..<kept]))
          line = Array(line[kept...])
          used = line.reduce(0) { $0 + width($1) }
        }
        line.append(scalar)
        used += own
      }
      lines.append(string(line))
    }
    return lines
  }
}
