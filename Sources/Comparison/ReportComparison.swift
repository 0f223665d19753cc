import ReportModel

/// What two reports differ in, by concept: identity, figures in one common form, prose by section.
///
/// The first report is called before, the second after. `Converter.compare` makes one.
public struct ReportComparison: Sendable {
  /// What the two reports are to each other; it decides what counts as a difference.
  public enum Kind: String, CaseIterable, Sendable {
    /// One body's report of one year, twice: whatever is not the same is a change.
    case versions
    /// Two years: figures that are not certain in both cannot be called the same.
    case years
    /// Two bodies in one year, judged as two years are.
    case bodies
  }

  /// Whether both reports are of one body.
  public enum Bodies: String, CaseIterable, Sendable {
    /// One name, or one name within the other.
    case same
    case different
    /// At least one report names none.
    case unknown
  }

  public var kind: Kind
  public var bodies: Bodies
  package var before: ComparedReport
  package var after: ComparedReport
  /// What is said of the reports as a whole, and differs.
  public var identity: [IdentityChange]
  /// One for each cell of the common form, in its order.
  public var figures: [ComparedFigure]
  /// The figures that the common form has no place for.
  public var carried: [CarriedFigures]
  /// Pieces of tables that no cell could take, which only one of the reports has.
  public var unplacedBefore: [UnplacedText]
  public var unplacedAfter: [UnplacedText]
  public var prose: ProseComparison

  /// The form that the figures are compared in.
  public var form: Form { after.statistics.form }

  /// How many cells of the common form have that outcome.
  public func count(_ outcome: ComparedFigure.Outcome) -> Int {
    figures.reduce(0) { $0 + ($1.outcome == outcome && isCounted($1) ? 1 : 0) }
  }

  /// Whether a cell is one of the form's own: the row of a group that is printed by its parts is not.
  public func isCounted(_ figure: ComparedFigure) -> Bool {
    figure.outcome != .absent || form.indicator(figure.cell.indicator)?.role != .subtotal
  }

  /// Whether figures, and what stands in tables besides, are the same.
  public var hasSameFigures: Bool {
    figures.allSatisfy { !$0.outcome.isDifference } && unplacedBefore.isEmpty && unplacedAfter.isEmpty
      && carried.allSatisfy { $0.figures.allSatisfy { !$0.outcome.isDifference } }
  }

  /// Whether nothing at all differs.
  public var isSame: Bool { identity.isEmpty && hasSameFigures && prose.isSame }
}

/// A report with its figures in the common form.
package struct ComparedReport: Sendable {
  /// As it was given.
  package var report: Report
  package var statistics: Statistics
  /// What its figures were brought to the common form by, in the order of use; none where it is in that form.
  package var crosswalks: [Conversion.CrosswalkReference]
  /// The figures that a crosswalk was applied to, or that are in a dialect of the common form.
  package var original: Statistics
  /// The cells of `original` that the common form has no place for.
  package var carried: [CellID]

  package init(
    _ report: Report, statistics: Statistics, crosswalks: [Conversion.CrosswalkReference] = [],
    original: Statistics? = nil, carried: [CellID] = []
  ) {
    self.report = report
    self.statistics = statistics
    self.crosswalks = crosswalks
    self.original = original ?? statistics
    self.carried = carried
  }

  /// Whether a row that the common form has may be missing because the source's form has no such row.
  package var isConverted: Bool { original.form.id != statistics.form.id }
}

/// A member of `Identity` that differs.
public struct IdentityChange: Hashable, Sendable {
  public enum Field: String, CaseIterable, Sendable {
    case body, year, title, periodStart, periodEnd, scope, citedNotice, contact, identifiers, signatures
    case signatories, dates
  }

  public var field: Field
  /// nil where the report does not say it.
  public var before: String?
  public var after: String?
}

/// A cell and its figures in both reports.
public struct ComparedFigure: Hashable, Sendable {
  public enum Outcome: String, CaseIterable, Sendable {
    /// The same number for certain, or the same fact: blank, not applicable.
    case same
    /// In neither report.
    case absent
    /// Another number for certain.
    case changed
    /// At least one of the figures is not one number, so that they may differ or not.
    case possible
    /// What is known of the figure is another, such as blank and now 0, and not the number.
    case status
    /// The same number, written otherwise.
    case written
    /// Nothing can be said; `reason` tells why.
    case notComparable

    public var isDifference: Bool { self != .same && self != .absent }
  }

  /// Why two figures cannot be compared.
  public enum Reason: String, CaseIterable, Sendable {
    /// The form of one of them does not speak of it.
    case silent
    /// Their units are not known to be the same.
    case unit
    /// Neither can be read.
    case unreadable
    /// The common form has no place for it, and the other report is of another form.
    case otherForm
  }

  public var cell: CellID
  /// In the common form; nil where the report has no such row.
  public var before: Figure?
  public var after: Figure?
  public var outcome: Outcome
  /// After minus before, in the unit of `after`, where both have bounds.
  public var difference: Bounds?
  public var reason: Reason?

  /// The change in percent of the number before, rounded to one decimal; nil where it is no single number or
  /// the number before is not greater than zero.
  public var percent: Amount? {
    guard outcome == .changed, let change = difference?.only, let after = after?.certainAmount else {
      return nil
    }
    let before = after - change
    guard before > .zero else { return nil }
    return change.percent(of: before)
  }
}

/// Figures that the common form has no place for, of one form.
public struct CarriedFigures: Sendable {
  public var form: Form
  /// In the order of the form. Both figures are there only where both reports are of this form.
  public var figures: [ComparedFigure]
  public var isBefore: Bool
  public var isAfter: Bool
}

extension Amount {
  /// This number in percent of another that is greater than zero, to one decimal, halves away from zero.
  func percent(of whole: Amount) -> Amount? {
    // Ten times the percentage, as a whole number: both numbers at one scale, which then plays no part.
    let scale = max(self.scale, whole.scale)
    func digits(_ amount: Amount) -> Int128? {
      var value = amount.significand
      for _ in amount.scale..<scale {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        value = product
      }
      return value
    }
    guard let part = digits(self), let divisor = digits(whole), divisor > 0 else { return nil }
    let (product, overflow) = part.multipliedReportingOverflow(by: 2000)
    if overflow { return nil }
    let rounded = (product.magnitude / divisor.magnitude + 1) / 2
    return Amount(significand: part < 0 ? -Int128(rounded) : Int128(rounded), scale: 1)
  }
}
