import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import TextFormats
@testable import TextKit

/// What no report is, is refused while it is read.
@Suite struct TextBoundsTests {
  private func id(_ read: () throws(Refusal) -> Void) -> String? {
    do throws(Refusal) {
      try read()
      return nil
    } catch {
      return error.findings.first?.id
    }
  }

  /// Of a text with more lines nothing behind the limit is looked at: its lines would not fit into memory.
  @Test func linesAreCountedWhileTheyAreRead() throws {
    let text = Array(String(repeating: "\n", count: 1_000).utf8)
    #expect(try TextLine.lines(of: text, atMost: 1_000).count == 1_000)
    #expect(
      id { () throws(Refusal) in _ = try TextLine.lines(of: text, atMost: 999) } == "read.too-many-lines")
  }

  /// Cells are counted before they are made, whatever divides them.
  @Test(arguments: ["1\t2\t3\n", "|1|2|3|\n", "\t1\n\t2\n\t3\n\n", "甲\t\t\n"])
  func cellsOfTextsAreCounted(row: String) {
    let text = DecodedText(Array(String(repeating: row, count: 50).utf8))
    func read(_ limits: DocumentSize.Limits) -> String? {
      id { () throws(Refusal) in _ = try TextReader.document(text, limits: limits) }
    }
    #expect(read(DocumentSize.Limits(cells: 50 * 5)) == nil)
    #expect(read(DocumentSize.Limits(cells: 100)) == "read.too-many-cells")
    #expect(read(DocumentSize.Limits(paragraphs: 40)) == "read.too-many-paragraphs")
    #expect(read(DocumentSize.Limits(text: 49)) == "read.too-much-text")
  }

  @Test(arguments: [
    ("<table>" + String(repeating: "<tr><td>1<td>2", count: 50), "read.too-many-cells"),
    (String(repeating: "<p>a", count: 100), "read.too-many-paragraphs"),
    (String(repeating: "<p hidden>1</p>", count: 100), "read.too-many-paragraphs"),
    ("<p>" + String(repeating: "a", count: 500), "read.too-much-text"),
    ("<table><tr><td>1<td>" + String(repeating: "a", count: 500), "read.too-much-text"),
    ("<table><tr><td>1<td hidden>" + String(repeating: "1", count: 500), "read.too-much-text"),
    (String(repeating: "<table><tr><td>1</table>", count: 70), "read.too-many-paragraphs"),
  ])
  func pagesAreCounted(page: String, expected: String) {
    let limits = DocumentSize.Limits(paragraphs: 60, cells: 80, text: 400)
    let source = SourceBytes(name: "a.html", bytes: Array(page.utf8))
    #expect(id { () throws(Refusal) in _ = try HTMLReader.read(source, limits: limits) } == expected)
  }

  @Test func filesOfTextHaveALimitOfTheirOwn() {
    let source = SourceBytes(name: "a", bytes: [UInt8](repeating: 0x20, count: TextSize.maximum + 1))
    #expect(id { () throws(Refusal) in _ = try TextReader.read(source) } == "read.text-too-large")
    #expect(id { () throws(Refusal) in _ = try MarkdownReader.read(source) } == "read.text-too-large")
  }

  /// The end of each table is the line in which as many are closed as were opened, however they are nested.
  @Test func tablesInMarkdownEndWhereTheyDid() throws {
    let text = Array(
      "<table>\na\n<table>\n</table>\n</table>\nb\n<table><tr>\n<table>\n\nc\n<table></table>\n".utf8)
    let lines = try TextLine.lines(of: text)
    let tables = MarkdownHTMLTables(lines, in: text)
    #expect((0..<lines.count).map { tables.end(of: $0) } == [5, nil, 4, nil, nil, nil, 8, 8, nil, nil, 11])
  }

  /// Drawings without blank lines between them are drawings of their own.
  @Test func drawingsAreReadOnce() throws {
    let drawing = "┌─┬─┐\n│1│2│\n├─┼─┤\n│3│4│\n└─┴─┘\n"
    let text = String(repeating: drawing, count: 20) + String(repeating: "┌─┐\n", count: 2_000)
    let document = try TextReader.document(DecodedText(Array(text.utf8)))
    let tables = document.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables.count == 20)
    #expect(tables.allSatisfy { $0.rows.map { $0.cells.map(\.text) } == [["1", "2"], ["3", "4"]] })
    #expect(
      tables.allSatisfy {
        $0.rows.allSatisfy { $0.cells.allSatisfy { $0.rowSpan == 1 && $0.columnSpan == 1 } }
      })
  }
}
