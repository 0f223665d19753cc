import CanonicalKit
import Core
import ReportModel
import WorkbookKit

/// The figures of reports in tidy rows, for filters and pivot tables: the columns of `TidyTable`.
struct DataSheet {
  static let columnWidths: [Double] = [9, 8, 46, 26, 52, 8, 14, 10, 10, 12, 16, 24]
  /// What was typed is text even where it is a number.
  static let rawColumn = 11

  private(set) var rows: WorksheetRows

  init(_ reports: [Report], _ strings: inout SharedStringTable) {
    var output = Output(strings: strings)
    output.rows.begin()
    for (column, name) in TidyTable.columns.enumerated() {
      output.rows.add(column, name, .dataHeader, &output.strings)
    }
    TidyTable.write(reports, to: &output)
    output.rows.end()
    strings = output.strings
    rows = output.rows
  }

  private struct Output: TidyTableOutput {
    var strings: SharedStringTable
    var rows = WorksheetRows()
    private var column = 0

    init(strings: SharedStringTable) { self.strings = strings }

    mutating func append(_ text: String) {
      if column == 0 { rows.begin() }
      if !text.isEmpty { rows.add(column, text, .data, &strings) }
      column += 1
    }

    mutating func append(_ amount: Amount?) {
      if let amount {
        if column + 1 == DataSheet.rawColumn || !amount.fitsInSheet {
          rows.add(column, amount.description, .data, &strings)
        } else {
          rows.addNumber(column, .data) { amount.append(to: &$0) }
        }
      }
      column += 1
    }

    mutating func append(_ place: Place?) {
      append(place?.description ?? "")
      column = 0
    }
  }
}

extension Amount {
  /// Whether a sheet holds it with all its digits.
  var fitsInSheet: Bool { significand.magnitude < 1_000_000_000_000_000 }
}
