import Testing

@testable import Core
@testable import FormatKit
@testable import Recognition
@testable import ReportModel
@testable import TextFormats

/// Text with a paragraph for each cell, in some of which words stand or nothing.
@Suite struct WordedCellTests {
  private func read(_ text: String) throws -> Report { try ReportsOfFiles.text(text) }

  private func paragraphs(_ lines: String) -> String {
    lines.split(separator: " ").joined(separator: "\n\n")
  }

  private let head =
    "二、主动公开政府信息情况 第二十条第（一）项 信息内容 本年新制作数量 本年新公开数量 对外公开总数量 规章 0 1 2 规范性文件 3 4 5 第二十条第（六）项 信息内容 上一年项目数量 本年增/减 处理决定数量 行政处罚 5 6 0 行政强制 7 0 8 "
  private let tail = " 三、收到和处理政府信息公开申请情况"

  private func procurement(_ cells: String) throws -> Report {
    try read(paragraphs(head + "第二十条第（九）项 信息内容 采购项目数量 采购总金额 政府集中采购 " + cells + tail))
  }

  @Test(arguments: ["31批次", "31批", "31宗", "31项", "31"])
  func aUnitOfACellDoesNotCutItsNumber(cell: String) throws {
    let report = try procurement(cell + " 709455.9元")
    #expect(report.statistics["proactive.procurement.items"]?.certainAmount == Amount(31))
    #expect(report.statistics["proactive.procurement.amount"]?.certainAmount == Amount("709455.9"))
    #expect(report.unplaced.isEmpty)
  }

  @Test(arguments: ["31余次", "12台套", "3宗项目", "31个项目"])
  func aNumberWithAnotherWordIsNotCut(cell: String) throws {
    let report = try procurement(cell + " 70元")
    #expect(report.statistics["proactive.procurement.items"]?.value == .unreadable)
    #expect(report.statistics["proactive.procurement.items"]?.raw == cell)
    #expect(report.statistics["proactive.procurement.amount"]?.certainAmount == Amount(70))
  }

  @Test func theSameInOneLine() throws {
    let report = try read(
      paragraphs(head + "第二十条第（九）项 信息内容 采购项目数量 采购总金额 政府集中采购31批次70元" + tail))
    #expect(report.statistics["proactive.procurement.items"]?.certainAmount == Amount(31))
    #expect(report.statistics["proactive.procurement.amount"]?.certainAmount == Amount(70))
  }

  @Test(arguments: ["0", "12", "123"])
  func oneNumberForTwoCellsIsNotCut(cell: String) throws {
    let report = try read(
      paragraphs(head + "第二十条第（八）项 信息内容 上一年项目数量 本年增/减 行政事业性收费 " + cell + tail))
    #expect(report.statistics["proactive.charges.previousItems"]?.value == .unplacedColumn)
    #expect(report.statistics["proactive.charges.change"]?.value == .unplacedColumn)
    #expect(report.findings.map(\.id) == ["read.row-of-other-length"])
  }

  private static let changes: [(String, Int?)] = [
    ("减3", -3), ("减少2项", -2), ("增加3", 3), ("新增1项", 1), ("增2", 2), ("未增未减", nil), ("无变化", nil), ("持平", nil),
  ]

  @Test(arguments: changes)
  func changesInWords(cell: String, amount: Int?) throws {
    let rows = "第二十条第（五）项 信息内容 上一年项目数量 本年增/减 处理决定数量 行政许可 6 \(cell) 9 其他对外管理服务事项 4 1 7"
    let bars = (head + rows).split(separator: " ").joined(separator: " |\n") + " |"
    for text in [paragraphs(head + rows + tail), bars] {
      let report = try read(text)
      #expect(report.statistics["proactive.licences.previousItems"]?.certainAmount == Amount(6))
      #expect(report.statistics["proactive.licences.change"]?.certainAmount == amount.map { Amount($0) })
      #expect(report.statistics["proactive.licences.change"]?.raw == cell)
      #expect(report.statistics["proactive.licences.decisions"]?.certainAmount == Amount(9))
    }
  }

  /// The next row's label was cut off by the end of an excerpt: its number is none of the row above.
  @Test(arguments: ["3.补正后申请", "10.尚无此项内容"])
  func theNumberOfAnUnknownLabelIsNoFigure(label: String) throws {
    let report = try read(
      paragraphs(
        head + "三、收到和处理政府信息公开申请情况 申请人情况 自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他 "
          + "一、本年新收政府信息公开申请数量 1 0 0 0 0 0 1 （四）无法提供 1.本机关不掌握相关政府信息 2.没有现成信息需要另行制作 " + label))
    #expect(report.statistics.figures.allSatisfy { $0?.value != .unreadable })
    #expect(report.findings.isEmpty && report.unplaced.isEmpty)
  }

