import TestSupport
import Testing
import ZIPKit

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import PageFormats

/// Pages as they are set, and what is read of them again.
@Suite struct OFDWriterTests {
  private func bytes(_ blocks: [Block]) throws -> [UInt8] {
    try OFDWriter.write(Document(blocks), WriteOptions())
  }

  private func again(_ blocks: [Block]) throws -> [Block] {
    try #require(try OFDReader.read(SourceBytes(name: nil, bytes: bytes(blocks))).first).blocks
  }

  private func table(_ blocks: [Block]) throws -> Table {
    try #require(blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }.first)
  }

  private func expectSame(_ read: Table, _ written: Table) {
    #expect(read.rows.map { $0.cells.map(\.text) } == written.rows.map { $0.cells.map(\.text) })
    #expect(read.rows.map { $0.cells.map(\.rowSpan) } == written.rows.map { $0.cells.map(\.rowSpan) })
    #expect(read.rows.map { $0.cells.map(\.columnSpan) } == written.rows.map { $0.cells.map(\.columnSpan) })
  }

  private func header(_ text: String, rows: Int = 1, columns: Int = 1) -> Cell {
    Cell(text, rowSpan: rows, columnSpan: columns, isHeader: true)
  }

  private static let words = "规章制发件数及其修改和废止的情况，由本机关在年度报告中如实说明。"

  // MARK: Tables

  @Test func longTablesGoOnUnderTheirHeaders() throws {
    let rows = (1...120).map { Row([header("\($0). 指标"), Cell("\($0 * 1_001)")]) }
    let written = Table(rows: [Row([header("指标"), header("数量")])] + rows, headerRows: 1)
    let blocks = try again([.paragraph(Paragraph(Self.words)), .table(written)])
    let read = try table(blocks)
    expectSame(read, written)
    #expect(Set(read.rows.compactMap { $0.place?.page }).count > 2)
  }

  @Test func groupsAreNotTorn() throws {
    var rows: [Row] = []
    for group in 1...40 {
      rows.append(Row([header("第\(group)组", rows: 3), header("甲"), Cell("1\(group)")]))
      rows += ["乙", "丙"].map { Row([header($0), Cell("2\(group)")]) }
    }
    let read = try table(try again([.table(Table(rows: rows))]))
    expectSame(read, Table(rows: rows))
    for start in stride(from: 0, to: 120, by: 3) {
      #expect(Set(read.rows[start..<start + 3].compactMap { $0.cells.last?.place?.page }).count == 1)
    }
  }

  /// A label beside more rows than a page has is one label.
  @Test func longGroupsAreOneOverPages() throws {
    let rows = (1...90).map { row in
      Row((row == 1 ? [header("本年度办理结果", rows: 90)] : []) + [header("\(row). 情形"), Cell("\(row)")])
    }
    expectSame(try table(try again([.table(Table(rows: rows))])), Table(rows: rows))
  }

  @Test func wideTablesStayOnThePage() throws {
    let rows = (0..<3).map { row in
      Row((0..<20).map { $0 == 0 ? header("本年新收政府信息公开申请数量") : Cell("\(row)234567") })
    }
    let blocks = [Block.table(Table(rows: rows))]
    expectSame(try table(try again(blocks)), Table(rows: rows))
    let archive = try ZIPArchive(bytes(blocks))
    let page = String(decoding: try #require(try archive.contents(of: OFDWriter.firstPage)), as: UTF8.self)
    let boxes = page.split(separator: "Boundary=\"").dropFirst().map { part in
      part.prefix { $0 != "\"" }.split(separator: " ").compactMap { Double($0) }
    }
    #expect(boxes.count > 60)
    #expect(boxes.allSatisfy { $0.count == 4 && $0[0] >= 0 && $0[0] + $0[2] <= 210 && $0[1] + $0[3] <= 297 })
  }

  // MARK: Texts

  @Test func proseComesBack() throws {
    let texts = [
      String(repeating: Self.words, count: 40), "甲  乙\u{3000}丙，see page 12 of 13 <&>",
      "全年收到申请1234567件，" + Self.words + "其中2017年20181231件，" + Self.words,
      "本年度报告的电子版可以从本机关的门户网站（http://www.example.gov.cn/zwgk/report.html）下载。", "短。", Self.words,
    ]
    let title = "青禾市自然资源和规划局不动产登记服务中心办公室2021年政府信息公开工作年度报告"
    let blocks: [Block] =
      [.heading(Paragraph(title), level: 1)] + texts.map { .paragraph(Paragraph($0)) }
      + [.heading(Paragraph("一、总体情况"), level: 2), .heading(Paragraph("（一）公开"), level: 3)]
      + texts.map { .paragraph(Paragraph($0)) } + [.paragraph(Paragraph("2022年1月10日", style: .trailing))]
    let read = try again(blocks).map { block in
      if case .paragraph(let paragraph) = block { paragraph.text } else { "" }
    }
    let expected = blocks.map { block in
      switch block {
      case .heading(let text, _), .paragraph(let text): text.text
      case .table: ""
      }
    }
    #expect(read == expected)
  }

  @Test func numbersAndMarksAreNotTorn() {
    let text = "截至2021年12月31日，共有12345.67万元、98765件（见附件12），其余“未知”——以后再报……完。"
    for width in 12...60 {
      let lines = OFDLines(text, width: width).lines.map { String(String.UnicodeScalarView($0)) }
      #expect(lines.joined() == text)
      for (upper, lower) in zip(lines, lines.dropFirst()) {
        let (last, first) = (upper.last ?? " ", lower.first ?? " ")
        #expect(!(last.isASCII && first.isASCII), "\(width): \(upper)|\(lower)")
        #expect(!"，、。）”".contains(first) && !"（“".contains(last), "\(width): \(upper)|\(lower)")
      }
    }
  }

  @Test func sameDocumentSameBytes() throws {
    let blocks: [Block] = [.heading(Paragraph("标题"), level: 1), .paragraph(Paragraph(Self.words))]
    #expect(try bytes(blocks) == bytes(blocks))
    #expect(OFDMarkup.millimetres(11_906) == "210.009")
    #expect(OFDMarkup.millimetres(-1) == "-0.018")
  }
}
