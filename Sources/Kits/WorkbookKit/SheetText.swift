/// What a cell's text looks like, as far as it must be known to tell tables from prose.
@usableFromInline
package enum SheetText {
  package enum Colon {
    case inside, atEnd
  }

  /// Where a key such as 填报日期： ends; nil for a text that does not begin with one. The 其中： of a row's label is
  /// none, nor is a remark in brackets.
  package static func colon(_ text: String) -> Colon? {
    var length = 0
    for scalar in text.unicodeScalars.prefix(16) {
      switch scalar {
      case "：", ":":
        if length == 0 || text.hasPrefix("其中") { return nil }
        let end = text.unicodeScalars.last.map { $0 == "：" || $0 == ":" } ?? false
        return end ? .atEnd : .inside
      case "（", "(", "，", "。", ",": if length == 0 || scalar == "，" || scalar == "。" { return nil }
      case "0"..."9": return nil
      default: break
      }
      length += 1
    }
    return nil
  }

  /// Whether a text ends like a sentence.
  package static func isSentence(_ text: String) -> Bool {
    switch text.unicodeScalars.last {
    case "。", "；", "！": true
    default: false
    }
  }

  /// 一、… in one line.
  package static func isSectionHeading(_ text: String) -> Bool {
    var numerals = 0
    for scalar in text.unicodeScalars.prefix(16) {
      switch scalar {
      case "一", "二", "三", "四", "五", "六", "七", "八", "九", "十": numerals += 1
      case "、", "．", ".": return numerals > 0
      case " ", "\u{3000}": continue
      default: return false
      }
    }
    return false
  }

  /// The first two characters.
  package static func beginning(_ text: String) -> String? {
    let scalars = text.unicodeScalars.prefix(2)
    return scalars.count == 2 ? String(scalars) : nil
  }

  /// Nothing but a number.
  package static func isNumber(_ text: String) -> Bool {
    var hasDigit = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "%"),
        UInt8(ascii: " "):
        break
      default: return false
      }
    }
    return hasDigit
  }

  /// A number, alone or with its unit or a remark.
  ///
  /// - Parameter standsForFigure: says it of a text that does not begin with a number.
  package static func isFigure(_ text: String, _ standsForFigure: (String) -> Bool) -> Bool {
    if isNumber(text) { return true }
    var rest = text.unicodeScalars.drop(while: mayPrecedeNumber)
    let digits = rest.prefix(while: isDigit)
    if digits.isEmpty { return standsForFigure(text) }
    rest = rest.dropFirst(digits.count)
    // 1.属于… and 1、… are labels, 1.5万元 is none.
    guard let mark = rest.first else { return true }
    switch mark {
    case ".", "．": return rest.dropFirst().first.map(isDigit) ?? false
    case "、", ")", "）", "]", "］": return false
    default: return true
    }
  }

  /// Whether a text could be taken for a figure or for what stands in the place of one: it has a digit, or few words.
  package static func mayBeFigure(_ text: String) -> Bool {
    text.unicodeScalars.contains(where: isDigit) || !hasWords(text)
  }

  private static func mayPrecedeNumber(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "-", "－", "+", "约", "≥", "≤", "［": true
    default: false
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar) || ("０"..."９").contains(scalar)
  }

  /// Whether a text has at least so many ideographs.
  package static func hasWords(_ text: String, letters least: Int = 2) -> Bool {
    var letters = 0
    for scalar in text.unicodeScalars where (0x4E00...0x9FFF).contains(scalar.value) {
      letters += 1
      if letters == least { return true }
    }
    return false
  }

  /// The lines of a cell that hold anything.
  package static func lines(_ text: String) -> [String] {
    if !text.utf8.contains(0x0A), !text.utf8.contains(0x0D) { return [text] }
    return text.split(whereSeparator: \.isNewline).filter { !isBlank($0) }.map(String.init)
  }

  /// Keys that stand in one line with spaces between them, each with what is filled in behind it.
  package static func keys(in line: String) -> [String] {
    guard line.unicodeScalars.count <= 200, colon(line) != nil else { return [line] }
    var parts: [String] = []
    var part = String.UnicodeScalarView()
    var spaces = 0
    for scalar in line.unicodeScalars {
      if scalar == " " || scalar == "\u{3000}" {
        spaces += scalar == " " ? 1 : 2
      } else {
        if spaces > 1, !part.isEmpty {
          parts.append(String(part))
          part = String.UnicodeScalarView()
        } else if spaces > 0, !part.isEmpty {
          part.append(" ")
        }
        spaces = 0
        part.append(scalar)
      }
    }
    parts.append(String(part))
    // 单位负责人：      某某 is one key with its value.
    var joined: [String] = []
    for part in parts {
      if let last = joined.last, colon(part) == nil {
        guard colon(last) == .atEnd else { return [line] }
        joined[joined.count - 1] = last + part
      } else {
        joined.append(part)
      }
    }
    return joined.count > 1 ? joined : [line]
  }

  /// Whether nothing is to be seen.
  @inlinable
  package static func isBlank(_ text: some StringProtocol) -> Bool {
    for byte in text.utf8 {
      // Letters of ASCII and ideographs are no spaces.
      if byte > 0x20 && byte < 0x80 || (0xE4...0xE9).contains(byte) { return false }
      if byte >= 0x80 { return text.unicodeScalars.allSatisfy { $0.properties.isWhitespace } }
    }
    return true
  }
}
