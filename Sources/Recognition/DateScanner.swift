import Core

/// Finds dates in glyphs: 2017年3月12日, 2018.1.23, 2018-01-23, 二〇一〇年四月十日.
enum DateScanner {
  struct Found {
    /// `2018-01-23`.
    let iso: String
    let glyphs: Range<Int>
  }

  static func dates(_ glyphs: [Glyph], in range: Range<Int>) -> [Found] {
    var found: [Found] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if let date = date(glyphs, at: index, end: range.upperBound) {
        found.append(date)
        index = date.glyphs.upperBound
      } else {
        index += 1
        // Do not begin in the middle of a number.
        while index < range.upperBound, glyphs[index].kind == .digit, glyphs[index - 1].kind == .digit {
          index += 1
        }
      }
    }
    return found
  }

  private static func date(_ glyphs: [Glyph], at start: Int, end: Int) -> Found? {
    guard let (year, afterYear) = number(glyphs, start, end, digits: 4), (1900...2100).contains(year),
      afterYear < end, let separator = separator(glyphs[afterYear]),
      let (month, afterMonth) = number(glyphs, afterYear + 1, end, digits: 2), (1...12).contains(month),
      afterMonth < end,
      separator == "年" ? glyphs[afterMonth].code == "月" : glyphs[afterMonth].code == separator,
      let (day, afterDay) = number(glyphs, afterMonth + 1, end, digits: 2), (1...31).contains(day)
    else { return nil }
    var last = afterDay
    if separator == "年" {
      guard last < end, glyphs[last].code == "日" else { return nil }
      last += 1
    }
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return Found(iso: "\(year)-\(padded(month))-\(padded(day))", glyphs: start..<last)
  }

  private static func separator(_ glyph: Glyph) -> UInt32? {
    switch glyph.code {
    case "年", ".", "-", "/": glyph.code
    default: nil
    }
  }

  /// Arabic digits, or Chinese ones: digit by digit for a year, 十 for tens elsewhere.
  private static func number(_ glyphs: [Glyph], _ start: Int, _ end: Int, digits: Int) -> (Int, Int)? {
    var index = start
    var value = 0
    while index < end, index - start < digits, glyphs[index].kind == .digit {
      value = value * 10 + Int(glyphs[index].code) - 0x30
      index += 1
    }
    if index > start { return digits == 4 && index - start != 4 ? nil : (value, index) }
    if digits == 4 {
      while index < end, index - start < 4, let digit = chineseDigit(glyphs[index].code) {
        value = value * 10 + digit
        index += 1
      }
      return index - start == 4 ? (value, index) : nil
    }
    var hasTen = false
    while index < end, index - start < 3, let digit = ChineseNumeral.ordinal(glyphs[index].code) {
      if digit == 10 {
        value = max(value, 1) * 10
        hasTen = true
      } else {
        value = hasTen ? value + digit : digit
      }
      index += 1
    }
    return index > start ? (value, index) : nil
  }

  private static func chineseDigit(_ code: UInt32) -> Int? {
    // 〇, and the circle that people type for it.
    if code == "〇" || code == "○" || code == "◯" || code == "O" { return 0 }
    return ChineseNumeral.ordinal(code).flatMap { $0 < 10 ? $0 : nil }
  }
}
