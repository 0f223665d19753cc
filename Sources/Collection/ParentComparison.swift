import Core
import ReportModel

/// A parent's own report beside the sum of its units, cell by cell.
package struct ParentComparison: Sendable {
  package enum Outcome: String, CaseIterable, Sendable {
    case equal
    /// The sum is a range that the parent's figure lies in.
    case within
    /// The parent's figure cannot be the sum.
    case different
    /// One of them is not known.
    case unknown
  }

  /// What would make both the same.
  package enum Reason: Sendable, Equatable {
    /// Units without a report: the difference may be theirs.
    case missing([Int])
    /// A unit that is not counted has the figure.
    case notCounted(Int)
    /// The figures of these are what the parent has less.
    case leftOut([Int])
    /// The figure of this unit is what the parent has more, as if it had been added twice.
    case twice(Int)
  }

  package struct Cell: Sendable {
    package let cell: Int
    package let figure: Figure?
    package let outcome: Outcome
    /// The parent's figure less the sum.
    package let difference: Bounds
    package let reasons: [Reason]
  }

  package let submission: Submission
  /// One for each cell of the form; none where the report is of another year.
  package let cells: [Cell]
  package private(set) var findings: [Finding] = []

  init(_ submission: Submission, _ rollUp: RollUp) {
    self.submission = submission
    guard submission.identity.year == rollUp.year else {
      cells = []
      findings.append(.parentYear(submission.identity.year, year: rollUp.year))
      return
    }
    let summed = rollUp.units.filter(\.isSummed)
    let missing = summed.filter { !$0.state.isUsable }.map(\.index)
    cells = rollUp.form.cells.indices.map { cell in
      let own = rollUp.contribution(ofParent: submission, to: cell)
      let sum = rollUp.sums[cell]
      let difference = own.bounds + -sum.bounds
      let outcome = Self.outcome(own, sum, difference)
      var reasons: [Reason] = []
      if outcome != .equal, let number = own.amount {
        reasons = Self.reasons(number, sum, cell, summed, missing, rollUp)
      }
      return Cell(
        cell: cell, figure: own.figure, outcome: outcome, difference: difference, reasons: reasons)
    }
    let different = cells.filter { $0.outcome == .different }
    for cell in different {
      findings.append(
        .parentDiffers(
          rollUp.form.labelPath(of: rollUp.form.cells[cell.cell].id), cell.figure?.amount ?? .zero,
          rollUp.sums[cell.cell].bounds, cell: rollUp.form.cells[cell.cell].name, at: cell.figure?.place))
    }
  }

  private static func outcome(_ own: Contribution, _ sum: CellSum, _ difference: Bounds) -> Outcome {
    guard own.figure?.bounds != nil, own.kind != .unclear, sum.expected > 0 else { return .unknown }
    if let least = difference.atLeast, Amount.zero < least { return .different }
    if let most = difference.atMost, most < .zero { return .different }
    if difference.only == .zero { return .equal }
    return sum.figure?.status == .unknown ? .unknown : .within
  }

  /// A difference that no unit without a report can explain is one of a unit that was counted and should not have
  /// been, or the other way round.
  private static func reasons(
    _ number: Amount, _ sum: CellSum, _ cell: Int, _ summed: [RollUp.Unit], _ missing: [Int], _ rollUp: RollUp
  ) -> [Reason] {
    guard let least = sum.bounds.atLeast else { return [] }
    var reasons: [Reason] = []
    let surplus = number - least
    if .zero < surplus {
      if !missing.isEmpty { reasons.append(.missing(missing)) }
      for unit in rollUp.units where !unit.isSummed && unit.submission != nil {
        if rollUp.contribution(of: unit.index, to: cell).amount == surplus {
          reasons.append(.notCounted(unit.index))
        }
      }
      if missing.isEmpty {
        let same = summed.filter { rollUp.contribution(of: $0.index, to: cell).amount == surplus }
        if same.count == 1 { reasons.append(.twice(same[0].index)) }
      }
    } else if surplus < .zero {
      let wanted = -surplus
      let given = summed.compactMap { unit in
        rollUp.contribution(of: unit.index, to: cell).amount.flatMap { .zero < $0 ? (unit.index, $0) : nil }
      }
      let single = given.filter { $0.1 == wanted }
      if !single.isEmpty {
        reasons += single.prefix(3).map { .leftOut([$0.0]) }
      } else {
        reasons += pair(of: given, wanted).map { [.leftOut($0)] } ?? []
      }
    }
    return reasons
  }

  /// The one pair of units whose figures are a number together; nil where there are several, which would say nothing.
  private static func pair(of given: [(unit: Int, amount: Amount)], _ wanted: Amount) -> [Int]? {
    var byAmount: [Amount: [Int]] = [:]
    for item in given { byAmount[item.amount, default: []].append(item.unit) }
    var pairs: [[Int]] = []
    for item in given {
      for other in byAmount[wanted - item.amount] ?? [] where item.unit < other {
        pairs.append([item.unit, other])
        if pairs.count > 1 { return nil }
      }
    }
    return pairs.first
  }
}
