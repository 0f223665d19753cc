import Comparison
import Core
import ReportModel

/// What a unit gives to the sum of a cell.
package struct Contribution: Sendable, Equatable {
  /// How much is known of it. One list with those of figures, and what only a roll-up has.
  package enum Kind: String, CaseIterable, Sendable {
    case exact, derived, presumed, estimate, range
    /// Something is printed, and no number follows from it: several readings, none, an unknown column, a unit of money
    /// that is not certain, a negative number of things.
    case unclear
    /// The form that it was published in is silent about it.
    case unknown
    case blank, notApplicable, missingRow
    /// The unit has no report that can be counted.
    case missing
  }

  package let kind: Kind
  /// The number that is added, where there is one.
  package let amount: Amount?
  /// Where the true number lies.
  package let bounds: Bounds
  /// As it was read; nil where there is nothing.
  package let figure: Figure?

  fileprivate init(_ kind: Kind, amount: Amount? = nil, _ bounds: Bounds, _ figure: Figure?) {
    self.kind = kind
    self.amount = amount
    self.bounds = bounds
    self.figure = figure
  }
}

/// What units give to the sums of a form, each by the same few rules.
struct Contributions: Sendable {
  let form: Form
  /// By the position of a group that may be printed as one row, the cells that it is the sum of.
  private let parts: [Int: [Int]]

  init(_ form: Form) {
    self.form = form
    let totals = FormTotals(form)
    var parts: [Int: [Int]] = [:]
    for (index, cell) in form.cells.enumerated() {
      guard form.indicator(of: cell).role == .subtotal, let rows = totals.parts[cell.indicator] else {
        continue
      }
      let cells = rows.map { CellID(form.indicators[$0].id, cell.id.applicant) }.map(form.index)
      let known = cells.compactMap { $0 }
      if known.count == cells.count { parts[index] = known }
    }
    self.parts = parts
  }

  /// What nothing is known of: a number of things is never negative.
  func open(_ cell: Int) -> Bounds {
    let isSigned = form.indicator(of: form.cells[cell]).kind == .signed
    return Bounds(atLeast: isSigned ? nil : .zero, atMost: nil)
  }

  func missing(_ cell: Int) -> Contribution { Contribution(.missing, open(cell), nil) }

  func contribution(_ submission: Submission, _ cell: Int) -> Contribution {
    guard let figure = submission.statistics[cell] else { return ofNothing(submission, cell) }
    let isDoubtful =
      submission.doubtfulUnits.contains(form.cells[cell].id)
      || figure.lineage?.sources.contains(where: submission.doubtfulUnits.contains) ?? false
    let indicator = form.indicator(of: form.cells[cell])
    guard !isDoubtful, let power = MoneyUnits.power(from: figure.unit, to: nil, usual: indicator.unit) else {
      return Contribution(.unclear, open(cell), figure)
    }
    func scaled(_ amount: Amount) -> Amount { power == 0 ? amount : amount.scaled(byPowerOfTen: power) }
    let bounds = figure.bounds.map { bounds in
      Bounds(atLeast: bounds.atLeast.map(scaled) ?? open(cell).atLeast, atMost: bounds.atMost.map(scaled))
    }
    // Of a number of things no less than none is possible: the figure is wrong, and so would be the sum.
    let isImpossible = open(cell).atLeast != nil && (bounds?.atLeast?.isNegative ?? false)
    guard let bounds, !isImpossible else {
      return Contribution(Self.kind(of: figure, isImpossible), open(cell), figure)
    }
    switch figure.value {
    case .exact(let amount): return Contribution(.exact, amount: scaled(amount), bounds, figure)
    case .derived(let amount): return Contribution(.derived, amount: scaled(amount), bounds, figure)
    case .presumed(let amount, within: _):
      return Contribution(.presumed, amount: scaled(amount), bounds, figure)
    case .estimate(let amount, within: _):
      return Contribution(.estimate, amount: scaled(amount), bounds, figure)
    case .range:
      return bounds == open(cell)
        ? Contribution(.unknown, open(cell), figure) : Contribution(.range, bounds, figure)
    default: return Contribution(.unclear, bounds, figure)
    }
  }

  private static func kind(of figure: Figure, _ isImpossible: Bool) -> Contribution.Kind {
    if isImpossible { return .unclear }
    return switch figure.value {
    case .blank: .blank
    case .notApplicable: .notApplicable
    case .missingRow: .missingRow
    case .unknown, .range: .unknown
    default: .unclear
    }
  }

  /// A group that is printed by its parts is their sum.
  private func ofNothing(_ submission: Submission, _ cell: Int) -> Contribution {
    if let parts = parts[cell], parts.contains(where: { submission.statistics[$0] != nil }) {
      let given = parts.map { contribution(submission, $0) }
      let bounds = given.reduce(Bounds(.zero)) { $0 + $1.bounds }
      if let only = bounds.only, given.allSatisfy({ $0.kind == .exact || $0.kind == .derived }) {
        return Contribution(.derived, amount: only, bounds, nil)
      }
      return Contribution(bounds == open(cell) ? .unknown : .range, bounds, nil)
    }
    if submission.isConverted { return Contribution(.unknown, open(cell), nil) }
    let row = form.cells[cell].indicator
    let hasRow = zip(form.cells, submission.statistics.figures).contains { $0.indicator == row && $1 != nil }
    return Contribution(hasRow ? .unknown : .missingRow, open(cell), nil)
  }
}

/// The sum of a cell over units, as bounds, with how much is known of each.
package struct CellSum: Sendable, Equatable {
  /// What the sum is; its value is nil where nobody is expected.
  package let figure: Figure?
  package let bounds: Bounds
  /// By kind, how many units gave such a figure.
  package let counts: [Contribution.Kind: Int]

  package func count(_ kind: Contribution.Kind) -> Int { counts[kind] ?? 0 }

  package var expected: Int { counts.values.reduce(0, +) }
  package var reported: Int { expected - count(.missing) }

  init(_ contributions: [Contribution]) {
    var counts: [Contribution.Kind: Int] = [:]
    var bounds = Bounds(.zero)
    var amount: Amount? = .zero
    for contribution in contributions {
      counts[contribution.kind, default: 0] += 1
      bounds = bounds + contribution.bounds
      if let more = contribution.amount, let before = amount { amount = before + more } else { amount = nil }
    }
    self.counts = counts
    self.bounds = bounds
    func has(_ kind: Contribution.Kind) -> Bool { counts[kind] != nil }
    if contributions.isEmpty {
      figure = nil
    } else if let amount, has(.estimate) {
      figure = Figure(.estimate(amount, within: bounds))
    } else if let amount, has(.presumed) {
      figure = Figure(.presumed(amount, within: bounds))
    } else if let amount {
      figure = Figure(has(.derived) ? .derived(amount) : .exact(amount))
    } else if bounds.atMost == nil, bounds.atLeast ?? .zero == .zero,
      contributions.allSatisfy({ $0.amount == nil })
    {
      figure = .unknown
    } else {
      figure = Figure(.range(bounds))
    }
  }
}
