import Core

/// What the name of a report says: …2017年…信息公开…报告.
struct TitlePhrase {
  let glyphs: Range<Int>
  /// The body's name, possibly in two parts around the year.
  var body: [Range<Int>] = []
  var year: YearPhrase?

  /// Both, one, or none of them.
  var score: Int { (year?.year == nil ? 0 : 2) + (body.isEmpty ? 0 : 1) }
}

extension Scan {
  /// What a stretch says that ends as the name of a report does; nil where it does not speak of disclosure.
  func titlePhrase(_ range: Range<Int>) -> TitlePhrase? {
    guard let subject = subjectOfTitle(range) else { return nil }
    let years = years(in: range, needsWord: false)
    var phrase = TitlePhrase(glyphs: range)
    // The year may stand before the body, behind it, or behind the subject.
    let year = years.last { $0.glyphs.lowerBound < subject.lowerBound } ?? years.first
    phrase.year = year
    let names = BodyPhrase(scan: self)
    guard let year, year.glyphs.lowerBound < subject.lowerBound else {
      let before = range.lowerBound..<subject.lowerBound
      // 2021-2022学年 is no year, and no part of the name.
      let span = before.first { index in
        glyphs[index].isMark("-") && index - 4 >= before.lowerBound
          && glyphs[index - 4..<index].allSatisfy { $0.kind == .digit }
      }
      let end = span.map { $0 - 4 } ?? before.upperBound
      phrase.body = [names.name(in: before.lowerBound..<end)].compactMap { $0 }
      return phrase
    }
    let before = names.name(in: range.lowerBound..<year.glyphs.lowerBound)
    let behind = names.name(in: year.glyphs.upperBound..<subject.lowerBound)
    if before != nil, let second = behind, !names.isName(second) {
      phrase.body = [before].compactMap { $0 }
    } else {
      phrase.body = [before, behind].compactMap { $0 }
    }
    return phrase
  }

  /// 政府信息公开 and what else the reports call it.
  func subjectOfTitle(_ range: Range<Int>) -> Range<Int>? {
    guard let found = first(of: Self.subjects, in: range) else { return nil }
    // …人民政府信息公开…: the government is the body.
    if hasWord("政府", at: found.lowerBound, before: found.upperBound),
      hasWord("人民", at: found.lowerBound - 2, before: found.lowerBound),
      found.lowerBound - 2 >= range.lowerBound
    {
      return found.lowerBound + 2..<found.upperBound
    }
    return found
  }

  private static let subjects: [GlyphWord] = [
    "政府信息与政务公开", "政府信息和政务公开", "政府信息主动公开", "政府信息公开", "政府公开信息", "政务信息公开", "政务公开", "信息公开",
  ]
}
