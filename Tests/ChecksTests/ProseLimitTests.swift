import Testing

@testable import Checks
@testable import ReportModel

/// Prose that is made to cost time.
@Suite struct ProseLimitTests {
  /// Text that nobody writes costs no more than its length: a test that hangs would show.
  @Test(
    arguments: ["共1件，", "收到申请1件、", "（", "其中甲1件、", "2020年、", "未收到", "共9件（其中1件）；", "1"])
  func textWithoutSentencesCostsItsLength(piece: String) throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = Report(
      identity: Identity(body: "青禾市水务局", year: 2021), statistics: Statistics(form),
      sections: [
        ProseSection(
          heading: "一、总体情况", level: 1,
          paragraphs: [ProseParagraph(String(repeating: piece, count: 3000))])
      ])
    report.statistics["applications.received", "total"] = Figure(.exact(Amount(48)))
    #expect(Checker().check(report).report == report)
  }
}
