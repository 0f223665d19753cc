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

  /// The totals of a form with their direct parts, groups opened.
  private static func totals(of form: Form) -> [Total] {
    form.indicators.enumerated().compactMap { index, indicator in
      guard indicator.role.holdsFigure, indicator.id.hasSuffix(".total") || indicator.role == .subtotal else {
        return nil
      }
      let parent = indicator.role == .subtotal ? indicator.id : String(indicator.id.dropLast(".total".count))
      let parts = parts(below: parent, form)
      return parts.isEmpty ? nil : Total(indicator: index, parts: parts)
    }
  }

  /// The groups of a form, and the targets of each row that may have become several; each once.
  private static func groups(of form: Form, _ rows: [Row]) -> [[Int]] {
    let printed = form.indicators.filter { $0.role == .group || $0.role == .subtotal }
      .map { leafParts(below: $0.id, form) }
    return (printed + rows.map(\.targets)).filter { $0.count > 1 }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  init(_ crosswalk: Crosswalk, source: Form, target: Form) {
    self.crosswalk = crosswalk
    self.source = source
    self.target = target
    let sourceIndex = Self.indexByID(source)
    let targetIndex = Self.indexByID(target)
    let rows = crosswalk.mappings.enumerated().compactMap { position, mapping in
      sourceIndex[mapping.source].map { index in
        Row(
          source: index, targets: mapping.targets.compactMap { targetIndex[$0] }.sorted(),
          defaultTarget: mapping.defaultTarget.flatMap { targetIndex[$0] }, position: position)
      }
    }
    mappings = rows
    let targetsBySource = Dictionary(
      rows.map { ($0.source, $0.targets) }, uniquingKeysWith: { first, _ in first })
    self.targetsBySource = targetsBySource

    let totals = Self.totals(of: source)
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

    groups = Self.groups(of: target, rows)
    groupMasks = groups.map { group in
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
    sums = target.sums.filter { $0.relation == .equal }.compactMap { sum in
      target.positions(of: sum).map { Sum(id: sum.id, left: $0.left, right: $0.right) }
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
