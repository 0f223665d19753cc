import Core
import ReportModel

/// One step over one crosswalk: the figures of a form become those of another.
struct CrosswalkStep {
  let plan: CrosswalkPlan
  let policy: Conversion.Policy
  private(set) var joints: [JointFigure] = []
  private(set) var findings: [Finding] = []
  /// The source cells that the target form has no place for.
  private(set) var carried: [CellID] = []

  /// By source cell, and by cell of the target.
  private let figures: [Figure?]
  private var result: [Figure?]
  private var sourceCells: ColumnMap { plan.sourceCells }
  private var targetCells: ColumnMap { plan.targetCells }

  var statistics: Statistics { Statistics(plan.target, figures: result) }

  init(_ plan: CrosswalkPlan, _ statistics: Statistics, policy: Conversion.Policy) {
    self.plan = plan
    self.policy = policy
    figures = statistics.figures
    result = Array(repeating: nil, count: plan.target.cells.count)
    run()
  }

  private mutating func run() {
    guard let primary = Counts(plan, figures, nil) else { return }
    fill(primary)
    findings += primary.practice.contradictions.map(finding)
    if sourceCells.applicants.isEmpty {
      spread()
    } else {
      for columns in plan.applicants {
        if let counts = Counts(plan, figures, columns) { fill(counts) }
      }
    }
    deriveFromSums()
    addJointFigures(primary)
    account()
  }

  /// What one column of the source says, in both readings.
  private struct Counts {
    /// Those of an applicant in both forms; nil for the column that all have.
    let columns: (source: Int, target: Int)?
    let letter: CaseCounts
    let practice: CaseCounts
    /// The figures of the column's rows that are numbers of cases.
    let figures: [Figure?]

    init?(_ plan: CrosswalkPlan, _ all: [Figure?], _ columns: (source: Int, target: Int)?) {
      self.columns = columns
      var figures = [Figure?](repeating: nil, count: plan.source.indicators.count)
      for row in figures.indices {
        let cell = plan.sourceCells.cell(row, column: columns?.source)
        let levels = plan.sourceCells.levels[row]
        if let cell, let figure = all[cell] {
          figures[row] = figure
        } else if columns == nil, !levels.isEmpty {
          figures[row] = Self.whole(of: levels.compactMap { all[$0] })
        }
        if figures[row]?.isNoCount(plan.source.indicators[row].kind) ?? false { figures[row] = nil }
      }
      self.figures = figures
      guard let practice = CaseCounts(plan.forest, figures, isByLetter: false) else { return nil }
      self.practice = practice
      // The letter of an earlier step leaves one number of a presumed figure; all others are the same in both.
      let hasPresumed = figures.contains { if case .presumed = $0?.value { true } else { false } }
      letter = hasPresumed ? CaseCounts(plan.forest, figures, isByLetter: true) ?? practice : practice
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
    for row in plan.ownRows {
      guard let cell = targetCells.cell(row, column: counts.columns?.target) else { continue }
      result[cell] = figure(of: row, counts)
    }
    for row in plan.subtotals {
      guard let cell = targetCells.cell(row, column: counts.columns?.target) else { continue }
      result[cell] = subtotal(row, counts)
    }
  }

  private func figure(of target: Int, _ counts: Counts) -> Figure {
    if let zero = plan.structuralZeros[target] { return zero }
    if plan.namedBy[target].isEmpty { return .unknown }
    let lineage = Lineage(.crosswalk, reference: plan.references[target], sources(of: target, counts))
    guard let only = plan.onlyRow[target],
      let cell = sourceCells.cell(only.source, column: counts.columns?.source),
      var printed = figures[cell]
    else { return Figure(value(of: plan.rows[target], counts), lineage: lineage) }
    // One row that became one row: the figure goes over as it is, with what was typed and where. One that is the
    // same row in both forms does so whatever the sums around it say.
    if only.isSame, printed.bounds != nil {
      printed.lineage = lineage
      return printed
    }
    let value = value(of: plan.rows[target], counts)
    let figure = Figure(value, lineage: lineage)
    let isAsPrinted =
      counts.figures[only.source]?.bounds.map { $0 == figure.bounds }
      ?? (value == .unknown && printed.bounds == nil)
    guard isAsPrinted else { return figure }
    printed.lineage = lineage
    return printed
  }

