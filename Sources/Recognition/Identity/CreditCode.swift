import Core

/// 统一社会信用代码: eighteen characters by GB 32100, of which the last checks the others.
enum CreditCode {
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

  /// Whether the last character is the one that follows from the others.
  static func isValid(_ code: [UInt32]) -> Bool {
    let values = code.compactMap { character in alphabet.firstIndex(of: character) }
    guard code.count == length, values.count == length, let last = values.last else { return false }
    let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return (31 - sum % 31) % 31 == last
  }

  private static func isCharacter(_ code: UInt32) -> Bool {
    (0x30...0x39).contains(code) || (0x61...0x7A).contains(code)
  }

  private static let length = 18
  /// Without I, O, S, V and Z.
  private static let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY".unicodeScalars.map(\.value)
  /// The powers of 3, modulo 31.
  private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
}
