import TextKit

/// Cuts a text into the tokens of a `JSONDocument`. Reading beyond the end gives 0, which no JSON holds, so that
/// no input can lead outside the text.
package struct JSONParser {
  private let text: UnsafeBufferPointer<UInt8>
  private let maximumTokens: Int
  private var position = 0
  /// The objects and arrays that are open, by their tokens.
  private var open: [Int] = []
  package private(set) var tokens: [JSONDocument.Token] = []
  package private(set) var defects: [JSONDefect] = []
  /// Whether the text was read to the end of its value: only then has every key a value.
  package private(set) var isComplete = false

  /// Strings that are damaged do not end the reading; after so many of them it ends.
  private static let maximumDefects = 100

  package init(_ text: UnsafeBufferPointer<UInt8>, maximumTokens: Int) {
    self.text = text
    self.maximumTokens = maximumTokens
    tokens.reserveCapacity(text.count / 18 + 8)
  }

  package mutating func parse() {
    if byte(0) == 0xEF, byte(1) == 0xBB, byte(2) == 0xBF { position = 3 }
    skipSpace()
    if value() {
      isComplete = true
      skipSpace()
      if position < text.count { fail(.trailing) }
    }
    // What stays open holds all that was read since, so that places in it have a pointer.
    for token in open { tokens[token].next = UInt32(truncatingIfNeeded: tokens.count) }
  }

  @inline(__always)
  private func byte(_ index: Int) -> UInt8 { index < text.count ? text[index] : 0 }

  @inline(__always)
  private mutating func skipSpace() {
    if byte(position) <= 0x20 { skipMoreSpace() }
  }

  private mutating func skipMoreSpace() {
    while true {
      switch byte(position) {
      case 0x0A:
        position += 1
        // Behind a line end stands the indent.
        while position + ByteWord.count <= text.count,
          ByteWord.at(position, of: text) == ByteWord.each(UInt8(ascii: " "))
        {
          position += ByteWord.count
        }
      case 0x20, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  @discardableResult
  private mutating func fail(_ kind: JSONDefect.Kind) -> Bool {
    let isAtEnd = position >= text.count
    var kind = kind
    if isAtEnd, case .expected = kind { kind = .truncated }
    if isAtEnd, kind == .badNumber { kind = .truncated }
    defects.append(
      JSONDefect(kind, offset: min(position, text.count), token: tokens.isEmpty ? nil : tokens.count - 1))
    return false
  }

  /// Notes damage within a string and goes on; false when it is too much.
  private mutating func note(_ kind: JSONDefect.Kind, at offset: Int) -> Bool {
    defects.append(JSONDefect(kind, offset: offset, token: tokens.isEmpty ? nil : tokens.count - 1))
    return defects.count < Self.maximumDefects
  }

  @inline(__always)
  private mutating func append(
    _ kind: JSONDocument.Kind, _ start: Int, _ end: Int, hasEscapes: Bool = false
  ) -> Bool {
    if tokens.count >= maximumTokens { return fail(.tooManyValues) }
    tokens.append(
      JSONDocument.Token(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        next: UInt32(truncatingIfNeeded: tokens.count + 1), kind: kind, hasEscapes: hasEscapes))
    return true
  }

  private mutating func value() -> Bool {
    switch byte(position) {
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return number()
    case UInt8(ascii: "{"): return object()
    case UInt8(ascii: "["): return array()
    case UInt8(ascii: "t"): return word("true", .boolean)
    case UInt8(ascii: "f"): return word("false", .boolean)
    case UInt8(ascii: "n"): return word("null", .null)
    case UInt8(ascii: "."), UInt8(ascii: "+"): return fail(.badNumber)
    default: return fail(.expected("{ [ \" - 0…9 true false null"))
    }
  }

  private mutating func begin(_ kind: JSONDocument.Kind) -> Bool {
    if open.count == JSONDocument.maximumDepth { return fail(.tooDeep) }
    let start = position
    position += 1
    guard append(kind, start, start + 1) else { return false }
    open.append(tokens.count - 1)
    return true
  }

  private mutating func close(_ token: Int) -> Bool {
    position += 1
    open.removeLast()
    tokens[token].end = UInt32(truncatingIfNeeded: position)
    tokens[token].next = UInt32(truncatingIfNeeded: tokens.count)
    return true
  }

  private mutating func object() -> Bool {
    let token = tokens.count
    guard begin(.object) else { return false }
    skipSpace()
    if byte(position) == UInt8(ascii: "}") { return close(token) }
    while true {
      guard byte(position) == UInt8(ascii: "\"") else {
        return fail(.expected(tokens.count == token + 1 ? "\" }" : "\""))
      }
      guard string() else { return false }
      skipSpace()
      guard byte(position) == UInt8(ascii: ":") else { return fail(.expected(":")) }
      position += 1
      skipSpace()
      guard value() else { return false }
      skipSpace()
      let next = byte(position)
      if next == UInt8(ascii: "}") { return close(token) }
      guard next == UInt8(ascii: ",") else { return fail(.expected(", }")) }
      position += 1
      skipSpace()
    }
  }

  private mutating func array() -> Bool {
    let token = tokens.count
    guard begin(.array) else { return false }
    skipSpace()
    if byte(position) == UInt8(ascii: "]") { return close(token) }
    while true {
      guard value() else { return false }
      skipSpace()
      let next = byte(position)
      if next == UInt8(ascii: "]") { return close(token) }
      guard next == UInt8(ascii: ",") else { return fail(.expected(", ]")) }
      position += 1
      skipSpace()
    }
  }

  private mutating func word(_ word: StaticString, _ kind: JSONDocument.Kind) -> Bool {
    let start = position
    for index in 0..<word.utf8CodeUnitCount {
      guard byte(position) == word.utf8Start[index] else { return fail(.expected("\(word)")) }
      position += 1
    }
    return append(kind, start, position)
  }

  private mutating func number() -> Bool {
    let start = position
    if byte(position) == UInt8(ascii: "-") { position += 1 }
    let isZero = byte(position) == UInt8(ascii: "0")
    guard let whole = digits(), whole == 1 || !isZero else { return failNumber(from: start) }
    if byte(position) == UInt8(ascii: ".") {
      position += 1
      guard digits() != nil else { return failNumber(from: start) }
    }
    if byte(position) | 0x20 == UInt8(ascii: "e") {
      position += 1
      if byte(position) == UInt8(ascii: "+") || byte(position) == UInt8(ascii: "-") { position += 1 }
      guard digits() != nil else { return failNumber(from: start) }
    }
    return append(.number, start, position)
  }

  /// A number that is none is shown from where it begins.
  private mutating func failNumber(from start: Int) -> Bool {
    if position < text.count { position = start }
    return fail(.badNumber)
  }

  /// How many digits follow; nil where none does.
  @inline(__always)
  private mutating func digits() -> Int? {
    let start = position
    while byte(position) &- 0x30 < 10 { position += 1 }
    return position > start ? position - start : nil
  }

  private mutating func string() -> Bool {
    position += 1
    let start = position
    var hasEscapes = false
    while true {
      skipPlainASCII()
      let next = byte(position)
      if next >= 0x80 {
        guard wideCharacters() else { return false }
      } else if next == UInt8(ascii: "\"") {
        break
      } else if next == UInt8(ascii: "\\") {
        hasEscapes = true
        guard escape() else { return false }
      } else if next >= 0x20 {
        position += 1
      } else {
        if position >= text.count { return fail(.truncated) }
        guard note(.controlCharacter, at: position) else { return false }
        position += 1
      }
    }
    position += 1
    return append(.string, start, position - 1, hasEscapes: hasEscapes)
  }

  /// Skips characters that are ASCII, but no control characters, quotation marks and backslashes; eight at a
  /// time, so that the last few of the text may be left.
  @inline(__always)
  private mutating func skipPlainASCII() {
    while position + ByteWord.count <= text.count {
      let word = ByteWord.at(position, of: text)
      let others =
        ByteWord.marksBeyondASCII(in: word) | ByteWord.marks(below: 0x20, in: word)
        | ByteWord.marks(of: UInt8(ascii: "\""), in: word) | ByteWord.marks(of: UInt8(ascii: "\\"), in: word)
      if others != 0 {
        position += ByteWord.position(others)
        return
      }
      position += ByteWord.count
    }
  }

  /// Skips a run of characters beyond ASCII; false when there is too much damage.
  @inline(__always)
  private mutating func wideCharacters() -> Bool {
    while true {
      let lead = byte(position)
      if lead < 0x80 { return true }
      let length = sequenceLength(lead)
      if length > 0 {
        position += length
      } else {
        guard note(.badUTF8, at: position) else { return false }
        position += 1
      }
    }
  }

  /// How many bytes the character at `position` takes; 0 where they are not UTF-8.
  @inline(__always)
  private func sequenceLength(_ lead: UInt8) -> Int {
    @inline(__always) func continues(_ offset: Int) -> Bool { byte(position + offset) & 0xC0 == 0x80 }
    if lead >= 0xE0, lead < 0xF0 {
      guard continues(1), continues(2) else { return 0 }
      let second = byte(position + 1)
      if lead == 0xE0, second < 0xA0 { return 0 }
      if lead == 0xED, second >= 0xA0 { return 0 }
      return 3
    }
    if lead >= 0xC2, lead < 0xE0 { return continues(1) ? 2 : 0 }
    guard lead >= 0xF0, lead < 0xF5, continues(1), continues(2), continues(3) else { return 0 }
    let second = byte(position + 1)
    if lead == 0xF0, second < 0x90 { return 0 }
    if lead == 0xF4, second >= 0x90 { return 0 }
    return 4
  }

  private mutating func escape() -> Bool {
    let start = position
    let letter = byte(position + 1)
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
      return true
    case UInt8(ascii: "u"):
      guard let unit = unit(at: position + 2) else { break }
      position += 6
      if 0xDC00..<0xE000 ~= unit { return note(.loneSurrogate, at: start) }
      if 0xD800..<0xDC00 ~= unit {
        guard byte(position) == UInt8(ascii: "\\"), byte(position + 1) == UInt8(ascii: "u"),
          let low = self.unit(at: position + 2), 0xDC00..<0xE000 ~= low
        else { return note(.loneSurrogate, at: start) }
        position += 6
      }
      return true
    default: break
    }
    position += 1
    return note(.badEscape, at: start)
  }

  private func unit(at start: Int) -> UInt32? {
    var unit: UInt32 = 0
    for index in start..<start + 4 {
      guard let digit = Self.hexadecimalDigit(byte(index)) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  package static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
