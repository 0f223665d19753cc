import DocumentModel
import MarkupKit
import TextKit

/// Text as a page shows it: character references resolved, spaces collapsed.
struct HTMLTextBuffer {
  private(set) var bytes: [UInt8] = []
  /// How many of the bytes stand in links.
  private(set) var linkCount = 0
  private var pending = Pending.none
  /// What is raised or lowered in it.
  private var shifts: [(range: Range<Int>, appearance: HTMLAppearance)] = []

  private enum Pending { case none, space, lineEnd }

  var isEmpty: Bool { bytes.isEmpty }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    linkCount = 0
    pending = .none
    if !shifts.isEmpty { shifts.removeAll() }
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

  /// Appends text that stands higher or lower than the rest.
  mutating func append(
    _ range: Range<Int>, of source: UnsafeBufferPointer<UInt8>, isLink: Bool, shift: HTMLAppearance
  ) {
    let before = bytes.count
    append(range, of: source, isLink: isLink)
    guard bytes.count > before else { return }
    // The space before it is none of it.
    let start = bytes[before] == 0x20 ? before + 1 : before
    if let last = shifts.last, last.range.upperBound == start, last.appearance == shift {
      shifts[shifts.count - 1].range = last.range.lowerBound..<bytes.count
    } else {
      shifts.append((start..<bytes.count, shift))
    }
  }

  /// Appends what a form field shows; it touches no word beside it.
  mutating func appendField(_ range: Range<Int>, of source: UnsafeBufferPointer<UInt8>, isLink: Bool) {
    separate()
    append(range, of: source, isLink: isLink)
    separate()
  }

  /// What comes next is a word of its own.
  mutating func separate() { pending = .space }

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

  /// Part of the text, marks of notes in characters of their own.
  func string(_ range: Range<Int>) -> String {
    if shifts.isEmpty { return String(decoding: bytes[range], as: UTF8.self) }
    var result = ""
    var position = range.lowerBound
    // Where nothing stands beside it, nothing is raised.
    let isWhole = !hasTextBesideShifts(range)
    for (shifted, appearance) in shifts {
      let shifted = shifted.clamped(to: range)
      guard shifted.lowerBound >= position, !shifted.isEmpty else { continue }
      result += String(decoding: bytes[position..<shifted.lowerBound], as: UTF8.self)
      let text = String(decoding: bytes[shifted], as: UTF8.self)
      result +=
        isWhole || appearance.contains(.perhaps) && !isMark(text, appearance, shifted, range)
        ? text : Self.shown(text, appearance)
      position = shifted.upperBound
    }
    return result + String(decoding: bytes[position..<range.upperBound], as: UTF8.self)
  }

  private func hasTextBesideShifts(_ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    for (shifted, _) in shifts {
      let shifted = shifted.clamped(to: range)
      if position < shifted.lowerBound,
        !BlankTrimming.trimmed(Array(bytes[position..<shifted.lowerBound])).isEmpty
      {
        return true
      }
      position = max(position, shifted.upperBound)
    }
    return position < range.upperBound
      && !BlankTrimming.trimmed(Array(bytes[position..<range.upperBound])).isEmpty
  }

  private static func shown(_ text: String, _ appearance: HTMLAppearance) -> String {
    if appearance.contains(.annotation) {
      // Readings of characters are no text of the document; a number is not left out.
      return text.utf8.contains { $0 &- 0x30 < 10 } ? RaisedText.raised(text) : ""
    }
    return appearance.contains(.lowered) ? RaisedText.lowered(text) : RaisedText.raised(text)
  }

  /// Whether a text reads like the mark of a note: a few digits or signs, behind what they belong to.
  private func isMark(
    _ text: String, _ appearance: HTMLAppearance, _ shifted: Range<Int>, _ range: Range<Int>
  ) -> Bool {
    guard text.unicodeScalars.count <= 8, text.unicodeScalars.allSatisfy(Self.marks.contains) else {
      return false
    }
    // Figures among words may only be aligned so.
    let isFigure = text.utf8.allSatisfy { $0 &- 0x30 < 10 }
    if !isFigure || appearance.contains(.noteLink) { return true }
    guard shifted.lowerBound > range.lowerBound else { return false }
    return shifted.upperBound == range.upperBound || bytes[shifted.lowerBound - 1] &- 0x30 < 10
  }

  private static let marks = Set("0123456789[]()（）〔〕【】［］*※#,，、注①②③④⑤⑥⑦⑧⑨⑩ ".unicodeScalars)
}
