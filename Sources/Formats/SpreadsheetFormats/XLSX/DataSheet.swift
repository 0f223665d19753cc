import CanonicalKit
import Core
import ReportModel
import WorkbookKit

/// The figures of reports in tidy rows, for filters and pivot tables: the ids of `TidyColumn`, below them
/// their Chinese names, then the rows.
struct DataSheet {
  static let headCount = 2

  private(set) var rows: WorksheetRows

  init(_ reports: [Report], _ strings: inout SharedStringTable) {
    var output = Output(strings: strings)
    // Held in one place, they are not copied when one is added.
    strings = SharedStringTable()
    output.addHead { $0.rawValue }
    output.addHead { $0.name.chinese }
    TidyTable.write(reports, to: &output)
    output.rows.end()
    strings = output.strings
    rows = output.rows
  }

  static func width(of column: TidyColumn) -> Double {
    switch column {
    case .report: 20
    case .file, .body, .place: 24
    case .code: 22
    case .year: 7
    case .sourceEdition: 14
    case .edition: 9
    case .dialect, .lower, .upper: 10
    case .scope, .table, .unit: 8
    case .indicator: 46
    case .applicant: 26
    case .label: 52
    case .value: 14
    case .status: 12
    case .raw: 16
    }
  }

  private struct Output: TidyTableOutput {
    private enum Cell {
      case text(Int)
      case number(Amount)
    }

    var strings: SharedStringTable
    var rows = WorksheetRows()
    /// The filled cells that each row of the report begins with.
    private var start: [(column: Int, cell: Cell)] = []
    private var column = 0
    private static let raw = TidyColumn.raw.index

    init(strings: SharedStringTable) { self.strings = strings }

    mutating func addHead(_ text: (TidyColumn) -> String) {
      rows.begin()
      for (index, column) in TidyColumn.allCases.enumerated() {
        rows.add(index, text(column), .dataHeader, &strings)
      }
    }

    mutating func begin(_ identity: [TidyField]) {
      start = identity.enumerated().compactMap { column, field in
        switch field {
        case .text(let text) where text.isEmpty: nil
        case .text(let text): (column, .text(strings.index(of: WorksheetRows.fitted(text))))
        case .number(let amount): (column, .number(amount))
        case .empty: nil
        }
      }
    }

    mutating func beginRow() {
      rows.begin()
      for (column, cell) in start {
        switch cell {
        case .text(let index): rows.add(column, sharedString: index, .data, &strings)
        case .number(let amount): rows.addNumber(column, .data) { amount.append(to: &$0) }
        }
      }
      column = TidyColumn.identity.count
    }

    mutating func append(_ text: String) {
      if !text.isEmpty { rows.add(column, text, .data, &strings) }
      column += 1
    }

    mutating func append(_ amount: Amount?) {
      if let amount {
        if column == Self.raw || !amount.fitsInSheet {
          rows.add(column, amount.description, .data, &strings)
        } else {
          rows.addNumber(column, .data) { amount.append(to: &$0) }
        }
      }
      column += 1
    }

    mutating func append(_ place: Place?) { append(place?.description ?? "") }
  }
}
