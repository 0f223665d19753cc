import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import WordFormats
@testable import ZIPKit

/// A small package that stands for a large document is refused before it is one.
@Suite struct WordBoundsTests {
  private static let namespace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
  private static let limits = DocumentSize.Limits(paragraphs: 60, cells: 80, text: 400)

  private static func paragraph(_ text: String) -> String { "<w:p><w:r><w:t>\(text)</w:t></w:r></w:p>" }

  private func refusal(_ body: String, _ others: [String: String] = [:]) -> String? {
    var package = ZIPBuilder()
    package.add(
      "word/document.xml", Array("<w:document \(Self.namespace)><w:body>\(body)</w:body></w:document>".utf8))
    for (name, markup) in others.sorted(by: { $0.key < $1.key }) {
      package.add("word/\(name).xml", Array("<w:\(name) \(Self.namespace)>\(markup)</w:\(name)>".utf8))
    }
    do throws(Refusal) {
      _ = try DOCXReader.read(SourceBytes(name: nil, bytes: package.finish()), limits: Self.limits)
      return nil
    } catch {
      return error.findings.first?.id
    }
  }

  @Test func bodiesAreCounted() {
    let cell = "<w:tc>\(Self.paragraph("1"))</w:tc>"
    let hidden = "<w:p><w:del><w:r><w:delText>1</w:delText></w:r></w:del></w:p>"
    func many(_ text: String, _ count: Int = 100) -> String { String(repeating: text, count: count) }
    #expect(refusal(many(Self.paragraph("a"), 50)) == nil)
    #expect(refusal(many(Self.paragraph("a"))) == "read.too-many-paragraphs")
    #expect(refusal(many(hidden)) == "read.too-many-paragraphs")
    #expect(refusal("<w:tbl><w:tr>\(many(cell))</w:tr></w:tbl>") == "read.too-many-cells")
    #expect(refusal("<w:tbl>\(many("<w:tr>\(cell)</w:tr>", 70))</w:tbl>") == "read.too-many-paragraphs")
    #expect(refusal(Self.paragraph(many("a", 500))) == "read.too-much-text")
    #expect(
      refusal("<w:tbl><w:tr>\(cell)<w:tc>\(many(Self.paragraph("aa"), 300))</w:tc></w:tr></w:tbl>")
        == "read.too-much-text")
  }

  /// A note that is called for again and again, and numbers as long as a page.
  @Test func whatOtherPartsAddIsCounted() {
    let text = String(repeating: "a", count: 100)
    let notes = ["footnotes": "<w:footnote w:id=\"1\">\(Self.paragraph(text))</w:footnote>"]
    let call = "<w:r><w:footnoteReference w:id=\"1\"/></w:r>"
    #expect(refusal("<w:p><w:r><w:t>b</w:t></w:r>\(call)</w:p>", notes) == nil)
    #expect(
      refusal("<w:p><w:r><w:t>b</w:t></w:r>\(String(repeating: call, count: 9))</w:p>", notes)
        == "read.too-much-text")
    let numbering = [
      "numbering": """
      <w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>
      <w:lvlText w:val="\(text)"/></w:lvl></w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
      """
    ]
    let numbered =
      "<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>b</w:t></w:r></w:p>"
    #expect(refusal(numbered, numbering) == nil)
    #expect(refusal(String(repeating: numbered, count: 9), numbering) == "read.too-much-text")
  }
}
