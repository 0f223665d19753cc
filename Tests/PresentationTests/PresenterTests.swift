import TestSupport
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
        "#临溪县教育局\n2022年政府信息公开工作年度报告", "本报告由六个部分组成。",
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
    #expect(
      !headings.contains { $0.contains("概述") }, "a chapter that is a section of the form is not told twice")
  }

  /// The sections of a sheet's report under those of the form that it was converted to, with all prose.
  private func outline(_ sections: [(String?, Int, [String])]) throws -> [String] {
    var report = try example("converted")
    report.sections = sections.map { heading, level, paragraphs in
      ProseSection(heading: heading, level: level, paragraphs: paragraphs.map { ProseParagraph($0) })
    }
    let lines = lines(Presenter(hasAppendix: false).document(for: report))
    let start = try #require(lines.firstIndex { $0 == "##一、总体情况" })
    return lines[start...].filter { !$0.hasPrefix("<") && !$0.hasPrefix("表中标记") }
  }

  @Test func chaptersOfOldReportsStandWhereTheFormHasAPlace() throws {
    let lines = try outline([
      (nil, 1, ["按照《条例》编制。"]),
      ("一、概述", 1, ["甲。"]), ("（一）领导", 2, ["乙。"]),
      ("二、主动公开的情况", 1, []), ("（一）数量", 2, ["丙。"]), ("（二）形式", 2, ["丁。"]),
      ("四、政府信息公开的收费及减免情况", 1, ["戊。"]),
      ("五、复议和诉讼", 1, ["己。"]),
      ("六、政府信息公开工作存在的主要问题和改进措施", 1, ["庚。"]), ("1. 不足", 2, ["辛。"]),
      ("七、其他需要报告的事项", 1, ["壬。"]), ("八、附表", 1, []), ("附件", 1, []),
    ])
    #expect(
      lines.prefix { !$0.hasPrefix("（") && !$0.hasPrefix("未知") } == [
        "##一、总体情况", "甲。", "###（一）领导", "乙。", "###（二）主动公开的情况", "####1.数量", "丙。", "####2.形式", "丁。",
        "###（三）复议和诉讼", "己。", "##二、主动公开政府信息情况", "##三、收到和处理政府信息公开申请情况",
        "##四、政府信息公开行政复议、行政诉讼情况", "##五、存在的主要问题及改进情况", "庚。", "###（一）不足", "辛。",
        "##六、其他需要报告的事项", "壬。", "###（一）政府信息公开的收费及减免情况", "戊。",
      ])
  }

  @Test func noParagraphOfAnOldReportIsLost() throws {
    var random = SplitMix64(seed: 7)
    let titles = ["概述", "主动公开", "收费情况", "存在的问题", "改进措施", "其他事项", "附件", "总体情况", "复议情况"]
    for _ in 0..<300 {
      var sections: [(String?, Int, [String])] = []
      var paragraphs: [String] = []
      for number in 0..<Int.random(in: 1...9, using: &random) {
        let level = number == 0 ? 1 : Int.random(in: 1...3, using: &random)
        let marks = ["一、", "（二）", "3.", "第四章 ", ""]
        let heading =
          (marks.randomElement(using: &random) ?? "") + (titles.randomElement(using: &random) ?? "")
        let texts = (0..<Int.random(in: 0...2, using: &random)).map { "段\(number)之\($0)。" }
        paragraphs += texts
        sections.append((heading, level, texts))
      }
      let lines = try outline(sections)
      #expect(lines.filter { $0.hasPrefix("段") }.sorted() == paragraphs.sorted(), "\(sections)")
    }
  }

  @Test func onlyWhatAnnouncedTheOldSheetIsLeftOut() throws {
    let kept = ["附件下载地址见门户网站。", "青禾市水务局已建立制度。"]
    let body = try #require(try example("converted").identity.body)
    let lines = try outline([("一、概述", 1, ["附件", "附件：2017年度政府信息公开工作情况统计表", body] + kept)])
    #expect(lines.filter { kept.contains($0) } == kept)
    #expect(!lines.contains { $0.hasPrefix("附件：") || $0 == "附件" || $0 == body })
  }

  @Test func whatIsForPublicationSaysNothingOfItsMaking() throws {
    let report = try example("converted")
    let whole = lines(Presenter().document(for: report))
    let published = lines(Presenter(hasAppendix: false).document(for: report))
    #expect(whole.contains { $0.contains("SHA-256") || $0.contains("对照表") })
    #expect(whole.contains { $0.contains("保留的原指标") })
    #expect(!published.contains { $0.contains("SHA-256") || $0.contains("对照表") || $0.contains("保留的原指标") })
    #expect(published.allSatisfy { whole.contains($0) })
    #expect(published.contains { $0.hasPrefix("表中标记：") && $0.contains("“约”") }, "what its marks mean")
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

  /// The tables of a publication say in one line what their marks mean, and which groups are certain without their parts.
  @Test func whatIsKnownTogetherStandsBehindTheReport() throws {
    let report = try example("converted")
    let whole = lines(Presenter().document(for: report))
    let start = try #require(whole.firstIndex { $0 == "##合计可知的数字" })
    #expect(start > (try #require(whole.firstIndex { $0.hasPrefix("##六、") })))
    #expect(whole[start...].contains { $0.contains("−") && $0.hasSuffix("= 2") })
    #expect(whole[start...].contains("合计可知：“（六）其他处理”各项合计，法律服务机构为4"))
    let published = Presenter(hasAppendix: false).document(for: report)
    for lines in [whole[..<start], lines(published)[...]] {
      #expect(!lines.contains { $0.hasPrefix("合计可知") })
    }
    for table in Fixtures.tables(published) {
      #expect(table.notes.count == 1 && table.notes[0].hasPrefix("表中标记："))
    }
    let totals = Fixtures.tables(published).flatMap(\.notes).filter { $0.contains("合计可知") }
    #expect(totals.count == 1 && totals[0].hasSuffix("。合计可知：“（六）其他处理”各项合计，法律服务机构为4。"))
    #expect(Fixtures.tables(Presenter().document(for: try example("2021"))).allSatisfy(\.notes.isEmpty))
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
    #expect(english[2].notes.allSatisfy { $0.hasPrefix("Marks in this table") })
  }
}
