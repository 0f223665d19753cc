import Testing

@testable import Checks
@testable import Core
@testable import ReportModel

/// What prose says, beside the figures of one report for each form, and what is found. The reports are those of
/// `ProseReports`.
@Suite struct ProseTests {
  /// A sentence, and the rule and the number of each finding, such as `figure 75件`; none where nothing is wrong.
  struct Sentence: CustomTestStringConvertible {
    let text: String
    let findings: [String]
    let heading: String
    let body: String
    let form: FormID

    init(
      _ text: String, _ findings: String..., under heading: String = "一、总体情况", of body: String = "青禾市水务局",
      in form: FormID = FormID(.edition2021)
    ) {
      self.text = text
      self.findings = findings
      self.heading = heading
      self.body = body
      self.form = form
    }

    var testDescription: String { text }
  }

  @Test(arguments: agreeing) func saysNothing(_ sentence: Sentence) throws {
    #expect(sentence.findings.isEmpty)
    try check(sentence)
  }

  @Test(arguments: contradicting) func isFound(_ sentence: Sentence) throws {
    #expect(!sentence.findings.isEmpty)
    try check(sentence)
  }

  private func check(_ sentence: Sentence) throws {
    let result = Checker().check(try ProseReports.report(sentence))
    let found = result.findings.filter { $0.rule.hasPrefix("check.prose.") }.map { item in
      let marked = item.witnesses.first { $0.cell == nil && $0.side != .left }.flatMap { witness in
        witness.marked.map { String(Array(witness.text)[$0]) }
      }
      return "\(item.rule.dropFirst("check.prose.".count)) \(marked ?? "")"
    }
    #expect(found == sentence.findings)
  }

  /// A figure that is not one number contradicts only what it cannot be.
  @Test(
    arguments: [
      (Figure(.ambiguous([Amount(20), Amount(200)])), []),
      (Figure(.ambiguous([Amount(2), Amount(21)])), ["20件"]),
      (Figure(.range(Bounds(atLeast: Amount(15), atMost: Amount(25)))), []),
      (Figure(.range(Bounds(atLeast: Amount(3), atMost: Amount(9)))), ["20件"]), (Figure(.blank), []),
      (Figure(.unreadable), []), (Figure(.notApplicable), []),
    ] as [(Figure, [String])])
  func comparesWithWhatIsKnown(_ figure: Figure, _ expected: [String]) throws {
    var report = try ProseReports.report(Sentence("全年新收政府信息公开申请20件。"))
    report.statistics["applications.received", "total"] = figure
    let found = Checker().check(report).findings.filter { $0.rule == "check.prose.figure" }
    #expect(found.compactMap { $0.finding.arguments["claim"] } == expected)
  }

  @Test func aRowThatIsNotThereContradictsNothing() throws {
    var report = try ProseReports.report(Sentence("全年新收政府信息公开申请25件。"))
    report.statistics["applications.received", "total"] = nil
    #expect(Checker().check(report).findings.allSatisfy { !$0.rule.hasPrefix("check.prose.") })
  }

  /// Both sides are quoted, each with its place.
  @Test func quotesBothSides() throws {
    let text = "概述。2021年，我局收到政府信息公开申请 25 件，均按期答复。下一句。"
    let report = try ProseReports.report(Sentence(text, under: "（二）依申请公开"))
    let item = try #require(Checker().check(report).findings.first { $0.rule == "check.prose.figure" })
    let prose = try #require(item.witnesses.first { $0.cell == nil })
    #expect(prose.labels == ["（二）依申请公开"])
    #expect(prose.text == "2021年，我局收到政府信息公开申请 25 件，均按期答复")
    #expect(String(Array(prose.text)[try #require(prose.marked)]) == "25 件")
    #expect(prose.place == Place(line: 7))
    let cells = item.witnesses.compactMap { $0.cell?.description }
    #expect(cells == ["applications.received@total", "applications.carriedIn@total"])
    #expect(item.finding.places.first == Place(line: 7))
    #expect(item.finding.arguments["figures"]?.contains("20") == true)
  }

  // MARK: Nothing is wrong

