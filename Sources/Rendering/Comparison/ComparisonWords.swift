import Comparison
import Core
import ReportModel

/// How a comparison is shown to a person.
package struct ComparisonOptions: Sendable {
  /// How much of the prose is shown.
  package enum Prose: String, Sendable {
    /// Every change between versions; between years how much of each section is the same.
    case fitting
    case all
    case none
  }

  package var language: Language
  package var prose: Prose
  /// Whether what is the same is listed as well.
  package var showsAll: Bool
  /// Whether escape sequences for the colours of a terminal may stand in text.
  package var isColored: Bool
  /// What the two files are called.
  package var nameBefore: String?
  package var nameAfter: String?

  package init(
    language: Language = .chinese, prose: Prose = .fitting, showsAll: Bool = false, isColored: Bool = false,
    nameBefore: String? = nil, nameAfter: String? = nil
  ) {
    self.language = language
    self.prose = prose
    self.showsAll = showsAll
    self.isColored = isColored
    self.nameBefore = nameBefore
    self.nameAfter = nameAfter
  }
}

/// The words for what a comparison says, the same in every output that people read.
struct ComparisonWords {
  let comparison: ReportComparison
  let options: ComparisonOptions

  func word(_ id: String, _ arguments: [String: String] = [:]) -> String {
    MessageCatalogue.fill(MessageCatalogue.shared.word("diff.\(id)", options.language), with: arguments)
  }

  // MARK: The reports

  /// Body, year, form and file of a report in one line.
  func name(_ report: ComparedReport, file: String?) -> String {
    let identity = report.report.identity
    var parts = [identity.body ?? word("no-body")]
    if let year = identity.year { parts.append(word("year", ["year": String(year)])) }
    parts.append("[\(report.report.form.id)]")
    if let file = file ?? report.report.source?.name { parts.append(file) }
    return parts.joined(separator: " ")
  }

  /// What a column of figures is headed with: the year between years, and nothing between versions.
  func column(_ report: ComparedReport) -> String {
    guard comparison.kind == .years, let year = report.report.identity.year else { return "" }
    return word("year", ["year": String(year)])
  }

  /// What is compared with what, and by which way.
  var introduction: [String] {
    var lines = [
      word("kind.\(comparison.kind.rawValue)") + word("list")
        + word(
          "form", ["form": comparison.form.name[options.language], "id": comparison.form.id.description])
    ]
    for (report, side) in [(comparison.before, "before"), (comparison.after, "after")]
    where report.isConverted {
      lines.append(
        word(
          "\(report.crosswalks.isEmpty ? "dialect" : "converted").\(side)",
          [
            "from": report.original.form.id.description,
            "crosswalks": report.crosswalks.map { "\($0.id) \($0.version)" }.joined(separator: word("list")),
          ]))
    }
    if comparison.bodies != .same { lines.append(word("bodies.\(comparison.bodies.rawValue)")) }
    return lines
  }

  /// How many cells have each outcome.
  var counts: String {
    typealias Outcome = ComparedFigure.Outcome
    return [Outcome.changed, .possible, .status, .written, .notComparable, .same, .absent]
      .map { ($0, comparison.count($0)) }.filter { $0.1 > 0 }.map(count).joined(separator: word("list"))
  }

  func count(_ outcome: ComparedFigure.Outcome, _ count: Int) -> String {
    word("count", ["outcome": word("outcome.\(outcome.rawValue)"), "count": String(count)])
  }

  // MARK: Figures

  /// A figure as its form prints it; what is not there is named.
  func figure(_ figure: Figure?) -> String {
    guard let figure else { return word("missing") }
    // Glued digits have dozens of readings.
    if case .ambiguous(let amounts) = figure.value, amounts.count > 3, let first = amounts.first,
      let last = amounts.last
    {
      return word("readings", ["first": first.description, "last": last.description])
    }
    return figure.status == .blank ? word("blank") : FigureNotation.text(figure)
  }

  /// The figure of the first report in the common form. A row that its own form does not have is not missing.
  func before(_ compared: ComparedFigure) -> String {
    figure(compared.before ?? (comparison.before.isConverted ? .unknown : nil))
  }

  /// The same of the second.
  func after(_ compared: ComparedFigure) -> String {
    figure(compared.after ?? (comparison.after.isConverted ? .unknown : nil))
  }

