/// 统一社会信用代码: eighteen characters by GB 32100, of which the last checks the others.
package enum CreditCode {
  package static let length = 18
  /// Without I, O, S, V and Z.
  private static let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY".unicodeScalars.map(\.value)
  /// The powers of 3, modulo 31.
  private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

  /// Whether the last character is the one that follows from the others.
  package static func isValid(_ code: some Collection<UInt32>) -> Bool {
    guard code.count == length, let check = check(of: code) else { return false }
    return code.dropFirst(length - 1).first == check
  }

  /// The last character of a code, as it follows from the others; nil where one of those is none of a code.
  package static func check(of code: some Collection<UInt32>) -> UInt32? {
    let values = code.prefix(length - 1).compactMap { character in alphabet.firstIndex(of: character) }
    guard values.count == length - 1 else { return nil }
    let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return alphabet[(31 - sum % 31) % 31]
  }
}
