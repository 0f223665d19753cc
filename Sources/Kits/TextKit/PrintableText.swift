/// Text as it may stand in a file that people look at: nothing in it steers a terminal, a browser or the
/// direction of writing.
package enum PrintableText {
  /// - Parameter keepsLines: whether line ends stay; otherwise they become spaces, as tabs do.
  package static func cleaned(_ text: String, keepsLines: Bool = false) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    if text.unicodeScalars.allSatisfy({ stays($0) || keepsLines && $0 == "\n" }) { return text }
    var result = String.UnicodeScalarView()
    var lastWasReturn = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0D: result.append(keepsLines ? "\n" : " ")
      case 0x0A, 0x85, 0x2028, 0x2029:
        if scalar == "\n", lastWasReturn { break }
        result.append(keepsLines ? "\n" : " ")
      case 0x09: result.append(" ")
      default: if stays(scalar) { result.append(scalar) }
      }
      lastWasReturn = scalar == "\r"
    }
    return String(result)
  }

  private static func stays(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: false
    // Marks and overrides of direction, the byte order mark, and what is no character at all.
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFDD0...0xFDEF: false
    case let code: code & 0xFFFE != 0xFFFE
    }
  }
}
