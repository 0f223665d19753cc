import Testing

@testable import FormatKit
@testable import Recognition
@testable import ReportModel
@testable import TextFormats

/// Rows and labels that are printed otherwise than the form prints them: each figure stays what it is, and what has
/// no place is named.
@Suite struct KindsOfRowsTests {
  private func read(_ text: String, html: Bool = false) throws -> Report {
    html ? try ReportsOfFiles.page(text) : try ReportsOfFiles.text(text)
  }

  private func amount(_ report: Report, _ indicator: String) -> Amount? {
    report.statistics[CellID(indicator)]?.certainAmount
  }

  private let header = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"

  @Test(
    arguments: [
      "规章1", "规章①", "规章[1]", "规章【含修订】", "规章（含修订）2", "2022年规章", "2022年度规章", "1 规章", "1.规章2", "规章 2022", "规章注1",
    ])
  func digitsOfALabelAreNoFigures(label: String) throws {
    let report = try read("青禾市水务局2022年报告\n" + header + "\(label)\t5\t6\t7\n行政规范性文件\t8\t9\t10\n")
    #expect(amount(report, "proactive.regulations.issued") == Amount(5))
    #expect(amount(report, "proactive.regulations.inForce") == Amount(7))
    #expect(report.unplaced.isEmpty)
  }

  /// The row of another year is none of the form's.
  @Test func anotherYearIsAnotherRow() throws {
    let report = try read(
      "青禾市水务局2022年报告\n" + header + "规章\t5\t6\t7\n2021年规章\t55\t66\t77\n行政规范性文件\t8\t9\t10\n")
    #expect(amount(report, "proactive.regulations.issued") == Amount(5))
    #expect(report.unplaced.contains { $0.text.contains("55") })
  }

  @Test(arguments: ["行政处罚1", "行政处罚(1)", "行政处罚^1", "行政处罚【1】", "2022年行政处罚"])
  func digitsOfALabelInAParagraph(label: String) throws {
    let cells = [
      "青禾市水务局2022年报告", "第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "5412", "第二十条第（六）项", "信息内容",
      "本年处理决定数量", label, "731", "行政强制", "29",
    ]
    let report = try read(cells.joined(separator: "\n\n") + "\n")
    #expect(amount(report, "proactive.penalties.decisions") == Amount(731))
    #expect(amount(report, "proactive.compulsoryMeasures.decisions") == Amount(29))
  }

  private static let figures = ["1", "2", "3", "4", "10", "5", "6", "7", "8", "26", "9", "1", "2", "3", "15"]

  private func outcomes(_ rows: [[String]], label: String? = nil) -> String {
    let four = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    func row(_ cells: [String]) -> String {
      "<tr>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
    let corner = label == nil ? "" : "<td rowspan=3>项目</td>"
    var page = "<p>四、政府信息公开行政复议、行政诉讼情况</p><table>"
    page += "<tr>\(corner)<td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>"
    for name in four { page += "<td rowspan=2>\(name)</td>" }
    page += "<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    page += row(four + four)
    for cells in rows { page += row((label.map { [$0] } ?? []) + cells) }
    return page + "</table>"
  }

  private static let numbering: [[String]] = [
    (1...15).map { "\($0)" },
    (16...30).map { "\($0)" },
    (0..<15).map { "\($0 % 5 + 1)" },
    (0..<15).map { $0 % 5 < 4 ? "\($0 % 5 + 1)" : "5=1+2+3+4" },
  ]

  @Test(arguments: numbering)
  func numbersOfColumnsAreNoFigures(numbers: [String]) throws {
    let labels: [String?] = [nil, "数量", "合计（件）"]
    for label in labels {
      let report = try read(outcomes([numbers, Self.figures], label: label), html: true)
      #expect(amount(report, "review.upheld") == Amount(1))
      #expect(amount(report, "litigation.afterReview.total") == Amount(15))
      #expect(report.unplaced.isEmpty)
    }
  }

  @Test(arguments: ["备注", "同比"])
  func aColumnOfItsOwnIsNamed(title: String) throws {
    let page = """
      <table><tr><td colspan=5>第二十条第（一）项</td></tr>
      <tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td><td>\(title)</td></tr>
      <tr><td>规章</td><td>5</td><td>6</td><td>7</td><td>771</td></tr>
      <tr><td>行政规范性文件</td><td>8</td><td>9</td><td>10</td><td>772</td></tr></table>
      """
    let report = try read(page, html: true)
    #expect(amount(report, "proactive.regulations.issued") == Amount(5))
    #expect(amount(report, "proactive.normativeDocuments.inForce") == Amount(10))
    for number in ["771", "772"] { #expect(report.unplaced.contains { $0.text.contains(number) }) }
  }

  @Test(arguments: ["4712", "合计 4712"])
  func aNumberBelowATableIsNamed(line: String) throws {
    let report = try read(header + "规章\t5\t6\t7\n行政规范性文件\t8\t9\t10\n\n\(line)\n\n六、其他需要报告的事项\n无\n")
    #expect(amount(report, "proactive.regulations.issued") == Amount(5))
    #expect(report.unplaced.contains { $0.text.contains("4712") })
  }
}
