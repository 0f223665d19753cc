import Core
import FormatKit
import ReportModel
import SpreadsheetFormats

/// A form with the figures that were put into it.
public struct FilledForm: Sendable {
  public let report: Report
  /// How many cells were given a figure.
  public let filledCount: Int
  /// What could not be placed, what contradicts what is there, and what reading the figures told. Their places are
  /// those of the file of figures.
  public let findings: [Finding]
}

extension Converter {
  /// Fills in a form: tidy rows, or a table of the same form in any file that can be read.
  ///
  /// Only cells that are blank are filled in. A figure that contradicts one that is there, two different ones for one
  /// cell, and a row that names no cell are findings, and change nothing.
  ///
  /// ```swift
  /// let form = try converter.read(contentsOf: "填报.docx")
  /// let filled = try converter.fill(form, with: SourceBytes(contentsOf: "数据.csv"))
  /// ```
  ///
  /// - Parameter replaces: whether figures that are there give way; a finding names each.
  /// - Throws: a refusal where the figures cannot be read, or are those of another form, body or year.
  public func fill(
    _ form: Report, with figures: SourceBytes, replacesFigures replaces: Bool = false
  ) throws(Refusal) -> FilledForm {
    var form = form
    // It tells of the numbers that were read with the form.
    form.account = nil
    var filling = FormFilling(form, replaces: replaces)
    if let rows = try TidyReader.read(figures) {
      filling.place(filling.given(rows))
      return FilledForm(report: filling.report, filledCount: filling.count, findings: filling.findings)
    }
    let tables = try readAll(figures, edition: form.form.id.edition)
    guard tables.count == 1, let table = tables.first else {
      throw Refusal(.input, .severalReports(figures.name ?? "-", count: tables.count))
    }
    if let other = Finding.figures(of: table, notFor: form) { throw Refusal(.input, other) }
    let cells = table.form.cells.enumerated().compactMap { index, cell -> GivenFigure? in
      guard var figure = table.statistics[index], figure.status != .blank, figure.status != .missingRow else {
        return nil
      }
      let place = figure.place
      // It is one of another file.
      figure.place = nil
      return GivenFigure(cell: cell.id, figure: figure, place: place)
    }
    filling.place(cells)
    return FilledForm(
      report: filling.report, filledCount: filling.count, findings: table.findings + filling.findings)
  }
}

extension Finding {
  /// What speaks against taking the figures of one report for another.
  fileprivate static func figures(of table: Report, notFor form: Report) -> Finding? {
    let (found, wanted) = (table.identity, form.identity)
    let differences: [(String, String)] = [
      (table.form.id.description, form.form.id.description),
      (found.year.map(String.init) ?? "", wanted.year.map(String.init) ?? ""),
      (found.body ?? "", wanted.body ?? ""),
    ].filter { !$0.0.isEmpty && !$0.1.isEmpty && $0.0 != $0.1 }
    guard let difference = differences.first else { return nil }
    return Finding("fill.other-table", .error, ["found": difference.0, "wanted": difference.1])
  }
}
