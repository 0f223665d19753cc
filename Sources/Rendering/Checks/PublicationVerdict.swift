import Checks
import Core
import Presentation
import ReportModel

/// Whether a report can be published as it is, and what stops it.
package struct PublicationVerdict: Sendable {
  /// Errors that no baseline accepts.
  package let errors: Int
  /// Cells of the form that are blank or lacking. Those of an old sheet stop nothing: it was published long ago.
  package let unfilled: Int
  /// Hints of the official template that were left standing.
  package let hints: Int

  package init(_ checked: CheckedReport) {
    let report = checked.report
    errors = checked.count(.error) + checked.reading.count { $0.severity == .error }
    hints = checked.findings.count { $0.rule == "check.part.templateText" }
    let isSheet = report.form.sections.isEmpty
    unfilled =
      isSheet ? 0 : Presenter.statuses(of: report).count { $0 == .blank || $0 == .missingRow }
  }

  package var isPublishable: Bool { errors == 0 && unfilled == 0 && hints == 0 }

  /// 结论：不能发布：错误3个，172格未填.
  func text(_ words: Words) -> String {
    if isPublishable { return words("check.verdict.yes") }
    let reasons = [("errors", errors), ("unfilled", unfilled), ("hints", hints)].filter { $0.1 > 0 }
      .map { words("check.verdict.\($0.0)", ["count": String($0.1)]) }
    return words("check.verdict.no", ["reasons": words.list(reasons)])
  }
}
