/// What became of every number that stands in the tables of a file: each is counted once.
public struct ReadingAccount: Hashable, Sendable {
  public enum Use: String, CaseIterable, Sendable {
    /// A figure of a cell, or part of a row that cannot be told apart.
    case figures
    /// Part of a label or a header, or the number of a row.
    case labels
    /// A raised mark, or words beside a figure, kept with it.
    case notes
    /// A figure that was read before, or the sum of such.
    case repetitions
    /// The number of a page or a column.
    case furniture
    /// Nobody sees it.
    case unseen
    /// No cell could take it; it is kept as text.
    case unplaced
  }

  private static let uses = Use.allCases
  private var counts = [Int](repeating: 0, count: Use.allCases.count)

  public init() {}

  /// - Parameter count: how many numbers were taken for each.
  public init(_ count: (Use) -> Int) { counts = Use.allCases.map(count) }

  /// How many numbers were taken for that.
  public subscript(use: Use) -> Int {
    get { Self.uses.firstIndex(of: use).map { counts[$0] } ?? 0 }
    set { if let index = Self.uses.firstIndex(of: use) { counts[index] = newValue } }
  }

  /// All numbers.
  public var total: Int { counts.reduce(0, +) }
}
