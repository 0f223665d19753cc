import Core
import ReportModel
import TextKit

/// Whether the sections of the form are there, in order, under their titles and numbers, and not empty.
struct SectionCheck: Check {
  static let rules = [
    "check.part.sectionMissing", "check.part.sectionOrder", "check.part.sectionNumber",
    "check.part.sectionTitle", "check.part.sectionEmpty",
  ]

  /// A heading of the report that stands for a section of the form.
  private struct Match {
    let heading: PrintedHeading
    /// The position in `Form.sections`.
    let section: Int
    let isExact: Bool
  }

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    let form = subject.form
    // Without prose nothing was read that could have headings, as from a panel of figures.
    guard !form.sections.isEmpty, !subject.report.sections.isEmpty else { return }
    let headings = PrintedHeading.all(of: subject.report)
    let matches = match(headings, form)
    let found = Set(matches.map(\.section))
    for (position, title) in form.sections.enumerated() where !found.contains(position) {
      // Flattened pages run a title and its text together.
      if isWithin(subject.report, title, form) { continue }
      log.report(
        "check.part.sectionMissing", ["section": Numbering.chinese.number(position + 1) + title],
        [])
    }
    for (first, second) in zip(matches, matches.dropFirst()) where second.section < first.section {
      log.report(
        "check.part.sectionOrder",
        ["section": second.heading.text, "before": first.heading.text],
        [first.heading.witness(.left), second.heading.witness(.subject)])
    }
    for match in matches {
      let number = match.section + 1
      if let printed = match.heading.number, printed != number {
        log.report(
          "check.part.sectionNumber",
          ["section": match.heading.text, "expected": Numbering.chinese.number(number)],
          [match.heading.witness(.subject)])
      }
      if !match.isExact {
        log.report(
          "check.part.sectionTitle", ["section": match.heading.text, "title": form.sections[match.section]],
          [match.heading.witness(.subject)])
      }
      let isTable = form.tables.contains { $0.title.hasSuffix(form.sections[match.section]) }
      if !isTable, match.heading.isEmpty {
        log.report(
          "check.part.sectionEmpty", ["section": match.heading.text], [match.heading.witness(.subject)])
      }
    }
  }

  /// Whether a title stands with its number anywhere in the prose.
  private func isWithin(_ report: Report, _ title: String, _ form: Form) -> Bool {
    let titles = form.wordings(of: title).map(PlainText.init)
    return report.sections.contains { section in
      section.paragraphs.contains { paragraph in
        let text = PlainText(paragraph.text)
        return titles.contains { title in
          text.ranges(of: title).contains { range in
            range.lowerBound > 0 && PrintedHeading.numerals.contains(text.scalars[range.lowerBound - 1])
          }
        }
      }
    }
  }

  /// Each section of the form with the heading that says it best, in the order of the report.
  private func match(_ headings: [PrintedHeading], _ form: Form) -> [Match] {
    var taken: Set<Int> = []
    var result: [Int: Match] = [:]
    let wordings = form.sections.map { form.wordings(of: $0).map(PlainText.init) }
    for (position, heading) in headings.enumerated() {
      for (section, titles) in wordings.enumerated() where result[section] == nil {
        guard !taken.contains(position), titles.contains(heading.title) else { continue }
        result[section] = Match(heading: heading, section: section, isExact: true)
        taken.insert(position)
      }
    }
    for (section, title) in form.sections.enumerated() where result[section] == nil {
      // 六、其他需要报告的事项：无。
      guard
        let heading = headings.first(where: { heading in
          !taken.contains(heading.position)
            && form.wordings(of: title).contains { heading.isFollowedByText(behind: $0) }
        })
      else { continue }
      var filled = heading
      filled.isEmpty = false
      result[section] = Match(heading: filled, section: section, isExact: true)
      taken.insert(heading.position)
    }
    // 一、政府信息公开工作的总体情况 says before its title of what it is.
    for (section, titles) in wordings.enumerated() where result[section] == nil {
      let heading = headings.first { heading in
        !taken.contains(heading.position) && heading.number == section + 1
          && titles.contains { heading.title.ranges(of: $0).last?.upperBound == heading.title.count }
      }
      guard let heading else { continue }
      result[section] = Match(heading: heading, section: section, isExact: false)
      taken.insert(heading.position)
    }
    for (section, titles) in wordings.enumerated() where result[section] == nil {
      let likenesses = headings.enumerated().filter { !taken.contains($0.offset) }.map { offset, heading in
        (offset, titles.map { $0.likeness(to: heading.title) }.max() ?? 0)
      }
      guard let best = likenesses.max(by: { $0.1 < $1.1 }), best.1 >= PrintedHeading.leastLikeness else {
        continue
      }
      result[section] = Match(heading: headings[best.0], section: section, isExact: false)
      taken.insert(best.0)
    }
    // A title in words of its own, under the number that the section has.
    for section in wordings.indices where result[section] == nil {
      let heading = headings.first { $0.number == section + 1 && !taken.contains($0.position) }
      guard let heading else { continue }
      result[section] = Match(heading: heading, section: section, isExact: false)
      taken.insert(heading.position)
    }
    return headings.compactMap { heading in
      result.values.first { $0.heading.position == heading.position }
    }
  }
}

