import ReportModel

/// Reads the numbers of JSON as exact decimals.
package enum JSONAmount {
  /// A number's whole part has at most so many digits.
  package static let maximumWholeDigits = 24

  /// The digits are kept as they are written; an exponent is worked out. Nil for a number with more digits
  /// before the point than `maximumWholeDigits`, or more behind it than an `Amount` has.
  ///
  /// - Parameter text: a number that JSON allows.
  package static func read(_ text: UnsafeBufferPointer<UInt8>) -> Amount? {
    var value: Int64 = 0
    var scale: UInt8 = 0
    var index = 0
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative { index = 1 }
    guard text.count - index <= 19 else { return slow(text) }
    var isBehindPoint = false
    while index < text.count {
      let byte = text[index]
      let digit = byte &- 0x30
      if digit < 10 {
        if isBehindPoint { scale += 1 }
        let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
        if overflow { return slow(text) }
        value = tens &+ Int64(digit)
        if value < 0 { return slow(text) }
      } else if byte == UInt8(ascii: ".") {
        isBehindPoint = true
      } else {
        return slow(text)
      }
      index += 1
    }
    if Int(scale) > Amount.maximumScale { return slow(text) }
    return Amount(significand: Int128(isNegative ? -value : value), scale: scale)
  }

  private static func slow(_ text: UnsafeBufferPointer<UInt8>) -> Amount? {
    var digits: [UInt8] = []
    var decimals = 0
    var exponent = 0
    var isNegativeExponent = false
    var part = 0
    // Zeros are counted, not kept, until a digit follows: a number may have millions of them.
    var pendingZeros = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "."): part = 1
      case UInt8(ascii: "e"), UInt8(ascii: "E"): part = 2
      case UInt8(ascii: "-"): if part == 2 { isNegativeExponent = true }
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if part == 2 {
          exponent = min(exponent * 10 + Int(byte - 0x30), 100 << 20)
          continue
        }
        if part == 1 { decimals += 1 }
        if byte == UInt8(ascii: "0") {
          pendingZeros += 1
          continue
        }
        if digits.isEmpty { pendingZeros = 0 }
        guard digits.count + pendingZeros < 64 else { return nil }
        digits.append(contentsOf: repeatElement(0, count: pendingZeros))
        digits.append(byte - 0x30)
        pendingZeros = 0
      default: continue
      }
    }
    // The number is `digits`, then `pendingZeros` zeros, with the point `scale` places from the end.
    var scale = decimals - (isNegativeExponent ? -exponent : exponent)
    if digits.isEmpty { return Amount(significand: 0, scale: UInt8(max(0, min(scale, Amount.maximumScale)))) }
    let dropped = max(0, min(pendingZeros, scale - Amount.maximumScale))
    scale -= dropped
    let zeros = pendingZeros - dropped + max(0, -scale)
    scale = max(0, scale)
    guard scale <= Amount.maximumScale, digits.count + zeros - scale <= maximumWholeDigits else { return nil }
    var significand: Int128 = 0
    for digit in digits { significand = significand * 10 + Int128(digit) }
    for _ in 0..<zeros { significand *= 10 }
    let isNegative = text.first == UInt8(ascii: "-")
    return Amount(significand: isNegative ? -significand : significand, scale: UInt8(scale))
  }
}
