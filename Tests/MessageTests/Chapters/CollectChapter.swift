import Testing
import TestSupport

@testable import Collection
@testable import Core
@testable import Gongkai
@testable import ReportModel

extension Chapter {
  /// A roster of a few lines is read.
  private static func roster(_ id: String, _ situation: String, _ text: String) -> MessageCase {
    MessageCase(id, situation, showing: text) { _ in
      _ = try RosterFile.read(Array(text.utf8), name: "units.tsv")
      return []
    }
  }

  private static func submission(
    _ body: String?, year: Int? = 2025, code: String? = nil, _ figures: [String: Int] = ["review.total": 1],
    scope: Scope? = nil, file: String? = nil, date: String? = nil, doubtful: Set<CellID> = []
  ) throws -> Submission {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    return Submission(
      path: file ?? "\(body ?? "无名").docx",
      identity: Identity(
        body: body, year: year, scope: scope, identifiers: code.map { [Identifier(.creditCode, $0)] } ?? [],
        dates: date.map { [ReportDate(.issued, iso: $0, raw: $0)] } ?? []),
      publishedForm: form.id, statistics: try Figures.statistics(form, figures), doubtfulUnits: doubtful)
  }

  /// Reports are brought together by a roster.
  private static func collect(
    _ id: String, _ situation: String, roster: String = "名称\n水务局\n",
    _ fill: @escaping @Sendable (inout RollUp.Materials) throws -> Void
  ) -> MessageCase {
    MessageCase(id, situation, showing: roster) { _ in
      let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
      var materials = RollUp.Materials(
        roster: try RosterFile.read(Array(roster.utf8), name: "units.tsv"), year: 2025, form: form)
      try fill(&materials)
      return RollUp(materials).problems.map(\.finding)
    }
  }

  private static let codes = ("11330100000000002P", "12620600MB0523338C")

  static let collect = Chapter(
    name: "collect",
    introduction:
      "Rosters of the units that report, and what is found when their reports are brought together.",
    cases: rosterCases + ownerCases + unitCases + sumCases)

  private static let rosterCases = [
    roster("roster.empty", "The roster is empty.", "名称\n"),
    MessageCase("roster.too-long", "The roster has far too many rows.") { _ in
      let text = "名称\n" + String(repeating: "甲局\n", count: Roster.maximumUnits + 1)
      _ = try RosterFile.read(Array(text.utf8), name: "units.tsv")
      return []
    },
    roster("roster.unknown-column", "A column has a name that is not known.", "名称\t电话\n水务局\t123\n"),
    roster("roster.repeated-column", "A column stands there twice.", "名称\t单位名称\n水务局\t水务局\n"),
    roster("roster.no-names", "The file has commas between its fields.", "名称,别名\n水务局,水利局\n"),
    roster("roster.no-name", "A row has no name.", "名称\t别名\n\t水利局\n"),
    roster("roster.needless-field", "A row has more fields than there are columns.", "名称\n水务局\t水利局\n"),
    roster(
      "roster.credit-code", "Two characters of a code were exchanged.",
      "名称\t统一社会信用代码\n水务局\t11330100000000020P\n"),
    roster("roster.division-code", "A division code is too short.", "名称\t行政区划代码\n水务局\t33\n"),
    roster("roster.level", "A level is none.", "名称\t层级\n水务局\t部级\n"),
    roster("roster.year", "A year is none.", "名称\t起始年度\n水务局\t今年\n"),
    roster("roster.term", "A term ends before it begins.", "名称\t起始年度\t截止年度\n水务局\t2022\t2021\n"),
    roster("roster.counted", "It is not said clearly whether a unit is counted.", "名称\t计入汇总\n水务局\t也许\n"),
    roster("roster.no-reason", "A unit is left out without a reason.", "名称\t计入汇总\n水务局\t否\n"),
    roster("roster.same-name", "Two units have one name.", "名称\t别名\n水务局\t\n水利局\t水务局\n"),
    roster(
      "roster.same-code", "Two units have one code.", "名称\t统一社会信用代码\n水务局\t\(codes.0)\n水利局\t\(codes.0)\n"),
    roster("roster.parent", "A parent is not in the roster.", "名称\t上级\n水务局\t区政府\n"),
    roster("roster.circle", "Two units stand below each other.", "名称\t上级\n水务局\t水利局\n水利局\t水务局\n"),
    MessageCase("roster.init-no-body", "A roster is proposed from a report that names no body.") { _ in
      RosterProposal([("a.docx", Identity())]).findings
    },
    MessageCase("roster.init-shared-code", "Two bodies print the same code.") { _ in
      let code = [Identifier(.creditCode, codes.0)]
      return RosterProposal([
        ("a.docx", Identity(body: "水务局", identifiers: code)),
        ("b.docx", Identity(body: "教育局", identifiers: code)),
      ]).findings
    },
  ]

  private static let ownerCases = [
    collect(
      "collect.code-and-name", "The code of one unit stands beside the name of another.",
      roster: "名称\t统一社会信用代码\n水务局\t\(codes.0)\n教育局\t\(codes.1)\n"
    ) { $0.submissions = [try submission("教育局", code: codes.0)] },
    collect(
      "collect.other-name", "The code is that of a unit with another name.",
      roster: "名称\t统一社会信用代码\n水务局\t\(codes.0)\n"
    ) { $0.submissions = [try submission("水利水电局", code: codes.0)] },
    collect(
      "collect.other-code", "The name is that of a unit with another code.",
      roster: "名称\t统一社会信用代码\n水务局\t\(codes.0)\n"
    ) { $0.submissions = [try submission("水务局", code: codes.1)] },
    collect("collect.like-name", "The name is like that of a unit.") {
      $0.submissions = [try submission("青禾区水务局")]
    },
    collect("collect.no-body", "A report names no body, and its file does.", roster: "名称\n青禾区水务局\n") {
      $0.submissions = [try submission(nil, file: "青禾区水务局.docx")]
    },
    collect("collect.unknown-body", "A body is not in the roster.") {
      $0.submissions = [try submission("青禾区统计调查队")]
    },
  ]

