import Foundation
import TestSupport
import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import Gongkai
@testable import PageFormats
@testable import ReportModel

/// PDF made by other people's programs from what gongkai writes; see `Fixtures/generate`.
@Suite struct PDFTests {
  static let root = Repository.root
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")
  static let hasPoppler = (try? PopplerPrograms()) != nil
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? [])
    .filter { $0.hasSuffix(".pdf") && $0.split(separator: ".").count == 3 }.sorted()

  private func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Self.fixtures.appendingPathComponent(name)))
  }

  /// Every figure of the printed report, and nothing else.
  private func expectFigures(of expected: Report, in bytes: [UInt8], _ comment: String) throws {
    let reports = try Converter().readAll(bytes: bytes, name: "a.pdf")
    #expect(reports.count == 1)
    let report = try #require(reports.first)
    #expect(report.form.id == expected.form.id, "\(comment)")
    let differences = FigureDifferences(expected.statistics, report.statistics)
    #expect(differences.isEmpty && differences.compared > 30, "\(comment): \(differences)")
    #expect(report.source?.format == "pdf")
  }

  @Test(.enabled(if: hasPoppler), arguments: names)
  func figuresAreThose(name: String) throws {
    let form = name.prefix { $0 != "." }
    let input = Self.root.appendingPathComponent("Examples/\(form)/input.txt").path
    try expectFigures(of: try Converter().read(contentsOf: FilePath(input)), in: try bytes(name), name)
  }

  /// A page that is turned shows the same figures, however its lines and words lie.
  @Test(
    .enabled(if: hasPoppler),
    arguments: ["/Rotate 90", "/Rotate 180", "/Rotate 270", "/CropBox[20 30 560 800]"])
  func turnedPagesAreRead(entry: String) throws {
    let page = Data("/Type/Page/Parent".utf8)
    var data = Data(try bytes("2021.libreoffice.pdf"))
    var start = data.startIndex
    while let found = data.range(of: page, in: start..<data.endIndex) {
      let replacement = Data("/Type/Page\(entry)/Parent".utf8)
      data.replaceSubrange(found, with: replacement)
      start = found.lowerBound + replacement.count
    }
    let input = Self.root.appendingPathComponent("Examples/2021/input.txt").path
    try expectFigures(of: try Converter().read(contentsOf: FilePath(input)), in: [UInt8](data), entry)
  }

  @Test(.enabled(if: hasPoppler)) func placesAndSpansAreKnown() throws {
    let document = try PDFReader.read(SourceBytes(name: nil, bytes: try bytes("2021.chromium.pdf")))
    let tables = document.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables.count == 3)
    let second = try #require(tables.dropFirst().first)
    #expect(second.hasGrid)
    let grid = TableGrid(second)
    #expect(grid.columnCount == 10)
    #expect(grid.positions.allSatisfy { $0.allSatisfy { $0 != nil } }, "no holes")
    let group = try #require(second.rows.flatMap(\.cells).first { $0.text == "三、本年度办理结果" })
    #expect(group.rowSpan == 22 && group.columnSpan == 1)
    #expect(group.place?.table == 2 && group.place?.page != nil && group.place?.row == 6)
    let body = try #require(document.blocks.first)
    guard case .paragraph(let title) = body else {
      Issue.record("the title comes first")
      return
    }
    #expect(title.text.contains("2021年政府信息公开工作年度报告"))
  }

  @Test(
    .enabled(if: hasPoppler),
    arguments: [
      ("scan.pdf", "pdf.no-text"), ("locked.pdf", "pdf.encrypted"), ("2021.chromium.pdf", "pdf.damaged"),
    ])
  func whatCannotBeReadIsRefused(name: String, id: String) throws {
    var bytes = try bytes(name)
    if id == "pdf.damaged" { bytes.removeLast(bytes.count / 2) }
    let refusal = try #require(throws: Refusal.self) {
      try PDFReader.read(SourceBytes(name: nil, bytes: bytes))
    }
    #expect(refusal.kind == .input)
    #expect(refusal.findings.map(\.id) == [id])
  }

  @Test func formatIsKnownByItsHeader() {
    #expect(PDFReader.hasHeader(Array("%PDF-1.7".utf8)[...]))
    #expect(PDFReader.hasHeader(Array("junk\n%PDF-1.4".utf8)[...]))
    #expect(!PDFReader.hasHeader(Array("%PDF".utf8)[...]))
    #expect(!PDFReader.hasHeader(([UInt8](repeating: 0x20, count: 1024) + Array("%PDF-".utf8))[...]))
    #expect(FormatRegistry().format(named: "pdf")?.capabilities == [.read])
  }
}
