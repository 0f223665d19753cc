import Testing

@testable import JSONKit

@Suite struct JSONDocumentTests {
  private func document(_ text: String) -> JSONDocument { JSONDocument(Array(text.utf8)) }

  @Test func valuesStandInTheOrderOfTheText() {
    let document = document("{\"a\": [1, \"b\"], \"c\": {\"d\": null}, \"e\": true}")
    let kinds: [JSONDocument.Kind] = [
      .object, .string, .array, .number, .string, .string, .object, .string, .null, .string, .boolean,
    ]
    #expect(document.tokens.map(\.kind) == kinds)
    #expect(document.next(2) == 5 && document.next(6) == 9 && document.next(0) == 11)
    #expect(document.isTrue(10))
    #expect(document.range(3) == 7..<8 && document.offset(0) == 0)
  }

  @Test func escapesAreResolved() {
    let document = document("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u4e2d\\uD83D\\ude00x\"")
    #expect(document.string(0) == "\"\\/\u{8}\u{C}\n\r\t\0中😀x")
    #expect(document.hasEscapes(0))
    #expect(!self.document("\"字\"").hasEscapes(0))
  }

  @Test func bytesAreComparedWhole() {
    for length in 0..<20 {
      let text = String(repeating: "a", count: length)
      let key = document("\"\(text)\"")
      let bytes = Array((text + "b").utf8)
      #expect(key.isPlain(0, equalTo: bytes, 0..<length))
      #expect(!key.isPlain(0, equalTo: bytes, 0..<length + 1))
      for position in 0..<length {
        var other = bytes
        other[position] = UInt8(ascii: "c")
        #expect(!key.isPlain(0, equalTo: other, 0..<length))
      }
    }
  }

  @Test func compactTextHasNoSpacesButThoseOfStrings() {
    let text = "{ \"a b\" : [ 1 , -2.50e+3 ,\n\"c \\\" , d\" ] , \"e\" : { } }"
    #expect(document(text).compact(0) == "{\"a b\":[1,-2.50e+3,\"c \\\" , d\"],\"e\":{}}")
    #expect(document(text).compact(1) == "\"a b\"")
  }

  @Test func pointersNameEveryValue() {
    let document = document("{\"a\": [1, {\"x~/y\": 2}], \"\": 3, \"\\u0061b\": [[]]}")
    let expected = [
      "", "/a", "/a", "/a/0", "/a/1", "/a/1/x~0~1y", "/a/1/x~0~1y", "/", "/", "/ab", "/ab", "/ab/0",
    ]
    #expect(document.pointers(to: Array(document.tokens.indices)) == expected)
    #expect(document.pointers(to: [3, 3, 11]) == ["/a/0", "/a/0", "/ab/0"])
    #expect(document.pointers(to: []) == [])
  }

  @Test func pointersAreTakenApartAsTheyArePutTogether() {
    for names in [[], [""], ["a"], ["a", "0"], ["~", "/", "~1", "~0/"], ["字", ""]] {
      let pointer = names.map { "/" + JSONPointer.escaped($0) }.joined()
      #expect(JSONPointer.names(pointer) == names)
    }
    #expect(JSONPointer.escaped("a~b/c") == "a~0b~1c")
    #expect(JSONPointer.names("a") == nil)
  }

  @Test func linesAreCountedFromOne() {
    let document = document("[\n1,\r\n2\n\n]")
    #expect(document.lines(of: [0, 2, 6, 9]) == [1, 2, 3, 5])
    #expect(document.lines(of: [1000]) == [5])
  }

  @Test(arguments: [
    ("{\"a\": 1, \"b\": 2, \"a\": 3}", "/a"), ("{\"a\": 1, \"\\u0061\": 2}", "/a"),
    ("[0, {\"x\": [{\"y\": 1, \"y\": 2}]}]", "/1/x/0/y"),
  ])
  func repeatedKeysAreFound(_ text: String, _ pointer: String) throws {
    let document = document(text)
    #expect(document.pointers(to: [try #require(document.repeatedKey(in: 0))]) == [pointer])
  }

  @Test(arguments: [
    "{\"a\": {\"a\": 1}, \"b\": {\"a\": 1}}", "[{\"a\": 1}, {\"a\": 1}]", "\"a\"", "[\"a\", \"a\"]",
  ])
  func differentKeysAreNotRepeated(_ text: String) { #expect(document(text).repeatedKey(in: 0) == nil) }

  @Test func namesAreFoundWhereverTheyStand() {
    let names = NameTable(["statistics", "place", "placement", "数"])
    let document = document(
      "[\"place\", \"placement\", \"plac\\u0065\", \"数\", \"placem\", \"\", \"statistics\"]")
    let keys = Array(1..<document.tokens.count)
    for expected in 0...4 {
      let found = keys.map { names.position(of: $0, in: document, expected: expected) }
      #expect(found == [1, 2, 1, 3, nil, nil, 0])
    }
  }
}
