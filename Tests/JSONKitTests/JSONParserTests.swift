import Testing

@testable import JSONKit

@Suite struct JSONParserTests {
  private func document(_ text: String) -> JSONDocument { JSONDocument(Array(text.utf8)) }

  private func defects(_ text: String) -> [JSONDefect.Kind] { document(text).defects.map(\.kind) }

  @Test(arguments: [
    "null", "true", "false", "0", "-0", "12.50", "-1e+7", "1E9", "\"\"", "[]", "{}", " [ 1 , 2 ] ",
    "\t{\"a\"\r:\n0}",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u4e2d\\uD83D\\uDE00\"", "[[[]]]", "{\"a\":{\"a\":[{}]}}", "\u{FEFF}{}",
  ])
  func textsOfJSONAreRead(_ text: String) {
    let document = document(text)
    #expect(document.defects.isEmpty && document.isComplete)
    #expect(document.next(0) == document.tokens.count)
  }

  @Test(arguments: ["", " ", "[", "[1", "[1,", "{", "{\"a\"", "{\"a\":", "\"a", "-", "1.", "1e", "1e+"])
  func whatEndsTooSoonIsTruncated(_ text: String) { #expect(defects(text) == [.truncated]) }

  @Test(arguments: [
    "NaN", "'a'", "[1,]", "[,1]", "[1 2]", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "[nul]",
    "[True]",
    "}", "[}", "{]", "{\"a\":}", "\u{3000}1",
  ])
  func whatStandsInThePlaceOfSomethingElseIsNamed(_ text: String) throws {
    let defect = try #require(defects(text).first)
    guard case .expected(let expected) = defect else {
      Issue.record("\(defect)")
      return
    }
    #expect(!expected.isEmpty)
  }

  @Test(arguments: [
    ("[01]", JSONDefect.Kind.badNumber), ("[-01]", .badNumber), ("+1", .badNumber), (".5", .badNumber),
    ("[1.]", .badNumber), ("[1e]", .badNumber), ("[-]", .badNumber), ("[-a]", .badNumber),
    ("[1.e3]", .badNumber),
    ("1 2", .trailing), ("{}{}", .trailing), ("nulll", .trailing), ("\"\\x\"", .badEscape),
    ("\"\\u12g4\"", .badEscape), ("\"\u{1}\"", .controlCharacter), ("\"\n\"", .controlCharacter),
    ("\"\\ud800\"", .loneSurrogate), ("\"\\ude00\"", .loneSurrogate), ("\"\\ud800\\u0041\"", .loneSurrogate),
  ])
  func whatIsNotJSONIsNamed(_ text: String, _ kind: JSONDefect.Kind) { #expect(defects(text).first == kind) }

  /// The whole of a text that is cut off is never taken for a text.
  @Test func everyPrefixIsTruncated() {
    let text = "{\"a\": [1.5e3, true, null, \"\\u4e2d字\", {\"b\": -0}], \"c\": \"d\"}"
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      let document = JSONDocument(Array(bytes[..<count]))
      #expect(!document.defects.isEmpty, "\(count)")
      #expect(document.tokens.allSatisfy { $0.next <= document.tokens.count })
    }
  }

  @Test func objectsAndArraysNestSoDeepAndNoDeeper() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(defects(nested(JSONDocument.maximumDepth)).isEmpty)
    #expect(defects(nested(JSONDocument.maximumDepth + 1)) == [.tooDeep])
    let objects = String(repeating: "{\"a\":", count: 1000)
    #expect(defects(objects) == [.tooDeep])
    // A million brackets are refused as soon as the depth is reached.
    #expect(document(String(repeating: "[", count: 1_000_000)).tokens.count <= JSONDocument.maximumDepth + 1)
  }

  @Test func valuesAndBytesAreCounted() {
    let list = Array(("[" + Array(repeating: "0", count: 99).joined(separator: ",") + "]").utf8)
    #expect(JSONDocument(list, maximumTokens: 100).defects.isEmpty)
    #expect(JSONDocument(list, maximumTokens: 99).defects.map(\.kind) == [.tooManyValues])
    let large = JSONDocument([UInt8](repeating: 0x20, count: JSONDocument.maximumSize + 1))
    #expect(large.defects.map(\.kind) == [.tooLarge] && large.tokens.isEmpty && !large.isComplete)
  }

  /// Damage within strings does not end the reading, until there is too much of it.
  @Test func damagedStringsAreAllNamedUpToALimit() {
    let document = document("[\"\\q\", \"\u{1}\", \"\\ud800\", 7]")
    #expect(document.defects.map(\.kind) == [.badEscape, .controlCharacter, .loneSurrogate])
    #expect(document.isComplete && document.kind(4) == .number)
    let many = self.document("[" + Array(repeating: "\"\\q\"", count: 500).joined(separator: ",") + "]")
    #expect(many.defects.count >= 100 && many.defects.count < 110 && !many.isComplete)
  }

  @Test(
    arguments: [
      [0xFF], [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE4, 0xB8], [0xF0, 0x9F, 0x98], [0xC3],
    ] as [[UInt8]])
  func badUTF8IsNamedWhereItStands(_ bytes: [UInt8]) {
    for padding in 0..<10 {
      let head = Array("\"".utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: padding)
      let document = JSONDocument(head + bytes + Array("\"".utf8))
      #expect(document.defects.first?.kind == .badUTF8)
      #expect(document.defects.first?.offset == head.count)
    }
  }

  @Test(arguments: [
    "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}",
  ])
  func utf8OfEveryLengthIsRead(_ text: String) {
    for padding in 0..<10 {
      let text = String(repeating: "a", count: padding) + text + "b"
      let document = document("\"\(text)\"")
      #expect(document.defects.isEmpty && Array(document.string(0).utf8) == Array(text.utf8))
    }
  }

  /// Whatever the bytes are, the tokens stay within the text and within each other.
  @Test func anyBytesKeepTheTokensInBounds() {
    var state: UInt64 = 7
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d800", "1", "-", ".", "e", "true", "nul", "\"a\"",
      "字",
    ]
    for _ in 0..<5000 {
      let bytes = Array((0..<random(30)).map { _ in pieces[random(pieces.count)] }.joined().utf8)
      let document = JSONDocument(bytes)
      for (index, token) in document.tokens.enumerated() {
        #expect(token.start <= token.end && Int(token.end) <= bytes.count)
        #expect(Int(token.next) > index && Int(token.next) <= document.tokens.count)
      }
      let targets = Array(document.tokens.indices)
      #expect(document.pointers(to: targets).count == targets.count)
    }
  }
}
