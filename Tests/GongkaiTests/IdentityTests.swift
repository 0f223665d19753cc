import Testing

@testable import Gongkai

@Suite struct IdentityTests {
  // MARK: Body and year

  /// How the lines of an opening come.
  enum Layout: CaseIterable {
    case paragraphs, headings, lineBreaks, markdown
  }

  struct Opening: Sendable, CustomTestStringConvertible {
    let lines: [String]
    let body: String?
    let year: Int?
    /// Whether the lines are a title, which then stands nowhere else.
    var isTitle = true

    init(_ lines: String..., of body: String?, _ year: Int?, isTitle: Bool = true) {
      self.lines = lines
      self.body = body
      self.year = year
      self.isTitle = isTitle
    }

    var testDescription: String { lines.joined(separator: " | ") }
  }

  static let titles: [Opening] = [
    Opening("青禾市水务局2022年政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("青禾市水务局", "2022年政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("青禾市水务局", "2022年", "政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("青禾市水务局2022年度", "政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("2022年政府信息公开工作年度报告", "青禾市水务局", of: "青禾市水务局", 2022),
    Opening("2022年政府信息公开工作年度报告", "（青禾市水务局）", of: "青禾市水务局", 2022),
    Opening("2022年政府信息公开工作年度报告", "青禾市水务局", "2023年1月12日", of: "青禾市水务局", 2022),
    Opening("2022年青禾市水务局政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("2022年度青禾市人民政府信息公开工作年度报告", of: "青禾市人民政府", 2022),
    Opening("青禾县人民政府 2022 年政府信息公开工作年度报告", of: "青禾县人民政府", 2022),
    Opening("青禾市2022年度水务局政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("青禾市水务局政府信息公开工作2022年度报告", of: "青禾市水务局", 2022),
    Opening("青禾市水务局政府信息公开工作年度报告（2022年）", of: "青禾市水务局", 2022),
    Opening("青禾市水务局政府信息公开年度报告（2022）", of: "青禾市水务局", 2022),
    Opening("青禾市水务局２０２２年政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("青禾市水务局二〇二二年政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("青禾市水务局二○二二年度政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("青禾市水务局2022政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("沛县2022年政府信息公开工作年度报告", of: "沛县", 2022),
    Opening("第8师2022年政府信息公开工作年度报告", of: "第8师", 2022),
    Opening("2022年第2幼儿园政府信息公开工作年度报告", of: "第2幼儿园", 2022),
    Opening("青禾市第8中学2022年政府信息公开工作年度报告", of: "青禾市第8中学", 2022),
    Opening("123团2022年政府信息公开工作年度报告", of: "123团", 2022),
    Opening("2号街道2022年政府信息公开工作年度报告", of: "2号街道", 2022),
    Opening("县府2022年政府信息公开工作年度报告", of: "县府", 2022),
    Opening("青禾新区管理委员会（筹）2022年政府信息公开工作年度报告", of: "青禾新区管理委员会（筹）", 2022),
    Opening("青禾回族乡2022年政府信息公开工作年度报告", of: "青禾回族乡", 2022),
    Opening("经济技术开发区管委会2022年政府信息公开工作年度报告", of: "经济技术开发区管委会", 2022),
    Opening("青禾区梧桐街道办事处2022年政府信息公开工作年度报告", of: "青禾区梧桐街道办事处", 2022),
    Opening("青禾市人民医院2022年信息公开工作年度报告", of: "青禾市人民医院", 2022),
    Opening("青禾大学2021-2022学年信息公开工作年度报告", of: "青禾大学", nil),
    Opening("青禾市自来水有限公司2022年度信息公开年报", of: "青禾市自来水有限公司", 2022),
    Opening("将乐县2022年政府信息公开工作年度报告", of: "将乐县", 2022),
    Opening("青禾市统计局2022年政府信息公开工作年度报告", of: "青禾市统计局", 2022),
    Opening("中共青禾市委机构编制委员会办公室2022年政府信息公开工作年度报告", of: "中共青禾市委机构编制委员会办公室", 2022),
    Opening(
      "青禾市民族宗教事务局（青禾市少数民族事务委员会）2022年政府信息公开工作年度报告", of: "青禾市民族宗教事务局（青禾市少数民族事务委员会）",
      2022),
    Opening("青禾市2022年政务公开工作年度报告", of: "青禾市", 2022),
    Opening("青禾市水务局关于2022年政府信息公开工作的报告", of: "青禾市水务局", 2022),
    Opening("青禾市水务局关于公布2022年政府信息公开工作年度报告的公告", of: "青禾市水务局", 2022),
    Opening("关于青禾市水务局2022年政府信息公开工作情况的报告", of: "青禾市水务局", 2022),
    Opening("青 禾 市 水 务 局", "2 0 2 2 年 政 府 信 息 公 开 工 作 年 度 报 告", of: "青禾市水务局", 2022),
    Opening("青禾市水务局202020年政府信息公开工作年度报告", of: "青禾市水务局", nil),
    Opening("我局2022年政府信息公开工作年度报告", of: nil, 2022),
    Opening("《青禾市水务局2022年政府信息公开工作年度报告》", of: "青禾市水务局", 2022),
    Opening(
      "首页 > 政务公开 > 政府信息公开年报", "青禾市水务局2022年政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("青禾市人民政府门户网站", "2022年政府信息公开工作年度报告", "青禾市水务局", of: "青禾市水务局", 2022),
    Opening("青水发〔2023〕3号", "青禾市水务局", "2022年政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("附件：", "青禾市水务局2022年政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("2022年度政府信息公开工作年度报告", "单位名称：青禾市水务局", of: "青禾市水务局", 2022),
    Opening("2022年度政府信息公开工作年度报告", "填报单位（盖章）：青禾市水务局", of: "青禾市水务局", 2022),
    Opening("2022年度政府信息公开工作年度报告", "单位名称 (公章)：青禾县第一中学", of: "青禾县第一中学", 2022),
    Opening(
      "索引号：003045/2023-00011 发布机构：青禾市水务局 发布日期：2023-01-12", "2022年政府信息公开工作年度报告", of: "青禾市水务局",
      2022),
    Opening("来源：青禾市水务局 时间：2023-01-12 浏览次数：120", "2022年政府信息公开工作年度报告", of: "青禾市水务局", 2022),
    Opening("来源：青禾市人民政府门户网站 时间：2023-01-12", "2022年政府信息公开工作年度报告", of: nil, 2022),
  ]

  static let announcements: [Opening] = [
    Opening("现公布我局2022年政府信息公开工作年度报告。", of: nil, 2022),
    Opening("现公布我局2022年政府信息公开工作年度报告", of: nil, 2022),
    Opening("特向社会公布青禾区2022年政府信息公开工作年度报告。", of: "青禾区", 2022),
    Opening("现将青禾回族镇2022年度政府信息公开工作报告如下：", of: "青禾回族镇", 2022),
    Opening("现将本机关2022年政府信息公开工作年度报告公布如下。", of: nil, 2022),
    Opening("根据《条例》规定，现将青禾市水务局2022年政府信息公开工作年度报告公布如下：", of: "青禾市水务局", 2022),
    Opening(
      "根据《青禾市人民政府办公室关于做好2023年政府信息公开工作年度报告编制工作的通知》，现将我镇2022年政府信息公开工作报告如下：", of: nil, 2022),
    Opening("按照上级要求，我局编制了2022年政府信息公开工作年度报告。", of: nil, 2022),
    Opening("按照上级要求，青禾大学编制了2022年政府信息公开工作年度报告。", of: "青禾大学", 2022),
    Opening("青禾区2022年政府信息公开工作年度报告由青禾区人民政府办公室根据条例编制。", of: "青禾区", 2022),
    Opening("本年报由青禾市水务局编制。", of: "青禾市水务局", nil),
    Opening("本年报由梧桐镇人民政府党政办公室编制。", of: "梧桐镇人民政府", nil),
    Opening(
      "本报告由青禾市水务局根据《条例》编制，统计期限自2022年1月1日起至2022年12月31日止。", of: "青禾市水务局", 2022),
    Opening("依据《条例》第五十条，编制《青禾市水务局2022年政府信息公开工作年度报告》。", of: "青禾市水务局", 2022),
    Opening("为落实全市2023年政务公开工作要点，现将2022年度政府信息公开工作报告如下。", of: nil, 2022),
  ]

  @Test(arguments: titles, Layout.allCases)
  func title(_ opening: Opening, _ layout: Layout) throws {
    let report = try Self.report(opening.lines, layout)
    #expect(report.identity.body == opening.body)
    #expect(report.identity.year == opening.year)
    #expect(report.identity.title != nil)
    #expect(report.proseTexts == ["本年度开展工作。"])
    #expect(report.sections.first?.heading == "一、总体情况")
  }

  @Test(arguments: announcements, [Layout.paragraphs, .lineBreaks])
  func announcement(_ opening: Opening, _ layout: Layout) throws {
    let report = try Self.report(opening.lines, layout)
    #expect(report.identity.body == opening.body)
    #expect(report.identity.year == opening.year)
    #expect(report.identity.title == nil)
    #expect(report.proseTexts.joined().contains(opening.lines[0]))
  }

  /// What is no year is told as it was typed.
  @Test func yearThatIsNone() throws {
    let identity = try Self.report(["青禾市水务局202020年政府信息公开工作年度报告"], .paragraphs).identity
    #expect(identity.statedYears.map(\.role) == [.title])
    #expect(identity.statedYears.map(\.year) == [nil])
    #expect(identity.statedYears.map(\.raw) == ["202020年"])
  }

  /// Title, announcement and sheet may each name another.
  @Test func yearsThatDiffer() throws {
    let text =
      "青禾市水务局2017年政府信息公开工作年度报告\n\n现将2016年度政府信息公开工作报告如下：\n\n一、概述\n\n略。\n\n"
      + "指标名称\t单位\t2018年度\n主动公开政府信息数\t条\t3\n其中：主动公开规范性文件数\t条\t1\n制发规范性文件总数\t件\t1\n"
    let identity = try Self.report(text).identity
    #expect(identity.year == 2017)
    #expect(identity.statedYears.map(\.role) == [.title, .announcement, .sheet])
    #expect(identity.statedYears.map(\.year) == [2017, 2016, 2018])
  }

  /// Pages whose text does not repeat the title that the window shows.
  @Test func titleOfThePage() throws {
    let html = """
      <html><title>青禾市水务局2021年政府信息公开工作年度报告_青禾市人民政府</title><p>一、总体情况</p>
      <table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>3</table>
      <table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政处罚<td>3<tr><td>行政强制<td>0</table>
      """
    let identity = try Converter().readAll(bytes: Array(html.utf8), name: "a.html")[0].identity
    #expect(identity.title == "青禾市水务局2021年政府信息公开工作年度报告")
    #expect(identity.year == 2021)
    #expect(identity.body == "青禾市水务局")
  }

  /// A page without lines: way, title, source, words of the page and text in one paragraph.
  @Test func pageWithoutLines() throws {
    let text =
      "当前位置： 首页政务公开政府信息公开年报 青禾市水务局2022年政府信息公开工作年度报告 来源：青禾市水务局 时间：2023-01-20 08:51 "
      + "微信 微博 打印 本报告依据条例编制。"
    let report = try Self.report([text], .paragraphs)
    #expect(report.identity.body == "青禾市水务局")
    #expect(report.identity.dates.map(\.iso) == ["2023-01-20"])
    #expect(report.identity.dates.map(\.raw) == ["2023-01-20 08:51"])
    #expect(report.proseTexts == ["本报告依据条例编制。", "本年度开展工作。"])
  }

  /// The cells above a sheet: title, body, date of filling.
  @Test func cellsAboveTheSheet() throws {
    let rows = [
      "青禾市水务局2017年度政府信息公开情况统计表,,", "填报单位：青禾市水务局,,填报日期：2018-01-12", "指标名称,单位,统计数",
      "主动公开政府信息数,条,3", "其中：主动公开规范性文件数,条,1", "制发规范性文件总数,件,1",
    ]
    let identity = try Self.report(rows.joined(separator: "\n"), "a.csv").identity
    #expect(identity.body == "青禾市水务局")
    #expect(identity.year == 2017)
    #expect(identity.dates.map(\.role) == [.filled])
    #expect(identity.statedYears.map(\.role).contains(.sheet))
  }

  /// A paragraph that only begins like a sentence of ours is the report's own.
  @Test func proseThatBeginsLikeALegend() throws {
    let text = "一、总体情况\n\n来源文件：市政府办公室台账。\n\n" + Self.table
    #expect(try Self.report(text).proseTexts == ["来源文件：市政府办公室台账。"])
  }

  // MARK: Metadata

  @Test func metadata() throws {
    let identity = try Self.report(
      [
        "索引号：003045/2023-00011 主题分类：政务公开 发布机构：青禾市水务局",
        "统一社会信用代码：91350100M000100Y43 文号：青水发〔2023〕3号",
        "成文日期：2023-01-10 公开日期：2023年1月12日", "青禾市水务局2022年政府信息公开工作年度报告",
      ], .paragraphs
    ).identity
    #expect(
      identity.identifiers.map { "\($0.scheme.rawValue) \($0.value)" } == [
        "indexNumber 003045/2023-00011", "creditCode 91350100M000100Y43", "documentNumber 青水发〔2023〕3号",
      ])
    #expect(identity.dates.map(\.role) == [.written, .published])
    #expect(identity.dates.map(\.iso) == ["2023-01-10", "2023-01-12"])
  }

  /// In the cells of a table above the title.
  @Test func metadataInCells() throws {
    let html = """
      <table><tr><td>索引号<td>003045/2023-00011<td>发布机构<td>青禾市水务局<tr><td>发布日期<td>2023-01-12<td>文 号<td></table>
      <p>2022年政府信息公开工作年度报告</p><p>一、总体情况</p>
      <table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政处罚<td>3<tr><td>行政强制<td>0<tr><td>行政许可<td>1</table>
      """
    let identity = try Converter().readAll(bytes: Array(html.utf8), name: "a.html")[0].identity
    #expect(identity.body == "青禾市水务局")
    #expect(identity.identifiers.map(\.value) == ["003045/2023-00011"])
    #expect(identity.dates.map(\.iso) == ["2023-01-12"])
  }

  /// A code whose check character is wrong names nobody, and stays where it stood.
  @Test func creditCodeThatIsWrong() throws {
    let line = "统一社会信用代码：91350100M000100Y44"
    let report = try Self.report([line, "青禾市水务局2022年政府信息公开工作年度报告"], .paragraphs)
    #expect(report.identity.identifiers.isEmpty)
    #expect(report.proseTexts.contains(line))
  }

  @Test(arguments: [
    ("统计范围：本级。", Scope.own), ("统计范围为局机关本级。", .own), ("本报告统计范围为全市各级行政机关。", .whole),
    ("本报告依据条例编制。", nil),
  ])
  func scope(_ sentence: String, _ scope: Scope?) throws {
    #expect(try Self.report([sentence], .paragraphs).identity.scope == scope)
  }

  // MARK: Period and notice

  @Test(arguments: [
    ("自2022年1月1日起至2022年12月31日止。", "2022-01-01", "2022-12-31"),
    ("为2022年1月1日至12月31日。", "2022-01-01", "2022-12-31"),
    ("为2022.1.1-2022.12.31。", "2022-01-01", "2022-12-31"),
    ("自２０２２年１月１日至２０２２年１２月３１日。", "2022-01-01", "2022-12-31"),
    ("自2022年1月1日起至202020年12月31日止。", "2022-01-01", nil),
    ("自2022年1月1日起至2022年11月31日止。", "2022-01-01", nil),
  ])
  func period(_ words: String, _ start: String?, _ end: String?) throws {
    let identity = try Self.report(["本报告所列数据的统计期限" + words], .paragraphs).identity
    #expect(identity.periodStart == start)
    #expect(identity.periodEnd == end)
    #expect(identity.dates.map(\.role) == (end == nil ? [.period] : []))
  }

  @Test(arguments: [
    ("根据国办公开办函〔2021〕30号编制。", "国办公开办函〔2021〕30号"), ("根据国办公开办函[2021] 30 号编制。", "国办公开办函[2021] 30 号"),
    ("根据（国办公开办函（2019）60号）编制。", "国办公开办函（2019）60号"), ("按照国办函〔2020〕109号未收取费用。", nil),
    (
      "按照《关于做好年度报告编制公布工作的通知》（青政办函〔2023〕10号）编制。", "青政办函〔2023〕10号"
    ), ("按照《关于印发信息处理费管理办法的通知》（国办函〔2020〕109号）收费。", nil),
    ("按照《2022年政务公开工作要点》（青政办函〔2022〕9号）开展工作。", nil),
    ("按照国办函〔2020〕109号收费，按照国办公开办函〔2021〕30号编制。", "国办公开办函〔2021〕30号"),
  ])
  func notice(_ sentence: String, _ notice: String?) throws {
    #expect(try Self.report([sentence], .paragraphs).identity.citedNotice == notice)
  }

  // MARK: Contact

  @Test func contactBlock() throws {
    let lines = ["联系人：甲某", "联系电话：0000-1234567", "地址：青禾市人民路1号", "邮编：100000"]
    let report = try Self.report(tail: lines + ["青禾市水务局", "2023年1月12日"])
    #expect(report.identity.contact == lines.joined(separator: "\n"))
    #expect(report.identity.signatories.isEmpty)
    #expect(report.proseTexts == ["本年度开展工作。"])
  }

  @Test(arguments: [
    "如对本报告有疑问，请与青禾市水务局联系（地址：青禾市人民路1号，电话：0000-1234567）。", "如有疑问，请联系：0000-1234567。",
    "联系电话：0000-1234567", "（联系人：甲某，联系方式：0000-1234567）", "电子邮箱：a@example.cn",
  ])
  func contactSentence(_ sentence: String) throws {
    let report = try Self.report(tail: [sentence])
    #expect(report.identity.contact == sentence)
    #expect(report.proseTexts == ["本年度开展工作。"])
  }

  /// Numbers that are counts, and what the template leaves open.
  @Test(arguments: ["全年接听咨询电话1234567次，答复来电来函。", "联系电话：XXXX", "全年接听咨询电话1234次，均已答复。"])
  func contactThatIsNone(_ sentence: String) throws {
    let report = try Self.report(tail: [sentence])
    #expect(report.identity.contact == nil)
    #expect(report.proseTexts.contains(sentence))
  }

  @Test func footOfTheSheet() throws {
    let report = try Self.report(
      tail: ["单位负责人：甲某 审核人：乙某", "填报人：丙某 联系电话：1234567 填报日期：2023-01-12"])
    #expect(report.identity.signatories.map(\.value) == ["甲某", "乙某", "丙某", "1234567"])
    #expect(report.identity.dates.map(\.role) == [.filled])
    #expect(report.identity.contact == nil)
  }

  // MARK: Signature

  struct Tail: Sendable {
    let lines: [String]
    let signatures: [String]
    var iso: String?
  }

  @Test(arguments: [
    Tail(lines: ["青禾市水务局", "2023年1月12日"], signatures: ["青禾市水务局"], iso: "2023-01-12"),
    Tail(lines: ["青禾市水务局 2023年1月12日"], signatures: ["青禾市水务局"], iso: "2023-01-12"),
    Tail(lines: ["青禾市水务局（盖章）", "2023.1.12"], signatures: ["青禾市水务局"], iso: "2023-01-12"),
    Tail(lines: ["青禾市水务局", "青禾市河湖中心", "2023/1/12"], signatures: ["青禾市水务局", "青禾市河湖中心"], iso: "2023-01-12"),
    Tail(lines: ["青禾市水务局 青禾市河湖中心", "2023-01-12"], signatures: ["青禾市水务局", "青禾市河湖中心"], iso: "2023-01-12"),
    Tail(lines: ["青禾市 水务局", "２０２３年１月１２日"], signatures: ["青禾市水务局"], iso: "2023-01-12"),
    Tail(lines: ["二〇二三年一月十二日"], signatures: [], iso: "2023-01-12"),
    Tail(lines: ["青禾市水务局", "二○二三年元月十二日", "（此件公开发布）"], signatures: ["青禾市水务局"], iso: "2023-01-12"),
    Tail(lines: ["青禾市水务局", "2023年1月"], signatures: ["青禾市水务局"], iso: "2023-01"),
    Tail(lines: ["青禾市水务局"], signatures: ["青禾市水务局"]), Tail(lines: ["（此件主动公开）"], signatures: []),
  ])
  func signature(_ tail: Tail) throws {
    let report = try Self.report(tail: tail.lines)
    #expect(report.identity.signatures.map(\.body) == tail.signatures)
    #expect(report.identity.dates.first?.iso == tail.iso)
    #expect(report.proseTexts == ["本年度开展工作。"])
  }

  @Test func dateThatDoesNotExist() throws {
    let dates = try Self.report(tail: ["青禾市水务局", "2023年2月30日"]).identity.dates
    #expect(dates.map(\.role) == [.issued])
    #expect(dates.map(\.iso) == [nil])
    #expect(dates.map(\.raw) == ["2023年2月30日"])
  }

  /// A website signs nothing, and neither does another body without a date.
  @Test(arguments: ["青禾市人民政府门户网站", "青禾市档案馆"])
  func signatureThatIsNone(_ line: String) throws {
    let report = try Self.report(tail: [line])
    #expect(report.identity.signatures.isEmpty)
    #expect(report.proseTexts.contains(line))
  }

  // MARK: Reports

  private static let table = "信息内容\t本年处理决定数量\n行政处罚\t3\n行政强制\t0\n行政许可\t1\n"
  private static let cells =
    "<table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政处罚<td>3<tr><td>行政强制<td>0<tr><td>行政许可<td>1</table>"

  private static func report(_ text: String, _ name: String = "a.txt") throws -> Report {
    try Converter().readAll(bytes: Array(text.utf8), name: name)[0]
  }

  private static func report(_ lines: [String], _ layout: Layout) throws -> Report {
    let heading = "一、总体情况"
    let text = "本年度开展工作。"
    func html(_ opening: String) throws -> Report {
      try report("<html><body>\(opening)<p>\(heading)</p><p>\(text)</p>\(cells)</body></html>", "a.html")
    }
    let escaped = lines.map { line in line.map { $0 == ">" ? "&gt;" : String($0) }.joined() }
    switch layout {
    case .paragraphs:
      return try report((lines + [heading, text, ""]).joined(separator: "\n\n") + table)
    case .headings: return try html(escaped.map { "<h1>\($0)</h1>" }.joined())
    case .lineBreaks: return try html("<p>\(escaped.joined(separator: "<br>"))</p>")
    case .markdown:
      let rows = "| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政处罚 | 3 |\n| 行政强制 | 0 |\n| 行政许可 | 1 |\n"
      return try report(
        "# " + (lines + ["## " + heading, text, ""]).joined(separator: "\n\n") + rows, "a.md")
    }
  }

  private static func report(tail: [String]) throws -> Report {
    let opening = "青禾市水务局2022年政府信息公开工作年度报告\n\n一、总体情况\n\n本年度开展工作。\n\n"
    return try report(opening + table + "\n六、其他需要报告的事项\n\n" + tail.joined(separator: "\n\n") + "\n")
  }
}

extension Report {
  fileprivate var proseTexts: [String] { sections.flatMap { $0.paragraphs.map(\.text) } }
}
