/// Days since an epoch as a date, written as Chinese documents write one.
package enum SerialDate {
  package enum Epoch {
    /// Day 1 is 1900-01-01, and 1900 has a 29 February.
    case excel1900
    /// Day 0 is 1904-01-01.
    case excel1904
  }

  /// Until the end of the year 9999.
  private static let lastDay = 2_958_465

  /// nil where the day is none.
  package static func text(
    days: Int, seconds: Int, _ parts: NumberFormat.DateParts, _ epoch: Epoch
  ) -> String? {
    var result = ""
    if parts.year || parts.month || parts.day {
      guard let date = date(days, epoch) else { return nil }
      if parts.year { result += "\(date.year)年" }
      if parts.month { result += "\(date.month)月" }
      if parts.day { result += "\(date.day)日" }
    }
    if parts.time || result.isEmpty {
      let minutes = seconds / 60
      if !result.isEmpty { result += " " }
      result += "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }
    return result
  }

  /// `2018-01-05T00:00:00` or `2018-01-05`, as cells of ISO dates hold it; nil for anything else.
  package static func text(iso: UnsafeBufferPointer<UInt8>) -> String? {
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in iso[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return value
    }
    guard iso.count >= 10, iso[4] == UInt8(ascii: "-"), iso[7] == UInt8(ascii: "-"),
      iso.count == 10 || iso[10] == UInt8(ascii: "T"),
      let year = number(0..<4), let month = number(5..<7), let day = number(8..<10)
    else { return nil }
    return "\(year)年\(month)月\(day)日"
  }

  private static func date(_ days: Int, _ epoch: Epoch) -> (year: Int, month: Int, day: Int)? {
    guard (0...lastDay).contains(days) else { return nil }
    switch epoch {
    case .excel1904: return civil(days - 24_107)
    case .excel1900:
      if days == 0 { return nil }
      if days == 60 { return (1900, 2, 29) }
      return civil(days - (days < 60 ? 25_568 : 25_569))
    }
  }

  /// Days since 1970-01-01 in the Gregorian calendar.
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
