import Testing

@testable import Recognition
@testable import ReportModel

/// Dialects of the sheet, and sheets with several columns of figures: each figure stands below its own header, or has
/// no place.
@Suite struct DialectTests {
  private func form(_ id: String) throws -> Form {
    try #require(FormID(id).flatMap { FormCatalogue.shared.form($0) })
  }

  private func amount(_ report: Report, _ cell: String) -> Amount? {
    report.statistics[CellID(indicator: cell)]?.certainAmount
  }

  /// A sheet with every row of a form; the figure in each column is the row's position and the column's name.
  private func sheet(_ form: Form, headers: [String], code: Bool = false, figure: (Int, Int) -> String)
    -> [[String]]
  {
    var rows = [["统计指标"] + (code ? ["代码"] : []) + ["单位"] + headers]
    for (position, indicator) in form.indicators.enumerated() {
      let figures = headers.indices.map { indicator.role.holdsFigure ? figure(position, $0) : "" }
      rows.append(
        [indicator.printedLabel] + (code ? [String(100 + position)] : []) + [indicator.unit] + figures)
    }
    return rows
  }

  private func text(_ rows: [[String]]) -> String {
    "青禾市水务局政府信息公开情况统计表\n" + rows.map { $0.joined(separator: "\t") }.joined(separator: "\n") + "\n"
  }

