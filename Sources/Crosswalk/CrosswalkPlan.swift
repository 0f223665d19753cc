import ReportModel

/// A crosswalk between two given forms, with indices for ids.
struct CrosswalkPlan: Sendable {
  struct Row: Sendable {
    let source: Int
    let targets: [Int]
    let defaultTarget: Int?
    /// The mapping of the crosswalk.
    let position: Int
  }

  struct Total: Sendable {
    let indicator: Int
    /// Its direct parts, groups opened.
    let parts: [Int]
  }

  let crosswalk: Crosswalk
  let source: Form
  let target: Form
  let mappings: [Row]
  /// Totals of the source whose parts are mapped, outer ones first.
  let totals: [Total]
  /// Whether a source row that is mapped is the total of rows that are mapped too, to other targets.
  let isTotalOfMappedParts: [Int: Bool]
  /// Groups of target rows whose sum may be known better than they are one by one.
  let groups: [[Int]]
  /// The groups as masks over the target's indicators.
  let groupMasks: [[Bool]]
  let sourceCells: ColumnMap
  let targetCells: ColumnMap
  /// By target indicator, the rows that lead to it.
  let rowsByTarget: [[Row]]
  /// Whether a target indicator is zero because the matter did not exist.
  let isStructuralZero: [Bool]
  /// The target's equal sums, by the positions of their cells.
  let sums: [Sum]
  /// By source cell, what it may have gone into.
  let fates: [Fate]
  private let targetsBySource: [Int: [Int]]
  private let partsByTotal: [Int: [Int]]

  struct Sum: Sendable {
    let id: String
    let left: [Int]
    let right: [Int]
  }

  /// What becomes of a source cell, whatever its figure.
  struct Fate: Sendable {
    /// Nil: the target form has no place for it.
    let targets: [CellID]?
    let unitDiffers: Bool
  }

