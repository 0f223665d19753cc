import Core
import ReportModel

/// One step over one crosswalk: the figures of a form become those of another.
struct CrosswalkStep {
  let plan: CrosswalkPlan
  let policy: Conversion.Policy
  private(set) var result: Statistics
  private(set) var joints: [JointFigure] = []
  private(set) var findings: [Finding] = []
  /// The source cells that the target form has no place for.
  private(set) var carried: [CellID] = []

  private let figures: Statistics
  private var sourceCells: ColumnMap { plan.sourceCells }
  private var targetCells: ColumnMap { plan.targetCells }

  init(_ plan: CrosswalkPlan, _ figures: Statistics, policy: Conversion.Policy) {
    self.plan = plan
    self.policy = policy
    self.figures = figures
    result = Statistics(plan.target)
    run()
  }

  private mutating func run() {
    let primary = engine(column: nil)
    fill(primary, column: nil)
    for excess in primary.excesses { findings.append(finding(excess)) }
    if sourceCells.applicants.isEmpty {
      for applicant in targetCells.applicants { spread(applicant) }
    } else {
      for applicant in targetCells.applicants where sourceCells.applicants.contains(applicant) {
        fill(engine(column: applicant), column: applicant)
      }
    }
    addJointFigures(primary)
    deriveFromSums()
    account()
    crossCheck()
  }

  private func engine(column: String?) -> BoundsEngine {
    BoundsEngine(plan) { indicator in
      guard let figure = sourceCells.cell(indicator, column: column).flatMap({ figures[$0] }) else {
        return nil
      }
      // It is handed on as it is printed, and nothing is computed from it.
      return figure.isNoCount(plan.source.indicators[indicator].kind) ? Figure(.unreadable) : figure
    }
  }

  // MARK: Figures

  private mutating func fill(_ engine: BoundsEngine, column: String?) {
    for (index, indicator) in plan.target.indicators.enumerated() where indicator.role.holdsFigure {
      guard let cell = targetCells.cell(index, column: column) else { continue }
      if indicator.role == .subtotal { continue }
      result[cell] = figure(of: index, engine, column: column)
    }
    for (index, indicator) in plan.target.indicators.enumerated() where indicator.role == .subtotal {
      guard let cell = targetCells.cell(index, column: column) else { continue }
      result[cell] = subtotal(index, indicator, engine, column: column)
    }
  }

  private func figure(of target: Int, _ engine: BoundsEngine, column: String?) -> Figure {
    let indicator = plan.target.indicators[target]
    if plan.isStructuralZero[target] {
      return Figure(.exact(.zero), lineage: Lineage(.structuralZero, reference: indicator.id))
    }
    let rows = plan.rowsByTarget[target]
    if rows.isEmpty { return .unknown }
    let touching = engine.quantities(touching: target)
    let sources = sourceIDs(rows.map(\.source) + touching.flatMap(\.sources), column: column)
    let lineage = Lineage(
      .crosswalk, reference: rows.count == 1 ? plan.crosswalk.mappings[rows[0].position].source : nil,
      sources: sources)
    // One row that became one row: the figure goes over as it is, with what was typed and where.
    if rows.count == 1, rows[0].targets == [target],
      touching.allSatisfy({ $0.sources == [rows[0].source] }),
      var figure = sourceCells.cell(rows[0].source, column: column).flatMap({ figures[$0] })
    {
      if !touching.isEmpty || figure.bounds != nil {
        figure.lineage = lineage
        return figure
      }
    }
    var figure = figure(engine.bounds(of: target), lineage)
    if figure.certainAmount == nil, policy == .bestFit, let bounds = figure.bounds,
      let amount = engine.bestFit(target), bounds.contains(amount)
    {
      figure.value = .estimate(amount, within: bounds)
    }
    return figure
  }

  private func figure(_ bounds: Bounds, _ lineage: Lineage) -> Figure {
    if let amount = bounds.only { return Figure(.exact(amount), lineage: lineage) }
    if bounds.atMost == nil, bounds.atLeast == .zero { return Figure(.unknown, lineage: lineage) }
    return Figure(.range(bounds), lineage: lineage)
  }

