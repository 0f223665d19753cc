import DocumentModel

/// A rectangle of a page, in points from its upper left corner.
struct PageBox: Hashable {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  /// Nothing; it takes the extent of what is added first.
  static let empty = PageBox(left: .infinity, top: .infinity, right: -.infinity, bottom: -.infinity)

  var width: Double { right - left }
  var height: Double { bottom - top }
  var centerX: Double { (left + right) / 2 }
  var centerY: Double { (top + bottom) / 2 }
  var area: Double { max(width, 0) * max(height, 0) }

  mutating func add(_ x: Double, _ y: Double) {
    left = min(left, x)
    right = max(right, x)
    top = min(top, y)
    bottom = max(bottom, y)
  }

  func union(_ other: PageBox) -> PageBox {
    PageBox(
      left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
      bottom: max(bottom, other.bottom))
  }

  func intersection(_ other: PageBox) -> PageBox {
    PageBox(
      left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
      bottom: min(bottom, other.bottom))
  }

  func contains(_ x: Double, _ y: Double) -> Bool { x >= left && x <= right && y >= top && y <= bottom }

  func holds(_ other: PageBox, tolerance: Double) -> Bool {
    other.left >= left - tolerance && other.right <= right + tolerance && other.top >= top - tolerance
      && other.bottom <= bottom + tolerance
  }
}

/// Characters that stand together, as poppler gives them: without spaces.
struct PageWord {
  var text: String
  var box: PageBox
  /// The spaces that are written between it and the word before; nil where that is only told by the gap.
  var blank: String?

  func placed(in box: PageBox) -> PageWord { PageWord(text: text, box: box, blank: blank) }
}

/// A ruling line: horizontal at a height, or vertical at a distance from the left.
struct PageRule {
  var position: Double
  var start: Double
  var end: Double

  var length: Double { end - start }
}

/// A letter as it is drawn: where it begins on its line.
struct PageGlyph {
  var x: Double
  var y: Double
  /// Whether it is as white as the paper.
  var isWhite: Bool
  /// The letters that are drawn at once have the same.
  var run = 0
}

/// What is drawn on a page: its ruling lines, and where its letters stand.
struct PageRules {
  var horizontal: [PageRule] = []
  var vertical: [PageRule] = []
  /// Whether a picture stands on the page as well.
  var hasPicture = false
  /// Whether letters are drawn; those that OCR puts behind a scan are not.
  var hasLetters = false
  /// The letters in the order in which they are drawn.
  var glyphs: [PageGlyph] = []
  /// Coloured areas that a letter may stand on.
  var shades: [PageBox] = []

  var count: Int { horizontal.count + vertical.count }

  /// Adds what is drawn elsewhere, but not what it says of itself.
  mutating func add(_ other: PageRules) {
    horizontal += other.horizontal
    vertical += other.vertical
    glyphs += other.glyphs
    shades += other.shades
  }
}

/// A page as it is drawn: its words and its ruling lines. A sheet with several pages on it gives several.
struct DrawnPage {
  /// Counted from 1.
  let number: Int
  let width: Double
  let height: Double
  var words: [PageWord] = []
  var rules = PageRules()
  /// What stands on it and is not read.
  var unseen: [UnseenText] = []
}

/// Numbers of programs' output, which may be anything.
enum DecimalNumber {
  /// No page is larger; what is beyond is drawn where nobody sees it.
  static let largest = 100_000.0

  /// The decimal number that a text begins with; nil where it is none, or not finite.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var index = 0
    guard let value = parse(bytes, at: &index), index == bytes.count else { return nil }
    return value
  }

  /// The decimal number that begins at an index, which moves behind it.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>, at index: inout Int) -> Double? {
    var position = index
    var isNegative = false
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
      isNegative = bytes[position] == UInt8(ascii: "-")
      position += 1
    }
    var value = 0.0
    var digits = 0
    while position < bytes.count, case let digit = bytes[position] &- 0x30, digit < 10 {
      value = value * 10 + Double(digit)
      digits += 1
      position += 1
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      var unit = 0.1
      while position < bytes.count, case let digit = bytes[position] &- 0x30, digit < 10 {
        value += unit * Double(digit)
        unit /= 10
        digits += 1
        position += 1
      }
    }
    guard digits > 0 else { return nil }
    if position + 1 < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      var cursor = position + 1
      var exponentIsNegative = false
      if bytes[cursor] == UInt8(ascii: "-") || bytes[cursor] == UInt8(ascii: "+") {
        exponentIsNegative = bytes[cursor] == UInt8(ascii: "-")
        cursor += 1
      }
      var exponent = 0
      let start = cursor
      while cursor < bytes.count, case let digit = bytes[cursor] &- 0x30, digit < 10 {
        exponent = min(exponent * 10 + Int(digit), 400)
        cursor += 1
      }
      if cursor > start {
        for _ in 0..<exponent { value *= exponentIsNegative ? 0.1 : 10 }
        position = cursor
      }
    }
    guard value.isFinite else { return nil }
    index = position
    return max(-largest, min(largest, isNegative ? -value : value))
  }
}
