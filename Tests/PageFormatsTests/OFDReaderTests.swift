import TestSupport
import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import PageFormats

/// Files put together by hand, as programs write them and as none should.
@Suite struct OFDReaderTests {
  private typealias OFD = OFDFixture

  private func document(_ file: OFDFixture) throws -> Document {
    try #require(try OFDReader.read(SourceBytes(name: "a.ofd", bytes: file.bytes)).first)
  }

  private func document(_ page: String) throws -> Document { try document(OFD(page)) }

  private func table(_ document: Document) throws -> [[String]] {
    let tables = document.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    return try #require(tables.first).rows.map { $0.cells.map(\.text) }
  }

  private func texts(_ document: Document) -> [String] {
    document.blocks.compactMap { if case .paragraph(let paragraph) = $0 { paragraph.text } else { nil } }
  }

  private func expectRefusal(_ id: String, _ file: OFDFixture) {
    do throws(Refusal) {
      _ = try OFDReader.read(SourceBytes(name: "a.ofd", bytes: file.bytes))
      Issue.record("\(id) was not found")
    } catch {
      #expect(error.findings.map(\.id) == [id])
    }
  }

  // MARK: Tables

  private static let figures =
    OFD.text("规章", 22, 32) + OFD.text("12", 52, 32) + OFD.text("行政规范性文件", 22, 42) + OFD.text("3", 52, 42)
  private static let expected = [["规章", "12"], ["行政规范性文件", "3"]]

  @Test(arguments: [
    OFD.grid([20, 51, 80], [30, 40, 50]),
    // Operators that stand together, and outlines that C closes.
    OFD.path("M20 30L80 30L80 50L20 50CM20 40L80 40M51 30L51 50"),
    // Thin filled rectangles.
    [20.0, 51, 80].map {
      OFD.path("M 0 0 L 0.2 0 L 0.2 20 L 0 20 C", at: "\($0) 30", "Stroke=\"false\" Fill=\"true\"")
    }.joined()
      + [30.0, 40, 50].map {
        OFD.path("M 0 0 L 60 0 L 60 0.2 L 0 0.2 C", at: "20 \($0)", "Stroke=\"false\" Fill=\"true\"")
      }.joined(),
    // Through a map of the plane, within two blocks.
    "<PageBlock><PageBlock CTM=\"2 0 0 2 0 0\">\(OFD.grid([10, 25.5, 40], [15, 20, 25]))</PageBlock></PageBlock>",
  ])
  func ruledTablesHaveTheirCells(rules: String) throws {
    #expect(try table(document(rules + Self.figures)) == Self.expected)
  }

  @Test func templatesLieUnderPages() throws {
    var file = OFD(Self.figures)
    file.parts["Doc_0/Pages/Page_0/Content.xml"] = OFD.page(
      Self.figures, head: "<Template TemplateID=\"7\" ZOrder=\"Background\"/>")
    file.add(toCommonData: "<TemplatePage ID=\"7\" BaseLoc=\"/Doc_0/Tpls/Tpl_0/Content.xml\"/>")
    file.parts["Doc_0/Tpls/Tpl_0/Content.xml"] = OFD.page(OFD.grid([20, 51, 80], [30, 40, 50]))
    #expect(try table(document(file)) == Self.expected)
  }

  @Test func otherNamespacesAndFoldersAreRead() throws {
    var file = OFD(OFD.grid([20, 51, 80], [30, 40, 50]) + Self.figures)
    for (name, part) in file.parts {
      file.parts[name] = part.replacing("http://www.ofdspec.org/2016", with: "http://www.ofdspec.org")
    }
    file.parts["Doc_0/Document.xml"]?.replace("Pages/Page_0", with: "./../Doc_0/Pages//Page_0")
    #expect(try table(document(file)) == Self.expected)
  }

  /// A line of a page is often one text with gaps.
  @Test func textsWithGapsStandInTheirCells() throws {
    let rules = OFD.grid([20, 51, 80, 100], [30, 40])
    let page = rules + OFD.text("规章1234", 22, 32, delta: "4 26 2 28 g 1 2")
    #expect(try table(document(page)) == [["规章", "12", "34"]])
  }

  /// What a figure is cannot be told where its digits stand apart.
  @Test func digitsApartAreNoFigure() throws {
    let page =
      OFD.grid([20, 51, 80], [30, 40]) + OFD.text("规章", 22, 32) + OFD.text("12", 52, 32, delta: "4")
    #expect(try table(document(page)) == [["规章", "1 2"]])
  }

