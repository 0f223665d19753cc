import CanonicalKit
import Core
import FormatKit

extension Format {
  /// Comma-separated values: reads tables, and writes tidy rows, one for each cell; see `TidyCSV`.
  public static var csv: Format {
    Format(
      id: "csv", name: LocalizedText(chinese: "CSV（写出为整洁数据）", english: "CSV (written as tidy data)"),
      extensions: ["csv"], mediaTypes: ["text/csv"],
      packaging: .text, capabilities: [.manyReports],
      reader: .document { source, _ throws(Refusal) in try CSVReader.read(source) },
      writer: .rows(head: TidyCSV.head(UInt8(ascii: ","))) { reports, _ throws(Refusal) in
        TidyCSV.rows(reports, UInt8(ascii: ","))
      },
      identify: CSVReader.identify)
  }

  /// The same with tabs.
  public static var tsv: Format {
    Format(
      id: "tsv", name: LocalizedText(chinese: "TSV（写出为整洁数据）", english: "TSV (written as tidy data)"),
      extensions: ["tsv", "tab"], mediaTypes: ["text/tab-separated-values"],
      packaging: .text, capabilities: [.manyReports],
      reader: .document { source, _ throws(Refusal) in
        try CSVReader.read(source, separator: UInt8(ascii: "\t"))
      },
      writer: .rows(head: TidyCSV.head(UInt8(ascii: "\t"))) { reports, _ throws(Refusal) in
        TidyCSV.rows(reports, UInt8(ascii: "\t"))
      },
      identify: { $0.mayBeText ? .unknown : .no })
  }
}
