/// An affine map of the plane, as SVG writes it: matrix(a, b, c, d, e, f).
struct SVGTransform {
  var a = 1.0
  var b = 0.0
  var c = 0.0
  var d = 1.0
  var e = 0.0
  var f = 0.0

  func apply(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (bounded(a * x + c * y + e), bounded(b * x + d * y + f))
  }

  /// The map that applies another one first.
  func after(_ inner: SVGTransform) -> SVGTransform {
    SVGTransform(
      bounded(a * inner.a + c * inner.b), bounded(b * inner.a + d * inner.b),
      bounded(a * inner.c + c * inner.d), bounded(b * inner.c + d * inner.d),
      bounded(a * inner.e + c * inner.f + e), bounded(b * inner.e + d * inner.f + f))
  }

  /// By how much lengths grow.
  var scale: Double { (a * d - b * c).magnitude.squareRoot() }

  private func bounded(_ value: Double) -> Double {
    value.isFinite ? max(-DecimalNumber.largest, min(DecimalNumber.largest, value)) : 0
  }

  /// - Parameter text: `matrix(…)` or `translate(…)`, which are all that cairo writes; others change nothing.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    var numbers: [Double] = []
    var index = 0
    while index < text.count, numbers.count < 6 {
      if let number = DecimalNumber.parse(text, at: &index) { numbers.append(number) } else { index += 1 }
    }
    if numbers.count == 6 {
      (a, b, c, d, e, f) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
    } else if numbers.count == 2, text.first == UInt8(ascii: "t") {
      (e, f) = (numbers[0], numbers[1])
    }
  }

  init() {}

  init(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  init(x: Double, y: Double) { (e, f) = (x, y) }
}

/// The outline of a path: straight pieces, and whether there were others.
struct SVGPath {
  struct Subpath {
    var points: [(x: Double, y: Double)] = []
    var hasCurves = false
    var box = PageBox.empty

    mutating func add(_ point: (x: Double, y: Double)) {
      points.append(point)
      box.add(point.x, point.y)
    }

    /// Whether all its pieces are level or upright.
    var isRectilinear: Bool {
      !hasCurves
        && zip(points, points.dropFirst()).allSatisfy {
          ($0.x - $1.x).magnitude < 0.6 || ($0.y - $1.y).magnitude < 0.6
        }
    }
  }

  private(set) var subpaths: [Subpath] = []
  /// No ruling line is drawn with so many points; letters and pictures are.
  static let maximumPoints = 20_000

  /// - Parameter data: the `d` of a path.
  init(_ data: UnsafeBufferPointer<UInt8>, _ transform: SVGTransform) {
    var parser = SVGPathParser(data, transform)
    parser.parse()
    subpaths = parser.subpaths
  }

  var box: PageBox { subpaths.reduce(.empty) { $0.union($1.box) } }
}

/// Follows the commands of a path, as far as they can be read.
private struct SVGPathParser {
  private let data: UnsafeBufferPointer<UInt8>
  private let transform: SVGTransform
  private(set) var subpaths: [SVGPath.Subpath] = []
  private var index = 0
  /// A small letter counts from the current point.
  private var command: UInt8 = 0
  private var current = (x: 0.0, y: 0.0)
  private var start = (x: 0.0, y: 0.0)
  private var subpath = SVGPath.Subpath()

  init(_ data: UnsafeBufferPointer<UInt8>, _ transform: SVGTransform) {
    self.data = data
    self.transform = transform
  }

  mutating func parse() {
    var pointCount = 0
    while pointCount < SVGPath.maximumPoints {
      skipSpace()
      guard index < data.count else { break }
      let byte = data[index]
      if byte | 0x20 >= UInt8(ascii: "a"), byte | 0x20 <= UInt8(ascii: "z") {
        command = byte
        index += 1
      }
      guard follow() else { break }
      pointCount += 1
    }
    closeSubpath()
  }

  /// Follows one command.
  ///
  /// - Returns: whether it could be read.
  private mutating func follow() -> Bool {
    let isRelative = command >= UInt8(ascii: "a")
    let origin = isRelative ? current : (x: 0, y: 0)
    switch command | 0x20 {
    case UInt8(ascii: "m"):
      guard let x = number(), let y = number() else { return false }
      current = (origin.x + x, origin.y + y)
      closeSubpath()
      addCurrent()
      start = current
      command = isRelative ? UInt8(ascii: "l") : UInt8(ascii: "L")
    case UInt8(ascii: "l"):
      guard let x = number(), let y = number() else { return false }
      current = (origin.x + x, origin.y + y)
      addCurrent()
    case UInt8(ascii: "h"):
      guard let x = number() else { return false }
      current.x = origin.x + x
      addCurrent()
    case UInt8(ascii: "v"):
      guard let y = number() else { return false }
      current.y = origin.y + y
      addCurrent()
    case UInt8(ascii: "z"):
      let isClosed = current.x == start.x && current.y == start.y
      current = start
      if !isClosed { addCurrent() }
      // Anything but a new command after it would never end.
      command = 0
    case UInt8(ascii: "c"): return curve(origin, count: 6)
    case UInt8(ascii: "s"), UInt8(ascii: "q"): return curve(origin, count: 4)
    case UInt8(ascii: "t"): return curve(origin, count: 2)
    case UInt8(ascii: "a"): return curve(origin, count: 7)
    default: return false
    }
    return true
  }

