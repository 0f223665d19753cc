import Foundation
import TestSupport
import Testing

@testable import Core
@testable import MarkupKit

/// Where libxml2 stops, it stops safely, and the reason is said in both languages.
@Suite struct XMLEventParserTests {
  private func failure(_ text: String, _ limits: XMLLimits = XMLLimits()) -> XMLFailure? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      var counter = Counter()
      do throws(XMLFailure) {
        try XMLEventParser.parse(buffer, limits: limits, into: &counter)
        return nil
      } catch {
        return error
      }
    }
  }

  private struct Counter: XMLEventHandler {
    var count = 0
    mutating func startElement(_ tag: XMLStartTag) { count += 1 }
    mutating func endElement() { count += 1 }
    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) { count += bytes.count }
  }

  /// libxml2 goes on to look at what it reads after it has called: nothing of that may be freed by then.
  @Test(arguments: [
    "]]>", "&", "&b;", "&#0;", "<b", "</c>", "<!x>", "\u{1}", "<b c='<'/>", "<!-- -- -->", "<p:b/>",
  ])
  func errorsWithinLongTextsStopSafely(wrong: String) {
    for length in [0, 10, 3_000, 70_000, 300_000] {
      let text = String(repeating: "x", count: length)
      for document in [
        "<report a=\"1\">a\(wrong)\(text)</report>", "<report>\(text)\(wrong)</report>",
        "<report>\(text)\(wrong)\(text)", "\(wrong)<report>\(text)</report>",
      ] { #expect(failure(document) != nil) }
    }
  }

  /// So do limits, wherever they are met; and what follows is not looked at at length.
  @Test func limitsStopSafely() {
    let text = String(repeating: "x", count: 70_000)
    let deep = String(repeating: "<a>", count: 10) + text
    #expect(failure(deep, XMLLimits(depth: 5))?.reason == .tooDeep)
    #expect(failure("<a><b/><b/><b/>\(text)</a>", XMLLimits(elements: 2))?.reason == .tooManyElements)
    #expect(failure("<a>\(text)</a>", XMLLimits(textLength: 60_000))?.reason == .textTooLong)
    #expect(failure("<a><![CDATA[\(text)]]></a>", XMLLimits(textLength: 60_000))?.reason == .textTooLong)
    #expect(
      failure("<a b='1' c='2' d='3'>\(text)</a>", XMLLimits(attributesOfElement: 2))?.reason
        == .tooManyAttributes)
    #expect(failure("<a>\(text)</a>", XMLLimits(size: 1_000))?.reason == .tooLarge)
    let entities = (0..<2_000).map { "<!ENTITY e\($0) '\(text.prefix(20))&e\($0 + 1);'>" }.joined()
    #expect(failure("<!DOCTYPE a [\(entities)]><a>&e0;</a>")?.reason == .documentType)
    // Each of these would be an error of its own. Processor time: the machine may be busy.
    let start = Self.processorSeconds
    #expect(failure("<a>" + String(repeating: "&", count: 8 << 20)) != nil)
    #expect(Self.processorSeconds - start < 3)
  }

  /// What this thread has used.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  static let errors: [(String, XMLSyntaxError)] = [
    ("", .noRoot), ("x", .noRoot), ("<a>", .prematureEnd("a")), ("<a/><b/>", .contentAfterRoot),
    ("<a><b></a>", .tagMismatch("b")), ("<a", .unfinishedTag), ("<a><1/></a>", .badName),
    ("<a b='1' b='2'/>", .attributeTwice("b")), ("<a b/>", .attributeWithoutValue),
    ("<a b='1'c='2'/>", .spaceMissing), ("<a b=1/>", .unquotedValue), ("<a b='<'/>", .lessThanInValue),
    ("<p:a/>", .undeclaredPrefix("p")), ("<a xmlns:p=''/>", .badNamespace),
    ("<a>&b;</a>", .undeclaredEntity("b")),
    ("<a>&amp</a>", .unfinishedReference), ("<a>&#xg;</a>", .badCharacterReference),
    ("<a>\u{1}</a>", .invalidCharacter), ("<a><!-- </a>", .unfinishedSection),
    ("<a>]]></a>", .cdataEndInText),
    ("<a><!-- -- --></a>", .hyphensInComment), ("<?xml?><a/>", .badXMLDeclaration),
  ]

  @Test(arguments: errors)
  func errorsOfLibxml2HaveNames(document: String, error: XMLSyntaxError) {
    #expect(failure(document)?.reason == .malformed(error), "\(document)")
  }

  /// No reason is without words, and none is an id.
  @Test func errorsHaveWordsInBothLanguages() {
    let all: [XMLSyntaxError] =
      Self.errors.map(\.1) + [
        .textOutsideRoot, .strayEndTag, .unfinishedValue, .notUTF8, .unknownDeclaration, .other(1),
      ]
    let limits: [XMLFailure.Reason] = [
      .documentType, .tooLarge, .tooDeep, .tooManyElements, .tooManyAttributes, .tooManyNames, .textTooLong,
      .encoding("x"),
      .damaged(encoding: "gb18030", count: 2),
    ]
    for words in all.map(\.words) + limits.map(\.words) {
      #expect(!words.chinese.isEmpty && !words.english.isEmpty && words.chinese != words.english)
      #expect(!words.english.hasPrefix("xml.") && !words.english.contains("{"), "\(words.english)")
      #expect(words.chinese.unicodeScalars.contains { $0.properties.isIdeographic }, "\(words.chinese)")
    }
  }
}
