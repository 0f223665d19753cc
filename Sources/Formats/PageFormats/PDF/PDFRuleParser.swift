import MarkupKit

/// Reads the SVG of `pdftocairo`: the ruling lines of each page, and where its letters stand.
enum PDFRuleParser {
  /// The rules of the pages in order, larger by a scale; nil where the drawing cannot be read.
  static func pages(_ output: [UInt8], scale: Double = 1) -> [PageRules]? {
    let content = PDFMarkup.cleaned(withoutPictures(output)[...])
    var handler = RuleHandler(scale: scale)
    let isRead = content.withUnsafeBufferPointer { bytes in
      do throws(XMLFailure) {
        try XMLEventParser.parse(bytes, limits: PDFMarkup.limits, into: &handler)
        return true
      } catch {
        return false
      }
    }
    return isRead && !handler.hasTooManyRules ? handler.pages : nil
  }

  /// Pictures stand in the drawing as long `data:` addresses, which no parser needs to see.
  private static func withoutPictures(_ output: [UInt8]) -> [UInt8] {
    let opening = Array("href=\"data:".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(output.count)
    var copied = 0
    var index = 0
    while let quote = output[index...].firstIndex(of: UInt8(ascii: "\"")) {
      index = quote + 1
      let start = quote - 5
      guard start >= copied, output[start...].starts(with: opening),
        let end = output[index...].firstIndex(of: UInt8(ascii: "\""))
      else { continue }
      result += output[copied..<index]
      copied = end
      index = end + 1
    }
    result += output[copied...]
    return result
  }
}

private struct RuleHandler: XMLEventHandler {
  private enum Name: Int, CaseIterable {
    case svg, page, g, path, rect, line, use, defs, clipPath, symbol, mask, pattern, image, filter
    case id, d, style, transform, href, x, y, width, height, x1, y1, x2, y2, fill, stroke
    case clipPathReference, strokeWidth, fillOpacity, strokeOpacity

    var text: String {
      switch self {
      case .clipPathReference: "clip-path"
      case .strokeWidth: "stroke-width"
      case .fillOpacity: "fill-opacity"
      case .strokeOpacity: "stroke-opacity"
      default: String(describing: self)
      }
    }
  }

  /// Where an element stands.
  private struct Level {
    var transform = SVGTransform()
    var clip: PageBox
    /// What is drawn here: a page, the outline of a clip, or a group that is used elsewhere.
    var target = Target.none
    var isSkipped = false
    var isInDefinitions = false
    /// Whether letters are drawn in the colour of the paper.
    var isWhite = false
  }

  private enum Target {
    case none
    case page(Int)
    case clip(String)
    case group(String)
  }

  private struct Paint {
    var fill: Bool
    var stroke: Bool
    var width: Double
  }

  private static let everything = PageBox(
    left: -DecimalNumber.largest, top: -DecimalNumber.largest, right: DecimalNumber.largest,
    bottom: DecimalNumber.largest)
  private static let maximumRules = 400_000

  var pages: [PageRules] = []
  var hasTooManyRules = false
  private var names = XMLNameCache(Name.allCases.map(\.text))
  private var levels: [Level]
  private var clips: [String: PageBox] = [:]
  private var groups: [String: PageRules] = [:]
  private var ruleCount = 0
  private var glyphCount = 0
  private var runCount = 0
  /// What is beyond is not looked at: no report has so many letters.
  private static let maximumGlyphs = 1_000_000

  init(scale: Double) {
    levels = [Level(transform: SVGTransform(scale, 0, 0, scale, 0, 0), clip: Self.everything)]
  }

