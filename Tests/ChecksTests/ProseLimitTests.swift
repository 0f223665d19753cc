import TestSupport
import Testing

@testable import Checks
@testable import ReportModel

/// Prose that is made to cost time, and what is read of it nevertheless.
@Suite struct ProseLimitTests {
  /// Text that nobody writes costs no more than its length: a test that hangs would show. What a
  /// sentence beside it contradicts is still found.
  @Test(
    arguments: ["共1件，", "收到申请1件、", "（", "其中甲1件、", "2020年、", "未收到", "共9件（其中1件）；", "1"])
  func textWithoutSentencesCostsItsLength(piece: String) throws {
    let sentence = try #require(ProseTests.contradicting.first)
    var report = try ProseReports.report(sentence)
    let expected = Self.prose(Checker().check(report))
    #expect(!expected.isEmpty)
    report.sections.insert(
      ProseSection(
        heading: "七、附录", level: 1,
        paragraphs: [ProseParagraph(String(repeating: piece, count: Scale.count(1000, proof: 1400)))]), at: 0)
    let found = Self.prose(Checker().check(report))
    #expect(expected.allSatisfy(found.contains), "\(found)")
  }

  /// Of more numbers than any report has the first are compared, and it is said that the others are not.
  @Test func numbersBeyondTheLimitAreTold() throws {
    let sentence = try #require(ProseTests.contradicting.first)
    var report = try ProseReports.report(sentence)
    let expected = Self.prose(Checker().check(report))
    let piece = String(repeating: "共1件。", count: ProseCheck.maximumQuantities)
    let appendix = ProseSection(heading: "七、附录", level: 1, paragraphs: [ProseParagraph(piece)])
    report.sections.append(appendix)
    let found = Self.prose(Checker().check(report))
    #expect(expected.allSatisfy(found.contains), "\(found)")
    #expect(found.count { $0.hasPrefix(ProseCheck.many) } == 1)
    report.sections.append(appendix)
    #expect(Self.prose(Checker().check(report)).count { $0.hasPrefix(ProseCheck.many) } == 1)
  }

  /// Each finding of the prose, with the words that it marks.
  private static func prose(_ result: CheckResult) -> [String] {
    result.findings.filter { ProseCheck.rules.contains($0.rule) }
      .map { "\($0.rule) \($0.witnesses.map(\.text))" }
  }
}
