import Findings
import JSONText
import ReportModel

/// The account of a conversion: what became of each source cell, and what each target cell comes from.
///
/// Each cell of the source form stands in it once, so that the counts of the outcomes add up to its cells.
public struct Ledger: Sendable, Hashable {
  /// What became of a source cell.
  public enum Outcome: String, CaseIterable, Sendable {
    /// It went into cells of the target.
    case mapped
    /// The target form has no place for it; it is kept under its own id.
    case carried
    /// It cannot be read, and only its raw text is kept.
    case unreadable
    /// It has several readings; the target has bounds over them all.
    case ambiguous
    /// It is empty.
    case blank
    /// It says that it does not apply.
    case notApplicable
    /// The source has no such row, or says nothing.
    case missing
  }

  public struct SourceEntry: Sendable, Hashable {
    public let cell: CellID
    public let figure: Figure?
    public let outcome: Outcome
    /// The cells that it may have gone into.
    public var targets: [CellID]
    /// The row of the crosswalk, and its relation.
    public let row: String?
    public let relation: Crosswalk.Relation?
    public let why: String
  }

  public struct TargetEntry: Sendable, Hashable {
    public let cell: CellID
    public let figure: Figure?

    public var status: FigureStatus { figure?.status ?? .unknown }
  }

  public let source: FormID
  public private(set) var target: FormID
  public private(set) var crosswalks: [Conversion.CrosswalkReference]
  public private(set) var sources: [SourceEntry]
  public private(set) var targets: [TargetEntry]

  /// The source cells whose figure could neither be used nor is certain: unreadable and ambiguous ones. What
  /// is carried is not lost.
  public var losses: [SourceEntry] {
    sources.filter { $0.outcome == .unreadable || $0.outcome == .ambiguous }
  }
  public var lossCount: Int { losses.count }

  /// How many source cells had an outcome.
  public func count(_ outcome: Outcome) -> Int { sources.reduce(0) { $0 + ($1.outcome == outcome ? 1 : 0) } }

  /// How many target cells have a status.
  public func count(_ status: FigureStatus) -> Int {
    targets.reduce(0) { $0 + ($1.status == status ? 1 : 0) }
  }

  init(_ step: CrosswalkStep, source statistics: Statistics) {
    let plan = step.plan
    source = plan.source.id
    target = plan.target.id
    crosswalks = [.init(id: plan.crosswalk.id, version: plan.crosswalk.version)]
    let mappings = Dictionary(
      plan.crosswalk.mappings.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
    let totals = Dictionary(
      plan.crosswalk.totals.map { ($0.indicator, $0.why) }, uniquingKeysWith: { first, _ in first })
    sources = plan.source.cells.enumerated().map { index, cell in
      let id = plan.source.indicators[cell.indicator].id
      let figure = statistics[index]
      let isCarried = step.targetsOfCell[index] == nil
      let mapping = mappings[cell.id.applicant == nil ? cell.id.indicator : id]
      return SourceEntry(
        cell: cell.id, figure: figure, outcome: Self.outcome(figure, isCarried: isCarried),
        targets: step.targetsOfCell[index] ?? [], row: mapping?.source ?? (totals[id] == nil ? nil : id),
        relation: mapping?.relation, why: mapping?.why ?? totals[id] ?? "")
    }
    targets = Self.targets(step.result)
  }

  /// The account of a report that stays as it is.
  init(identity statistics: Statistics) {
    source = statistics.form.id
    target = statistics.form.id
    crosswalks = []
    sources = statistics.form.cells.enumerated().map { index, cell in
      SourceEntry(
        cell: cell.id, figure: statistics[index], outcome: Self.outcome(statistics[index], isCarried: false),
        targets: [cell.id], row: nil, relation: .exactMatch, why: "")
    }
    targets = Self.targets(statistics)
  }

  /// The account of a way back: what a conversion had made is undone.
  init(restoring original: Statistics, from statistics: Statistics) {
    source = statistics.form.id
    target = original.form.id
    crosswalks = []
    sources = statistics.form.cells.enumerated().map { index, cell in
      let figure = statistics[index]
      let origins = figure?.lineage?.sources ?? []
      return SourceEntry(
        cell: cell.id, figure: figure,
        outcome: figure == nil || figure?.status == .unknown ? .missing : .mapped, targets: origins, row: nil,
        relation: nil, why: "")
    }
    targets = Self.targets(original)
  }

  private static func outcome(_ figure: Figure?, isCarried: Bool) -> Outcome {
    switch figure?.status {
    case nil, .unknown: .missing
    case .unreadable: .unreadable
    case .ambiguous: .ambiguous
    case .blank: .blank
    case .notApplicable: .notApplicable
    case .exact, .derived, .range, .estimate: isCarried ? .carried : .mapped
    }
  }

  private static func targets(_ statistics: Statistics) -> [TargetEntry] {
    statistics.form.cells.enumerated().compactMap { index, cell in
      let isSubtotal = statistics.form.indicators[cell.indicator].role == .subtotal
      return isSubtotal && statistics[index] == nil
        ? nil : TargetEntry(cell: cell.id, figure: statistics[index])
    }
  }

  /// The account over two steps: the sources of this, the targets of the next.
  func followed(by next: Ledger) -> Ledger {
    var result = self
    let onward = Dictionary(
      next.sources.map { ($0.cell, $0.targets) }, uniquingKeysWith: { first, _ in first })
    for index in result.sources.indices {
      result.sources[index].targets = result.sources[index].targets.flatMap { onward[$0] ?? [] }
        .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    result.target = next.target
    result.crosswalks += next.crosswalks
    result.targets = next.targets
    return result
  }

  /// The same account with the target's figures as they are in the end.
  func completed(with statistics: Statistics) -> Ledger {
    var result = self
    result.targets = Self.targets(statistics)
    return result
  }
}
