import Core
import ReportModel

@testable import Gongkai

extension Chapter {
  static let attached = Chapter(
    name: "attached",
    introduction:
      "Files for publication carry the data of the report that they show. What they show comes first.",
    cases: [
      MessageCase(
        "attached.changed", "Somebody has changed a figure of a page that was written here.",
        showing: "A page with the figure 412 in the row 行政许可, changed to 413."
      ) { _ in
        try changed { $0.replacing(">412</td>", with: ">413</td>") }
      },
      MessageCase(
        "attached.prose", "Somebody has changed the prose of a page that was written here.",
        showing: "A page with the paragraph 本年度无变化, which has become 本年度有变化."
      ) { _ in
        try changed { $0.replacing("<p>本年度无变化。</p>", with: "<p>本年度有变化。</p>") }
      },
      MessageCase(
        "attached.unfit", "The attached data is of other figures than those that it was written with.",
        showing: "A page whose attached data says 414 where 412 is shown."
      ) { _ in
        try changed { $0.replacing("\"decisions\": 412", with: "\"decisions\": 414") }
      },
      MessageCase(
        "attached.unreadable", "The attached data has lost its end.",
        showing: "A page whose attached data breaks off."
      ) { _ in
        try changed { $0.replacing("\n}\n</script>", with: "</script>") }
      },
    ])

  /// What is found in a page that was changed after it was written.
  private static func changed(_ change: (String) -> String) throws -> [Finding] {
    let converter = Converter()
    var report = Report(
      identity: Identity(body: "青禾市水务局", year: 2023),
      statistics: try Figures.statistics(
        try Forms.current(), ["proactive.licences.decisions": 412]))
    report.sections = [ProseSection(heading: "一、总体情况", level: 1, paragraphs: [ProseParagraph("本年度无变化。")])]
    let page = String(decoding: try converter.bytes(of: [report], as: "html"), as: UTF8.self)
    return try read(Array(change(page).utf8), "2023.html", with: converter)
  }
}
