import Testing

@testable import FormatKit
@testable import Recognition
@testable import ReportModel
@testable import TextFormats

/// Text to sections: they are where they are printed, and what is no prose stands in none.
@Suite struct SectionTests {

  private static let two = """
    第二十条第（一）项
    信息内容\t本年制发件数\t本年废止件数\t现行有效件数
    规章\t0\t1\t2
    行政规范性文件\t5\t3\t18
    第二十条第（五）项
    信息内容\t本年处理决定数量
    行政许可\t7

    """

  /// The sections of a report whose table 二 stands where the text says `表`: `#` begins a heading.
  private func outline(_ text: String) throws -> [String] {
    let text = text.replacing("表\n", with: Self.two)
    let report = try ReportsOfFiles.text(text)
    #expect(report.statistics[CellID("proactive.licences.decisions")]?.amount == Amount(7))
    return report.sections.flatMap { section in
      (section.heading.map { [String(repeating: "#", count: section.level) + $0] } ?? [])
        + section.paragraphs.map(\.text)
    }
  }

  private static let usual = ["#一、总体情况", "公开信息。", "#二、主动公开政府信息情况", "#六、其他需要报告的事项", "无"]

  static let cases: [(String, [String])] = [
    ("一、总体情况\n公开信息。\n二、主动公开政府信息情况\n表\n六、其他需要报告的事项\n无\n", usual),
    // A heading that ends the text.
    ("一、总体情况\n公开信息。\n表\n六、其他需要报告的事项", ["#一、总体情况", "公开信息。", "#六、其他需要报告的事项"]),
    // Headings that run on into their text.
    (
      "一、总体情况今年我局公开信息5条。\n二、主动公开政府信息情况2022年，公开情况良好。\n表\n六、其他需要报告的事项暂无。\n",
      [
        "#一、总体情况", "今年我局公开信息5条。", "#二、主动公开政府信息情况", "2022年，公开情况良好。", "#六、其他需要报告的事项", "暂无。",
      ]
    ),
    (
      "一、总体情况：公开信息。\n二、主动公开政府信息情况：\n表\n其他需要报告的事项：无\n",
      [
        "#一、总体情况", "公开信息。", "#二、主动公开政府信息情况：", "#其他需要报告的事项", "无",
      ]
    ),
    ("一、总体情况\n（一）主动公开的数量2022年度，公开5条。\n表\n", ["#一、总体情况", "##（一）主动公开的数量", "2022年度，公开5条。"]),
    // Headings in cells, and prose beside them.
    (
      "一、总体情况\t本年度按照规定公开信息。\n二、主动公开政府信息情况\t\n表\n六、其他需要报告的事项\t本年度没有其他事项。\n",
      [
        "#一、总体情况", "本年度按照规定公开信息。", "#二、主动公开政府信息情况", "#六、其他需要报告的事项", "本年度没有其他事项。",
      ]
    ),
    // A list of contents is no section.
    (
      "目录\n一、总体情况……1\n二、主动公开政府信息情况……2\n六、其他需要报告的事项……3\n"
        + "一、总体情况\n公开信息。\n二、主动公开政府信息情况\n表\n六、其他需要报告的事项\n无\n", usual
    ),
    // Numbers that begin no section.
    (
      "一、总体情况\n我局获一、二等奖各1项，“三、四”期完工，第一、二季度公开5条。\n表\n",
      [
        "#一、总体情况", "我局获一、二等奖各1项，“三、四”期完工，第一、二季度公开5条。",
      ]
    ),
    (
      "本报告由一、总体情况，二、主动公开政府信息情况，三、其他三部分组成。\n表\n",
      [
        "本报告由一、总体情况，二、主动公开政府信息情况，三、其他三部分组成。"
      ]
    ),
    // What a page prints around the report.
    (
      "首页 > 政务公开 > 年报\n索引号：Q-1 文号：无\n字体：[大 中 小] 打印\n一、总体情况\n公开信息。\n二、主动公开政府信息情况\n表\n"
        + "六、其他需要报告的事项\n无\n附件：年报.docx\n扫一扫在手机上查看当前页面\n【打印】【关闭】\n上一篇：2021年年报\n一、网站声明\n主办：某市政府\n",
      usual
    ),
    (
      "当前位置： 首页政务公开 某市2022年政府信息公开工作年度报告 来源： 时间：2023-01-08 16:29 --> 微信 打印 相关链接： "
        + "某市2022年政府信息公开工作年度报告 一、总体情况 公开信息。\n二、主动公开政府信息情况\n表\n六、其他需要报告的事项\n无\n", usual
    ),
    (
      "您当前所在的位置：首页>信息公开\n某市2022年政府信息公开工作年度报告\n日期：2023-01-12 阅读：88次 作者：办公室 【字号：大 中 小】 分享到：\n"
        + "一、总体情况\n公开信息。\n二、主动公开政府信息情况\n表\n六、其他需要报告的事项\n无\n", usual
    ),
    (
      "【信息时效】有效\n【公开形式】主动公开\n一、总体情况\n公开信息。\n二、主动公开政府信息情况\n表\n六、其他需要报告的事项\n无\n编辑：甲某\n",
      usual
    ),
    // Words of tables.
    (
      "一、总体情况\n公开信息。\n二、主动公开政府信息情况\n（单位：件）\n表\n第二十条第（八）项\n行政事业性收\n六、其他需要报告的事项\n无\n", usual
    ),
    // A sentence cut by the edge of a page.
    (
      "一、总体情况\n本单位认真学习有关规定，坚持以公开为常态、不公开为例外，围绕重点领\n\n— 2 —\n\n域公开信息，成效明显。\n表\n",
      ["#一、总体情况", "本单位认真学习有关规定，坚持以公开为常态、不公开为例外，围绕重点领域公开信息，成效明显。"]
    ),
    // Other marks behind the numbers, and none.
    (
      "一. 总体情况\n公开信息。\n二，主动公开政府信息情况\n表\n六 其他需要报告的事项\n无\n",
      ["#一. 总体情况", "公开信息。", "#二，主动公开政府信息情况", "#六 其他需要报告的事项", "无"]
    ),
    // A heading that runs on from the title of the report.
    (
      "青禾市水务局2022年政府信息公开工作年度报告一、总体情况今年公开信息。\n二、主动公开政府信息情况\n表\n六、其他需要报告的事项\n无\n",
      ["#一、总体情况", "今年公开信息。", "#二、主动公开政府信息情况", "#六、其他需要报告的事项", "无"]
    ),
    (
      "青禾市水务局2022年政府信息公开工作年度报告一、概述一年来，公开信息。\n表\n",
      ["#一、概述", "一年来，公开信息。"]
    ),
    // A text in one block.
    (
      "一、概述 2022年，公开有序。二、主动公开的情况（一）公开的数量2022年公开5条。（二）公开的形式 网站等。三、收费情况 未收费。\n表\n",
      [
        "#一、概述", "2022年，公开有序。", "#二、主动公开的情况", "##（一）公开的数量", "2022年公开5条。", "##（二）公开的形式", "网站等。",
        "#三、收费情况", "未收费。",
      ]
    ),
  ]

  @Test(arguments: cases)
  func sectionsAreWhereTheyArePrinted(text: String, expected: [String]) throws {
    #expect(try outline(text) == expected, "\(text)")
  }
}
