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

/// A moment as ISO 8601 writes it with its zone, such as `2026-11-21T09:00:00+08:00`.
public struct ArchiveTime: Hashable, Sendable {
  /// As it was given.
  public let text: String

  /// The day in its zone, such as `2026-11-21`.
  public var day: String { String(text.prefix(10)) }

  /// nil where it is written otherwise, has no zone, or there is no such moment.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), CalendarDate(text.prefix(10)) != nil,
      Self.isTime(bytes[11..<19], [24, 60, 60])
    else { return nil }
    let zone = bytes[19...]
    let isZone =
      switch zone.first {
      case UInt8(ascii: "Z"): zone.count == 1
      case UInt8(ascii: "+"), UInt8(ascii: "-"): Self.isTime(zone.dropFirst(), [15, 60])
      default: false
      }
    guard isZone else { return nil }
    self.text = text
  }

  /// Two digits each with colons between them, each below its limit.
  private static func isTime(_ bytes: ArraySlice<UInt8>, _ limits: [Int]) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == limits.count else { return false }
    return zip(parts, limits).allSatisfy { part, limit in
      part.count == 2 && part.allSatisfy(\.isDigit)
        && part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } < limit
    }
  }
}
