/// Text as it may stand where people look at it: nothing in it steers a terminal, a browser or the direction of
/// writing.
package enum PrintableText {
  /// For what is said of a file: what may not stand in it is shown by its number, as `\u{1B}`, so that nothing is
  /// hidden. A text that has such a sign of its own has it with its backslash shown, as `\u{5C}u{1B}`.
  ///
  /// - Parameter keepsLines: whether line ends stay, where the output has a way to show them.
  package static func shown(_ text: String, keepsLines: Bool = false) -> String {
    if isInert(text), !text.utf8.contains(UInt8(ascii: "\\")) { return text }
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
    if isInert(text, keepsLines: keepsLines) { return text }
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

  // MARK: What steers

  /// Whether all of a text may stand as it is, as nearly always.
  package static func isInert(_ text: String, keepsLines: Bool = false) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      for (index, byte) in utf8.enumerated() where isSuspicious(byte) {
        if byte == 0x0A, keepsLines { continue }
        if !stays(scalar(utf8, index)) { return false }
      }
      return true
    }
  }

  /// The character that begins at a byte of UTF-8, where it is one that steers and that JSON and XML let stand as it
  /// is: DEL, C1 controls, separators of lines and paragraphs, and what sets the direction of writing.
  ///
  /// - Returns: the character and how many bytes it takes.
  package static func steering(
    _ utf8: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    guard mayBeginSteering(utf8[index]) else { return nil }
    let scalar = scalar(utf8, index)
    return stays(scalar) ? nil : (scalar, scalar.utf8.count)
  }

  /// Whether a character that begins with this byte may be one of those.
  package static func mayBeginSteering(_ byte: UInt8) -> Bool {
    byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2
  }

  /// Whether a character that begins with this byte may be one that does not stay.
  private static func isSuspicious(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20..<0x7F, 0x80..<0xC2, 0xE3..<0xEF: false
    case 0..<0x20, 0x7F, 0xC2, 0xD8, 0xE2, 0xEF...: true
    default: false
    }
  }

  /// The character that begins there; a replacement character where the bytes end too soon.
  private static func scalar(_ utf8: UnsafeBufferPointer<UInt8>, _ index: Int) -> Unicode.Scalar {
    let lead = utf8[index]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard index + length <= utf8.count else { return "\u{FFFD}" }
    var code = length == 1 ? UInt32(lead) : UInt32(lead & (0x7F >> UInt8(length)))
    for byte in utf8[(index + 1)..<(index + length)] { code = code << 6 | UInt32(byte & 0x3F) }
    return Unicode.Scalar(code) ?? "\u{FFFD}"
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
