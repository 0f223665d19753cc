/// How much a finding weighs. Ordered: a note is less than a warning, a warning less than an error.
public enum Severity: String, CaseIterable, Sendable, Comparable {
  case note, warning, error

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// Something that a person should know: what, where, and (through the catalogue) why and what to do.
///
/// A finding carries no sentence. `id` names a message in `Schemas/messages`, and `arguments` fill it, so that
/// the same finding reads in Chinese and English and a program can act on it.
public struct Finding: Hashable, Sendable {
  /// Stable, such as `read.ambiguous-row`.
  public var id: String
  public var severity: Severity
  /// What the message speaks of, by the names of its placeholders.
  public var arguments: [String: String]
  /// Every place involved, the most telling first.
  public var places: [Place]
  /// The cells involved, as `indicator` or `indicator@applicant`.
  public var cells: [String]

  public init(
    _ id: String, _ severity: Severity, _ arguments: [String: String] = [:], places: [Place] = [],
    cells: [String] = []
  ) {
    self.id = id
    self.severity = severity
    self.arguments = arguments
    self.places = places
    self.cells = cells
  }
}

/// An input or a request that cannot be served: all the reasons at once.
public struct Refusal: Error, Sendable, Hashable {
  /// What kind of refusal it is; the command gives each its exit status.
  public enum Kind: String, Sendable {
    /// The request itself is wrong: an unknown format, an edition that does not exist.
    case usage
    /// The input cannot be read, or is not a report.
    case input
    /// The output cannot be written.
    case output
  }

  public var kind: Kind
  /// At least one.
  public var findings: [Finding]

  public init(_ kind: Kind, _ findings: [Finding]) {
    self.kind = kind
    self.findings = findings
  }

  public init(_ kind: Kind, _ finding: Finding) {
    self.init(kind, [finding])
  }
}
