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

  /// 64 hexadecimal digits in lower case.
  package static func isChecksum(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy {
        $0 &- 0x30 < 10 || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }
}
