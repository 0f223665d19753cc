import Core
import Testing
import ZIPKit

@testable import DocumentModel
@testable import FormatKit
@testable import WordFormats

/// What a Word document says outside its text: numbers, headings, notes, merged cells.
@Suite struct WordTests {
  private static let namespace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

  private static func part(_ name: String, _ markup: String) -> [UInt8] {
    Array("<w:\(name) \(namespace)>\(markup)</w:\(name)>".utf8)
  }

  private static func paragraph(_ text: String, _ properties: String = "") -> String {
    "<w:p><w:pPr>\(properties)</w:pPr><w:r><w:t>\(text)</w:t></w:r></w:p>"
  }

  private static func numbered(_ number: Int) -> String {
    "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"\(number)\"/></w:numPr>"
  }

  private static func note(_ kind: String, _ id: Int) -> String {
    "<w:r><w:\(kind)Reference w:id=\"\(id)\"/></w:r>"
  }

  private static func cell(_ content: String, _ properties: String = "") -> String {
    "<w:tc><w:tcPr>\(properties)</w:tcPr>\(content)</w:tc>"
  }

  private static func row(_ cells: String...) -> String { "<w:tr>\(cells.joined())</w:tr>" }

  /// The blocks as lines: `P text`, `H1 text`, `N note`, and `T a|b/c[2x1]` with the spans of merged cells.
  private static func read(_ body: String) throws -> [String] {
    var package = ZIPBuilder()
    package.add("word/document.xml", part("document", "<w:body>\(body)</w:body>"))
    package.add(
      "word/styles.xml",
      part(
        "styles",
        "<w:style w:type=\"paragraph\" w:styleId=\"a\"><w:name w:val=\"heading 2\"/></w:style>"
          + "<w:style w:type=\"paragraph\" w:styleId=\"b\"><w:basedOn w:val=\"a\"/><w:pPr>\(numbered(1))</w:pPr></w:style>"
      ))
    package.add(
      "word/numbering.xml",
      part(
        "numbering",
        "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
          + "<w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum>"
          + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"))
    package.add(
      "word/footnotes.xml",
      part("footnotes", "<w:footnote w:id=\"4\">\(paragraph("脚注"))</w:footnote>"))
    package.add(
      "word/endnotes.xml", part("endnotes", "<w:endnote w:id=\"4\">\(paragraph("尾注"))</w:endnote>"))
    let document = try DOCXReader.read(SourceBytes(name: nil, bytes: package.finish()))
    return document.blocks.map { block in
      switch block {
      case .heading(let paragraph, let level): "H\(level) \(paragraph.text)"
      case .paragraph(let paragraph): "\(paragraph.style == .note ? "N" : "P") \(paragraph.text)"
      case .table(let table):
        "T "
          + table.rows.map { row in
            row.cells.map { cell in
              #expect(cell.key == nil)
              let isMerged = cell.rowSpan > 1 || cell.columnSpan > 1
              return cell.text + (isMerged ? "[\(cell.rowSpan)x\(cell.columnSpan)]" : "")
            }.joined(separator: "|")
          }.joined(separator: "/")
      }
    }
  }

  @Test func stylesMakeHeadingsAndNumbers() throws {
    let style = { (name: String) in "<w:pStyle w:val=\"\(name)\"/>" }
    #expect(
      try Self.read(
        Self.paragraph("总体情况", style("b")) + Self.paragraph("甲", style("a")) + Self.paragraph("乙")
          + Self.paragraph("丙", style("b") + Self.numbered(0)) + Self.paragraph("丁", Self.numbered(1))
          + Self.paragraph("", style("a")))
        == ["H2 一、总体情况", "H2 甲", "P 乙", "H2 丙", "P 二、丁"])
  }

  @Test func numbersOfCellsArePrinted() throws {
    let numbered = Self.cell(Self.paragraph("新收", Self.numbered(1)) + Self.paragraph("结转", Self.numbered(1)))
    #expect(
      try Self.read(
        "<w:tbl>" + Self.row(numbered, Self.cell(Self.paragraph("12")))
          + Self.row(Self.cell(Self.paragraph("", Self.numbered(1))), Self.cell(Self.paragraph("3")))
          + "</w:tbl>")
        == ["T 一、新收\n二、结转|12/三、|3"])
  }