  static let agreeing: [Sentence] = [
    // What was received, carried in and answered.
    Sentence("2021年，我局共收到政府信息公开申请20件，上年结转2件，办结21件，结转下年度1件。"),
    Sentence("全年新收政府信息公开申请20件，2020年结转2件，结转2022年继续办理1件。"),
    Sentence("本年度共收到公民、法人和其他组织提出的政府信息公开申请20件，其中自然人15件，法人或其他组织5件。"),
    Sentence("2021年收到20件政府信息公开申请，均在法定期限内答复。"),
    Sentence("全年共受理依申请公开22件（含上年结转2件），答复21件。"),
    Sentence("全年收到政府信息公开申请,共计20件。"),
    // Of another body.
    Sentence("柳河街道收到政府信息公开申请2件，均已答复。"),
    Sentence("青禾县自然资源局全年共收到政府信息公开申请6件，已全部答复。"),
    Sentence("2021年共收到政府信息公开申请２０件，按期答复率100%。"),
    Sentence("全年收到政府信息公开申请二十件。"),
    Sentence("2021年收到政府信息公开申请20（件）。"),
    Sentence("全年办理政府信息公开申请约20件。"),
    Sentence("2021年共收到政府信息公开申请20余件。"),
    Sentence("已答复的申请中，“予以公开”6件，“部分公开”3件，不予公开5件，无法提供4件，不予处理2件，其他处理1件。", under: "（二）依申请公开"),
    Sentence("依申请公开方面，本机关不掌握相关信息3件，没有现成信息需要另行制作1件，属于国家秘密1件，内部事务信息4件。"),
    Sentence("办结依申请公开21件（含2020年结转的2件），其中予以公开6件，部分公开3件，信息无法提供4件。"),
    Sentence("街道未接到任何形式的举报，办理依申请公开22件，其中主动撤回2件、依法答复20件。"),
    // Other applicants and channels, which the form does not count so.
    Sentence("收到政府信息公开申请20件，其中通过网络申请13件，信函申请7件。"),
    Sentence("共收到政府信息公开申请20件，同比增加8件，增长66.7%。"),
    Sentence("政府信息公开申请量较2020年的12件增加8件。"),
    // Other years and times.
    Sentence("2020年收到政府信息公开申请12件，2021年收到20件。"),
    Sentence("去年同期收到政府信息公开申请12件。"),
    Sentence("自2008年以来累计收到政府信息公开申请356件。"),
    Sentence("上半年收到政府信息公开申请9件。"),
    // Other offices.
    Sentence("全市共收到政府信息公开申请1,024件，全部按期答复。"),
    Sentence("所属单位收到政府信息公开申请5件。"),
    Sentence("市政府办公室收到政府信息公开申请66件。", of: "青禾市人民政府"),
    Sentence("全市共收到政府信息公开申请20件，市本级收到8件，各县区收到12件。", of: "青禾市人民政府"),
    Sentence("所属单位收到政府信息公开申请5件，答复4件，结转下年度3件。"),
    Sentence("指导各部门规范办理，全年收到政府信息公开申请20件。"),
    // Other matters.
    Sentence("全年办理人大代表建议5件、政协提案7件，均按要求公开。"),
    Sentence("12345热线转办工单312件，按时办结率100%。"),
    Sentence("全年收到群众来信3件、网民留言41条，均已答复。"),
    Sentence("通过政府网站发布信息1,234条，微信公众号推送信息388条。"),
    Sentence("征求意见期间收到意见建议365条，采纳363条。"),
    Sentence("《条例》第二十条规定的内容均已公开，共整理目录15条。"),
    Sentence("依据国办公开办函〔2021〕30号编制本报告，电话：0533-3162562。"),
    Sentence("抽查依申请公开答复文书8件，评查行政处罚案卷30件。"),
    Sentence("力争每年收到的政府信息公开申请不超过5件。"),
    Sentence("公示行政许可信息155条，公开行政处罚决定书30件。"),
    Sentence("作为行政复议机关，全年审理行政复议案件45件。"),
    Sentence("全年市司法局收到行政复议申请120件。", under: "（五）法治建设"),
    // Reviews and lawsuits.
    Sentence("因政府信息公开被申请行政复议4件，其中结果维持2件，结果纠正1件，尚未审结1件。"),
    Sentence("政府信息公开行政复议4件，行政诉讼3件（未经复议直接起诉1件，复议后起诉2件）。"),
    Sentence("因政府信息公开工作引发行政复议、行政诉讼共7起。"),
    Sentence("全年未发生因政府信息公开被行政复议纠错、行政诉讼败诉的案件。"),
    Sentence("全年未收到超期答复的投诉，无逾期办理政府信息公开申请情况。"),
    Sentence("未发生行政复议、行政诉讼案件。", under: "（六）安全生产"),
    Sentence("因政府信息公开引发行政复议案件4件，其中维持2件、纠正1件、其他0件、尚未审结1件。"),
    // Documents, licences, penalties, money.
    Sentence("全年制发行政规范性文件3件，废止2件，现行有效行政规范性文件18件。"),
    Sentence("全年审查规范性文件9件，报备规范性文件7件。"),
    Sentence("作出行政许可决定155件、行政处罚决定30件、行政强制2件。"),
    Sentence("全年行政事业性收费12.5万元。"),
    Sentence("行政事业性收费金额125,000元。"),
    Sentence("全年未收取信息处理费。"),
    Sentence("全年办理行政许可0.02万件。"),
    Sentence("行政许可事项共41项，行政事业性收费项目2项。"),
    // Several years, parts of one, parts of the report, classes of documents, and what else is no figure of a table.
    Sentence("本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、存在的主要问题及改进情况、其他需要报告的事项共六个部分组成。"),
    Sentence("本报告包括总体情况、收到和处理政府信息公开申请情况等6个部分。"),
    Sentence("本年度报告分为六部分，其中收到和处理政府信息公开申请情况为第三部分。"),
    Sentence("近3年共受理申请2件，均已办结。"),
    Sentence("近三年共收到政府信息公开申请56件。"),
    Sentence("三年来，我局依法办理政府信息公开申请，共受理56件，答复56件。"),
    Sentence("近五年来，收到政府信息公开申请合计110件。"),
    Sentence("五年来累计收到政府信息公开申请310件。"),
    Sentence("自2008年《条例》施行以来，我局共受理政府信息公开申请356件，办结356件。"),
    Sentence("截至目前，共收到政府信息公开申请356件。"),
    Sentence("截至2021年6月底，收到政府信息公开申请9件。"),
    Sentence("2021年1-6月收到政府信息公开申请9件。"),
    Sentence("2021年前三季度收到政府信息公开申请14件。"),
    Sentence("2019年至2021年，收到政府信息公开申请56件。"),
    Sentence("2019—2021年，共受理政府信息公开申请56件。"),
    Sentence("去年收到政府信息公开申请12件，今年收到20件。"),
    Sentence("上年收到政府信息公开申请12件。"),
    Sentence("2020年度我局收到政府信息公开申请12件，答复12件。"),
    Sentence("政府信息公开申请同比增长8件，增长率66.7%。"),
    Sentence("政府信息公开申请数量比上年增加8件。"),
    Sentence("较2020年减少3件政府信息公开申请。"),
    Sentence("对第3批、第4批政府信息公开申请进行评查。"),
    Sentence("根据《条例》第三十六条，对政府信息公开申请作出答复。"),
    Sentence("按照国办函〔2020〕109号规定，未收取政府信息公开申请信息处理费。"),
    Sentence("依据《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号），依申请公开收费0元。"),
    Sentence("经区分处理后公开3件。"),
    Sentence("依申请公开办理中，区分处理后公开1件，其余依法答复。"),
    Sentence("政府信息公开申请答复中，区分处理后予以公开2件。"),
    Sentence("制作政府信息307份，其中主动公开201份，依申请公开57份，不予公开49份。"),
    Sentence("全年制发公文307件，其中主动公开201件、依申请公开57件、不予公开49件。"),
    Sentence("全年产生政府信息307条，公开属性为主动公开201条，依申请公开57条，不予公开49条。"),
    Sentence("对307份公文进行公开属性认定，主动公开201份，依申请公开57份，不予公开49份。"),
    Sentence("2021年获取政府信息51条，其中主动公开25条，依申请公开14条，不予公开12条。"),
    Sentence("主动公开信息100条，其中网站公开95条，重点领域信息60条。"),
    Sentence("主动公开政府信息200条，其中政策文件120条，重点领域信息90条，政策解读40条。"),
    Sentence("在政府网站发布信息388条，其中重点领域300条，民生类200条。"),
    Sentence("召开政府信息公开申请办理工作会议3次，培训3场。"),
    Sentence("组织2次政府信息公开申请办理业务培训，参训120人次。"),
    Sentence("对政府信息公开申请答复书进行评查，抽查30件。"),
    Sentence("设置依申请公开受理窗口2个。"),
    Sentence("全市共有5个依申请公开受理点。"),
    Sentence("向3名申请人补正告知。"),
    Sentence("收到申请人感谢信1件。"),
    Sentence("共征求第三方意见5件。"),
    Sentence("其中1件申请延期答复。"),
    Sentence("政府信息公开申请涉及12个方面。"),
    Sentence("依申请公开工作中梳理问题5个。"),
    Sentence("全局12个科室共收到转办政府信息公开申请9件。"),
    Sentence("指导乡镇办理政府信息公开申请56件。"),
    Sentence("下属水库管理处收到政府信息公开申请5件。"),
    Sentence("我县各部门共收到政府信息公开申请300件。"),
    Sentence("作为复议机关，受理政府信息公开类行政复议申请12件。"),
    Sentence("因政府信息公开引发的行政复议案件中，12件被上级机关受理。"),
    Sentence("自2019年以来，未发生因政府信息公开引发的行政复议、行政诉讼案件。"),
    Sentence("行政诉讼出庭应诉12次。"),
    Sentence("未发生因政府信息公开被行政复议纠错或败诉情况。"),
    Sentence("无因政府信息公开收费情况。"),
    Sentence("历年累计收到政府信息公开申请356件。"),
    Sentence("全年共收到政府信息公开申请20件，平均每月1.7件。"),
    Sentence("收到的20件政府信息公开申请中，3件由同一申请人提出。"),
    Sentence("收到20件申请，涉及征地拆迁8件、水利工程7件、其他5件。"),
    Sentence("其中，对征地类政府信息公开申请答复8件。"),
    Sentence("收到政府信息公开申请最多的是水利工程类，共8件。"),
    Sentence("收到重复的政府信息公开申请4件。"),
    Sentence("通过电子邮箱收到政府信息公开申请6件。"),
    Sentence("12345热线转来政府信息公开申请1件。"),
    Sentence("依申请公开目录更新3条。"),
    Sentence("主动公开规范性文件12件。"),
    Sentence("清理规范性文件25件，其中保留18件。"),
    Sentence("公布规范性文件目录18件，废止2件。"),
    Sentence("推动行政许可事项41件网上办理。"),
    Sentence("全年公示行政处罚案件信息30条。"),
    Sentence("“十三五”期间收到政府信息公开申请120件。"),
    Sentence("收到2020年度政府信息公开申请结转2件。"),
    Sentence("其中2件为2020年结转。"),
    Sentence("新收政府信息公开申请20件，加上结转的2件共22件。"),
    Sentence("六项重点工作中，政府信息公开申请办理工作列第三。"),
    Sentence("办理政府信息公开申请工作用时平均8个工作日。"),
    Sentence("出台政府信息公开申请办理制度2项。"),
    Sentence("答复政府信息公开申请时限压缩至10天。"),
    Sentence("完善政府信息公开申请答复模板12份。"),
    Sentence("2022年1月收到政府信息公开申请3件。"),
    Sentence("2020年共收到政府信息公开申请12件，均已办结。"),
    Sentence("所属单位收到政府信息公开申请5件，均已办结。"),
    Sentence("收到人大建议5件、政协提案7件，均已办结。"),
    Sentence("收到政府信息公开申请20件，均在法定期限内答复。"),
    Sentence("到期的政府信息公开申请均已办结。"),
    Sentence("收到政府信息公开申请20件，均已办结，1件结转下年度继续办理。"),
    Sentence("政府信息公开申请按期答复率100%。"),
    Sentence("12345工单均已办结，政府信息公开申请办理规范。"),
    Sentence("主动公开各类信息356条，同比增长12%。"),
    Sentence("我局网站访问量达35万次。"),
    Sentence("每件政府信息公开申请均已答复。"),
    Sentence("与2020年政府信息公开工作年度报告相比，存在问题有所改善，现公布整改情况。"),
    Sentence("公开栏目【政策文件】更新12条。"),
    Sentence("依据国办函〔2020〕109号。"),
    Sentence("2021年3月12日收到省政府转办政府信息公开申请1件。"),
    Sentence("其中，因申请内容不明确要求补正3件。"),
    Sentence("收到政府信息公开申请的单位有5个。"),
    Sentence("一年来，我局共收到政府信息公开申请20件。"),
    Sentence("在收到的申请中，网上申请13件、信函7件。"),
    Sentence("政府信息公开申请主要集中在征地拆迁领域，共9件。"),
    Sentence("政府信息公开申请中涉及历史遗留问题12件。"),
    // Sums.
    Sentence("全年发布信息408条，其中网站20条、微信275条、微博113条。"),
    Sentence("全年发布各类信息408条，其中重点领域88条，政策解读12条。"),
    Sentence("办理人大建议、政协提案共18件，其中人大建议6件（主办2件，会办4件），政协提案12件。"),
    Sentence("主动公开信息18条，其中网站公开18条，公告栏公开5条。"),
    Sentence("全年公开政府信息312条，其中通过政府网站公开210条，微信公众号公开280条，公开栏公开156条。"),
    Sentence("通过网站、微信同步发布信息100条，其中网站100条，微信90条。"),
    Sentence("举办培训4次，其中专题培训1次，培训人员320人次。"),
    Sentence("发布政策文件5件，解读材料20件，其中图解18件，视频解读2件。"),
    Sentence("收到申请20件，其中网上13件、信函7件，予以公开6件，部分公开3件。"),
    Sentence("发布动态20条、公告15条，合计35条。"),
    // The forms before.
    Sentence("2018年，主动公开政府信息120条，其中通过政府网站公开100条。", in: FormID(.legacy, dialect: "national")),
    Sentence("收到政府信息公开申请10件，其中当面申请2件，网络申请5件，信函申请3件。", in: FormID(.legacy, dialect: "national")),
    Sentence("历年累计主动公开政府信息2,027条。", in: FormID(.legacy, dialect: "fujian")),
    Sentence("新制作规范性文件3件，办理行政许可155件。", in: FormID(.edition2019)),
  ]

