import Core

/// A line of a text: where it stands, and what it is made of.
struct TextLine {
  /// Counting from 1.
  let number: Int
  /// Its bytes within the text, without the line end.
  let bytes: Range<Int>
  let tabCount: Int
  /// How many bars divide it: ASCII, full-width and drawn ones.
  let pipeCount: Int
  /// Whether full-width and drawn bars divide it; ［12｜120］ is one figure of two readings.
  let hasWideBars: Bool
  let startsWithTab: Bool
  /// Its bytes without spaces and tabs at either end.
  let trimmed: Range<Int>

  var isBlank: Bool { trimmed.isEmpty }
  /// Whether it is a part of a table that is drawn with tabs: a blank line may be, when it holds a tab.
  var isTabbed: Bool { tabCount > 0 }

  /// A cell a line, the largest table of a report has 400,000 of them.
  static let maximumCount = 1_000_000

  /// The lines of a text. `\n`, `\r\n`, a lone `\r` and a form feed end a line.
  ///
  /// - Throws: a refusal where there are more, before the rest is looked at.
  static func lines(of utf8: [UInt8], atMost limit: Int = maximumCount) throws(Refusal) -> [TextLine] {
    let lines = utf8.withUnsafeBufferPointer { text in
      var lines: [TextLine] = []
      lines.reserveCapacity(min(text.count / 24 + 1, 1 << 16))
      var start = 0
      var tabs = 0
      var pipes = 0
      var wideBars = 0
      var hasReadings = false
      var index = 0
      func close(at end: Int) {
        var lower = start
        var upper = end
        while lower < upper, Self.isSpace(text[lower]) { lower += 1 }
        while upper > lower, Self.isSpace(text[upper - 1]) { upper -= 1 }
        lines.append(
          TextLine(
            number: lines.count + 1, bytes: start..<end, tabCount: tabs,
            pipeCount: pipes + (hasReadings ? 0 : wideBars), hasWideBars: wideBars > 0 && !hasReadings,
            startsWithTab: start < end && text[start] == UInt8(ascii: "\t"), trimmed: lower..<upper))
        tabs = 0
        pipes = 0
        wideBars = 0
        hasReadings = false
      }
      while index < text.count, lines.count <= limit {
        switch text[index] {
        case UInt8(ascii: "\n"), 0x0C:
          close(at: index)
          start = index + 1
        case UInt8(ascii: "\r"):
          close(at: index)
          if index + 1 < text.count, text[index + 1] == UInt8(ascii: "\n") { index += 1 }
          start = index + 1
        case UInt8(ascii: "\t"): tabs += 1
        case UInt8(ascii: "|"): pipes += 1
        case 0xE2, 0xEF:
          guard index + 2 < text.count else { break }
          if isWideBar(text[index], text[index + 1], text[index + 2]) { wideBars += 1 }
          // ［
          if text[index + 1] == 0xBC, text[index + 2] == 0xBB { hasReadings = true }
        default: break
        }
        index += 1
      }
      if start < text.count { close(at: text.count) }
      return lines
    }
    guard lines.count <= limit else { throw Refusal(.input, .tooManyLines(limit: limit)) }
    return lines
  }

  /// ｜, │ and ┃.
  static func isWideBar(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    first == 0xEF ? second == 0xBD && third == 0x9C : second == 0x94 && (third == 0x82 || third == 0x83)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

extension Finding {
  fileprivate static func tooManyLines(limit: Int) -> Finding {
    Finding("read.too-many-lines", .error, ["limit": String(limit)])
  }
}
