import Testing

@testable import DocumentModel
@testable import Presentation
@testable import ReportModel

/// Prose, headings and notes around the tables.
@Suite struct PresenterTests {
  private func lines(_ document: Document) -> [String] {
    document.blocks.flatMap { block -> [String] in
      switch block {
      case .heading(let paragraph, let level): [String(repeating: "#", count: level) + paragraph.text]
      case .paragraph(let paragraph): [paragraph.text]
      case .table(let table): ["<\(table.caption ?? "")>"] + table.notes
      }
    }
  }

  private func example(_ name: String) throws -> Report {
    try #require(Fixtures.examples.first { $0.name == name }).report
  }

  @Test func tablesStandInTheirSections() throws {
    let lines = lines(Presenter().document(for: try example("2021")))
    #expect(
      lines == [
        "#临溪县教育局2022年政府信息公开工作年度报告", "本报告由六个部分组成。",
        "本报告中所列数据的统计期限自2022年1月1日起至2022年12月31日止。", "联系电话：0000-0000000。", "##一、总体情况", "全年平稳。",
        "###（一）主动公开", "及时公开。", "##二、主动公开政府信息情况", "<二、主动公开政府信息情况>", "##三、收到和处理政府信息公开申请情况",
        "<三、收到和处理政府信息公开申请情况>", "##四、政府信息公开行政复议、行政诉讼情况", "<四、政府信息公开行政复议、行政诉讼情况>",
        "##五、存在的主要问题及改进情况", "已改进。", "##六、其他需要报告的事项", "1. 未收取信息处理费。", "2023年1月20日",
      ])
  }

  @Test func theNumbersOfAnotherOutlineAreNotKept() throws {
    let headings = lines(Presenter().document(for: try example("converted"))).filter { $0.hasPrefix("##") }
    #expect(headings.contains("##五、存在的主要问题及改进情况"))
    #expect(!headings.contains { $0.contains("七、") })
    #expect(headings.contains("###一、概述"), "prose without a section of its own stands in the first")
  }

  @Test func aPeriodThatIsSaidIsNotSaidAgain() throws {
    var report = try example("2021")
    report.sections[0].paragraphs = [ProseParagraph("统计时限自 2022 年 1 月 1 日起至 12 月 31 日止。")]
    #expect(
      lines(Presenter().document(for: report)).filter { $0.contains("12") && $0.contains("31") }.count == 1)
  }

  @Test func personalDataIsLeftOutOfProseToo() throws {
    var report = try example("2021")
    report.sections[1].paragraphs.append(ProseParagraph("欢迎来电。联系电话：0000-0000000。"))
    let kept = lines(Presenter().document(for: report))
    #expect(kept.filter { $0.contains("0000-0000000") }.count == 1)
    let omitted = lines(Presenter(omitsPersonalData: true).document(for: report))
    #expect(!omitted.contains { $0.contains("0000-0000000") })
    #expect(omitted.contains("欢迎来电。"))

    let sheet = try example("legacy-shandong")
    #expect(lines(Presenter().document(for: sheet)).contains("单位负责人：甲某"))
    let without = lines(Presenter(omitsPersonalData: true).document(for: sheet))
    #expect(!without.contains { $0.contains("甲某") || $0.contains("0000-0000000") })
    #expect(without.contains("填报日期：2017.1.10"))
  }

  @Test func whatIsKnownTogetherStandsUnderItsTable() throws {
    let tables = Fixtures.tables(Presenter().document(for: try example("converted")))
    #expect(tables[1].notes.contains { $0.contains("−") && $0.hasSuffix("= 2") })
    #expect(tables[2].notes == ["合计可知：未经复议直接起诉·总计 + 复议后起诉·总计 = 1～4"])
  }

  @Test func carriedFiguresKeepTheirLabelsUnitsAndFigures() throws {
    let table = try #require(Fixtures.tables(Presenter().document(for: try example("converted"))).last)
    #expect(
      table.rows.dropFirst().map { $0.cells.map(\.text) } == [
        ["举报投诉数量 · 维持具体行政行为数", "件", "3"], ["举报投诉数量 · 其他情形数", "件", "（缺行）"],
        [
          "机构建设和保障经费情况 · 政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元", "约三万（无法辨认）",
        ],
        ["机构建设和保障经费情况 · 从事政府信息公开工作人员数", "人", ""],
      ])
  }

  /// What a cell itself says goes before what its form has.
  @Test func carriedFiguresKeepUnitsOfTheirOwn() throws {
    var report = try example("converted")
    report.conversion?.original["complaints.upheld"] = Figure(.exact(Amount(3)), unit: "起")
    let table = try #require(Fixtures.tables(Presenter().document(for: report)).last)
    #expect(table.rows[1].cells[1].text == "起")
  }

  /// A legend for each mark in use, and for no other.
  @Test func theLegendExplainsWhatIsUsed() throws {
    let converted = lines(Presenter().document(for: try example("converted"))).joined(separator: "\n")
    for sign in ["（推算）：", "如 0～5：", "如 约3（0～5）：", "（无法辨认）：", "未知：", "（缺行）："] {
      #expect(converted.contains(sign), "\(sign)")
    }
    #expect(!converted.contains("如 ［12｜120］："))
    let plain = lines(Presenter().document(for: try example("2021"))).joined(separator: "\n")
    #expect(!plain.contains("：原文"))
  }

  /// Chinese in the form, English in what explains it.
  @Test func notesFollowTheLanguage() throws {
    let report = try example("converted")
    let chinese = Fixtures.tables(Presenter(language: .chinese).document(for: report))
    let english = Fixtures.tables(Presenter(language: .english).document(for: report))
    #expect(chinese.prefix(3).map(\.rows) == english.prefix(3).map(\.rows))
    #expect(english[2].notes.allSatisfy { $0.hasPrefix("Known together") })
  }
}
