import TestSupport
import Testing

@testable import CanonicalKit
@testable import DocumentModel
@testable import FormatKit
@testable import Presentation
@testable import ReportModel
@testable import SpreadsheetFormats
@testable import WorkbookKit
@testable import ZIPKit

/// Damaged files of every kind are read or refused, and never more than that.
@Suite struct MutationTests {
  private func mutated(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    let tokens = [
      "0", "99999999999999999999", "-1", "A1:XFD1048576", "ZZZ0", "\"", "<", "</row>", "<c/>", "&amp;",
      "\u{0}",
    ]
    for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
      let start = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, start + Int.random(in: 0...40, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.removeSubrange(start..<end)
      case 1:
        bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
      case 2: bytes.replaceSubrange(start..<end, with: Array(random.pick(tokens).utf8))
      default:
        // A number for another, so that the markup stays whole.
        if let digit = bytes[start...].firstIndex(where: { (0x30...0x39).contains($0) }) {
          bytes.replaceSubrange(
            digit..<digit + 1, with: Array(String(Int.random(in: 0..<200_000, using: &random)).utf8))
        }
      }
    }
    return bytes
  }

  private func report() throws -> Report {
    var generator = ReportGenerator(seed: 3)
    return generator.plainReport(of: try #require(FormID("2021").flatMap { FormCatalogue.shared.form($0) }))
  }

  @Test func workbooks() throws {
    let report = try report()
    let bytes = try XLSXWriter.write([report], [Presenter().document(for: report)], WriteOptions())
    let archive = try ZIPArchive(bytes)
    let parts = try archive.entries.map { ($0.name, try archive.contents(of: $0)) }
    var random = SplitMix64(seed: 11)
    var read = 0
    for _ in 0..<Scale.count(130, proof: 400) {
      let victim = Int.random(in: 1..<parts.count, using: &random)
      var builder = ZIPBuilder()
      for (index, part) in parts.enumerated() {
        builder.add(part.0, index == victim ? mutated(part.1, &random) : part.1)
      }
      let bytes = builder.finish()
      _ = XLSXReader.identify(SourceBytes(name: nil, bytes: bytes))
      if (try? XLSXReader.read(SourceBytes(name: nil, bytes: bytes))) != nil { read += 1 }
    }
    #expect(read > 20)
  }

  @Test func separatedValues() throws {
    let bytes = TidyCSV.write([try report()]).dropFirst(9)
    var random = SplitMix64(seed: 12)
    for _ in 0..<Scale.count(60, proof: 200) {
      _ = try? CSVReader.read(SourceBytes(name: nil, bytes: mutated(Array(bytes), &random)))
    }
  }

  @Test func grids() {
    var random = SplitMix64(seed: 13)
    let texts = ["一、甲", "第二十条", "12", "说明：", "甲：乙", "件", "本年度依法公开政府信息。", "", "（一）申请", "约3（0～5）", "a\n\nb"]
    for _ in 0..<2000 {
      var grid = SheetGrid(page: 1)
      let size = random.pick([2, 6, 12])
      for _ in 0..<random.pick([1, 5, 40]) {
        let text = random.pick(texts)
        if text.isEmpty { continue }
        grid.add(
          SheetGrid.Cell(
            row: Int.random(in: 1...size, using: &random), column: Int.random(in: 1...size, using: &random),
            text: text))
      }
      for _ in 0..<random.pick([0, 1, 6]) {
        let (row, column) = (
          Int.random(in: 1...size, using: &random), Int.random(in: 1...size, using: &random)
        )
        grid.add(
          SheetGrid.Merge(
            rows: row...row + Int.random(in: 0...4, using: &random),
            columns: column...column + Int.random(in: 0...4, using: &random)))
        grid.addBorderedCell(row: row)
      }
      _ = grid.sort()
      let layout = SheetLayout(grid)
      let blocks = SheetBlocks.blocks(of: layout, page: 1)
      // Every text that is to be seen is there, once.
      var expected = layout.rows.flatMap { $0.filled.map(\.text) }.joined()
      var found = ""
      for block in blocks {
        switch block {
        case .heading(let paragraph, _), .paragraph(let paragraph): found += paragraph.text
        case .table(let table):
          found += table.rows.flatMap { $0.cells.map(\.text) }.joined()
          // Cells of a table never overlap, and fill its rows.
          let positions = TableGrid(table)
          for row in positions.positions { #expect(row.allSatisfy { $0 != nil }) }
        }
      }
      expected.removeAll(where: \.isWhitespace)
      found.removeAll(where: \.isWhitespace)
      #expect(found == expected)
    }
  }
}
