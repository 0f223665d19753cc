import Foundation
import TestSupport

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import ReportModel
@testable import TextFormats

/// Reports and documents for these tests.
enum Fixtures {
  static let forms = FormCatalogue.shared.forms

  static func form(_ id: String) -> Form {
    guard let form = FormID(id).flatMap({ FormCatalogue.shared.form($0) }) else {
      preconditionFailure("no form \(id)")
    }
    return form
  }

  /// Every cell has a number of its own, from 1001 on.
  static func numbered(_ form: Form) -> Report {
    var report = Report(
      identity: Identity(body: "某县教育局", year: 2022, title: "2022年政府信息公开工作年度报告"),
      statistics: Statistics(form))
    for index in form.cells.indices { report.statistics[index] = Figure(.exact(Amount(1001 + index))) }
    return report
  }

  static func tables(_ document: Document) -> [Table] {
    document.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  static func write(_ document: Document, as format: String, _ options: WriteOptions = WriteOptions())
    -> String
  {
    let bytes =
      switch format {
      case "txt": TextWriter.write(document, options)
      case "md": MarkdownWriter.write(document, options)
      default: HTMLWriter.write(document, options)
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Some reports of a form, with figures of every status and texts that are hard to write.
  static func random(_ form: Form, seeds: Range<UInt64>) -> [Report] {
    seeds.map { seed in
      var generator = ReportGenerator(seed: seed)
      return generator.report(of: form, convertedFrom: forms.filter { $0.id.edition != form.id.edition })
    }
  }

  // MARK: Snapshots

  /// Small reports, by the name of their snapshots.
  static var examples: [(name: String, report: Report, language: Language)] {
    [
      ("2021", current, .chinese), ("2019", trial, .chinese), ("legacy-shandong", sheet, .chinese),
      ("legacy-fujian", dialect, .english), ("converted", converted, .chinese),
      ("converted-english", converted, .english),
    ]
  }

  private static func fill(_ report: inout Report, _ figure: (Int, Indicator) -> Figure?) {
    for (index, cell) in report.form.cells.enumerated() {
      report.statistics[index] = figure(index, report.form.indicator(of: cell))
    }
  }

  private static var current: Report {
    let form = form("2021")
    var report = Report(
      identity: Identity(
        body: "临溪县教育局", year: 2022, title: "临溪县教育局2022年政府信息公开工作年度报告", periodStart: "2022-01-01",
        periodEnd: "2022-12-31", contact: "联系电话：0000-0000000。",
        dates: [ReportDate(.issued, iso: "2023-01-20", raw: "2023年1月20日")]),
      statistics: Statistics(form))
    fill(&report) { index, indicator in
      indicator.role == .subtotal ? nil : Figure(.exact(Amount(indicator.role == .total ? 3 : index % 4)))
    }
    report.statistics["proactive.charges.amount"] = Figure(.exact(Amount("12.50") ?? .zero))
    report.statistics["proactive.normativeDocuments.inForce"] = Figure(
      .exact(Amount(22)), raw: "22（其中修订16件）", note: "其中修订16件")
    report.statistics["proactive.regulations.issued"] = Figure(.notApplicable, raw: "/")
    report.statistics["proactive.regulations.repealed"] = Figure(.blank)
    report.sections = [
      ProseSection(heading: nil, level: 0, paragraphs: [ProseParagraph("本报告由六个部分组成。")]),
      ProseSection(heading: "一、总体情况", level: 1, paragraphs: [ProseParagraph("全年平稳。")]),
      ProseSection(heading: "（一）主动公开", level: 2, paragraphs: [ProseParagraph("及时公开。")]),
      ProseSection(heading: "五、存在的主要问题及改进情况", level: 1, paragraphs: [ProseParagraph("已改进。")]),
      ProseSection(heading: "六、其他需要报告的事项", level: 1, paragraphs: [ProseParagraph("1. 未收取信息处理费。")]),
    ]
    return report
  }

  private static var trial: Report {
    var report = Report(
      identity: Identity(body: "临溪县教育局", year: 2019), statistics: Statistics(form("2019")))
    fill(&report) { index, indicator in
      indicator.kind == .signed ? Figure(.exact(Amount(2)), raw: "+2") : Figure(.exact(Amount(index % 3)))
    }
    report.statistics["proactive.procurement.amount"] = Figure(
      .exact(Amount("13575394432.52") ?? .zero), raw: "13575394432.52元", unit: "元")
    return report
  }

  private static var sheet: Report {
    var report = Report(
      identity: Identity(
        body: "临溪县教育局", year: 2016,
        signatories: [Signatory(.head, "甲某"), Signatory(.telephone, "0000-0000000")],
        dates: [ReportDate(.filled, iso: "2017-01-10", raw: "2017.1.10")]),
      statistics: Statistics(form("legacy/shandong")))
    fill(&report) { index, _ in Figure(.exact(Amount(index % 5))) }
    report.statistics["institution.staff.total"] = Figure(.blank)
    report.statistics["complaints.other"] = nil
    report.statistics["institution.budget"] = Figure(.unreadable, raw: "约三万")
    return report
  }

  private static var dialect: Report {
    var report = Report(
      identity: Identity(body: "海澜县档案局", year: 2013), statistics: Statistics(form("legacy/fujian")))
    fill(&report) { index, _ in Figure(.exact(Amount(index * 7))) }
    report.statistics["applications.received.letterOrFax"] = nil
    report.statistics["fees.reductions"] = Figure(.ambiguous([Amount(12), Amount(120)]), raw: "120")
    return report
  }

  private static var converted: Report {
    let form = form("2021")
    let old = sheet
    var report = Report(identity: old.identity, statistics: Statistics(form))
    fill(&report) { index, indicator in
      if indicator.role == .subtotal { return index % 7 == 0 ? Figure(.exact(Amount(4))) : nil }
      return switch index % 6 {
      case 0: Figure(.exact(Amount(index % 5)))
      case 1: Figure(.range(Bounds(atLeast: .zero, atMost: Amount(5))))
      case 2: Figure(.estimate(Amount(3), within: Bounds(atLeast: .zero, atMost: Amount(5))))
      case 3: Figure(.derived(Amount(2)))
      case 4: Figure(.range(Bounds(atLeast: Amount(3), atMost: nil)))
      default: nil
      }
    }
    report.sections = [
      ProseSection(heading: "一、概述", level: 1, paragraphs: [ProseParagraph("全年平稳。")]),
      ProseSection(heading: "七、存在的主要问题及改进情况", level: 1, paragraphs: [ProseParagraph("已改进。")]),
    ]
    report.jointFigures = [
      JointFigure(
        [
          JointFigure.Term(CellID("applications.carriedOver", "total")),
          JointFigure.Term(CellID("applications.carriedIn", "total"), isSubtracted: true),
        ], Bounds(Amount(2))),
      JointFigure(
        [
          JointFigure.Term(CellID("litigation.direct.total")),
          JointFigure.Term(CellID("litigation.afterReview.total")),
        ], Bounds(atLeast: Amount(1), atMost: Amount(4))),
    ]
    report.conversion = Conversion(
      original: old.statistics,
      carried: ["complaints.upheld", "complaints.other", "institution.budget", "institution.staff.total"].map
      {
        CellID($0)
      },
      crosswalks: [Conversion.CrosswalkReference(id: "legacy-2021", version: "1.0")], policy: .bestFit)
    report.source = SourceFile(
      name: "2016.txt", size: 1234, sha256: String(repeating: "0f", count: 32), format: "text",
      encoding: "GB18030")
    return report
  }
}
