import Core

/// The letters of a text object that one TextCode holds.
struct OFDTextCode {
  /// Where the first stands on its line; behind the code before, where nothing is said.
  var x: Double?
  var y: Double?
  /// The advances from letter to letter.
  var deltaX: [UInt8]?
  var deltaY: [UInt8]?
  var text: [UInt8] = []
}

/// Lays the letters of a text object out and puts them together to words.
///
/// A code holds what its author took for one text, often a line with wide gaps: it is cut where letters are farther apart
/// than they are wide, so that each piece stands in its own cell.
struct OFDTextWriter {
  private(set) var words: [PageWord] = []
  private(set) var glyphs: [PageGlyph] = []
  let isVisible: Bool
  private let object: OFDObject
  private let size: Double
  private let isWhite: Bool
  private var x = 0.0
  private var y = 0.0
  private var text = String.UnicodeScalarView()
  private var box = PageBox.empty
  /// The spaces that were written since the last word of the code.
  private var blank = ""
  private var isFirst = true

  /// How letters reach above and below their line, in their size.
  private static let ascent = 0.8
  private static let descent = 0.2

  init(_ object: OFDObject) {
    self.object = object
    size = (object.size ?? 0).magnitude
    let fill = object.isFilled ?? true ? object.fill ?? .seen : .transparent
    let stroke = object.isStroked ?? false ? object.stroke ?? .seen : .transparent
    isVisible = object.isVisible && (fill != .transparent || stroke != .transparent)
    isWhite = fill == .white && stroke != .seen
  }

  mutating func write() throws(OFDNumberFault) {
    for code in object.codes {
      try write(code)
      close()
    }
  }

  private mutating func write(_ code: OFDTextCode) throws(OFDNumberFault) {
    (blank, isFirst) = ("", true)
    x = code.x ?? x
    y = code.y ?? y
    let scalars = Array(Self.content(code.text).unicodeScalars)
    let across = try advances(code.deltaX, scalars.count - 1, "DeltaX")
    let down = try advances(code.deltaY, scalars.count - 1, "DeltaY")
    // Letters that go down stand below one another.
    let isVertical = code.deltaX == nil && code.deltaY != nil
    for (index, scalar) in scalars.enumerated() {
      let width = Self.width(of: scalar) * size * object.stretch
      let right = index < across.count ? across[index] : isVertical ? 0 : width
      let lower = index < down.count ? down[index] : 0
      add(scalar, width: index + 1 < scalars.count && right > 0 && right < width ? right : width)
      if right < -0.1 * size || right > Self.widest(scalar) * size * max(object.stretch, 1)
        || lower.magnitude > 0.05 * size
      {
        close()
      }
      x += right
      y += lower
    }
  }

  private func advances(
    _ text: [UInt8]?, _ count: Int, _ name: String
  ) throws(OFDNumberFault) -> [Double] {
    guard let text, count > 0 else { return [] }
    guard let advances = text.withUnsafeBufferPointer({ OFDValues.advances($0, count: count) }) else {
      throw OFDNumberFault(name: name, value: String(decoding: text.prefix(200), as: UTF8.self))
    }
    return advances
  }

  /// A file that was set out for people has line ends around its texts; spaces within one count as letters.
  private static func content(_ bytes: [UInt8]) -> String {
    var bytes = bytes[...]
    func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
    if bytes.prefix(while: isSpace).contains(0x0A) { bytes = bytes.drop(while: isSpace) }
    if bytes.reversed().prefix(while: isSpace).contains(0x0A) {
      while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// In the size of the letters.
  static func width(of scalar: Unicode.Scalar) -> Double { PageText.isIdeographic(scalar) ? 1 : 0.5 }

  /// The farthest that the next letter of the same word begins. Figures are narrow in every font.
  private static func widest(_ scalar: Unicode.Scalar) -> Double {
    if PageText.isIdeographic(scalar) { return 1.3 }
    // Signs that are as wide as ideographs in some fonts, and as narrow as digits in others.
    if (0x2010..<0x2E80).contains(scalar.value) { return 1.3 }
    return scalar.properties.isAlphabetic ? 1.2 : 0.9
  }

  private mutating func add(_ scalar: Unicode.Scalar, width: Double) {
    if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
      close()
      if scalar.properties.isWhitespace { blank.unicodeScalars.append(scalar) }
      return
    }
    let origin = object.transform.apply(x, y)
    if isVisible { glyphs.append(PageGlyph(x: origin.x, y: origin.y, isWhite: isWhite)) }
    for corner in [(x, y - Self.ascent * size), (x + width, y + Self.descent * size)] {
      let corner = object.transform.apply(corner.0, corner.1)
      box.add(corner.x, corner.y)
    }
    text.append(scalar)
  }

  private mutating func close() {
    if text.isEmpty { return }
    words.append(PageWord(text: String(text), box: box, blank: isFirst || blank.isEmpty ? nil : blank))
    (blank, isFirst) = ("", false)
    text = String.UnicodeScalarView()
    box = .empty
  }
}
