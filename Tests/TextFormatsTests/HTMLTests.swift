import Foundation
import TestSupport
import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import Gongkai
@testable import Presentation
@testable import ReportModel
@testable import TextFormats
@testable import TextKit

@Suite struct HTMLTests {
  private func document(_ html: String) throws(Refusal) -> Document {
    try HTMLReader.read(SourceBytes(name: "a.html", bytes: Array(html.utf8)))
  }

  private func tables(_ html: String) throws -> [[[String]]] {
    try document(html).blocks.compactMap { block in
      if case .table(let table) = block { table.rows.map { $0.cells.map(\.text) } } else { nil }
    }
  }

  private func paragraphs(_ html: String) throws -> [String] {
    try document(html).blocks.compactMap { block in
      switch block {
      case .paragraph(let paragraph): paragraph.style == .surrounding ? nil : paragraph.text
      case .heading(let paragraph, let level): "\(level) \(paragraph.text)"
      case .table: nil
      }
    }
  }

  /// Whatever a site did to the tables, no figure becomes another.
  @Test(arguments: FormCatalogue.shared.forms, 0..<Scale.count(16, proof: 24))
  func figuresComeBackFromPages(form: Form, seed: Int) throws {
    var reports = ConsistentReports(random: SplitMix64(seed: UInt64(seed)))
    var report = reports.report(of: form)
    // Some cells are left empty, as in many reports.
    var random = SplitMix64(seed: UInt64(seed) &+ 1000)
    if seed % 3 == 0 {
      for index in form.cells.indices where report.statistics[index] != nil && random.chance(1, of: 6) {
        report.statistics[index] = Figure(.blank)
      }
    }
    report.sections = [
      ProseSection(
        heading: "一、总体情况", level: 1,
        paragraphs: [ProseParagraph("全年受理申请20件。"), ProseParagraph("其中当面申请2件。")])
    ]
    var page = PortalPage(seed: UInt64(seed))
    let html = page.html(Presenter().document(for: report))
    let found = try #require(
      try Converter().readAll(bytes: Array(html.utf8), name: "a.html").first)
    #expect(found.form.id.edition == form.id.edition)
    var open: [String] = []
    let differences = FigureDifferences(report.statistics, found.statistics) { wanted, figure in
      if figure.certainAmount == nil, wanted.amount != nil { open.append("\(figure.value)") }
      return figure.certainAmount == wanted.amount || figure.certainAmount == nil
    }
    #expect(differences.isEmpty, "\(page.merging) \(differences)")
    let section = found.sections.first { $0.heading == "一、总体情况" }
    #expect(section?.paragraphs.map(\.text) == ["全年受理申请20件。", "其中当面申请2件。"], "\(html)")
    #expect(open.count * 100 <= form.cells.count, "\(page.merging) \(open.prefix(8))\n\(html)")
  }

  @Test func spansAndNestedTables() throws {
    #expect(
      try tables(
        "<table><tr><td>a<table><tr><td>1<td>2</table></td></tr><tr><td>b<td>c</table>")
        == [[["1", "2"]], [["b", "c"]]])
    // A nested table of one row beside other cells is part of their row.
    #expect(
      try tables("<table><tr><td>行政许可<td><table><tr><td>1<td>2<td>3</table></table>")
        == [[["行政许可", "1", "2", "3"]]])
    // A table of one column is a frame around text.
    #expect(try paragraphs("<table><tr><td><p>甲</p><p>乙</p><tr><td>丙</table>") == ["甲", "乙", "丙"])
    let table = try document("<table><tr><td rowspan=2 colspan=99999>a<td rowspan=0>b<tr><td>c</table>")
    guard case .table(let spans) = table.blocks[0] else { return }
    #expect(spans.rows[0].cells.map(\.columnSpan) == [1000, 1])
    #expect(spans.rows[0].cells.map(\.rowSpan) == [2, 1])
  }

  @Test func textIsWhatIsShown() throws {
    #expect(
      try paragraphs(
        """
        <h2>一、 总体&#24773;况</h2><p>本年度<b>受理</b>申请
          20&nbsp;件&hellip;</p>a &lt; b &amp c &unknown; &#x4EBA;<br>
        <select><option>2019</select><noscript>无</noscript><!-- 注释 --><![if !vml]>图<![endif]>
        """) == ["2 一、 总体情况", "本年度受理申请 20\u{A0}件…", "a < b & c &unknown; 人", "2019 图"])
  }

  @Test func framesAreNotTheDocument() throws {
    #expect(
      try paragraphs(
        """
        <div class="nav-menu"><p>首页</p></div><ul><li><a href=1>政务公开</a></li></ul>
        <div class="article"><p>正文一段。</p><p>详见<a href=2>附件</a>和其他材料。</p></div>
        <div id="footer">版权所有</div>
        """) == ["正文一段。", "详见附件和其他材料。"])
    // An anchor without an address is no link, and need not end.
    #expect(try paragraphs("<p><a name=top>正文一段。</p><p>正文二段。</p>") == ["正文一段。", "正文二段。"])
    // What holds the figures is the document, whatever it is called.
    #expect(
      try paragraphs("<div class=menu><p>正文</p><table><tr><td>许可<td>1</table></div><p>其他其他</p>")
        == ["正文", "其他其他"])
  }

  @Test(arguments: [
    "<table><tr><td>1", "<td>1</td>", "</table></td></tr>", "<table><caption>", "<", "<a", "<a b", "<a b=",
    "<a b='", "&", "&#", "&#x", "&#xFFFFFFFFFFFF;", "<!--", "<!-->", "<!", "<script>",
    "<table><table><table>",
    "<tr><td><tr></table><td>", "<td rowspan=99999999999999999999>", "<?xml", "</", "</>", "<title>",
  ])
  func brokenPagesAreRead(html: String) throws { _ = try document(html) }

  /// Unended constructs by the thousand are read in time that grows with their length.
  @Test(arguments: ["<!--", "<script>", "<a b='", "<table>", "<div>", "<td>", "&", "<table><tr><td>"])
  func repetitionsAreRead(piece: String) throws {
    _ = try document(String(repeating: piece, count: 50_000))
  }

  @Test func labelsOfCharsets() throws {
    let gb = GB18030Encoder().bytes("<meta charset=gb2312><table><tr><td>行政许可<td>朱镕基路</table>")
    let page = try HTMLReader.read(SourceBytes(name: nil, bytes: gb))
    #expect(page.encoding == "GB18030")
    guard case .table(let table) = page.blocks[0] else { return }
    #expect(table.rows[0].cells.map(\.text) == ["行政许可", "朱镕基路"])
    // A label that lies, on a page that is valid UTF-8.
    let lying = try document("<meta charset=gb2312><p>行政许可</p>")
    #expect(lying.encoding == "UTF-8")
    #expect(lying.blocks == [.paragraph(Paragraph("行政许可", place: Place(line: 1)))])
    #expect(throws: Refusal.self) {
      try HTMLReader.read(SourceBytes(name: nil, bytes: Array("<meta charset=big5>".utf8) + [0xA4, 0xA4]))
    }
  }

  /// What Word saves as "single file web page", and sites serve as `.doc`.
  @Test(arguments: ["quoted-printable", "base64", "8bit"])
  func pagesInOneFile(encoding: String) throws {
    let html = Array(
      "<html><meta charset=utf-8><table><tr><td>行政许可<td style='a'>1=2</table></html>".utf8)
    let body: String
    switch encoding {
    case "quoted-printable":
      body = html.map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return byte >= 0x80 || byte == 0x3D ? "=" + digits : String(UnicodeScalar(byte))
      }.joined().replacing("<table>", with: "<tab=\r\nle>")
    case "base64": body = Data(html).base64EncodedString()
    default: body = String(decoding: html, as: UTF8.self)
    }
    let message = """
      MIME-Version: 1.0
      Content-Type: multipart/related;
      \tboundary="----=_Next.1"

      This is a document.

      ------=_Next.1
      Content-Type: text/html; charset="utf-8"
      Content-Transfer-Encoding: \(encoding)

      \(body)

      ------=_Next.1
      Content-Type: image/png

      abc
      ------=_Next.1--
      """
    #expect(Format.html.identify(SourceBytes(name: nil, bytes: Array(message.utf8))) == .yes)
    #expect(try tables(message) == [[["行政许可", "1=2"]]])
  }

  @Test func placesAreThoseOfTheFile() throws {
    let html =
      "<p>a</p>\n<table><tr><td colspan=2>b</td></tr>\n<tr><td>c</td><td> <p>217</p> </td></tr></table>"
    guard case .table(let table) = try document(html).blocks[1], let place = table.rows[1].cells[1].place
    else {
      Issue.record("no table")
      return
    }
    #expect((place.table, place.row, place.column, place.line) == (1, 2, 2, 3))
    #expect(place.bytes.map { String(decoding: Array(html.utf8)[$0], as: UTF8.self) } == " <p>217</p> ")
  }

  @Test func tagsAreToldApart() {
    for tag in HTMLTag.allCases where tag != .other {
      let upper = Array(String(describing: tag).uppercased().utf8)
      #expect(upper.withUnsafeBufferPointer { HTMLTag.named($0).tag } == tag)
    }
    #expect(Array("blink".utf8).withUnsafeBufferPointer { HTMLTag.named($0).tag } == .other)
  }
}

/// The inverse of the decoder, for the characters of two bytes.
struct GB18030Encoder {
  private let codes: [Character: [UInt8]]

  init() {
    var codes: [Character: [UInt8]] = [:]
    for lead in UInt8(0x81)...0xFE {
      for trail in (UInt8(0x40)...0xFE) where trail != 0x7F {
        let text = String(
          decoding: DecodedText([lead, trail], encoding: .gb18030).utf8, as: UTF8.self)
        if text.count == 1, let character = text.first { codes[character] = [lead, trail] }
      }
    }
    self.codes = codes
  }

  func bytes(_ text: String) -> [UInt8] { text.flatMap { $0.asciiValue.map { [$0] } ?? codes[$0] ?? [0x3F] } }
}
