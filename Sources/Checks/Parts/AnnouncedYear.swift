import ReportModel
import TextKit

/// The year of the report as the sentence that announces it says: 现公布2021年度政府信息公开工作年度报告.
enum AnnouncedYear {
  /// Reports announce themselves before their tables, and soon.
  private static let maximumParagraphs = 4
  private static let triggers = ["公布", "发布", "编制", "如下", "撰写", "形成", "印发"]
  /// What makes a sentence speak of another year's report.
  private static let guards = [
    "较", "比", "上一年", "上年", "去年", "往年", "历年", "以来", "前一年", "整改", "要点", "通知", "计划", "明年", "下一年",
  ]

  /// A year that such a sentence names, where it names none but others than the report's own.
  static func other(than year: Int, in report: Report) -> (year: Int, witness: Witness)? {
    let paragraphs = report.sections.prefix(2).flatMap { $0.paragraphs }
    for paragraph in paragraphs.prefix(maximumParagraphs) {
      for sentence in paragraph.text.split(whereSeparator: { "。；;\n".contains($0) }) {
        guard let other = named(in: sentence), other.year != year else { continue }
        let witness = Witness(
          .right, labels: [], text: String(sentence),
          marked: PlainText.range(of: other.text, in: String(sentence)), place: paragraph.place)
        return (other.year, witness)
      }
    }
    return nil
  }

  private static func named(in sentence: Substring) -> (year: Int, text: String)? {
    let text = withoutNames(sentence)
    guard triggers.contains(where: text.contains), !guards.contains(where: text.contains) else { return nil }
    let years = years(in: text)
    // Two years in one sentence: which of them is meant is not certain.
    guard Set(years.map(\.year)).count == 1, let found = years.last else { return nil }
    let rest = text[found.end...].prefix(24)
    guard let report = rest.firstRange(of: "报告"), rest[..<report.lowerBound].contains("信息公开") else {
      return nil
    }
    return (found.year, found.text)
  }

  /// The names of documents speak of themselves.
  private static func withoutNames(_ text: Substring) -> String {
    var result = ""
    var depth = 0
    for character in text {
      if "《〈".contains(character) { depth += 1 }
      if depth == 0, !character.isWhitespace { result.append(character) }
      if "》〉".contains(character) { depth = max(0, depth - 1) }
    }
    return result
  }

  /// Four digits before 年, not those of a day.
  private static func years(in text: String) -> [(year: Int, text: String, end: String.Index)] {
    var result: [(year: Int, text: String, end: String.Index)] = []
    var digits = ""
    for index in text.indices {
      let character = text[index]
      if character.isWholeNumber, !character.unicodeScalars.contains(where: \.properties.isIdeographic) {
        digits.append(character)
        continue
      }
      let values = digits.compactMap(\.wholeNumberValue)
      let end = text.index(after: index)
      let isDay = text[end...].first?.isWholeNumber ?? false
      if character == "年", values.count == 4, !isDay {
        result.append((values.reduce(0) { $0 * 10 + $1 }, digits + "年", end))
      }
      digits = ""
    }
    return result.filter { (2000...2100).contains($0.year) }
  }
}
