import Testing

@testable import DocumentModel

@Suite struct BlankTrimmingTests {
  @Test(arguments: [
    ("", ""), (" \n\t", ""), ("甲", "甲"), ("\u{3000}\u{A0} 甲 乙\u{FEFF}\u{200B}\r\n", "甲 乙"),
    ("\u{2000}a\u{200F}", "a"), ("\u{3001}a\u{2010}", "\u{3001}a\u{2010}"), ("\u{A1}", "\u{A1}"),
  ])
  func endsAreFound(text: String, rest: String) {
    let bytes = Array(text.utf8)
    #expect(String(decoding: bytes[BlankTrimming.trimmed(bytes)], as: UTF8.self) == rest)
  }

  /// Bytes that are cut off in a character are no blanks, and nothing is read beyond them.
  @Test(arguments: [[0xE3], [0xE3, 0x80], [0xC2], [0x61, 0xE2, 0x80], [0x80, 0x80]] as [[UInt8]])
  func cutCharactersStay(bytes: [UInt8]) {
    #expect(BlankTrimming.trimmed(bytes) == bytes.indices)
  }
}
