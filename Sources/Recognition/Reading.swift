import Core
import ReportModel

/// What was read of a document as one form.
struct Reading {
  var statistics: Statistics
  var findings: [Finding] = []
  /// Runs whose cells are not known yet.
  var runs: [GluedRun] = []
  /// The tokens whose rows were placed.
  private(set) var tokens: Set<Int> = []
  private var lastToken: Int?
  /// The tokens of labels that speak for the form.
  private(set) var noted: [Int] = []
  private(set) var unplaced: [UnplacedText] = []
  private(set) var placedCount = 0
  private var filledCount = 0
  /// Whether rows with figures were met whose labels are not known.
  var hasUnknownRows = false

  init(_ form: Form) {
    statistics = Statistics(form)
  }

  /// How much of the document the form explains.
  var score: Int { filledCount + runs.reduce(0) { $0 + $1.cells.count } }

  mutating func note(_ token: Token, _ index: Int) { noted.append(index) }

  /// Gives a cell its figure. A cell that a document prints twice keeps what both agree on.
  mutating func place(_ figure: Figure, at cell: Int, token: Int) {
    if lastToken != token { tokens.insert(token) }
    lastToken = token
    placedCount += 1
    guard let before = statistics[cell] else {
      filledCount += 1
      statistics[cell] = figure
      return
    }
    if before.value == figure.value || figure.value == .blank { return }
    if before.value == .blank {
      statistics[cell] = figure
      return
    }
    var amounts: [Amount] = []
    for value in [before, figure] {
      if let amount = value.certainAmount { amounts.append(amount) }
      if case .ambiguous(let several) = value.value { amounts += several }
    }
    findings.append(.printedTwice(statistics.form.cells[cell].id, of: statistics.form, before, figure))
    let several = Array(Set(amounts)).sorted()
    statistics[cell] =
      several.count > 1
      ? Figure(
        .ambiguous(several), raw: [before.raw, figure.raw].compactMap { $0 }.joined(separator: " | "),
        place: before.place)
      : Figure(
        .unreadable, raw: [before.raw, figure.raw].compactMap { $0 }.joined(separator: " | "),
        place: before.place)
  }

  /// Keeps a row that the form does not have.
  mutating func leave(_ index: Int, in scan: Scan) {
    var texts = [scan.text(scan.tokens[index].glyphs, piece: scan.tokens[index].piece)]
    var next = index + 1
    while next < scan.tokens.count, scan.tokens[next].isCell, !scan.tokens[next].beginsRow {
      guard [.figures, .blank, .unit].contains(scan.tokens[next].kind) else { break }
      texts.append(scan.text(scan.tokens[next].glyphs, piece: scan.tokens[next].piece))
      next += 1
    }
    unplaced.append(
      UnplacedText(texts.joined(separator: " | "), place: scan.place(scan.tokens[index].piece)))
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
  /// The last group with its unit, where one stands behind the run.
  let unit: String?
}
