import Core
import MarkupKit

/// Reads `Content.xml`: what a page or a template draws. Blocks nest, and their maps of the plane multiply.
struct OFDPageHandler: XMLEventHandler {
  private enum Name: String, CaseIterable {
    case page = "Page"
    case area = "Area"
    case physicalBox = "PhysicalBox"
    case template = "Template"
    case layer = "Layer"
    case pageBlock = "PageBlock"
    case textObject = "TextObject"
    case textCode = "TextCode"
    case pathObject = "PathObject"
    case abbreviatedData = "AbbreviatedData"
    case fillColour = "FillColor"
    case strokeColour = "StrokeColor"
    case imageObject = "ImageObject"
    case compositeObject = "CompositeObject"
    case clips = "Clips"
    case clipPath = "Path"
  }

  /// Where an element stands.
  private struct Level {
    var transform: SVGTransform
    var isVisible = true
    /// The draw parameters of the layer.
    var parameters: String?
    var name: Name?
  }

  private(set) var page = OFDPage()
  /// The ids of the templates that the page names.
  private(set) var templates: [String] = []
  private(set) var fault: OFDNumberFault?
  private(set) var isTooLarge = false

  private let parameters: OFDDrawParameters
  private var names = XMLNameCache(Name.allCases.map(\.rawValue))
  private var levels: [Level]
  private var object: OFDObject?
  /// The levels at which the object and its clips began.
  private var objectLevel = 0
  private var clipsLevel: Int?
  /// The text of the element that is being read.
  private var text: [UInt8] = []
  private var isInText = false
  private var size = OFDSize()

  /// A page has the area of its document where it states none.
  init(area: String?, _ parameters: OFDDrawParameters) {
    self.parameters = parameters
    levels = [Level(transform: SVGTransform())]
    setArea(Array((area ?? "0 0 210 297").utf8))
  }

  var isDone: Bool { fault != nil || isTooLarge }

  // MARK: Elements

  mutating func startElement(_ tag: XMLStartTag) {
    var level = levels[levels.count - 1]
    level.name = names.position(of: tag.name).map { Name.allCases[$0] }
    defer { levels.append(level) }
    if isDone { return }
    switch level.name {
    case .physicalBox: beginText()
    case .template: if let id = tag.string("TemplateID") { templates.append(id) }
    case .layer, .pageBlock: enter(tag, &level)
    case .textObject, .pathObject: begin(tag, level)
    case .imageObject, .compositeObject:
      if level.isVisible, tag.string("Visible") != "false" { page.drawn.rules.hasPicture = true }
    case .clips where object != nil && clipsLevel == nil: clipsLevel = levels.count
    case .area where clipsLevel != nil:
      object?.clipArea = SVGTransform()
      if let map = numbers(tag, "CTM").flatMap({ SVGTransform($0) }) { object?.clipArea = map }
    case .clipPath where clipsLevel != nil:
      if let box = numbers(tag, "Boundary"), box.count >= 2 {
        object?.clipOrigin = SVGTransform(x: box[0], y: box[1])
      }
    case .abbreviatedData: beginText()
    case .textCode where clipsLevel == nil && object != nil:
      let (x, y) = (numbers(tag, "X")?.first, numbers(tag, "Y")?.first)
      object?.codes.append(
        OFDTextCode(
          x: x, y: y, deltaX: Self.bytes(tag, "DeltaX"), deltaY: Self.bytes(tag, "DeltaY")))
      beginText()
    case .fillColour where levels.count == objectLevel + 1:
      object?.fill = OFDColour(tag.string("Value"), alpha: tag.string("Alpha"))
    case .strokeColour where levels.count == objectLevel + 1:
      object?.stroke = OFDColour(tag.string("Value"), alpha: tag.string("Alpha"))
    default: break
    }
  }

  mutating func endElement() {
    let name = levels[levels.count - 1].name
    if levels.count > 1 { levels.removeLast() }
    if isDone { return }
    switch name {
    case .physicalBox: if isInText { setArea(text) }
    case .textCode: if isInText, let last = object?.codes.indices.last { object?.codes[last].text = text }
    case .abbreviatedData where isInText:
      if clipsLevel == nil { object?.path += text } else { object?.addClip(text) }
    case .clips: if clipsLevel == levels.count { clipsLevel = nil }
    case .textObject, .pathObject: if levels.count == objectLevel { finish() }
    default: break
    }
    isInText = false
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isInText { text.append(contentsOf: bytes) }
  }

  private mutating func beginText() {
    text.removeAll(keepingCapacity: true)
    isInText = true
  }