  /// The cells that a figure may come from: those of the rows that name its row; of the others, those that make its
  /// total another one.
  private func sources(of target: Int, _ counts: Counts) -> CellList {
    let group = plan.rows[target]
    var rows = plan.namedBy[target]
    counts.practice.addSources(of: group, isTotal: group.set.count > 1, to: &rows)
    return cells(of: rows, column: counts.columns?.source)
  }

  private func value(of group: TargetGroup, _ counts: Counts) -> Figure.Value {
    let bounds = bounds(of: group, .practice, counts)
    if let amount = bounds.only { return .exact(amount) }
    if policy != .bounds, group.hasLetter,
      let amount = self.bounds(of: group, .letter, counts).only, bounds.contains(amount)
    {
      return .presumed(amount, within: bounds)
    }
    if policy == .bestFit, group.hasLetter, let amount = counts.letter.bestFit(group.set),
      bounds.contains(amount)
    {
      return .estimate(amount, within: bounds)
    }
    return bounds == Span.unknown.bounds ? .unknown : .range(bounds)
  }

  private func bounds(of group: TargetGroup, _ reading: Crosswalk.Reading, _ counts: Counts) -> Bounds {
    var span = (reading == .letter ? counts.letter : counts.practice).bounds(of: group, reading)
    if group.isSilent(reading) { span.most = nil }
    return span.bounds
  }

  /// A group that a report may print as one row: given where its parts are not all numbers.
  private func subtotal(_ index: Int, _ counts: Counts) -> Figure? {
    let parts = plan.parts[index]
    let areNumbers = parts.allSatisfy { part in
      targetCells.cell(part, column: counts.columns?.target).map { result[$0]?.amount != nil } ?? true
    }
    if areNumbers { return nil }
    let value = value(of: plan.rows[index], counts)
    switch value {
    case .exact, .presumed: break
    default: return nil
    }
    let rows = ([index] + parts).flatMap { plan.namedBy[$0] }
    return Figure(value, lineage: Lineage(.crosswalk, cells(of: rows, column: counts.columns?.source)))
  }

  /// The old form knows no applicants: each is anything up to the total.
  private mutating func spread() {
    for row in plan.rowsWithFigures {
      guard let total = targetCells.cell(row, column: nil), let figure = result[total] else { continue }
      let share = figure.inheriting(share(of: figure, plan.target.indicators[row].kind))
      for applicant in targetCells.applicants.indices {
        if let cell = targetCells.cell(row, column: applicant) { result[cell] = share }
      }
    }
  }

  private func share(of figure: Figure, _ kind: Indicator.Kind) -> Figure.Value {
    guard let bounds = figure.bounds, !figure.isNoCount(kind) else { return .unknown }
    let share = Bounds(atLeast: .zero, atMost: bounds.atMost)
    if share.only == .zero { return .exact(.zero) }
    if case .presumed(.zero, _) = figure.value { return .presumed(.zero, within: share) }
    return share.atMost == nil ? .unknown : .range(share)
  }

  /// The cells of rows that have a figure, in the order of the form.
  ///
  /// - Parameter column: of an applicant; nil for the column that all forms have.
  private func cells(of rows: [Int], column: Int?) -> CellList {
    var cells: [UInt32] = []
    cells.reserveCapacity(rows.count)
    var previous = -1
    for row in rows.sorted() where row != previous {
      previous = row
      if let cell = sourceCells.cell(row, column: column), figures[cell] != nil {
        cells.append(UInt32(cell))
      } else if column == nil {
        for cell in sourceCells.levels[row] where figures[cell] != nil { cells.append(UInt32(cell)) }
      }
    }
    return CellList(cells, of: plan.source)
  }

  // MARK: Joint figures

