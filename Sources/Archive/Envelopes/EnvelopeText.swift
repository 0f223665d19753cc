/// XML of an envelope, put together as text: elements in lines, two spaces for each level. The same calls give the
/// same bytes.
struct EnvelopeText {
  private(set) var bytes: [UInt8] = []
  private var depth: Int

  init(depth: Int) { self.depth = depth }

  /// Takes what is there, so that it can be written.
  mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  mutating func begin(_ name: String, _ attributes: [(String, String)] = [], text: String = "") {
    indent()
    tag(name, attributes)
    append(text)
    bytes.append(0x0A)
    depth += 1
  }

  mutating func end(_ name: String) {
    depth -= 1
    indent()
    bytes += "</\(name)>\n".utf8
  }

  mutating func element(_ name: String, _ text: String, _ attributes: [(String, String)] = []) {
    indent()
    tag(name, attributes)
    append(text)
    bytes += "</\(name)>\n".utf8
  }

  /// An element whose content is written by others, from the next line on.
  mutating func beginData(_ name: String, _ attributes: [(String, String)]) {
    indent()
    tag(name, attributes)
    bytes.append(0x0A)
  }

  mutating func endData(_ name: String) { bytes += "</\(name)>\n".utf8 }

  mutating func indent() {
    for _ in 0..<depth { bytes += [0x20, 0x20] }
  }

  /// Moves what follows in or out.
  mutating func shift(_ levels: Int) { depth += levels }

  mutating func raw(_ slice: ArraySlice<UInt8>) { bytes += slice }

  private mutating func tag(_ name: String, _ attributes: [(String, String)]) {
    bytes += "<\(name)".utf8
    for (name, value) in attributes {
      bytes += " \(name)=\"".utf8
      append(value)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func append(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      // A parser would make a line feed of it.
      case 0x0D: bytes += "&#13;".utf8
      default: bytes.append(byte)
      }
    }
  }

  /// Whether XML 1.0 can hold a text.
  static func canHold(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
      default: false
      }
    }
  }
}
