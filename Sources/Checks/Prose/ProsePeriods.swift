import Core

/// Words for several years or for part of one, by their numbers: 近3年, 五年来, 2019年至2021年, 1-6月, 截至6月30日.
struct ProsePeriods {
  private let text: [UInt32]
  /// Where they stand, ascending.
  private(set) var positions: [Int] = []
  /// Where the years begin that end a span of years.
  private var ends: Set<Int> = []

  init(_ text: [UInt32]) {
    self.text = text
    for (index, scalar) in text.enumerated() {
      switch scalar {
      case "年":
        if isSpanOfYears(index) {
          positions.append(index)
        } else if let start = endOfSpan(index) {
          positions.append(index)
          ends.insert(start)
        }
      case "月": if isPartOfYear(index) { positions.append(index) }
      default: break
      }
    }
  }

  func isEndOfSpan(_ start: Int) -> Bool { ends.contains(start) }

  private func scalar(_ index: Int) -> UInt32 { text.indices.contains(index) ? text[index] : 0 }

  private static func isDigit(_ scalar: UInt32) -> Bool { scalar &- 0x30 < 10 }

  private static func isNumeral(_ scalar: UInt32) -> Bool {
    isDigit(scalar) || ChineseNumeral.countingDigit(scalar) != nil || ChineseNumeral.power(scalar) != nil
      || scalar == "几" || scalar == "数" || scalar == "多"
  }

  private static let one = ["1", "一"].map { $0.unicodeScalars.map(\.value) }
  private static let twelve = ["12", "十二"].map { $0.unicodeScalars.map(\.value) }
  private static let before = Set(characters: "近去前续历这后")
  private static let behind = Set(characters: "来间里内多")

  /// 近3年, 过去五年, 三年来; not 2021年 and not 一年来.
  private func isSpanOfYears(_ year: Int) -> Bool {
    var start = year
    while start > 0, year - start < 4, Self.isNumeral(text[start - 1]) { start -= 1 }
    guard (1...3).contains(year - start), !Self.one.contains(Array(text[start..<year])) else { return false }
    return Self.before.contains(scalar(start - 1)) || Self.behind.contains(scalar(year + 1))
      || scalar(year + 1) == "以" && scalar(year + 2) == "来"
  }

  private static let until = Set(characters: "-—–~至到")

  /// Where the second year of 2019-2021年 or 2019年至2021年 begins.
  private func endOfSpan(_ year: Int) -> Int? {
    let start = year - 4
    guard start > 1, (start..<year).allSatisfy({ Self.isDigit(text[$0]) }), !Self.isDigit(scalar(year + 1))
    else { return nil }
    var index = start - 1
    guard Self.until.contains(text[index]) else { return nil }
    while index > 0, Self.until.contains(text[index]) { index -= 1 }
    return Self.isDigit(text[index]) || text[index] == "年" || text[index] == "度" ? start : nil
  }

  /// 1-6月, 6月底, 截至6月30日; not the months of a whole year, and not a day on which something was done.
  private func isPartOfYear(_ month: Int) -> Bool {
    var start = month
    while start > 0, month - start < 3, Self.isNumeral(text[start - 1]) { start -= 1 }
    let number = text[start..<month]
    guard (1...3).contains(number.count), scalar(month - 1) != "个" else { return false }
    if Self.twelve.contains(Array(number)) { return false }
    guard Self.isNumeral(scalar(month + 1)) else { return true }
    return (max(0, start - 8)..<start).contains { scalar($0) == "至" }
  }
}
