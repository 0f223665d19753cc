import Core
import Testing
import ZIPKit

@testable import DocumentModel
@testable import FormatKit
@testable import WordFormats

/// What nobody sees of a Word document is not read, and told of.
@Suite struct WordVisibilityTests {
  private static let namespaces = """
    xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
    xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" \
    xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" \
    xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" \
    xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" \
    xmlns:x="http://example.org/future"
    """

  /// Styles by their ids: `p-` of paragraphs, `c-` of characters, `t-` of tables.
  private static let styles = [
    style("paragraph", "p", "", more: " w:default=\"1\""), style("paragraph", "p-hidden", "<w:vanish/>"),
    style("paragraph", "p-heir", "", based: "p-hidden"),
    style("paragraph", "p-shown", "<w:vanish w:val=\"0\"/>", based: "p-hidden"),
    style("paragraph", "p-struck", "<w:strike/>"), style("character", "c-hidden", "<w:vanish/>"),
    style("character", "c-struck", "<w:dstrike/>"), style("character", "c-heir", "", based: "c-mark"),
    style("character", "c-mark", "<w:vertAlign w:val=\"superscript\"/>"),
    style("table", "t-hidden", "<w:vanish/>"),
  ].joined()

  private static func style(
    _ type: String, _ id: String, _ properties: String, based: String? = nil, more: String = ""
  ) -> String {
    let parent = based.map { "<w:basedOn w:val=\"\($0)\"/>" } ?? ""
    return
      "<w:style w:type=\"\(type)\" w:styleId=\"\(id)\"\(more)>\(parent)<w:rPr>\(properties)</w:rPr></w:style>"
  }

  private static func document(
    _ body: String, defaults: String = "", includesHidden: Bool = false
  ) throws -> Document {
    var package = ZIPBuilder()
    func add(_ name: String, _ element: String, _ content: String) {
      package.add("word/\(name).xml", Array("<w:\(element) \(namespaces)>\(content)</w:\(element)>".utf8))
    }
    add("document", "document", "<w:body>\(body)</w:body>")
    let rules = "<w:docDefaults><w:rPrDefault><w:rPr>\(defaults)</w:rPr></w:rPrDefault></w:docDefaults>"
    add("styles", "styles", rules + styles)
    add(
      "footnotes", "footnotes",
      "<w:footnote w:id=\"4\">\(paragraph("注" + run("9", "<w:vanish/>")))</w:footnote>")
    return try DOCXReader.read(
      SourceBytes(name: nil, bytes: package.finish()), ReadOptions(includesHidden: includesHidden))
  }

  private static func run(_ text: String, _ properties: String = "") -> String {
    "<w:r><w:rPr>\(properties)</w:rPr><w:t>\(text)</w:t></w:r>"
  }

  /// `text` is runs, or a text.
  private static func paragraph(_ text: String, _ properties: String = "") -> String {
    "<w:p><w:pPr>\(properties)</w:pPr>\(text.hasPrefix("<") ? text : run(text))</w:p>"
  }

  private static func cell(_ content: String, _ properties: String = "") -> String {
    "<w:tc><w:tcPr>\(properties)</w:tcPr>\(content.hasPrefix("<w:p") ? content : paragraph(content))</w:tc>"
  }

  private static func row(_ cells: String..., properties: String = "") -> String {
    "<w:tr><w:trPr>\(properties)</w:trPr>\(cells.joined())</w:tr>"
  }

  /// What a cell of that content shows, and after each `~` what is not read of it.
  private static func shown(
    _ content: String, defaults: String = "", includesHidden: Bool = false
  ) throws -> String {
    let table = "<w:tbl>\(row(cell("许可"), cell(content)))</w:tbl>"
    let document = try document(table, defaults: defaults, includesHidden: includesHidden)
    guard case .table(let table)? = document.blocks.first, table.rows.count == 1 else { return "no table" }
    for item in document.unseen { #expect(item.place?.description == "t1 r1 c2") }
    return table.rows[0].cells.last.map(\.text).map { text in
      text + document.unseen.map { "~\($0.reason == .hidden ? "" : "-")\($0.text)" }.joined()
    } ?? ""
  }

  private static let struck = [
    "<w:strike/>", "<w:dstrike/>", "<w:strike w:val=\"1\"/>", "<w:rStyle w:val=\"c-struck\"/>",
  ]

  @Test(arguments: struck)
  func struckOutRunsAreNotRead(properties: String) throws {
    let content = Self.paragraph(Self.run("12", properties) + Self.run("5412"))
    #expect(try Self.shown(content) == "5412~-12")
    #expect(try Self.shown(content, includesHidden: true) == "5412~-12")
  }

  @Test(arguments: [
    "<w:vanish/>", "<w:vanish w:val=\"on\"/>", "<w:rStyle w:val=\"c-hidden\"/>", "<w:sz w:val=\"2\"/>",
  ])
  func hiddenRunsAreReadOnlyWhereAskedFor(properties: String) throws {
    let content = Self.paragraph(Self.run("5412") + Self.run("12", properties))
    #expect(try Self.shown(content) == "5412~12")
    #expect(try Self.shown(content, includesHidden: true) == "541212")
  }

  @Test(arguments: [
    "<w:vanish w:val=\"0\"/>", "<w:strike w:val=\"false\"/>", "<w:webHidden/>", "<w:b/>",
    "<w:vertAlign w:val=\"baseline\"/>", "<w:position w:val=\"6\"/>", "<w:rStyle w:val=\"unknown\"/>",
  ])
  func whatIsSeenIsRead(properties: String) throws {
    #expect(try Self.shown(Self.paragraph(Self.run("54") + Self.run("12", properties))) == "5412")
  }

  /// The style of a paragraph holds for its runs; of two styles that hide, one takes back what the other does.
  @Test(arguments: [
    ("p-hidden", "", "~12"), ("p-heir", "", "~12"), ("p-shown", "", "12"), ("p-struck", "", "~-12"),
    ("p-hidden", "<w:vanish w:val=\"0\"/>", "12"), ("p-hidden", "<w:rStyle w:val=\"c-hidden\"/>", "12"),
    ("p", "<w:rStyle w:val=\"c-hidden\"/>", "~12"),
  ])
  func stylesAreInherited(style: String, properties: String, shown: String) throws {
    #expect(
      try Self.shown(Self.paragraph(Self.run("12", properties), "<w:pStyle w:val=\"\(style)\"/>")) == shown)
  }

