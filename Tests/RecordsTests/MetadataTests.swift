import Testing

@testable import Core
@testable import Records
@testable import ReportModel

/// The metadata follows the list of elements.
@Suite struct MetadataTests {
  private func settings(_ more: [String] = []) throws -> ArchiveSettings {
    var settings = ArchiveSettings()
    try settings.set(["全宗号=0123", "全宗名称=某局", "类别号=WS", "保管期限=永久"] + more)
    return settings
  }

  private func record(_ identity: Identity, _ settings: ArchiveSettings) throws -> (
    ArchiveRecord, ArchiveEntry
  ) {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    let report = Report(identity: identity, statistics: Statistics(form))
    let entry = try ArchiveEntry(report, item: 1, settings)
    let file = ArchiveFile(.received, name: "原件-a.txt", mediaType: "text/plain", bytes: [1, 2, 3])
    let step = ProcessingStep(
      .received, time: "2026-01-31T09:00:00+08:00", program: "p 1",
      description: LocalizedText(chinese: "<甲>\\{0}", english: "a"))
    return (
      ArchiveRecord(
        number: entry.number, files: [file], history: [step]), entry
    )
  }

  @Test func elementsStandInTheOrderOfTheList() throws {
    let settings = try settings(["档案馆代码=9", "经办人=甲某", "备注=无"])
    let (record, entry) = try record(Identity(body: "某局", year: 2021, title: "题名"), settings)
    let metadata = try RecordMetadata(record, entry, settings)
    #expect(
      metadata.elements.map(\.name) == [
        "聚合层次", "来源", "档号", "内容描述", "形式特征", "电子属性", "附注", "机构人员", "机构人员", "机构人员", "业务",
      ])
    let text = String(decoding: metadata.xml, as: UTF8.self)
    #expect(text.contains("<日期>2021-12-31</日期>") && entry.isDateAssumed)
    // Of DA/T 46 and not of ours: nothing is escaped but what XML asks for.
    #expect(text.contains("<行为描述>&lt;甲&gt;\\{0}</行为描述>"))
    #expect(text.hasSuffix("</电子档案元数据>\n") && !text.contains("\r"))
  }

  @Test func whatIsTooLongIsNotCut() throws {
    let settings = try settings()
    let title = String(repeating: "长", count: 501)
    let (record, entry) = try record(Identity(body: "某局", year: 2021, title: title), settings)
    let refusal = #expect(throws: Refusal.self) { try RecordMetadata(record, entry, settings) }
    #expect(refusal?.findings.map { $0.arguments["element"] } == ["内容描述/题名"])
  }

  @Test func whatNobodyTellsIsNamed() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    let settings = try settings()
    let refusal = #expect(throws: Refusal.self) {
      try ArchiveEntry(Report(statistics: Statistics(form)), item: 1, settings)
    }
    #expect(refusal?.findings.map { $0.arguments["key"] } == ["立档单位", "责任者", "年度"])
  }

  /// The date is that of issue before that of filling in, and no date that is none.
  @Test func theDateIsThatOfIssue() throws {
    let settings = try settings()
    let identity = Identity(
      body: "某局", year: 2021,
      dates: [
        ReportDate(.filled, iso: "2022-01-10", raw: ""), ReportDate(.issued, iso: "2022-01-25", raw: ""),
      ])
    #expect(try record(identity, settings).1.compactDate == "20220125")
    let (_, filled) = try record(
      Identity(body: "某局", year: 2021, dates: [ReportDate(.filled, iso: "2022-01-10", raw: "")]), settings)
    #expect(filled.date == "2022-01-10" && !filled.isDateAssumed)
  }
}