  /// A row that was deleted takes no number.
  @Test func deletedRowsAreNotCounted() throws {
    let row = { (text: String, isDeleted: Bool) in
      "<w:tr><w:trPr>\(isDeleted ? "<w:del/>" : "")</w:trPr>"
        + Self.cell(Self.paragraph(text, Self.numbered(1))) + Self.cell(Self.paragraph("1")) + "</w:tr>"
    }
    #expect(
      try Self.read("<w:tbl>" + row("甲", false) + row("乙", true) + row("丙", false) + "</w:tbl>")
        == ["T 一、甲|1/二、丙|1"])
  }

  /// A note stands behind the block that calls for it; notes of both kinds have numbers of their own.
  @Test func notesStandBehindTheirBlocks() throws {
    let called = "<w:p>\(Self.note("footnote", 4))<w:r><w:t>3</w:t></w:r>\(Self.note("endnote", 4))</w:p>"
    #expect(
      try Self.read(
        "<w:p><w:r><w:t>前</w:t></w:r>\(Self.note("endnote", 4))<w:r><w:t>后</w:t></w:r></w:p>"
          + "<w:tbl>" + Self.row(Self.cell(Self.paragraph("新收")), Self.cell(called)) + "</w:tbl>"
          + "<w:p><w:r><w:t>无</w:t></w:r>\(Self.note("footnote", 9))</w:p>")
        == ["P 前后", "N 尾注", "T 新收|3", "N 脚注", "N 尾注", "P 无"])
  }

  /// A table of one column is a frame, and the paragraphs in it are numbered like others.
  @Test func framesKeepWhatIsSaidOfTheirLines() throws {
    let lines =
      Self.paragraph("甲", Self.numbered(1)) + "<w:p><w:r><w:t>乙</w:t></w:r>\(Self.note("footnote", 4))</w:p>"
      + Self.paragraph("丙", Self.numbered(1))
    #expect(
      try Self.read("<w:tbl>" + Self.row(Self.cell(lines)) + "</w:tbl>")
        == ["P 一、甲", "P 乙", "N 脚注", "P 二、丙"])
  }

  /// The text beside a nested table keeps its numbers as well.
  @Test func textBesideNestedTablesIsNumbered() throws {
    let nested =
      "<w:tbl>" + Self.row(Self.cell(Self.paragraph("1")), Self.cell(Self.paragraph("2"))) + "</w:tbl>"
    let content = Self.paragraph("前", Self.numbered(1)) + nested + Self.paragraph("后", Self.numbered(1))
    #expect(
      try Self.read("<w:tbl>" + Self.row(Self.cell(content)) + "</w:tbl>") == ["P 一、前", "T 1|2", "P 二、后"])
  }

  @Test func mergedCellsAreOne() throws {
    let begins = "<w:vMerge w:val=\"restart\"/>"
    #expect(
      try Self.read(
        "<w:tbl>"
          + Self.row(
            Self.cell(Self.paragraph("甲"), begins),
            Self.cell(Self.paragraph("乙"), "<w:gridSpan w:val=\"2\"/>"))
          + Self.row(
            Self.cell(Self.paragraph(""), "<w:vMerge/>"), Self.cell(Self.paragraph("1")),
            Self.cell(Self.paragraph("2")))
          + Self.row(
            Self.cell(Self.paragraph(""), "<w:vMerge/>"), Self.cell(Self.paragraph("3")),
            Self.cell(Self.paragraph(""), "<w:hMerge/>"))
          + "</w:tbl>") == ["T 甲[3x1]|乙[1x2]/1|2/3[1x2]"])
  }

  /// What is said to go on from nothing, or goes on with a text of its own, is a cell.
  @Test func mergesThatHideNothing() throws {
    #expect(
      try Self.read(
        "<w:tbl>"
          + Self.row(
            Self.cell(Self.paragraph("甲"), "<w:vMerge/>"),
            Self.cell(Self.paragraph("1"), "<w:vMerge w:val=\"restart\"/>"))
          + Self.row(
            Self.cell(Self.paragraph(""), "<w:vMerge/>"), Self.cell(Self.paragraph("2"), "<w:vMerge/>"))
          + "</w:tbl>") == ["T 甲|1/|2"])
  }

  /// Characters that mean nothing in XML mean nothing here either.
  @Test func textHasNoCodes() throws {
    #expect(try Self.read(Self.paragraph("1\u{7F}2")) == ["P 1\u{7F}2"])
    #expect(throws: Refusal.self) { try Self.read(Self.paragraph("\u{1}0\u{2}")) }
  }
}
