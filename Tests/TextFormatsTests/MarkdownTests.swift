import Foundation
import TestSupport
import Testing

@testable import DocumentModel
@testable import FormatKit
@testable import Gongkai
@testable import Presentation
@testable import ReportModel
@testable import TextFormats

@Suite struct MarkdownTests {
  /// What Markdown could take for its own is escaped: a pipe of a text begins no cell.
  @Test func textOfACellStaysInItsCell() {
    let rows = [["a|b", "*1*"], ["[c](d)", "<e>"]].map { Row($0.map { Cell($0) }) }
    let bytes = MarkdownWriter.write(Document([.table(Table(rows: rows))]), WriteOptions())
    #expect(
      String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        == ["| a\\|b | \\*1\\* |", "| --- | --- |", "| \\[c](d) | \\<e> |"])
  }

  /// Programs that turn pages into Markdown write tables in HTML.
  @Test(arguments: FormCatalogue.shared.forms)
  func tablesInHTML(form: Form) throws {
    var reports = ConsistentReports(random: SplitMix64(seed: 5))
    let report = reports.report(of: form)
    var markdown = ""
    for block in Presenter().document(for: report).blocks {
      switch block {
      case .heading(let paragraph, let level):
        markdown += String(repeating: "#", count: level) + " \(paragraph.text)\n\n"
      case .paragraph(let paragraph): markdown += "\(paragraph.text)\n\n"
      case .table:
        let html = String(decoding: HTMLWriter.write(Document([block]), WriteOptions()), as: UTF8.self)
        let start = try #require(html.range(of: "<table"))
        let end = try #require(html.range(of: "</table>"))
        markdown += "<html><body>\(html[start.lowerBound..<end.upperBound])</body></html>\n\n"
      }
    }
    let found = try #require(try Converter().readAll(bytes: Array(markdown.utf8), name: "a.md").first)
    let differences = FigureDifferences(report.statistics, found.statistics)
    #expect(differences.isEmpty && differences.compared > 30, "\(differences)")
  }
}