  /// Blocks of one form in a table of another: their figures have no place, and are not lost.
  @Test func blocksOfAnotherForm() throws {
    let charges = try read(
      paragraphs(head + "第二十条第（八）项 信息内容 本年收费金额（单位：万元） 行政事业性收费 123.4" + tail))
    #expect(charges.unplaced.map(\.text) == ["行政事业性收费 | 123.4"])
    let items = try read(
      paragraphs(
        "二、主动公开政府信息情况 第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0 1 2 行政规范性文件 3 4 5 "
          + "第二十条第（八）项 信息内容 上一年项目数量 本年增/减 行政事业性收费 12 3 第二十条第（九）项 信息内容 采购项目数量 采购总金额 "
          + "政府集中采购 26 130万元" + tail))
    #expect(items.unplaced.map(\.text) == ["行政事业性收费 | 12 | 3", "政府集中采购 | 26 | 130万元"])
  }

  /// Labels with long remarks that name other rows, and a row that the form does not have.
  @Test func labelsWithLongRemarks() throws {
    let report = try read(
      paragraphs(
        "二、主动公开政府信息情况 第二十条第（一）项 信息内容 本年新制作数量 本年新公开数量 对外公开总数量 "
          + "规章（设区的市应当填写，其他单位不填） 0 1 2 "
          + "规范性文件（单位制定发布的决定、公告和通知，以及名称为“办法”“细则”“规程”的公文，一般都是规范性文件，不含规章） 34 4 47 "
          + "其他公开文件（含以单位名义签发的、除规范性文件以外的文件，可查本单位“其他文件”栏目） 186 86 255 "
          + "第二十条第（五）项 信息内容 上一年项目数量（指上年事项数） 本年增/减（指增加或减少的事项数，减用负数，如-8） 处理决定数量 "
          + "行政许可 8 -5 93" + tail))
    #expect(report.statistics["proactive.regulations.publicTotal"]?.certainAmount == Amount(2))
    #expect(report.statistics["proactive.normativeDocuments.made"]?.certainAmount == Amount(34))
    #expect(report.statistics["proactive.normativeDocuments.publicTotal"]?.certainAmount == Amount(47))
    #expect(report.statistics["proactive.licences.change"]?.certainAmount == Amount(-5))
    #expect(report.unplaced.count == 1 && report.unplaced[0].text.hasSuffix("186 | 86 | 255"))
    #expect(report.sections.flatMap(\.paragraphs).isEmpty)
  }

  /// What a page tells of the document above the report, in a table.
  @Test func metadataInATable() throws {
    let report = try read(
      """
      标题: | 青禾市水务局2020年政府信息公开工作年度报告 | ||
      ---|---|---|---|
      索引号: | 123456789/2021-5125335 | 文号: | 无文号 |
      发文日期: | 2021-01-29 | 发布机构: | 青禾市水务局 |

      """ + paragraphs(head + tail))
    #expect(report.unplaced.isEmpty)
  }

  /// A cell over two lines between bars that stand on lines of their own.
  @Test(arguments: ["\n", "\n\n"])
  func aHeaderOverTwoLines(lineEnd: String) throws {
    let cells =
      "第二十条第（一）项 信息内容 本年新+制作数量 本年新+公开数量 对外公开总数量 规章 0 1 2 规范性文件 3 4 5".split(separator: " ")
    let text = "二、主动公开政府信息情况\n" + cells.joined(separator: "\n|\n") + "\n|\n三、收到和处理政府信息公开申请情况\n"
    let report = try read(text.split(separator: "+").joined(separator: lineEnd))
    #expect(report.statistics["proactive.regulations.publicTotal"]?.certainAmount == Amount(2))
    #expect(report.statistics["proactive.normativeDocuments.made"]?.certainAmount == Amount(3))
    #expect(report.unplaced.isEmpty && report.sections.contains { $0.heading == "三、收到和处理政府信息公开申请情况" })
  }
}

/// Lines of a page above a report.
@Suite struct PageLineTests {
  @Test(arguments: [
    "发布者：区教体局   发布日期：2021-01-19 14:36:15   浏览次数：19432", "发布时间：2022-01-27 10:07    来源：青禾镇    字体：  特大   颜色： 绿",
    "文件有效性：", "用微信扫描二维码分享至好友和朋友圈",
  ])
  func linesAboveTheText(line: String) throws {
    let text = """
      青禾区教育局2020年政府信息公开工作年度报告
      \(line)
      一、总体情况
      工作有序。
      二、主动公开政府信息情况
      信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量
      规章\t0\t1\t2

      """
    let report = try ReportsOfFiles.text(text)
    #expect(report.sections.flatMap(\.paragraphs).map(\.text) == ["工作有序。"])
  }
}
