import Foundation
import TestSupport
import Testing

@testable import Checks
@testable import Gongkai
@testable import ReportModel

/// The sentences of all rules as people read them, beside those of all other messages.
@Suite struct RuleDocumentTests {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("MessageTests/Cases/check.md")
  private static let introduction = """
    What a reviewing office checks. The sentences stand beside the rules, in `Schemas/checks/rules.tsv`. In a made-up
    report that is in order one thing is made wrong for each rule; shown is what the finding rests on, figures and words
    of the report, and of the year before as `last:`.
    """
  private static let shownWitnesses = 10

  /// A sentence in a report that is in order otherwise.
  private static func saying(
    _ rule: String, _ sentence: @escaping @Sendable (_ received: Int, _ carriedIn: Int) -> String
  ) -> RuleTests.Case {
    RuleTests.Case(rule) { report in
      report.statistics["applications.carriedIn", "total"] = Figure(.exact(Amount(4)))
      report.statistics["applications.received", "total"] = Figure(.exact(Amount(38)))
      report.statistics["applications.carriedOver", "total"] = Figure(.exact(Amount(2)))
      report.sections[0].paragraphs.append(ProseParagraph(sentence(38, 4)))
    }
  }

  private static let prose = [
    saying("check.prose.figure") { received, _ in "全年收到政府信息公开申请\(received + 700)件。" },
    saying("check.prose.carriedIn") { received, carriedIn in "全年收到政府信息公开申请\(received + carriedIn)件。" },
    saying("check.prose.concluded") { received, _ in "全年收到政府信息公开申请\(received)件，均已办结。" },
    saying("check.prose.sum") { _, _ in "全年发布动态20条、公告15条，合计36条。" },
    saying("check.prose.ofWhich") { _, _ in "全年主动公开政府信息20条，其中网站公开28条。" },
    saying("check.prose.many") { _, _ in String(repeating: "接听来电1次。", count: 3_001) },
  ]

  /// What the rules find that have a case, each once, in the order of the rules.
  private static let results: [CaseResult] = {
    let converter = Converter()
    return RuleBook.shared.rules.compactMap { rule in
      let cases = prose + RuleTests.cases
      guard
        let example = cases.first(where: { $0.rule == rule.id })
          ?? cases.first(where: { $0.besides.contains(rule.id) }),
        let form = FormID(example.form).flatMap({ FormCatalogue.shared.form($0) })
      else { return nil }
      var reports = ConsistentReports(random: SplitMix64(seed: 5))
      let clean = reports.finishedReport(of: form)
      var report = clean
      example.change(&report)
      let found = converter.check(report, against: example.previous.map { $0(clean) }).findings
      let witnesses = found.first { $0.rule == rule.id }?.witnesses ?? []
      return CaseResult(
        rule.id, "\(rule.title.chinese) · \(rule.title.english) (form `\(example.form)`)",
        showing: lines(witnesses), findings: found.map(\.finding))
    }
  }()

  private static func lines(_ witnesses: [Witness]) -> String {
    var lines = witnesses.prefix(shownWitnesses).map { witness in
      let labels = witness.labels.joined(separator: " / ")
      return
        "\(witness.source == .previous ? "last:" : "")\(labels): \(witness.text.replacing("\n", with: " "))"
    }
    if witnesses.count > shownWitnesses { lines.append("…") }
    return lines.joined(separator: "\n")
  }

  @Test func documentIsAsRecorded() throws {
    let document = CaseDocument("check", introduction: Self.introduction, Self.results)
    let differences = try document.differences(from: Self.file)
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }

  @Test func rulesAreFoundAndTheirSentencesFilled() {
    for result in Self.results {
      #expect(!result.own.isEmpty, "\(result.id) was not produced")
      #expect(result.gaps.isEmpty)
    }
  }
}
