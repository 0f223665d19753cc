import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import Recognition
@testable import ReportModel
@testable import TextFormats

/// What single traps of published reports must give.
@Suite struct ReadingTests {
  private func read(_ text: String) throws -> Report { try ReportsOfFiles.text(text) }

  private let header = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"

  @Test func whatWasTypedIsKept() throws {
    let report = try read(header + "规章\t/\t\t0件\n行政规范性文件\t22（其中修订 16 件）\t１，２３４\t无\n")
    #expect(report.statistics["proactive.regulations.issued"]?.value == .notApplicable)
    #expect(report.statistics["proactive.regulations.issued"]?.raw == "/")
    #expect(report.statistics["proactive.regulations.repealed"]?.value == .blank)
    #expect(report.statistics["proactive.regulations.inForce"]?.value == .exact(.zero))
    #expect(report.statistics["proactive.regulations.inForce"]?.raw == "0件")
    let issued = report.statistics["proactive.normativeDocuments.issued"]
    #expect(issued?.value == .exact(Amount(22)) && issued?.note == "其中修订 16 件")
    #expect(report.statistics["proactive.normativeDocuments.repealed"]?.value == .exact(Amount(1234)))
    #expect(report.statistics["proactive.normativeDocuments.inForce"]?.value == .notApplicable)
  }

  /// A cell that is printed again and again does not grow without end, and no figure is lost.
  @Test func rowsPrintedWithoutEndAreKeptAsText() throws {
    let count = 400
    let rows = (0..<count).map { "规章\t\(1000 + $0)\t0\t0\n" }
    let report = try read(header + rows.joined())
    let raw = try #require(report.statistics["proactive.regulations.issued"]?.raw)
    #expect(report.statistics["proactive.regulations.issued"]?.certainAmount == nil)
    #expect(raw.utf8.count < 2_000)
    let unplaced = report.unplaced.map(\.text).joined(separator: " ")
    for number in 1000..<1000 + count {
      #expect(raw.contains(String(number)) || unplaced.contains(String(number)), "\(number) is lost")
    }
  }

  /// Numbers of a sentence without an end are looked at once, and the sentence is no contact.
  @Test func contactsWithoutEndAreNone() throws {
    let contact = "如有疑问，请联系：电话0591-12345678。"
    let endless = String(repeating: "电话：0591-12345678，邮编350001，", count: 2_000)
    let report = try read(header + "规章\t0\t0\t0\n六、其他\n\(endless)\n\(contact)\n")
    #expect(report.identity.contact?.contains("疑问") == true)
    #expect((report.identity.contact?.utf8.count ?? 0) < 1_000)
  }

  @Test func aMissingRowIsNotZero() throws {
    let report = try read(header + "规章\t0\t0\t0\n")
    #expect(report.statistics["proactive.normativeDocuments.issued"] == nil)
  }

  @Test(arguments: ["1 2", "O", "3.", "007", "12万", "约", "1,23"])
  func whatIsNoFigureIsUnreadable(cell: String) throws {
    let report = try read(header + "规章\t1\t2\t3\n行政规范性文件\t\(cell)\t0\t0\n")
    #expect(report.statistics["proactive.normativeDocuments.issued"]?.certainAmount == nil)
  }

