import Core
import ReportModel
import TextKit

/// Tidy CSV: one row for each cell of a report's form, then one for each figure carried from the form before,
/// under one header. RFC 4180 with line feeds, UTF-8 without a mark. `TidyColumn` says what each column means.
///
/// - A row that the source does not have is `missingRow`; a cell of a column that it does not have, in a row that is
///   there, is `unknown`; a group that reports may print as a row of its own is
///   left out where it was not printed.
/// - Several reports follow each other; each row says which it belongs to.
/// - What would steer a terminal or the direction of writing is shown by its number, as `PrintableText` shows it.
/// - A text that spreadsheet programs would compute has an apostrophe before it, whether it is quoted or not.
package enum TidyCSV {
  package static func write(_ reports: [Report]) -> [UInt8] {
    write(reports, separator: UInt8(ascii: ","))
  }

  package static func write(_ reports: [Report], separator: UInt8) -> [UInt8] {
    head(separator) + rows(reports, separator)
  }

  /// The header, with the end of its line.
  package static func head(_ separator: UInt8) -> [UInt8] {
    Array(TidyTable.columns.map { Array($0.utf8) }.joined(separator: [separator])) + [UInt8(ascii: "\n")]
  }

  /// What reports add to a file.
  package static func rows(_ reports: [Report], _ separator: UInt8) -> [UInt8] {
    var output = Output(separator: separator)
    output.text.reserveCapacity(64 + reports.count * 48 << 10)
    TidyTable.write(reports, to: &output)
    return output.text
  }

  private struct Output: TidyTableOutput {
    let separator: UInt8
    var text: [UInt8] = []
    /// The fields that each row of the report begins with.
    private var start: [UInt8] = []

    init(separator: UInt8) { self.separator = separator }

    mutating func begin(_ identity: [TidyField]) {
      var fields = Output(separator: separator)
      for field in identity {
        switch field {
        case .text(let text): fields.append(text)
        case .number(let amount): fields.append(amount)
        case .empty: fields.append("")
        }
      }
      start = fields.text
    }

    mutating func beginRow() { text.append(contentsOf: start) }

    /// Appends a field and the separator behind it.
    mutating func append(_ value: String) {
      TidyCSV.append(value, separator, to: &text)
      text.append(separator)
    }

    mutating func append(_ amount: Amount?) {
      amount?.append(to: &text)
      text.append(separator)
    }

    mutating func append(_ place: Place?) {
      place?.append(to: &text)
      text.append(UInt8(ascii: "\n"))
    }

  }

  /// Appends a text as a field, without the separator behind it.
  package static func append(_ value: String, _ separator: UInt8, to text: inout [UInt8]) {
    var value = value
    if !PrintableText.isInert(value, keepsLines: true) {
      value = PrintableText.shown(value, keepsLines: true)
    }
    if isComputed(value) { value = "'" + value }
    func needsQuotes(_ byte: UInt8) -> Bool {
      byte == separator || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
    }
    if value.utf8.contains(where: needsQuotes) {
      text.append(UInt8(ascii: "\""))
      for byte in value.utf8 {
        if byte == UInt8(ascii: "\"") { text.append(byte) }
        text.append(byte)
      }
      text.append(UInt8(ascii: "\""))
    } else {
      text.append(contentsOf: value.utf8)
    }
  }

  /// Whether spreadsheet programs take a text for a formula: quotes do not keep them from it. Numbers with their signs,
  /// and strokes for no figure, are none.
  private static func isComputed(_ value: String) -> Bool {
    guard let first = value.unicodeScalars.first else { return false }
    let rest = value.unicodeScalars.dropFirst()
    return switch first {
    case "=", "@", "＝", "＠": true
    case "+", "-", "＋", "－":
      !rest.allSatisfy { "0123456789.,% ".unicodeScalars.contains($0) }
        && !rest.allSatisfy { "+-＋－".unicodeScalars.contains($0) }
    default: false
    }
  }
}
