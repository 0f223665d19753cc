import Testing

@testable import Core
@testable import DocumentModel

@Suite struct DocumentSizeTests {
  private func refusal(
    _ limits: DocumentSize.Limits, _ change: (inout DocumentSize) -> Void
  ) -> String? {
    var size = DocumentSize(limits)
    change(&size)
    do throws(Refusal) {
      try size.check()
      #expect(!size.isTooLarge)
      return nil
    } catch {
      #expect(size.isTooLarge)
      return error.findings.first?.id
    }
  }

  /// What a document may have it may have, and one more is refused.
  @Test func eachLimitIsKept() {
    let limits = DocumentSize.Limits(paragraphs: 3, cells: 5, text: 7)
    #expect(refusal(limits) { for _ in 0..<3 { $0.addParagraph(text: 2) } } == nil)
    #expect(refusal(limits) { for _ in 0..<4 { $0.addParagraph(text: 1) } } == "read.too-many-paragraphs")
    #expect(refusal(limits) { for _ in 0..<4 { $0.addRow() } } == "read.too-many-paragraphs")
    #expect(refusal(limits) { $0.add(cells: 5, text: 7) } == nil)
    #expect(refusal(limits) { $0.add(cells: 6, text: 0) } == "read.too-many-cells")
    #expect(refusal(limits) { $0.addParagraph(text: 8) } == "read.too-much-text")
    #expect(
      refusal(limits) { size in
        var other = DocumentSize()
        other.add(cells: 3, text: 0)
        size.add(other)
        size.add(other)
      } == "read.too-many-cells")
  }

  /// The largest reports that there may be: 300 pages of text, and a table of 2,000 rows of 200 columns.
  @Test func anyReportIsWithinTheLimits() {
    #expect(
      refusal(DocumentSize.Limits()) { size in
        for _ in 0..<300 * 60 { size.addParagraph(text: 150) }
        for _ in 0..<2_000 {
          size.addRow()
          size.add(cells: 200, text: 200 * 3)
        }
      } == nil)
  }
}