  /// A group that a report may print as one row: given where its parts are not all known.
  private func subtotal(
    _ index: Int, _ indicator: Indicator, _ engine: BoundsEngine, column: String?
  ) -> Figure? {
    guard let position = plan.groups.firstIndex(where: { $0.allSatisfy { isBelow($0, indicator.id) } }) else {
      return nil
    }
    let group = plan.groups[position]
    let parts = group.compactMap { targetCells.cell($0, column: column) }
    if parts.allSatisfy({ result[$0]?.certainAmount != nil }) { return nil }
    guard let amount = engine.bounds(of: plan.groupMasks[position]).only else { return nil }
    let rows = Set(group.flatMap { plan.rowsByTarget[$0].map(\.source) }).sorted()
    return Figure(
      .exact(amount), lineage: Lineage(.crosswalk, sources: sourceIDs(rows, column: column)))
  }

  private func isBelow(_ indicator: Int, _ parent: String) -> Bool {
    plan.target.indicators[indicator].parent == parent
  }

  /// The old form knows no applicants: each is anything up to the total.
  private mutating func spread(_ applicant: String) {
    for (index, indicator) in plan.target.indicators.enumerated() where indicator.role.holdsFigure {
      guard let cell = targetCells.cell(index, column: applicant),
        let total = targetCells.cell(index, column: nil), let figure = result[total]
      else { continue }
      guard let most = figure.bounds?.atMost, !figure.isNoCount(indicator.kind) else {
        result[cell] = Figure(.unknown, lineage: figure.lineage)
        continue
      }
      result[cell] = Figure(
        most == .zero ? .exact(.zero) : .range(Bounds(atLeast: .zero, atMost: most)), lineage: figure.lineage)
    }
  }

  private func sourceIDs(_ indicators: [Int], column: String?) -> [CellID] {
    var seen: Set<Int> = []
    return indicators.sorted().compactMap { indicator in
      guard seen.insert(indicator).inserted, let cell = sourceCells.cell(indicator, column: column),
        figures[cell] != nil
      else { return nil }
      return plan.source.cells[cell].id
    }
  }

  // MARK: Joint figures

  private mutating func addJointFigures(_ engine: BoundsEngine) {
    for (position, group) in plan.groups.enumerated() {
      let cells = group.compactMap { targetCells.cell($0, column: nil) }
      guard cells.count == group.count, !cells.allSatisfy({ result[$0]?.certainAmount != nil }) else {
        continue
      }
      let together = engine.bounds(of: plan.groupMasks[position])
      let apart = cells.reduce(Bounds(.zero)) { sum, cell in
        sum + (result[cell]?.bounds ?? Bounds(atLeast: .zero, atMost: nil))
      }
      let isTighter =
        (together.atLeast ?? .zero) > (apart.atLeast ?? .zero)
        || together.atMost.map { most in apart.atMost.map { most < $0 } ?? true } ?? false
      guard isTighter else { continue }
      let rows = Set(group.flatMap { plan.rowsByTarget[$0].map(\.source) }).sorted()
      joints.append(
        JointFigure(
          cells.map { JointFigure.Term(plan.target.cells[$0].id) }, together,
          lineage: Lineage(.crosswalk, sources: sourceIDs(rows, column: nil))))
    }
    for joint in plan.crosswalk.joints { addDifference(joint) }
  }

  private mutating func addDifference(_ joint: Crosswalk.Joint) {
    var bounds = Bounds(.zero)
    var sources: [CellID] = []
    for term in joint.source {
      guard let cell = sourceCells.cell(id: term.indicator), let own = figures[cell]?.bounds else { return }
      bounds = bounds + (term.isSubtracted ? -own : own)
      sources.append(plan.source.cells[cell].id)
    }
    let terms = joint.target.compactMap { term in
      targetCells.cell(id: term.indicator).map {
        JointFigure.Term(plan.target.cells[$0].id, isSubtracted: term.isSubtracted)
      }
    }
    guard terms.count == joint.target.count,
      !terms.allSatisfy({ result[$0.cell]?.certainAmount != nil })
    else { return }
    joints.append(JointFigure(terms, bounds, lineage: Lineage(.crosswalk, sources: sources)))
  }

  // MARK: Sums

