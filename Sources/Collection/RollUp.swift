import Core
import ReportModel

/// What became of the reports that a roster expects: who has reported, what the figures add up to, and what a person
/// must look at. Whatever order the files came in, it is the same.
package struct RollUp: Sendable {
  /// What came of a unit in a year. Each unit has one.
  package enum State: String, CaseIterable, Sendable {
    case reported
    /// Reported in another form, and converted.
    case converted
    /// Several reports with different figures, of which none is chosen.
    case duplicate
    case wrongYear
    case unreadable
    case absent
    /// No report is due, as the roster says.
    case notDue

    /// Whether its figures are known.
    package var isUsable: Bool { self == .reported || self == .converted }
  }

  /// A unit of the roster with what was handed in for it.
  package struct Unit: Sendable {
    package let entry: RosterUnit
    /// In the order of the roster.
    package let index: Int
    package var state = State.absent
    /// The report that counts.
    package var submission: Submission?
    /// All files that are of it, with the one that counts.
    package var files: [String] = []
    /// The day that the report bears, where that is after the deadline.
    package var lateDate: String?
    /// The report of the year before.
    package var previous: Submission?
    package var previousState = State.absent

    /// Whether its report is due, and is added up.
    package var isSummed: Bool { entry.isCounted && state != .notDue }
    package var errorCount: Int { submission?.errorCount ?? 0 }
  }

  /// Something to look at: what, of which unit, in which file.
  package struct Problem: Sendable {
    package let finding: Finding
    package let unit: Int?
    package let file: String?
  }

  /// How many units are in which state; those that are not counted are left out.
  package struct Coverage: Sendable, Equatable {
    package var due = 0
    package var states: [State: Int] = [:]
    package var late = 0
    package var withErrors = 0

    package func count(_ state: State) -> Int { states[state] ?? 0 }
    package var usable: Int { count(.reported) + count(.converted) }
    /// Those of which something was handed in, whether it can be used or not.
    package var handedIn: Int { due - count(.absent) }
  }

  /// A unit that others stand below, with the coverage of itself and all of them.
  package struct Branch: Sendable {
    package let unit: Int
    package let depth: Int
    package let coverage: Coverage
  }

  package let year: Int
  package let form: Form
  package let policy: Conversion.Policy
  package let deadline: String?
  package private(set) var units: [Unit]
  package private(set) var coverage = Coverage()
  package private(set) var branches: [Branch] = []
  /// One for each cell of the form.
  package private(set) var sums: [CellSum] = []
  /// The same of the year before; nil where no reports of it were given.
  package private(set) var previousSums: [CellSum]?
  package private(set) var parent: ParentComparison?
  /// Failures first.
  package private(set) var problems: [Problem] = []

  private let contributions: Contributions

  /// What a roll-up is made of.
  package struct Materials: Sendable {
    package var roster: Roster
    package var year: Int
    package var form: Form
    package var policy = Conversion.Policy.letter
    /// As ISO.
    package var deadline: String?
    package var submissions: [Submission] = []
    package var refusals: [RefusedSubmission] = []
    /// Reports of the year before; nil where none are compared.
    package var previous: [Submission]?
    package var previousRefusals: [RefusedSubmission] = []
    /// The parent's own report.
    package var parent: Submission?

    package init(roster: Roster, year: Int, form: Form) {
      (self.roster, self.year, self.form) = (roster, year, form)
    }
  }

  package init(_ materials: Materials) {
    year = materials.year
    form = materials.form
    policy = materials.policy
    deadline = materials.deadline
    contributions = Contributions(materials.form)
    var intake = Intake(materials.roster, year: materials.year, materials.submissions, materials.refusals)
    intake.setLate(after: materials.deadline)
    units = intake.units
    problems = intake.problems
    if let previous = materials.previous {
      let before = Intake(
        materials.roster, year: materials.year - 1, previous, materials.previousRefusals, isPrevious: true)
      for index in units.indices {
        units[index].previous = before.units[index].submission
        units[index].previousState = before.units[index].state
      }
      problems += before.problems
      previousSums = form.cells.indices.map { cell in
        CellSum(
          units.filter { $0.entry.isCounted && $0.entry.isDue(in: year - 1) }.map {
            contribution($0.previous, cell)
          })
      }
    }
    sums = form.cells.indices.map { cell in
      CellSum(units.filter(\.isSummed).map { contribution($0.submission, cell) })
    }
    cover(materials.roster)
    if let parent = materials.parent {
      let comparison = ParentComparison(parent, self)
      problems += comparison.findings.map { Problem(finding: $0, unit: nil, file: parent.name) }
      self.parent = comparison
    }
    problems += DoubleCounting(self).problems
    problems = problems.enumerated().sorted {
      ($1.element.finding.severity, $0.offset) < ($0.element.finding.severity, $1.offset)
    }.map(\.element)
  }

  private func contribution(_ submission: Submission?, _ cell: Int) -> Contribution {
    submission.map { contributions.contribution($0, cell) } ?? contributions.missing(cell)
  }

  /// What a unit gives to the sum of a cell, or would give if it were counted.
  package func contribution(of unit: Int, to cell: Int) -> Contribution {
    contribution(units[unit].submission, cell)
  }

  package func contributionBefore(of unit: Int, to cell: Int) -> Contribution {
    contribution(units[unit].previous, cell)
  }

  func contribution(ofParent submission: Submission, to cell: Int) -> Contribution {
    contributions.contribution(submission, cell)
  }

  /// The sums as a report of the form, so that they are printed as one.
  package var report: Report {
    Report(statistics: Statistics(form, figures: sums.map(\.figure)))
  }

  // MARK: Coverage

  private mutating func cover(_ roster: Roster) {
    coverage = coverage(of: Array(units.indices))
    let descendants = roster.descendants
    func add(_ unit: Int, depth: Int) {
      guard let below = descendants[unit] else { return }
      branches.append(Branch(unit: unit, depth: depth, coverage: coverage(of: [unit] + below)))
      for child in roster.children(of: unit) { add(child, depth: depth + 1) }
    }
    for top in roster.children(of: nil) { add(top, depth: 0) }
  }

  private func coverage(of indices: [Int]) -> Coverage {
    var coverage = Coverage()
    for unit in indices.map({ units[$0] }) where unit.isSummed {
      coverage.due += 1
      coverage.states[unit.state, default: 0] += 1
      if unit.lateDate != nil { coverage.late += 1 }
      if unit.errorCount > 0 { coverage.withErrors += 1 }
    }
    return coverage
  }
}
