import Testing

@testable import FormatKit
@testable import Recognition
@testable import ReportModel
@testable import TextFormats

/// Tables as programs extract them from pages: pipes on lines of their own, before or behind the cells.
@Suite struct PipeLayoutTests {
  private func figures(_ text: String) throws -> [String: Figure.Value] {
    let report = try ReportsOfFiles.text(text)
    var figures: [String: Figure.Value] = [:]
    for (cell, figure) in zip(report.form.cells, report.statistics.figures) {
      if let figure { figures[cell.id.description] = figure.value }
    }
    return figures
  }

  @Test func mergedColumnsBehindTheCell() throws {
    let figures = try figures(
      """
      |
      第二十条第(一)项 | |||
      |
      信息内容 |
      本年制发件数 |
      本年废止件数 |
      现行有效件数 (历史累计) |
      |
      规章 |
      0 |
      0 |
      |
      |
      行政规范性文件 |
      5 |
      12 |
      8 |
      |
      第二十条第(五)项 | |||
      |
      信息内容 |
      本年处理决定数量 | ||
      |
      行政许可 |
      7 | ||
      """)
    #expect(figures["proactive.regulations.repealed"] == .exact(.zero))
    #expect(figures["proactive.regulations.inForce"] == .blank)
    #expect(figures["proactive.normativeDocuments.inForce"] == .exact(Amount(8)))
    #expect(figures["proactive.licences.decisions"] == .exact(Amount(7)))
    #expect(figures.count == 7)
  }
}

/// Headers that a document repeats or spoils.
@Suite struct RepeatedHeaderTests {
  @Test(arguments: ["1\t2\t3", "123", "12 3"])
  func headersThatStandTwice(row: String) throws {
    let text = """
      信息内容\t本年制发件数\t本年制发件数\t现行有效件数
      规章\t\(row)
      信息内容\t本年处理决定数量
      行政许可\t4
      行政处罚\t5
      行政强制\t6

      """
    let report = try ReportsOfFiles.text(text)
    #expect(report.statistics[CellID("proactive.regulations.issued")]?.certainAmount == nil)
    #expect(report.statistics[CellID("proactive.licences.decisions")]?.amount == Amount(4))
    #expect(report.unplaced.contains { $0.text.contains("规章") })
  }
}
