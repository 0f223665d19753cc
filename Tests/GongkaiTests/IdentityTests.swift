import Testing

@testable import Gongkai

@Suite struct IdentityTests {
  /// As the current form prints it.
  @Test func bodyUnderTheTitle() throws {
    let text = "2021年政府信息公开工作年度报告\n\n青禾市水务局\n\n一、总体情况\n\n本年度开展工作。\n\n"
    let table = "信息内容\t本年处理决定数量\n行政处罚\t3\n行政强制\t0\n行政许可\t1\n"
    let report = try Converter().readAll(bytes: Array((text + table).utf8), name: "a.txt")[0]
    #expect(report.identity.body == "青禾市水务局")
    #expect(report.sections.flatMap { $0.paragraphs.map(\.text) } == ["本年度开展工作。"])
  }

  /// A paragraph that only begins like a sentence of ours is the report's own.
  @Test func proseThatBeginsLikeALegend() throws {
    let text = "一、总体情况\n\n来源文件：市政府办公室台账。\n\n"
    let table = "信息内容\t本年处理决定数量\n行政处罚\t3\n行政强制\t0\n行政许可\t1\n"
    let report = try Converter().readAll(bytes: Array((text + table).utf8), name: "a.txt")[0]
    #expect(report.sections.flatMap { $0.paragraphs.map(\.text) } == ["来源文件：市政府办公室台账。"])
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
}
