import Testing

@testable import MarkupKit

/// Document types are found before libxml2 reads anything.
@Suite struct XMLPrologTests {
  private func line(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { XMLProlog.lineOfDocumentType($0) }
  }

  @Test(arguments: [
    ("<!DOCTYPE a><a/>", 1), ("\u{FEFF}<!DOCTYPE a><a/>", 1), ("<?xml version='1.0'?>\n<!DOCTYPE a>", 2),
    ("<!-- <!DOCTYPE b> -->\n\n<?b ?>\n <!DOCTYPE", 4),
  ])
  func documentTypesAreFound(text: String, expected: Int) { #expect(line(text) == expected) }

  @Test(arguments: [
    "", "<a/>", "<a><!DOCTYPE a></a>", "<!-- <!DOCTYPE a>", "<? <!DOCTYPE a>", "x<!DOCTYPE a>", "<!DOCTYP",
    "<!--", "<?", "<",
  ])
  func elsewhereTheyAreNone(text: String) { #expect(line(text) == nil) }

  /// libxml2 compares each attribute with all before it, so that many take it for ever: it does not see them.
  @Test(arguments: [
    ("<a b='=' c=\"=\"/>", nil), ("<a b='' c='' d=''/>", 1), ("<a/>\n<b c='>' d='' e='' />", 2),
    ("<!-- <a b='' c='' d=''/> --><![CDATA[<a b='' c='' d=''/>]]><?a b='' c='' d=''?>", nil),
    ("<a b='' c='' d=''", 1),
  ])
  func crowdedTagsAreFound(text: String, expected: Int?) {
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBufferPointer { XMLProlog.lineOfCrowdedTag($0, limit: 2) } == expected)
  }

  @Test func crowdedTagsAreRefused() {
    let attributes = (0..<20_000).map { "a\($0)=''" }.joined(separator: " ")
    #expect(failure("<a>\n<b \(attributes)/></a>") == XMLFailure(.tooManyAttributes, line: 2))
  }

  private struct Handler: XMLEventHandler {
    var starts = 0
    mutating func startElement(_ tag: XMLStartTag) { starts += 1 }
    mutating func endElement() {}
    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}
  }

  private func failure(_ text: String, _ limits: XMLLimits = XMLLimits()) -> XMLFailure? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      var handler = Handler()
      do throws(XMLFailure) {
        try XMLEventParser.parse(buffer, limits: limits, into: &handler)
        return nil
      } catch {
        return error
      }
    }
  }

  /// Nothing of one is read, wherever it stands, and what follows is not freed under the parser.
  @Test func noneIsReadByLibxml2() {
    let text = String(repeating: "x", count: 70_000)
    let subset = "[<!ATTLIST a b CDATA '\(text)'><!ENTITY c '\(text)'>%d;]"
    for document in [
      "<!DOCTYPE a \(subset)><a>\(text)</a>", "<!---->\n<!DOCTYPE a SYSTEM 'e' \(subset)><a/>",
    ] {
      #expect(failure(document)?.reason == .documentType)
    }
    for document in ["<a>\(text)<!DOCTYPE a \(subset)></a>", "<a/><!DOCTYPE a \(subset)>\(text)"] {
      #expect(failure(document) != nil)
    }
  }

  /// libxml2 keeps every name: a file of nothing but names is refused.
  @Test func namesAreCounted() {
    var limits = XMLLimits()
    limits.names = 100
    func elements(_ count: Int) -> String { "<r>" + (0..<count).map { "<a\($0)/>" }.joined() + "</r>" }
    #expect(failure(elements(50), limits) == nil)
    #expect(failure(elements(200), limits)?.reason == .tooManyNames)
    let attributes = (0..<60).map { "<a b\($0)='' c\($0)=''/>" }.joined()
    #expect(failure("<r>\(attributes)<a/></r>", limits)?.reason == .tooManyNames)
    #expect(failure("<r>\(String(repeating: "<a b=''/>", count: 5_000))</r>", limits) == nil)
  }
}
