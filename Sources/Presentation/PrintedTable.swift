import Core
import DocumentModel
import ReportModel

/// A table of a form as it is printed, with the cell that stands at each place.
package struct PrintedTable: Sendable {
  package let form: FormTable
  /// With its labels, and nothing where a figure stands.
  package let table: Table
  /// For each cell of each row of `table` its position in `Form.cells`; nil for labels.
  package let cells: [[Int?]]

  /// The tables of a form.
  ///
  /// - Parameters:
  ///   - year: what a sheet with several columns calls that of the year.
  ///   - isFilled: whether there is a figure for the cell of that position. It decides whether a group that may
  ///     be printed as one row is printed so.
  package static func tables(of form: Form, year: Int?, isFilled: (Int) -> Bool) -> [PrintedTable] {
    var statistics = Statistics(form)
    let isWhole = Set(
      form.indicators.filter { $0.role == .subtotal }.map(\.id).filter { group in
        form.cells.indices.contains { form.cells[$0].id.indicator == group && isFilled($0) }
      })
    for (index, cell) in form.cells.enumerated() {
      let indicator = form.indicator(of: cell)
      let mayBeLeftOut = indicator.role == .subtotal || indicator.parent.map(isWhole.contains) ?? false
      // The layout keeps the place of a figure; here it says which cell it is.
      if !mayBeLeftOut || isFilled(index) {
        statistics[index] = Figure(.blank, place: Place(line: index + 1))
      }
    }
    let report = Report(identity: Identity(year: year), statistics: statistics)
    return form.tables.map { formTable in
      let table = TableLayout.table(formTable, report)
      let cells = table.rows.map { row in row.cells.map { $0.place?.line.map { $0 - 1 } } }
      return PrintedTable(form: formTable, table: table, cells: cells)
    }
  }
}