  /// A curve of so many numbers, of which the last two are its end.
  private mutating func curve(_ origin: (x: Double, y: Double), count: Int) -> Bool {
    var values: [Double] = []
    while values.count < count, let value = number() { values.append(value) }
    guard values.count == count else { return false }
    current = (origin.x + values[count - 2], origin.y + values[count - 1])
    subpath.hasCurves = true
    addCurrent()
    return true
  }

  private mutating func addCurrent() { subpath.add(transform.apply(current.x, current.y)) }

  private mutating func closeSubpath() {
    if subpath.points.count > 1 { subpaths.append(subpath) }
    subpath = SVGPath.Subpath()
  }

  private mutating func skipSpace() {
    while index < data.count, data[index] <= 0x20 || data[index] == UInt8(ascii: ",") { index += 1 }
  }

  private mutating func number() -> Double? {
    skipSpace()
    return DecimalNumber.parse(data, at: &index)
  }
}

extension PageRules {
  /// Nothing wider is a line.
  private static let thickest = 3.2
  /// Straight pieces of outlines that bend: frames with round corners have long ones, letters do not.
  private static let longerThanLetters = 40.0

  /// Adds the ruling lines that the filling of a path draws: thin rectangles, and the walls between the holes of
  /// a large one.
  mutating func addFill(_ path: SVGPath, clip: PageBox) {
    var large: [PageBox] = []
    for subpath in path.subpaths where !subpath.hasCurves {
      let box = subpath.box
      if min(box.width, box.height) <= Self.thickest {
        add(box, clip: clip)
      } else if subpath.isRectilinear, subpath.points.count <= 6 {
        large.append(box)
      }
    }
    guard large.count > 1, let outer = large.max(by: { $0.area < $1.area }),
      large.allSatisfy({ outer.holds($0, tolerance: 0.5) }), large.count <= 2000
    else { return }
    for box in large { addSides(box, clip: clip) }
  }

  /// Notes an area that is coloured, on which white letters are seen.
  mutating func addShade(_ path: SVGPath, clip: PageBox) {
    let box = path.box.intersection(clip)
    if min(box.width, box.height) > Self.thickest { shades.append(box) }
  }

  /// Whether a thin area lies on a coloured one or at its edge; what was drawn long before is not looked for.
  func isShaded(_ box: PageBox) -> Bool {
    min(box.width, box.height) <= Self.thickest
      && shades.suffix(200).contains { shade in
        box.centerX >= shade.left - 1 && box.centerX <= shade.right + 1 && box.centerY >= shade.top - 1
          && box.centerY <= shade.bottom + 1
      }
  }

  /// Adds the ruling lines that the outline of a path draws.
  mutating func addStroke(_ path: SVGPath, width: Double, clip: PageBox) {
    let isPlain = path.subpaths.allSatisfy(\.isRectilinear)
    for subpath in path.subpaths {
      for (start, end) in zip(subpath.points, subpath.points.dropFirst()) {
        var box = PageBox.empty
        box.add(start.x, start.y)
        box.add(end.x, end.y)
        if min(box.width, box.height) > 0.6 { continue }
        if !isPlain, max(box.width, box.height) < Self.longerThanLetters { continue }
        if box.width >= box.height {
          box.top -= width / 2
          box.bottom += width / 2
        } else {
          box.left -= width / 2
          box.right += width / 2
        }
        if min(box.width, box.height) <= Self.thickest { add(box, clip: clip) }
      }
    }
  }

  private mutating func addSides(_ box: PageBox, clip: PageBox) {
    for y in [box.top, box.bottom] {
      add(PageBox(left: box.left, top: y, right: box.right, bottom: y), clip: clip)
    }
    for x in [box.left, box.right] {
      add(PageBox(left: x, top: box.top, right: x, bottom: box.bottom), clip: clip)
    }
  }

  /// Adds a thin rectangle. A dot may be a piece of a dotted line of either direction.
  private mutating func add(_ box: PageBox, clip: PageBox) {
    let visible = box.intersection(clip)
    guard visible.left <= visible.right, visible.top <= visible.bottom else { return }
    let isDot = max(visible.width, visible.height) <= Self.thickest
    if isDot || visible.width > visible.height {
      horizontal.append(PageRule(position: visible.centerY, start: visible.left, end: visible.right))
    }
    if isDot || visible.width <= visible.height {
      vertical.append(PageRule(position: visible.centerX, start: visible.top, end: visible.bottom))
    }
  }
}
