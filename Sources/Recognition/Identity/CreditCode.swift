import ReportModel

extension CreditCode {
  /// The codes in a range whose check character is right.
  static func find(_ scan: Scan, in range: Range<Int>) -> [String] {
    var found: [String] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let end = (index..<range.upperBound).first { !isCharacter(scan.glyphs[$0].code) } ?? range.upperBound
      if end - index == length {
        // Glyphs are in lower case.
        let code = scan.glyphs[index..<end].map { $0.code >= 0x61 ? $0.code - 0x20 : $0.code }
        if isValid(code) {
          found.append(String(String.UnicodeScalarView(code.compactMap(Unicode.Scalar.init))))
        }
      }
      index = max(end, index + 1)
    }
    return found
  }

  private static func isCharacter(_ code: UInt32) -> Bool {
    (0x30...0x39).contains(code) || (0x61...0x7A).contains(code)
  }
}
