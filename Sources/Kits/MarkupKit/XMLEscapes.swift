/// How texts stand in canonical XML that XML 1.0 itself cannot hold: `\{7}` is the character U+0007, its code
/// point in hexadecimal. `\{5c}` is a backslash, and stands only where a brace follows; every other backslash
/// is itself. So every string can be written, and every text can be read.
package enum XMLEscapes {
  private static let backslash = UInt8(ascii: "\\")

  /// The string that a text stands for. What is not such an escape is itself.
  package static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.contains(backslash) else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == backslash, let (scalar, length) = escape(bytes, index) {
        result.append(contentsOf: String(Character(scalar)).utf8)
        index += length
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The character of an escape that begins there, and how long the escape is.
  private static func escape(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    var index = start + 1
    guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { return nil }
    index += 1
    var code: UInt32 = 0
    let first = index
    while index < bytes.count, index - first < 6, let digit = hexadecimal(bytes[index]) {
      code = code << 4 | digit
      index += 1
    }
    guard index > first, index < bytes.count, bytes[index] == UInt8(ascii: "}") else { return nil }
    return Unicode.Scalar(code).map { ($0, index + 1 - start) }
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    default: nil
    }
  }
}
