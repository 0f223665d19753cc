/// Whole numbers as decimal digits.
package enum DecimalText {
  /// No number is longer, in bytes.
  package static let maximumCount = 20

  /// Writes a number to memory with room for `maximumCount` bytes, and gives how many they are.
  package static func write(_ number: UInt64, to memory: UnsafeMutablePointer<UInt8>) -> Int {
    if number < 10 {
      memory[0] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number)
      return 1
    }
    var digits = 1
    var rest = number
    while rest >= 10 {
      digits += 1
      rest /= 10
    }
    rest = number
    var position = digits
    while position > 0 {
      position -= 1
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      memory[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    }
    return digits
  }
}

extension [UInt8] {
  /// Appends a number in decimal digits.
  package mutating func appendDecimal(_ number: UInt64) {
    if number < 10 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
      return
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DecimalText.maximumCount) { piece in
      guard let start = piece.baseAddress else { return }
      append(contentsOf: UnsafeBufferPointer(start: start, count: DecimalText.write(number, to: start)))
    }
  }
}
