import ReportModel
import Synchronization

/// A family of rules that are decided together.
protocol Check: Sendable {
  /// The ids of its rules in the rule book.
  static var rules: [String] { get }

  func run(_ subject: CheckInput, _ log: inout CheckLog)
}

/// Checks reports as a reviewing office does before they are published.
///
/// ```swift
/// let result = Checker().check(report)
/// for item in result.findings { print(item.finding.id, item.witnesses) }
/// ```
package final class Checker: Sendable {
  package let rules: RuleBook
  private let equations: Mutex<[(form: Form, equations: Equations)]> = Mutex([])

  package init(_ rules: RuleBook = .shared) { self.rules = rules }

  /// Checks a report, and against the year before where that is given.
  ///
  /// A report that was converted is checked as it was published, in the edition of its source.
  package func check(_ report: Report, against previous: PreviousReport? = nil) -> CheckResult {
    let published = report.asPublished
    let subject = CheckInput(report: published, previous: previous)
    var log = CheckLog(rules, published)
    equations(for: published.form).run(subject, &log)
    for check in Self.checks { check.run(subject, &log) }
    return CheckResult(
      report: published, previous: previous?.report, findings: log.findings, assessments: log.assessments)
  }

  /// The one place where checks that are no equations are registered.
  static let checks: [any Check] = [
    SectionCheck(), RowCheck(), CellCheck(), ChannelCheck(), IdentityCheck(), TemplateCheck(), YearCheck(),
    ProseCheck(),
  ]

  /// The ids of the rules that are no equations, as the checks name them.
  package static var decidedRules: [String] { checks.flatMap { type(of: $0).rules } }

  private func equations(for form: Form) -> Equations {
    equations.withLock { known in
      if let found = known.first(where: { $0.form === form }) { return found.equations }
      let made = Equations(form, rules)
      known.append((form, made))
      return made
    }
  }
}

extension Report {
  /// With the findings of a check in place of those of an earlier one.
  package func carrying(_ findings: [CheckFinding]) -> Report {
    var report = self
    report.findings.removeAll { $0.origin == .checking }
    report.findings += findings.map(\.finding)
    return report
  }

  /// The report before its conversion.
  package var asPublished: Report {
    guard let conversion else { return self }
    var report = self
    report.statistics = conversion.original
    report.conversion = nil
    report.jointFigures = []
    return report
  }
}
