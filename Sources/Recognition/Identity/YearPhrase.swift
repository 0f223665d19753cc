import Core

/// A year as titles and sentences print it: 2022年, 2022 年度, 二〇二二年.
struct YearPhrase {
  /// Of the digits with 年 and 度 behind them.
  let glyphs: Range<Int>
  /// nil for what stands where a year should but is none, such as 202020年.
  let year: Int?
}

extension Scan {
  /// The years in a range; without `needsWord` also four digits with neither 年 nor a digit behind them.
  func years(in range: Range<Int>, needsWord: Bool = true) -> [YearPhrase] {
    var found: [YearPhrase] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if glyphs[index].kind == .digit {
        let end = (index..<range.upperBound).first { glyphs[$0].kind != .digit } ?? range.upperBound
        if let phrase = year(index..<end, within: range, needsWord: needsWord) { found.append(phrase) }
        index = found.last.map { max($0.glyphs.upperBound, end) } ?? end
      } else if let (value, end) = DateScanner.chineseYear(glyphs, index, range.upperBound),
        end < range.upperBound,
        glyphs[end].code == "年", Self.sensibleYears.contains(value)
      {
        let phrase = YearPhrase(glyphs: index..<afterYear(end + 1, range), year: value)
        found.append(phrase)
        index = phrase.glyphs.upperBound
      } else {
        index += 1
      }
    }
    return found
  }

  private func year(_ digits: Range<Int>, within range: Range<Int>, needsWord: Bool) -> YearPhrase? {
    let hasWord = digits.upperBound < range.upperBound && glyphs[digits.upperBound].code == "年"
    guard digits.count >= 4, digits.count <= 8, hasWord || !needsWord && digits.count == 4 else { return nil }
    // 2022-2023年 is no year.
    if digits.lowerBound > range.lowerBound, glyphs[digits.lowerBound - 1].isMark("-") { return nil }
    let value = glyphs[digits].reduce(0) { $0 * 10 + Int($1.code) - 0x30 }
    if digits.count == 4, !Self.sensibleYears.contains(value) { return nil }
    if digits.count > 4, glyphs[digits.lowerBound].code != "2" { return nil }
    let end = hasWord ? afterYear(digits.upperBound + 1, range) : digits.upperBound
    if !hasWord, end < range.upperBound, glyphs[end].kind == .mark, !glyphs[end].isMark(")") { return nil }
    return YearPhrase(glyphs: digits.lowerBound..<end, year: digits.count == 4 ? value : nil)
  }

  private func afterYear(_ end: Int, _ range: Range<Int>) -> Int {
    end < range.upperBound && glyphs[end].code == "度" ? end + 1 : end
  }

  private static let sensibleYears = 2000...2100
}
