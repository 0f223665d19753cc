import Findings

extension Format {
  /// Tidy CSV, one row for each cell; written only. See `TidyCSV`.
  public static var csv: Format {
    Format(
      id: "csv", name: LocalizedText(chinese: "整洁 CSV", english: "Tidy CSV"), extensions: ["csv"],
      mediaTypes: ["text/csv"], capabilities: [.manyReports],
      writer: .report { reports, _ throws(Refusal) in TidyCSV.write(reports) },
      identify: { _ in .unknown })
  }
}
