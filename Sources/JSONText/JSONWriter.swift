import Findings

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

  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  public mutating func beginObject(inline: Bool = false) { begin(UInt8(ascii: "{"), inline) }
  public mutating func endObject() { end(UInt8(ascii: "}")) }
  public mutating func beginArray(inline: Bool = false) { begin(UInt8(ascii: "["), inline) }
  public mutating func endArray() { end(UInt8(ascii: "]")) }

  public mutating func key(_ name: String) {
    separate()
    appendQuoted(name)
    endKey()
  }

  /// A key whose name is UTF-8 bytes.
  public mutating func key(_ text: [UInt8], _ range: Range<Int>) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    text.withUnsafeBufferPointer { appendEscaped(UnsafeBufferPointer(rebasing: $0[range])) }
    bytes.append(UInt8(ascii: "\""))
    endKey()
  }

  public mutating func string(_ value: String) {
    separate()
    appendQuoted(value)
  }

  public mutating func integer(_ value: Int) {
    separate()
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.appendDecimal(UInt64(value.magnitude))
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
  @inline(__always)
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

  private mutating func endKey() {
    bytes.append(UInt8(ascii: ":"))
    if !isCompact { bytes.append(UInt8(ascii: " ")) }
    afterKey = true
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
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }

  private mutating func appendQuoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { appendEscaped($0) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var index = 0
    while index < text.count {
      // Eight bytes at a time, as long as none of them needs an escape.
      while index + 8 <= text.count, !Self.needsEscape(UnsafeRawPointer(text.baseAddress), index) {
        index += 8
      }
      let end = min(index + 8, text.count)
      while index < end {
        let byte = text[index]
        index += 1
        if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
        bytes.append(contentsOf: text[start..<index - 1])
        start = index
        appendEscape(byte)
      }
    }
    bytes.append(contentsOf: text[start...])
  }

  /// Whether one of the eight bytes there is a control character, a quotation mark or a backslash.
  @inline(__always)
  private static func needsEscape(_ text: UnsafeRawPointer?, _ index: Int) -> Bool {
    guard let text else { return false }
    let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5C)
    let found =
      ((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
    return found & (ones &* 0x80) != 0
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    default:
      func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
      }
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digit(byte >> 4))
      bytes.append(digit(byte & 15))
    }
  }
}
