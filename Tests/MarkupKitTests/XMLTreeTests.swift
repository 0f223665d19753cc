import TestSupport
import Testing

@testable import MarkupKit

/// What is signed are bytes: the tree must know those of each element exactly.
@Suite struct XMLTreeTests {
  /// Documents by chance, whose elements are known because they are written here.
  private struct Generator {
    struct Element {
      let name: String
      let prefix: String
      let line: Int
      let attributes: [String]
      var bytes: Range<Int>
      var content: Range<Int>
      var text = ""
      let parent: Int?
    }

    private var random: SplitMix64
    private(set) var bytes: [UInt8] = []
    private(set) var elements: [Element] = []

    init(seed: UInt64) {
      random = SplitMix64(seed: seed)
      if Bool.random(using: &random) { write("<?xml version=\"1.0\"?>\n") }
      misc()
      element(depth: 0, parent: nil)
      misc()
    }

    private mutating func write(_ text: String) { bytes += text.utf8 }

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }

    private mutating func misc() {
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        write(pick(["\n", " ", "<!-- > <a> </a> & -->", "<?x <b/> ?>", "<!---->\n"]))
      }
    }

    private mutating func element(depth: Int, parent: Int?) {
      let index = elements.count
      let start = bytes.count
      let line = 1 + bytes.count { $0 == 0x0A }
      let name = pick(["a", "b", "签名", "被签名对象", "c-1.x"])
      let prefix = pick(["", "", "p", "前缀"])
      let qualified = prefix.isEmpty ? name : "\(prefix):\(name)"
      write("<\(qualified)\(pick(["", " ", "\n  "]))")
      var attributes: [String] = []
      if depth == 0 { write(" xmlns:p='urn:p' xmlns:前缀=\"urn:x\" xmlns='urn:d'") }
      for number in 0..<Int.random(in: 0...3, using: &random) {
        let (raw, value) =
          [
            ("1", "1"), ("a > b", "a > b"), ("/>", "/>"), ("&lt;&amp;&#x4EBA;", "<&人"), ("x\ny", "x y"),
            ("", ""),
            ("]]>", "]]>"),
          ].randomElement(using: &random) ?? ("", "")
        let quote = pick(["'", "\""])
        write("\(pick([" ", "\n\t"]))n\(number)\(pick(["=", " = "]))\(quote)\(raw)\(quote)")
        attributes.append(value)
      }
      write(pick(["", " ", "\n"]))
      elements.append(
        Element(
          name: name, prefix: prefix, line: line, attributes: attributes, bytes: 0..<0, content: 0..<0,
          parent: parent))
      if Int.random(in: 0..<4, using: &random) == 0 {
        write("/>")
        elements[index].content = bytes.count..<bytes.count
        elements[index].bytes = start..<bytes.count
        return
      }
      write(">")
      let content = bytes.count
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        if depth < 5, Bool.random(using: &random) {
          element(depth: depth + 1, parent: index)
          continue
        }
        let (raw, text) =
          [
            ("文字", "文字"), ("&lt;", "<"), ("&#65;", "A"), ("<![CDATA[<a>&]]>", "<a>&"), ("<!-- </a> -->", ""),
            ("<?p > ?>", ""), ("\r\n", "\n"), (" > ", " > "), ("]]", "]]"), ("\n", "\n"),
            (String(repeating: "长 ", count: 400), String(repeating: "长 ", count: 400)),
          ].randomElement(using: &random) ?? ("", "")
        // `]]` before `>` would be another thing.
        if raw.first == ">" || raw == " > ", elements[index].text.hasSuffix("]]") { continue }
        write(raw)
        elements[index].text += text
      }
      let end = bytes.count
      write("</\(qualified)\(pick(["", " ", "\n"]))>")
      elements[index].content = content..<end
      elements[index].bytes = start..<bytes.count
    }
  }

  @Test func rangesAreThoseOfTheDocument() throws {
    var count = 0
    for seed in 0..<1_000 as Range<UInt64> {
      let generator = Generator(seed: seed)
      let document = String(decoding: generator.bytes, as: UTF8.self)
      let tree = try XMLTree(generator.bytes)
      try #require(tree.elements.count == generator.elements.count, "\(document)")
      count += tree.elements.count
      for (index, (found, expected)) in zip(tree.elements, generator.elements).enumerated() {
        #expect(found.bytes == expected.bytes && found.content == expected.content, "\(index) of \(document)")
        #expect(found.name == expected.name && found.prefix == expected.prefix && found.line == expected.line)
        #expect(found.attributes.map(\.value) == expected.attributes)
        #expect(found.parent == expected.parent)
        #expect(String(decoding: tree.characters(index), as: UTF8.self) == expected.text)
      }
    }
    #expect(count > 2_000)
  }

  /// libxml2 gives its input in pieces, and drops what it has read.
  @Test func rangesHoldInLongDocuments() throws {
    var text = "<r>\n"
    for index in 0..<30_000 { text += "<p n='\(index)' m=\">\">第\(index)段</p>\n" }
    text += "</r>"
    let bytes = Array(text.utf8)
    let tree = try XMLTree(bytes)
    #expect(tree.elements.count == 30_001 && tree.elements[0].bytes == 0..<bytes.count)
    for (index, element) in tree.elements.enumerated().dropFirst() {
      let expected = "<p n='\(index - 1)' m=\">\">第\(index - 1)段</p>"
      #expect(bytes[element.bytes].elementsEqual(expected.utf8) && element.line == index + 1)
    }
  }

  @Test func encodingsAreDecoded() throws {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><报告 a=\"人\">字</报告>"
    var wide: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    for bytes in [wide, [0xEF, 0xBB, 0xBF] + Array(text.replacing("UTF-16", with: "UTF-8").utf8)] {
      let tree = try XMLTree(bytes)
      #expect(tree.text(0) == "字" && tree.root?.attribute("a") == "人")
      #expect(tree.bytes[tree.elements[0].bytes].elementsEqual("<报告 a=\"人\">字</报告>".utf8))
    }
    // UCS-4, which libxml2 would decode itself: ranges would not be those of these bytes.
    let four = "<a/>".utf8.flatMap { byte -> [UInt8] in [0, 0, 0, byte] }
    #expect(throws: XMLFailure.self) { try XMLTree(four) }
    #expect(throws: XMLFailure(.encoding("koi8-r"), line: 1)) {
      try XMLTree(Array("<?xml version='1.0' encoding='KOI8-R'?><a/>".utf8))
    }
  }

  @Test func boundsHold() {
    #expect(throws: XMLFailure(.tooManyElements, line: 1)) {
      try XMLTree(Array("<a><a/><a/></a>".utf8), limits: XMLLimits(elements: 2))
    }
    #expect(throws: XMLFailure(.documentType, line: 1)) { try XMLTree(Array("<!DOCTYPE a><a/>".utf8)) }
  }
}
