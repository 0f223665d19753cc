import TestSupport
import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import Recognition
@testable import ReportModel
@testable import TextFormats

/// What becomes of numbers that are no figures of a cell.
@Suite struct AccountOfReadingTests {
  private func read(_ text: String) throws -> Report { try ReportsOfFiles.text(text) }

  /// Read with the columns that a page's table has.
  private func read(page rows: [String]) throws -> Report {
    let html =
      "<table>"
      + rows.map {
        "<tr><td>"
          + $0.split(separator: "|", omittingEmptySubsequences: false)
          .joined(separator: "</td><td>") + "</td></tr>"
      }.joined() + "</table>"
    return try ReportsOfFiles.page(html)
  }

  private static let header = "信息内容|本年制发件数|本年废止件数|现行有效件数"
  private static let applicants = "|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"

  private func counts(_ report: Report) -> [String] {
    ReadingAccount.Use.allCases.compactMap { use in
      let count = report.account?[use] ?? 0
      return count > 0 ? "\(use.rawValue) \(count)" : nil
    }
  }

  @Test(arguments: ["规章1", "规章[1]", "规章①", "规章^1", "规章（注1）", "规章 2022", "规章2022年度", "规章：3", "1规章", "规章*1"])
  func digitsOfALabelAreNoFigures(label: String) throws {
    let report = try read(page: [Self.header, "\(label)|2|0|14", "行政规范性文件|1|1|1"])
    #expect(report.statistics["proactive.regulations.issued"]?.value == .exact(Amount(2)))
    #expect(report.statistics["proactive.regulations.inForce"]?.value == .exact(Amount(14)))
    #expect(report.account?[.figures] == 6 && report.account?[.unplaced] == 0)
  }

  @Test func aRowWithoutALabelHasNoPlace() throws {
    let report = try read(page: [Self.header, "规章|2|0|14", "|781|782|783", "行政规范性文件|1|1|1"])
    #expect(report.unplaced.map(\.text) == ["781 | 782 | 783"])
    #expect(counts(report) == ["figures 6", "unplaced 3"])
  }

  @Test func numbersOfRowsAndColumnsAreFurniture() throws {
    let report = try read(page: [
      "序号|" + Self.header, "栏次|甲|1|2|3", "1|规章|2|0|14", "2|行政规范性文件|1|1|1", "3|其他|0|0|0",
    ])
    #expect(report.statistics["proactive.regulations.issued"]?.value == .exact(Amount(2)))
    #expect(report.account?[.furniture] == 3 && report.account?[.labels] == 3)
  }

  @Test func anExtraColumnIsNamedAndShiftsNothing() throws {
    let report = try read(page: [
      "|自然人|外籍|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计",
      "一、本年新收政府信息公开申请数量|1|901|2|3|4|5|6|21", "二、上年结转政府信息公开申请数量|0|902|0|0|0|0|0|0",
    ])
    #expect(report.statistics["applications.received", "organisation.business"]?.value == .exact(Amount(2)))
    #expect(report.statistics["applications.received", "total"]?.value == .exact(Amount(21)))
    #expect(report.unplaced.map(\.text).allSatisfy { $0.contains("901") || $0.contains("902") })
    #expect(report.account?[.unplaced] == 2)
  }

  /// One cell more or less in a single row: which figure is whose is not known.
  @Test(arguments: ["1|2|3|4|5|6|7|21", "1|2|3|4|5|6"])
  func aRowThatIsNotLikeTheOthersIsNotShifted(row: String) throws {
    let report = try read(page: [
      Self.applicants, "一、本年新收政府信息公开申请数量|" + row, "二、上年结转政府信息公开申请数量|0|0|0|0|0|0|0",
      "（一）予以公开|0|0|0|0|0|0|0",
    ])
    let cells = report.form.cells.filter { $0.id.indicator == "applications.received" }
    #expect(cells.count == 7)
    for cell in cells { #expect(report.statistics[cell.id]?.value == .unplacedColumn) }
  }

  /// A converter took a cell of the label away and put a blank one at the end, in the rows without a part's label.
  @Test(arguments: ["38|6|0|1|3|0|48", "38||0|1|3|0|42"])
  func rowsThatBeginEarlyAreWhole(row: String) throws {
    let wide = "</td><td>"
    func figures(_ text: String) -> String { text.replacing("|", with: wide) }
    let early = [
      ("一、本年新收政府信息公开申请数量", row), ("二、上年结转政府信息公开申请数量", "2|0|0|0|0|0|2"),
      ("四、结转下年度继续办理", "4|0|0|0|0|0|4"),
    ].map { "<tr><td colspan=2>\($0)\(wide)\(figures($1))\(wide)" }
    let whole = [
      "1.属于国家秘密|1|0|0|0|0|0|1", "2.其他法律行政法规禁止公开|0|1|0|0|0|0|1", "3.危及“三安全一稳定”|0|0|1|0|0|0|1",
    ].map { "<tr><td>三、本年度办理结果\(wide)（三）不予公开\(wide)\(figures($0))" }
    let heads = "<table><tr><td colspan=3>本列数据" + figures(Self.applicants)
    let report = try ReportsOfFiles.page(heads + (early + whole).joined() + "</table>")
    let printed = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let cells = report.form.cells.filter { $0.id.indicator == "applications.received" }
    #expect(cells.map { report.statistics[$0.id]?.amount?.description ?? "" } == printed)
    #expect(
      report.statistics["applications.outcome.refused.stateSecret", "naturalPerson"]?.amount == Amount(1))
  }

