import Core

/// What stands in one cell: how much is known, what was typed, and where.
public struct Figure: Hashable, Sendable {
  public enum Value: Hashable, Sendable {
    /// Read as printed, or converted without any freedom.
    case exact(Amount)
    /// Not printed, but the sums of the form leave only this.
    case derived(Amount)
    /// What it is by the letter of the law, though the source does not say so; never certain.
    indirect case presumed(Amount, within: Bounds)
    /// Only the bounds are known.
    indirect case range(Bounds)
    /// Chosen within its bounds by a policy that the user asked for.
    indirect case estimate(Amount, within: Bounds)
    /// The cell is there and empty.
    case blank
    /// The cell says that it does not apply: `/`, `-`, `—`, `无`.
    case notApplicable
    /// Several readings of the source are possible; ascending, without repetition.
    case ambiguous([Amount])
    /// The cell holds something that is not a figure.
    case unreadable
    /// The source has no such row.
    case missingRow
    /// A figure is printed, and which column it belongs to is not known.
    case unplacedColumn
    /// The source form is silent about it.
    case unknown
  }

  public var value: Value
  /// Where it was read.
  public var place: Place?
  /// What few figures have, apart, so that the many are small.
  @usableFromInline var details: Details?

  /// What was typed, where it is not simply the number in `value`.
  public var raw: String? {
    get { details?.raw }
    set { change(newValue != nil) { $0.raw = newValue } }
  }
  /// The unit printed in the cell itself, such as `万元`; the form's unit holds otherwise.
  public var unit: String? {
    get { details?.unit }
    set { change(newValue != nil) { $0.unit = newValue } }
  }
  /// Words that stand beside the number in its cell, such as `其中修订 16 件`.
  public var note: String? {
    get { details?.note }
    set { change(newValue != nil) { $0.note = newValue } }
  }
  /// What a converted figure comes from.
  public var lineage: Lineage? {
    get { details?.lineage }
    set { change(newValue != nil) { $0.lineage = newValue } }
  }
  /// Whether a person put it there.
  public var isEntered: Bool {
    get { details?.isEntered ?? false }
    set { change(newValue) { $0.isEntered = newValue } }
  }

  public init(
    _ value: Value, raw: String? = nil, place: Place? = nil, unit: String? = nil, note: String? = nil,
    lineage: Lineage? = nil, isEntered: Bool = false
  ) {
    self.value = value
    self.place = place
    if raw != nil || unit != nil || note != nil || lineage != nil || isEntered {
      details = Details(
        Details.Contents(raw: raw, unit: unit, note: note, lineage: lineage, isEntered: isEntered))
    }
  }

  /// Whether nothing but its value and its place is known of it.
  @inlinable
  package var isPlain: Bool { details == nil }

  /// Whether nothing but its lineage is known besides.
  @inlinable
  package var hasOnlyLineage: Bool { details.map { $0.hasOnlyLineage } ?? false }

  /// The same for figures that share what few figures have, so that it need not be written twice.
  @inlinable
  package var sharedDetails: ObjectIdentifier? { details.map { ObjectIdentifier($0) } }

  /// Another value with the lineage of this one, and nothing else of it.
  package func inheriting(_ value: Value) -> Figure {
    guard hasOnlyLineage else { return Figure(value, lineage: lineage) }
    var result = Figure(value)
    result.details = details
    return result
  }

  /// Changes the details of this figure and of no other that shares them.
  private mutating func change(_ isNeeded: Bool, _ change: (inout Details.Contents) -> Void) {
    guard isNeeded || details != nil else { return }
    var contents = details?.contents ?? Details.Contents()
    change(&contents)
    details = contents == Details.Contents() ? nil : Details(contents)
  }

  /// Shared by copies, and never changed.
  @usableFromInline
  final class Details: Hashable, Sendable {
    struct Contents: Hashable, Sendable {
      var raw: String?
      var unit: String?
      var note: String?
      var lineage: Lineage?
      var isEntered = false
    }

