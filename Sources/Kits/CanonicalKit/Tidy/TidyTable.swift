import Core
import ReportModel

/// What takes the fields of a tidy table, in the order of its columns.
package protocol TidyTableOutput {
  mutating func append(_ text: String)
  mutating func append(_ amount: Amount?)
  /// The last field of each row.
  mutating func append(_ place: Place?)
}

/// Reports as a table of one row for each figure: the columns and rows of tidy CSV and of a workbook's data
/// sheet; see `TidyCSV`.
package enum TidyTable {
  package static let columns = [
    "edition", "table", "indicator", "applicant", "label", "unit", "value", "atLeast", "atMost", "status",
    "raw", "place",
  ]

  package static func write(_ reports: [Report], to output: inout some TidyTableOutput) {
    var labels = Labels()
    for report in reports {
      let form = report.form
      for ((index, cell), figure) in zip(form.cells.enumerated(), report.statistics.figuresAndAbsences) {
        if report.statistics[index] == nil, form.indicator(of: cell).role == .subtotal { continue }
        append(figure, cell, form, &labels, to: &output)
      }
      guard let conversion = report.conversion else { continue }
      let originals = conversion.carried.isEmpty ? [] : conversion.original.figuresAndAbsences
      for id in conversion.carried {
        guard let index = conversion.original.form.index(of: id) else { continue }
        append(
          originals[index], conversion.original.form.cells[index],
          conversion.original.form, &labels, to: &output)
      }
    }
  }

  /// The labels of the form at hand, put together once.
  private struct Labels {
    private var form: Form?
    private var texts: [String] = []

    mutating func label(_ indicator: Int, of form: Form) -> String {
      if self.form !== form {
        self.form = form
        texts = form.indicators.map(form.fullLabel)
      }
      return texts[indicator]
    }
  }

  private static func append(
    _ figure: Figure, _ cell: FormCell, _ form: Form, _ labels: inout Labels,
    to output: inout some TidyTableOutput
  ) {
    let indicator = form.indicator(of: cell)
    output.append(form.id.edition.rawValue)
    output.append(cell.table)
    output.append(cell.id.indicator)
    output.append(cell.id.applicant ?? "")
    output.append(labels.label(cell.indicator, of: form))
    output.append(figure.unit ?? indicator.unit)
    output.append(figure.amount)
    let bounds = printedBounds(of: figure)
    output.append(bounds?.atLeast)
    output.append(bounds?.atMost)
    output.append(figure.status.rawValue)
    if let raw = figure.raw {
      output.append(raw)
    } else {
      output.append(isItsOwnRawText(figure) ? figure.certainAmount : nil)
    }
    output.append(figure.place)
  }

  private static func printedBounds(of figure: Figure) -> Bounds? {
    switch figure.value {
    case .presumed, .range, .estimate, .ambiguous: figure.bounds
    default: nil
    }
  }

  private static func isItsOwnRawText(_ figure: Figure) -> Bool {
    guard case .exact = figure.value else { return false }
    return figure.place != nil || figure.lineage == nil
  }
}
