import Core
import ReportModel

/// The account of a conversion: what became of each source cell, and what each target cell comes from.
///
/// Each cell of the source form stands in it once, so that the counts of the outcomes add up to its cells.
public struct Ledger: Sendable {
  /// What became of a source cell.
  public enum Outcome: String, CaseIterable, Sendable {
    /// It went into cells of the target.
    case mapped
    /// The target form has no place for it; it is kept under its own id.
    case carried
    /// It cannot be read, or is no number of cases, and only its raw text is kept.
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
    /// The cells that it went into by the letter; several where it may be any of them.
    public let targets: [CellID]
    /// Those that practice has put its cases into besides.
    public let also: [CellID]
    /// What `also` rests on in the first crosswalk of the way.
    public let practices: [AppliedPractice]
    /// The row of the crosswalk, and its relation.
    public let row: String?
    public let relation: Crosswalk.Relation?
    public let why: LocalizedText
  }

  /// A practice, and the rows that it has put cases of a source row into.
  public struct AppliedPractice: Sendable, Hashable {
    /// Nil where the row's own reason stands for it.
    public let id: String?
    /// The public text that documents it; nil for our own reading.
    public let basis: String?
    public let rows: [String]
  }

  public struct TargetEntry: Sendable, Hashable {
    public let cell: CellID
    public let figure: Figure?

    public var status: FigureStatus { figure?.status ?? .unknown }
  }

  /// What an account is drawn up from; that takes longer than the conversion, and not everyone asks for it.
  private enum Basis: Sendable {
    case steps([CrosswalkPlan])
    case identity
    case restoring
  }

  private let basis: Basis
  private let before: Statistics
  private let after: Statistics
  public let crosswalks: [Conversion.CrosswalkReference]
  /// What stands in the tables of the source and no cell could take.
  public let unplaced: [UnplacedText]

  public var source: FormID { before.form.id }
  public var target: FormID { after.form.id }

