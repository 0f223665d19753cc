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
  private let targetsBySource: [Int: [Int]]
  private let partsByTotal: [Int: [Int]]

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
    self.groups = groups.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
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
