import Core
import ReportModel

/// A crosswalk between two given forms, with indices for ids. Made once and shared.
final class CrosswalkPlan: Sendable {
  /// As it holds for the reports at hand: without conditions.
  let crosswalk: Crosswalk
  let source: Form
  let target: Form
  let forest: CaseForest
  let sourceCells: ColumnMap
  let targetCells: ColumnMap
  /// By target indicator, the rows that it is made of, or itself, and how many cases they have; no row where nothing
  /// leads there.
  let rows: [TargetGroup]
  /// By subtotal of the target, the rows that it is made of; empty for all others.
  let parts: [[Int]]
  /// The target's rows that hold figures, its subtotals, and both.
  let ownRows: [Int]
  let subtotals: [Int]
  let rowsWithFigures: [Int]
  /// The applicants that both forms have, by their columns.
  let applicants: [(source: Int, target: Int)]
  /// By target indicator, the rows that name it, and the row of the crosswalk where it is one alone.
  let namedBy: [[Int]]
  let references: [String?]
  /// By target indicator, the row that leads there and nowhere else, where no other does.
  let onlyRow: [OnlyRow?]
  /// Groups of target rows whose sum may be known better than they are one by one.
  let groups: [Group]
  /// By target indicator, its figure where it is zero because the matter did not exist.
  let structuralZeros: [Figure?]
  /// The target's equal sums, by the positions of their cells.
  let sums: [Sum]
  /// By source cell, what it may have gone into.
  let fates: [Fate]

  struct Row: Sendable {
    let source: Int
    /// The position of the mapping in the crosswalk.
    let mapping: Int
  }

  struct OnlyRow: Sendable {
    let source: Int
    /// Whether it is the same row in both forms.
    let isSame: Bool
  }

  struct Group: Sendable {
    let members: [Int]
    /// Those of the members in the column that all forms have.
    let cells: [Int]
    let rows: TargetGroup
    /// The cells of the column that all forms have whose row adds up the same.
    let totals: [Int]
  }

  struct Sum: Sendable {
    let id: String
    let left: [Int]
    let right: [Int]
    /// Whether all its cells are of the column that all forms have.
    let isPrimary: Bool
  }

  /// What becomes of a source cell, whatever its figure.
  struct Fate: Sendable {
    /// By the letter; nil where the target form has no place for it.
    let targets: [CellID]?
    /// Where practice has put its cases besides.
    let also: [CellID]
    let unitDiffers: Bool
    /// Whether it goes over as it is printed, also where it is no number of cases.
    let isCopied: Bool
  }

  /// - Parameter crosswalk: without conditions; in the direction from `source` to `target`.
  init(_ crosswalk: Crosswalk, source: Form, target: Form) {
    self.crosswalk = crosswalk
    self.source = source
    self.target = target
    sourceCells = ColumnMap(source)
    targetCells = ColumnMap(target)
    let sides = Sides(crosswalk, source, target)
    forest = CaseForest(
      FormTotals(source), rows: sides.rows,
      checks: crosswalk.checks.compactMap { check in
        guard let left = sides.sourceIndex[check.left], let right = sides.sourceIndex[check.right] else {
          return nil
        }
        return (left, right)
      }, combined: sides.set(crosswalk.combined.map(\.indicator)))
    let indicators = target.indicators
    rowsWithFigures = indicators.indices.filter { indicators[$0].role.holdsFigure }
    ownRows = rowsWithFigures.filter { indicators[$0].role != .subtotal }
    subtotals = indicators.indices.filter { indicators[$0].role == .subtotal }
    applicants = targetCells.applicants.enumerated().compactMap { [sourceCells] target, id in
      sourceCells.applicants.firstIndex(of: id).map { (source: $0, target: target) }
    }
    rows = sides.sets.map { [forest] in sides.group($0, forest) }
    let rowsByTarget = sides.rowsByTarget(forest)
    namedBy = rowsByTarget.map { $0.map(\.source) }
    references = rowsByTarget.map { $0.count == 1 ? crosswalk.mappings[$0[0].mapping].source : nil }
    onlyRow = sides.onlyRows(forest, rowsByTarget)
    groups = sides.groups(targetCells, forest)
    parts = sides.partsOfSubtotals()
    structuralZeros = indicators.map { indicator in
      sides.zeros.contains(indicator.id)
        ? Figure(.exact(.zero), lineage: Lineage(.structuralZero, reference: indicator.id)) : nil
    }
    sums = target.sums.filter { $0.relation == .equal }.compactMap { [targetCells] sum in
      target.positions(of: sum).map { left, right in
        let isPrimary = (left + right).allSatisfy { targetCells.column(of: $0) == .primary }
        return Sum(id: sum.id, left: left, right: right, isPrimary: isPrimary)
      }
    }
    fates = sides.fates(sourceCells, targetCells, forest.totals)
  }
}