  // MARK: Something is wrong

  static let contradicting: [Sentence] = [
    Sentence("2021年，我局共收到政府信息公开申请23件。", "figure 23件"),
    Sentence("2021年，我局共收到政府信息公开申请22件，均已答复。", "concluded 均已答复", "carriedIn 22件"),
    Sentence("新收政府信息公开申请22件。", "figure 22件"),
    // By its own name, or a short one.
    Sentence("2021年青禾市水务局收到政府信息公开申请23件。", "figure 23件"),
    Sentence("市水务局共收到政府信息公开申请23件。", "figure 23件"),
    Sentence("全年收到25件政府信息公开申请。", "figure 25件"),
    Sentence("全年收到政府信息公开申请二十五件。", "figure 二十五件"),
    Sentence("全年收到政府信息公开申请,共计25件。", "figure 25件"),
    Sentence("2021年未收到政府信息公开申请。", "figure 未收到"),
    Sentence("我局全年无依申请公开事项。", "figure 无"),
    Sentence("2021年共收到政府信息公开申请30余件。", "figure 30余件"),
    Sentence("政府信息公开申请为零。", "figure 为零"),
    Sentence("全年收到政府信息公开申请20件，上年结转3件，结转下年度2件。", "figure 3件", "figure 2件"),
    Sentence("2021年新收政府信息公开申请20件，2020年结转4件。", "figure 4件"),
    Sentence("共受理依申请公开29件，答复28件。", "figure 29件", "figure 28件"),
    Sentence("收到政府信息公开申请20件，其中自然人17件，商业企业4件。", "figure 17件", "figure 4件", "ofWhich 20件"),
    Sentence("收到政府信息公开申请20件，其中自然人15件，法人或其他组织4件。", "figure 4件", "sum 20件"),
    Sentence("收到政府信息公开申请20件，予以公开7件，不予公开6件。", "figure 7件", "figure 6件"),
    Sentence("“部分公开”的件数为5件，“无法提供”的件数为0件。", "figure 5件", "figure 0件", under: "（二）依申请公开"),
    Sentence("全市共收到政府信息公开申请25件。", "figure 25件", of: "青禾市人民政府"),
    Sentence("因政府信息公开被申请行政复议5件。", "figure 5件"),
    Sentence("政府信息公开行政复议4件，其中结果维持3件，结果纠正1件。", "figure 3件"),
    Sentence("因政府信息公开引发行政诉讼2件。", "figure 2件"),
    Sentence("政府信息公开行政复议、行政诉讼均为0件。", "figure 0件"),
    Sentence("未发生因政府信息公开引起的行政复议、行政诉讼案件。", "figure 未发生"),
    Sentence("未收到行政复议申请。", "figure 未收到", under: "四、政府信息公开行政复议、行政诉讼情况"),
    Sentence("全年制发行政规范性文件5件，现行有效行政规范性文件20件。", "figure 5件", "figure 20件"),
    Sentence("未制发行政规范性文件。", "figure 未制发"),
    Sentence("作出行政许可决定160件，行政处罚决定31件。", "figure 160件", "figure 31件"),
    Sentence("全年行政事业性收费13.5万元。", "figure 13.5万元"),
    Sentence("行政事业性收费金额125元。", "figure 125元"),
    Sentence("涉及政府信息公开的行政复议案件5件（维持2件、纠正2件）。", "figure 5件", "figure 2件"),
    Sentence("全市共收到政府信息公开申请20件，市本级收到8件，我市共答复29件。", "figure 29件", of: "青禾市人民政府"),
    // All were concluded, and one was carried over.
    Sentence("收到政府信息公开申请20件，上年结转2件，全部办结。", "concluded 全部办结"),
    Sentence("本年度收到的政府信息公开申请全部按期答复。", "concluded 全部按期答复"),
    Sentence("依申请公开办结率100%。", "concluded 办结率100%"),
    Sentence("全年依法办理政府信息公开申请，均已按时答复。", "concluded 均已按时答复"),
    // The year itself is spoken of.
    Sentence("去年收到12件，今年收到政府信息公开申请23件。", "figure 23件"),
    Sentence("截至2021年12月31日，共收到政府信息公开申请23件。", "figure 23件"),
    Sentence("2021年1月1日至12月31日，收到政府信息公开申请23件。", "figure 23件"),
    Sentence("收到政府信息公开申请共23个。", "figure 23个"),
    Sentence("2021年制作政府信息51条，其中主动公开25条，依申请公开14条，不予公开10条。", "sum 51条"),
    // Sums.
    Sentence("发布信息388条，其中网站20条、微信275条、微博113条。", "ofWhich 388条"),
    Sentence("公开政府信息312条，其中网站公开210条，微信公众号公开380条。", "ofWhich 312条"),
    Sentence("办结依申请公开21件（含2020年结转的2件），其中予以公开9件。", "figure 9件"),
    Sentence("发布信息388条：网站20条、微信255条、微博103条。", "sum 388条"),
    Sentence("主动公开政府信息的数量。制作政府信息总数51条，其中主动公开19条，依申请公开14条，不予公开13条。", "sum 51条"),
    Sentence("办理人大建议、政协提案共21件，其中人大建议6件（主办2件，会办4件），政协提案12件。", "sum 21件"),
    Sentence("政协提案12件（其中主办5件，会办9件）。", "ofWhich 12件"),
    Sentence("发布动态20条、公告15条，合计36条。", "sum 36条"),
    Sentence("更新栏目30个，其中概况类31个。", "ofWhich 30个"),
    Sentence("举办培训5次，分别为集中培训2次、线上培训2次。", "sum 5次"),
    // The forms before.
    Sentence("2018年，主动公开政府信息125条。", "figure 125条", in: FormID(.legacy, dialect: "national")),
    Sentence("收到政府信息公开申请11件，其中网络申请6件。", "figure 11件", "figure 6件", in: FormID(.legacy, dialect: "national")),
    Sentence("历年累计主动公开政府信息2,028条。", "figure 2,028条", in: FormID(.legacy, dialect: "fujian")),
    Sentence("不予公开3件。", "figure 3件", under: "（二）依申请公开办理情况", in: FormID(.legacy, dialect: "fujian")),
    Sentence("办理行政许可150件。", "figure 150件", in: FormID(.edition2019)),
  ]
}

