/// What a block of style declarations says of whether and how text is seen.
struct HTMLDeclarations {
  enum Display: UInt8 { case absent, inline, block }
  /// Zero, or so small that it is no size for text.
  enum Size: UInt8 { case tiny, ordinary }
  enum Shift: UInt8 {
    case level, raised, lowered
    /// Aligned at the top or at the bottom of the line: only a mark is raised by it.
    case top, bottom
    /// A link to a note: raised if it reads like a mark, however it is styled.
    case noteLink
  }

  enum Property: Int, CaseIterable { case display, visibility, size, line, shift, cover }

  var display: Display?
  var isVisible: Bool?
  var size: Size?
  var isStruckOut: Bool?
  var shift: Shift?
  enum Cover: UInt8 {
    case uncovered
    /// Transparent, cut to nothing or moved off the page.
    case whole
    /// Without height or width, which only blocks can be.
    case flat
  }

  var cover: Cover?
  private var important: UInt8 = 0

  init() {}

  var isEmpty: Bool {
    display == nil && isVisible == nil && size == nil && isStruckOut == nil && shift == nil
      && cover == nil
  }

  func isImportant(_ property: Property) -> Bool { important & 1 << UInt8(property.rawValue) != 0 }

  /// Reads the declarations of a block or of an attribute.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    var index = range.lowerBound
    var box = Box()
    while index < range.upperBound {
      while index < range.upperBound, HTMLTokenizer.isSpace(bytes[index]) || bytes[index] == UInt8(ascii: ";")
      {
        index += 1
      }
      let comment = CSSText.endOfComment(at: index, bytes, range.upperBound)
      if comment > index {
        index = comment
        continue
      }
      let start = index
      while index < range.upperBound, bytes[index] != UInt8(ascii: ":"), bytes[index] != UInt8(ascii: ";") {
        index += 1
      }
      let nameEnd = index
      index = CSSText.endOfValue(from: index, bytes, range.upperBound)
      guard nameEnd < index else { continue }
      var name = start..<nameEnd
      while let last = name.last, HTMLTokenizer.isSpace(bytes[last]) { name = start..<last }
      guard name.count < 32, Self.lengths & 1 << UInt32(name.count) != 0 else { continue }
      read(CSSText(bytes, name), CSSText(bytes, nameEnd + 1..<index).trimmed, &box)
    }
    box.settle(&self)
  }

  /// A bit for each length that a name of a property has which matters.
  private static let lengths: UInt32 = [3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 18, 20].reduce(0) {
    $0 | 1 << $1
  }

  private mutating func read(_ name: CSSText, _ value: CSSText, _ box: inout Box) {
    var value = value
    let isImportant = value.dropImportant()
    func note(_ property: Property) {
      if isImportant { important |= 1 << UInt8(property.rawValue) }
    }
    switch (name.bytes[name.range.lowerBound] | 0x20, name.range.count) {
    case (UInt8(ascii: "d"), 7) where name.equals("display"):
      display = value.equals("none") ? .absent : Self.isBlock(value) ? .block : .inline
      note(.display)
    case (UInt8(ascii: "m"), 8) where name.equals("mso-hide"):
      if value.equals("all") { display = .absent }
    case (UInt8(ascii: "c"), 18) where name.equals("content-visibility"):
      if value.equals("hidden") { display = .absent }
    case (UInt8(ascii: "v"), 10) where name.equals("visibility"):
      isVisible = !(value.equals("hidden") || value.equals("collapse"))
      note(.visibility)
    case (UInt8(ascii: "f"), 9) where name.equals("font-size"):
      if let found = Self.size(value) { (size, _) = (found, note(.size)) }
    case (UInt8(ascii: "f"), 4) where name.equals("font"):
      // The size is the first length in it.
      if let found = value.words.lazy.compactMap({ $0.length }).first {
        size = found.isTiny ? .tiny : .ordinary
        note(.size)
      }
    case (UInt8(ascii: "t"), 15) where name.equals("text-decoration"),
      (UInt8(ascii: "t"), 20) where name.equals("text-decoration-line"):
      isStruckOut = value.contains("line-through")
      note(.line)
    case (UInt8(ascii: "v"), 14) where name.equals("vertical-align"):
      shift = Self.shift(value)
      note(.shift)
    default:
      if box.read(name, value), isImportant { note(.cover) }
    }
  }

  private static func isBlock(_ value: CSSText) -> Bool {
    for word: StaticString in [
      "block", "flex", "grid", "table", "list-item", "table-row", "table-cell", "flow-root",
    ] where value.equals(word) { return true }
    return false
  }

  private static func size(_ value: CSSText) -> Size? {
    guard let length = value.length else { return .ordinary }
    if length.isTiny { return .tiny }
    // A part of the size around it is zero where that is.
    return length.isRelative ? nil : .ordinary
  }

  private static func shift(_ value: CSSText) -> Shift {
    if value.equals("super") { return .raised }
    if value.equals("sub") { return .lowered }
    if value.equals("top") || value.equals("text-top") { return .top }
    if value.equals("bottom") || value.equals("text-bottom") { return .bottom }
    guard let length = value.length else { return .level }
    let pixels = length.pixels
    return pixels >= 2000 ? .top : pixels <= -2000 ? .bottom : .level
  }

  /// Where the box of an element stands, and how large it is.
  private struct Box {
    private var isTransparent: Bool?
    private var isMoving = false
    private var isPositioned = false
    private var isRelative = false
    private var lift = 0
    private var isFar = false
    private var isIndented = false
    private var isFlat = false
    private var cutsOverflow = false
    private var isCut: Bool?

    private static let far = 500_000

    mutating func read(_ name: CSSText, _ value: CSSText) -> Bool {
      switch (name.bytes[name.range.lowerBound] | 0x20, name.range.count) {
      case (UInt8(ascii: "o"), 7) where name.equals("opacity"):
        isTransparent = value.length.map { $0.thousandths == 0 } ?? false
      case (UInt8(ascii: "c"), 5) where name.equals("color"):
        if value.equals("transparent") { isTransparent = true }
      case (UInt8(ascii: "t"), 10) where name.equals("transition"),
        (UInt8(ascii: "a"), 9) where name.equals("animation"):
        isMoving = !value.equals("none")
      case (UInt8(ascii: "p"), 8) where name.equals("position"):
        isPositioned = value.equals("absolute") || value.equals("fixed")
        isRelative = value.equals("relative")
      case (UInt8(ascii: "l"), 4) where name.equals("left"),
        (UInt8(ascii: "r"), 5) where name.equals("right"),
        (UInt8(ascii: "t"), 3) where name.equals("top"):
        guard let length = value.length else { break }
        isFar = isFar || length.pixels <= -Self.far
        if length.unit == .em, name.equals("top") { lift = -length.thousandths }
      case (UInt8(ascii: "t"), 11) where name.equals("text-indent"):
        isIndented = (value.length?.pixels ?? 0) <= -Self.far
      case (UInt8(ascii: "h"), 6) where name.equals("height"),
        (UInt8(ascii: "w"), 5) where name.equals("width"),
        (UInt8(ascii: "m"), 10) where name.equals("max-height"):
        isFlat = isFlat || value.length.map { $0.thousandths == 0 } ?? false
      case (UInt8(ascii: "o"), 8) where name.equals("overflow"):
        cutsOverflow = value.equals("hidden") || value.equals("clip")
      case (UInt8(ascii: "t"), 9) where name.equals("transform"):
        if value.equals("scale(0)") || value.equals("scale(0,0)") { isCut = true }
      case (UInt8(ascii: "c"), 4) where name.equals("clip"): isCut = Self.isNothing(value, "rect(")
      case (UInt8(ascii: "c"), 9) where name.equals("clip-path"):
        isCut = value.equals("inset(50%)") || value.equals("inset(100%)") || value.equals("circle(0)")
      default: return false
      }
      return true
    }

    /// `rect(0 0 0 0)`, or with one pixel left.
    private static func isNothing(_ value: CSSText, _ name: StaticString) -> Bool {
      guard value.hasPrefix(name) else { return false }
      return value.numbers.allSatisfy { $0 <= 1 }
    }

    func settle(_ declarations: inout HTMLDeclarations) {
      // What fades in is seen in the end.
      let isFaint = isTransparent == true && !isMoving
      if isFaint || isPositioned && isFar || isIndented || isCut == true {
        declarations.cover = .whole
      } else if isFlat && cutsOverflow {
        declarations.cover = .flat
      } else if isTransparent == false || isCut == false {
        declarations.cover = .uncovered
      }
      if isRelative, abs(lift) >= 250 { declarations.shift = lift > 0 ? .top : .bottom }
    }
  }
}