  mutating func startElement(_ tag: XMLStartTag) {
    var level = levels[levels.count - 1]
    defer { levels.append(level) }
    if level.isSkipped { return }
    guard let name = names.position(of: tag.name).flatMap(Name.init) else { return }
    switch name {
    case .image:
      mark(\.hasPicture, level.target)
      level.isSkipped = true
      return
    case .symbol, .mask, .pattern, .filter:
      level.isSkipped = true
      return
    case .defs:
      level.isInDefinitions = true
      return
    case .page:
      pages.append(PageRules())
      level.target = .page(pages.count - 1)
      return
    default: break
    }

    let attributes = attributes(tag)
    if let transform = attributes[.transform] {
      level.transform = level.transform.after(transform.withUnsafeBufferPointer { SVGTransform($0) })
    }
    if let reference = attributes[.clipPathReference], let clip = clips[Self.name(inReference: reference)] {
      level.clip = level.clip.intersection(clip)
    }
    switch name {
    case .clipPath:
      let id = Self.string(attributes[.id])
      level.target = .clip(id)
      clips[id] = .empty
    case .g:
      runCount += 1
      if attributes[.style] != nil || attributes[.fill] != nil {
        level.isWhite = !paint(attributes, level).fill
      }
      guard let id = attributes[.id].map({ Self.string($0) }), level.isInDefinitions else { break }
      // Letters are groups of their own in newer versions of cairo.
      if id.hasPrefix("glyph") {
        level.isSkipped = true
      } else if groups.count < 10_000 {
        level.target = .group(id)
        groups[id] = PageRules()
      }
    case .path:
      guard let data = attributes[.d] else { break }
      draw(data.withUnsafeBufferPointer { SVGPath($0, level.transform) }, paint(attributes, level), level)
    case .rect, .line:
      let path = Array(Self.outline(name == .rect, Self.numbers(attributes)).utf8)
      draw(path.withUnsafeBufferPointer { SVGPath($0, level.transform) }, paint(attributes, level), level)
    case .use: use(attributes, level)
    default: break
    }
  }

  mutating func endElement() {
    if levels.count > 1 { levels.removeLast() }
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}

  // MARK: Drawing

  private mutating func draw(_ path: SVGPath, _ paint: Paint, _ level: Level) {
    switch level.target {
    case .clip(let id):
      clips[id] = (clips[id] ?? .empty).union(path.box)
    case .none, .page, .group:
      var rules = PageRules()
      if paint.fill || isOnShade(path, level.target) { rules.addFill(path, clip: level.clip) }
      if paint.fill { rules.addShade(path, clip: level.clip) }
      if paint.stroke { rules.addStroke(path, width: paint.width, clip: level.clip) }
      add(rules, to: level.target)
    }
  }

  /// Whether a path lies on what was drawn before: there, white is seen.
  private func isOnShade(_ path: SVGPath, _ target: Target) -> Bool {
    guard case .page(let page) = target else { return pages.first?.isShaded(path.box) ?? false }
    return pages[page].isShaded(path.box)
  }

  private mutating func add(_ rules: PageRules, to target: Target) {
    if rules.count == 0, rules.glyphs.isEmpty, rules.shades.isEmpty { return }
    ruleCount += rules.count
    if ruleCount > Self.maximumRules {
      hasTooManyRules = true
      return
    }
    switch target {
    case .clip: break
    case .group(let id): groups[id]?.add(rules)
    case .none, .page:
      // A drawing of a single page has no element for it.
      var index = 0
      if case .page(let page) = target { index = page }
      if pages.isEmpty { pages.append(PageRules()) }
      pages[index].add(rules)
    }
  }

  private mutating func addGlyph(_ glyph: PageGlyph, to target: Target) {
    glyphCount += 1
    if glyphCount > Self.maximumGlyphs { return }
    switch target {
    case .clip: break
    case .group(let id): groups[id]?.glyphs.append(glyph)
    case .page(let page): pages[page].glyphs.append(glyph)
    case .none:
      if pages.isEmpty { pages.append(PageRules()) }
      pages[0].glyphs.append(glyph)
    }
  }

  private mutating func mark(_ property: WritableKeyPath<PageRules, Bool>, _ target: Target) {
    switch target {
    case .clip: break
    case .group(let id): groups[id]?[keyPath: property] = true
    case .page(let page): pages[page][keyPath: property] = true
    case .none: if !pages.isEmpty { pages[0][keyPath: property] = true }
    }
  }

  private mutating func use(_ attributes: [Name: [UInt8]], _ level: Level) {
    guard var id = attributes[.href].map({ Self.string($0) }), id.hasPrefix("#") else { return }
    id.removeFirst()
    let numbers = Self.numbers(attributes)
    if id.hasPrefix("glyph") {
      mark(\.hasLetters, level.target)
      let origin = level.transform.apply(numbers[.x] ?? 0, numbers[.y] ?? 0)
      addGlyph(PageGlyph(x: origin.x, y: origin.y, isWhite: level.isWhite, run: runCount), to: level.target)
      return
    }
    guard let rules = groups[id] else { return }
    if rules.hasPicture { mark(\.hasPicture, level.target) }
    if rules.hasLetters { mark(\.hasLetters, level.target) }
    let transform = level.transform.after(SVGTransform(x: numbers[.x] ?? 0, y: numbers[.y] ?? 0))
    var moved = PageRules()
    for (rule, isHorizontal) in rules.horizontal.map({ ($0, true) }) + rules.vertical.map({ ($0, false) }) {
      let start =
        isHorizontal ? transform.apply(rule.start, rule.position) : transform.apply(rule.position, rule.start)
      let end =
        isHorizontal ? transform.apply(rule.end, rule.position) : transform.apply(rule.position, rule.end)
      moved.addLine(from: start, to: end, clip: level.clip)
    }
    glyphCount += rules.glyphs.count
    if glyphCount <= Self.maximumGlyphs {
      moved.glyphs = rules.glyphs.map {
        let origin = transform.apply($0.x, $0.y)
        return PageGlyph(x: origin.x, y: origin.y, isWhite: $0.isWhite, run: $0.run)
      }
    }
    add(moved, to: level.target)
  }

