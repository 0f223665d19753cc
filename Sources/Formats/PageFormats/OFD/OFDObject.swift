/// A text or a path of a page, with what is known of it when it ends.
struct OFDObject {
  /// From its own plane to that of the page.
  var transform: SVGTransform
  var isVisible = true
  var isFilled: Bool?
  var isStroked: Bool?
  var fill: OFDColour?
  var stroke: OFDColour?
  var lineWidth = 0.353
  var path: [UInt8] = []
  /// Of a text: the size of its letters, by how much they are drawn wider, and their codes.
  var size: Double?
  var stretch = 1.0
  var codes: [OFDTextCode] = []
  /// Where paths of clips stand.
  var clipArea = SVGTransform()
  var clipOrigin = SVGTransform()
  private var clip: PageBox?

  private static let everything = PageBox(
    left: -DecimalNumber.largest, top: -DecimalNumber.largest, right: DecimalNumber.largest,
    bottom: DecimalNumber.largest)

  init(_ transform: SVGTransform) { self.transform = transform }

  /// What is outside of all clips is not drawn.
  mutating func addClip(_ data: [UInt8]) {
    let path = Self.path(data, transform.after(clipArea).after(clipOrigin))
    clip = (clip ?? .empty).union(path.box)
  }

  /// The operators are those of SVG under other names, all with absolute positions: S and M begin, B is a cubic curve,
  /// C closes.
  private static func path(_ data: [UInt8], _ transform: SVGTransform) -> SVGPath {
    let translated = data.map { byte in
      switch byte {
      case UInt8(ascii: "S"): UInt8(ascii: "M")
      case UInt8(ascii: "B"): UInt8(ascii: "C")
      case UInt8(ascii: "C"): UInt8(ascii: "Z")
      default: byte
      }
    }
    return translated.withUnsafeBufferPointer { SVGPath($0, transform) }
  }

  /// Adds the ruling lines that a path draws.
  func draw(on page: inout OFDPage) {
    guard isVisible else { return }
    let path = Self.path(path, transform)
    let clip = clip ?? Self.everything
    let fill = isFilled ?? false ? fill ?? .seen : .transparent
    let stroke = isStroked ?? true ? stroke ?? .seen : .transparent
    var rules = page.drawn.rules
    page.drawn.rules = PageRules()
    // White is seen on what was drawn before.
    if fill == .seen || fill == .white && rules.isShaded(path.box) { rules.addFill(path, clip: clip) }
    if fill == .seen { rules.addShade(path, clip: clip) }
    if stroke == .seen {
      rules.addStroke(path, width: lineWidth.magnitude * transform.scale, clip: clip)
    }
    page.drawn.rules = rules
    if fill == .seen || stroke == .seen { page.curves += path.subpaths.count(where: \.hasCurves) }
  }
}
