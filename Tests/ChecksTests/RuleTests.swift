import TestSupport
import Testing

@testable import Core
@testable import Gongkai
@testable import ReportModel

/// One thing made wrong in a report that is in order, and the rule that must say so: that one and no other.
@Suite struct RuleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let rule: String
    let form: String
    let change: @Sendable (inout Report) -> Void
    /// The report of the year before, made from the report that is in order.
    var previous: (@Sendable (Report) -> Report)?
    /// Findings that come with it by their nature.
    var besides: Set<String> = []

    init(
      _ rule: String, in form: String = "2021", besides: Set<String> = [],
      previous: (@Sendable (Report) -> Report)? = nil, _ change: @escaping @Sendable (inout Report) -> Void
    ) {
      self.rule = rule
      self.form = form
      self.change = change
      self.previous = previous
      self.besides = besides
    }

    var testDescription: String { rule }
  }

  private static func add(_ number: Int, to cell: String) -> @Sendable (inout Report) -> Void {
    { report in
      guard let id = CellID(cell), let amount = report.statistics[id]?.amount else { return }
      report.statistics[id] = Figure(.exact(amount + Amount(number)))
    }
  }

  private static func set(_ value: Figure.Value, _ cells: String...) -> @Sendable (inout Report) -> Void {
    { report in
      for cell in cells { if let id = CellID(cell) { report.statistics[id] = Figure(value) } }
    }
  }

  private static let long = """
    全年围绕水库调度、农村供水和河湖保护主动公开信息，政策文件与解读材料同步发布，公开目录逐月核对，\
    对群众关注的水质监测结果按周更新，遇有停水检修提前三日公告。
    """

  static let cases: [Case] = [
    // Sums.
    Case("check.sum.parts", add(3, to: "review.total")),
    Case("check.sum.group") { report in
      // The row is printed as well as its three parts, and one too many in it.
      for cell in report.form.cells where cell.id.indicator.hasPrefix("applications.outcome.other.") {
        guard let amount = report.statistics[cell.id]?.amount, let applicant = cell.id.applicant else {
          continue
        }
        let group = CellID("applications.outcome.other", applicant)
        let isOdd = cell.id.indicator.hasSuffix("rest") && ["naturalPerson", "total"].contains(applicant)
        let sum = (report.statistics[group]?.amount ?? .zero) + amount + Amount(isOdd ? 1 : 0)
        report.statistics[group] = Figure(.exact(sum))
      }
    },
    Case(
      "check.sum.applicants", besides: ["check.sum.parts", "check.sum.suspect"],
      add(2, to: "applications.outcome.disclosed@total")),
    Case(
      "check.sum.balance", besides: ["check.sum.applicants", "check.sum.suspect"],
      add(1, to: "applications.carriedOver@naturalPerson")),
    Case("check.sum.ofWhich", in: "legacy/national", add(5000, to: "proactive.published.normativeDocuments")),
    Case(
      "check.sum.cumulativeAtLeastYear", in: "legacy/fujian"
    ) { report in
      report.statistics["complaints.total"] = Figure(.exact(Amount(5)))
      report.statistics["cumulative.complaints.total"] = Figure(.exact(Amount(3)))
    },
    Case(
      "check.sum.yearAtLeastMonth", in: "legacy/dingxi",
      besides: ["check.sum.parts", "check.sum.ofWhich", "check.sum.suspect"]
    ) { report in
      report.statistics["applications.replied.agreed"] = Figure(.exact(Amount(5)))
      report.statistics["month.applications.replied.agreed"] = Figure(.exact(Amount(7)))
    },
    Case(
      "check.sum.websiteWithinPublished", in: "legacy/fujian", besides: ["check.sum.cumulativeAtLeastYear"],
      add(90000, to: "proactive.byChannel.website")),
    Case(
      "check.sum.gazetteWithinPublished", in: "legacy/fujian", besides: ["check.sum.cumulativeAtLeastYear"],
      add(90000, to: "proactive.byChannel.gazette")),
    Case(
      "check.legacy.concluded", in: "legacy/shandong", besides: ["check.sum.parts", "check.sum.suspect"],
      add(4, to: "applications.concluded.total")),

    Case("check.legacy.channels", in: "legacy/national") { report in
      let total = report.statistics["proactive.published.total"]?.amount ?? .zero
      report.statistics["proactive.byChannel.wechat"] = Figure(.exact(total + Amount(1)))
    },
    Case(
      "check.documents.regulationsInForce", besides: ["check.part.regulations"],
      set(.exact(Amount(4)), "proactive.regulations.issued")),
    Case(
      "check.documents.normativeDocumentsInForce",
      set(.exact(Amount(90000)), "proactive.normativeDocuments.issued")),

    // Parts of the report.
    Case("check.part.sectionMissing") { $0.sections.remove(at: 5) },
    // A title with more before it is not that of the section that is missing.
    Case("check.part.sectionMissing", besides: ["check.part.sectionTitle"]) {
      $0.sections[0].heading = "一、政府信息公开工作的总体情况"
      $0.sections.remove(at: 4)
    },
    Case("check.part.sectionOrder", besides: ["check.part.sectionNumber"]) {
      $0.sections.swapAt(4, 5)
      $0.sections[4].heading = "五、其他需要报告的事项"
      $0.sections[5].heading = "六、存在的主要问题及改进情况"
    },
    Case("check.part.sectionNumber") { $0.sections[3].heading = "三、政府信息公开行政复议、行政诉讼情况" },
    Case("check.part.sectionTitle") { $0.sections[3].heading = "四、政府信息公开行政法复议、行政诉讼情况" },
    Case("check.part.sectionEmpty") { $0.sections[5].paragraphs = [] },
    Case("check.part.sectionEmpty") {
      // Only the signature, and the number of the page.
      $0.sections[5].paragraphs = ["青禾市水务局（盖章）", "2023年1月20日", "— 8 —"].map { ProseParagraph($0) }
    },
    Case("check.part.tableMissing") { report in
      for (index, cell) in report.form.cells.enumerated() where cell.table == "四" {
        report.statistics[index] = nil
      }
    },
    Case("check.part.columnMissing") { report in
      for kind in ["regulations", "normativeDocuments"] {
        report.statistics["proactive.\(kind).repealed"] = nil
      }
    },
    Case("check.part.columnMissing") { report in
      for cell in report.form.cells where cell.id.applicant == "organisation.research" {
        report.statistics[cell.id] = nil
      }
    },
    Case("check.part.cellMissing") { $0.statistics["applications.carriedIn", "organisation.other"] = nil },
    Case("check.part.rowMissing") { report in
      for name in ["issued", "repealed", "inForce"] {
        report.statistics["proactive.regulations.\(name)"] = nil
      }
    },
    Case("check.part.sheetRowMissing", in: "legacy/national") { $0.statistics["fees"] = nil },
    Case("check.part.groupInOneRow", besides: []) { report in
      for cell in report.form.cells where cell.id.indicator.hasPrefix("applications.outcome.other.") {
        guard let amount = report.statistics[cell.id]?.amount, let applicant = cell.id.applicant else {
          continue
        }
        let group = CellID("applications.outcome.other", applicant)
        let sum = (report.statistics[group]?.amount ?? .zero) + amount
        report.statistics[group] = Figure(.exact(sum))
        report.statistics[cell.id] = nil
      }
    },
    Case("check.part.unplaced") { $0.unplaced = [UnplacedText("行政确认 | 3")] },
    Case("check.part.totalBlank", besides: ["check.part.blank"], set(.blank, "review.total")),
    Case("check.part.blank", set(.blank, "proactive.charges.amount")),
    Case("check.part.notAFigure") {
      $0.statistics["proactive.licences.decisions"] = Figure(.unreadable, raw: "见附件")
    },
    Case("check.part.notAFigure") { report in
      // One finding for the row.
      for cell in report.form.cells where cell.id.indicator == "applications.outcome.refused.stateSecret" {
        report.statistics[cell.id] = Figure(.unreadable, raw: "0 0 0 0 0 0 0 2")
      }
    },
    Case("check.part.negative") {
      $0.statistics["proactive.licences.decisions"] = Figure(.unreadable, raw: "−1件")
    },
    Case("check.part.fraction") {
      $0.statistics["proactive.licences.decisions"] = Figure(.unreadable, raw: "1.5")
    },
    Case("check.part.negative", set(.exact(Amount(-3)), "proactive.licences.decisions")),
    Case(
      "check.part.fraction", set(.exact(Amount(significand: 25, scale: 1)), "proactive.licences.decisions")),
    Case("check.part.unit") { report in
      report.statistics["proactive.charges.amount"] = Figure(
        .exact(Amount(251000)), raw: "251000元", unit: "元")
    },
    Case("check.part.unit") { report in
      // The head says 元, and the cell nothing.
      report.statistics["proactive.charges.amount"] = Figure(.exact(Amount(251000)))
      report.evidence = [Evidence(form: report.form.id, text: "本年收费金额（单位：元）")]
    },
    Case("check.part.unitMissing") { report in
      report.statistics["proactive.charges.amount"] = Figure(.exact(Amount(25)))
      report.evidence = [Evidence(form: report.form.id, text: "本年收费金额")]
    },
    Case("check.part.unitMissing", in: "2019") {
      $0.statistics["proactive.procurement.amount"] = Figure(.exact(Amount(25)))
    },
    Case("check.part.identity") { $0.identity.body = nil },
    Case("check.part.year") { report in
      report.identity.periodStart = "2021-01-01"
      report.identity.periodEnd = "2021-12-31"
    },
    Case("check.part.year", in: "legacy/fujian") { report in
      // The sheet is headed by the year before.
      report.evidence = [Evidence(form: report.form.id, text: "2017年度")]
    },
    Case("check.part.year") { $0.identity.statedYears.append(StatedYear(.sheet, 2021, raw: "2021年度")) },
    Case("check.part.year") { $0.sections[1].paragraphs.insert(ProseParagraph("（2021年度）"), at: 0) },
    Case("check.part.year") {
      $0.sections[0].paragraphs.insert(ProseParagraph("现公布2021年度政府信息公开工作年度报告。"), at: 0)
    },
    Case("check.part.year") { $0.sections[5].paragraphs.append(ProseParagraph("2021年政府信息公开情况统计表")) },
    Case("check.part.yearMalformed") {
      $0.sections[0].paragraphs.append(ProseParagraph("202022年，水务公开工作稳步推进。"))
    },
    Case("check.part.sectionTitle") { $0.sections[0].heading = "一、概述" },
    Case("check.part.period") { $0.identity.periodEnd = "2022-11-30" },
    Case("check.part.dateEarly") {
      $0.identity.dates = [ReportDate(.issued, iso: "2022-03-12", raw: "2022年3月12日")]
    },
    Case("check.part.dateLate") {
      $0.identity.dates = [ReportDate(.issued, iso: "2023-02-01", raw: "2023年2月1日")]
    },
    Case("check.part.dateUnreadable") {
      $0.identity.dates = [ReportDate(.issued, iso: nil, raw: "2023年13月1日")]
    },
    Case("check.part.dateLate") {
      $0.identity.dates = [ReportDate(.published, iso: "2023-05-11", raw: "2023-05-11")]
    },
    Case("check.part.dateUnreadable") {
      $0.identity.dates = [ReportDate(.issued, iso: "2023-02-30", raw: "2023年2月30日")]
    },
    Case("check.part.notice") { $0.identity.citedNotice = "国办公开办函〔2019〕60号" },
    Case("check.part.editionYear") { report in
      report.identity = Identity(body: "青禾市水务局", year: 2020, title: "青禾市水务局2020年政府信息公开工作年度报告")
    },
    Case("check.part.signature") { $0.sections[5].paragraphs.append(ProseParagraph("青禾市水雾局")) },
    Case("check.part.regulations", add(2, to: "proactive.regulations.inForce")),
    Case("check.part.templateText") {
      $0.sections[0].paragraphs.append(ProseParagraph("该部分以表格形式报告。"))
    },
    Case("check.part.templateText") { $0.identity.contact = "联系电话：XXXX-XXXXXXX。" },
    Case("check.part.templateText") { $0.sections[0].paragraphs.append(ProseParagraph("（文字描述）")) },
    Case("check.part.templateText") { $0.sections[0].paragraphs.append(ProseParagraph("全年公开信息××条。")) },
    Case("check.part.templateText") { $0.sections[5].paragraphs.append(ProseParagraph("　　年　　月　　日")) },
    Case("check.part.templateText") { $0.sections[0].paragraphs.append(ProseParagraph("新增栏目【  】个。")) },
    Case("check.part.templateText") { $0.sections[0].paragraphs.append(ProseParagraph("公开信息＿＿条。")) },

    // The year before.
    Case(
      "check.year.counterpart",
      previous: {
        var report = yearBefore($0)
        report.identity.body = "青禾市农业局"
        return report
      }
    ) { _ in },
    Case(
      "check.year.carriedIn", previous: yearBefore
    ) { report in
      // One more carried in and one fewer received: the year's own sums hold.
      for (row, change) in [("carriedIn", 1), ("received", -1)] {
        for column in ["naturalPerson", "total"] { add(change, to: "applications.\(row)@\(column)")(&report) }
      }
    },
    Case(
      "check.year.regulationsInForce", besides: ["check.part.regulations"], previous: yearBefore,
      add(1, to: "proactive.regulations.inForce")),
    Case(
      "check.year.normativeDocumentsInForce", previous: yearBefore,
      add(1, to: "proactive.normativeDocuments.inForce")),
    Case(
      "check.year.unit",
      previous: { report in
        var report = yearBefore(report)
        report.statistics["proactive.charges.amount"] = Figure(.exact(Amount(significand: 69, scale: 1)))
        return report
      }, set(.exact(Amount(69000)), "proactive.charges.amount")),
    Case("check.year.jump", previous: yearBefore, add(90000, to: "proactive.penalties.decisions")),
    Case(
      "check.year.copiedFigures",
      previous: { report in
        var report = report
        standStill(&report)
        report.identity.year = report.identity.year.map { $0 - 1 }
        return report
      }, { standStill(&$0) }),
    Case(
      "check.year.copiedText",
      previous: { report in
        var report = yearBefore(report)
        report.sections[0].paragraphs = [ProseParagraph(long)]
        return report
      }
    ) { $0.sections[0].paragraphs = [ProseParagraph(long.replacing("三日", with: "两日"))] },
  ]

  /// Nothing is carried over, issued or repealed, so that the next year may be the same in truth.
  @Sendable private static func standStill(_ report: inout Report) {
    for cell in report.form.cells {
      let id = cell.id
      if id.indicator == "applications.carriedOver", let applicant = id.applicant {
        report.statistics["applications.received", applicant] =
          report.statistics["applications.outcome.total", applicant]
        report.statistics[id] = Figure(.exact(.zero))
      }
      if id.indicator.hasSuffix(".issued") || id.indicator.hasSuffix(".repealed") {
        report.statistics[id] = Figure(.exact(.zero))
      }
    }
  }

  /// A report of the same body for the year before, that the report follows from.
  @Sendable static func yearBefore(_ report: Report) -> Report {
    var earlier = report
    earlier.identity.year = report.identity.year.map { $0 - 1 }
    for cell in report.form.cells {
      let id = cell.id
      if id.indicator == "applications.carriedOver", let applicant = id.applicant {
        earlier.statistics[id] = report.statistics[CellID("applications.carriedIn", applicant)]
      }
      if id.indicator.hasSuffix(".inForce") {
        let stem = String(id.indicator.dropLast("inForce".count))
        let issued = report.statistics["\(stem)issued"]?.amount ?? .zero
        let repealed = report.statistics["\(stem)repealed"]?.amount ?? .zero
        if let inForce = report.statistics[id]?.amount {
          earlier.statistics[id] = Figure(.exact(inForce - issued + repealed))
        }
      }
    }
    // Something is always different.
    earlier.statistics["proactive.licences.decisions"] = report.statistics["proactive.licences.decisions"]?
      .amount
      .map { Figure(.exact($0 + Amount(1))) }
    return earlier
  }

  @Test(arguments: cases)
  func theRuleAndNoOther(_ example: Case) throws {
    let form = try #require(FormID(example.form).flatMap { FormCatalogue.shared.form($0) })
    var reports = ConsistentReports(random: SplitMix64(seed: 5))
    let converter = Converter()
    let clean = reports.finishedReport(of: form)
    let previous = example.previous.map { $0(clean) }
    var report = clean
    example.change(&report)
    #expect(converter.check(clean).findings.map(\.rule) == [])
    let result = converter.check(report, against: previous)
    #expect(result.findings.contains { $0.rule == example.rule })
    #expect(
      result.findings.allSatisfy { $0.rule == example.rule || example.besides.contains($0.rule) },
      "\(result.findings.map { MessageCatalogue.shared.message($0.finding, .english) })")
    for item in result.findings {
      for language in Language.allCases {
        #expect(!MessageCatalogue.shared.message(item.finding, language).contains("{"))
        #expect(MessageCatalogue.shared.remedy(item.finding, language) != nil)
      }
    }
  }

  /// What looks like one of the faults and is none.
  static let harmless: [@Sendable (inout Report) -> Void] = [
    { $0.sections[5].paragraphs = [ProseParagraph("无。")] },
    { $0.sections[5].paragraphs = [ProseParagraph("暂无")] },
    { $0.sections[5].paragraphs = [ProseParagraph("/")] },
    { $0.sections[5].paragraphs = [ProseParagraph("无"), ProseParagraph("青禾市水务局")] },
    {
      $0.sections[5].heading = "六、其他需要报告的事项：无"
      $0.sections[5].paragraphs = []
    },
    // The website of the body, and others that are named in sentences.
    { $0.sections[5].paragraphs.append(ProseParagraph("主办：青禾市水务网")) },
    { $0.sections[5].paragraphs.append(ProseParagraph("青禾市水务网")) },
    { $0.sections[5].paragraphs.append(ProseParagraph("本报告由青禾县水务局协助编制，特此说明。")) },
    // Other years that are rightly named.
    { $0.sections[0].paragraphs.append(ProseParagraph("按期公布2021年政府信息公开工作年度报告的整改情况。")) },
    { $0.sections[0].paragraphs.append(ProseParagraph("较2021年度政府信息公开工作年度报告，发布更加及时。")) },
    { $0.sections[0].paragraphs.append(ProseParagraph("现公布《2021年政府信息公开工作年度报告》整改情况。")) },
    { $0.sections[0].paragraphs.append(ProseParagraph("现公布2022年度政府信息公开工作年度报告。")) },
    { $0.identity.dates = [ReportDate(.published, iso: "2024-07-01", raw: "2024-07-01")] },
    { $0.identity.dates = [ReportDate(.issued, iso: "2023-01-31", raw: "2023年1月31日")] },
    // No blanks.
    { $0.sections[0].paragraphs.append(ProseParagraph("网址：www.xxx.gov.cn/XXgk，联系人：王某。")) },
    { $0.sections[0].paragraphs.append(ProseParagraph("2022 年 3 月 5 日召开会议，参加XX届水博会【附件】。")) },
    {
      $0.statistics["proactive.charges.amount"] = Figure(.exact(Amount(25)))
      $0.evidence = [Evidence(form: $0.form.id, text: "收费金额(万元)")]
    },
    {
      // Whatever takes effect in the year and is repealed in it.
      $0.statistics["proactive.normativeDocuments.issued"] = Figure(.exact(Amount(3)))
      $0.statistics["proactive.normativeDocuments.repealed"] = Figure(.exact(Amount(3)))
      $0.statistics["proactive.normativeDocuments.inForce"] = Figure(.exact(.zero))
    },
  ]

  @Test(arguments: harmless.indices)
  func nothingIsSaidOf(_ index: Int) throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var reports = ConsistentReports(random: SplitMix64(seed: 5))
    var report = reports.finishedReport(of: form)
    Self.harmless[index](&report)
    #expect(Converter().check(report).findings.map(\.finding) == [])
  }
}
