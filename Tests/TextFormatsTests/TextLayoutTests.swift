import Testing

@testable import DocumentModel
@testable import FormatKit
@testable import TextFormats

/// Text to blocks: what of a table a plain text still shows.
@Suite struct TextLayoutTests {
  private func blocks(_ text: String) throws -> [Block] {
    try TextReader.read(SourceBytes(name: "a.txt", bytes: Array(text.utf8))).blocks
  }

  private func rows(_ text: String) throws -> [[String]] {
    try blocks(text).flatMap { block -> [[String]] in
      guard case .table(let table) = block else { return [] }
      return table.rows.map { $0.cells.map(\.text) }
    }
  }

  /// A row whose cells stand on lines of their own, with bars: always the same cells.
  static let seven: [(String, String)] = [
    ("behind", "结转 |\n25 |\n|\n|\n|\n|\n|\n25 |"),
    ("before and behind in the last line", "结转\n25 |\n|\n|\n|\n|\n| 25 |"),
    ("before", "结转\n| 25\n|\n|\n|\n|\n|\n| 25"),
    ("on lines of their own", "结转\n|\n25\n|\n|\n|\n|\n|\n|\n25\n|"),
    ("the first behind the label", "结转 | 25 |\n|\n|\n|\n|\n|\n25 |"),
    ("the first behind the label, bars before", "结转 | 25\n|\n|\n|\n|\n|\n| 25"),
    ("full-width", "结转 ｜\n25 ｜\n｜\n｜\n｜\n｜\n｜\n25 ｜"),
    ("drawn", "结转 │\n25 │\n│\n│\n│\n│\n│\n25 │"),
    ("in one line", "结转 | 25 | | | | | | 25 |"),
    ("in one line, outer bars", "| 结转 | 25 | | | | | | 25 |"),
  ]

  @Test(arguments: seven)
  func blankCellsKeepTheirPlace(kind: String, text: String) throws {
    #expect(try rows(text) == [["结转", "25", "", "", "", "", "", "25"]], "\(kind)")
  }

  static let others: [(String, [[String]])] = [
    // A row over two lines.
    ("结转 | 1 | 2 | 3 |\n4 | 5 | 6 | 7 |", [["结转", "1", "2", "3", "4", "5", "6", "7"]]),
    // Figures without a label are a row of their own where the rows are whole.
    ("| 甲 | 1 | 2 |\n| 3 | 4 | 5 |\n| 乙 | 6 | 7 |", [["甲", "1", "2"], ["3", "4", "5"], ["乙", "6", "7"]]),
    // A cell that holds a line end.
    ("| 甲 | 1 |\n| 部分公开\n（区分处理的） | 2 |\n| 乙 | 3 |", [["甲", "1"], ["部分公开\n（区分处理的）", "2"], ["乙", "3"]]),
    // Spans of columns, with the bar that ends a label below it.
    ("信息内容 |\n||\n规章\n|\n5 |\n6 |", [["信息内容", "", "", "规章", "5", "6"]]),
    // A remark goes on with its figure, a numbered label does not.
    ("甲 |\n22\n（其中修订16件） |\n乙 |\n1 |", [["甲", "22\n（其中修订16件）", "乙", "1"]]),
    ("甲\n| 1\n（二）乙\n| 2", [["甲", "1", "（二）乙", "2"]]),
    // A heading between rows of one cell a line.
    ("\t甲\n\t1\n\n四、乙\n\t丙\n\t2", [["甲", "1"], ["四、乙"], ["丙", "2"]]),
    // Two layouts in one text.
    ("| 甲 | 1 |\n| 乙 | 2 |\n\n丙\t3\n丁\t4", [["甲", "1"], ["乙", "2"], ["丙", "3"], ["丁", "4"]]),
    // A figure of two readings is no row of bars.
    ("如 ［12｜120］：原文有多种读法。", []),
  ]

  @Test(arguments: others)
  func rowsAndCells(text: String, expected: [[String]]) throws {
    #expect(try rows(text) == expected)
  }

  // MARK: Paragraphs

  private static let prose = """
    本单位认真学习有关规定，坚持以公开为常态、不公开为例外，围绕重点领域加大公开力度，公开信息1234条，开展解读15次，\
    接待来访56人次，回应关切88次，各项工作取得了明显成效。
    """

  private func paragraphs(_ text: String) throws -> [String] {
    try blocks(text).compactMap { if case .paragraph(let paragraph) = $0 { paragraph.text } else { nil } }
  }

  private func wrapped(_ text: String, _ width: Int) -> String {
    var lines: [Substring] = []
    var rest = text[...]
    while !rest.isEmpty {
      lines.append(rest.prefix(width))
      rest = rest.dropFirst(width)
    }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: [24, 28, 32, 38, 40])
  func linesBrokenAtAWidth(width: Int) throws {
    let text = "一、总体情况\n" + wrapped(Self.prose, width) + "\n（二）其他\n" + wrapped(Self.prose, width)
    #expect(try paragraphs(text) == ["一、总体情况", Self.prose, "（二）其他", Self.prose])
  }

  /// Lines that end for another reason than their width stay as they are.
  @Test(arguments: [
    "一、总体情况\n本单位按规定公开。\n二、其他\n无。\n某某局\n2023年1月12日",
    "1.公开不够及时，数量不足，形式不够丰富，内容不够具体\n2.解读不够深入，渠道不够多样，回应不够快捷，范围不够广泛",
    "本机关不掌握相关政府信息、没有现成信息需要另行制作的情形\n1\n0\n补正后申请内容仍不明确",
  ])
  func linesThatStay(text: String) throws {
    #expect(try paragraphs(text) == text.split(separator: "\n").map(String.init))
  }
}
