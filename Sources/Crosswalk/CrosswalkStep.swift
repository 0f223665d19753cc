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
    let primary = Counts(plan, figures, column: nil)
    fill(primary)
    findings += primary.practice.contradictions.map(finding)
    if sourceCells.applicants.isEmpty {
      for applicant in targetCells.applicants { spread(applicant) }
    } else {
      for applicant in targetCells.applicants where sourceCells.applicants.contains(applicant) {
        fill(Counts(plan, figures, column: applicant))
      }
    }
    deriveFromSums()
    addJointFigures(primary)
    account()
  }

  /// What one column of the source says, in both readings.
  private struct Counts {
    let column: String?
    let letter: CaseCounts
    let practice: CaseCounts
    /// The figures of the column's rows that are numbers of cases.
    let figures: [Figure?]

    init(_ plan: CrosswalkPlan, _ statistics: Statistics, column: String?) {
      self.column = column
      let figures = plan.source.indicators.indices.map { row -> Figure? in
        let own = plan.sourceCells.cell(row, column: column).flatMap { statistics[$0] }
        let levels = column == nil ? plan.sourceCells.levels[row].compactMap { statistics[$0] } : []
        guard let figure = own ?? Self.whole(of: levels) else { return nil }
        return figure.isNoCount(plan.source.indicators[row].kind) ? nil : figure
      }
      self.figures = figures
      practice = CaseCounts(plan.forest) { figures[$0]?.bounds.map(Span.init) }
      // The letter of an earlier step leaves one number of a presumed figure; all others are the same in both.
      let hasPresumed = figures.contains { $0?.status == .presumed }
      letter =
        !hasPresumed
        ? practice
        : CaseCounts(plan.forest) { row in
          if case .presumed(let amount, _) = figures[row]?.value { return Span(least: amount, most: amount) }
          return figures[row]?.bounds.map(Span.init)
        }
    }

    /// What the levels of a body say of the body: a government’s report may be for all of them, an office’s for one.
    private static func whole(of levels: [Figure]) -> Figure? {
      let bounds = levels.compactMap(\.bounds)
      let least = bounds.compactMap(\.atLeast)
      let most = bounds.compactMap(\.atMost)
      guard let first = least.min(), most.count == levels.count, least.count == levels.count else {
        return nil
      }
      let sum = most.reduce(.zero, +)
      return Figure(first == sum ? .exact(sum) : .range(Bounds(atLeast: first, atMost: sum)))
    }
  }

  // MARK: Figures

  private mutating func fill(_ counts: Counts) {
    for (index, indicator) in plan.target.indicators.enumerated() where indicator.role.holdsFigure {
      guard indicator.role != .subtotal, let cell = targetCells.cell(index, column: counts.column) else {
        continue
      }
      result[cell] = figure(of: index, counts)
    }
    for (index, indicator) in plan.target.indicators.enumerated() where indicator.role == .subtotal {
      guard let cell = targetCells.cell(index, column: counts.column) else { continue }
      result[cell] = subtotal(index, counts)
    }
  }

  private func figure(of target: Int, _ counts: Counts) -> Figure {
    if plan.isStructuralZero[target] {
      return Figure(
        .exact(.zero), lineage: Lineage(.structuralZero, reference: plan.target.indicators[target].id))
    }
    let rows = plan.rowsByTarget[target]
    if rows.isEmpty { return .unknown }
    let lineage = Lineage(
      .crosswalk, reference: rows.count == 1 ? plan.crosswalk.mappings[rows[0].mapping].source : nil,
      sources: sources(of: target, counts))
    guard let only = plan.onlyRow[target],
      var printed = sourceCells.cell(only.source, column: counts.column).flatMap({ figures[$0] })
    else { return Figure(value(of: plan.sets[target], counts), lineage: lineage) }
    // One row that became one row: the figure goes over as it is, with what was typed and where. One that is the
    // same row in both forms does so whatever the sums around it say.
    let isSameRow = plan.crosswalk.mappings[only.mapping].relation == .exactMatch
    let usable = counts.figures[only.source]
    if isSameRow, printed.bounds != nil {
      printed.lineage = lineage
      return printed
    }
    let value = value(of: plan.sets[target], counts)
    let figure = Figure(value, lineage: lineage)
    let isAsPrinted =
      usable?.bounds.map { $0 == figure.bounds } ?? (value == .unknown && printed.bounds == nil)
    guard isAsPrinted else { return figure }
    printed.lineage = lineage
    return printed
  }

  /// The cells that a figure may come from: those of the rows that name its row; of the others, those that make its
  /// total another one.
  private func sources(of target: Int, _ counts: Counts) -> [CellID] {
    let set = plan.sets[target]
    let named = plan.rowsByTarget[target].map(\.source)
    let isTotal = set.count > 1
    return sourceIDs(named + counts.practice.sources(of: set, isTotal: isTotal), column: counts.column)
  }

  private func value(of set: TargetSet, _ counts: Counts) -> Figure.Value {
    let bounds = bounds(of: set, .practice, counts)
    if let amount = bounds.only { return .exact(amount) }
    if policy != .bounds, plan.hasLetter(set),
      let amount = self.bounds(of: set, .letter, counts).only, bounds.contains(amount)
    {
      return .presumed(amount, within: bounds)
    }
    if policy == .bestFit, plan.hasLetter(set),
      let amount = counts.letter.bestFit(set, number: { counts.figures[$0]?.amount }),
      bounds.contains(amount)
    {
      return .estimate(amount, within: bounds)
    }
    return bounds == Span.unknown.bounds ? .unknown : .range(bounds)
  }

  private func bounds(of set: TargetSet, _ reading: Crosswalk.Reading, _ counts: Counts) -> Bounds {
    var span = (reading == .letter ? counts.letter : counts.practice).bounds(of: set, reading)
    if !plan.silent(reading).isDisjoint(with: set) { span.most = nil }
    return span.bounds
  }

  /// A group that a report may print as one row: given where its parts are not all numbers.
  private func subtotal(_ index: Int, _ counts: Counts) -> Figure? {
    let parts = plan.parts[index]
    let cells = parts.compactMap { targetCells.cell($0, column: counts.column) }
    if cells.allSatisfy({ result[$0]?.amount != nil }) { return nil }
    let value = value(of: plan.sets[index], counts)
    switch value {
    case .exact, .presumed: break
    default: return nil
    }
    let rows = ([index] + parts).flatMap { plan.rowsByTarget[$0].map(\.source) }
    return Figure(value, lineage: Lineage(.crosswalk, sources: sourceIDs(rows, column: counts.column)))
  }

  /// The old form knows no applicants: each is anything up to the total.
  private mutating func spread(_ applicant: String) {
    for (index, indicator) in plan.target.indicators.enumerated() where indicator.role.holdsFigure {
      guard let cell = targetCells.cell(index, column: applicant),
        let total = targetCells.cell(index, column: nil), let figure = result[total]
      else { continue }
      result[cell] = Figure(share(of: figure, indicator.kind), lineage: figure.lineage)
    }
  }

  private func share(of figure: Figure, _ kind: Indicator.Kind) -> Figure.Value {
    guard let bounds = figure.bounds, !figure.isNoCount(kind) else { return .unknown }
    let share = Bounds(atLeast: .zero, atMost: bounds.atMost)
    if share.only == .zero { return .exact(.zero) }
    if case .presumed(.zero, _) = figure.value { return .presumed(.zero, within: share) }
    return share.atMost == nil ? .unknown : .range(share)
  }

  private func sourceIDs(_ indicators: [Int], column: String?) -> [CellID] {
    var seen: Set<Int> = []
    return indicators.sorted().flatMap { indicator -> [CellID] in
      guard seen.insert(indicator).inserted else { return [] }
      let own = sourceCells.cell(indicator, column: column).flatMap { figures[$0] == nil ? nil : $0 }
      let cells = own.map { [$0] } ?? (column == nil ? sourceCells.levels[indicator] : [])
      return cells.filter { figures[$0] != nil }.map { plan.source.cells[$0].id }
    }
  }

  // MARK: Joint figures

  private mutating func addJointFigures(_ counts: Counts) {
    for group in plan.groups {
      let cells = group.members.compactMap { targetCells.cell($0, column: nil) }
      guard cells.count == group.members.count, !cells.allSatisfy({ result[$0]?.certainAmount != nil }) else {
        continue
      }
      let together = bounds(of: group.set, .practice, counts)
      // A total says the same of all its parts.
      if group.totals.contains(where: { result[$0]?.bounds == together }) { continue }
      let apart = cells.reduce(Bounds(.zero)) { sum, cell in
        sum + (result[cell]?.bounds ?? Span.unknown.bounds)
      }
      let isTighter =
        (together.atLeast ?? .zero) > (apart.atLeast ?? .zero)
        || together.atMost.map { most in apart.atMost.map { most < $0 } ?? true } ?? false
      guard isTighter else { continue }
      let rows = group.members.flatMap { plan.rowsByTarget[$0].map(\.source) }
      joints.append(
        JointFigure(
          cells.map { JointFigure.Term(plan.target.cells[$0].id) }, together,
          lineage: Lineage(.crosswalk, sources: sourceIDs(rows, column: nil))))
    }
    for sum in plan.sums { addDifference(sum) }
  }

  /// Cells of one sum that nothing is known of one by one: their difference follows from the others.
  private mutating func addDifference(_ sum: CrosswalkPlan.Sum) {
    var known = Bounds(.zero)
    var open: [JointFigure.Term] = []
    var sources: [CellID] = []
    for (cells, isRight) in [(sum.right, true), (sum.left, false)] {
      for cell in cells {
        guard targetCells.column(of: cell) == .primary else { return }
        if let bounds = result[cell]?.bounds {
          known = known + (isRight ? -bounds : bounds)
          sources += result[cell]?.lineage?.sources ?? []
        } else {
          open.append(JointFigure.Term(plan.target.cells[cell].id, isSubtracted: !isRight))
        }
      }
    }
    // Cells of one side are numbers of cases, and what is left for them is none below zero. Where the sum fails in
    // the source, it tells nothing of them.
    if let isSubtracted = open.first?.isSubtracted, open.allSatisfy({ $0.isSubtracted == isSubtracted }) {
      if isSubtracted { known = -known }
      open = open.map { JointFigure.Term($0.cell) }
      if let most = known.atMost, most.isNegative { return }
      known.atLeast = max(.zero, known.atLeast ?? .zero)
      if known == Span.unknown.bounds { return }
    }
    guard open.count > 1, known.atLeast != nil || known.atMost != nil else { return }
    joints.append(
      JointFigure(
        open, known,
        lineage: Lineage(
          .sum, reference: sum.id, sources: sources.distinct()
        )))
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
        .sum, reference: sum.id, sources: sources.distinct()))
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

  private func finding(_ contradiction: CaseCounts.Contradiction) -> Finding {
    let rows = [contradiction.row] + contradiction.others
    let cells = rows.compactMap { sourceCells.cell($0, column: nil) }.filter { figures[$0] != nil }
    let places = cells.compactMap { figures[$0]?.place }
    let ids = cells.map { plan.source.cells[$0].id.description }
    let first = plan.source.indicators[contradiction.row].printedLabel
    switch contradiction.kind {
    case .parts:
      return .totalAndParts(
        first, contradiction.stated, parts: contradiction.otherwise, joined: contradiction.joined, places, ids
      )
    case .sameCount:
      let second = contradiction.others.first.map { plan.source.indicators[$0].printedLabel } ?? ""
      return .crossCheck(
        first, contradiction.stated, second, contradiction.otherwise, joined: contradiction.joined, places,
        ids)
    }
  }
}

extension Figure {
  /// Whether it is printed and certain, and yet no number of cases: a negative one or a fraction.
  func isNoCount(_ kind: Indicator.Kind) -> Bool {
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
    _ left: String, _ leftSpan: Span, _ right: String, _ rightSpan: Span, joined: Span, _ places: [Place],
    _ cells: [String]
  ) -> Finding {
    Finding(
      "crosswalk.cross-check", .warning,
      [
        "left": left, "leftValue": leftSpan.notation, "right": right, "rightValue": rightSpan.notation,
        "joined": joined.notation,
      ], places: places, cells: cells)
  }

  fileprivate static func totalAndParts(
    _ total: String, _ span: Span, parts: Span, joined: Span, _ places: [Place], _ cells: [String]
  ) -> Finding {
    Finding(
      "crosswalk.total-and-parts", .warning,
      [
        "total": total, "totalValue": span.notation, "partsValue": parts.notation,
        "joined": joined.notation,
      ], places: places, cells: cells)
  }
}

extension Span {
  /// As a figure is printed.
  fileprivate var notation: String {
    FigureNotation.text(Figure(bounds.only.map { .exact($0) } ?? .range(bounds)))
  }
}
