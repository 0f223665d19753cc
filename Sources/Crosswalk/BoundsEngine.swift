import ReportModel

/// Bounds on the rows of the target form, from the figures of one column of the source form.
///
/// Let v(i) be a source figure and T(i) the set of its targets. A case is in exactly one target, so for any
/// group G of target rows the cases are at least Σ v(i) over the i with T(i) ⊆ G, and at most Σ v(i) over the
/// i with T(i) ∩ G ≠ ∅.
///
/// A blank, missing or unreadable figure is not zero: it lies between 0 and what the total above it leaves,
/// or has no upper bound. `/` says that a row does not apply, not that there were no cases, and is treated the
/// same. What a total exceeds its parts by may have become any target of any part.
struct BoundsEngine {
  /// Cases that are in one of several targets.
  struct Quantity {
    var atLeast: Amount
    /// Nil: no bound.
    var atMost: Amount?
    /// Positions of target indicators, ascending.
    let targets: [Int]
    /// The source rows that it comes from.
    let sources: [Int]
    /// The mapping that it follows, where it is one.
    let mapping: Int?
    let defaultTarget: Int?
  }

  /// A total below the sum of its parts.
  struct Excess: Hashable {
    let total: Int
    let parts: [Int]
    let totalAmount: Amount
    let partsAmount: Amount
  }

  private let plan: CrosswalkPlan
  private let figure: (Int) -> Figure?
  private(set) var quantities: [Quantity] = []
  private(set) var excesses: [Excess] = []
  private var absorbed: Set<Int> = []
  private var replaced: Set<Int> = []

  /// - Parameter figure: the figure of a source indicator in the column at hand.
  init(_ plan: CrosswalkPlan, figure: @escaping (Int) -> Figure?) {
    self.plan = plan
    self.figure = figure
    for total in plan.totals where !replaced.contains(total.indicator) { addExcess(of: total) }
    for (position, mapping) in plan.mappings.enumerated() where !mapping.targets.isEmpty {
      let source = mapping.source
      if absorbed.contains(source) || replaced.contains(source) { continue }
      // A total whose parts are mapped one by one has no cases of its own.
      if plan.isTotalOfMappedParts[source] ?? false { continue }
      let bounds = bounds(source)
      quantities.append(
        Quantity(
          atLeast: bounds?.atLeast ?? .zero, atMost: bounds?.atMost, targets: mapping.targets,
          sources: [source], mapping: position, defaultTarget: mapping.defaultTarget))
    }
  }

  private func bounds(_ indicator: Int) -> Bounds? { figure(indicator)?.bounds }

  private mutating func addExcess(of total: CrosswalkPlan.Total) {
    guard let own = bounds(total.indicator) else { return }
    let parts = effectiveParts(total.parts)
    var known = Bounds(.zero)
    var open: [Int] = []
    for part in parts {
      if let bounds = bounds(part) { known = known + bounds } else { open.append(part) }
    }
    let leaves = total.parts.flatMap { plan.leaves($0) }
    let targets = Array(Set(leaves.flatMap { plan.targets(of: $0) })).sorted()
    if targets.isEmpty { return }
    if targets.count == 1 {
      // All parts became the same row: the total itself says how many, more exactly than its parts can.
      replaced.formUnion(leaves)
      replaced.formUnion(total.parts)
      quantities.append(
        Quantity(
          atLeast: own.atLeast ?? .zero, atMost: own.atMost, targets: targets, sources: [total.indicator],
          mapping: nil, defaultTarget: targets[0]))
      return
    }
    absorbed.formUnion(open)
    for part in open { absorbed.formUnion(plan.leaves(part)) }
    if let totalAmount = own.only, let partsAmount = known.only, open.isEmpty, totalAmount < partsAmount {
      excesses.append(
        Excess(total: total.indicator, parts: parts, totalAmount: totalAmount, partsAmount: partsAmount))
    }
    var atLeast = Amount.zero
    if open.isEmpty, let least = own.atLeast, let most = known.atMost { atLeast = max(.zero, least - most) }
    if !open.isEmpty, let least = own.atLeast, let most = known.atMost { atLeast = max(.zero, least - most) }
    var atMost: Amount?
    if let most = own.atMost, let least = known.atLeast { atMost = max(.zero, most - least) }
    if atMost == .zero { return }
    quantities.append(
      Quantity(
        atLeast: atLeast, atMost: atMost, targets: targets, sources: [total.indicator] + open, mapping: nil,
        defaultTarget: nil))
  }

  /// The parts of a total; a part that is a total without a figure is opened.
  private func effectiveParts(_ parts: [Int]) -> [Int] {
    parts.flatMap { part -> [Int] in
      guard bounds(part) == nil, let inner = plan.totals.first(where: { $0.indicator == part }) else {
        return [part]
      }
      return effectiveParts(inner.parts)
    }
  }

  /// Between what the cases in a group of target rows lie.
  func bounds(of group: [Bool]) -> Bounds {
    bounds { quantity in quantity.targets.reduce(0) { $0 + (group[$1] ? 1 : 0) } }
  }

  /// Between what the cases in one target row lie.
  func bounds(of target: Int) -> Bounds { bounds { $0.targets.contains(target) ? 1 : 0 } }

  private func bounds(_ countInside: (Quantity) -> Int) -> Bounds {
    var atLeast = Amount.zero
    var atMost: Amount? = .zero
    for quantity in quantities {
      let inside = countInside(quantity)
      if inside == 0 { continue }
      if inside == quantity.targets.count { atLeast += quantity.atLeast }
      if let sum = atMost, let most = quantity.atMost { atMost = sum + most } else { atMost = nil }
    }
    return Bounds(atLeast: atLeast, atMost: atMost)
  }

  /// The quantities that may have gone into a row.
  func quantities(touching target: Int) -> [Quantity] { quantities.filter { $0.targets.contains(target) } }

  /// What best-fit puts into a row: the whole of each quantity whose default it is. Nil where a quantity that
  /// may be in it has no certain amount or no default.
  func bestFit(_ target: Int) -> Amount? {
    var sum = Amount.zero
    for quantity in quantities where quantity.targets.contains(target) {
      guard let amount = quantity.atMost, amount == quantity.atLeast else { return nil }
      if amount == .zero { continue }
      guard let choice = quantity.defaultTarget else { return nil }
      if choice == target { sum += amount }
    }
    return sum
  }
}