/// Both sides of a crosswalk in indices and sets, from which a plan is made.
private struct Sides {
  let crosswalk: Crosswalk
  let source: Form
  let target: Form
  let sourceIndex: [String: Int]
  let targetIndex: [String: Int]
  let targetTotals: FormTotals
  let zeros: Set<String>
  private(set) var sets: [TargetSet] = []
  private(set) var silent: TargetSet = []
  private(set) var silentByLetter: TargetSet = []
  private(set) var rows: [Int: CaseForest.Row] = [:]
  /// The rows where a case may stand by the letter.
  private(set) var letterReach: TargetSet = []

  init(_ crosswalk: Crosswalk, _ source: Form, _ target: Form) {
    self.crosswalk = crosswalk
    self.source = source
    self.target = target
    func index(_ form: Form) -> [String: Int] {
      Dictionary(
        form.indicators.enumerated().map { ($0.element.id, $0.offset) },
        uniquingKeysWith: { first, _ in first })
    }
    sourceIndex = index(source)
    targetIndex = index(target)
    targetTotals = FormTotals(target)
    zeros = Set(crosswalk.structuralZeros.map(\.indicator))
    addSets()
    for statement in crosswalk.silent {
      guard let set = targetIndex[statement.indicator].map({ sets[$0] }) else { continue }
      silent.formUnion(set)
      if statement.isByLetter { silentByLetter.formUnion(set) }
    }
    for mapping in crosswalk.mappings {
      if let index = sourceIndex[mapping.source] { rows[index] = row(mapping, index) }
    }
    letterReach = rows.values.reduce(into: []) { $0.formUnion($1.letter) }
  }

  /// How many cases stand in a set of rows.
  func group(_ set: TargetSet, _ forest: CaseForest) -> TargetGroup {
    TargetGroup(
      set: set, practice: forest.walk(set, .practice), letter: forest.walk(set, .letter),
      hasLetter: !set.isDisjoint(with: letterReach), isSilentInPractice: !silent.isDisjoint(with: set),
      isSilentByLetter: !silentByLetter.isDisjoint(with: set))
  }

  func onlyRows(_ forest: CaseForest, _ rowsByTarget: [[CrosswalkPlan.Row]]) -> [CrosswalkPlan.OnlyRow?] {
    let leaves = forest.nodes.filter(\.parts.isEmpty)
    return target.indicators.indices.map { index in
      guard rowsByTarget[index].count == 1, let row = rowsByTarget[index].first,
        crosswalk.mappings[row.mapping].reach == [target.indicators[index].id],
        silent.isDisjoint(with: sets[index])
      else { return nil }
      let isTotal = targetTotals.parts[index] != nil
      let others = leaves.contains {
        $0.indicator != row.source && !$0.practice.isDisjoint(with: sets[index])
      }
      let isSame = crosswalk.mappings[row.mapping].relation == .exactMatch
      return isTotal || !others ? .init(source: row.source, isSame: isSame) : nil
    }
  }

  /// Numbers the rows that cases may stand in.
  private mutating func addSets() {
    let named = (crosswalk.mappings.flatMap(\.reach) + crosswalk.silent.map(\.indicator))
      .compactMap { targetIndex[$0] }
    let reached = Set(named.flatMap { targetTotals.leaves(of: $0) }).filter {
      !zeros.contains(target.indicators[$0].id)
    }
    let ordinals = Dictionary(
      uniqueKeysWithValues: reached.sorted().prefix(TargetSet.capacity).enumerated().map { ($1, $0) })
    sets = target.indicators.indices.map { index in
      guard target.indicators[index].role.holdsFigure else { return [] }
      return targetTotals.leaves(of: index).reduce(into: []) { set, leaf in
        if let ordinal = ordinals[leaf] { set.insert(.row(ordinal)) }
      }
    }
  }

  func set(_ targets: [String]) -> TargetSet {
    targets.reduce(into: []) { set, target in
      if target == Crosswalk.none { set.insert(.none) }
      if let index = targetIndex[target] { set.formUnion(sets[index]) }
    }
  }

  private func row(_ mapping: Crosswalk.Mapping, _ index: Int) -> CaseForest.Row {
    // A total that became a total says nothing of the parts that the source is silent about.
    let apart = mapping.targets.filter { id in targetIndex[id].map { targetTotals.parts[$0] == nil } ?? true }
    var letter = set(mapping.targets).subtracting(silent).union(set(apart))
    var practice = letter.union(set(mapping.reach))
    // All that it leads to is declared zero.
    if !mapping.reach.isEmpty, practice.isEmpty { practice = .none }
    // Where only practice leads anywhere, it is all that is known.
    if letter.isEmpty { letter = practice }
    return CaseForest.Row(
      source: index, letter: letter, practice: practice, choice: mapping.defaultTarget.map { set([$0]) },
      isSameRow: mapping.relation == .exactMatch)
  }

