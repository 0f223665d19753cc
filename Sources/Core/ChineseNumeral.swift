/// Numbers in Chinese numerals: of headings and dates, and of what prose counts.
@usableFromInline
package enum ChineseNumeral {
  /// 一 to 九; nil for any other character.
  @inlinable
  package static func digit(_ code: UInt32) -> Int? {
    switch code {
    case "一": 1
    case "二": 2
    case "三": 3
    case "四": 4
    case "五": 5
    case "六": 6
    case "七": 7
    case "八": 8
    case "九": 9
    default: nil
    }
  }

  /// The numeral of a heading that has one alone: 一 to 十.
  @inlinable
  package static func ordinal(_ code: UInt32) -> Int? { code == "十" ? 10 : digit(code) }

  /// A digit of a number that counts something: 〇, 零 and 两 as well.
  @inlinable
  package static func countingDigit(_ code: UInt32) -> Int? {
    switch code {
    case "〇", "零": 0
    case "两": 2
    default: digit(code)
    }
  }

  /// What a digit before it is multiplied by: 十, 百, 千.
  @inlinable
  package static func power(_ code: UInt32) -> Int? {
    switch code {
    case "十": 10
    case "百": 100
    case "千": 1000
    default: nil
    }
  }

  /// 1 to 99 in Chinese numerals; other numbers in digits.
  package static func text(_ number: Int) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    guard (1...99).contains(number) else { return String(number) }
    let (tens, ones) = number.quotientAndRemainder(dividingBy: 10)
    switch tens {
    case 0: return digits[ones]
    case 1: return "十" + digits[ones]
    default: return digits[tens] + "十" + digits[ones]
    }
  }
}