  @Test func boldFiguresThatAreDrawnTwiceAreOne() throws {
    let page =
      OFD.grid([20, 51, 80], [30, 40]) + OFD.text("规章", 22, 32) + OFD.text("12", 52, 32)
      + OFD.text("12", 52.1, 32)
    #expect(try table(document(page)) == [["规章", "12"]])
    // Digits that follow one another are not drawn twice.
    let digits = OFD.text("1", 52, 32) + OFD.text("1", 54, 32)
    #expect(
      try table(document(OFD.grid([20, 51, 80], [30, 40]) + OFD.text("规章", 22, 32) + digits)) == [
        ["规章", "11"]
      ])
  }

  @Test func clippedLinesAreNotDrawn() throws {
    let clips =
      "<Clips><Clip><Area><Path Boundary=\"0 0 200 200\"><AbbreviatedData>"
      + "M 0 0 L 50.5 0 L 50.5 200 L 0 200 C</AbbreviatedData></Path></Area></Clip></Clips>"
    let page = OFD.grid([20, 80], [30, 40, 50]) + OFD.path("M 51 30 L 51 50", "", clips) + Self.figures
    let rows = try table(document(page + OFD.path("M 45 30 L 45 50", "", clips)))
    #expect(rows.allSatisfy { $0.count == 2 })
    #expect(rows.first == ["规章", "12"])
  }

  // MARK: What is not seen

  @Test func hiddenTextIsLeftOutAndTold() throws {
    let white = OFD.text("白字", 22, 62, "", "<FillColor Value=\"255 255 255\"/>")
    let hidden = OFD.text("隐藏", 22, 72, "Visible=\"false\"") + OFD.text("透明", 22, 82, "Alpha=\"0\"")
    let document = try document(OFD.text("规章制发情况", 22, 32) + white + hidden)
    #expect(texts(document) == ["规章制发情况"])
    #expect(Set(document.unseen.map(\.text)) == ["白字", "隐藏", "透明"])
  }

  @Test func textBehindAScanIsReadAndTold() throws {
    let page =
      "<ImageObject ID=\"5\" Boundary=\"0 0 210 297\" ResourceID=\"6\"/>"
      + OFD.text("规章制发情况", 22, 32, "Visible=\"false\"")
    let document = try document(page)
    #expect(texts(document) == ["规章制发情况"])
    #expect(document.findings.map(\.id) == ["page.recognised-text"])
  }

  @Test func verticalLabelsAndTurnedTextAreRead() throws {
    let label =
      "<TextObject ID=\"9\" Boundary=\"22 31 5 18\" Font=\"3\" Size=\"4\">"
      + "<TextCode X=\"0\" Y=\"4\" DeltaY=\"4.2 4.2\">申请人</TextCode></TextObject>"
    let page = OFD.grid([20, 51, 80], [30, 50]) + label + OFD.text("12", 52, 38)
    #expect(try table(document(page)) == [["申请人", "12"]])
    let letters = "本年度没有收到政府信息公开申请"
    let turned = OFD.text(letters, 100, 100, "CTM=\"0 1 -1 0 0 0\"")
    #expect(texts(try document(turned)) == [letters])
  }

  // MARK: Bent files

  @Test func whatIsBeyondAnyReportIsRefused() throws {
    expectRefusal("ofd.too-many-pages", OFD(Array(repeating: "", count: 301)))
    let deep = String(repeating: "<PageBlock>", count: 300) + String(repeating: "</PageBlock>", count: 300)
    expectRefusal("office.part-limits", OFD(deep))
    let words = String(repeating: "字 ", count: OFDSize.maximumWords + 1)
    expectRefusal("ofd.too-much", OFD(OFD.text(words, 0, 0, delta: "g 99999999 4")))
  }

  @Test(arguments: ["NaN", "1e", "4 inf", "g", "g 2", "g x 4", "4;4"])
  func whatIsNoNumberIsRefused(delta: String) {
    expectRefusal("ofd.bad-number", OFD(OFD.text("规章制发", 22, 32, delta: delta)))
  }

  @Test func hugeNumbersDoNoHarm() throws {
    let page =
      OFD.text("规章", 1e30, -1e30, delta: "g 99999999999 1e300") + OFD.path("M 1e300 0 L -1e300 1e-300")
      + OFD.text("制发情况", 22, 32, "CTM=\"1e200 0 0 1e200 0 0\"") + OFD.text("规章", 22, 32)
    #expect(throws: Never.self) { try document(page) }
  }

  @Test func placesOutsideOfTheFileAreRefused() throws {
    var file = OFD("")
    for location in ["../../secret.xml", "/../x.xml", "", "..\\..\\x.xml", "."] {
      file.parts["Doc_0/Document.xml"] = OFD.element(
        "Document", "<Pages><Page ID=\"1\" BaseLoc=\"\(location)\"/></Pages>")
      // The folder itself is no part.
      expectRefusal(location == "." ? "office.part-missing" : "ofd.bad-location", file)
    }
  }
}
