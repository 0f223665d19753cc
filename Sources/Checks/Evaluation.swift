import ReportModel

/// Whether an equation can hold, by interval arithmetic: it fails only where no possible value of its figures
/// satisfies it, and holds only where all do.
struct Evaluation {
  struct Operand {
    let cell: Int
    let source: Formula.Term.Source
    let isRight: Bool
    /// Whether it lessens the difference of the sides.
    let isNegative: Bool
    let bounds: Bounds
    /// Whether the report has no such row.
    let isAbsent: Bool
  }

  enum Side { case left, right }

  private let relation: Formula.Relation
  private(set) var operands: [Operand] = []
  /// The cells whose figure is not one number.
  private(set) var unknown: [Int] = []
  /// Figures with several readings, apart from `rest`, with their signs.
  private var choices: [[Amount]] = []
  /// The difference of all other figures, left minus right.
  private var rest: Bounds
  private let constant: Amount

  /// More combinations of readings are not tried; their hull is used instead.
  private static let maximumCombinations = 4096

  /// - Parameter constant: a number that is added to the right side.
  init(relation: Formula.Relation, constant: Amount = .zero) {
    self.relation = relation
    self.constant = constant
    rest = Bounds(-constant)
  }

  mutating func add(
    _ figure: Figure?, cell: Int, source: Formula.Term.Source, kind: Indicator.Kind, isNegative: Bool,
    isRight: Bool
  ) {
    let bounds = Self.bounds(figure, kind)
    operands.append(
      Operand(
        cell: cell, source: source, isRight: isRight, isNegative: isNegative, bounds: bounds,
        isAbsent: figure == nil))
    if bounds.only == nil { unknown.append(cell) }
    if case .ambiguous(let amounts)? = figure?.value, !amounts.isEmpty {
      choices.append(amounts.map { isNegative ? -$0 : $0 })
    } else {
      rest = rest + (isNegative ? -bounds : bounds)
    }
  }

  /// Nothing is known of what is not printed, but that counts and money are not negative.
  private static func bounds(_ figure: Figure?, _ kind: Indicator.Kind) -> Bounds {
    figure?.bounds ?? Bounds(atLeast: kind == .signed ? nil : .zero, atMost: nil)
  }

  var state: Assessment.State {
    let differences = possibleDifferences
    if differences.allSatisfy(isImpossible) { return .fails }
    return differences.allSatisfy(isCertain) ? .holds : .notAssessable
  }

  /// Left minus right, where all figures are one number each.
  var certainDifference: Amount? { unknown.isEmpty ? rest.only : nil }

  func sum(of side: Side) -> Bounds {
    let start = Bounds(side == .right ? constant : .zero)
    return operands.filter { $0.isRight == (side == .right) }.reduce(start) { sum, operand in
      let isSubtracted = operand.isNegative != operand.isRight
      return sum + (isSubtracted ? -operand.bounds : operand.bounds)
    }
  }

  private var possibleDifferences: [Bounds] {
    if choices.isEmpty { return [rest] }
    var count = 1
    for choice in choices {
      count *= choice.count
      if count > Self.maximumCombinations {
        return [
          choices.reduce(rest) { $0 + Bounds(atLeast: $1.min(), atMost: $1.max()) }
        ]
      }
    }
    return choices.reduce([rest]) { sums, choice in
      sums.flatMap { sum in choice.map { sum + Bounds($0) } }
    }
  }

  private func isImpossible(_ difference: Bounds) -> Bool {
    switch relation {
    case .equal: !difference.contains(.zero)
    case .atLeast: difference.atMost.map { $0 < .zero } ?? false
    case .atMost: difference.atLeast.map { $0 > .zero } ?? false
    }
  }

  private func isCertain(_ difference: Bounds) -> Bool {
    switch relation {
    case .equal: difference.only == .zero
    case .atLeast: difference.atLeast.map { $0 >= .zero } ?? false
    case .atMost: difference.atMost.map { $0 <= .zero } ?? false
    }
  }
}