  /// What the defaults hide only the run itself shows.
  @Test func defaultsHide() throws {
    let content = Self.paragraph(Self.run("1") + Self.run("2", "<w:vanish w:val=\"0\"/>"))
    let document = try Self.document(Self.paragraph("1") + content, defaults: "<w:vanish/>")
    #expect(document.blocks == [.paragraph(Paragraph("2"))])
    #expect(document.unseen.map(\.text).joined() == "11")
  }

  @Test(arguments: [
    ("<w:vertAlign w:val=\"superscript\"/>", "1", "5412¹"),
    ("<w:rStyle w:val=\"c-heir\"/>", "[1]", "5412[¹]"),
    ("<w:vertAlign w:val=\"subscript\"/>", "2", "5412₂"),
    ("<w:vertAlign w:val=\"superscript\"/>", "注", "5412[注]"),
    ("<w:position w:val=\"8\"/><w:sz w:val=\"12\"/>", "1", "5412¹"),
    ("<w:position w:val=\"-8\"/><w:sz w:val=\"12\"/>", "1", "5412₁"),
    ("<w:position w:val=\"-9223372036854775808\"/><w:sz w:val=\"12\"/>", "1", "5412₁"),
  ])
  func raisedTextIsAMark(properties: String, text: String, shown: String) throws {
    #expect(try Self.shown(Self.paragraph(Self.run("5412") + Self.run(text, properties))) == shown)
    // With nothing beside it, it is text.
    #expect(try Self.shown(Self.paragraph(Self.run(text, properties))) == text)
  }

  private static func field(_ type: String) -> String {
    "<w:r><w:fldChar w:fldCharType=\"\(type)\"/></w:r>"
  }

  @Test(arguments: [
    // The version that is understood.
    (
      "<mc:AlternateContent><mc:Choice Requires=\"x\">\(run("9"))</mc:Choice><mc:Fallback>\(run("1"))</mc:Fallback></mc:AlternateContent>",
      "1"
    ),
    (
      "<mc:AlternateContent><mc:Choice Requires=\"x\">\(run("8"))</mc:Choice><mc:Choice Requires=\"wps\">\(run("1"))</mc:Choice><mc:Fallback>\(run("9"))</mc:Fallback></mc:AlternateContent>",
      "1"
    ),
    (
      "<mc:AlternateContent><mc:Choice Requires=\"unbound\">\(run("9"))</mc:Choice></mc:AlternateContent>", ""
    ),
    // Changes are accepted.
    ("<w:del><w:r><w:delText>7</w:delText></w:r></w:del><w:ins>\(run("1"))</w:ins>", "1~-7"),
    ("<w:moveFrom>\(run("7"))</w:moveFrom>\(run("1"))", "1"),
    // Fields show their results.
    (
      field("begin") + "<w:r><w:instrText>PAGE 7</w:instrText></w:r>" + field("separate") + run("1")
        + field("end"), "1"
    ),
    (
      field("begin") + field("begin") + field("separate") + run("7") + field("end") + field("separate")
        + run("1")
        + field("end"), "1~7"
    ),
    (
      "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"0\"/><w:listEntry w:val=\"3\"/></w:ddList></w:ffData></w:fldChar></w:r>"
        + field("end"), "3"
    ),
    ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>\(run("请输入"))</w:sdtContent></w:sdt>", ""),
    // Notes, symbols and formulas.
    (
      "\(run("5"))<w:r><w:footnoteReference w:id=\"9\" w:customMarkFollows=\"1\"/><w:t>1</w:t></w:r>",
      "5¹"
    ),
    ("\(run("5"))<w:r><w:sym w:font=\"Wingdings\" w:char=\"F081\"/></w:r>", "5①"),
    (
      "<m:oMath><m:sSup><m:e><m:r><m:t>5</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>",
      "5²"
    ),
    // A box that is not shown, and one within hidden text.
    (
      "<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" hidden=\"1\"/><w:txbxContent>\(paragraph("7"))</w:txbxContent></wp:inline></w:drawing></w:r>\(run("1"))",
      "1~7"
    ),
    (
      "<w:r><w:rPr><w:vanish/></w:rPr><w:txbxContent>\(paragraph("7"))</w:txbxContent></w:r>\(run("1"))",
      "1~7"
    ),
  ])
  func contentIsReadAsItIsShown(content: String, shown: String) throws {
    #expect(try Self.shown(Self.paragraph(content)) == shown)
  }