/// A line of a report that is, or should be, the title of a section.
struct PrintedHeading {
  /// 一 to 十.
  static let numerals = Set((1...10).flatMap { ChineseNumeral.text($0).unicodeScalars.map(\.value) })

  /// In hundredths: a heading less like a title is not meant for it.
  static let leastLikeness = 60

  /// No title is longer, in bytes.
  private static let maximumLine = 160

  /// Its position among the headings.
  let position: Int
  /// As printed.
  let text: String
  /// 1 for 一、; nil without a number.
  let number: Int?
  let title: PlainText
  /// Whether nothing stands between it and the next.
  var isEmpty: Bool
  let place: Place?

  func witness(_ side: Witness.Side) -> Witness {
    Witness(side, labels: [text], text: text, place: place)
  }

  /// Whether what the section says stands on the line of its title.
  func isFollowedByText(behind title: String) -> Bool {
    guard let range = text.firstRange(of: title) else { return false }
    let rest = text[range.upperBound...]
    return rest.first.map { "：:，,。".contains($0) } ?? false && PlainText(rest).count > 0
  }

  /// Headings with a Chinese numeral, and lines of prose that begin like one: a misspelt title is not recognised.
  static func all(of report: Report) -> [PrintedHeading] {
    var result: [PrintedHeading] = []
    let signature = SignatureLine(report.identity.body)
    func append(_ text: String, _ place: Place?, isLine: Bool) {
      if isLine, text.utf8.count > maximumLine {
        if !result.isEmpty { result[result.count - 1].isEmpty = false }
        return
      }
      let (number, title) = split(text, isLine: isLine)
      if isLine, number == nil || text.unicodeScalars.count > 40 || text.unicodeScalars.contains("。") {
        if !result.isEmpty, result[result.count - 1].isEmpty, saysSomething(text),
          !signature.isMatch(text)
        {
          result[result.count - 1].isEmpty = false
        }
        return
      }
      result.append(
        PrintedHeading(
          position: result.count, text: text, number: number, title: PlainText(title), isEmpty: true,
          place: place))
    }
    for section in report.sections {
      if let heading = section.heading {
        if section.level == 1 {
          append(heading, section.place, isLine: false)
        } else if !result.isEmpty {
          result[result.count - 1].isEmpty = false
        }
      }
      for paragraph in section.paragraphs { append(paragraph.text, paragraph.place, isLine: true) }
    }
    return result
  }

  /// Words, be it 无; not a page number or a rule.
  private static func saysSomething(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.properties.isIdeographic || $0 == "/" || $0 == "／" }
  }

  /// `四、政府信息公开…` as 4 and the rest.
  private static func split(_ text: String, isLine: Bool) -> (number: Int?, title: Substring) {
    let trimmed = text.drop { $0.isWhitespace }
    let digits = trimmed.prefix { $0.unicodeScalars.allSatisfy { numerals.contains($0.value) } }
    let rest = trimmed.dropFirst(digits.count).drop { $0.isWhitespace }
    guard !digits.isEmpty, digits.count <= 3, let mark = rest.first else { return (nil, trimmed) }
    let hasMark = ["、", ".", "．", ",", "，", ":", "："].contains(mark)
    // 三 收到和处理…, where it is known to be a heading.
    let hasSpace = !isLine && trimmed.count > digits.count + rest.count
    guard hasMark || hasSpace else { return (nil, trimmed) }
    let number = (1...99).first { ChineseNumeral.text($0) == digits }
    return (number, hasMark ? rest.dropFirst() : rest)
  }
}

/// Lines that sign a report and say nothing else: the name of the body, a date, 盖章.
struct SignatureLine {
  private let body: PlainText?
  private static let maximumLength = 40
  private static let endings = ["局", "委", "办", "厅", "院", "政府", "委员会", "办公室", "街道办事处", "管委会", "中心"]
  private static let dates = Set("0123456789〇○零一二三四五六七八九十年月日".unicodeScalars.map(\.value))
  private static let words = ["公章", "盖章", "章", "日期", "落款", "单位", "此页无正文"].map(PlainText.init)

  init(_ body: String?) { self.body = body.map { PlainText($0) } }

  func isMatch(_ text: String) -> Bool {
    var line = PlainText(text)
    guard (1...Self.maximumLength).contains(line.count) else { return false }
    let hasBody = body.map { line.remove($0) } ?? false
    for word in Self.words { _ = line.remove(word) }
    if line.scalars.allSatisfy(Self.dates.contains) {
      return hasBody || line.scalars.contains { $0 == "年" || $0 == "月" }
    }
    // Where the name of the body is not known or spelt otherwise, a line that is a name and no sentence.
    guard !text.unicodeScalars.contains(where: { "，。；：、,;:".unicodeScalars.contains($0) }) else {
      return false
    }
    let name = String(text.filter { !$0.isWhitespace })
    return name.count >= 4 && name.count <= 24 && Self.endings.contains { name.hasSuffix($0) }
      && !["无", "未", "没有", "本年", "我"].contains { name.hasPrefix($0) }
  }
}
