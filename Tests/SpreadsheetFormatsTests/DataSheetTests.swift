import Foundation
import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import FormatKit
@testable import Gongkai
@testable import ReportModel
@testable import SpreadsheetFormats
@testable import WorkbookKit

/// The tidy rows of a workbook.
@Suite struct DataSheetTests {
  private static let forms = FormCatalogue.shared.forms

  @Test("Each format of cells knows its place in the style sheet")
  func formatIndices() {
    for (index, format) in CellFormat.all.enumerated() { #expect(format.index == index) }
    #expect(CellFormat.heading(level: 1).index == 0)
    #expect(CellFormat.number(scale: 10).index == 0)
  }

  @Test("Texts whose marks are composed differently are two texts")
  func composition() {
    var strings = SharedStringTable()
    #expect(strings.index(of: "\u{E9}") == 0)
    #expect(strings.index(of: "e\u{301}") == 1)
    #expect(strings.index(of: "\u{E9}") == 0)
  }

  /// The fields as they come, each marked as text or number; what no sheet can hold as a number is text.
  private struct Recorder: TidyTableOutput {
    var rows: [[String]] = []
    private var start: [String] = []

    private func marked(_ text: String) -> String {
      if text.isEmpty { return "" }
      var xml = XMLPart()
      let head = xml.bytes.count
      xml.text(text)
      return "t" + String(decoding: xml.bytes.dropFirst(head), as: UTF8.self)
    }

    private func marked(_ amount: Amount) -> String {
      amount.significand.magnitude < 1_000_000_000_000_000 ? "n\(amount)" : "t\(amount)"
    }

    mutating func begin(_ identity: [TidyField]) {
      start = identity.map { field in
        switch field {
        case .text(let text): marked(text)
        case .number(let amount): marked(amount)
        case .empty: ""
        }
      }
    }
    mutating func beginRow() { rows.append(start) }
    mutating func append(_ text: String) { rows[rows.count - 1].append(marked(text)) }
    mutating func append(_ amount: Amount?) {
      let isRaw = rows[rows.count - 1].count == TidyColumn.raw.index
      rows[rows.count - 1].append(amount.map { isRaw ? "t\($0)" : marked($0) } ?? "")
    }
    mutating func append(_ place: Place?) { append(place?.description ?? "") }
  }

  /// The cells of the sheet, marked in the same way.
  private func cells(_ reports: [Report]) -> [[String]] {
    var strings = SharedStringTable()
    let sheet = DataSheet(reports, &strings)
    let texts = Self.pieces(
      String(decoding: strings.part(), as: UTF8.self), "xml:space=\"preserve\">", "</t></si>")
    return Self.pieces(String(decoding: sheet.rows.xml, as: UTF8.self), "<row", "</row>").map { row in
      var fields = TidyTable.columns.map { _ in "" }
      for cell in Self.pieces(row, "<c r=\"", "</v></c>") {
        let reference = cell.prefix { $0 != "\"" }
        guard let column = CellReference.position(reference.utf8)?.column,
          let value = cell.components(separatedBy: "<v>").last
        else { continue }
        let isText = cell.contains("t=\"s\"")
        fields[column - 1] = isText ? "t" + (Int(value).map { texts[$0] } ?? "?") : "n" + value
      }
      return fields
    }
  }

  private static func pieces(_ text: String, _ opening: String, _ closing: String) -> [String] {
    text.components(separatedBy: opening).dropFirst().compactMap { $0.components(separatedBy: closing).first }
  }

  @Test func headsAreIdsAndNames() {
    let heads = cells([])
    #expect(heads.count == DataSheet.headCount)
    #expect(heads[0] == TidyColumn.allCases.map { "t" + $0.rawValue })
    #expect(heads[1] == TidyColumn.allCases.map { "t" + $0.name.chinese })
  }

  /// Numbers are numbers; keys, codes, editions and what was typed are texts, whatever they look like.
  @Test func cellsAreThoseOfTheTable() throws {
    for seed in 0..<6 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let reports = Self.forms.map { form in
        var report = generator.report(of: form, convertedFrom: Self.forms)
        if seed == 0 {
          report.identity.year = 2021
          report.source = SourceFile(
            name: "2021", size: 1, sha256: String(repeating: "0123456789", count: 6) + "0123", format: "text")
        }
        return report
      }
      var recorder = Recorder()
      TidyTable.write(reports, to: &recorder)
      #expect(Array(cells(reports).dropFirst(DataSheet.headCount)) == recorder.rows, "seed \(seed)")
      if seed == 0 {
        #expect(recorder.rows[0][0...1] == ["t0123456789012345", "t2021"])
        #expect(recorder.rows[0][TidyColumn.year.index] == "n2021")
      }
    }
  }

  /// Of now, and of before rows named their report: passed over beside a report, and no report alone.
  @Test(arguments: TidyTable.headers) func dataSheetIsPassedOver(header: [String]) throws {
    let row = header.enumerated().map { index, id in
      "<c r=\"\(CellReference.letters(index + 1))1\" t=\"inlineStr\"><is><t>\(id)</t></is></c>"
    }.joined()
    let parts = Workshop.parts(
      "<sheetData><row r=\"1\">\(row)</row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row></sheetData>")
    #expect { try Workshop.read(parts) } throws: {
      ($0 as? Refusal)?.findings.map(\.id) == ["sheet.only-tidy"]
    }
    let text = header.joined(separator: "\t") + "\n1\t2\n"
    #expect { try Converter().readAll(bytes: Array(text.utf8), name: "a.tsv") } throws: {
      ($0 as? Refusal)?.findings.map(\.id) == ["sheet.only-tidy"]
    }
  }
}