  /// Cells that a document says cannot be read: the others of the row stay what they are, whatever is left of them.
  @Test(
    arguments: [
      ("#REF!", "#REF!"), ("=A1+B2 3", "=A1+B2 3"), ("", nil), ("12", "12"), (" 1\n2 ", " 1\n2 "),
      ("行政规范性文件", "行政规范性文件"),
    ] as [(String, String?)])
  func unreadableCellsAreTakenAtTheirWord(rest: String, raw: String?) throws {
    func row(_ cells: [Cell]) -> Row { Row(cells) }
    var blocks: [Block] = [
      .table(
        Table(rows: [
          row(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"].map { Cell($0) }),
          row([Cell("规章"), Cell("1"), Cell(.unreadable(rest)), Cell("3")]),
          row([Cell("行政规范性文件"), Cell("4"), Cell("5"), Cell("6")]),
        ]))
    ]
    blocks.locateCells()
    let report = try #require(try Recognizer().reports(in: Document(blocks)).first)
    let figure = report.statistics["proactive.regulations.repealed"]
    #expect(figure?.value == .unreadable && figure?.raw == raw)
    #expect(figure?.place == Place(table: 1, row: 2, column: 3))
    #expect(report.statistics["proactive.regulations.issued"]?.value == .exact(Amount(1)))
    #expect(report.statistics["proactive.regulations.inForce"]?.value == .exact(Amount(3)))
    #expect(report.statistics["proactive.normativeDocuments.inForce"]?.value == .exact(Amount(6)))
  }

  /// In a row that no form has they are quoted as what they are.
  @Test func unreadableCellsOfUnknownRowsAreQuoted() throws {
    let rows = [
      ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "1", "2", "3"], ["行政规范性文件", "4", "5", "6"],
    ].map { Row($0.map { Cell($0) }) }
    let unknown = Row([Cell("天外来客登记"), Cell("7"), Cell(.unreadable("#REF!")), Cell("9")])
    var blocks: [Block] = [.table(Table(rows: rows + [unknown]))]
    blocks.locateCells()
    let report = try #require(try Recognizer().reports(in: Document(blocks)).first)
    #expect(report.unplaced.map(\.text) == ["天外来客登记 | 7 | #REF!（无法辨认） | 9"])
  }

  @Test func signsAreReadAsPrinted() throws {
    let report = try read("信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t3\t+2\t7\n行政处罚\t4\t−1\t8\n行政强制\t-1\t-1\t2\n")
    #expect(report.statistics["proactive.licences.change"]?.value == .exact(Amount(2)))
    #expect(report.statistics["proactive.licences.change"]?.raw == "+2")
    #expect(report.statistics["proactive.penalties.change"]?.value == .exact(Amount(-1)))
    #expect(report.statistics["proactive.compulsoryMeasures.previousItems"]?.value == .exact(Amount(-1)))
  }

  @Test func theUnitInTheCellIsKept() throws {
    let report = try read(
      "信息内容\t本年制作数量\n信息内容\t采购项目数量\t采购总金额\n政府集中采购\t3\t251000元\n行政许可\n规章\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t1\t2\t3\n"
    )
    let amount = report.statistics["proactive.procurement.amount"]
    #expect(amount?.value == .exact(Amount(251_000)) && amount?.unit == "元")
  }

  /// Rows of parts between a label and its figures are not the row.
  @Test func partsAreNotTheRow() throws {
    let text = """
      信息内容\t上一年项目数量\t本年增/减\t处理决定数量
      行政许可\t1\t0\t5
      其他对外管理服务事项\t行政检查\t2\t0\t9
      \t行政确认\t3\t0\t1
      行政处罚\t1\t0\t5
      """
    let report = try read(text)
    #expect(report.statistics["proactive.otherServices.decisions"]?.certainAmount == nil)
    #expect(report.statistics["proactive.penalties.decisions"]?.value == .exact(Amount(5)))
    #expect(report.unplaced.contains { $0.text.contains("行政确认") })
  }

  /// A heading between rows is a row of its own and no part of the cell before it.
  @Test func headingsBetweenRowsOfTabs() throws {
    let report = try read(
      header + "规章\t0\t0\t0\n行政规范性文件\t3\t1\t19\n第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t412\n")
    #expect(report.statistics["proactive.normativeDocuments.inForce"]?.value == .exact(Amount(19)))
    #expect(report.statistics["proactive.licences.decisions"]?.value == .exact(Amount(412)))
  }

  /// Columns are what their headers say.
  @Test func headersDecideTheOrder() throws {
    let report = try read("信息内容\t现行有效件数\t本年废止件数\t本年制发件数\n规章\t9\t1\t2\n行政规范性文件\t30\t4\t5\n")
    #expect(report.statistics["proactive.regulations.inForce"]?.value == .exact(Amount(9)))
    #expect(report.statistics["proactive.regulations.issued"]?.value == .exact(Amount(2)))
  }

