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
