import TextKit
import ReportModel

/// Says what became of one figure.
struct FigureComparer {
  let kind: ReportComparison.Kind
  /// Whether nil means that the form of that report has no such row, and not that it was left out.
  let isBeforeConverted: Bool
  let isAfterConverted: Bool

  /// What a cell says, apart from numbers.
  private enum Fact: Equatable {
    /// The form does not speak of it.
    case silent
    case missing, blank, notApplicable, unreadable
    /// Bounds, or several readings.
    case number
  }

  func compare(_ before: Figure?, _ after: Figure?, cell: CellID, indicator: Indicator) -> ComparedFigure {
    var result = ComparedFigure(cell: cell, before: before, after: after, outcome: .same)
    let facts = (Self.fact(before, isBeforeConverted), Self.fact(after, isAfterConverted))
    switch facts {
    case (.silent, .silent), (.missing, .missing), (.silent, .missing), (.missing, .silent):
      result.outcome = .absent
    case (.silent, _), (_, .silent):
      result.outcome = .notComparable
      result.reason = .silent
    case (.number, .number): compareNumbers(&result, indicator)
    case (.unreadable, .unreadable) where kind != .versions:
      result.outcome = .notComparable
      result.reason = .unreadable
    case let (left, right) where left == right:
      if isWrittenOtherwise(before, after) { result.outcome = .written }
    default: result.outcome = .status
    }
    return result
  }

  private static func fact(_ figure: Figure?, _ isConverted: Bool) -> Fact {
    guard let figure else { return isConverted ? .silent : .missing }
    switch figure.value {
    case .blank: return .blank
    case .notApplicable: return .notApplicable
    case .unreadable, .unplacedColumn: return .unreadable
    case .missingRow: return isConverted ? .silent : .missing
    case .unknown: return .silent
    case .range(let bounds): return bounds.atLeast == nil && bounds.atMost == nil ? .silent : .number
    case .ambiguous(let amounts): return amounts.isEmpty ? .unreadable : .number
    case .exact, .derived, .presumed, .estimate: return .number
    }
  }

  private func compareNumbers(_ result: inout ComparedFigure, _ indicator: Indicator) {
    guard let before = result.before, let after = result.after else { return }
    guard let factor = MoneyUnits.power(from: before.unit, to: after.unit, usual: indicator.unit) else {
      result.outcome = .notComparable
      result.reason = .unit
      return
    }
    let (left, right) = (before.readings(factor), after.readings(0))
    let difference = right.hull + -left.hull
    if left.cannotEqual(right) {
      result.outcome = .changed
      result.difference = difference
      return
    }
    if let only = difference.only {
      // One number on both sides.
      if before.status != after.status, kind == .versions { result.outcome = .status }
      if result.outcome == .same, isWrittenOtherwise(before, after) { result.outcome = .written }
      result.difference = result.outcome == .same ? nil : Bounds(only)
      return
    }
    // Of one year, what is not certain in the same way is not changed.
    if kind == .versions, before.value == after.value, factor == 0 {
      if isWrittenOtherwise(before, after) { result.outcome = .written }
      return
    }
    // What could be read in several ways in one version, and in one of them in the other.
    if kind == .versions, before.status == .ambiguous || after.status == .ambiguous,
      before.certainAmount != nil || after.certainAmount != nil
    {
      result.outcome = .status
      return
    }
    result.outcome = .possible
    result.difference = difference
  }

  /// Only two versions in one form are held to how a number is typed.
  private func isWrittenOtherwise(_ before: Figure?, _ after: Figure?) -> Bool {
    guard kind == .versions, !isBeforeConverted, !isAfterConverted else { return false }
    func text(_ figure: Figure?) -> [String] {
      [figure?.raw, figure?.unit, figure?.note].map { $0.map(FoldedText.fold) ?? "" }
    }
    return text(before) != text(after)
  }
}

/// The numbers that a figure may be.
private struct Readings {
  var hull: Bounds
  /// The single ones, where it is not a range.
  var single: [Amount]?

  func cannotEqual(_ other: Readings) -> Bool {
    switch (single, other.single) {
    case (let left?, let right?): return !left.contains { right.contains($0) }
    case (let left?, nil): return !left.contains(where: other.hull.contains)
    case (nil, let right?): return !right.contains(where: hull.contains)
    case (nil, nil):
      if let most = hull.atMost, let least = other.hull.atLeast, most < least { return true }
      if let least = hull.atLeast, let most = other.hull.atMost, most < least { return true }
      return false
    }
  }
}

extension Figure {
  /// - Parameter power: the power of ten that leads to the unit of the other figure.
  fileprivate func readings(_ power: Int) -> Readings {
    func scaled(_ amount: Amount) -> Amount { amount.scaled(byPowerOfTen: power) }
    if case .ambiguous(let amounts) = value {
      let amounts = amounts.map(scaled)
      return Readings(hull: Bounds(atLeast: amounts.min(), atMost: amounts.max()), single: amounts)
    }
    let bounds = bounds ?? Bounds(atLeast: nil, atMost: nil)
    let hull = Bounds(atLeast: bounds.atLeast.map(scaled), atMost: bounds.atMost.map(scaled))
    return Readings(hull: hull, single: hull.only.map { [$0] })
  }
}
