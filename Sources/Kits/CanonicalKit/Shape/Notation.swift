/// Whether texts are in a notation that both formats have.
package enum Notation {
  /// `2018`, `2018-01` or `2018-01-23`.
  package static func isDate(_ text: String) -> Bool {
    let bytes = text.utf8
    guard [4, 7, 10].contains(bytes.count) else { return false }
    return zip(bytes, "0000-00-00".utf8).allSatisfy {
      $1 == UInt8(ascii: "-") ? $0 == $1 : $0 &- 0x30 < 10
    }
  }

  /// A place as a regular expression of any schema, to be matched whole: its parts in their order, with one space
  /// between those that are there.
  package static let placePattern: String = {
    let ordinal = "[1-9][0-9]{0,17}"
    let offset = "(0|\(ordinal))"
    let parts = ["p", "t", "r", "c", "l"].map { $0 + ordinal } + ["b\(offset)-\(offset)"]
    return parts.indices.map { first in
      parts[first] + parts[(first + 1)...].map { "( \($0))?" }.joined()
    }.joined(separator: "|")
  }()

  /// 64 hexadecimal digits in lower case.
  package static func isChecksum(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy {
        $0 &- 0x30 < 10 || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }
}
