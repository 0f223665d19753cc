import ReportModel

/// What a figure says besides its status, in both formats.
enum EntryContent: Int, CaseIterable {
  /// The number, in its usual place.
  case number
  /// A number that is not certain, and between what the true one lies.
  case numberWithinBounds
  case bounds
  /// The possible readings.
  case alternatives
  case nothing

  var hasBounds: Bool {
    switch self {
    case .bounds, .numberWithinBounds: true
    case .number, .alternatives, .nothing: false
    }
  }

  /// The members of an entry that depend on the status, as bits of their positions.
  static let dependent = EntryMember.shape.mask([.value, .atLeast, .atMost, .alternatives])

  /// Those that an entry may have.
  var allowed: UInt64 { Self.allowed[rawValue] }
  /// Those that an entry must have.
  var required: UInt64 { Self.required[rawValue] }

  private static let allowed = allCases.map { EntryMember.shape.mask($0.allowedMembers) }
  private static let required = allCases.map { EntryMember.shape.mask($0.requiredMembers) }

  private var allowedMembers: [EntryMember] {
    switch self {
    case .number: [.value]
    case .numberWithinBounds: [.value, .atLeast, .atMost]
    case .bounds: [.atLeast, .atMost]
    case .alternatives: [.alternatives]
    case .nothing: []
    }
  }

  private var requiredMembers: [EntryMember] {
    switch self {
    case .numberWithinBounds: [.value]
    case .alternatives: [.alternatives]
    case .number, .bounds, .nothing: []
    }
  }
}

extension FigureStatus {
  var content: EntryContent {
    switch self {
    case .exact, .derived: .number
    case .presumed, .estimate: .numberWithinBounds
    case .range: .bounds
    case .ambiguous: .alternatives
    case .blank, .notApplicable, .unreadable, .missingRow, .unplacedColumn, .unknown: .nothing
    }
  }
}

extension Figure.Value {
  /// The value of a status and what stands beside it; nil where there is a number and may be none, or the other
  /// way round.
  init?(_ status: FigureStatus, _ number: Amount?, within bounds: Bounds, alternatives: [Amount]) {
    switch status {
    case .exact, .derived, .presumed, .estimate:
      guard let number else { return nil }
      self =
        switch status {
        case .exact: .exact(number)
        case .derived: .derived(number)
        case .presumed: .presumed(number, within: bounds)
        default: .estimate(number, within: bounds)
        }
      return
    case .range: self = .range(bounds)
    case .ambiguous:
      let sorted = alternatives.sorted()
      self = .ambiguous(
        sorted.indices.filter { $0 == 0 || sorted[$0 - 1] != sorted[$0] }.map { sorted[$0] })
    case .blank: self = .blank
    case .notApplicable: self = .notApplicable
    case .unreadable: self = .unreadable
    case .missingRow: self = .missingRow
    case .unplacedColumn: self = .unplacedColumn
    case .unknown: self = .unknown
    }
    if number != nil { return nil }
  }
}
