import Findings
import ReportModel

/// What is checked, and what it may be compared with.
struct Subject {
  /// As published.
  let report: Report
  let previous: PreviousReport?

  var form: Form { report.form }

  /// A figure as a witness of a finding.
  func witness(
    _ cell: CellID, _ side: Witness.Side, source: Formula.Term.Source = .checked
  ) -> Witness {
    let figure = source == .checked ? report.statistics[cell] : previous?.statistics[cell]
    return Witness(
      side, source: source, cell: cell, labels: labels(of: cell),
      text: figure.map { FigureText.text($0) } ?? "", place: figure?.place)
  }

  /// Table, row and column of a cell in the words of the form.
  func labels(of cell: CellID) -> [String] {
    guard let index = form.index(of: cell) else { return [cell.description] }
    let formCell = form.cells[index]
    let indicator = form.indicator(of: formCell)
    guard let table = form.table(formCell.table) else { return form.labelPath(of: cell) }
    switch table.layout {
    case .applicants:
      let column = formCell.column.map { table.columns[$0].label } ?? ""
      return [table.title] + form.parents(of: indicator).map(\.printedLabel) + [
        indicator.printedLabel, column,
      ]
    case .sheet:
      let column = table.columns.count > 1 ? formCell.column.map { [table.columns[$0].label] } ?? [] : []
      return [table.title, indicator.printedLabel] + column
    case .blocks: return [table.title] + indicator.block + [indicator.label, indicator.column]
    case .outcomes: return [table.title] + indicator.block + [indicator.column]
    }
  }

  /// A cell in one line, without its table: what a sentence calls it.
  func name(of cell: CellID) -> String { labels(of: cell).dropFirst().joined(separator: " / ") }
}

/// The report of the same body for the year before.
public struct PreviousReport: Sendable {
  /// As published.
  public var report: Report
  /// Its figures in the form of the report that is checked; ranges where a crosswalk leaves some freedom.
  public var statistics: Statistics

  public init(_ report: Report, statistics: Statistics) {
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
    case .estimate(_, within: let bounds), .range(let bounds): text(bounds)
    case .ambiguous(let amounts): amounts.map(\.description).joined(separator: "｜")
    case .blank, .notApplicable, .unreadable, .unknown: ""
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