  /// Where a mark is deleted or hidden the next paragraph goes on in the same line.
  @Test(arguments: ["<w:rPr><w:del/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>"])
  func paragraphsWithoutAMarkRunOn(properties: String) throws {
    #expect(try Self.shown(Self.paragraph("54", properties) + Self.paragraph("12")) == "5412")
    let document = try Self.document(
      Self.paragraph("甲", properties) + Self.paragraph("乙") + Self.paragraph("丙", properties))
    #expect(document.blocks == [.paragraph(Paragraph("甲乙")), .paragraph(Paragraph("丙"))])
  }

  @Test func styleSeparatorsEndAHeading() throws {
    let separator = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    let document = try Self.document(Self.paragraph("一、总体情况", separator) + Self.paragraph("正文"))
    #expect(document.blocks == [.paragraph(Paragraph("一、总体情况")), .paragraph(Paragraph("正文"))])
  }

  /// The rows of a table as `a|b/c|d`, and what is not read with its place.
  private static func table(_ rows: String..., includesHidden: Bool = false) throws -> [String] {
    let document = try document("<w:tbl>\(rows.joined())</w:tbl>", includesHidden: includesHidden)
    let tables = document.blocks.map { block in
      guard case .table(let table) = block else { return "?" }
      return table.rows.map { $0.cells.map(\.text).joined(separator: "|") }.joined(separator: "/")
    }
    return tables + document.unseen.map { "\($0.reason) \($0.text) \($0.place?.description ?? "")" }
  }

  @Test func rowsAndCellsThatAreNotSeenAreNotThere() throws {
    let shown = Self.row(Self.cell("甲"), Self.cell("1"))
    let marked = { (mark: String) in Self.row(Self.cell("乙"), Self.cell("2"), properties: mark) }
    let hidden = { (text: String) in Self.cell(Self.paragraph(Self.run(text, "<w:vanish/>"))) }
    #expect(try Self.table(shown, marked("<w:del/>")) == ["甲|1", "struckOut 乙 t1", "struckOut 2 t1"])
    #expect(try Self.table(shown, marked("<w:hidden/>")) == ["甲|1", "hiddenRow 乙 t1", "hiddenRow 2 t1"])
    #expect(try Self.table(shown, marked("<w:hidden w:val=\"0\"/>")) == ["甲|1/乙|2"])
    #expect(try Self.table(shown, marked("<w:hidden/>"), includesHidden: true) == ["甲|1/乙|2"])
    #expect(
      try Self.table(shown, Self.row(hidden("乙"), hidden("2"))) == ["甲|1", "hidden 乙 t1", "hidden 2 t1"])
    #expect(
      try Self.table(shown, Self.row(Self.cell("乙"), Self.cell("7", "<w:cellDel/>"), Self.cell("2")))
        == ["甲|1/乙|2", "struckOut 7 t1"])
    #expect(
      try Self.table(shown, Self.row(Self.cell("乙"), Self.cell("2", "<w:cellIns/>"))) == ["甲|1/乙|2"])
    #expect(try Self.table(shown, "<w:tr><w:tblPrEx/>\(Self.cell(""))\(Self.cell(""))</w:tr>") == ["甲|1/|"])
  }

  /// A style of a table hides what no other style shows.
  @Test func tablesHaveStyles() throws {
    let rows = Self.row(Self.cell("甲"), Self.cell("1"))
    let document = try Self.document(
      "<w:tbl><w:tblPr><w:tblStyle w:val=\"t-hidden\"/></w:tblPr>\(rows)</w:tbl>")
    #expect(document.unseen.map(\.text) == ["甲", "1"])
  }

  @Test func notesAreReadAsTheyAreShown() throws {
    let document = try Self.document(
      "<w:p>\(Self.run("甲"))<w:r><w:footnoteReference w:id=\"4\"/></w:r></w:p>")
    #expect(document.blocks == [.paragraph(Paragraph("甲")), .paragraph(Paragraph("注", style: .note))])
    #expect(document.unseen.map(\.text) == ["9"])
  }
}
