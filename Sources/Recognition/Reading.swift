import Core
import ReportModel

/// What was read of a document as one form.
struct Reading {
  var statistics: Statistics
  var findings: [Finding] = []
  /// Runs whose cells are not known yet.
  var runs: [GluedRun] = []
  /// Rows of headings that have figures of their own, to be held against their parts at the end.
  var headingRows: [HeadingRow] = []
  /// What each token was taken for.
  private(set) var uses: [TokenUse]
  /// The tokens whose rows were placed, by their labels or first figures.
  private(set) var tokens: Set<Int> = []
  /// The tokens of labels that speak for the form.
  private(set) var noted: [Int] = []
  /// What no cell could take, with the tokens that it is made of.
  var unplaced: [(text: UnplacedText, tokens: [Int])] = []
  private(set) var placedCount = 0
  private var filledCount = 0
  /// Whether rows with figures were met whose labels are not known.
  var hasUnknownRows = false

  init(_ form: Form, tokenCount: Int) {
    statistics = Statistics(form)
    uses = Array(repeating: .open, count: tokenCount)
  }

  /// How much of the document the form explains.
  var score: Int { filledCount + runs.reduce(0) { $0 + $1.cells.count } }

  mutating func note(_ index: Int) { noted.append(index) }

  /// Says what tokens are; those that were taken for something keep that.
  mutating func use(_ range: Range<Int>, as use: TokenUse) {
    for index in range.clamped(to: uses.indices) where uses[index] == .open { uses[index] = use }
  }

  /// Says of a figure that stood in a row that it is none of the row's.
  mutating func release(_ token: Int) { uses[token] = .open }

  /// Gives the cells of a row their figures. A row that a document prints twice keeps what both agree on; where
  /// they differ, each cell has both readings, and one finding says so for the row.
  ///
  /// - Parameters:
  ///   - label: the token that the row begins with.
  ///   - source: the tokens that the figures stand in.
  mutating func place(_ row: [(cell: Int, figure: Figure)], label: Int, source: Range<Int>) {
    // What stands there for the hundredth time is kept among what has no place.
    if row.contains(where: { isFull($0.cell) }) {
      for token in source.clamped(to: uses.indices) { release(token) }
      return
    }
    tokens.insert(label)
    placedCount += row.count
    var disagreeing: [(cell: Int, first: Figure, second: Figure)] = []
    var isNew = false
    for (cell, figure) in row {
      guard let before = statistics[cell] else {
        filledCount += 1
        statistics[cell] = figure
        isNew = true
        continue
      }
      if before.value == figure.value || figure.value == .blank { continue }
      if before.value == .blank {
        statistics[cell] = figure
        isNew = true
      } else {
        disagreeing.append((cell, before, figure))
        statistics[cell] = Self.either(before, figure)
      }
    }
    if let first = disagreeing.first {
      findings.append(
        .printedTwice(
          statistics.form.labelPath(of: statistics.form.cells[first.cell].id), disagreeing.map(\.first),
          disagreeing.map(\.second), of: disagreeing.map { statistics.form.cells[$0.cell].id }))
    }
    use(source, as: isNew || !disagreeing.isEmpty ? .figure : .repetition)
  }

  /// How much text of a cell that is printed several times is kept in it.
  private static let longestText = 1_000

  /// Whether a cell has as many readings as it can take.
  private func isFull(_ cell: Int) -> Bool {
    guard let figure = statistics[cell], let raw = figure.raw else { return false }
    switch figure.value {
    case .ambiguous, .unreadable: return raw.utf8.count > Self.longestText
    default: return false
    }
  }

  /// What a cell holds for which two figures are printed.
  private static func either(_ first: Figure, _ second: Figure) -> Figure {
    var amounts: Set<Amount> = []
    for figure in [first, second] {
      if let amount = figure.certainAmount { amounts.insert(amount) }
      if case .ambiguous(let several) = figure.value { amounts.formUnion(several) }
    }
    let raw = [first, second].compactMap { $0.raw ?? $0.amount?.description }.joined(separator: " | ")
    return Figure(
      amounts.count > 1 ? .ambiguous(amounts.sorted()) : .unreadable, raw: raw, place: first.place)
  }
}

/// A row whose cells have run together.
struct GluedRun {
  let cells: [Int]
  /// What stands between spaces, in ASCII.
  let groups: [[UInt8]]
  let raw: String
  let place: Place?
  let token: Int
  /// The tokens that the figures stand in.
  let source: Range<Int>
  /// The last group with its unit, where one stands behind the run.
  let unit: String?
}

/// A heading over rows that has figures of its own: the sums of its parts, or figures without a place.
struct HeadingRow {
  let indicator: Int
  let label: Int
  let figures: [Figure]
  /// The columns of the form that they stand in.
  let columns: [Int]
  let source: Range<Int>
}

/// What a token of a table was taken for. Every number is one of these, so that none is lost without a word.
enum TokenUse: UInt8 {
  /// Nothing has taken it.
  case open
  /// A figure of a cell, or what cannot be told apart of a row.
  case figure
  /// Part of a label, or a header, or the number of a row.
  case label
  /// A figure that was read before, or the sum of what was.
  case repetition
  /// The number of a page, a row or a column.
  case furniture
  /// It stands in the report as text that no cell could take.
  case unplaced
}
