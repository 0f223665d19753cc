/// A day, written `2018-02-06`.
package struct CalendarDate: Hashable {
  package let year: Int
  package let month: Int
  package let day: Int

  /// nil where it is written otherwise, or there is no such day.
  package init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(\.isDigit) }) else { return nil }
    let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  /// nil where there is no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...Self.days(month, year)).contains(day)
    else {
      return nil
    }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Days since the beginning of the calendar.
  package var ordinal: Int {
    let past = year - 1
    let before = (1..<month).reduce(0) { $0 + Self.days($1, year) }
    return past * 365 + past / 4 - past / 100 + past / 400 + before + day
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