/// One report for each form; the sentences speak of its figures.
enum ProseReports {
  static func report(_ sentence: ProseTests.Sentence) throws -> Report {
    let form = try #require(FormCatalogue.shared.form(sentence.form))
    let year =
      switch sentence.form.edition {
      case .edition2021: 2021
      case .edition2019: 2019
      default: 2018
      }
    return Report(
      identity: Identity(body: sentence.body, year: year), statistics: statistics(form),
      sections: [
        ProseSection(
          heading: sentence.heading, level: 1,
          paragraphs: [ProseParagraph(sentence.text, place: Place(line: 7))], place: Place(line: 6))
      ])
  }

  private static func statistics(_ form: Form) -> Statistics {
    var statistics = Statistics(form)
    for (index, cell) in form.cells.enumerated() {
      let role = form.indicators[cell.indicator].role
      if role != .subtotal { statistics[index] = Figure(.exact(.zero)) }
    }
    for (id, value) in figures[form.id.edition] ?? [:] {
      guard let cell = CellID(id), let amount = Amount(value) else { continue }
      statistics[cell] = Figure(.exact(amount))
    }
    return statistics
  }

  private static let figures: [Edition: [String: String]] = [
    .edition2021: [
      "proactive.normativeDocuments.issued": "3", "proactive.normativeDocuments.repealed": "2",
      "proactive.normativeDocuments.inForce": "18", "proactive.licences.decisions": "155",
      "proactive.penalties.decisions": "30", "proactive.compulsoryMeasures.decisions": "2",
      "proactive.charges.amount": "12.5", "applications.received@naturalPerson": "15",
      "applications.received@organisation.business": "5", "applications.received@total": "20",
      "applications.carriedIn@naturalPerson": "1", "applications.carriedIn@organisation.business": "1",
      "applications.carriedIn@total": "2", "applications.outcome.disclosed@total": "6",
      "applications.outcome.partlyDisclosed@total": "3",
      "applications.outcome.refused.stateSecret@total": "1",
      "applications.outcome.refused.internalAffairs@total": "4",
      "applications.outcome.notProvided.notHeld@total": "3",
      "applications.outcome.notProvided.needsCreation@total": "1",
      "applications.outcome.notProcessed.repeated@total": "2",
      "applications.outcome.other.rest@total": "1", "applications.outcome.total@total": "21",
      "applications.outcome.total@naturalPerson": "16",
      "applications.outcome.total@organisation.business": "5",
      "applications.carriedOver@total": "1", "review.upheld": "2", "review.corrected": "1",
      "review.pending": "1", "review.total": "4", "litigation.direct.upheld": "1",
      "litigation.direct.total": "1", "litigation.afterReview.pending": "2",
      "litigation.afterReview.total": "2",
    ],
    .edition2019: [
      "proactive.normativeDocuments.made": "3", "proactive.normativeDocuments.published": "3",
      "proactive.licences.decisions": "155",
    ],
    .legacy: [
      "proactive.published.total": "120", "proactive.byChannel.website": "100",
      "applications.received.total": "10", "applications.received.inPerson": "2",
      "applications.received.online": "5", "applications.received.letter": "3",
      "applications.replied.total": "10", "applications.replied.refused.total": "1",
      "cumulative.proactive.published.total": "2027",
    ],
  ]
}
