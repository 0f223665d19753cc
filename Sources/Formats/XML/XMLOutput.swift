/// Appends XML to a byte buffer: elements indented by two spaces, attributes in the order of the calls.
///
/// Characters that XML 1.0 cannot hold are written as `\{7}`, their code point in hexadecimal, and a backslash
/// as two, so that every string comes back as it was.
struct XMLOutput {
  private(set) var bytes: [UInt8] = []
  private var open: [StaticString] = []
  private var isInTag = false
  private var hasContent = false

  init() {
    bytes.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".utf8)
  }

  mutating func begin(_ name: StaticString) {
    closeTag()
    newLine()
    bytes.append(UInt8(ascii: "<"))
    append(name)
    open.append(name)
    isInTag = true
    hasContent = false
  }

  mutating func attribute(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    beginAttribute(name)
    append(value, inAttribute: true)
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func attribute(_ name: StaticString, _ value: Int?) {
    guard let value else { return }
    attribute(name, String(value))
  }

  /// An attribute whose value needs no escapes.
  mutating func attribute(_ name: StaticString, plain append: (inout [UInt8]) -> Void) {
    beginAttribute(name)
    append(&bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func beginAttribute(_ name: StaticString) {
    bytes.append(UInt8(ascii: " "))
    append(name)
    bytes.append(UInt8(ascii: "="))
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func text(_ value: String) {
    closeTag()
    append(value, inAttribute: false)
    hasContent = true
  }

  /// Text that needs no escapes.
  mutating func text(plain append: (inout [UInt8]) -> Void) {
    closeTag()
    append(&bytes)
    hasContent = true
  }

  mutating func end() {
    let name = open.removeLast()
    if isInTag {
      bytes.append(contentsOf: [UInt8(ascii: "/"), UInt8(ascii: ">")])
      isInTag = false
    } else {
      if !hasContent { newLine() }
      bytes.append(contentsOf: [UInt8(ascii: "<"), UInt8(ascii: "/")])
      append(name)
      bytes.append(UInt8(ascii: ">"))
    }
    hasContent = false
  }

  /// An element that holds nothing but text; none where there is no text.
  mutating func element(
    _ name: StaticString, _ value: String?, _ attributes: (inout XMLOutput) -> Void = { _ in }
  ) {
    guard let value else { return }
    begin(name)
    attributes(&self)
    if !value.isEmpty { text(value) }
    end()
  }

  mutating func finish() -> [UInt8] {
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
    for _ in 0..<open.count * 2 { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func append(_ name: StaticString) {
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ value: String, inAttribute: Bool) {
    var value = value
    value.withUTF8 { utf8 in
      var start = 0
      var index = 0
      func flush(_ replacement: StaticString, _ length: Int) {
        bytes.append(contentsOf: utf8[start..<index])
        replacement.withUTF8Buffer { bytes.append(contentsOf: $0) }
        start = index + length
      }
      while index < utf8.count {
        let byte = utf8[index]
        switch byte {
        case UInt8(ascii: "<"): flush("&lt;", 1)
        case UInt8(ascii: ">"): flush("&gt;", 1)
        case UInt8(ascii: "&"): flush("&amp;", 1)
        case UInt8(ascii: "\""): if inAttribute { flush("&quot;", 1) }
        case UInt8(ascii: "\\"): flush("\\\\", 1)
        case 0x0D: flush("&#13;", 1)
        case 0x0A: if inAttribute { flush("&#10;", 1) }
        case 0x09: if inAttribute { flush("&#9;", 1) }
        case 0..<0x20:
          flush("\\{", 1)
          bytes.append(contentsOf: String(byte, radix: 16).utf8)
          bytes.append(UInt8(ascii: "}"))
        case 0xEF where index + 2 < utf8.count && utf8[index + 1] == 0xBF && utf8[index + 2] >= 0xBE:
          // U+FFFE and U+FFFF.
          let isLast = utf8[index + 2] == 0xBF
          flush(isLast ? "\\{ffff}" : "\\{fffe}", 3)
          index += 2
        default: break
        }
        index += 1
      }
      bytes.append(contentsOf: utf8[start...])
    }
  }
}

/// Takes the escapes of `XMLOutput` out of a text again.
enum XMLEscapes {
  /// The value of an attribute as libxml2 gives it.
  static func decodedAttribute(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard bytes.contains(UInt8(ascii: "&")) else { return decoded(bytes) }
    var plain: [UInt8] = []
    var index = 0
    let ampersand = Array("&#38;".utf8)
    while index < bytes.count {
      plain.append(bytes[index])
      index += bytes[index...].starts(with: ampersand) ? ampersand.count : 1
    }
    return plain.withUnsafeBufferPointer(decoded)
  }

  /// - Returns: nil where a backslash stands for nothing.
  static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      guard index + 1 < bytes.count else { return nil }
      if bytes[index + 1] == UInt8(ascii: "\\") {
        result.append(UInt8(ascii: "\\"))
        index += 2
        continue
      }
      guard bytes[index + 1] == UInt8(ascii: "{"),
        let end = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: "}")), end - index <= 6,
        let code = UInt32(String(decoding: bytes[index + 2..<end], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(code)
      else { return nil }
      result.append(contentsOf: String(Character(scalar)).utf8)
      index = end + 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}
