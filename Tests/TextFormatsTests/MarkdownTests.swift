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
    #expect(differences.isEmpty && 2 * differences.compared > form.cells.count, "\(differences)")
  }

  /// A cell of a pipe table, its text, and what is left out of it.
  @Test(
    arguments: [
      ("行政许可[^1]", "行政许可[¹]", []), ("5412<sup>1</sup>", "5412¹", []), ("5412^1^", "5412¹", []),
      ("5412$^{1}$", "5412¹", []), ("~~12~~5412", "5412", ["12"]), ("~~12~~ **5412**", "5412", ["12"]),
      ("<del>12</del>5412", "5412", ["12"]), ("<span style=\"display:none\">12</span>5412", "5412", ["12"]),
      ("<span hidden>12</span>5412", "5412", ["12"]), ("<!-- 12 -->5412", "5412", []),
      ("54<br>12", "54\n12", []),
      ("\\<e> \\*1\\* \\~\\~a\\~\\~", "<e> *1* ~~a~~", []), ("a < b &amp; c", "a < b & c", []),
      ("~5412~", "~5412~", []),
      ("[c](d)", "[c](d)", []), ("[许可](/a/b.html)7", "许可7", []), ("![图](a.png)7", "7", []),
      ("<https://a.cn/b>", "<https://a.cn/b>", []), ("100 $ 及 ^", "100 $ 及 ^", []),
      ("<input value=5412>", "5412", []),
    ] as [(String, String, [String])])
  func shownText(markup: String, shown: String, unseen: [String]) throws {
    let text = "| 许可 | 数 |\n| --- | --- |\n| 甲 | \(markup) |\n| 乙 | 2 |\n"
    let document = try MarkdownReader.read(SourceBytes(name: "a.md", bytes: Array(text.utf8)))
    guard case .table(let table)? = document.blocks.first else {
      Issue.record("no table")
      return
    }
    #expect(table.rows.map { $0.cells.map(\.text) }.suffix(2) == [["甲", shown], ["乙", "2"]])
    #expect(document.unseen.map(\.text) == unseen)
    #expect(document.unseen.allSatisfy { $0.place?.line == 3 })
  }

  /// A line that a width broke goes on in the next.
  @Test func brokenLines() throws {
    let text = "本单位认真学习有关规定，坚持以公开为常态、不公开为例外，围绕重点领\n域公开信息，成效明显。\n"
    let document = try MarkdownReader.read(SourceBytes(name: "a.md", bytes: Array(text.utf8)))
    #expect(document.blocks.compactMap { $0.paragraph?.text } == [text.replacing("\n", with: "")])
  }

  /// Notes are no rows, and cut no table.
  @Test func notesStandBehindTheText() throws {
    let text = """
      | 许可 | 数 |
      | --- | --- |
      | 甲[^1] | 1 |
      [^1]: 含变更 3 件。
      <!-- | 甲 | 9 |
      -->
      | 乙 | 2 |

      完。
      """
    let document = try MarkdownReader.read(SourceBytes(name: "a.md", bytes: Array(text.utf8)))
    let tables = document.blocks.compactMap { block -> [[String]]? in
      if case .table(let table) = block { table.rows.map { $0.cells.map(\.text) } } else { nil }
    }
    #expect(tables == [[["许可", "数"], ["甲[¹]", "1"], ["乙", "2"]]])
    let notes = document.blocks.compactMap(\.paragraph)
    #expect(notes.map(\.style) == [.body, .note])
    #expect(notes.last?.text.contains("含变更 3 件。") == true)
  }
}
