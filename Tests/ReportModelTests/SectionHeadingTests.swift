import Testing

@testable import ReportModel

@Suite struct SectionHeadingTests {
  @Test(arguments: [
    ("一、概述", "概述"), ("（二）主动公开", "主动公开"), ("(三) 申请", "申请"), ("1.数量", "数量"), ("12、数量", "数量"),
    ("第一章 总则", "总则"), ("第二部分：情况", "情况"), ("①数量", "数量"), ("　四、　收费", "收费"),
  ])
  func aTitleStandsBehindItsNumber(heading: String, title: String) {
    #expect(SectionHeading.titleBehindNumber(heading).map(String.init) == title)
  }

  @Test(arguments: ["概述", "一、", "（二）", "2017年情况", "十大举措", "（试行）办法", "第三方评估", "", "一"])
  func whatHasNoNumberHasNoTitleBehindOne(heading: String) {
    #expect(SectionHeading.titleBehindNumber(heading) == nil)
  }

  @Test func oldChaptersHaveTheirPlace() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(Edition(rawValue: "2021"))))
    for (heading, position, isSameTitle) in [
      ("五、政府信息公开工作存在的主要问题及改进情况", 4, true), ("四、政府信息公开的收费及减免情况", 5, false),
      ("八、其他需要报告的事项", 5, true), ("一、概述", 0, true), ("政府信息公开工作总体情况", 0, true),
    ] {
      let place = try #require(form.section(for: heading), "\(heading)")
      #expect(place.position == position && place.isSameTitle == isSameTitle, "\(heading)")
    }
    for heading in ["二、主动公开政府信息基本情况", "三、依申请公开总体情况", "七、附表"] {
      #expect(form.section(for: heading) == nil, "\(heading)")
    }
  }
}