  private static let unitCases = [
    collect("collect.absent", "Nothing was handed in.") { _ in },
    collect("collect.unreadable", "A file that has the unit's name cannot be read.", roster: "名称\n青禾区水务局\n") {
      $0.refusals = [RefusedSubmission(path: "青禾区水务局.docx", findings: unread())]
    },
    collect("collect.unreadable-file", "A file cannot be read, and its name says nothing.") {
      $0.refusals = [RefusedSubmission(path: "附件1.docx", findings: unread())]
    },
    collect(
      "collect.also-unreadable", "Besides its report, a unit has a file that cannot be read.",
      roster: "名称\n青禾区水务局\n"
    ) {
      $0.submissions = [try submission("青禾区水务局")]
      $0.refusals = [RefusedSubmission(path: "青禾区水务局-旧.docx", findings: unread())]
    },
    collect("collect.wrong-year", "The report is that of the year before.") {
      $0.submissions = [try submission("水务局", year: 2024)]
    },
    collect("collect.no-year", "The report names no year.") {
      $0.submissions = [try submission("水务局", year: nil)]
    },
    collect("collect.also-other-year", "Beside the report stands that of the year before.") {
      $0.submissions = [try submission("水务局"), try submission("水务局", year: 2024, file: "2024.docx")]
    },
    collect("collect.duplicate", "Two reports have different figures.") {
      $0.submissions = [
        try submission("水务局"), try submission("水务局", ["review.total": 2], file: "水务局（修改）.docx"),
      ]
    },
    collect("collect.copies", "Two files have the same figures.") {
      $0.submissions = [try submission("水务局"), try submission("水务局", file: "水务局.html")]
    },
    collect("collect.not-due", "A unit has reported after its last year.", roster: "名称\t截止年度\n水务局\t2020\n") {
      $0.submissions = [try submission("水务局")]
    },
    collect("collect.late", "A report is dated after the deadline.") {
      $0.deadline = "2026-01-31"
      $0.submissions = [try submission("水务局", date: "2026-02-14")]
    },
    MessageCase("collect.converted", "A report is in the form before.") { _ in
      let forms = FormCatalogue.shared
      let form = try #require(forms.form(FormID(.edition2021)))
      let before = try #require(forms.form(FormID(.edition2019)))
      var materials = RollUp.Materials(roster: Roster([RosterUnit("水务局")]), year: 2025, form: form)
      materials.submissions = [
        try Converter().submission(
          Report(identity: Identity(body: "水务局", year: 2025), statistics: Statistics(before)), path: "a.docx",
          in: form)
      ]
      return RollUp(materials).problems.map(\.finding)
    },
    MessageCase("collect.has-errors", "A report has a sum that does not add up.") { _ in
      let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
      let figures = [
        "review.upheld": 1, "review.corrected": 1, "review.other": 0, "review.pending": 0, "review.total": 3,
      ]
      var materials = RollUp.Materials(roster: Roster([RosterUnit("水务局")]), year: 2025, form: form)
      materials.submissions = [
        try Converter().submission(
          Report(
            identity: Identity(body: "水务局", year: 2025), statistics: try Figures.statistics(form, figures)),
          path: "a.docx", in: form)
      ]
      return RollUp(materials).problems.map(\.finding)
    },
    collect("collect.doubtful-unit", "An amount of money has no unit.") {
      $0.submissions = [
        try submission(
          "水务局", ["proactive.charges.amount": 12], doubtful: [CellID(indicator: "proactive.charges.amount")])
      ]
    },
  ]

  private static let sumCases = [
    collect("collect.parent-year", "The parent's report is of another year.") {
      $0.parent = try submission("区政府", year: 2024)
    },
    collect("collect.parent-differs", "The parent's report has less than its units.") {
      $0.submissions = [try submission("水务局", ["review.total": 3])]
      $0.parent = try submission("区政府", ["review.total": 2])
    },
    collect("collect.co-defendants", "Two units report reviews.", roster: "名称\n水务局\n教育局\n") {
      $0.submissions = [try submission("水务局"), try submission("教育局")]
    },
    collect(
      "collect.includes-subordinates", "A unit reports for all below it, which are counted as well.",
      roster: "名称\t上级\n水务局\t\n水文站\t水务局\n"
    ) { $0.submissions = [try submission("水务局", scope: .whole), try submission("水文站")] },
    collect(
      "collect.may-include-subordinates", "A unit reports, and so do those below it.",
      roster: "名称\t上级\n水务局\t\n水文站\t水务局\n"
    ) { $0.submissions = [try submission("水务局"), try submission("水文站")] },
    collect(
      "collect.regulations", "A unit of a county reports regulations.", roster: "名称\t层级\n水务局\t县级\n"
    ) { $0.submissions = [try submission("水务局", ["proactive.regulations.issued": 1])] },
  ]

  private static func unread() -> [Finding] {
    do throws(Refusal) {
      _ = try Converter().readAll(bytes: Array("PK\u{3}\u{4}".utf8), name: "a.docx")
      return []
    } catch {
      return error.findings
    }
  }
}
