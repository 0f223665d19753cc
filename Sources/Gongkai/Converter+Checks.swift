import Checks
import ReportModel

extension Converter {
  /// The rules that reports are checked by.
  public var rules: RuleBook { checker.rules }

  /// Checks a report as a reviewing office does before it is published.
  ///
  /// - Parameter previous: the body's report of the year before, in any edition; rules that compare the years
  ///   are left out without it.
  public func check(_ report: Report, against previous: Report? = nil) -> CheckResult {
    checker.check(report, against: previous.map { comparable($0, with: report.asPublished.form) })
  }

  /// A report of another year, with its figures in the form of the one that is checked. Where no crosswalk
  /// leads there, nothing is known of the year before.
  private func comparable(_ previous: Report, with form: Form) -> PreviousReport {
    let published = previous.asPublished
    return PreviousReport(
      published, statistics: (try? inForm(form, published))?.statistics ?? Statistics(form))
  }
}