    let contents: Contents
    @usableFromInline let hasOnlyLineage: Bool

    init(_ contents: Contents) {
      self.contents = contents
      hasOnlyLineage =
        contents.raw == nil && contents.unit == nil && contents.note == nil && !contents.isEntered
    }

    var raw: String? { contents.raw }
    var unit: String? { contents.unit }
    var note: String? { contents.note }
    var lineage: Lineage? { contents.lineage }
    var isEntered: Bool { contents.isEntered }

    @usableFromInline
    static func == (left: Details, right: Details) -> Bool {
      left === right || left.contents == right.contents
    }

    @usableFromInline
    func hash(into hasher: inout Hasher) { hasher.combine(contents) }
  }

  public static let unknown = Figure(.unknown)
}

/// The word for how much is known, spelt so in every format.
public enum FigureStatus: String, CaseIterable, Sendable {
  case exact, derived, presumed, range, estimate, blank, notApplicable, ambiguous, unreadable, missingRow
  case unplacedColumn, unknown
}

extension Figure {
  public var status: FigureStatus {
    switch value {
    case .exact: .exact
    case .derived: .derived
    case .presumed: .presumed
    case .range: .range
    case .estimate: .estimate
    case .blank: .blank
    case .notApplicable: .notApplicable
    case .ambiguous: .ambiguous
    case .unreadable: .unreadable
    case .missingRow: .missingRow
    case .unplacedColumn: .unplacedColumn
    case .unknown: .unknown
    }
  }

  /// The number that may be shown: exact, derived, presumed or estimated.
  public var amount: Amount? {
    switch value {
    case .exact(let amount), .derived(let amount), .presumed(let amount, _), .estimate(let amount, _): amount
    default: nil
    }
  }

  /// The number where nothing else is possible: exact or derived.
  public var certainAmount: Amount? {
    switch value {
    case .exact(let amount), .derived(let amount): amount
    default: nil
    }
  }

  /// Between what the true number lies; nil where nothing is known of it.
  public var bounds: Bounds? {
    switch value {
    case .exact(let amount), .derived(let amount): Bounds(amount)
    case .range(let bounds), .presumed(_, within: let bounds), .estimate(_, within: let bounds): bounds
    case .ambiguous(let amounts): Bounds(atLeast: amounts.first, atMost: amounts.last)
    case .blank, .notApplicable, .unreadable, .missingRow, .unplacedColumn, .unknown: nil
    }
  }
}

/// Who or what put a figure into its cell.
public enum FigureOrigin: String, CaseIterable, Sendable {
  /// A reader, from the source.
  case read
  /// A conversion; the lineage says from what.
  case converted
  /// A person.
  case entered
}

extension Figure {
  public var origin: FigureOrigin {
    if isEntered { return .entered }
    return lineage == nil ? .read : .converted
  }
}

/// What a converted figure comes from.
public struct Lineage: Hashable, Sendable {
  /// How the figure follows from its sources.
  public enum Rule: String, CaseIterable, Sendable {
    /// By rows of a crosswalk.
    case crosswalk
    /// By a sum of the target form.
    case sum
    /// Declared zero: the matter did not exist.
    case structuralZero
  }

  public var rule: Rule
  /// The id of the crosswalk's row or of the sum, where one can be named.
  public var reference: String?
  /// The cells of the source edition that may have gone into it, in the order of their form.
  public var sources: [CellID] {
    get { sourceList.ids }
    set { sourceList = CellList(newValue) }
  }
  package var sourceList: CellList

  public init(_ rule: Rule, reference: String? = nil, sources: [CellID] = []) {
    self.init(rule, reference: reference, CellList(sources))
  }

  package init(_ rule: Rule, reference: String? = nil, _ sources: CellList) {
    self.rule = rule
    self.reference = reference
    sourceList = sources
  }
}
