import Core
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

  /// Figures are kept as they are, and put into words only when someone reads them.
  private enum Content: Hashable, Sendable {
    case figure(Figure?, form: Form, cell: Int)
    case words(String, labels: [String])
  }

  public var side: Side
  /// Whose report it stands in.
  package var source: Formula.Term.Source
  /// The part of `text` that is meant, in characters; nil for all of it.
  public var marked: Range<Int>?
  public var place: Place?
  private let content: Content

  /// Words of the prose, or a line outside the tables.
  ///
  /// - Parameters:
  ///   - labels: the headings that it stands under, outermost first.
  ///   - text: the sentence or clause as printed.
  package init(
    _ side: Side, source: Formula.Term.Source = .checked, labels: [String], text: String,
    marked: Range<Int>? = nil, place: Place? = nil
  ) {
    self.side = side
    self.source = source
    self.marked = marked
    self.place = place
    content = .words(text, labels: labels)
  }

  /// The figure of a cell.
  ///
  /// - Parameter cell: its position in the form's cells.
  package init(
    _ side: Side, source: Formula.Term.Source = .checked, figure: Figure?, cell: Int, of form: Form
  ) {
    self.side = side
    self.source = source
    place = figure?.place
    content = .figure(figure, form: form, cell: cell)
  }

  /// The cell of the report's form; nil for prose.
  public var cell: CellID? {
    guard case .figure(_, let form, let cell) = content else { return nil }
    return form.cells[cell].id
  }

  /// Where it stands, in the words of the form or of the report, outermost first: table, row and column, or
  /// headings.
  public var labels: [String] {
    switch content {
    case .figure(_, let form, let cell): form.labels(of: form.cells[cell])
    case .words(_, let labels): labels
    }
  }

  /// What stands there: a figure as it was typed, or words of the prose. Empty where nothing does.
  public var text: String {
    switch content {
    case .figure(let figure, _, _): figure.map { FigureText.text($0) } ?? ""
    case .words(let text, _): text
    }
  }

  /// The name of the cell, as findings list it.
  var cellName: String? {
    guard case .figure(_, let form, let cell) = content else { return nil }
    return form.cells[cell].name
  }
}

extension Form {
  /// Table, row and column of a cell, in the words of the form.
  func labels(of cell: FormCell) -> [String] {
    let indicator = indicator(of: cell)
    guard let table = table(cell.table) else { return labelPath(of: cell.id) }
    switch table.layout {
    case .applicants:
      let column = cell.column.map { table.columns[$0].label } ?? ""
      return [table.title] + parents(of: indicator).map(\.printedLabel) + [indicator.printedLabel, column]
    case .sheet:
      let column = table.columns.count > 1 ? cell.column.map { [table.columns[$0].label] } ?? [] : []
      return [table.title, indicator.printedLabel] + column
    case .blocks: return [table.title] + indicator.block + [indicator.label, indicator.column]
    case .outcomes: return [table.title] + indicator.block + [indicator.column]
    }
  }
}
