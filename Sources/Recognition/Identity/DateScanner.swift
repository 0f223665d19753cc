import Core

/// Finds dates in glyphs: 2017年3月12日, 2018.1.23, 2018-01-23, 二〇一〇年四月十日.
enum DateScanner {
  struct Found {
    /// `2018-01-23`; nil for a day that no calendar has, such as 2月30日.
    let iso: String?
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
      let (month, afterMonth) = number(glyphs, afterYear + 1, end, digits: 2), afterMonth < end,
      separator == "年" ? glyphs[afterMonth].code == "月" : glyphs[afterMonth].code == separator,
      let (day, afterDay) = number(glyphs, afterMonth + 1, end, digits: 2)
    else { return nil }
    var last = afterDay
    if separator == "年" {
      guard last < end, glyphs[last].code == "日" else { return nil }
      last += 1
    } else if last < end, !glyphs[last].hasSpaceBefore,
      glyphs[last].kind == .digit || glyphs[last].code == separator
    {
      // 2023.1.123, and what has four parts, is another number.
      return nil
    } else if !(1...12).contains(month) || !(1...31).contains(day) {
      return nil
    }
    return Found(iso: iso(year, month, day), glyphs: start..<last)
  }

  /// A date without its year, such as the second of 2022年1月1日至12月31日.
  static func day(_ glyphs: [Glyph], of year: Int, in range: Range<Int>) -> Found? {
    guard let (month, afterMonth) = number(glyphs, range.lowerBound, range.upperBound, digits: 2),
      afterMonth < range.upperBound, glyphs[afterMonth].code == "月",
      let (day, afterDay) = number(glyphs, afterMonth + 1, range.upperBound, digits: 2),
      afterDay < range.upperBound, glyphs[afterDay].code == "日"
    else { return nil }
    return Found(iso: iso(year, month, day), glyphs: range.lowerBound..<afterDay + 1)
  }

  /// A month alone, as the last line of a text may give it.
  static func month(_ glyphs: [Glyph], in range: Range<Int>) -> Found? {
    guard let (year, afterYear) = number(glyphs, range.lowerBound, range.upperBound, digits: 4),
      (1900...2100).contains(year), afterYear < range.upperBound, glyphs[afterYear].code == "年",
      let (month, afterMonth) = number(glyphs, afterYear + 1, range.upperBound, digits: 2),
      (1...12).contains(month), afterMonth + 1 == range.upperBound, glyphs[afterMonth].code == "月"
    else { return nil }
    return Found(iso: "\(year)-\(padded(month))", glyphs: range)
  }

  private static func iso(_ year: Int, _ month: Int, _ day: Int) -> String? {
    let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard days.indices.contains(month - 1), (1...days[month - 1]).contains(day) else { return nil }
    return "\(year)-\(padded(month))-\(padded(day))"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

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
    if digits == 4 { return chineseYear(glyphs, start, end) }
    var hasTen = false
    while index < end, index - start < 3 {
      if glyphs[index].code == "十" {
        value = value == 0 ? 10 : value * 10
        hasTen = true
      } else if index == start, glyphs[index].code == "元" {
        // 元月.
        return (1, index + 1)
      } else {
        guard let digit = chineseDigit(glyphs[index].code) else { break }
        value = hasTen ? value + digit : digit
      }
      index += 1
    }
    return index > start ? (value, index) : nil
  }

  /// Four Chinese digits, one after another: 二〇二二.
  static func chineseYear(_ glyphs: [Glyph], _ start: Int, _ end: Int) -> (Int, Int)? {
    var index = start
    var value = 0
    while index < end, index - start < 4 {
      let glyph = glyphs[index]
      // A zero among ideographs is often typed as a figure.
      guard let digit = index > start && glyph.code == "0" ? 0 : chineseDigit(glyph.code) else { return nil }
      value = value * 10 + digit
      index += 1
    }
    return index - start == 4 ? (value, index) : nil
  }

  private static func chineseDigit(_ code: UInt32) -> Int? {
    // 〇, and the circles and letters that people type for it.
    if code == "〇" || code == "○" || code == "◯" || code == "零" || code == "o" { return 0 }
    return ChineseNumeral.ordinal(code).flatMap { $0 < 10 ? $0 : nil }
  }
}
