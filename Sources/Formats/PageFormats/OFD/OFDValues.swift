import Core
import MarkupKit

/// A number that is none: what it makes of a page cannot be told.
struct OFDNumberFault: Error {
  /// Of the attribute or element.
  var name: String
  var value: String
}

/// The values of attributes: numbers with spaces between them.
enum OFDValues {
  /// - Returns: nil where one of them is no number.
  static func numbers(_ text: UnsafeBufferPointer<UInt8>, most: Int = 64) -> [Double]? {
    var numbers: [Double] = []
    var index = 0
    while skipSpace(text, &index), numbers.count < most {
      guard let number = DecimalNumber.parse(text, at: &index), isEnd(text, index) else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// Advances between letters, in which `g 3 5.6` stands for three of the same.
  ///
  /// - Parameter count: more of them mean nothing.
  static func advances(_ text: UnsafeBufferPointer<UInt8>, count: Int) -> [Double]? {
    var advances: [Double] = []
    var index = 0
    while advances.count < count, skipSpace(text, &index) {
      var times = 1
      if text[index] | 0x20 == UInt8(ascii: "g") {
        index += 1
        guard skipSpace(text, &index), let number = DecimalNumber.parse(text, at: &index), number >= 0,
          isEnd(text, index), skipSpace(text, &index)
        else { return nil }
        times = min(Int(number), count - advances.count)
      }
      guard let advance = DecimalNumber.parse(text, at: &index), isEnd(text, index) else { return nil }
      for _ in 0..<times { advances.append(advance) }
    }
    return advances
  }

  /// - Returns: whether anything follows.
  private static func skipSpace(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Bool {
    while index < text.count, text[index] <= 0x20 || text[index] == UInt8(ascii: ",") { index += 1 }
    return index < text.count
  }

  private static func isEnd(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    index == text.count || text[index] <= 0x20 || text[index] == UInt8(ascii: ",")
  }
}

/// A colour, as far as it matters: whether it is seen on paper.
enum OFDColour {
  case seen, white, transparent

  /// - Parameter value: grey, RGB or CMYK in decimal or `#FF`; what has none is a pattern or a shading.
  init(_ value: String?, alpha: String?) {
    let parts = (value ?? "").split(separator: " ").map { part in
      part.hasPrefix("#") ? Int(part.dropFirst(), radix: 16) : Int(part)
    }
    if alpha == "0" {
      self = .transparent
    } else {
      switch parts.count {
      case 1, 3: self = parts.allSatisfy { $0 == 255 } ? .white : .seen
      case 4: self = parts.allSatisfy { $0 == 0 } ? .white : .seen
      default: self = .seen
      }
    }
  }
}

/// How objects are drawn that say nothing else (CT_DrawParam).
struct OFDDrawParameters {
  struct Parameter {
    var lineWidth: Double?
    var fill: OFDColour?
    var stroke: OFDColour?
    fileprivate var base: String?
  }

  private var parameters: [String: Parameter] = [:]
  /// Each may go on from another; none does so often.
  private static let deepest = 16

  mutating func add(_ tree: XMLTree, part: String) throws(Refusal) {
    guard let list = tree.child(0, "DrawParams") else { return }
    for element in tree.children(list, "DrawParam") {
      guard let id = tree.elements[element].attribute("ID") else { continue }
      var parameter = Parameter(base: tree.elements[element].attribute("Relative"))
      if let width = tree.elements[element].attribute("LineWidth") {
        guard let number = Array(width.utf8).withUnsafeBufferPointer({ DecimalNumber.parse($0) }) else {
          let fault = OFDNumberFault(name: "LineWidth", value: width)
          throw Refusal(.input, .ofdBadNumber(fault, in: part))
        }
        parameter.lineWidth = number
      }
      func colour(_ name: String) -> OFDColour? {
        tree.child(element, name).map {
          OFDColour(tree.elements[$0].attribute("Value"), alpha: tree.elements[$0].attribute("Alpha"))
        }
      }
      parameter.fill = colour("FillColor")
      parameter.stroke = colour("StrokeColor")
      parameters[id] = parameter
    }
  }

  subscript(id: String) -> Parameter {
    var result = Parameter()
    var next: String? = id
    for _ in 0..<Self.deepest {
      guard let id = next, let parameter = parameters[id] else { break }
      result.lineWidth = result.lineWidth ?? parameter.lineWidth
      result.fill = result.fill ?? parameter.fill
      result.stroke = result.stroke ?? parameter.stroke
      next = parameter.base
    }
    return result
  }
}