  /// A cell that nothing else tells, where a sum of the form leaves only one number for it.
  private mutating func deriveFromSums() {
    var changed = true
    while changed {
      changed = false
      for sum in plan.sums { changed = derive(from: sum) || changed }
    }
  }

  private mutating func derive(from sum: CrosswalkPlan.Sum) -> Bool {
    var open: (cell: Int, onLeft: Bool)?
    var difference = Amount.zero
    for (cells, onLeft) in [(sum.left, true), (sum.right, false)] {
      for cell in cells {
        let figure = result[cell]
        if figure?.isNoCount(plan.target.indicators[plan.target.cells[cell].indicator].kind) ?? false {
          return false
        }
        switch figure?.value {
        case .exact(let amount), .derived(let amount):
          difference = onLeft ? difference + amount : difference - amount
        case .unknown where open == nil: open = (cell, onLeft)
        default: return false
        }
      }
    }
    guard let open else { return false }
    let amount = open.onLeft ? -difference : difference
    if amount.isNegative { return false }
    let sources = (sum.left + sum.right).filter { $0 != open.cell }.flatMap {
      result[$0]?.lineage?.sources ?? []
    }
    result[open.cell] = Figure(
      .derived(amount),
      lineage: Lineage(
        .sum, reference: sum.id, sources: sources.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }))
    return true
  }

  // MARK: Account

  private mutating func account() {
    var unitDiffers = 0
    for (index, fate) in plan.fates.enumerated() where figures[index] != nil {
      if fate.targets == nil { carried.append(plan.source.cells[index].id) }
      if fate.unitDiffers { unitDiffers += 1 }
    }
    if unitDiffers > 0 {
      findings.append(.unitDiffers(plan.crosswalk, count: unitDiffers))
    }
  }

  private mutating func crossCheck() {
    for check in plan.crosswalk.checks {
      guard let left = sourceCells.cell(id: check.left), let right = sourceCells.cell(id: check.right),
        let leftAmount = figures[left]?.certainAmount, let rightAmount = figures[right]?.certainAmount,
        leftAmount != rightAmount
      else { continue }
      findings.append(
        .crossCheck(
          label(left), leftAmount, label(right), rightAmount,
          places: [left, right].compactMap { figures[$0]?.place },
          cells: [left, right].map { plan.source.cells[$0].id }))
    }
  }

  private func finding(_ excess: BoundsEngine.Excess) -> Finding {
    let cells = ([excess.total] + excess.parts).compactMap { sourceCells.cell($0, column: nil) }
    return .totalBelowParts(
      plan.source.indicators[excess.total], excess.totalAmount, parts: excess.partsAmount,
      places: cells.compactMap { figures[$0]?.place }, cells: cells.map { plan.source.cells[$0].id })
  }

  private func label(_ cell: Int) -> String {
    plan.source.indicators[plan.source.cells[cell].indicator].printedLabel
  }
}

extension Figure {
  /// Whether it is printed and certain, and yet no number of cases: a negative one or a fraction.
  fileprivate func isNoCount(_ kind: Indicator.Kind) -> Bool {
    guard let amount = certainAmount else { return false }
    switch kind {
    case .count: return amount.isNegative || amount.whole == nil
    case .signed: return amount.whole == nil
    case .money: return false
    }
  }
}

extension Finding {
  fileprivate static func unitDiffers(_ crosswalk: Crosswalk, count: Int) -> Finding {
    Finding("crosswalk.unit-differs", .note, ["count": String(count), "crosswalk": crosswalk.id])
  }

  fileprivate static func crossCheck(
    _ left: String, _ leftAmount: Amount, _ right: String, _ rightAmount: Amount, places: [Place],
    cells: [CellID]
  ) -> Finding {
    Finding(
      "crosswalk.cross-check", .warning,
      [
        "left": left, "leftValue": leftAmount.description, "right": right,
        "rightValue": rightAmount.description,
      ],
      places: places, cells: cells.map(\.description))
  }

  fileprivate static func totalBelowParts(
    _ total: Indicator, _ amount: Amount, parts: Amount, places: [Place], cells: [CellID]
  ) -> Finding {
    Finding(
      "crosswalk.total-below-parts", .warning,
      ["total": total.printedLabel, "totalValue": amount.description, "partsValue": parts.description],
      places: places, cells: cells.map(\.description))
  }
}
