import FileKit

/// The clock of the machine.
enum LocalTime {
  /// This moment in the zone of the machine, as an archive writes it.
  static var now: String {
    let now = SystemCalls.localTime()
    func digits(_ number: Int, _ count: Int = 2) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let zone = now.offset / 60
    let day = [digits(now.year, 4), digits(now.month), digits(now.day)].joined(separator: "-")
    let clock = [now.hour, now.minute, min(now.second, 59)].map { digits($0) }.joined(separator: ":")
    return "\(day)T\(clock)\(zone < 0 ? "-" : "+")\(digits(abs(zone) / 60)):\(digits(abs(zone) % 60))"
  }
}