  private func page(_ rows: [[String]]) -> String {
    "<p>青禾市水务局政府信息公开情况统计表</p><table>"
      + rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }.joined() + "</table>"
  }

  struct Columns: Sendable, CustomTestStringConvertible {
    let form: String
    /// With the prefix of their cells.
    let headers: [(text: String, prefix: String)]
    var code = false

    var testDescription: String { "\(form): \(headers.map(\.text).joined(separator: " "))" }
  }

  private static let columns = [
    Columns(form: "legacy/shanghai2004", headers: [("本月累计", "month."), ("本年累计", "")], code: true),
    Columns(form: "legacy/shanghai2004", headers: [("本年累计", ""), ("本月累计", "month.")]),
    Columns(form: "legacy/shanghai2004", headers: [("2007年度", "")]),
    Columns(form: "legacy/shanghai2008", headers: [("本月累计", "month."), ("本年累计", "")]),
    Columns(form: "legacy/shanghai2008", headers: [("本月累计", "month.")], code: true),
    Columns(form: "legacy/dingxi", headers: [("本期实际", "month."), ("年度累计", "")]),
    Columns(form: "legacy/anhui2009", headers: [("数量", "")]),
    Columns(
      form: "legacy/anhui2014",
      headers: [("区政府统计数", "government."), ("区直单位统计数", "subordinates."), ("乡镇街道统计数", "townships.")]),
    Columns(form: "legacy/anhui2014", headers: [("部门统计数", "department."), ("社区统计数", "communities.")]),
    Columns(form: "legacy/anhui2014", headers: [("统计数", "")]),
    Columns(form: "legacy/fujian", headers: [("2013年度", ""), ("历年累计", "cumulative.")]),
    Columns(form: "legacy/fujian", headers: [("历年累计", "cumulative."), ("2013年度", "")]),
  ]

  @Test(arguments: columns, [false, true])
  func everyRowIsReadInItsColumns(columns: Columns, isPage: Bool) throws {
    let form = try form(columns.form)
    let rows = sheet(form, headers: columns.headers.map(\.text), code: columns.code) { "\($0 * 10 + $1)" }
    let report = try isPage ? ReportsOfFiles.page(page(rows)) : ReportsOfFiles.text(text(rows))
    #expect(report.form.id == form.id)
    #expect(report.unplaced.isEmpty)
    for (position, indicator) in form.indicators.enumerated() where indicator.role.holdsFigure {
      for (column, header) in columns.headers.enumerated() {
        #expect(
          amount(report, header.prefix + indicator.id) == Amount(position * 10 + column), "\(indicator.id)")
      }
    }
    let rowCount = form.indicators.count { $0.role.holdsFigure }
    #expect(report.statistics.figures.count { $0 != nil } == rowCount * columns.headers.count)
    #expect(
      report.findings.contains { $0.id == "read.incomplete-form" } == (form.incompleteness != nil))
  }

  /// A column that the form does not have: whose figures they are is not known, and those beside it stay what they are.
  @Test(arguments: ["上年同期", "2006年度", "备注"])
  func aColumnOfItsOwnIsNamed(header: String) throws {
    let form = try form("legacy/shanghai2008")
    for order in [["本月累计", "本年累计", header], [header, "本月累计", "本年累计"]] {
      let rows = sheet(form, headers: order) { "\($0 * 10 + $1 + 1000)" }
      let report = try ReportsOfFiles.page(page(rows))
      let year = try #require(order.firstIndex(of: "本年累计"))
      let position = try #require(form.indicators.firstIndex { $0.id == "applications.received.total" })
      if header != "2006年度" {
        #expect(amount(report, "applications.received.total") == Amount(position * 10 + year + 1000))
      } else {
        // Two headers may be the year's.
        #expect(amount(report, "applications.received.total") == nil)
      }
      let other = try #require(order.firstIndex(of: header))
      #expect(report.unplaced.contains { $0.text.contains("\(position * 10 + other + 1000)") })
    }
  }

  /// 邮寄费 and 复制费 stand below both kinds of fees.
  @Test func labelsThatStandTwiceAreTheirParents() throws {
    let lines = [
      "统计指标\t单位\t本年累计", "主动公开信息数\t条\t50", "对申请的答复总数\t条\t9", "收取费用总额\t元\t30", "依申请提供信息收取费用\t元\t30",
      "1.检索费\t元\t10", "2.邮寄费\t元\t20",
    ]
    let report = try ReportsOfFiles.text(lines.joined(separator: "\n") + "\n")
    #expect(report.form.id.description == "legacy/shanghai2008")
    #expect(amount(report, "fees.onRequest.postage") == Amount(20))
    #expect(amount(report, "fees.proactive.postage") == nil)
    // Without the row above nobody can tell.
    let bare = lines.filter { !$0.hasPrefix("依申请") } + ["3.复制费\t元\t7"]
    let open = try ReportsOfFiles.text(bare.joined(separator: "\n") + "\n")
    #expect(open.statistics[CellID("fees.onRequest.postage")] == nil)
    #expect(open.statistics[CellID("fees.proactive.postage")] == nil)
    #expect(
      open.unplaced.contains { $0.text.contains("20") } && open.unplaced.contains { $0.text.contains("7") })
  }

  /// 不予公开 and 否决公开 are labels of one row and sum different replies: which is printed is kept.
  @Test func aLabelThatSumsOtherRepliesIsKept() throws {
    for (label, isVariant) in [("3.不予公开答复数", false), ("3.否决公开答复数", true), ("3.否决公开答复总数", true)] {
      let report = try ReportsOfFiles.text(
        """
        指标名称\t\t2009年度\t历年累计
        主动公开信息数\t\t6\t8
        其中：1.政府网站\t\t5\t7
        2.政府公报\t\t0\t1
        受理依申请公开信息总数\t\t3\t4
        本年度对申请的答复总数\t\t3\t4
        其中：1.同意公开答复数\t\t1\t2
        2.同意部分公开答复数\t\t0\t0
        \(label)\t\t2\t2
        行政申诉数\t\t0\t1

        """)
      #expect(report.form.id.description == "legacy/fujian")
      #expect(amount(report, "applications.replied.refused.total") == Amount(2))
      #expect(report.evidence.contains { $0.text.contains("否决公开") } == isVariant)
      #expect(amount(report, "cumulative.applications.replied.total") == Amount(4))
      #expect(amount(report, "proactive.byChannel.website") == Amount(5))
      #expect(report.statistics.figures.count { $0 != nil } == 18)
    }
  }

  /// In running text the order of the headers counts as well.
  @Test func runningTextKeepsTheOrderOfItsHeaders() throws {
    let rows = [
      "主动公开信息数 条 58 5", "全文电子化的主动公开信息数 条 50 4", "公文类信息数 条 8 1", "申请总次数 条 7 1", "1.当面申请数 条 3 1",
      "2.传真申请数 条 4 0", "对申请的答复总数 条 6 1",
    ]
    let report = try ReportsOfFiles.text("统计指标 单位 本年累计 本月累计\n" + rows.joined(separator: "\n") + "\n")
    #expect(report.form.id.description == "legacy/shanghai2008")
    #expect(amount(report, "applications.received.total") == Amount(7))
    #expect(amount(report, "month.proactive.published.total") == Amount(5))
  }
}
