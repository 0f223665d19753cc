import Checks
import Collection
import Core
import Crosswalk
import ReportModel

extension Converter {
  /// A report as a roll-up takes it: checked as it was published, with its figures in the form of the roll-up.
  ///
  /// - Parameter previous: the body's report of the year before.
  /// - Throws: a refusal where no crosswalk leads to that form.
  package func submission(
    _ report: Report, path: String, in form: Form, policy: Conversion.Policy = .letter,
    against previous: Report? = nil
  ) throws(Refusal) -> Submission {
    let published = report.asPublished
    let isConverted = published.form.id.edition != form.id.edition
    let result = check(report, against: previous)
    let found =
      report.findings.filter { $0.origin == .reading && $0.severity == .error }
      + result.findings.map(\.finding).filter { $0.severity >= .warning }
    let doubtful = result.findings.filter { Self.doubtingUnits.contains($0.rule) }.flatMap(\.finding.cells)
    return Submission(
      path: path, number: report.source?.number, identity: report.identity, publishedForm: published.form.id,
      statistics: try statistics(of: report, in: form, policy),
      original: isConverted ? published.statistics : nil,
      findings: found.enumerated().sorted {
        ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
      }.map(\.element),
      doubtfulUnits: Set(doubtful.compactMap { CellID($0) }))
  }

  /// Rules that find that nobody knows in what unit an amount of money is: it may be wrong by ten thousand times.
  private static let doubtingUnits: Set<String> = ["check.part.unitMissing", "check.year.unit"]

  /// A report that was converted before is converted anew, by the policy that is asked for, unless a person has entered
  /// figures since.
  private func statistics(
    of report: Report, in form: Form, _ policy: Conversion.Policy
  ) throws(Refusal) -> Statistics {
    let published = report.asPublished
    if report.form.id.edition == form.id.edition,
      report.conversion == nil || report.statistics.figures.contains(where: { $0?.isEntered ?? false })
    {
      return report.statistics.rearranged(for: form)
    }
    if published.form.id.edition == form.id.edition { return published.statistics.rearranged(for: form) }
    return try convert(published, to: form.id.edition, policy: policy).report.statistics.rearranged(for: form)
  }
}
