import Findings
import ReportModel

/// A piece of a report that a finding speaks of: a figure in a table, or words of the prose.
public struct Witness: Hashable, Sendable {
  /// What it says in the finding.
  public enum Side: String, Sendable, CaseIterable {
    /// One of the figures of the left side of an equation, or of the parts of a sum.
    case left
    /// The right side of an equation, or the total.
    case right
    /// What is wrong by itself, or what the finding is about.
    case subject
  }

  public var side: Side
  /// Whose report it stands in.
  public var source: Formula.Term.Source
  /// The cell of the report's form; nil for prose.
  public var cell: CellID?
  /// Where it stands, in the words of the report, outermost first: section or table, row, column.
  public var labels: [String]
  /// What stands there: a figure, or a sentence or clause of the prose. Empty where nothing does.
  public var text: String
  /// The part of `text` that is meant, in characters; nil for all of it.
  public var marked: Range<Int>?
  public var place: Place?

  public init(
    _ side: Side, source: Formula.Term.Source = .checked, cell: CellID? = nil, labels: [String],
    text: String, marked: Range<Int>? = nil, place: Place? = nil
  ) {
    self.side = side
    self.source = source
    self.cell = cell
    self.labels = labels
    self.text = text
    self.marked = marked
    self.place = place
  }
}
