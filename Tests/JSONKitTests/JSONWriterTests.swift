import Testing

@testable import JSONKit

@Suite struct JSONWriterTests {
  private func text(isCompact: Bool = false, _ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(isCompact: isCompact)
    write(&writer)
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  private func sample(_ writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("a")
    writer.integer(-12)
    writer.key("b")
    writer.beginArray()
    writer.string("x")
    writer.beginObject(inline: true)
    writer.key("c")
    writer.beginArray()
    writer.null()
    writer.bool(true)
    writer.endArray()
    writer.key("d")
    writer.raw { $0.append(contentsOf: "1.50".utf8) }
    writer.endObject()
    writer.endArray()
    writer.key("e")
    writer.beginObject()
    writer.endObject()
    writer.endObject()
  }

  /// What steers is escaped wherever it stands among the eight bytes that are looked at together; what begins with
  /// the same bytes is not.
  @Test(arguments: 0..<9)
  func whatSteersIsEscaped(offset: Int) throws {
    let lead = String(repeating: "年a", count: offset)
    let steering = "\u{1B}\u{7F}\u{80}\u{9F}\u{61C}\u{200E}\u{2028}\u{202E}\u{2066}\u{2069}"
    let plain = "“”…—é\u{A0}ßØ\u{620}€→"
    let written = text { $0.string(lead + steering + plain + steering) }
    let escaped =
      #"\u001b\u007f\u0080\u009f\u061c\u200e\u2028\u202e\u2066\u2069"#
    #expect(written == "\"\(lead)\(escaped)\(plain)\(escaped)\"\n")
    let raw = text { $0.raw { $0 += "{\"\(lead)\u{202E}\": \"\\n\u{9B}\(plain)\"}".utf8 } }
    #expect(raw == "{\"\(lead)\\u202e\": \"\\n\\u009b\(plain)\"}\n")
  }

  @Test func objectsAreIndentedUnlessTheyAreInline() {
    #expect(
      text(sample) == """
        {
          "a": -12,
          "b": [
            "x",
            {"c": [null, true], "d": 1.50}
          ],
          "e": {}
        }

        """)
    #expect(
      text(isCompact: true, sample) == "{\"a\":-12,\"b\":[\"x\",{\"c\":[null,true],\"d\":1.50}],\"e\":{}}\n")
  }

  @Test func aWriterBeginsAnewWhenItHasFinished() {
    var writer = JSONWriter()
    sample(&writer)
    let first = writer.finish()
    sample(&writer)
    #expect(writer.finish() == first)
  }

  /// Whatever a string is, it is read back: at every offset, since eight bytes are looked at together.
  @Test func everyStringComesBack() {
    let scalars =
      (Array(0...0x7F) + [0x80, 0xFF, 0x2028, 0x4E2D, 0xFEFF, 0xFFFF, 0x1F600, 0x10FFFF] as [UInt32])
      .compactMap(Unicode.Scalar.init)
    for scalar in scalars {
      for padding in [0, 1, 6, 7, 8, 15, 16] {
        let string = String(repeating: "a", count: padding) + String(scalar) + "b" + String(scalar)
        let document = JSONDocument(Array(text { $0.string(string) }.utf8))
        #expect(document.defects.isEmpty)
        #expect(Array(document.string(0).utf8) == Array(string.utf8))
      }
    }
    #expect(text { $0.string("") } == "\"\"\n")
  }

  @Test(arguments: [0, 1, -1, 9, 10, -10, Int.max, Int.min]) func integersAreWrittenInFull(_ number: Int) {
    #expect(text { $0.integer(number) } == "\(number)\n")
  }

  @Test func keysAreEscapedAsStringsAre() {
    let written = text { writer in
      writer.beginObject(inline: true)
      writer.key("a\"\n字")
      writer.null()
      let texts = JSONTexts(["", "key", "x\"x", "a\nb", "a name that is longer than a word"])
      writer.key(texts, 1)
      writer.null()
      writer.key(texts, 2)
      writer.string(texts, 3)
      writer.key(texts.keys[4])
      writer.string(texts, 0)
      writer.endObject()
    }
    #expect(
      written == #"{"a\"\n字": null, "key": null, "x\"x": "a\nb", "a name that is longer than a word": ""}"#
        + "\n")
  }

  /// Large texts, in pieces of every size.
  @Test func theBufferGrowsAsItMust() {
    let pieces = (0..<2000).map { String(repeating: "字", count: $0 % 97) }
    let written = text { writer in
      writer.beginArray()
      for piece in pieces { writer.string(piece) }
      writer.endArray()
    }
    let document = JSONDocument(Array(written.utf8))
    #expect((1...pieces.count).map { document.string($0) } == pieces)
  }
}
