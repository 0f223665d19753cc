import Records

/// Dates and times as metadata writes them.
enum DateText {
  private static func number(_ text: Substring, _ count: Int) -> Int? {
    guard text.utf8.count == count, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }

  /// YYYYMMDD.
  static func isDate(_ text: String) -> Bool {
    guard let all = number(text[...], 8) else { return false }
    return CalendarDate(year: all / 10_000, month: all / 100 % 100, day: all % 100) != nil
  }

  /// A day in either form, or a time with its zone.
  static func isDateOrTime(_ text: String) -> Bool {
    isDate(text) || CalendarDate(text) != nil || seconds(text) != nil
  }

  /// Seconds of a time with its zone, counted from anywhere; nil where it is none.
  static func seconds(_ text: String) -> Int? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let day = CalendarDate(parts[0]) else { return nil }
    let clock = parts[1].prefix { $0 != "Z" && $0 != "+" && $0 != "-" }
    let zone = parts[1].dropFirst(clock.count)
    let time = clock.prefix { $0 != "." }.split(separator: ":", omittingEmptySubsequences: false)
    guard time.count == 3, let hour = number(time[0], 2), let minute = number(time[1], 2),
      let second = number(time[2], 2), hour < 24, minute < 60, second <= 60
    else { return nil }
    var offset = 0
    if zone != "Z" {
      let numbers = zone.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
      guard numbers.count == 2, let hours = number(numbers[0], 2), let minutes = number(numbers[1], 2)
      else { return nil }
      offset = (hours * 60 + minutes) * (zone.first == "-" ? -60 : 60)
    }
    return day.ordinal * 86_400 + hour * 3_600 + minute * 60 + second - offset
  }
}
