/// A JSON text that has been read: its values in the order of the text, each with where it stands. Nothing is
/// copied until it is asked for; numbers keep their text.
package struct JSONDocument: Sendable {
  package enum Kind: UInt8, Sendable {
    case object, array, string, number, boolean, null

    /// The name that JSON Schema has for it.
    package var name: String {
      switch self {
      case .object: "object"
      case .array: "array"
      case .string: "string"
      case .number: "number"
      case .boolean: "boolean"
      case .null: "null"
      }
    }
  }

  /// A value, or the key before a member's value. The tokens of what it holds follow it.
  package struct Token: Sendable {
    /// Of the first byte; for a string behind its quotation mark.
    package let start: UInt32
    /// Behind the last byte; for a string that of its closing quotation mark.
    package var end: UInt32
    /// The position of the token behind all that it holds.
    package var next: UInt32
    package let kind: Kind
    /// Whether a string holds escapes.
    package let hasEscapes: Bool
  }

  package let bytes: [UInt8]
  /// The root first; none where the text is not JSON.
  package let tokens: [Token]
  /// What is wrong with the text, in its order; none of it is a matter of what the values mean.
  package let defects: [JSONDefect]
  /// Whether the text was read to the end of its value. Of one that was not, keys may lack their values.
  package let isComplete: Bool

  /// At most this deep may objects and arrays stand in each other.
  package static let maximumDepth = 64
  /// Longer texts are not read.
  package static let maximumSize = 64 << 20
  /// No more values, keys included, are read: a text of brackets only would take many times its size.
  package static let maximumTokens = 4 << 20

  /// No more values than this are read of this text.
  package let maximumTokens: Int

  /// Reads a text. Never fails: see `defects`.
  package init(_ bytes: [UInt8]) { self.init(bytes, maximumTokens: Self.maximumTokens) }

  /// - Parameter maximumTokens: fewer than otherwise, so that a small text can go beyond them.
  package init(_ bytes: [UInt8], maximumTokens: Int) {
    self.bytes = bytes
    self.maximumTokens = maximumTokens
    guard bytes.count <= Self.maximumSize else {
      tokens = []
      defects = [JSONDefect(.tooLarge, offset: 0)]
      isComplete = false
      return
    }
    (tokens, defects, isComplete) = bytes.withUnsafeBufferPointer { text in
      var parser = JSONParser(text, maximumTokens: maximumTokens)
      parser.parse()
      return (parser.tokens, parser.defects, parser.isComplete)
    }
  }

  package func kind(_ token: Int) -> Kind { tokens[token].kind }

  /// Where a token begins in `bytes`.
  package func offset(_ token: Int) -> Int { Int(tokens[token].start) }

  /// The position of the token behind a value and all that it holds.
  package func next(_ token: Int) -> Int { Int(tokens[token].next) }

  /// The first token within an object (a key) or an array; equal to `next` where it is empty.
  package func first(_ token: Int) -> Int { token + 1 }

  /// The bytes of a value as they stand, without the quotation marks of a string.
  package func range(_ token: Int) -> Range<Int> { Int(tokens[token].start)..<Int(tokens[token].end) }

  package func isTrue(_ token: Int) -> Bool { bytes[Int(tokens[token].start)] == UInt8(ascii: "t") }

  /// The text of a string, its escapes resolved.
  package func string(_ token: Int) -> String {
    let range = range(token)
    if tokens[token].hasEscapes { return String(decoding: unescaped(range), as: UTF8.self) }
    return bytes.withUnsafeBufferPointer {
      String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self)
    }
  }

  /// Whether a string without escapes is made of just these bytes. One with escapes is not looked into.
  @inline(__always)
  package func isPlain(_ token: Int, equalTo text: [UInt8], _ range: Range<Int>) -> Bool {
    let own = self.range(token)
    guard own.count == range.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      text.withUnsafeBufferPointer { text in
        var index = own.lowerBound
        var other = range.lowerBound
        let end = own.upperBound
        precondition(end <= bytes.count && range.upperBound <= text.count)
        while index + 8 <= end {
          guard let left = bytes.baseAddress, let right = text.baseAddress else { return false }
          let word = UnsafeRawPointer(left).loadUnaligned(fromByteOffset: index, as: UInt64.self)
          if word != UnsafeRawPointer(right).loadUnaligned(fromByteOffset: other, as: UInt64.self) {
            return false
          }
          index += 8
          other += 8
        }
        while index < end {
          if bytes[index] != text[other] { return false }
          index += 1
          other += 1
        }
        return true
      }
    }
  }

  /// Whether two values are made of the same bytes.
  package func isSame(_ left: Int, _ right: Int) -> Bool {
    kind(left) == kind(right) && isPlain(left, equalTo: bytes, range(right))
  }

  package func hasEscapes(_ token: Int) -> Bool { tokens[token].hasEscapes }

  /// A value without the spaces and line ends between its parts.
  package func compact(_ token: Int) -> String {
    var range = range(token)
    if kind(token) == .string { range = range.lowerBound - 1..<range.upperBound + 1 }
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var isInString = false
    var isEscaped = false
    for byte in bytes[range] {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if byte <= 0x20 {
        continue
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func unescaped(_ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < range.upperBound else {
        result.append(byte)
        continue
      }
      let letter = bytes[index]
      index += 1
      switch letter {
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "u"):
        var unit = hexadecimal(at: index, before: range.upperBound)
        index = min(index + 4, range.upperBound)
        if 0xD800..<0xDC00 ~= unit {
          let low = hexadecimal(at: index + 2, before: range.upperBound)
          index = min(index + 6, range.upperBound)
          unit = 0x10000 + (unit - 0xD800) << 10 + (low &- 0xDC00) & 0x3FF
        }
        result.append(contentsOf: String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
      default: result.append(letter)
      }
    }
    return result
  }

  private func hexadecimal(at start: Int, before end: Int) -> UInt32 {
    guard start + 4 <= end else { return 0xFFFD }
    return bytes[start..<start + 4].reduce(0) { $0 << 4 | (JSONParser.hexadecimalDigit($1) ?? 0) }
  }
}

/// Something that keeps a text from being JSON, or from being read.
package struct JSONDefect: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case tooLarge, tooDeep, tooManyValues
    /// The text ends before its values do, or is empty.
    case truncated
    /// Something else stands where one of these should.
    case expected(String)
    /// Text behind the end of the value.
    case trailing
    case badUTF8, badEscape, loneSurrogate
    /// A control character within a string.
    case controlCharacter
    /// A number that JSON does not allow, such as `01`, `.5` or `+1`.
    case badNumber
  }

  package let kind: Kind
  /// Where in the text.
  package let offset: Int
  /// The token that was begun last when it was met; nil before the first.
  package let token: Int?

  package init(_ kind: Kind, offset: Int, token: Int? = nil) {
    self.kind = kind
    self.offset = offset
    self.token = token
  }
}
