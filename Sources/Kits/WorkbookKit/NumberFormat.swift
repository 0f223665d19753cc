/// What a number format makes of a number, as far as it changes what the number says.
package enum NumberFormat: Hashable {
  /// A number; separators and decimals are dress. A unit may stand behind it.
  case plain(unit: String)
  case percent
  case date(DateParts)

  package struct DateParts: Hashable {
    package var year = false
    package var month = false
    package var day = false
    package var time = false

    package static let date = DateParts(year: true, month: true, day: true)
  }

  package static let general = NumberFormat.plain(unit: "")

  /// The formats that files name by number only.
  package static func builtIn(_ id: Int) -> NumberFormat {
    switch id {
    case 9, 10: .percent
    case 14, 15, 27...31, 36, 50...54, 57, 58: .date(.date)
    case 16: .date(DateParts(month: true, day: true))
    case 17: .date(DateParts(year: true, month: true))
    case 18...21, 32...35, 45...47, 55, 56: .date(DateParts(time: true))
    case 22: .date(DateParts(year: true, month: true, day: true, time: true))
    default: .general
    }
  }

  /// Reads a format code, such as `yyyy"年"m"月"d"日"`, `0.00%` or `#,##0"件"`: its first section.
  package init(code: String) {
    if code.lowercased() == "general" || code.lowercased() == "standard" {
      self = .general
      return
    }
    var scan = FormatCodeScan(code)
    scan.run()
    if scan.hasPercent {
      self = .percent
    } else if !scan.hasDigit, scan.parts != DateParts() {
      self = .date(scan.parts)
    } else {
      self = .plain(unit: scan.unit.unicodeScalars.allSatisfy(FormatCodeScan.isHan) ? scan.unit : "")
    }
  }
}

/// Goes through the first section of a format code.
private struct FormatCodeScan {
  private(set) var parts = NumberFormat.DateParts()
  private(set) var hasPercent = false
  private(set) var hasDigit = false
  /// The words behind the digits.
  private(set) var unit = ""
  private var scalars: Substring.UnicodeScalarView
  private var hasM = false

  init(_ code: String) { scalars = code.unicodeScalars[...] }

  mutating func run() {
    while let scalar = scalars.popFirst(), scalar != ";" { read(scalar) }
    // m beside hours and seconds is minutes, unless a year or a day is there as well.
    if hasM, parts.year || parts.day || !parts.time { parts.month = true }
  }

  private mutating func read(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"":
      while let quoted = scalars.popFirst(), quoted != "\"" { literal(quoted) }
    case "\\", "!":
      if let escaped = scalars.popFirst() { literal(escaped) }
    case "_", "*": _ = scalars.popFirst()
    case "[":
      // [h] counts hours; [Red], [DBNum1] and [$-804] say nothing of the kind.
      let inside = scalars.prefix { $0 != "]" }
      let letters = String(inside).lowercased()
      if !letters.isEmpty, letters.allSatisfy({ $0 == "h" || $0 == "m" || $0 == "s" }) { parts.time = true }
      scalars = scalars.dropFirst(inside.count + 1)
    case "y", "Y",
      "e" where !hasDigit:
      parts.year = true
    case "m", "M": hasM = true
    case "d", "D": parts.day = true
    case "h", "H", "s", "S": parts.time = true
    case "%": hasPercent = true
    case "0", "#", "?":
      hasDigit = true
      unit = ""
    case "G", "g":
      // General, G/通用格式
      if hasPrefix("eneral") || hasPrefix("/") {
        scalars = scalars.drop {
          $0 == "/" || ("a"..."z").contains($0) || "通用格式标准".unicodeScalars.contains($0)
        }
        hasDigit = true
      }
    default: if Self.isHan(scalar) { literal(scalar) }
    }
  }

  /// Behind the digits only, and only words: signs of currency and brackets say no unit.
  private mutating func literal(_ scalar: Unicode.Scalar) {
    if hasDigit { unit.unicodeScalars.append(scalar) }
  }

  private func hasPrefix(_ word: String) -> Bool {
    scalars.starts(with: word.unicodeScalars) || scalars.starts(with: word.uppercased().unicodeScalars)
  }

  static func isHan(_ scalar: Unicode.Scalar) -> Bool { ("\u{4E00}"..."\u{9FFF}").contains(scalar) }
}
