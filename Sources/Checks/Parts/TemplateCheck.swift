import Core
import DataFiles
import ReportModel
import TextKit

/// Whether words of the template were left in the report, or places that nobody filled in.
struct TemplateCheck: Check {
  static let rules = ["check.part.templateText"]

  private let placeholders = Placeholders()

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    func look(in text: String, _ labels: [String], _ place: Place?) {
      guard let range = placeholders.first(in: text) else { return }
      let phrase = Quotation.line(String(Array(text)[range]))
      log.report(
        "check.part.templateText", ["phrase": phrase],
        [Witness(.subject, labels: labels, text: text, marked: range, place: place)])
    }
    let identity = subject.report.identity
    if let title = identity.title { look(in: title, [], nil) }
    for section in subject.report.sections {
      if let heading = section.heading { look(in: heading, [], section.place) }
      for paragraph in section.paragraphs {
        look(in: paragraph.text, [section.heading].compactMap { $0 }, paragraph.place)
      }
    }
    if let contact = identity.contact { look(in: contact, [], nil) }
    for signatory in identity.signatories {
      look(in: signatory.value, [signatory.role.label], signatory.place)
    }
  }
}

/// What stands where something was to be filled in: phrases of templates, `电话：XXXX`, `年 月 日`, `【】`.
struct Placeholders: Sendable {
  private let phrases: PhraseSet

  init() {
    let listed = SectionedTable(DataFile.text("checks/phrases.tsv") ?? "").rows("template").map {
      $0["phrase"]
    }
    let wide = listed.filter { $0.contains("(") || $0.contains(")") }.map {
      $0.replacing("(", with: "（").replacing(")", with: "）")
    }
    phrases = PhraseSet(listed + wide)
  }

  private static let crosses = Set("XxＸｘ×✕Хх".unicodeScalars)
  /// What two crosses are filled in before; three or more stand for anything.
  private static let counted = Set("年月日件条份项个次人名元万亿%％局委办市县区镇乡村省州旗街部厅院所单".unicodeScalars)
  private static let blanks = Set(" \u{3000}\u{A0}_＿\t…—".unicodeScalars)
  private static let units = Set("件条份项次个场期".unicodeScalars)
  private static let brackets: [Unicode.Scalar: Unicode.Scalar] = [
    "【": "】", "〔": "〕", "［": "］", "{": "}", "｛": "｝",
  ]

  /// The first of them, in characters.
  func first(in text: String) -> Range<Int>? {
    let phrase = phrases.first(in: text).flatMap { PlainText.range(of: $0, in: text) }
    let scalars = Array(text.unicodeScalars)
    let sign = scalars.indices.lazy.filter { Self.mayBegin(scalars[$0].value) }.compactMap { index in
      Self.crosses(scalars, at: index) ?? Self.emptyBracket(scalars, at: index)
        ?? Self.blankDate(scalars, at: index) ?? Self.blankCount(scalars, at: index)
    }.first
    guard let sign else { return phrase }
    func characters(_ end: Int) -> Int { String(String.UnicodeScalarView(scalars[..<end])).count }
    let range = characters(sign.lowerBound)..<characters(sign.upperBound)
    return phrase.map { $0.lowerBound <= range.lowerBound ? $0 : range } ?? range
  }

  /// No to nearly everything that a text is made of.
  private static func mayBegin(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x61...0x77, 0x41...0x57, "，", "。", "、": false
    case 0x4E00...0x9FFF: scalar == "年"
    default: true
    }
  }

  /// XX年, ××件, 20XX, XXXXXXXX.
  private static func crosses(_ text: [Unicode.Scalar], at start: Int) -> Range<Int>? {
    guard crosses.contains(text[start]), start == 0 || !crosses.contains(text[start - 1]) else { return nil }
    var end = start
    while end < text.count, crosses.contains(text[end]) { end += 1 }
    let before: Unicode.Scalar = start > 0 ? text[start - 1] : " "
    let after: Unicode.Scalar = end < text.count ? text[end] : " "
    // Addresses of the web, and words that begin or end so.
    if isOfWord(before) || isOfWord(after) { return nil }
    let isYear = start >= 2 && text[start - 2] == "2" && text[start - 1] == "0" && end - start == 2
    guard end - start >= 3 || isYear || end - start == 2 && counted.contains(after) else { return nil }
    return (isYear ? start - 2 : start)..<(counted.contains(after) ? end + 1 : end)
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.properties.isAlphabetic || "./@_".unicodeScalars.contains(scalar)
  }

  /// 【】
  private static func emptyBracket(_ text: [Unicode.Scalar], at start: Int) -> Range<Int>? {
    guard let close = brackets[text[start]] else { return nil }
    var end = start + 1
    while end < text.count, blanks.contains(text[end]) { end += 1 }
    return end < text.count && text[end] == close ? start..<end + 1 : nil
  }

  /// 收到申请＿＿件: room for a number before its unit.
  private static func blankCount(_ text: [Unicode.Scalar], at start: Int) -> Range<Int>? {
    guard blanks.contains(text[start]), start > 0, text[start - 1].properties.isIdeographic else {
      return nil
    }
    var end = start
    while end < text.count, blanks.contains(text[end]), text[end] != "…", text[end] != "—" { end += 1 }
    let isRoom = end - start >= 2 || end > start && text[start] != " "
    guard isRoom, end < text.count, units.contains(text[end]) else { return nil }
    // 申请  件数 is a heading.
    if end + 1 < text.count, text[end + 1].properties.isIdeographic { return nil }
    return start..<end + 1
  }

  /// 年 月 日 without its numbers, or with some of them.
  private static func blankDate(_ text: [Unicode.Scalar], at start: Int) -> Range<Int>? {
    guard text[start] == "年" else { return nil }
    var index = start + 1
    var gaps = 0
    for mark: Unicode.Scalar in ["月", "日"] {
      let gap = index
      while index < text.count, blanks.contains(text[index]) { index += 1 }
      // 2023年3月　日; a number with spaces around it is a date.
      let digits = index
      while index < text.count, ("0"..."9").contains(text[index]) { index += 1 }
      if index > digits {
        while index < text.count, blanks.contains(text[index]) { index += 1 }
      } else if index > gap {
        gaps += 1
      }
      guard index < text.count, text[index] == mark else { return nil }
      index += 1
    }
    return gaps > 0 ? start..<index : nil
  }
}
