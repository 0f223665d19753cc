import ReportModel
import TextKit

/// The year of the report as the sentence that announces it says: 现公布2021年度政府信息公开工作年度报告.
enum AnnouncedYear {
  /// Reports announce themselves before their tables, and soon.
  private static let maximumParagraphs = 4
  /// How far behind the year its report is named.
  private static let maximumDistance = 24
  private static let triggers = words(["公布", "发布", "编制", "如下", "撰写", "形成", "印发"])
  /// What makes a sentence speak of another year's report.
  private static let guards = words([
    "较", "比", "上一年", "上年", "去年", "往年", "历年", "以来", "前一年", "整改", "要点", "通知", "计划", "明年", "下一年",
  ])
  private static let report = words(["报告"])
  private static let disclosure = words(["信息公开"])

  private static func words(_ words: [String]) -> [[Unicode.Scalar]] {
    words.map { Array($0.unicodeScalars) }
  }

  /// A year that such a sentence names, where it names none but others than the report's own.
  static func other(than year: Int, in report: Report) -> (year: Int, witness: Witness)? {
    let paragraphs = report.sections.prefix(2).lazy.flatMap { $0.paragraphs }
    for paragraph in paragraphs.prefix(maximumParagraphs) {
      var sentences = AnnouncingSentences(paragraph.text)
      while sentences.next() {
        guard let other = named(in: sentences.scalars), other.year != year else { continue }
        let sentence = sentences.sentence
        let witness = Witness(
          .right, labels: [], text: sentence, marked: PlainText.range(of: other.text, in: sentence),
          place: paragraph.place)
        return (other.year, witness)
      }
    }
    return nil
  }

  private static func named(in text: [Unicode.Scalar]) -> (year: Int, text: String)? {
    let years = years(in: text)
    // Two years in one sentence: which of them is meant is not certain.
    guard let found = years.last, years.allSatisfy({ $0.year == found.year }) else { return nil }
    guard has(triggers, text[...]), !has(guards, text[...]) else { return nil }
    let rest = text[found.digits.upperBound...].dropFirst().prefix(maximumDistance)
    guard let name = position(of: report[0], rest), has(disclosure, rest[..<name]) else { return nil }
    return (found.year, String(String.UnicodeScalarView(text[found.digits])) + "年")
  }

  private static func has(_ words: [[Unicode.Scalar]], _ text: ArraySlice<Unicode.Scalar>) -> Bool {
    words.contains { position(of: $0, text) != nil }
  }

  private static func position(of word: [Unicode.Scalar], _ text: ArraySlice<Unicode.Scalar>) -> Int? {
    text.indices.first { text[$0] == word[0] && text[$0...].starts(with: word) }
  }

  /// Four digits before 年, not those of a day.
  private static func years(in text: [Unicode.Scalar]) -> [(year: Int, digits: Range<Int>)] {
    var result: [(year: Int, digits: Range<Int>)] = []
    for mark in text.indices where text[mark] == "年" {
      var (start, year) = (mark, 0)
      while start > 0, let digit = text[start - 1].digit {
        if mark - start < 4 { year += digit * [1, 10, 100, 1000][mark - start] }
        start -= 1
      }
      let isDay = mark + 1 < text.count && text[mark + 1].wholeNumber != nil
      if mark - start == 4, !isDay, (2000...2100).contains(year) { result.append((year, start..<mark)) }
    }
    return result
  }
}

/// The sentences of a text that speak of a year.
private struct AnnouncingSentences {
  private let text: String
  private var rest: String.UnicodeScalarView.Iterator
  /// In bytes.
  private var start = 0
  private var end = 0
  private var position = 0
  private var isAtEnd = false
  /// What the sentence says, without spaces and without the names of documents, which speak of themselves.
  private(set) var scalars: [Unicode.Scalar] = []

  init(_ text: String) {
    self.text = text
    rest = text.unicodeScalars.makeIterator()
  }

  /// As it is printed.
  var sentence: String { String(decoding: text.utf8.dropFirst(start).prefix(end - start), as: UTF8.self) }

  /// - Returns: whether there was one more.
  mutating func next() -> Bool {
    while !isAtEnd {
      if advance() { return true }
    }
    return false
  }

  /// Reads one sentence.
  ///
  /// - Returns: whether it speaks of a year.
  private mutating func advance() -> Bool {
    scalars.removeAll(keepingCapacity: true)
    start = position
    var depth = 0
    var hasYear = false
    var previous: Unicode.Scalar = " "
    while let scalar = rest.next() {
      end = position
      position += UTF8.width(scalar)
      switch scalar {
      case "。", "；", ";": return hasYear
      // A line end of two characters is a space as any.
      case "\n" where previous != "\r": return hasYear
      case "《", "〈": depth += 1
      case "》", "〉":
        if depth == 0 { scalars.append(scalar) }
        depth = max(0, depth - 1)
      default:
        if depth == 0, !scalar.isSpace {
          scalars.append(scalar)
          if scalar == "年" { hasYear = true }
        }
      }
      previous = scalar
    }
    end = position
    isAtEnd = true
    return hasYear
  }
}

extension Unicode.Scalar {
  /// Whether it is a space; asked of each character of a text, most of which are ideographs and their marks.
  var isSpace: Bool {
    switch value {
    case 0x21...0x7E, 0x3001...0xD7FF, 0xFF00...0xFFEF: false
    case 0x20: true
    default: properties.isWhitespace
    }
  }

  /// The digit that it is, in whatever writing; Chinese numerals are none.
  var digit: Int? {
    switch value {
    case 0x30...0x39: Int(value) - 0x30
    case 0xFF10...0xFF19: Int(value) - 0xFF10
    case 0..<0x80, 0x3400...0x9FFF: nil
    default: properties.isIdeographic ? nil : wholeNumber
    }
  }

  /// The whole number that it is, in whatever writing.
  var wholeNumber: Int? { properties.numericValue.flatMap(Int.init(exactly:)) }
}
