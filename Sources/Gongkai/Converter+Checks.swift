import Checks
import Crosswalk
import Findings
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

  /// A report of another year, with its figures in the form of the one that is checked.
  private func comparable(_ previous: Report, with form: Form) -> PreviousReport {
    let published = previous.asPublished
    var figures = published.statistics
    if figures.form.id.edition != form.id.edition {
      // Where no crosswalk leads there, nothing is known of the year before.
      figures = (try? convert(published, to: form.id.edition))?.report.statistics ?? Statistics(form)
    }
    if figures.form !== form {
      var same = Statistics(form)
      for (index, cell) in form.cells.enumerated() { same[index] = figures[cell.id] }
      figures = same
    }
    return PreviousReport(published, statistics: figures)
  }
}