  private mutating func addJointFigures(_ counts: Counts) {
    for group in plan.groups {
      if group.cells.allSatisfy({ result[$0]?.certainAmount != nil }) { continue }
      let together = bounds(of: group.rows, .practice, counts)
      // A total says the same of all its parts.
      if group.totals.contains(where: { result[$0]?.bounds == together }) { continue }
      let apart = group.cells.reduce(Bounds(.zero)) { sum, cell in
        sum + (result[cell]?.bounds ?? Span.unknown.bounds)
      }
      let isTighter =
        (together.atLeast ?? .zero) > (apart.atLeast ?? .zero)
        || together.atMost.map { most in apart.atMost.map { most < $0 } ?? true } ?? false
      guard isTighter else { continue }
      let rows = group.members.flatMap { plan.namedBy[$0] }
      joints.append(
        JointFigure(
          group.cells.map { JointFigure.Term(plan.target.cells[$0].id) }, together,
          lineage: Lineage(.crosswalk, cells(of: rows, column: nil))))
    }
    for sum in plan.sums where sum.isPrimary && hasSeveralOpen(sum) { addDifference(sum) }
  }

  /// Whether nothing is known of two or more cells of a sum.
  private func hasSeveralOpen(_ sum: CrosswalkPlan.Sum) -> Bool {
    var count = 0
    for cells in [sum.left, sum.right] {
      for cell in cells where result[cell]?.hasNoBounds ?? true { count += 1 }
    }
    return count > 1
  }

  /// Cells of one sum that nothing is known of one by one: their difference follows from the others.
  private mutating func addDifference(_ sum: CrosswalkPlan.Sum) {
    var known = Bounds(.zero)
    var open: [JointFigure.Term] = []
    for (cells, isRight) in [(sum.right, true), (sum.left, false)] {
      for cell in cells {
        if let bounds = result[cell]?.bounds {
          known = known + (isRight ? -bounds : bounds)
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
    let cells = (sum.right + sum.left).filter { !(result[$0]?.hasNoBounds ?? true) }
    joints.append(
      JointFigure(open, known, lineage: Lineage(.sum, reference: sum.id, sources(ofFigures: cells))))
  }

  /// The cells that figures of the target come from, each once.
  private func sources(ofFigures cells: [Int]) -> CellList {
    var isNamed = [Bool](repeating: false, count: figures.count)
    var sources: [UInt32] = []
    for cell in cells {
      for source in result[cell]?.lineage?.sourceList.positions?.cells ?? [] where !isNamed[Int(source)] {
        isNamed[Int(source)] = true
        sources.append(source)
      }
    }
    return CellList(sources, of: plan.source)
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
    guard let open = onlyUnknown(sum) else { return false }
    var difference = Amount.zero
    for (cells, onLeft) in [(sum.left, true), (sum.right, false)] {
      for cell in cells where cell != open {
        guard let figure = result[cell], let amount = figure.certainAmount,
          !figure.isNoCount(plan.target.indicators[plan.target.cells[cell].indicator].kind)
        else { return false }
        difference = onLeft ? difference + amount : difference - amount
      }
    }
    let amount = sum.left.contains(open) ? -difference : difference
    if amount.isNegative { return false }
    let cells = (sum.left + sum.right).filter { $0 != open }
    result[open] = Figure(
      .derived(amount), lineage: Lineage(.sum, reference: sum.id, sources(ofFigures: cells)))
    return true
  }

  /// The one cell of a sum that is unknown, where all others are certain.
  private func onlyUnknown(_ sum: CrosswalkPlan.Sum) -> Int? {
    var open: Int?
    for cells in [sum.left, sum.right] {
      for cell in cells {
        switch result[cell]?.value {
        case .exact, .derived: continue
        case .unknown where open == nil: open = cell
        default: return nil
        }
      }
    }
    return open
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
  /// Whether nothing is known of the number.
  fileprivate var hasNoBounds: Bool {
    switch value {
    case .exact, .derived, .range, .presumed, .estimate, .ambiguous: false
    case .blank, .notApplicable, .unreadable, .missingRow, .unplacedColumn, .unknown: true
    }
  }

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
