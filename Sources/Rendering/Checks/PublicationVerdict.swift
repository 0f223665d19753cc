import Checks
import Core
import Presentation
import ReportModel

/// Whether a report can be published as it is, and what stops it.
package struct PublicationVerdict: Sendable {
  /// Errors that no baseline accepts.
  package let errors: Int
  /// Cells of the form that are blank or lacking. Those of an old sheet stop nothing, since it was published long ago,
  /// unless it is one that nothing was filled in yet.
  package let unfilled: Int
  /// Cells of which nobody can say what number they hold: something else is printed, or figures have run together.
  package let unclear: Int
  /// Hints of the official template that were left standing.
  package let hints: Int
  /// Places where the body goes by another name.
  package let names: Int
  /// Other reports of the same body and year.
  package let isDuplicate: Bool
  /// Whether it is of another year than the one that is due.
  package let isOfOtherYear: Bool

  package init(_ checked: CheckedReport) {
    let report = checked.report
    errors = checked.count(.error) + checked.reading.count { $0.severity == .error }
    hints = checked.findings.count { $0.rule == "check.part.templateText" }
    let reasons = checked.stops.map(\.reason)
    names =
      checked.findings.count { $0.rule == "check.part.signature" } + reasons.count { $0 == .otherName }
    isDuplicate = reasons.contains(.duplicate)
    isOfOtherYear = reasons.contains(.otherYear)
    let statuses = Presenter.statuses(of: report)
    let unfilled = statuses.count { $0 == .blank || $0 == .missingRow }
    let isNeverFilledIn = statuses.allSatisfy { $0 == .blank }
    self.unfilled = Self.needsFilling(report) || isNeverFilledIn ? unfilled : 0
    let isUnclear: [FigureStatus] = [.unreadable, .ambiguous, .unplacedColumn]
    unclear = Self.needsFilling(report) ? statuses.count(where: isUnclear.contains) : 0
  }

  private static func needsFilling(_ report: Report) -> Bool { !report.form.sections.isEmpty }

  /// Whether the findings of a rule stop a report, whatever they weigh.
  static func stops(_ rule: String, _ report: Report) -> Bool {
    switch rule {
    case "check.part.templateText", "check.part.signature": true
    case "check.part.notAFigure": needsFilling(report)
    case "check.part.blank": needsFilling(report)
    default: false
    }
  }

  package var isPublishable: Bool {
    errors == 0 && unfilled == 0 && unclear == 0 && hints == 0 && names == 0 && !isDuplicate && !isOfOtherYear
  }

  /// 结论：不能发布：错误3个，172格未填.
  func text(_ words: Words) -> String {
    isPublishable
      ? words("check.verdict.yes") : words("check.verdict.no", ["reasons": reasons(words)])
  }

  /// What stops it, in few words.
  func reasons(_ words: Words) -> String {
    let counts = [
      ("year", isOfOtherYear ? 1 : 0), ("duplicate", isDuplicate ? 1 : 0), ("names", names),
      ("errors", errors), ("unfilled", unfilled), ("unclear", unclear), ("hints", hints),
    ]
    return words.list(
      counts.filter { $0.1 > 0 }.map { words("check.verdict.\($0.0)", ["count": String($0.1)]) })
  }
}
