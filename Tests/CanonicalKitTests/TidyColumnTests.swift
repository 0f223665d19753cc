import Foundation
import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core

/// The columns of tidy data where they are explained.
@Suite struct TidyColumnTests {
  @Test func columnsHaveNamesOfTheirOwn() {
    for language in Language.allCases {
      #expect(Set(TidyColumn.allCases.map { $0.name[language] }).count == TidyColumn.allCases.count)
      #expect(TidyColumn.allCases.allSatisfy { !$0.meaning[language].isEmpty })
    }
    #expect(TidyColumn.allCases.enumerated().allSatisfy { $0.offset == $0.element.index })
  }

  /// The table in the documentation of CSV. GONGKAI_RECORD=1 writes it anew.
  @Test func documentationListsTheColumns() throws {
    let url = Repository.root.appendingPathComponent("Sources/Formats/SpreadsheetFormats/CSV/CSV.docc/csv.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- columns -->\n"))
    let stop = try #require(text.range(of: "<!-- end of columns -->"))
    var rows = [["Column", "Name", "Meaning", "含义"], ["---", "---", "---", "---"]]
    for column in TidyColumn.allCases {
      rows.append(
        ["`\(column.rawValue)`", "\(column.name.english) \(column.name.chinese)", column.meaning.english]
          + [column.meaning.chinese])
    }
    let table = rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      let whole = text[..<start.upperBound] + table + text[stop.lowerBound...]
      try String(whole).write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(String(text[start.upperBound..<stop.lowerBound]) == table, "GONGKAI_RECORD=1 writes it anew")
    }
  }
}
