import FormatKit
import Testing
import WorkbookKit

@testable import Core
@testable import DocumentModel
@testable import SpreadsheetFormats

/// Workbooks made by hand: what programs write, and what no program would.
@Suite struct XLSXReaderTests {
  // MARK: Cells

  @Test func cellsOfEveryTypeAreRead() throws {
    let styles = """
      <numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="14"/><xf numFmtId="3"/><xf numFmtId="10"/></cellXfs>
      """
    let sheet = """
      <dimension ref="A1:B2"/><sheetData>
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
      <row r="2"><c r="A2"><v>2.17E2</v></c><c r="B2" s="1"><v>43105</v></c></row>
      <row r="3"><c r="A3" t="str"><f>A2&amp;"件"</f><v>217件</v></c><c r="B3" s="2"><v>43105</v></c></row>
      <row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4" t="e"><v>#REF!</v></c></row>
      <row r="5"><c r="A5" t="inlineStr"><is><r><t>内</t></r><r><t>联</t></r><rPh><t>x</t></rPh></is></c>
      <c r="B5" s="3"><v>11398890</v></c></row>
      <row r="6"><c r="A6"><f>SUM(A1:A5)</f></c><c r="B6" s="4"><v>0.5</v></c></row>
      <row r="7"><c r="A7" t="s"><v>99</v></c><c r="B7" t="d"><v>2018-01-05T00:00:00</v></c></row>
      <row r="8"><c r="A8" s="99"><v>1280.3599999999999</v></c><c r="B8" t="n"><f>1+1</f><v>2</v></c></row>
      </sheetData>
      """
    let strings = [
      "<r><t>富</t></r><r><rPr/><t>文本</t></r><rPh sb=\"0\"><t>fu</t></rPh><phoneticPr/>",
      "<t>a_x000A_b_x005F_x000D_</t>",
    ]
    let documents = try Workshop.read(Workshop.parts(sheet, strings: strings, styles: styles))
    #expect(
      Workshop.lines(documents) == [
        "T 富文本|a\nb_x000D_", "T 217|2018年1月5日", "T 217件|2018年1月5日", "T ?TRUE?|?#REF!?",
        "T 内联|11398890", "T ?=SUM(A1:A5)?|50%", "T ??|2018年1月5日", "T 1280.36|2",
      ])
    let ids = documents[0].findings.map(\.id)
    #expect(ids == ["sheet.string-missing", "sheet.formula-without-value"])
    #expect(documents[0].findings[1].places == [Place(page: 1, row: 6, column: 1)])
  }

  @Test func datesOf1904AreMeant() throws {
    let sheet = "<sheetData><row><c s=\"1\"><v>41643</v></c></row></sheetData>"
    let documents = try Workshop.read(
      Workshop.parts(
        sheet, styles: "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>",
        workbook: "<workbookPr date1904=\"1\"/>"))
    #expect(Workshop.lines(documents) == ["P 2018年1月5日"])
  }

  @Test func positionsAreTakenAsTheyAre() throws {
    // Rows and cells without a reference, out of order, twice, and in the last corner of the sheet.
    let sheet = """
      <dimension ref="A1"/><sheetData>
      <row><c t="n"><v>1</v></c><c><v>2</v></c></row>
      <row r="4"><c r="B4"><v>8</v></c><c><v>9</v></c><c r="A4"><v>7</v></c></row>
      <row r="2"><c r="A2"><v>3</v></c><c r="C2"><v>5</v></c><c r="B2"><v>4</v></c><c r="B2"><v>6</v></c></row>
      <row r="1048576"><c r="XFC1048576"><v>10</v></c><c r="XFD1048576"><v>11</v></c></row>
      </sheetData>
      """
    let documents = try Workshop.read(Workshop.parts(sheet))
    #expect(Workshop.lines(documents) == ["T 1|2|", "T 3|6|5", "T 7|8|9", "T 10|11"])
    guard case .table(let table) = documents[0].blocks[0], case .table(let last) = documents[0].blocks[1]
    else {
      Issue.record("no tables")
      return
    }
    #expect(table.rows[2].cells[1].place == Place(page: 1, row: 4, column: 2))
    #expect(last.rows[0].cells[1].place == Place(page: 1, row: 1_048_576, column: 16_384))
    #expect(documents[0].findings.map(\.id) == ["sheet.repeated-cells"])
  }

  @Test func mergedCellsSpanWhatIsThere() throws {
    let sheet =
      Workshop.rows([
        ["项目", "自然人", "", "总计"], ["", "甲乙", "丙丁", ""], ["组", "1", "2", "3"], ["hidden", "4", "5", "9"],
      ]) + """
        <mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="D1:D2"/>
        <mergeCell ref="A3:A1048576"/><mergeCell ref="C1:D9"/><mergeCell ref="Z9:A1"/><mergeCell ref="x"/></mergeCells>
        """
    let documents = try Workshop.read(Workshop.parts(sheet))
    #expect(
      Workshop.lines(documents) == ["T 项目[2x1]|自然人[1x2]|总计[2x1]", "T 甲乙|丙丁", "T 组[2x1]|1|2|3", "T 4|5|9"])
    #expect(documents[0].findings.map(\.id) == ["sheet.covered-cells"])
  }

  // MARK: What is seen

  private func unseen(_ documents: [Document]) -> [String] {
    documents[0].unseen.map { "\($0.reason) \($0.text) \($0.place?.description ?? "")" }
  }

  private static let hidden = """
    <cols><col min="3" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols><sheetData>
    <row r="1"><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c><c><v>5</v></c></row>
    <row r="2" hidden="1"><c><v>6</v></c></row><row r="3" ht="0" customHeight="1"><c/><c><v>7</v></c></row>
    <row r="4"><c><v>8</v></c><c/><c/><c><v>9</v></c></row></sheetData>
    """

  @Test func hiddenRowsAndColumnsAreNotRead() throws {
    let documents = try Workshop.read(Workshop.parts(Self.hidden))
    #expect(Workshop.lines(documents) == ["T 1|2|4", "T 8||9"])
    #expect(documents[0].findings.isEmpty)
    #expect(
      unseen(documents) == [
        "hiddenColumn 3 p1 r1 c3", "hiddenColumn 5 p1 r1 c5", "hiddenRow 6 p1 r2 c1", "hiddenRow 7 p1 r3 c2",
      ])
    guard case .table(let table) = documents[0].blocks[0] else { return }
    #expect(table.rows[1].cells[2].place == Place(page: 1, row: 4, column: 4))
    let all = try XLSXReader.read(
      SourceBytes(name: nil, bytes: Workshop.zip(Workshop.parts(Self.hidden))),
      ReadOptions(includesHidden: true))
    #expect(Workshop.lines(all) == ["T 1|2|3|4|5", "T 6||||", "T |7|||", "T 8|||9|"])
    #expect(all[0].unseen.isEmpty)
  }

  /// What is left of a merged cell shows its text.
  @Test func mergedCellsAreSeenWhereAnyOfThemIs() throws {
    let sheet = """
      <cols><col min="1" max="1" hidden="1"/></cols><sheetData>
      <row r="1" hidden="1"><c r="A1" t="str"><v>甲</v></c><c r="D1"><v>1</v></c></row>
      <row r="2"><c r="B2" t="str"><v>乙</v></c><c r="D2"><v>2</v></c></row>
      <row r="3"><c r="C3" t="str"><v>丙</v></c><c r="D3"><v>3</v></c></row></sheetData>
      <mergeCells><mergeCell ref="A1:B3"/></mergeCells>
      """
    let documents = try Workshop.read(Workshop.parts(sheet))
    #expect(unseen(documents) == ["hiddenRow 1 p1 r1 c4"])
    #expect(documents[0].findings.map(\.id) == ["sheet.repeated-cells"])
  }

  @Test func hiddenSheetsAreNotRead() throws {
    let sheet = "<sheetData><row r=\"1\"><c><v>1</v></c><c><v>2</v></c></row></sheetData>"
    let parts = Workshop.parts(sheet, states: ["hidden", "visible", "veryHidden"])
    let documents = try Workshop.read(parts)
    #expect(documents.count == 1 && documents[0].findings.isEmpty)
    #expect(
      unseen(documents) == [
        "hiddenSheet 1 p1 r1 c1", "hiddenSheet 2 p1 r1 c2", "hiddenSheet 1 p3 r1 c1",
        "hiddenSheet 2 p3 r1 c2",
      ])
    let all = try XLSXReader.read(
      SourceBytes(name: nil, bytes: Workshop.zip(parts)), ReadOptions(includesHidden: true))
    #expect(all.count == 3)
    #expect(try Workshop.read(Workshop.parts(sheet, states: ["hidden", "veryHidden"])).count == 2)
    // Where nothing is seen there is something to be said of it.
    let none = try Workshop.read(
      Workshop.parts("<sheetData><row r=\"1\" hidden=\"1\"><c><v>1</v></c></row></sheetData>"))
    #expect(none.count == 1 && none[0].blocks.isEmpty && none[0].unseen.count == 1)
  }

  @Test func struckOutAndRaisedTextsAreNoFigures() throws {
    let styles = """
      <fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>
      <cellXfs><xf/><xf fontId="1"/><xf fontId="2"/></cellXfs>
      """
    let strings = [
      "<r><rPr><strike/></rPr><t>12</t></r><r><t>61</t></r>",
      "<r><t>61</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r>",
      "<r><rPr><vertAlign val=\"superscript\"/></rPr><t>61</t></r>",
      "<r><rPr><b/></rPr><t>61</t></r><r><t>5</t></r>", "<t>7</t>",
    ]
    let sheet = """
      <sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c><v>1</v></c></row>
      <row><c s="1"><v>8</v></c><c s="2"><v>9</v></c><c><v>2</v></c></row>
      <row><c s="1" t="s"><v>3</v></c><c><v>3</v></c></row><row><c s="1" t="s"><v>4</v></c><c><v>4</v></c><c><v>4</v></c></row>
      <row><c t="inlineStr"><is><r><t>6</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>2</t></r></is></c>
      <c><v>5</v></c></row></sheetData>
      """
    let documents = try Workshop.read(Workshop.parts(sheet, strings: strings, styles: styles))
    #expect(Workshop.lines(documents) == ["T 61|61¹|", "T 61|1|", "T |9|2", "T 61|3|", "T |4|4", "T 6₂|5|"])
    #expect(
      unseen(documents) == [
        "struckOut 12 p1 r1 c1", "struckOut 8 p1 r3 c1", "struckOut 5 p1 r4 c1", "struckOut 7 p1 r5 c1",
      ])
  }

  @Test func formatsHideAndScale() throws {
    let styles = """
      <numFmts><numFmt numFmtId="176" formatCode=";;;"/><numFmt numFmtId="177" formatCode="0!.0,&quot;万元&quot;"/>
      <numFmt numFmtId="178" formatCode="# ?/?"/></numFmts>
      <cellXfs><xf/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="178"/><xf numFmtId="43"/></cellXfs>
      """
    let sheet = """
      <sheetViews><sheetView showZeros="0"/></sheetViews><sheetData>
      <row><c s="1"><v>5</v></c><c s="2"><v>12803600</v></c><c s="3"><v>5</v></c><c><v>0</v></c><c s="4"><v>6</v></c></row>
      </sheetData>
      """
    let documents = try Workshop.read(Workshop.parts(sheet, styles: styles))
    #expect(Workshop.lines(documents) == ["T 1280.36万元|?5?|6"])
    #expect(unseen(documents) == ["hidden 5 p1 r1 c1", "hidden 0 p1 r1 c4"])
    #expect(documents[0].findings.map(\.id) == ["sheet.unclear-number"])
  }

  @Test func staleAndMissingResultsAreNotTaken() throws {
    let sheet = """
      <sheetData><row r="1"><c r="A1"><f>1+1</f><v>0</v></c><c r="B1"><v>7</v></c>
      <c r="C1" t="str"><f>X</f><v>规章情况</v></c><c r="D1" t="str"><f>X</f><v>5</v></c></row>
      <row r="2"><c r="A2"><f t="array" ref="A2:B3">X</f><v>1</v></c><c r="B2"><v>2</v></c><c r="C2"><v>9</v></c></row>
      <row r="3"><c r="A3"><f t="array" ref="C3:D3">X</f></c><c r="B3"><v>3</v></c></row></sheetData>
      """
    let fresh = try Workshop.read(Workshop.parts(sheet))
    #expect(Workshop.lines(fresh).first == "T 0|7|规章情况|5")
    #expect(fresh[0].findings.map(\.id) == ["sheet.formula-without-value"])
    for mark in ["fullCalcOnLoad=\"1\"", "calcCompleted=\"0\""] {
      let stale = try Workshop.read(Workshop.parts(sheet, workbook: "<calcPr \(mark)/>"))
      #expect(
        Workshop.lines(stale) == ["T ?0?|7|规章情况|?5?", "T ?1?|?2?|9|", "T ?=X?|?3?|??|??"])
      #expect(stale[0].findings.map(\.id) == ["sheet.formula-without-value", "sheet.stale-formula"])
    }
  }

  // MARK: Blocks

  @Test func linesAreParagraphsAndRowsAreTables() throws {
    let rows = [
      ["某县教育局2021年政府信息公开工作年度报告"], ["一、总体情况"], ["全年公开信息。\n第二段。"], ["二、主动公开政府信息情况"],
      ["第二十条第（一）项"], ["信息内容", "本年制发件数", "本年废止件数"], ["规章", "0", "1"], ["行政规范性文件"],
      ["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "12"], ["三、收到和处理政府信息公开申请情况"],
      ["（勾稽关系：略）", "申请人情况", "", ""], ["", "自然人", "总计", ""], ["一、本年新收", "3", "4", ""],
      ["二、上年结转", "", "5", ""], ["五、存在的主要问题"], ["没有。"], ["填报日期：", "2018年1月5日"],
      ["单位负责人：甲  审核人：　乙", "", "填报人：丙"],
    ]
    #expect(
      Workshop.lines(try Workshop.read(Workshop.parts(Workshop.rows(rows)))) == [
        "P 某县教育局2021年政府信息公开工作年度报告", "P 一、总体情况", "P 全年公开信息。", "P 第二段。", "P 二、主动公开政府信息情况",
        "T 第二十条第（一）项||", "T 信息内容|本年制发件数|本年废止件数", "T 规章|0|1", "T 行政规范性文件||", "T 第二十条第（五）项||",
        "T 信息内容|本年处理决定数量|", "T 行政许可|12|", "P 三、收到和处理政府信息公开申请情况", "T （勾稽关系：略）|申请人情况|",
        "T |自然人|总计", "T 一、本年新收|3|4", "T 二、上年结转||5", "P 五、存在的主要问题", "P 没有。", "P 填报日期：2018年1月5日",
        "P 单位负责人：甲", "P 审核人：乙", "P 填报人：丙",
      ])
  }

  /// Labels that nobody merged: the empty cells behind them are theirs, those among the figures are not.
  @Test func emptyCellsBehindALabelAreTheLabels() throws {
    let rows = [
      ["项目", "", "", "自然人", "法人", "总计"], ["一、本年新收", "", "", "1", "2", ""],
      ["三、办理结果", "（一）予以公开", "", "", "2", ""],
      ["", "（三）不予公开", "1.属于国家秘密", "1", "", ""],
    ]
    #expect(
      Workshop.lines(try Workshop.read(Workshop.parts(Workshop.rows(rows)))) == [
        "T 项目[1x3]|自然人|法人|总计", "T 一、本年新收[1x3]|1|2|", "T 三、办理结果|（一）予以公开[1x2]||2|",
        "T |（三）不予公开|1.属于国家秘密|1||",
      ])
  }

  /// The sections of the old sheet are rows of it.
  @Test func numberedRowsOfOneTableDoNotSplitIt() throws {
    let rows = [
      ["统计指标", "单位", "统计数"], ["一、主动公开情况"], ["主动公开政府信息数", "条", "12"], ["二、回应解读情况"], ["回应公众关注热点数", "次", "3"],
      ["备注：无。"],
    ]
    #expect(
      Workshop.lines(try Workshop.read(Workshop.parts(Workshop.rows(rows)))) == [
        "T 统计指标|单位|统计数", "T 一、主动公开情况||", "T 主动公开政府信息数|条|12", "T 二、回应解读情况||", "T 回应公众关注热点数|次|3", "P 备注：无。",
      ])
  }

  // MARK: Packages

  @Test func partsAreFoundByTheirRelationships() throws {
    // Strict namespaces, prefixes, absolute targets, other folders, other cases of letters.
    let parts: [(name: String, text: String)] = [
      ("[Content_Types].xml", "<Types/>"),
      ("_rels/.rels", Workshop.rels([("x", "officeDocument", "/Office/Book.xml")])),
      (
        "Office/Book.xml",
        "<x:workbook xmlns:x=\"\(Workshop.strictMain)\" xmlns:q=\"http://purl.oclc.org/ooxml/officeDocument/relationships\"><x:sheets><x:sheet name=\"一\" sheetId=\"7\" q:id=\"k\"/></x:sheets></x:workbook>"
      ),
      (
        "Office/_rels/Book.xml.rels",
        Workshop.rels([("k", "worksheet", "../data/./one.xml"), ("s", "sharedStrings", "Strings.xml")])
      ),
      ("Office/strings.xml", "<p:sst xmlns:p=\"\(Workshop.strictMain)\"><p:si><p:t>文</p:t></p:si></p:sst>"),
      (
        "data/one.xml",
        "<m:worksheet xmlns:m=\"\(Workshop.strictMain)\"><m:sheetData><m:row><m:c t=\"s\"><m:v>0</m:v></m:c>"
          + "<z:c xmlns:z=\"urn:other\"><m:v>5</m:v></z:c></m:row></m:sheetData></m:worksheet>"
      ),
    ]
    #expect(Workshop.lines(try Workshop.read(parts)) == ["P 文"])
  }

  @Test(arguments: [
    ("xl/workbook.xml", "office.part-missing"), ("xl/_rels/workbook.xml.rels", "sheet.none"),
    ("xl/worksheets/sheet1.xml", "office.part-missing"),
  ])
  func missingPartsAreNamed(part: String, finding: String) {
    let parts = Workshop.parts(Workshop.rows([["1"]])).filter { $0.name != part }
    #expect { try Workshop.read(parts) } throws: { error in
      (error as? Refusal)?.findings.map(\.id) == [finding]
    }
  }

  @Test func partsThatAreNotNeededMayBeMissing() throws {
    let names = ["_rels/.rels", "xl/sharedStrings.xml", "xl/styles.xml"]
    let parts = Workshop.parts(Workshop.rows([["1"]])).filter { !names.contains($0.name) }
    #expect(Workshop.lines(try Workshop.read(parts)) == ["P 1"])
  }

  @Test func relationshipsThatLeadInCirclesOrOutEnd() {
    for target in [
      "workbook.xml", "../../etc/passwd", "../..", "", "_rels/workbook.xml.rels", "../_rels/.rels",
    ] {
      var parts = Workshop.parts(Workshop.rows([["1"]]))
      parts[3].text = Workshop.rels([("s1", "worksheet", target)])
      #expect(throws: Refusal.self) { try Workshop.read(parts) }
    }
  }

  @Test func emptyWorkbooksAreRefused() {
    for sheet in ["", "<sheetData/>", "<sheetData><row r=\"1\"><c r=\"A1\" s=\"3\"/></row></sheetData>"] {
      #expect { try Workshop.read(Workshop.parts(sheet)) } throws: { error in
        (error as? Refusal)?.findings.map(\.id) == ["sheet.empty"]
      }
    }
  }

  @Test func documentTypesAreRefused() {
    var parts = Workshop.parts(Workshop.rows([["1"]]))
    parts[5].text = "<!DOCTYPE x [<!ENTITY a \"b\">]>" + parts[5].text
    #expect(throws: Refusal.self) { try Workshop.read(parts) }
  }

  /// Nothing that a file says of its size costs memory or time.
  @Test func largeClaimsCostNothing() throws {
    let long = String(repeating: "长", count: 1 << 20)
    let cells = (0..<200).map { "<c r=\"A\($0 * 5000 + 1)\" t=\"s\"><v>0</v></c>" }.joined()
    let bomb = try? Workshop.read(
      Workshop.parts("<sheetData><row>\(cells)</row></sheetData>", strings: ["<t>\(long)</t>"]))
    #expect(bomb == nil, "one text for many cells")
    let merges = (0..<60_000).map { "<mergeCell ref=\"A\($0 + 1):XFD1048576\"/>" }.joined()
    let wide = (0..<400).map { "<c r=\"\(CellReference.letters($0 + 1))1\"><v>1</v></c>" }.joined()
    let documents = try Workshop.read(
      Workshop.parts(
        "<sheetData><row>\(wide)</row><row><c><v>1</v></c></row></sheetData><mergeCells>\(merges)</mergeCells>"
      ))
    #expect(documents[0].findings.map(\.id).contains("sheet.too-wide"))
  }

  @Test func identifiesByContent() {
    let workbook = Workshop.zip(Workshop.parts(Workshop.rows([["1"]])))
    #expect(XLSXReader.identify(SourceBytes(name: nil, bytes: workbook)) == .yes)
    #expect(ODSReader.identify(SourceBytes(name: nil, bytes: workbook)) == .no)
    #expect(
      XLSXReader.identify(SourceBytes(name: nil, bytes: Workshop.zip([("word/document.xml", "<a/>")]))) == .no
    )
    #expect(XLSXReader.identify(SourceBytes(name: nil, bytes: workbook.dropLast(9))) == .unknown)
    #expect(XLSXReader.identify(SourceBytes(name: nil, bytes: Array("PK is text".utf8))) == .no)
    #expect(XLSXReader.identify(SourceBytes(name: nil, bytes: Array("text".utf8))) == .no)
  }
}
