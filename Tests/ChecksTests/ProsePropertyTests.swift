import TestSupport
import Testing

@testable import Checks
@testable import ReportModel

/// Prose that is made of the figures of a report agrees with it, and one number changed is one finding.
@Suite struct ProsePropertyTests {
  /// A sentence about a sum of cells; `#` is the number.
  private struct Template {
    let text: String
    let cells: [String]

    init(_ text: String, _ cells: String...) {
      self.text = text
      self.cells = cells
    }
  }

  private static let refused = [
    "stateSecret", "prohibitedByLaw", "securityAndStability", "thirdPartyRights", "internalAffairs",
    "deliberativeProcess", "enforcementFile", "administrativeInquiry",
  ].map { "applications.outcome.refused.\($0)@total" }

  private static let applications: [Template] = [
    Template("2021年，我局新收政府信息公开申请#件。", "applications.received@total"),
    Template("全年共收到#件政府信息公开申请，均在法定期限内答复。", "applications.received@total"),
    Template("政府信息公开申请中，上年结转#件。", "applications.carriedIn@total"),
    Template("依申请公开共答复#件。", "applications.outcome.total@total"),
    Template("依申请公开的答复中，“予以公开”的件数为#件。", "applications.outcome.disclosed@total"),
    Template("依申请公开的答复中，部分公开#件。", "applications.outcome.partlyDisclosed@total"),
    Template("依申请公开中，无法提供的#件。", "applications.outcome.notProvided.*@total"),
    Template("依申请公开中，不予公开#件。", "applications.outcome.refused.*@total"),
    Template("政府信息公开申请结转下年度继续办理#件。", "applications.carriedOver@total"),
    Template("政府信息公开申请中，自然人提出#件。", "applications.received@naturalPerson"),
    Template("因政府信息公开被申请行政复议#件。", "review.total"),
    Template("政府信息公开行政复议案件，结果纠正#件。", "review.corrected"),
    Template("因政府信息公开引发行政诉讼#起。", "litigation.direct.total", "litigation.afterReview.total"),
  ]

  private static let documents2021: [Template] = [
    Template("全年制发行政规范性文件#件。", "proactive.normativeDocuments.issued"),
    Template("废止行政规范性文件#件。", "proactive.normativeDocuments.repealed"),
    Template("截至年底，现行有效行政规范性文件#件。", "proactive.normativeDocuments.inForce"),
    Template("作出行政许可决定#件。", "proactive.licences.decisions"),
    Template("作出行政处罚决定#件。", "proactive.penalties.decisions"),
    Template("全年行政事业性收费#万元。", "proactive.charges.amount"),
  ]

  private static let legacy: [Template] = [
    Template("2021年，主动公开政府信息#条。", "proactive.published.total"),
    Template("全年共收到政府信息公开申请#件。", "applications.received.total"),
    Template("依申请公开中，当面申请#件。", "applications.received.inPerson"),
    Template("依申请公开的答复中，同意部分公开#件。", "applications.replied.partlyAgreed"),
    Template("因政府信息公开被申请行政复议#件。", "review.total"),
    Template("因政府信息公开引发行政诉讼#件。", "litigation.total"),
  ]

  /// Sentences with numbers that are of no cell.
  private static let noise = [
    "办理人大代表建议6件、政协提案12件，办结率100%。", "2020年收到政府信息公开申请7件。", "12345热线转办工单312件。",
    "全市共收到政府信息公开申请1,024件。", "通过微信公众号推送信息388条。", "《条例》第二十条规定的15类信息均已公开。",
    "开展业务培训3次，培训人员120人次。", "公示行政许可信息66条。",
  ]

  private static func templates(_ form: Form) -> [Template] {
    switch form.id.edition {
    case .edition2021: applications + documents2021
    case .edition2019: applications
    default: legacy
    }
  }

  private func value(_ template: Template, _ report: Report) -> Amount? {
    var sum = Amount.zero
    for text in template.cells {
      guard let id = CellID(text) else { return nil }
      let cells =
        id.indicator.hasSuffix(".*")
        ? report.form.cells.map(\.id).filter {
          $0.applicant == id.applicant && $0.indicator.hasPrefix(id.indicator.dropLast())
        } : [id]
      for cell in cells {
        guard let amount = report.statistics[cell]?.amount else { return nil }
        sum += amount
      }
    }
    return sum
  }

  @Test(arguments: 0..<Scale.count(30, proof: 60)) func agreesUnlessANumberChanges(_ seed: Int) throws {
    var reports = ConsistentReports(random: SplitMix64(seed: UInt64(seed)))
    for form in FormCatalogue.shared.forms {
      var report = reports.report(of: form)
      var sentences: [(text: String, number: String)] = []
      for template in Self.templates(form).shuffled(using: &reports.random) {
        guard let value = value(template, report) else { continue }
        let parts = template.text.split(separator: "#", omittingEmptySubsequences: false)
        sentences.append(("\(parts[0])#\(parts[1])", value.description))
        if reports.random.chance(1, of: 2), let noise = Self.noise.randomElement(using: &reports.random) {
          sentences.append((noise, ""))
        }
      }
      func text(changing index: Int?) -> String {
        sentences.enumerated().map { position, sentence in
          // No sum of a report comes to this.
          let number = position == index ? "7000003" : sentence.number
          return sentence.text.replacing("#", with: number)
        }.joined()
      }
      func findings(_ text: String) -> [CheckFinding] {
        report.sections = [ProseSection(heading: "一、总体情况", level: 1, paragraphs: [ProseParagraph(text)])]
        return Checker().check(report).findings.filter { $0.rule.hasPrefix("check.prose.") }
      }
      let agreeing = text(changing: nil)
      #expect(findings(agreeing).map(\.finding).isEmpty, "\(form.id): \(agreeing)")
      let numbered = sentences.indices.filter { !sentences[$0].number.isEmpty }
      let changed = try #require(numbered.randomElement(using: &reports.random))
      let found = findings(text(changing: changed))
      #expect(found.map(\.rule) == ["check.prose.figure"], "\(form.id): \(sentences[changed].text)")
      #expect(found.first?.finding.arguments["claim"]?.hasPrefix("7000003") == true)
    }
  }
}