  /// Neither the year nor the cited notice tells the edition.
  @Test func headersDecideTheEdition() throws {
    let report = try read(
      "某局2023年政府信息公开工作年度报告\n根据国办公开办函〔2021〕30号编制。\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t0\n规范性文件\t1\t1\t9\n"
    )
    #expect(report.form.id.edition == .edition2019)
    #expect(report.identity.year == 2023)
    #expect(report.evidence.contains { $0.text == "本年新制作数量" })
  }

  @Test func aRowThatIsTooShortIsNotGuessed() throws {
    let head = "\t自然人\t法人或其他组织\t\t\t\t\t总计\n\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n"
    let report = try read(
      head + "一、本年新收政府信息公开申请数量\t1\t2\t0\t0\t0\t0\t3\n二、上年结转政府信息公开申请数量\t1\t0\t0\t0\t1\n")
    #expect(report.statistics["applications.received", "total"]?.value == .exact(Amount(3)))
    #expect(report.statistics["applications.carriedIn", "total"]?.value == .unplacedColumn)
    #expect(report.findings.contains { $0.id == "read.row-of-other-length" })
  }

  /// Fewer digits than cells, and nothing between them: some figures are gone, and those that are there are kept.
  @Test func aGluedRowThatIsTooShortIsSaidToBe() throws {
    let report = try read(
      """
      三、收到和处理政府信息公开申请情况
      申请人情况 自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他
      一、本年新收政府信息公开申请数量 1234
      二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0
      """)
    let received = report.statistics["applications.received", "total"]
    #expect(received?.value == .unreadable && received?.raw == "1234")
    #expect(report.findings.contains { $0.id == "read.unsplittable-row" && $0.places.first?.line == 3 })
  }

  @Test func aRowPrintedTwiceWithOtherFiguresIsDoubtful() throws {
    let report = try read(header + "规章\t1\t0\t3\n规章\t1\t0\t4\n行政规范性文件\t0\t0\t0\n")
    #expect(report.statistics["proactive.regulations.issued"]?.value == .exact(Amount(1)))
    #expect(report.statistics["proactive.regulations.inForce"]?.value == .ambiguous([Amount(3), Amount(4)]))
  }

  @Test func proseIsNoTable() throws {
    #expect(throws: Refusal.self) {
      try read("2014年，我局主动公开政府信息106条，收到申请3件，予以公开1件，行政处罚15件。")
    }
  }

  /// In a flattened page a sentence may name labels and figures just before a table.
  @Test func aSentenceBeforeAGluedTableStaysProse() throws {
    let sentence = "2021年制作政府信息总数51条，其中主动公开政府信息19条，不予公开信息数13条。"
    let report = try read(
      "二、主动公开政府信息情况\(sentence)第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件303")
    #expect(report.statistics["proactive.normativeDocuments.issued"]?.value == .exact(Amount(3)))
    #expect(report.sections.contains { $0.paragraphs.contains { $0.text.contains(sentence) } })
  }

  @Test func identityIsTakenOutOfTheProse() throws {
    let report = try read(
      """
      青禾市水务局
      2021年政府信息公开工作年度报告
      统计期限为2021年1月1日至2021年12月31日。如有疑问，请联系本局办公室，电话：0000-0000000，邮编：000000。
      \(header)规章\t0\t0\t0
      行政规范性文件\t0\t0\t0
      2022年1月20日
      """)
    #expect(report.identity.body == "青禾市水务局")
    #expect(report.identity.year == 2021)
    #expect(report.identity.periodStart == "2021-01-01" && report.identity.periodEnd == "2021-12-31")
    #expect(report.identity.contact?.contains("0000-0000000") == true)
    #expect(report.identity.dates.first?.iso == "2022-01-20")
    #expect(!report.sections.contains { $0.paragraphs.contains { $0.text.contains("0000") } })
  }
}