  /// Each cell of the source form, in its order.
  public var sources: [SourceEntry] {
    switch basis {
    case .identity:
      return before.form.cells.enumerated().map { index, cell in
        SourceEntry(
          cell: cell.id, figure: before[index], outcome: Self.outcome(before[index], isCarried: false),
          targets: [cell.id], also: [], practices: [], row: nil, relation: .exactMatch, why: .empty)
      }
    case .restoring:
      return before.form.cells.enumerated().map { index, cell in
        let figure = before[index]
        return SourceEntry(
          cell: cell.id, figure: figure,
          outcome: figure == nil || figure?.status == .unknown ? .missing : .mapped,
          targets: figure?.lineage?.sources ?? [], also: [], practices: [], row: nil, relation: nil,
          why: .empty)
      }
    case .steps(let plans):
      guard let first = plans.first else { return [] }
      let onward = plans.dropFirst().map { plan in
        Dictionary(
          zip(plan.source.cells.map(\.id), plan.fates), uniquingKeysWith: { first, _ in first })
      }
      let mappings = Dictionary(
        first.crosswalk.mappings.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
      let totals = Dictionary(
        first.crosswalk.totals.map { ($0.indicator, $0.why) }, uniquingKeysWith: { first, _ in first })
      return first.source.cells.enumerated().map { index, cell in
        let id = first.source.indicators[cell.indicator].id
        let (targets, also) = Self.reach(first.fates[index], onward)
        let mapping = mappings[cell.id.applicant == nil ? cell.id.indicator : id]
        return SourceEntry(
          cell: cell.id, figure: before[index],
          outcome: Self.outcome(before[index], first, index),
          targets: targets, also: also,
          practices: mapping.map { first.crosswalk.practices(appliedBy: $0) } ?? [],
          row: mapping?.source ?? (totals[id] == nil ? nil : id), relation: mapping?.relation,
          why: mapping?.why ?? totals[id] ?? .empty)
      }
    }
  }

  /// Each cell of the target form, in its order.
  public var targets: [TargetEntry] {
    after.form.cells.enumerated().compactMap { index, cell in
      let isSubtotal = after.form.indicators[cell.indicator].role == .subtotal
      return isSubtotal && after[index] == nil ? nil : TargetEntry(cell: cell.id, figure: after[index])
    }
  }

  /// The source cells whose figure could neither be used nor is certain: unreadable and ambiguous ones, and those
  /// whose column is not known. What is carried is not lost; what is `unplaced` is, besides.
  public var losses: [SourceEntry] {
    sources.filter { $0.outcome == .unreadable || $0.outcome == .ambiguous }
  }
  public var lossCount: Int {
    if case .restoring = basis { return unplaced.count }
    return unplaced.count + lostCells.count
  }

  /// The positions of `losses` in the source form; nothing is lost on the way back.
  var lostCells: [Int] {
    if case .restoring = basis { return [] }
    let plan: CrosswalkPlan? = if case .steps(let plans) = basis { plans.first } else { nil }
    return before.figures.indices.filter { index in
      let outcome =
        plan.map { Self.outcome(before[index], $0, index) } ?? Self.outcome(before[index], isCarried: false)
      return outcome == .unreadable || outcome == .ambiguous
    }
  }

  /// How many source cells had an outcome.
  public func count(_ outcome: Outcome) -> Int { sources.reduce(0) { $0 + ($1.outcome == outcome ? 1 : 0) } }

  /// How many target cells have a status.
  public func count(_ status: FigureStatus) -> Int {
    targets.reduce(0) { $0 + ($1.status == status ? 1 : 0) }
  }

  init(
    _ plans: [CrosswalkPlan], from before: Statistics, to after: Statistics, unplaced: [UnplacedText]
  ) {
    self.unplaced = unplaced
    basis = .steps(plans)
    self.before = before
    self.after = after
    crosswalks = plans.map { .init(id: $0.crosswalk.id, version: $0.crosswalk.version) }
  }

  /// The account of a report that stays as it is.
  init(identity statistics: Statistics, unplaced: [UnplacedText]) {
    self.unplaced = unplaced
    basis = .identity
    before = statistics
    after = statistics
    crosswalks = []
  }

  /// The account of a way back: what a conversion had made is undone.
  init(restoring original: Statistics, from statistics: Statistics, unplaced: [UnplacedText]) {
    self.unplaced = unplaced
    basis = .restoring
    before = statistics
    after = original
    crosswalks = []
  }

  /// Where a cell leads in the end, by the letter and besides.
  private static func reach(
    _ fate: CrosswalkPlan.Fate, _ onward: [[CellID: CrosswalkPlan.Fate]]
  ) -> (targets: [CellID], also: [CellID]) {
    var (targets, also) = (fate.targets ?? [], fate.also)
    for step in onward {
      let further = also.flatMap { (step[$0]?.targets ?? []) + (step[$0]?.also ?? []) }
      also = (targets.flatMap { step[$0]?.also ?? [] } + further).distinct()
      targets = targets.flatMap { step[$0]?.targets ?? [] }.distinct()
      also.removeAll { targets.contains($0) }
    }
    return (targets, also)
  }

  private static func outcome(_ figure: Figure?, _ plan: CrosswalkPlan, _ cell: Int) -> Outcome {
    let fate = plan.fates[cell]
    // What is no number of cases tells the target nothing.
    if !fate.isCopied, let figure,
      figure.isNoCount(plan.source.indicators[plan.source.cells[cell].indicator].kind)
    {
      return .unreadable
    }
    return outcome(figure, isCarried: fate.targets == nil)
  }

  private static func outcome(_ figure: Figure?, isCarried: Bool) -> Outcome {
    switch figure?.status {
    case nil, .unknown, .missingRow: .missing
    case .unreadable, .unplacedColumn: .unreadable
    case .ambiguous: .ambiguous
    case .blank: .blank
    case .notApplicable: .notApplicable
    case .exact, .derived, .presumed, .range, .estimate: isCarried ? .carried : .mapped
    }
  }
}
