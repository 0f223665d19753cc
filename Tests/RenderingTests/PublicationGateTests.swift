import TestSupport
import Testing

@testable import Checks
@testable import Core
@testable import Rendering
@testable import ReportModel

/// What stops a report besides its findings.
@Suite struct PublicationGateTests {
  private func checked(_ body: String?, _ year: Int?, _ path: String) throws -> CheckedReport {
    let form = try #require(FormCatalogue.shared.forms.first)
    let report = Report(identity: Identity(body: body, year: year), statistics: Statistics(form))
    return CheckedReport(Checker(.shared).check(report), path: path)
  }

  private func reasons(_ reports: [CheckedReport], year: Int? = nil) -> [[PublicationStop.Reason]] {
    var reports = reports
    PublicationGate(year: year).apply(to: &reports, beside: [])
    return reports.map { $0.stops.map(\.reason) }
  }

  /// A file may call a body as people do, by some of the characters of its name, or by more than the report does.
  @Test(arguments: [
    ("青禾市教育和体育局", "教育局2021年.docx"), ("青禾市卫生健康委员会", "卫健委-终稿.docx"),
    ("青禾市人力资源和社会保障局", "01人社局.docx"), ("水务局", "青禾市水务局政府信息公开年报.docx"),
    ("青禾市水务局", "2021年度报告.docx"), ("青禾市水务局", "年报.docx"), ("青禾市水务局", "终稿_教育局.docx"),
    ("青禾市人民政府办公室", "青禾市政府办.docx"), (nil, "教育局.docx"),
  ])
  func abbreviationsAreNoOtherNames(body: String?, file: String) throws {
    #expect(reasons([try checked(body, 2021, "a/\(file)")]) == [[]])
  }

  @Test(arguments: ["教育局2021年.docx", "青禾市水利局.pdf", "青禾市教育局政府信息公开年报.html"])
  func otherBodiesAre(file: String) throws {
    #expect(reasons([try checked("青禾市水务局", 2021, file)]) == [[.otherName]])
  }

  @Test func onlyTheSameBodyAndYearIsADuplicate() throws {
    let reports = try [
      checked("青禾市水务局", 2021, "a"), checked("青禾市水务局", 2022, "b"), checked("青禾市教育局", 2021, "c"),
      checked(nil, 2021, "d"), checked(nil, 2021, "e"), checked("青禾市水务局 ", 2021, "f"),
    ]
    #expect(reasons(reports) == [[.duplicate], [], [], [], [], [.duplicate]])
    #expect(
      reasons(reports, year: 2021) == [
        [.duplicate], [.otherYear], [], [], [], [.duplicate],
      ])
    #expect(reasons([try checked("青禾市水务局", nil, "g")], year: 2021) == [[.otherYear]])
  }

  @Test func whateverStopsIsInTheVerdict() throws {
    var reports = [try checked("青禾市水务局", 2021, "教育局.docx")]
    PublicationGate(year: 2020).apply(to: &reports, beside: [])
    let verdict = reports[0].verdict
    #expect(!verdict.isPublishable && verdict.isOfOtherYear && verdict.names == 1)
    for language in Language.allCases { #expect(!verdict.text(Words(language)).contains("check.verdict")) }
  }
}
