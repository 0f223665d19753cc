import TextKit

/// Appends XML to a byte buffer: elements indented by two spaces, attributes in the order of the calls. An
/// element holds other elements or text, never both. The same calls give the same bytes. Characters that steer a
/// terminal or the direction of writing are written by their numbers, though XML would let some of them stand.
package struct XMLOutput: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var open: [String] = []
  private var isInTag = false
  private var hasText = false

  package init() {
    bytes.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".utf8)
  }

  package mutating func begin(_ name: String) {
    beginElement(name)
    bytes.append(UInt8(ascii: "<"))
    bytes.append(contentsOf: name.utf8)
  }

  /// The same with attributes that were written already, from `<` on.
  package mutating func begin(_ name: String, written tag: [UInt8]) {
    beginElement(name)
    bytes.append(contentsOf: tag)
  }

  private mutating func beginElement(_ name: String) {
    closeTag()
    newLine()
    open.append(name)
    isInTag = true
    hasText = false
  }

  package mutating func attribute(_ name: String, _ value: String?) {
    guard let value else { return }
    attribute(name) { Self.append(value, to: &$0, as: .attribute) }
  }

  /// An attribute whose value needs no escapes, or has them.
  package mutating func attribute(_ name: String, plain append: (inout [UInt8]) -> Void) {
    bytes.append(UInt8(ascii: " "))
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: "="))
    bytes.append(UInt8(ascii: "\""))
    append(&bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  package mutating func text(_ value: String) {
    if value.isEmpty { return }
    closeTag()
    Self.append(value, to: &bytes, as: .content)
    hasText = true
  }

  /// Text in XML that is not ours: without the escape of `\{`, which only canonical XML undoes.
  package mutating func text(foreign value: String) {
    if value.isEmpty { return }
    closeTag()
    Self.append(value, to: &bytes, as: .foreign)
    hasText = true
  }

  /// Text that needs no escapes.
  package mutating func text(plain append: (inout [UInt8]) -> Void) {
    closeTag()
    append(&bytes)
    hasText = true
  }

  package mutating func end() {
    let name = open.removeLast()
    if isInTag {
      bytes.append(UInt8(ascii: "/"))
      bytes.append(UInt8(ascii: ">"))
      isInTag = false
    } else {
      if !hasText { newLine() }
      bytes.append(UInt8(ascii: "<"))
      bytes.append(UInt8(ascii: "/"))
      bytes.append(contentsOf: name.utf8)
      bytes.append(UInt8(ascii: ">"))
    }
    hasText = false
  }

  /// Ends the document with a line end.
  package mutating func finish() -> [UInt8] {
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private mutating func closeTag() {
    if isInTag {
      bytes.append(UInt8(ascii: ">"))
      isInTag = false
    }
  }

  private mutating func newLine() {
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<open.count {
      bytes.append(UInt8(ascii: " "))
      bytes.append(UInt8(ascii: " "))
    }
  }

  // MARK: Escapes

  /// Where a text stands.
  package enum Role {
    case content, attribute
    /// In a list of words with spaces between them.
    case word
    /// The content of other XML than canonical: without escapes of ours.
    case foreign
  }

  /// The bytes that may not stand as they are.
  private static let special: [Bool] = (0..<256).map { byte in
    byte <= 0x20 || byte == 0xEF || PrintableText.mayBeginSteering(UInt8(byte))
      || "<>&\"\\".utf8.contains(UInt8(byte))
  }

  private enum Replacement {
    case stays
    /// For one byte.
    case reference(StaticString)
    /// Of `XMLEscapes`, for one byte.
    case escapedByte
    /// The same for the three bytes of U+FFFE or U+FFFF.
    case nonCharacter(StaticString)
    /// By its number, for all bytes of the character.
    case number(Unicode.Scalar, length: Int)
  }

  /// Appends a text with what XML and `XMLEscapes` ask for.
  package static func append(_ value: String, to bytes: inout [UInt8], as role: Role) {
    var value = value
    value.withUTF8 { utf8 in
      special.withUnsafeBufferPointer { special in
        var start = 0
        for index in 0..<utf8.count where special[Int(utf8[index])] {
          let replacement = replacement(utf8, index, role)
          if case .stays = replacement { continue }
          bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
          start = index + 1
          switch replacement {
          case .stays: break
          case .reference(let text): text.withUTF8Buffer { bytes.append(contentsOf: $0) }
          case .escapedByte: bytes.append(contentsOf: "\\{\(String(utf8[index], radix: 16))}".utf8)
          case .nonCharacter(let text):
            text.withUTF8Buffer { bytes.append(contentsOf: $0) }
            start = index + 3
          case .number(let scalar, let length):
            appendReference(to: scalar, &bytes)
            start = index + length
          }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
      }
    }
  }

  package static func appendReference(to scalar: Unicode.Scalar, _ bytes: inout [UInt8]) {
    bytes.append(contentsOf: "&#x\(String(scalar.value, radix: 16));".utf8)
  }

  private static func replacement(
    _ utf8: UnsafeBufferPointer<UInt8>, _ index: Int, _ role: Role
  ) -> Replacement {
    let byte = utf8[index]
    switch byte {
    case 0x20: return role == .word ? .escapedByte : .stays
    case UInt8(ascii: "<"): return .reference("&lt;")
    case UInt8(ascii: ">"): return .reference("&gt;")
    case UInt8(ascii: "&"): return .reference("&amp;")
    case UInt8(ascii: "\""): return role == .attribute || role == .word ? .reference("&quot;") : .stays
    case UInt8(ascii: "\\"):
      let isBeforeBrace = index + 1 < utf8.count && utf8[index + 1] == UInt8(ascii: "{")
      return isBeforeBrace && role != .foreign ? .escapedByte : .stays
    case 0xEF:
      guard index + 2 < utf8.count, utf8[index + 1] == 0xBF else { return .stays }
      return switch utf8[index + 2] {
      case 0xBE: .nonCharacter("\\{fffe}")
      case 0xBF: .nonCharacter("\\{ffff}")
      default: .stays
      }
    case let byte where PrintableText.mayBeginSteering(byte):
      return PrintableText.steering(utf8, at: index).map { .number($0.scalar, length: $0.length) } ?? .stays
    default: break
    }
    if role == .word { return .escapedByte }
    // Parsers make line feeds of carriage returns, and spaces of all three in attributes.
    return switch byte {
    case 0x0D: .reference("&#13;")
    case 0x0A: role == .content ? .stays : .reference("&#10;")
    case 0x09: role == .content ? .stays : .reference("&#9;")
    default: .escapedByte
    }
  }
}
