import Core
import ReportModel

/// Reads the values of canonical XML from their bytes. Each accepts what the type of the schema accepts.
package enum XMLValues {
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// Without spaces and line ends at both sides.
  package static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var bytes = bytes
    while let first = bytes.first, isSpace(first) { bytes = UnsafeBufferPointer(rebasing: bytes.dropFirst()) }
    while let last = bytes.last, isSpace(last) { bytes = UnsafeBufferPointer(rebasing: bytes.dropLast()) }
    return bytes
  }

  package static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes.allSatisfy(isSpace) }

  /// A number as JSON writes it, without exponent: `0`, `-12.50`; not `+1`, `007`, `.5`, `5.`.
  package static func amount(_ bytes: UnsafeBufferPointer<UInt8>) -> Amount? {
    let bytes = trimmed(bytes)
    var index = 0
    if bytes.first == UInt8(ascii: "-") { index = 1 }
    let start = index
    while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
    guard index > start, index == start + 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
    if index < bytes.count {
      guard bytes[index] == UInt8(ascii: "."), index + 1 < bytes.count,
        bytes.count - index - 1 <= Amount.maximumScale
      else { return nil }
      index += 1
      while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
    }
    return index == bytes.count ? JSONAmount.read(bytes) : nil
  }

  /// A list of numbers; nil where one of them is none.
  package static func amounts(_ bytes: UnsafeBufferPointer<UInt8>) -> [Amount]? {
    var amounts: [Amount] = []
    for word in words(bytes) {
      guard let amount = amount(word) else { return nil }
      amounts.append(amount)
    }
    return amounts
  }

  package static func words(_ bytes: UnsafeBufferPointer<UInt8>) -> [UnsafeBufferPointer<UInt8>] {
    bytes.split(whereSeparator: isSpace).map { UnsafeBufferPointer(rebasing: $0) }
  }

  package static func boolean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    switch String(decoding: trimmed(bytes), as: UTF8.self) {
    case "true", "1": true
    case "false", "0": false
    default: nil
    }
  }

  /// A whole number of a range that begins at 0 or above; its sign and leading zeros say nothing.
  package static func integer(_ bytes: UnsafeBufferPointer<UInt8>, _ range: ClosedRange<Int>) -> Int? {
    var digits = trimmed(bytes)[...]
    let sign = digits.first
    if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { digits.removeFirst() }
    if digits.isEmpty { return nil }
    digits = digits.drop { $0 == UInt8(ascii: "0") }
    guard digits.count <= 18, digits.isEmpty || sign != UInt8(ascii: "-") else { return nil }
    var number = 0
    for byte in digits {
      guard byte &- 0x30 < 10 else { return nil }
      number = number * 10 + Int(byte &- 0x30)
    }
    return range.contains(number) ? number : nil
  }
}
