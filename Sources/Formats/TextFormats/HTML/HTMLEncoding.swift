import Core
import TextKit

/// The encoding of a page: a byte order mark, then what its bytes are, then what it says of itself.
///
/// Labels lie. GB2312 and GBK mean GB18030, of which they are parts; a page that is valid UTF-8 is UTF-8
/// whatever it says, because text of another encoding is hardly ever valid by chance.
enum HTMLEncoding {
  static func decoded(_ bytes: [UInt8]) throws(Refusal) -> DecodedText {
    let decoded = DecodedText(bytes)
    if decoded.byteOrderMarkLength > 0 || decoded.encoding != .gb18030 { return decoded }
    switch label(bytes[...]) {
    case let name? where unreadable.contains(name): throw Refusal(.input, .unreadableEncoding(name))
    case "utf-8", "utf8":
      // A UTF-8 page with a few damaged bytes is not GB18030: there nearly every character would be another.
      let utf8 = DecodedText(bytes, encoding: .utf8)
      return utf8.replacementCount <= decoded.replacementCount || utf8.replacementCount < bytes.count / 200
        ? utf8 : decoded
    default: return decoded
    }
  }

  /// In which the same bytes are other characters.
  private static let unreadable: Set = ["big5", "big5-hkscs", "shift_jis", "euc-jp", "euc-kr"]

  /// The name in `<meta charset>` or in `content="text/html; charset=…"`, in lower case.
  static func label(_ bytes: ArraySlice<UInt8>) -> String? {
    let head = bytes.prefix(4096)
    let word = Array("charset".utf8)
    var index = head.startIndex
    while let found = head[index...].firstIndex(where: { $0 | 0x20 == word[0] }) {
      index = found + 1
      guard head[found...].prefix(word.count).elementsEqual(word, by: { $0 | 0x20 == $1 }) else { continue }
      var rest = head[(found + word.count)...].drop { $0 <= 0x20 }
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop { $0 <= 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
      let name = rest.prefix { byte in
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte &- 0x30 < 10
          || (byte | 0x20) &- 0x61 < 26
      }
      if !name.isEmpty { return String(decoding: name, as: UTF8.self).lowercased() }
    }
    return nil
  }
}

extension Finding {
  static func unreadableEncoding(_ name: String) -> Finding {
    Finding("html.encoding", .error, ["encoding": name])
  }
}