  /// A row that is not like the others may have a number below another header, where the form has one column.
  @Test(arguments: [
    ("统计指标|备注|单位|统计数", "（一）主动公开政府信息数|750519|备注|条|2836"), ("统计指标|单位|统计数|备注", "（一）主动公开政府信息数|条<c2>|750519"),
    ("统计指标|单位|统计数|备注", "（一）主动公开政府信息数|条| |750519"),
  ])
  func aNumberBelowOtherWordsIsNoFigure(header: String, row: String) throws {
    let html =
      [header, "制发规范性文件总数|件|3|750001", "1.政府网站公开政府信息数|条|7|750002", row].map { line in
        line.split(separator: "|").map {
          $0.hasSuffix("<c2>") ? "<td colspan=2>\($0.dropLast(4))" : "<td>\($0)"
        }.joined()
      }.joined(separator: "<tr>")
    let report = try ReportsOfFiles.page("<table><tr>\(html)</table>")
    let figure = report.statistics["proactive.published.total"]
    #expect(figure != nil && figure?.certainAmount == nil)
    #expect(report.tells(of: 750_519))
  }

  /// A cell put in and two that are merged leave as many figures as there were, each in another column.
  @Test func aMergedAndAnExtraCellAreNotReadInOrder() throws {
    let report = try ReportsOfFiles.page(
      "<table><tr>" + Self.header.split(separator: "|").map { "<td>\($0)" }.joined()
        + "<tr><td>规章<td>2<td>0<td>14<tr><td>行政规范性文件<td colspan=2>751<td>752<td>753</table>")
    let figures = ["issued", "repealed", "inForce"].map { "proactive.normativeDocuments.\($0)" }
    #expect(figures.allSatisfy { report.form.indicator($0) != nil })
    #expect(figures.allSatisfy { report.statistics[$0]?.certainAmount == nil })
    #expect([751, 752, 753].allSatisfy { report.tells(of: $0) })
  }

  @Test func aRowInOneCellIsCut() throws {
    let report = try read(page: ["信息内容|本年处理决定数量", "行政许可 5412", "行政处罚|731", "行政强制|29"])
    #expect(report.statistics["proactive.licences.decisions"]?.value == .exact(Amount(5412)))
  }

  @Test func aHeadingHasTheSumOfItsPartsOrNoPlace() throws {
    let parts = [
      "属于国家秘密", "其他法律行政法规禁止公开", "危及“三安全一稳定”", "保护第三方合法权益", "属于三类内部事务信息", "属于四类过程性信息",
      "属于行政执法案卷", "属于行政查询事项",
    ].enumerated().map { "\($0 + 1).\($1)|1|0|0|0|0|0|1" }
    let sum = try read(page: [Self.applicants, "（三）不予公开|8|0|0|0|0|0|8"] + parts)
    #expect(sum.unplaced.isEmpty && sum.account?[.repetitions] == 7)
    let other = try read(page: [Self.applicants, "（三）不予公开|99|0|0|0|0|0|99"] + parts)
    #expect(other.account?[.unplaced] == 7)
    #expect(other.findings.contains { $0.id == "read.heading-not-sum" })
  }

  private static let outcomes = [
    "行政复议|行政诉讼",
    Array(repeating: "结果维持|结果纠正|其他结果|尚未审结|总计", count: 3).joined(separator: "|"),
  ]
  private static let figures = (0..<15).map { String(11 + $0 * $0) }.joined(separator: "|")

  @Test(arguments: [
    Array(repeating: "", count: 15), Array(repeating: "/", count: 15), (1...15).map(String.init),
    (1...15).map { "（\($0)）" },
  ])
  func rowsAboveTheFiguresGiveWay(row: [String]) throws {
    let report = try read(page: Self.outcomes + [row.joined(separator: "|"), Self.figures])
    #expect(report.statistics["review.upheld"]?.value == .exact(Amount(11)))
    #expect(report.statistics["litigation.afterReview.total"]?.value == .exact(Amount(207)))
    #expect(report.account?[.unplaced] == 0)
  }

  @Test func twoRowsOfFiguresAgreeOrAreBothGiven() throws {
    let twice = try read(page: Self.outcomes + [Self.figures, Self.figures])
    #expect(twice.statistics["review.upheld"]?.value == .exact(Amount(11)))
    #expect(twice.account?[.repetitions] == 15)
    let other = try read(page: Self.outcomes + [Self.figures, Self.figures.replacing("11|", with: "12|")])
    #expect(other.statistics["review.upheld"]?.value == .ambiguous([Amount(11), Amount(12)]))
    #expect(other.statistics["review.corrected"]?.value == .exact(Amount(12)))
    #expect(other.findings.count { $0.id == "read.printed-twice" } == 1)
  }

  @Test func aLineBetweenRowsOfTextIsKept() throws {
    let report = try read(
      """
      信息内容 本年制发件数 本年废止件数 现行有效件数
      规章 2 0 14
      其他 783
      行政规范性文件 1 1 1
      """)
    #expect(report.unplaced.map(\.text).contains { $0.contains("783") })
    #expect(report.statistics["proactive.normativeDocuments.inForce"]?.value == .exact(Amount(1)))
  }
}
