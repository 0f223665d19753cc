#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The clock of the machine.
enum LocalTime {
  /// This moment in the zone of the machine, as an archive writes it.
  static var now: String {
    var moment = time(nil)
    var parts = tm()
    localtime_r(&moment, &parts)
    func digits(_ number: Int, _ count: Int = 2) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let zone = parts.tm_gmtoff / 60
    let day = [
      digits(Int(parts.tm_year) + 1900, 4), digits(Int(parts.tm_mon) + 1), digits(Int(parts.tm_mday)),
    ].joined(separator: "-")
    let clock = [parts.tm_hour, parts.tm_min, min(parts.tm_sec, 59)].map { digits(Int($0)) }
      .joined(separator: ":")
    return "\(day)T\(clock)\(zone < 0 ? "-" : "+")\(digits(abs(zone) / 60)):\(digits(abs(zone) % 60))"
  }
}
