/// Appends JSON to a byte buffer, member by member, in the order of the calls: the same calls give the same
/// bytes. Objects and arrays are indented unless they are begun as inline.
public struct JSONWriter: Sendable {
  public private(set) var bytes: [UInt8] = []
  private var depth = 0
  private var isFirst = true
  private var afterKey = false
  /// The depth at which an inline value began; 0 where none is open.
  private var inlineDepth = 0
  private let isCompact: Bool

  /// - Parameter isCompact: no spaces and line ends at all.
  public init(isCompact: Bool = false) {
    self.isCompact = isCompact
  }

  public mutating func beginObject(inline: Bool = false) { begin(UInt8(ascii: "{"), inline) }
  public mutating func endObject() { end(UInt8(ascii: "}")) }
  public mutating func beginArray(inline: Bool = false) { begin(UInt8(ascii: "["), inline) }
  public mutating func endArray() { end(UInt8(ascii: "]")) }

  public mutating func key(_ name: String) {
    separate()
    appendQuoted(name)
    bytes.append(UInt8(ascii: ":"))
    if !isCompact { bytes.append(UInt8(ascii: " ")) }
    afterKey = true
  }

  public mutating func string(_ value: String) {
    separate()
    appendQuoted(value)
  }

  public mutating func integer(_ value: Int) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
  }

  public mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  public mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Appends a value that is JSON already: a number as it was written, or a member kept as it was.
  public mutating func raw(_ append: (inout [UInt8]) -> Void) {
    separate()
    append(&bytes)
  }

  /// Ends the text with a line end.
  public mutating func finish() -> [UInt8] {
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private mutating func begin(_ bracket: UInt8, _ inline: Bool) {
    separate()
    bytes.append(bracket)
    depth += 1
    if inline, inlineDepth == 0 { inlineDepth = depth }
    isFirst = true
  }

  private mutating func end(_ bracket: UInt8) {
    let wasInline = inlineDepth > 0 && depth >= inlineDepth
    if inlineDepth == depth { inlineDepth = 0 }
    depth -= 1
    if !isFirst, !wasInline { newLine() }
    bytes.append(bracket)
    isFirst = false
  }

  private mutating func separate() {
    if afterKey {
      afterKey = false
      return
    }
    if depth == 0 { return }
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    if inlineDepth > 0 {
      if !isFirst, !isCompact { bytes.append(UInt8(ascii: " ")) }
    } else {
      newLine()
    }
    isFirst = false
  }

  private mutating func newLine() {
    if isCompact { return }
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<depth * 2 { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func appendQuoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for index in utf8.indices {
        let byte = utf8[index]
        if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
        bytes.append(contentsOf: utf8[start..<index])
        start = index + 1
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case UInt8(ascii: "\\"): bytes.append(contentsOf: [byte, byte])
        case 0x0A: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
        case 0x0D: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
        case 0x09: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
        default:
          let digits = Array("0123456789abcdef".utf8)
          bytes.append(contentsOf: "\\u00".utf8)
          bytes.append(digits[Int(byte >> 4)])
          bytes.append(digits[Int(byte & 15)])
        }
      }
      bytes.append(contentsOf: utf8[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
