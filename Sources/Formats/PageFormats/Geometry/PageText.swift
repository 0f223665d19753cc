/// Words that stand on one line.
struct PageLine {
  var words: [PageWord]
  var box: PageBox

  /// The height of its letters.
  var size: Double {
    let sizes = words.map(\.box.height).sorted()
    return sizes.isEmpty ? 0 : sizes[sizes.count / 2]
  }

  var text: String { PageText.joined(words) }
}

/// Puts words together as a reader would.
enum PageText {
  /// Words in lines from top to bottom, and from left to right within each.
  ///
  /// The middles of the words of a line agree more or less, whatever their fonts; a label that stands between
  /// two rows is on neither.
  static func lines(_ words: [PageWord]) -> [PageLine] {
    var lines: [PageLine] = []
    var first = -Double.infinity
    var last = -Double.infinity
    for word in words.sorted(by: { ($0.box.centerY, $0.box.left) < ($1.box.centerY, $1.box.left) }) {
      let center = word.box.centerY
      if let line = lines.last {
        let height = min(word.box.height, line.words.last?.box.height ?? 0)
        if center - last <= 0.22 * height, center - first <= 0.5 * height {
          lines[lines.count - 1].words.append(word)
          lines[lines.count - 1].box = line.box.union(word.box)
          last = center
          continue
        }
      }
      lines.append(PageLine(words: [word], box: word.box))
      (first, last) = (center, center)
    }
    for index in lines.indices { lines[index].words.sort { $0.box.left < $1.box.left } }
    return lines
  }

  /// The words of a line as one text.
  static func joined(_ words: [PageWord]) -> String {
    var text = ""
    for (index, word) in words.enumerated() {
      if index > 0 {
        text += word.blank ?? (needsSpace(words[index - 1], word) ? " " : "")
      }
      text += word.text
    }
    return text
  }

  private static func needsSpace(_ left: PageWord, _ right: PageWord) -> Bool {
    guard let last = left.text.unicodeScalars.last, let first = right.text.unicodeScalars.first else {
      return false
    }
    let gap = (right.box.left - left.box.right) / max(min(left.box.height, right.box.height), 1)
    // A raised figure is a footnote's.
    if isDigit(last), isDigit(first) { return gap > 0.08 || !haveSameSize(left.box, right.box) }
    switch (isIdeographic(last), isIdeographic(first)) {
    case (true, true): return gap > 1.2
    case (false, false): return gap > 0.08
    default: return gap > 0.6
    }
  }

  private static func haveSameSize(_ left: PageBox, _ right: PageBox) -> Bool {
    min(left.height, right.height) > 0.85 * max(left.height, right.height)
  }

  /// Whether a character is one that is written without spaces.
  static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2E80...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x3FFFF: true
    case 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0xB7: true
    default: false
    }
  }

  /// ASCII digits and those of full width.
  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x30 && scalar.value <= 0x39 || scalar.value >= 0xFF10 && scalar.value <= 0xFF19
  }

  static func hasDigit(_ text: String) -> Bool { text.unicodeScalars.contains(where: isDigit) }

  static func hasIdeograph(_ text: String) -> Bool {
    text.unicodeScalars.contains {
      $0.value >= 0x2E80 && $0.value <= 0x9FFF && $0.value > 0x303F || $0.value >= 0x20000
    }
  }

  /// The text of a cell: lines that were broken because the cell is narrow are one again.
  ///
  /// - Parameter margins: how much of the width a broken number may leave free.
  static func cellText(_ lines: [PageLine], in box: PageBox, margins: Double = 4) -> String {
    var text = ""
    for (index, line) in lines.enumerated() {
      if index > 0 {
        text += separator(
          lines[index - 1], line, isFull: isFull(lines[index - 1], before: line, in: box, margins: margins))
      }
      text += line.text
    }
    return text
  }

  /// Whether a line ends because its cell does: the next character had no room.
  ///
  /// - Parameter margins: how much of the cell's width may be kept free on both sides together.
  static func isFull(_ line: PageLine, before next: PageLine, in box: PageBox, margins: Double) -> Bool {
    guard let first = next.words.first else { return false }
    let character = first.box.width / Double(max(first.text.unicodeScalars.count, 1))
    return line.box.width + character > box.width - margins
  }

  private static func separator(_ upper: PageLine, _ lower: PageLine, isFull: Bool) -> String {
    let (upperText, lowerText) = (upper.text, lower.text)
    guard let last = upperText.unicodeScalars.last, let first = lowerText.unicodeScalars.first else {
      return ""
    }
    let isNumber: (String) -> Bool = { hasDigit($0) && !hasIdeograph($0) }
    if isNumber(upperText), isNumber(lowerText) {
      // Two figures, or one that the cell has no room for.
      return isFull && isNumberPart(last) && isNumberPart(first) && haveSameSize(upper.box, lower.box)
        ? "" : "\n"
    }
    if hasDigit(upperText), hasDigit(lowerText), !isFull { return "\n" }
    return isIdeographic(last) || isIdeographic(first) ? "" : " "
  }

  private static func isNumberPart(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || scalar == "." || scalar == ","
  }

  /// Cuts a word where walls cross it; the width of its characters tells which stand where.
  static func split(_ word: PageWord, at walls: [Double]) -> [PageWord] {
    let scalars = Array(word.text.unicodeScalars)
    guard !walls.isEmpty, scalars.count > 1 else { return [word] }
    let widths = scalars.map { isIdeographic($0) ? 1.0 : 0.5 }
    let unit = word.box.width / widths.reduce(0, +)
    var pieces: [PageWord] = []
    var wall = 0
    var start = word.box.left
    var left = start
    var text = String.UnicodeScalarView()
    func close(_ right: Double) {
      if text.isEmpty { return }
      var box = word.box
      (box.left, box.right) = (left, right)
      pieces.append(PageWord(text: String(text), box: box))
      text = String.UnicodeScalarView()
      left = right
    }
    for (scalar, width) in zip(scalars, widths) {
      let middle = start + width * unit / 2
      while wall < walls.count, middle > walls[wall] {
        close(start)
        wall += 1
      }
      text.append(scalar)
      start += width * unit
    }
    close(word.box.right)
    if !pieces.isEmpty { pieces[0].blank = word.blank }
    return pieces
  }
}
