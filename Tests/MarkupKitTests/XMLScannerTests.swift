import TestSupport
import Testing

@testable import MarkupKit

/// The scanner tells its handler what libxml2 tells it, and refuses what libxml2 refuses.
@Suite struct XMLScannerTests {
  /// Writes down what it is told.
  private struct Recorder: XMLEventHandler {
    var events: [String] = []
    private var text: [UInt8] = []

    private mutating func flush() {
      if !text.isEmpty { events.append("text " + String(decoding: text, as: UTF8.self)) }
      text = []
    }

    mutating func startElement(_ tag: XMLStartTag) {
      flush()
      let attributes = (0..<tag.attributeCount).map { index in
        let name = tag.attributeName(index).map { String(cString: $0) } ?? ""
        let namespace = tag.attributeNamespace(index).map { String(cString: $0) } ?? ""
        return "{\(namespace)}\(name)=" + String(decoding: tag.attributeValue(index), as: UTF8.self)
      }
      events.append(
        "{\(tag.namespace.map { String(cString: $0) } ?? "")}\(String(cString: tag.name)) \(attributes)")
    }

    mutating func endElement() {
      flush()
      events.append("end")
    }

    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) { text.append(contentsOf: bytes) }
  }

  private typealias Outcome = Result<[String], XMLFailure>

  private func scanned(_ bytes: [UInt8]) -> Outcome {
    bytes.withUnsafeBufferPointer { buffer in
      Outcome { () throws(XMLFailure) in
        var recorder = Recorder()
        try XMLScanner.parse(buffer, into: &recorder)
        return recorder.events
      }
    }
  }

  private func parsed(_ bytes: [UInt8]) -> Outcome {
    bytes.withUnsafeBufferPointer { buffer in
      Outcome { () throws(XMLFailure) in
        var recorder = Recorder()
        try XMLEventParser.parse(buffer, into: &recorder)
        return recorder.events
      }
    }
  }

  static let documents = [
    "<a/>", "<a></a >", "<?xml version=\"1.0\"?>\n<!-- x --><a b='1' c = \"2\"/>\n<!-- y -->",
    "<a xmlns='u' xmlns:p='v' p:x='1' x='2'><p:b/><c xmlns=''/><p:b xmlns:p='w'/></a>",
    "<a>1 &lt; 2 &amp; &#20154;&#x4EBA; ]] <![CDATA[<b>&amp;]]></a>", "<a b='&quot;&#10;&#9; \t\n x&#38;y'/>",
    "<a>\r\n1\r2</a>", "<中 文='字'>值</中>", "<a><b><c>1</c>2</b>3</a>", "<a xml:space='preserve'> </a>",
    "<a><?pi x?><!----></a>",
  ]

  static let broken = [
    "", " ", "<", "<a", "<a>", "<a/", "</a>", "<a></b>", "<a/><b/>", "x<a/>", "<a/>x", "<a b/>", "<a b=1/>",
    "<a b='1' b='2'/>", "<a b='<'/>", "<a>&b;</a>", "<a>&#0;</a>", "<a>&#xFFFF;</a>", "<a>&amp</a>", "<p:a/>",
    "<a p:b='1'/>", "<1a/>", "<a b='1'c='2'/>", "<!DOCTYPE a><a/>", "<a><!-- </a>", "<a><![CDATA[</a>",
    "<a>\u{1}</a>", "<a b='\u{1}'/>", "<a><!x></a>", "&amp;<a/>", "<a:/>", "<a b='1/>",
  ]

  @Test(arguments: documents)
  func eventsAreTheSame(document: String) throws {
    let expected = try parsed(Array(document.utf8)).get()
    #expect(try scanned(Array(document.utf8)).get() == expected)
  }

  @Test(arguments: broken)
  func brokenDocumentsAreRefused(document: String) {
    #expect(throws: XMLFailure.self, "\(document)") { try scanned(Array(document.utf8)).get() }
  }

  /// What libxml2 refuses and the scanner takes: none of it changes what is read.
  private static let overlooked: [XMLSyntaxError] = [
    .cdataEndInText, .hyphensInComment, .badName, .badNamespace,
  ]
  /// What it does not look at in instructions, the XML declaration among them.
  private static let overlookedInInstructions: [XMLSyntaxError] = [.spaceMissing, .badXMLDeclaration]

  /// Random damage: the scanner tells what libxml2 tells, and refuses what it refuses.
  @Test func damageIsSeenAlike() {
    var random = SplitMix64(seed: 3)
    let pieces = Array("<>/='\"&;!-[]? ab:x\n\u{1}中".utf8)
    for round in 0..<20_000 {
      var bytes = Array(Self.documents[round % Self.documents.count].utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch random.next() % 3 {
        case 0: bytes[index] = pieces[Int.random(in: 0..<pieces.count, using: &random)]
        case 1: bytes.insert(pieces[Int.random(in: 0..<pieces.count, using: &random)], at: index)
        default: if bytes.count > 1 { bytes.remove(at: index) }
        }
      }
      let document = String(decoding: bytes, as: UTF8.self)
      switch (scanned(bytes), parsed(bytes)) {
      case (.success(let found), .success(let expected)): #expect(found == expected, "\(document)")
      case (.failure(let failure), .success): Issue.record("refused for \(failure): \(document)")
      case (.success, .failure(let failure)):
        guard case .malformed(let error) = failure.reason else {
          Issue.record("taken in spite of \(failure): \(document)")
          continue
        }
        let isOverlooked =
          Self.overlooked.contains(error)
          || document.contains("<?") && Self.overlookedInInstructions.contains(error)
        #expect(isOverlooked, "\(error): \(document)")
      case (.failure, .failure): break
      }
    }
  }

  /// Tags that come again byte for byte mean the same only where prefixes are bound alike: random documents of few tags,
  /// many of them the same, with what could be taken for the same.
  @Test func tagsThatComeAgainAreReadAlike() throws {
    var random = SplitMix64(seed: 5)
    let attributes = [
      "", " b='1'", " b=\"1\"", " b='1' c='2'", " p:b='1'", " b='>'", " b='x>y' c='/'", " b='&amp;'",
      " b='\t'",
      " xmlns='u'", " xmlns='v'", " xmlns=''", " xmlns:p='w'", " xmlns:p='x' p:b='1'",
      " a1='' a2='' a3='' a4='' a5='' a6='' a7='' a8='' a9='' a10='' a11=''",
      " longerThanAWord='of the text in it'",
    ]
    let names = ["a", "ab", "p:a", "p:ab", "longName", "p:muchLongerName", "中文"]
    for round in 0..<400 {
      var document = "<r xmlns:p='q'>"
      var open: [String] = []
      // Some documents say more different tags than are remembered.
      let isVaried = round % 8 == 0
      for number in 0..<Int.random(in: 1...(isVaried ? 2000 : 60), using: &random) {
        switch random.next() % 4 {
        case 0 where !open.isEmpty: document += "</\(open.removeLast())>"
        case 1:
          document +=
            ["", " ", "文", "1 &lt; 2", "<![CDATA[<a>]]>", "<!-- > -->"].randomElement(using: &random) ?? ""
        default:
          let name = names.randomElement(using: &random) ?? ""
          var attribute = attributes.randomElement(using: &random) ?? ""
          if isVaried, random.next() % 2 == 0 { attribute = " n='\(number)'" }
          let isEmpty = open.count > 40 || random.next() % 2 == 0
          document +=
            "<\(name)\(attribute)\(["", " "].randomElement(using: &random) ?? "")\(isEmpty ? "/" : "")>"
          if !isEmpty { open.append(name) }
        }
      }
      for name in open.reversed() { document += "</\(name)>" }
      document += "</r>"
      let bytes = Array(document.utf8)
      #expect(try scanned(bytes).get() == parsed(bytes).get(), "\(document.prefix(2000))")
    }
  }

  /// What a handler remembers of a tag is what it found out of that very tag.
  @Test func meaningsAreThoseOfTheTag() throws {
    struct Handler: XMLEventHandler {
      var meanings = XMLTagMeanings<String>("")
      var known = 0
      var wrong = 0

      mutating func startElement(_ tag: XMLStartTag) {
        let text = String(cString: tag.name) + tag.attributeValue(0).map { String($0) }.joined(separator: ",")
        if let meaning = meanings[tag] {
          known += 1
          if meaning != text { wrong += 1 }
        } else {
          meanings[tag] = text
        }
      }
      mutating func endElement() {}
      mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }
    var random = SplitMix64(seed: 7)
    var document = "<r>"
    for _ in 0..<20_000 { document += "<a\(random.next() % 7) b='\(random.next() % 300)'/>" }
    document += "</r>"
    var handler = Handler()
    try Array(document.utf8).withUnsafeBufferPointer { bytes throws(XMLFailure) in
      try XMLScanner.parse(bytes, into: &handler)
    }
    #expect(handler.wrong == 0)
    #expect(handler.known > 1000)
  }

  @Test func boundsHold() {
    var limits = XMLLimits()
    limits.depth = 3
    let deep = Array("<a><a><a><a/></a></a></a>".utf8)
    deep.withUnsafeBufferPointer { buffer in
      var recorder = Recorder()
      #expect(throws: XMLFailure.self) { try XMLScanner.parse(buffer, limits: limits, into: &recorder) }
    }
  }
}
