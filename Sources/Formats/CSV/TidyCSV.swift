import Findings
import ReportModel

/// Tidy CSV: one row for each cell of a report's form, then one for each figure carried from the form before,
/// under one header. RFC 4180 with line feeds, UTF-8 without a mark.
///
/// - `value` is a plain decimal in the printed unit, never converted: exact, derived and estimated figures have
///   one. `atLeast` and `atMost` are given for ranges, estimates and ambiguous figures, where they are known.
/// - A row that the source does not have is `unknown`; a group that reports may print as a row of its own is
///   left out where it was not printed.
/// - `raw` is what was typed. A number that was read and stands for itself is its own raw text; a figure that
///   was converted or computed has none.
/// - Several reports follow each other. No column tells them apart: write a file for each where that matters.
public enum TidyCSV {
  public static let columns = [
    "edition", "table", "indicator", "applicant", "label", "unit", "value", "atLeast", "atMost", "status",
    "raw", "place",
  ]

  public static func write(_ reports: [Report]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(64 + reports.count * 24 << 10)
    text.append(contentsOf: columns.joined(separator: ",").utf8)
    text.append(UInt8(ascii: "\n"))
    var labels = Labels()
    for report in reports {
      let form = report.form
      for (index, cell) in form.cells.enumerated() {
        let figure = report.statistics[index]
        if figure == nil, form.indicator(of: cell).role == .subtotal { continue }
        append(figure ?? .unknown, cell, form, &labels, to: &text)
      }
      guard let conversion = report.conversion else { continue }
      for id in conversion.carried {
        guard let index = conversion.original.form.index(of: id) else { continue }
        append(
          conversion.original[index] ?? .unknown, conversion.original.form.cells[index],
          conversion.original.form, &labels, to: &text)
      }
    }
    return text
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
    _ figure: Figure, _ cell: FormCell, _ form: Form, _ labels: inout Labels, to text: inout [UInt8]
  ) {
    let indicator = form.indicator(of: cell)
    field(form.id.edition.rawValue, to: &text)
    field(cell.table, to: &text)
    field(cell.id.indicator, to: &text)
    field(cell.id.applicant ?? "", to: &text)
    field(labels.label(cell.indicator, of: form), to: &text)
    field(figure.unit ?? indicator.unit, to: &text)
    amount(figure.amount, to: &text)
    let bounds = printedBounds(of: figure)
    amount(bounds?.atLeast, to: &text)
    amount(bounds?.atMost, to: &text)
    field(figure.status.rawValue, to: &text)
    if let raw = figure.raw {
      field(raw, to: &text)
    } else {
      amount(isItsOwnRawText(figure) ? figure.certainAmount : nil, to: &text)
    }
    figure.place?.append(to: &text)
    text.append(UInt8(ascii: "\n"))
  }

  private static func printedBounds(of figure: Figure) -> Bounds? {
    switch figure.value {
    case .range, .estimate, .ambiguous: figure.bounds
    default: nil
    }
  }

  private static func isItsOwnRawText(_ figure: Figure) -> Bool {
    guard case .exact = figure.value else { return false }
    return figure.place != nil || figure.lineage == nil
  }

  /// Appends a field and the comma behind it.
  private static func field(_ value: String, to text: inout [UInt8]) {
    if value.utf8.contains(where: needsQuotes) || isFormulaLike(value) {
      text.append(UInt8(ascii: "\""))
      for byte in value.utf8 {
        if byte == UInt8(ascii: "\"") { text.append(byte) }
        text.append(byte)
      }
      text.append(UInt8(ascii: "\""))
    } else {
      text.append(contentsOf: value.utf8)
    }
    text.append(UInt8(ascii: ","))
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
  }

  /// Such text is quoted, but otherwise left as it is: it is data.
  private static func isFormulaLike(_ value: String) -> Bool {
    switch value.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"): true
    default: false
    }
  }

  private static func amount(_ amount: Amount?, to text: inout [UInt8]) {
    amount?.append(to: &text)
    text.append(UInt8(ascii: ","))
  }
}
