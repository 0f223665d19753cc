import DocumentModel
import MarkupKit

/// Text as a page shows it: character references resolved, spaces collapsed.
struct HTMLTextBuffer {
  private(set) var bytes: [UInt8] = []
  /// How many of the bytes stand in links.
  private(set) var linkCount = 0
  private var pending = Pending.none

  private enum Pending { case none, space, lineEnd }

  var isEmpty: Bool { bytes.isEmpty }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    linkCount = 0
    pending = .none
  }

  /// Ends a line within the text.
  mutating func breakLine() {
    if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
    pending = .none
  }

  mutating func append(_ range: Range<Int>, of source: UnsafeBufferPointer<UInt8>, isLink: Bool) {
    let before = bytes.count
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = source[index]
      if HTMLTokenizer.isSpace(byte) {
        if pending != .lineEnd { pending = byte == 0x0A || byte == 0x0D ? .lineEnd : .space }
        index += 1
      } else if byte == UInt8(ascii: "&") {
        index = appendReference(at: index, before: range.upperBound, of: source)
      } else {
        settle(before: byte)
        let start = index
        index += 1
        while index < range.upperBound, source[index] > 0x20, source[index] != UInt8(ascii: "&") {
          index += 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<index]))
      }
    }
    if isLink { linkCount += bytes.count - before }
  }

  /// Spaces between words are one; a line end between two ideographs is none, because source is wrapped there.
  private mutating func settle(before byte: UInt8) {
    guard pending != .none else { return }
    defer { pending = .none }
    guard let last = bytes.last, last != 0x0A else { return }
    if pending == .lineEnd, last >= 0x80, byte >= 0x80 { return }
    bytes.append(0x20)
  }

  /// Appends what a reference stands for; one that is not known is text.
  private mutating func appendReference(
    at start: Int, before end: Int, of source: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var index = start + 1
    if index < end, source[index] == UInt8(ascii: "#") {
      index += 1
      let isHexadecimal = index < end && source[index] | 0x20 == UInt8(ascii: "x")
      if isHexadecimal { index += 1 }
      let firstDigit = index
      var value: UInt32 = 0
      while index < end, let digit = Self.digit(source[index], isHexadecimal) {
        value = min(value &* (isHexadecimal ? 16 : 10) &+ digit, 0x11_0000)
        index += 1
      }
      if index > firstDigit {
        if index < end, source[index] == UInt8(ascii: ";") { index += 1 }
        append(value)
        return index
      }
    } else {
      while index < end, index - start < 12, Self.isAlphanumeric(source[index]) { index += 1 }
      if let value = HTMLEntity.character(UnsafeBufferPointer(rebasing: source[start + 1..<index])) {
        if index < end, source[index] == UInt8(ascii: ";") { index += 1 }
        append(value)
        return index
      }
    }
    settle(before: UInt8(ascii: "&"))
    bytes.append(UInt8(ascii: "&"))
    return start + 1
  }

  private mutating func append(_ code: UInt32) {
    if code <= 0x20 {
      if pending == .none { pending = .space }
      return
    }
    let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
    let utf8 = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    settle(before: utf8.first ?? 0x80)
    bytes.append(contentsOf: utf8)
  }

  private static func digit(_ byte: UInt8, _ isHexadecimal: Bool) -> UInt32? {
    if byte &- 0x30 < 10 { return UInt32(byte - 0x30) }
    let letter = byte | 0x20
    return isHexadecimal && letter &- 0x61 < 6 ? UInt32(letter - 0x61) + 10 : nil
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }

  /// The text without spaces of any width at its ends.
  func trimmed() -> Range<Int> { BlankTrimming.trimmed(bytes) }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
