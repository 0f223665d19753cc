import Core
import JSONKit
import ReportModel

/// Tidy rows as objects of JSON, a member for each column that has something in its row; see `TidyColumn`.
package enum TidyJSON {
  /// Appends an array of rows.
  package static func write(_ reports: [Report], to writer: inout JSONWriter) {
    writer.beginArray()
    var output = Output()
    swap(&output.json, &writer)
    TidyTable.write(reports, to: &output)
    swap(&output.json, &writer)
    writer.endArray()
  }

  private struct Output: TidyTableOutput, ~Copyable {
    private static let keys = JSONTexts(TidyTable.columns)
    var json = JSONWriter()
    private var identity: [TidyField] = []
    private var column = 0

    mutating func begin(_ identity: [TidyField]) { self.identity = identity }

    mutating func beginRow() {
      json.beginObject(inline: true)
      column = 0
      for field in identity {
        switch field {
        case .text(let text): append(text)
        case .number(let amount): append(amount)
        case .empty: append("")
        }
      }
    }

    mutating func append(_ text: String) {
      if !text.isEmpty {
        json.key(Self.keys, column)
        json.string(text)
      }
      column += 1
    }

    mutating func append(_ amount: Amount?) {
      // What was typed is a text, also where it is a number.
      if column == TidyColumn.raw.index { return append(amount?.description ?? "") }
      if let amount {
        json.key(Self.keys, column)
        json.raw(atMost: Amount.maximumTextCount) { amount.write(to: $0) }
      }
      column += 1
    }

    mutating func append(_ place: Place?) {
      append(place?.description ?? "")
      json.endObject()
    }
  }
}