  /// What became of a figure.
  func change(_ figure: ComparedFigure) -> String {
    let outcome = word("outcome.\(figure.outcome.rawValue)")
    switch figure.outcome {
    case .same, .absent, .written: return outcome
    case .changed:
      guard let only = figure.difference?.only else { return with(figure.difference, outcome) }
      guard let percent = figure.percent else { return signed(only) }
      var share = signed(percent)
      if share.hasSuffix(".0") { share.removeLast(2) }
      return word("percent", ["difference": signed(only), "percent": share])
    case .possible: return with(figure.difference, outcome)
    case .status:
      func status(_ figure: Figure?) -> String {
        figure.map { MessageCatalogue.shared.word("status.\($0.status.rawValue)", options.language) }
          ?? word("status.missing")
      }
      return word(
        "reasoned",
        [
          "outcome": outcome,
          "reason": word("status", ["before": status(figure.before), "after": status(figure.after)]),
        ])
    case .notComparable:
      guard let reason = figure.reason else { return outcome }
      return word("reasoned", ["outcome": outcome, "reason": word("reason.\(reason.rawValue)")])
    }
  }

  private func with(_ difference: Bounds?, _ outcome: String) -> String {
    guard let difference else { return outcome }
    return word("outcome-with", ["outcome": outcome, "difference": signed(difference)])
  }

  private func signed(_ amount: Amount) -> String {
    amount.isNegative || amount == .zero ? amount.description : "+\(amount)"
  }

  private func signed(_ bounds: Bounds) -> String {
    if let only = bounds.only { return signed(only) }
    switch (bounds.atLeast, bounds.atMost) {
    case (let least?, let most?): return word("interval", ["least": signed(least), "most": signed(most)])
    case (let least?, nil): return word("at-least", ["least": signed(least)])
    case (nil, let most?): return word("at-most", ["most": signed(most)])
    case (nil, nil): return word("any")
    }
  }

  // MARK: Prose

  func heading(_ heading: ComparedSection.Heading?) -> String {
    heading?.text ?? word("prose.preface")
  }

  var sectionCounts: String {
    word(
      "prose.sections",
      [
        "count": String(comparison.prose.sections.count),
        "same": String(comparison.prose.sections.filter(\.isSame).count),
      ])
  }

  /// Whether each change of the prose is shown.
  var showsProseInFull: Bool {
    switch options.prose {
    case .all: true
    case .none: false
    case .fitting: comparison.kind == .versions
    }
  }

  /// Whether a cell can say nothing because an old form does not count by applicant: such cells are many.
  func isFolded(_ figure: ComparedFigure, _ form: Form) -> Bool {
    guard !options.showsAll, comparison.before.isConverted || comparison.after.isConverted,
      figure.outcome.isDifference, figure.outcome != .changed,
      figure.before?.certainAmount == nil || figure.after?.certainAmount == nil,
      let index = form.index(of: figure.cell), let table = form.table(form.cells[index].table),
      table.layout == .applicants, let column = form.cells[index].column
    else { return false }
    return table.columns[column].role != .total
  }
}

/// What a cell is called in a list.
struct CellName {
  /// The headings and rows that it stands below, outermost first.
  let path: [String]
  let row: String
  /// Which column of its row it is, where the row has several.
  let column: String?

  var label: String { [row, column].compactMap { $0 }.joined(separator: " · ") }
  /// All in one line.
  var full: String { (path + [label]).joined(separator: " / ") }

  init(_ cell: CellID, _ form: Form) {
    guard let index = form.index(of: cell), let table = form.table(form.cells[index].table) else {
      (path, row, column) = ([], cell.description, nil)
      return
    }
    let formCell = form.cells[index]
    let indicator = form.indicator(of: formCell)
    let label = formCell.column.map { table.columns[$0].label }
    switch table.layout {
    case .applicants:
      // The group over all outcomes is no name for one.
      let above = form.parents(of: indicator).filter { $0.parent != nil }
      (path, row, column) = ((above + [indicator]).map(\.printedLabel), label ?? "", nil)
    case .blocks:
      (path, row, column) = (
        [(indicator.block + [indicator.label]).joined(separator: " ")], indicator.column, nil
      )
    case .outcomes:
      (path, row, column) = ([indicator.block.joined(separator: " / ")], indicator.column, nil)
    case .sheet:
      path = form.parents(of: indicator).map(\.printedLabel)
      row = indicator.printedLabel
      column = table.columns.count > 1 ? label : nil
    }
  }
}
