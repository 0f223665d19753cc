import TextKit

/// What XML 1.0 says of single characters, as far as the scanner needs it.
@usableFromInline
package enum XMLCharacters {
  package static let entities: [(String, Unicode.Scalar)] = [
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"),
  ]

  /// The character of `#31532` or `#x7B2C`; nil where there is none that XML allows.
  package static func scalar(_ name: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
    let isHexadecimal = name.count > 1 && name[1] == UInt8(ascii: "x")
    let first = isHexadecimal ? 2 : 1
    guard name.count > first else { return nil }
    var code: UInt32 = 0
    for index in first..<name.count {
      let digit: UInt8
      switch name[index] {
      case let byte where byte &- 0x30 < 10: digit = byte - 0x30
      case let byte where isHexadecimal && (byte | 0x20) &- 0x61 < 6: digit = (byte | 0x20) - 0x61 + 10
      default: return nil
      }
      code = code &* (isHexadecimal ? 16 : 10) &+ UInt32(digit)
      if code > 0x10FFFF { return nil }
    }
    guard code >= 0x20 || code == 0x09 || code == 0x0A || code == 0x0D, code != 0xFFFE, code != 0xFFFF else {
      return nil
    }
    return Unicode.Scalar(code)
  }

  /// A mark in each of eight bytes that is `<`, `&` or a control character. Only the lowest is sure.
  @inlinable
  static func marks(in word: UInt64) -> UInt64 {
    ByteWord.marks(below: 0x20, in: word) | ByteWord.marks(of: UInt8(ascii: "<"), in: word)
      | ByteWord.marks(of: UInt8(ascii: "&"), in: word)
  }

  /// Neither a mark nor a control character.
  @inlinable
  package static func isPlainText(_ byte: UInt8) -> Bool {
    byte > 0x3C || byte >= 0x20 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: "&")
  }

  @inlinable
  package static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Letters, digits, `_`, `:`, `-`, `.`, and everything beyond ASCII.
  package static func isName(_ byte: UInt8) -> Bool {
    // A bit for each of 64 characters.
    let bits: UInt64 = byte < 0x40 ? 0x07FF_6000_0000_0000 : 0x07FF_FFFE_87FF_FFFE
    return byte >= 0x80 || bits >> UInt64(byte & 0x3F) & 1 == 1
  }

  package static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
  }
}