  init(_ crosswalk: Crosswalk, source: Form, target: Form) {
    self.crosswalk = crosswalk
    self.source = source
    self.target = target
    let sourceIndex = Self.indexByID(source)
    let targetIndex = Self.indexByID(target)
    var rows: [Row] = []
    for (position, mapping) in crosswalk.mappings.enumerated() {
      guard let index = sourceIndex[mapping.source] else { continue }
      rows.append(
        Row(
          source: index, targets: mapping.targets.compactMap { targetIndex[$0] }.sorted(),
          defaultTarget: mapping.defaultTarget.flatMap { targetIndex[$0] }, position: position))
    }
    mappings = rows
    let targetsBySource = Dictionary(
      rows.map { ($0.source, $0.targets) }, uniquingKeysWith: { first, _ in first })
    self.targetsBySource = targetsBySource

    var totals: [Total] = []
    for (index, indicator) in source.indicators.enumerated() {
      guard indicator.role.holdsFigure, indicator.id.hasSuffix(".total") || indicator.role == .subtotal else {
        continue
      }
      let parent = indicator.role == .subtotal ? indicator.id : String(indicator.id.dropLast(".total".count))
      let parts = Self.parts(below: parent, source)
      if parts.isEmpty { continue }
      totals.append(Total(indicator: index, parts: parts))
    }
    let partsByTotal = Dictionary(
      totals.map { ($0.indicator, $0.parts) }, uniquingKeysWith: { first, _ in first })
    self.partsByTotal = partsByTotal
    func leaves(_ part: Int) -> [Int] { partsByTotal[part].map { $0.flatMap(leaves) } ?? [part] }
    self.totals = totals.filter { total in
      total.parts.flatMap(leaves).contains { !(targetsBySource[$0] ?? []).isEmpty }
    }
    // Only a total that shares targets with its parts would count the same cases twice.
    var isTotal: [Int: Bool] = [:]
    for total in totals {
      let own = Set(targetsBySource[total.indicator] ?? [])
      let below = Set(total.parts.flatMap(leaves).flatMap { targetsBySource[$0] ?? [] })
      isTotal[total.indicator] = !own.isEmpty && !own.isDisjoint(with: below)
    }
    isTotalOfMappedParts = isTotal

    var groups: [[Int]] = []
    for (index, indicator) in target.indicators.enumerated()
    where indicator.role == .group || indicator.role == .subtotal {
      let parts = Self.leafParts(below: indicator.id, target)
      if parts.count > 1 { groups.append(parts) }
      _ = index
    }
    for row in rows where row.targets.count > 1 { groups.append(row.targets) }
    let distinct = groups.reduce(into: [[Int]]()) { if !$0.contains($1) { $0.append($1) } }
    self.groups = distinct
    groupMasks = distinct.map { group in
      var mask = [Bool](repeating: false, count: target.indicators.count)
      for member in group { mask[member] = true }
      return mask
    }
    let sourceCells = ColumnMap(source)
    let targetCells = ColumnMap(target)
    self.sourceCells = sourceCells
    self.targetCells = targetCells
    var byTarget = [[Row]](repeating: [], count: target.indicators.count)
    for row in rows { for position in row.targets { byTarget[position].append(row) } }
    rowsByTarget = byTarget
    let zeros = Set(crosswalk.structuralZeros.map(\.indicator))
    isStructuralZero = target.indicators.enumerated().map {
      zeros.contains($0.element.id) && byTarget[$0.offset].isEmpty
    }
    sums = target.sums.compactMap { sum in
      guard sum.relation == .equal else { return nil }
      let left = sum.left.compactMap { target.index(of: $0) }
      let right = sum.right.compactMap { target.index(of: $0) }
      guard left.count == sum.left.count, right.count == sum.right.count else { return nil }
      return Sum(id: sum.id, left: left, right: right)
    }

    var mappedTo = targetsBySource
    let declared = Set(crosswalk.totals.map(\.indicator))
    for total in self.totals {
      let indicator = source.indicators[total.indicator]
      if declared.contains(indicator.id) || indicator.role == .subtotal {
        mappedTo[total.indicator] = Array(
          Set(total.parts.flatMap { leaves($0) }.flatMap { targetsBySource[$0] ?? [] })
        ).sorted()
      }
    }
    fates = source.cells.enumerated().map { index, cell in
      let targets = mappedTo[cell.indicator] ?? []
      let column = sourceCells.column(of: index)
      let hasColumn =
        column == .primary || column.applicant.map { targetCells.applicants.contains($0) } ?? false
      guard !targets.isEmpty, hasColumn else { return Fate(targets: nil, unitDiffers: false) }
      let unit = source.indicators[cell.indicator].unit
      return Fate(
        targets: targets.compactMap { position in
          targetCells.cell(position, column: column.applicant).map { target.cells[$0].id }
        },
        unitDiffers: targets.contains { target.indicators[$0].unit != unit })
    }
  }

  private static func indexByID(_ form: Form) -> [String: Int] {
    var result: [String: Int] = [:]
    for (index, indicator) in form.indicators.enumerated() { result[indicator.id] = index }
    // Columns of a sheet other than the year's own have indicators of their own names; they are carried.
    return result
  }

  private static func parts(below parent: String, _ form: Form) -> [Int] {
    form.indicators.enumerated().flatMap { index, indicator -> [Int] in
      guard indicator.parent == parent else { return [] }
      switch indicator.role {
      case .addend, .subtotal: return [index]
      case .group: return parts(below: indicator.id, form)
      default: return []
      }
    }
  }

  private static func leafParts(below parent: String, _ form: Form) -> [Int] {
    form.indicators.enumerated().flatMap { index, indicator -> [Int] in
      guard indicator.parent == parent else { return [] }
      switch indicator.role {
      case .addend: return [index]
      case .group, .subtotal: return leafParts(below: indicator.id, form)
      default: return []
      }
    }
  }

  /// The rows that a part is made of in the end.
  func leaves(_ part: Int) -> [Int] {
    guard let parts = partsByTotal[part], !(partsByTotal[part] ?? []).isEmpty else { return [part] }
    return parts.flatMap { leaves($0) } + (targetsBySource[part] == nil ? [] : [part])
  }

  func targets(of source: Int) -> [Int] { targetsBySource[source] ?? [] }
}
