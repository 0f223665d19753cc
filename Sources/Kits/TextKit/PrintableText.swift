/// Text as it may stand where people look at it: nothing in it steers a terminal, a browser or the direction of
/// writing.
package enum PrintableText {
  /// For what is said of a file: what may not stand in it is shown by its number, as `\u{1B}`, so that nothing is
  /// hidden. A text that has such a sign of its own has it with its backslash shown, as `\u{5C}u{1B}`.
  ///
  /// - Parameter keepsLines: whether line ends stay, where the output has a way to show them.
  package static func shown(_ text: String, keepsLines: Bool = false) -> String {
    if isPlain(text) { return text }
    if text.unicodeScalars.allSatisfy({ Self.stays($0) && $0 != "\\" }) { return text }
    let scalars = text.unicodeScalars
    func stays(_ index: String.UnicodeScalarView.Index) -> Bool {
      let scalar = scalars[index]
      guard scalar == "\\" else { return Self.stays(scalar) || keepsLines && scalar == "\n" }
      return !scalars[scalars.index(after: index)...].starts(with: "u{".unicodeScalars)
    }
    var result = ""
    for index in scalars.indices {
      if stays(index) {
        result.unicodeScalars.append(scalars[index])
      } else {
        result += "\\u{\(String(scalars[index].value, radix: 16, uppercase: true))}"
      }
    }
    return result
  }

  /// The characters of a text, each as `shown` shows it.
  package static func shownCharacters(_ text: String) -> [String] {
    let characters = Array(text)
    return characters.indices.map { index in
      let next = characters[(index + 1)...].prefix(2)
      let isSign =
        characters[index] == "\\" && next.first == "u" && next.count == 2
        && next.last?.unicodeScalars.first == "{"
      return isSign ? "\\u{5C}" : shown(String(characters[index]))
    }
  }

  /// For the documents that are written: what may not stand in it is left out, and tabs become spaces.
  ///
  /// - Parameter keepsLines: whether line ends stay; otherwise they become spaces.
  package static func cleaned(_ text: String, keepsLines: Bool = false) -> String {
    if isPlain(text) { return text }
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

  /// Whether a text is known at a glance to be harmless, as most are: visible ASCII without a backslash.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
  }

  private static func stays(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: false
    // Marks and overrides of direction, the byte order mark, and what is no character at all.
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFDD0...0xFDEF: false
    case let code: code & 0xFFFE != 0xFFFE
    }
  }
}
