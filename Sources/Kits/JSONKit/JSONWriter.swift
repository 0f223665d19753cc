import Core
import TextKit

/// Appends JSON to a byte buffer, member by member, in the order of the calls: the same calls give the same
/// bytes. Objects and arrays are indented unless they are begun as inline. Characters that steer a terminal or the
/// direction of writing are escaped, though JSON would let some of them stand.
package struct JSONWriter: ~Copyable {
  // Its own memory, since an array would be asked at every piece whether it is shared, and filled before it is written.
  /// Written up to `count`.
  private var memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 10)
  private var capacity = 1 << 10
  private var count = 0
  private var depth = 0
  private var isFirst = true
  private var afterKey = false
  /// The depth at which an inline value began; 0 where none is open.
  private var inlineDepth = 0
  private let isCompact: Bool

  /// - Parameter isCompact: no spaces and line ends at all.
  package init(isCompact: Bool = false) {
    self.isCompact = isCompact
  }

  deinit { memory.deallocate() }

  package var bytes: [UInt8] { Array(UnsafeBufferPointer(start: memory, count: count)) }

  package mutating func reserve(_ count: Int) { makeRoom(count) }

  package mutating func beginObject(inline: Bool = false) { begin(UInt8(ascii: "{"), inline) }
  package mutating func endObject() { end(UInt8(ascii: "}")) }
  package mutating func beginArray(inline: Bool = false) { begin(UInt8(ascii: "["), inline) }
  package mutating func endArray() { end(UInt8(ascii: "]")) }

  package mutating func key(_ name: String) {
    var name = name
    name.withUTF8 { quoted($0, isKey: true) }
  }

  /// A key that is ready to be copied.
  @inline(__always)
  package mutating func key(_ key: JSONKey) { self.key(key.texts, key.index) }

  /// A key by its position.
  @inline(__always)
  package mutating func key(_ texts: JSONTexts, _ index: Int) {
    copy(texts, index, isCompact ? 1 : 0)
    afterKey = true
  }

  package mutating func string(_ value: String) {
    var value = value
    value.withUTF8 { quoted($0, isKey: false) }
  }

  /// A string that is ready to be copied, by its position.
  @inline(__always)
  package mutating func string(_ texts: JSONTexts, _ index: Int) { copy(texts, index, 2) }

  /// - Parameter omitted: how many of the last bytes, a colon and a space, are not written.
  private mutating func copy(_ texts: JSONTexts, _ index: Int, _ omitted: Int) {
    let separator = takeSeparator()
    let (start, end) = (Int(texts.starts[index]), Int(texts.starts[index + 1]) - omitted)
    write(atMost: separator.maximumCount + end - start) { memory in
      let count = separator.write(to: memory)
      (memory + count).update(from: texts.bytes + start, count: end - start)
      return count + end - start
    }
  }

  /// How many bytes there are: behind a key, where its value begins.
  package var position: Int { count }

  /// A value once more that was written inline, from where it began to where it ended.
  package mutating func valueAgain(_ range: Range<Int>) {
    separate()
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let distance = count - range.lowerBound
    write(atMost: range.count) { memory in
      memory.update(from: memory - distance, count: range.count)
      return range.count
    }
  }

  package mutating func integer(_ value: Int) {
    separate()
    write(atMost: DecimalText.maximumCount + 1) { memory in
      memory[0] = UInt8(ascii: "-")
      let sign = value < 0 ? 1 : 0
      return sign + DecimalText.write(UInt64(value.magnitude), to: memory + sign)
    }
  }

  package mutating func bool(_ value: Bool) {
    separate()
    append(value ? "true" : "false")
  }

  package mutating func null() {
    separate()
    append("null")
  }

  /// Appends a value that is JSON already, such as a member kept as it was.
  package mutating func raw(_ append: (inout [UInt8]) -> Void) {
    separate()
    var value: [UInt8] = []
    append(&value)
    // What steers stands in strings only, where an escape may take its place.
    value.withUnsafeBufferPointer { appendInert($0, isJSON: true) }
  }

  /// Appends a value that is JSON already, written to memory with room for so many bytes; `write` gives how
  /// many it wrote.
  @inline(__always)
  package mutating func raw(atMost maximum: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
    let separator = takeSeparator()
    self.write(atMost: separator.maximumCount + maximum) { memory in
      let start = separator.write(to: memory)
      return start + write(memory + start)
    }
  }

  /// Ends the text with a line end, and gives it. The writer begins anew.
  package mutating func finish() -> [UInt8] {
    append(UInt8(ascii: "\n"))
    let result = bytes
    count = 0
    (isFirst, afterKey) = (true, false)
    (depth, inlineDepth) = (0, 0)
    return result
  }

  // MARK: Structure

  private mutating func begin(_ bracket: UInt8, _ inline: Bool) {
    let separator = takeSeparator()
    write(atMost: separator.maximumCount + 1) { memory in
      let start = separator.write(to: memory)
      memory[start] = bracket
      return start + 1
    }
    depth += 1
    if inline, inlineDepth == 0 { inlineDepth = depth }
    isFirst = true
  }

  private mutating func end(_ bracket: UInt8) {
    let wasInline = inlineDepth > 0 && depth >= inlineDepth
    if inlineDepth == depth { inlineDepth = 0 }
    depth -= 1
    let separator = Separator(
      hasComma: false, hasSpace: false, indent: isFirst || wasInline || isCompact ? nil : depth * 2)
    write(atMost: separator.maximumCount + 1) { memory in
      let start = separator.write(to: memory)
      memory[start] = bracket
      return start + 1
    }
    isFirst = false
  }

  /// What stands before a key or a value: nothing, a comma, or a new line.
  private struct Separator {
    let hasComma: Bool
    let hasSpace: Bool
    /// That of a new line.
    let indent: Int?

    static let none = Separator(hasComma: false, hasSpace: false, indent: nil)

    /// Spaces are written eight at a time.
    var maximumCount: Int { 2 + (indent ?? 0) + 8 }

    @inline(__always)
    func write(to memory: UnsafeMutablePointer<UInt8>) -> Int {
      var count = 0
      if hasComma {
        memory[0] = UInt8(ascii: ",")
        count = 1
      }
      if let indent {
        memory[count] = UInt8(ascii: "\n")
        var written = 0
        while written < indent {
          UnsafeMutableRawPointer(memory + count + 1 + written)
            .storeBytes(of: ByteWord.each(UInt8(ascii: " ")), as: UInt64.self)
          written += ByteWord.count
        }
        return count + 1 + indent
      }
      if hasSpace {
        memory[count] = UInt8(ascii: " ")
        count += 1
      }
      return count
    }
  }

  /// What stands before the value or the key that follows.
  private mutating func takeSeparator() -> Separator {
    if afterKey {
      afterKey = false
      return .none
    }
    if depth == 0 { return .none }
    let hasComma = !isFirst
    isFirst = false
    if inlineDepth > 0 || isCompact {
      return Separator(hasComma: hasComma, hasSpace: hasComma && !isCompact, indent: nil)
    }
    return Separator(hasComma: hasComma, hasSpace: false, indent: depth * 2)
  }

  private mutating func separate() {
    let separator = takeSeparator()
    write(atMost: separator.maximumCount) { separator.write(to: $0) }
  }

  // MARK: Bytes

  private mutating func makeRoom(_ more: Int) {
    if capacity - count >= more { return }
    capacity = max(capacity * 2, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: memory, count: count)
    memory.deallocate()
    memory = larger
  }

  /// Lets bytes be written behind those that are there.
  @inline(__always)
  private mutating func write(atMost maximum: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
    if capacity - count < maximum { makeRoom(maximum) }
    let written = body(memory + count)
    precondition(written <= maximum)
    count += written
  }

  private mutating func append(_ byte: UInt8) {
    write(atMost: 1) { memory in
      memory[0] = byte
      return 1
    }
  }

  private mutating func append(_ word: StaticString) {
    append(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard let source = text.baseAddress else { return }
    write(atMost: text.count) { memory in
      memory.update(from: source, count: text.count)
      return text.count
    }
  }

  /// A string with what stands before it, and with its colon where it is a key.
  private mutating func quoted(_ text: UnsafeBufferPointer<UInt8>, isKey: Bool) {
    defer { afterKey = isKey }
    let separator = takeSeparator()
    let isCompact = isCompact
    func colon(_ memory: UnsafeMutablePointer<UInt8>) -> Int {
      memory[0] = UInt8(ascii: ":")
      memory[1] = UInt8(ascii: " ")
      return isCompact ? 1 : 2
    }
    guard Self.cleanCount(text, from: 0) == text.count else {
      write(atMost: separator.maximumCount) { separator.write(to: $0) }
      append(UInt8(ascii: "\""))
      appendInert(text, isJSON: false)
      append(UInt8(ascii: "\""))
      if isKey { write(atMost: 2, colon) }
      return
    }
    write(atMost: separator.maximumCount + text.count + 4) { memory in
      var count = separator.write(to: memory)
      memory[count] = UInt8(ascii: "\"")
      if let source = text.baseAddress { (memory + count + 1).update(from: source, count: text.count) }
      count += text.count + 2
      memory[count - 1] = UInt8(ascii: "\"")
      return isKey ? count + colon(memory + count) : count
    }
  }

  /// - Parameter isJSON: whether the text is JSON already, whose quotation marks, backslashes and line ends stay.
  private mutating func appendInert(_ text: UnsafeBufferPointer<UInt8>, isJSON: Bool) {
    var start = 0
    var end = Self.cleanCount(text, from: 0)
    while end < text.count {
      if let (scalar, length) = PrintableText.steering(text, at: end) {
        append(UnsafeBufferPointer(rebasing: text[start..<end]))
        appendEscape(scalar)
        start = end + length
      } else if !isJSON, text[end] < 0x80 {
        append(UnsafeBufferPointer(rebasing: text[start..<end]))
        appendEscape(Unicode.Scalar(text[end]))
        start = end + 1
      }
      end = Self.cleanCount(text, from: max(start, end + 1))
    }
    append(UnsafeBufferPointer(rebasing: text[start...]))
  }

  /// The position of the first byte from there on that may need an escape: a control character, a quotation mark, a
  /// backslash, or the beginning of a character of two or three bytes among which some steer.
  private static func cleanCount(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    while index + ByteWord.count <= text.count {
      let found = marks(of: ByteWord.at(index, of: text))
      if found != 0 { return index + ByteWord.position(found) }
      index += ByteWord.count
    }
    // The last eight bytes, of which the first are known.
    let last = text.count - ByteWord.count
    if last >= start {
      let found = index == text.count ? 0 : marks(of: ByteWord.at(last, of: text))
      return found == 0 ? text.count : last + ByteWord.position(found)
    }
    while index < text.count {
      let byte = text[index]
      switch byte {
      case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F, 0xC2, 0xD8, 0xE2: return index
      default: break
      }
      index += 1
    }
    return index
  }

  /// A mark in each byte of eight that may need an escape. Only the lowest mark is sure.
  private static func marks(of word: UInt64) -> UInt64 {
    // C2 and E2 alike, and D8, which is the only byte of UTF-8 that this makes F8.
    let leads = word | ByteWord.each(0x20)
    return ByteWord.marks(below: 0x20, in: word) | ByteWord.marks(of: UInt8(ascii: "\""), in: word)
      | ByteWord.marks(of: UInt8(ascii: "\\"), in: word) | ByteWord.marks(of: 0x7F, in: word)
      | ByteWord.marks(of: 0xE2, in: leads) | ByteWord.marks(of: 0xF8, in: leads)
  }

  /// Of the basic plane.
  private mutating func appendEscape(_ scalar: Unicode.Scalar) {
    append(UInt8(ascii: "\\"))
    switch scalar {
    case "\"", "\\": append(UInt8(truncatingIfNeeded: scalar.value))
    case "\n": append(UInt8(ascii: "n"))
    case "\r": append(UInt8(ascii: "r"))
    case "\t": append(UInt8(ascii: "t"))
    default:
      append(UInt8(ascii: "u"))
      for shift in [12, 8, 4, 0] {
        let digit = UInt8(scalar.value >> shift & 15)
        append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}

/// Texts that are written often, as JSON strings ready to be copied. The same at the same positions.
///
/// Never changed once it is made, and so safe to be shared.
package final class JSONTexts: @unchecked Sendable {
  /// One behind the other, each as a key: with a colon and a space.
  fileprivate let bytes: UnsafePointer<UInt8>
  /// Where each begins, and where the last one ends.
  fileprivate let starts: [Int32]

  package init(_ texts: some Sequence<String>) {
    var written: [UInt8] = []
    var starts: [Int32] = [0]
    for text in texts {
      var writer = JSONWriter()
      writer.string(text)
      written += writer.bytes
      written += ": ".utf8
      starts.append(Int32(written.count))
    }
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: written.count)
    for (index, byte) in written.enumerated() { bytes[index] = byte }
    self.bytes = UnsafePointer(bytes)
    self.starts = starts
  }

  deinit { bytes.deallocate() }

  package var keys: [JSONKey] { (0..<starts.count - 1).map { JSONKey(texts: self, index: $0) } }
}

/// A key that is ready to be copied.
package struct JSONKey: Sendable {
  fileprivate let texts: JSONTexts
  fileprivate let index: Int
}
