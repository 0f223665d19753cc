/// What Chinese becomes when it is read in the wrong encoding and saved again, and controls that no text holds.
enum GarbledText {
  /// Each is shown as itself, but for the replacement character, which nobody sees.
  private static let patterns = ["\u{FFFD}", "锟斤拷", "ï¿½", "烫烫烫", "屯屯屯", "â€œ", "ä¸­"].map {
    (bytes: Array($0.utf8), shown: $0 == "\u{FFFD}" ? "U+FFFD" : $0)
  }

  /// By the first byte: nothing to see, a pattern may begin, or a control.
  private static let kinds: [UInt8] = {
    var kinds = [UInt8](repeating: 0, count: 256)
    for byte in 0..<0x20 where ![0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x1B].contains(byte) { kinds[byte] = 2 }
    for pattern in patterns { kinds[Int(pattern.bytes[0])] = 1 }
    return kinds
  }()

  /// The first that is found in UTF-8, as it is shown to a person.
  static func first(in text: [UInt8]) -> String? {
    text.withUnsafeBufferPointer { text in
      kinds.withUnsafeBufferPointer { kinds in
        for (index, byte) in text.enumerated() where kinds[Int(byte)] != 0 {
          if kinds[Int(byte)] == 2 {
            return "U+00\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
          }
          guard index + 2 < text.count else { continue }
          for (bytes, shown) in patterns
          where bytes[1] == text[index + 1] && text[index...].starts(with: bytes) {
            return shown
          }
        }
        return nil
      }
    }
  }
}