  // MARK: Values

  private mutating func numbers(_ tag: XMLStartTag, _ name: StaticString) -> [Double]? {
    guard let value = tag.attribute(name) else { return nil }
    guard let numbers = OFDValues.numbers(value), !numbers.isEmpty else {
      setFault(name, value)
      return nil
    }
    return numbers
  }

  private static func bytes(_ tag: XMLStartTag, _ name: StaticString) -> [UInt8]? {
    tag.attribute(name).map { Array($0) }
  }

  private mutating func setFault(_ name: StaticString, _ value: some Collection<UInt8>) {
    if fault == nil {
      fault = OFDNumberFault(
        name: String(describing: name), value: String(decoding: value.prefix(200), as: UTF8.self))
    }
  }

  /// Millimetres from the corner of the page become points.
  private mutating func setArea(_ text: [UInt8]) {
    guard let box = text.withUnsafeBufferPointer({ OFDValues.numbers($0) }), box.count >= 4 else {
      setFault("PhysicalBox", text)
      return
    }
    let unit = 72 / 25.4
    page.drawn = page.drawn.sized(width: box[2] * unit, height: box[3] * unit)
    let base = SVGTransform(unit, 0, 0, unit, -box[0] * unit, -box[1] * unit)
    for index in levels.indices { levels[index].transform = base }
  }

  private mutating func enter(_ tag: XMLStartTag, _ level: inout Level) {
    level.isVisible = level.isVisible && tag.string("Visible") != "false"
    level.parameters = tag.string("DrawParam") ?? level.parameters
    if let box = numbers(tag, "Boundary"), box.count >= 2 {
      level.transform = level.transform.after(SVGTransform(x: box[0], y: box[1]))
    }
    if let map = numbers(tag, "CTM").flatMap({ SVGTransform($0) }) {
      level.transform = level.transform.after(map)
    }
  }

  // MARK: Objects

  private mutating func begin(_ tag: XMLStartTag, _ level: Level) {
    guard object == nil else { return }
    guard let box = numbers(tag, "Boundary"), box.count >= 4 else {
      setFault("Boundary", tag.attribute("Boundary").map { Array($0) } ?? [])
      return
    }
    objectLevel = levels.count
    clipsLevel = nil
    let own = tag.string("DrawParam").map { parameters[$0] } ?? OFDDrawParameters.Parameter()
    let common = level.parameters.map { parameters[$0] } ?? OFDDrawParameters.Parameter()
    var object = OFDObject(level.transform.after(SVGTransform(x: box[0], y: box[1])))
    if let map = numbers(tag, "CTM").flatMap({ SVGTransform($0) }) {
      object.transform = object.transform.after(map)
    }
    object.isVisible = level.isVisible && tag.string("Visible") != "false" && tag.string("Alpha") != "0"
    object.isFilled = tag.string("Fill").map { $0 == "true" }
    object.isStroked = tag.string("Stroke").map { $0 == "true" }
    object.fill = own.fill ?? common.fill
    object.stroke = own.stroke ?? common.stroke
    // What GB/T 33190 takes for a line whose width is not stated.
    object.lineWidth = numbers(tag, "LineWidth")?.first ?? own.lineWidth ?? common.lineWidth ?? 0.353
    if level.name == .textObject {
      object.size = numbers(tag, "Size")?.first ?? 0
      object.stretch = numbers(tag, "HScale")?.first ?? 1
    }
    self.object = object
  }

  private mutating func finish() {
    guard let object = object.take() else { return }
    if object.size != nil {
      var writer = OFDTextWriter(object)
      do throws(OFDNumberFault) {
        try writer.write()
      } catch {
        fault = error
        return
      }
      if writer.isVisible {
        page.drawn.words += writer.words
        page.drawn.rules.glyphs += writer.glyphs
      } else {
        page.hidden += writer.words
      }
      size.words += writer.words.count
      size.letters += writer.glyphs.count
    } else {
      let before = page.drawn.rules.count
      object.draw(on: &page)
      size.rules += page.drawn.rules.count - before
    }
    isTooLarge = size.isTooLarge
  }
}

extension DrawnPage {
  fileprivate func sized(width: Double, height: Double) -> DrawnPage {
    DrawnPage(number: number, width: width, height: height, words: words, rules: rules, unseen: unseen)
  }
}

extension SVGTransform {
  /// A CTM, which has six numbers.
  fileprivate init?(_ numbers: [Double]) {
    guard numbers.count >= 6 else { return nil }
    self.init(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
  }
}
