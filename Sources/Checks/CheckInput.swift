import ReportModel

/// What is checked, and what it may be compared with.
struct CheckInput {
  /// As published.
  let report: Report
  let previous: PreviousReport?
  let known: KnownFigures

  init(report: Report, previous: PreviousReport?) {
    self.report = report
    self.previous = previous
    known = KnownFigures(report.statistics)
  }

  var form: Form { report.form }

  /// A figure as a witness of a finding.
  func witness(
    _ cell: CellID, _ side: Witness.Side, source: Formula.Term.Source = .checked
  ) -> Witness {
    form.index(of: cell).map { witness($0, side, source: source) }
      ?? Witness(side, source: source, labels: [cell.description], text: "")
  }

  /// The same for the position of a cell.
  func witness(_ cell: Int, _ side: Witness.Side, source: Formula.Term.Source = .checked) -> Witness {
    let figure = source == .checked ? report.statistics[cell] : previous?.statistics[cell]
    return Witness(side, source: source, figure: figure, cell: cell, of: form)
  }

  /// Table, row and column of a cell in the words of the form.
  func labels(of cell: Int) -> [String] { form.labels(of: form.cells[cell]) }

  /// Table, row and column by the cell's id.
  func labels(of cell: CellID) -> [String] {
    form.index(of: cell).map { form.labels(of: form.cells[$0]) } ?? [cell.description]
  }

  /// A cell in one line, without its table: what a sentence calls it.
  func name(of cell: Int) -> String { labels(of: cell).dropFirst().joined(separator: " / ") }

  /// The same by the cell's id.
  func name(of cell: CellID) -> String { form.index(of: cell).map { name(of: $0) } ?? cell.description }
}

/// The report of the same body for the year before.
package struct PreviousReport: Sendable {
  /// As published.
  package var report: Report
  /// Its figures in the form of the report that is checked; ranges where a crosswalk leaves some freedom.
  package var statistics: Statistics

  package init(_ report: Report, statistics: Statistics) {
    self.report = report
    self.statistics = statistics
  }
}

/// How a figure is quoted in a finding.
enum FigureText {
  /// What was typed, else what is known.
  static func text(_ figure: Figure) -> String {
    if let raw = figure.raw { return raw }
    return text(figure.value)
  }

  static func text(_ value: Figure.Value) -> String {
    switch value {
    case .exact(let amount), .derived(let amount): amount.description
    case .presumed(_, within: let bounds), .estimate(_, within: let bounds), .range(let bounds): text(bounds)
    case .ambiguous(let amounts): amounts.map(\.description).joined(separator: "｜")
    case .blank, .notApplicable, .unreadable, .missingRow, .unplacedColumn, .unknown: ""
    }
  }

  static func text(_ bounds: Bounds) -> String {
    switch (bounds.atLeast, bounds.atMost) {
    case (let least?, let most?) where least == most: least.description
    case (let least?, let most?): "\(least)～\(most)"
    case (let least?, nil): "≥\(least)"
    case (nil, let most?): "≤\(most)"
    case (nil, nil): "?"
    }
  }
}

/// What most checks ask of figures, gone through once: whether a cell has a number, and which.
struct KnownFigures {
  enum State: UInt8 {
    /// The report has no such row.
    case absent
    /// A whole number that is not negative, without a unit of its own.
    case plain
    /// One number.
    case number
    case blank
    /// Several numbers are possible, or none can be told.
    case other
  }

  private(set) var states: [State] = []
  /// Zero where there is not one number.
  private(set) var amounts: [Amount] = []

  init(_ statistics: Statistics) {
    states.reserveCapacity(statistics.figures.count)
    amounts.reserveCapacity(statistics.figures.count)
    for figure in statistics.figures {
      var amount = Amount.zero
      switch figure?.value {
      case nil, .missingRow: states.append(.absent)
      case .exact(let number), .derived(let number):
        amount = number
        states.append(number.scale == 0 && !number.isNegative && figure?.unit == nil ? .plain : .number)
      case .blank: states.append(.blank)
      default: states.append(.other)
      }
      amounts.append(amount)
    }
  }

  func isNumber(_ cell: Int) -> Bool { states[cell] == .plain || states[cell] == .number }
}
