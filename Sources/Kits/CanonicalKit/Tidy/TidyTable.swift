import Core
import ReportModel

/// A field of a tidy table.
package enum TidyField {
  case text(String)
  case number(Amount)
  case empty
}

/// What takes the fields of a tidy table, in the order of its columns.
package protocol TidyTableOutput: ~Copyable {
  /// What each row begins with from here on, to be put together once.
  mutating func begin(_ identity: [TidyField])
  mutating func beginRow()
  mutating func append(_ text: String)
  mutating func append(_ amount: Amount?)
  /// The last field of each row.
  mutating func append(_ place: Place?)
}

/// Reports as a table of one row for each figure: the rows of tidy CSV and of a workbook's data sheet; see `TidyCSV`.
package enum TidyTable {
  package static let columns = TidyColumn.allCases.map(\.rawValue)

  /// The first rows by which tidy data is known: that of now, and that of before rows named their report.
  package static let headers = [
    columns,
    [
      "edition", "table", "indicator", "applicant", "label", "unit", "value", "atLeast", "atMost", "status",
      "raw", "place",
    ],
  ]

  package static func write(_ reports: [Report], to output: inout some TidyTableOutput & ~Copyable) {
    var labels = Labels()
    for report in reports {
      output.begin(identity(of: report))
      forEachRow(of: report) { form, cell, figure in append(figure, cell, form, &labels, to: &output) }
    }
  }

  /// The figures of a report that are rows: those of its form, then those that were carried along.
  package static func forEachRow(of report: Report, _ body: (Form, FormCell, Figure) -> Void) {
    let form = report.form
    for ((index, cell), figure) in zip(form.cells.enumerated(), report.statistics.figuresAndAbsences) {
      if report.statistics[index] == nil, form.indicator(of: cell).role == .subtotal { continue }
      body(form, cell, figure)
    }
    guard let conversion = report.conversion else { return }
    let originals = conversion.carried.isEmpty ? [] : conversion.original.figuresAndAbsences
    for id in conversion.carried {
      guard let index = conversion.original.form.index(of: id) else { continue }
      body(conversion.original.form, conversion.original.form.cells[index], originals[index])
    }
  }

  /// What was typed; nil for a figure that was computed.
  package static func rawText(of figure: Figure) -> String? {
    figure.raw ?? (isItsOwnRawText(figure) ? figure.certainAmount?.description : nil)
  }

  /// In the order of `TidyColumn.identity`.
  private static func identity(of report: Report) -> [TidyField] {
    func text(_ text: String?) -> TidyField { text.map(TidyField.text) ?? .empty }
    let identity = report.identity
    let form = (report.conversion?.original.form ?? report.form).id
    return TidyColumn.identity.map { column in
      switch column {
      case .report: text(report.key)
      case .file: text(report.source?.name)
      case .body: text(identity.body)
      case .code: text(identity.creditCode)
      case .year: identity.year.map { .number(Amount($0)) } ?? .empty
      case .sourceEdition: .text(form.edition.rawValue)
      case .dialect: text(form.dialect)
      case .scope: text(identity.scope?.rawValue)
      case .edition, .table, .indicator, .applicant, .label, .unit, .value, .lower, .upper, .status, .raw,
        .place:
        .empty
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
    to output: inout some TidyTableOutput & ~Copyable
  ) {
    let indicator = form.indicator(of: cell)
    output.beginRow()
    output.append(form.id.edition.rawValue)
    output.append(cell.table)
    output.append(cell.id.indicator)
    output.append(cell.id.applicant ?? "")
    output.append(labels.label(cell.indicator, of: form))
    output.append(figure.unit ?? indicator.unit)
    output.append(figure.amount)
    let bounds = figure.bounds
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

  private static func isItsOwnRawText(_ figure: Figure) -> Bool {
    guard case .exact = figure.value else { return false }
    return figure.place != nil || figure.lineage == nil
  }
}
