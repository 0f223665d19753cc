/// How many columns of a terminal a text takes: two for wide East Asian characters, none for marks that
/// combine, one for all others. Ranges by Unicode's EastAsianWidth (W and F).
enum DisplayWidth {
  static func width(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x0300...0x036F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064,
      0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF, 0xE0100...0xE01EF:
      0
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
      0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
      0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1B000...0x1B2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      2
    // Quotes, dashes and dots that Chinese fonts draw wide.
    case 0x2014, 0x2018...0x2019, 0x201C...0x201D, 0x2026, 0x2460...0x2473, 0x3000: 2
    default: 1
    }
  }

  /// Breaks a text into lines of at most that width; a line end in the text begins a new one.
  static func wrapped(_ text: String, to limit: Int) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = String.UnicodeScalarView()
      var used = 0
      for scalar in paragraph.unicodeScalars where scalar.value >= 0x20 {
        let own = width(scalar)
        if used + own > limit, !line.isEmpty {
          lines.append(String(line))
          line = String.UnicodeScalarView()
          used = 0
        }
        line.append(scalar)
        used += own
      }
      lines.append(String(line))
    }
    return lines
  }
}

/// Lines of columns for a terminal.
public enum TextColumns {
  /// Rows with each column padded to its widest text; the last is left as it is.
  public static func aligned(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? DisplayWidth.width($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, text in
        column == row.count - 1
          ? text : text + String(repeating: " ", count: widths[column] - DisplayWidth.width(text) + 2)
      }.joined() + "\n"
    }.joined()
  }
}