  // MARK: Attributes

  private mutating func attributes(_ tag: XMLStartTag) -> [Name: [UInt8]] {
    var values: [Name: [UInt8]] = [:]
    for index in 0..<tag.attributeCount {
      guard let name = tag.attributeName(index), let known = names.position(of: name).flatMap(Name.init)
      else { continue }
      values[known] = Array(tag.attributeValue(index))
    }
    return values
  }

  private func paint(_ attributes: [Name: [UInt8]], _ level: Level) -> Paint {
    if case .clip = level.target { return Paint(fill: false, stroke: false, width: 0) }
    var properties: [String: Substring] = [:]
    for declaration in Self.string(attributes[.style]).split(separator: ";") {
      guard let colon = declaration.firstIndex(of: ":") else { continue }
      let name = declaration[..<colon].drop { $0 == " " }
      properties[String(name)] = declaration[declaration.index(after: colon)...].drop { $0 == " " }
    }
    for name in [Name.fill, .stroke, .strokeWidth, .fillOpacity, .strokeOpacity] {
      if let value = attributes[name] { properties[name.text] = Self.string(value)[...] }
    }
    let width = Array((properties["stroke-width"] ?? "1").utf8).withUnsafeBufferPointer {
      var index = 0
      return DecimalNumber.parse($0, at: &index) ?? 1
    }
    return Paint(
      fill: Self.isVisible(properties["fill"] ?? "rgb(0%,0%,0%)", opacity: properties["fill-opacity"]),
      stroke: Self.isVisible(properties["stroke"] ?? "none", opacity: properties["stroke-opacity"]),
      width: width.magnitude * level.transform.scale)
  }

  /// Whether a colour is seen on paper.
  private static func isVisible(_ colour: Substring, opacity: Substring?) -> Bool {
    if colour.hasPrefix("none") || opacity == "0" { return false }
    return colour.filter { $0 != " " } != "rgb(100%,100%,100%)"
  }

  private static func numbers(_ attributes: [Name: [UInt8]]) -> [Name: Double] {
    attributes.compactMapValues { value in
      value.withUnsafeBufferPointer {
        var index = 0
        return DecimalNumber.parse($0, at: &index)
      }
    }
  }

  private static func outline(_ isRectangle: Bool, _ numbers: [Name: Double]) -> String {
    if isRectangle {
      let (x, y) = (numbers[.x] ?? 0, numbers[.y] ?? 0)
      let (width, height) = (numbers[.width] ?? 0, numbers[.height] ?? 0)
      return "M \(x) \(y) h \(width) v \(height) h \(-width) Z"
    }
    return "M \(numbers[.x1] ?? 0) \(numbers[.y1] ?? 0) L \(numbers[.x2] ?? 0) \(numbers[.y2] ?? 0)"
  }

  private static func string(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

  /// The `clip1` of `url(#clip1)`.
  private static func name(inReference reference: [UInt8]) -> String {
    let inside = reference.drop { $0 != UInt8(ascii: "#") }.dropFirst()
    return String(decoding: inside.prefix { $0 != UInt8(ascii: ")") && $0 != 0x22 }, as: UTF8.self)
  }
}

extension PageRules {
  /// Adds a line between two points, if it is level or upright.
  fileprivate mutating func addLine(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), clip: PageBox
  ) {
    var box = PageBox.empty
    box.add(start.x, start.y)
    box.add(end.x, end.y)
    let visible = box.intersection(clip)
    guard visible.left <= visible.right, visible.top <= visible.bottom,
      min(visible.width, visible.height) <= 0.6
    else { return }
    if visible.width >= visible.height {
      horizontal.append(PageRule(position: visible.centerY, start: visible.left, end: visible.right))
    }
    if visible.height >= visible.width {
      vertical.append(PageRule(position: visible.centerX, start: visible.top, end: visible.bottom))
    }
  }
}