  /// By target indicator, the rows that name it, or a total that it is in.
  func rowsByTarget(_ forest: CaseForest) -> [[CrosswalkPlan.Row]] {
    let leaves = forest.nodes.filter(\.parts.isEmpty)
    var result = [[CrosswalkPlan.Row]](repeating: [], count: target.indicators.count)
    for (position, mapping) in crosswalk.mappings.enumerated() {
      guard let source = sourceIndex[mapping.source] else { continue }
      for id in mapping.reach {
        guard let index = targetIndex[id], !result[index].contains(where: { $0.mapping == position }) else {
          continue
        }
        result[index].append(.init(source: source, mapping: position))
      }
    }
    for index in target.indicators.indices where result[index].isEmpty && !sets[index].isEmpty {
      let touching = Set(leaves.filter { !$0.practice.isDisjoint(with: sets[index]) }.map(\.indicator))
      result[index] = crosswalk.mappings.enumerated().compactMap { position, mapping in
        sourceIndex[mapping.source].flatMap {
          touching.contains($0) ? .init(source: $0, mapping: position) : nil
        }
      }
    }
    return result
  }

  /// The groups that the form prints, and the targets of each row that has several; each once.
  func groups(_ targetCells: ColumnMap, _ forest: CaseForest) -> [CrosswalkPlan.Group] {
    let printed = target.indicators.indices.filter {
      target.indicators[$0].role == .group || target.indicators[$0].role == .subtotal
    }.map { targetTotals.leaves(of: $0) }
    let reached = crosswalk.mappings.filter { sourceIndex[$0.source] != nil }.map { mapping in
      mapping.reach.compactMap { targetIndex[$0] }.distinct().sorted()
    }
    return (printed + reached).reduce(into: []) { groups, members in
      let set = members.reduce(into: TargetSet()) { $0.formUnion(sets[$1]) }
      // A total beside one of its own parts is no sum.
      guard members.count > 1, members.reduce(0, { $0 + sets[$1].count }) == set.count,
        !groups.contains(where: { $0.members == members })
      else { return }
      let cells = members.compactMap { targetCells.cell($0, column: nil) }
      guard cells.count == members.count else { return }
      let totals = sets.indices.filter { sets[$0] == set }.compactMap { targetCells.cell($0, column: nil) }
      groups.append(.init(members: members, cells: cells, rows: group(set, forest), totals: totals))
    }
  }

  func partsOfSubtotals() -> [[Int]] {
    target.indicators.enumerated().map { index, indicator in
      guard indicator.role == .subtotal else { return [] }
      return sets.indices.filter { $0 != index && !sets[$0].isEmpty && sets[$0].isSubset(of: sets[index]) }
    }
  }

  func fates(_ sourceCells: ColumnMap, _ targetCells: ColumnMap, _ totals: FormTotals) -> [CrosswalkPlan.Fate]
  {
    var fates = Dictionary(
      crosswalk.mappings.compactMap { mapping in
        sourceIndex[mapping.source].map {
          ($0, (indices(mapping.targets), indices(mapping.also.map(\.target))))
        }
      }, uniquingKeysWith: { first, _ in first })
    let declared = Set(crosswalk.totals.map(\.indicator))
    for (total, _) in totals.parts
    where declared.contains(source.indicators[total].id) || source.indicators[total].role == .subtotal {
      let below = totals.leaves(of: total).compactMap { fates[$0] }
      fates[total] = (Set(below.flatMap(\.0)).sorted(), Set(below.flatMap(\.1)).sorted())
    }
    let copied = Set(
      crosswalk.mappings.filter { $0.relation == .exactMatch && $0.reach.count == 1 }
        .compactMap { sourceIndex[$0.source] })
    let targetColumns = sourceCells.applicants.map { targetCells.applicants.firstIndex(of: $0) }
    return source.cells.enumerated().map { index, cell in
      let (targets, also) = fates[cell.indicator] ?? ([], [])
      let column = sourceCells.column(of: index)
      let hasColumn =
        column == .primary || column == .level
        || column.applicant.map { targetColumns[$0] != nil } ?? false
      guard !(targets + also).isEmpty, hasColumn else {
        return CrosswalkPlan.Fate(targets: nil, also: [], unitDiffers: false, isCopied: true)
      }
      let targetColumn = column.applicant.flatMap { targetColumns[$0] }
      func cells(_ rows: [Int]) -> [CellID] {
        rows.compactMap { targetCells.cell($0, column: targetColumn).map { target.cells[$0].id } }
      }
      let unit = source.indicators[cell.indicator].unit
      return CrosswalkPlan.Fate(
        targets: cells(targets), also: cells(also.filter { !targets.contains($0) }),
        unitDiffers: targets.contains { target.indicators[$0].unit != unit },
        isCopied: copied.contains(cell.indicator))
    }
  }

  private func indices(_ targets: [String]) -> [Int] { targets.compactMap { targetIndex[$0] }.sorted() }
}
