/// Swift code as far as a test reads it: calls by name with the source of each argument, the functions of an
/// extension, and string literals. Comments and strings are known for what they are; nothing else of the language is.
struct SwiftCode {
  struct Call {
    /// Where its name begins.
    let offset: Int
    /// As they stand, without spaces at their ends; labels included.
    let arguments: [String]
  }

  struct Function {
    let name: String
    /// Of its body, with its braces.
    let range: Range<Int>
  }

  /// A string without anything put in.
  struct Literal {
    let offset: Int
    let text: String
  }

  private let text: [UInt8]
  /// The bytes that are code: neither a comment nor within a string.
  private var isCode: [Bool]
  private(set) var literals: [Literal] = []

  init(_ source: String) {
    text = Array(source.utf8)
    isCode = Array(repeating: true, count: text.count)
    var index = 0
    while index < text.count { index = read(index) }
  }

  func line(_ offset: Int) -> Int { text[..<offset].count { $0 == 0x0A } + 1 }

  /// The calls of a name, wherever no letter stands before it; of the empty name, all tuples.
  func calls(of name: String) -> [Call] {
    offsets(of: "\(name)(").compactMap { index in
      if index > 0, Self.isWord(text[index - 1]) || text[index - 1] == UInt8(ascii: ")") { return nil }
      let opening = index + name.utf8.count
      return arguments(from: opening + 1).map { Call(offset: index, arguments: $0) }
    }
  }

  /// The functions in all extensions of a type.
  func functions(ofExtensionsOf type: String) -> [Function] {
    offsets(of: "extension \(type) {").flatMap { start -> [Function] in
      guard let body = block(after: start) else { return [] }
      return (offsets(of: "func ", in: body) + offsets(of: "static var ", in: body)).sorted().compactMap {
        index in
        let nameStart = index + (has("func ", at: index) ? "func " : "static var ").utf8.count
        let name = text[nameStart...].prefix(while: Self.isWord)
        return block(after: index).map { Function(name: String(decoding: name, as: UTF8.self), range: $0) }
      }
    }
  }

  // MARK: Places

  private func offsets(of word: String, in range: Range<Int>? = nil) -> [Int] {
    let word = Array(word.utf8)
    let range = range ?? text.indices
    return text.withUnsafeBufferPointer { text in
      var result: [Int] = []
      for index in range
      where text[index] == word[0] && isCode[index] && index + word.count <= text.count {
        if text[index..<index + word.count].elementsEqual(word) { result.append(index) }
      }
      return result
    }
  }

  /// From the first brace in code to the one that closes it.
  private func block(after start: Int) -> Range<Int>? {
    var depth = 0
    var first: Int?
    for index in start..<text.count where isCode[index] {
      if text[index] == UInt8(ascii: "{") {
        depth += 1
        first = first ?? index
      } else if text[index] == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0, let first { return first..<index + 1 }
      }
    }
    return nil
  }

  /// Up to the parenthesis that closes.
  private func arguments(from start: Int) -> [String]? {
    var result: [String] = []
    var depth = 0
    var begin = start
    for index in start..<text.count where isCode[index] {
      switch text[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth < 0 {
          result.append(Self.trimmed(text[begin..<index]))
          return result
        }
      case UInt8(ascii: ",") where depth == 0:
        result.append(Self.trimmed(text[begin..<index]))
        begin = index + 1
      default: break
      }
    }
    return nil
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let start = bytes.drop { $0 <= 0x20 }
    return String(decoding: start.reversed().drop { $0 <= 0x20 }.reversed(), as: UTF8.self)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
  }

  // MARK: Code, comments, strings

  private func has(_ word: StaticString, at index: Int) -> Bool {
    guard index + word.utf8CodeUnitCount <= text.count else { return false }
    return (0..<word.utf8CodeUnitCount).allSatisfy { text[index + $0] == word.utf8Start[$0] }
  }

  /// Reads one thing, and gives where the next begins.
  private mutating func read(_ index: Int) -> Int {
    switch text[index] {
    case UInt8(ascii: "/") where has("//", at: index):
      return mark(index, upTo: text[index...].firstIndex(of: 0x0A) ?? text.count)
    case UInt8(ascii: "#"), UInt8(ascii: "\""):
      let hashes = text[index...].prefix { $0 == UInt8(ascii: "#") }.count
      if has("\"\"\"", at: index + hashes) { return readString(index, quotes: 3, hashes: hashes) }
      if has("\"", at: index + hashes) { return readString(index, quotes: 1, hashes: hashes) }
      return index + max(hashes, 1)
    default: return index + 1
    }
  }

  private mutating func mark(_ start: Int, upTo end: Int) -> Int {
    for index in start..<min(end, text.count) { isCode[index] = false }
    return end
  }

  private mutating func readString(_ start: Int, quotes: Int, hashes: Int) -> Int {
    let end =
      Array(repeating: UInt8(ascii: "\""), count: quotes) + Array(repeating: UInt8(ascii: "#"), count: hashes)
    let escape = [UInt8(ascii: "\\")] + Array(repeating: UInt8(ascii: "#"), count: hashes)
    let begin = start + quotes + hashes
    var index = begin
    var isPlain = true
    // Neither the quotation marks nor what is within; code that is put in has its own brackets, which are even.
    _ = mark(start, upTo: index)
    while index < text.count {
      if text[index] == end[0], text[index...].starts(with: end) {
        if isPlain {
          literals.append(Literal(offset: start, text: String(decoding: text[begin..<index], as: UTF8.self)))
        }
        return mark(index, upTo: index + end.count)
      }
      if text[index] == escape[0], text[index...].starts(with: escape) {
        isPlain = false
        index = mark(index, upTo: min(index + escape.count, text.count))
        guard index < text.count else { break }
        guard text[index] == UInt8(ascii: "(") else {
          index = mark(index, upTo: index + 1)
          continue
        }
        var depth = 0
        repeat {
          if text[index] == UInt8(ascii: "(") { depth += 1 }
          if text[index] == UInt8(ascii: ")") { depth -= 1 }
          let next = read(index)
          if next == index + 1 { _ = mark(index, upTo: next) }
          index = next
        } while depth > 0 && index < text.count
      } else {
        index = mark(index, upTo: index + 1)
      }
    }
    return index
  }
}

extension SwiftCode {
  /// The text of an argument that is a string literal with nothing put in; nil for any other.
  static func literal(_ argument: String) -> String? {
    let parts = argument.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].isEmpty, parts[2].isEmpty, !argument.contains("\\") else { return nil }
    return String(parts[1])
  }

  /// The keys of an argument that is a dictionary literal of literal keys; nil for any other.
  static func keys(_ argument: String) -> Set<String>? {
    guard argument.hasPrefix("["), argument.hasSuffix("]") else { return nil }
    let inside = SwiftCode("(\(argument.dropFirst().dropLast()))").calls(of: "").first?.arguments ?? []
    if inside == [":"] { return [] }
    var keys: Set<String> = []
    for entry in inside where !entry.isEmpty {
      guard entry.hasPrefix("\"") else { return nil }
      let key = entry.dropFirst().prefix { $0 != "\"" }
      guard entry.dropFirst(key.count + 2).drop(while: { $0 == " " }).first == ":" else { return nil }
      keys.insert(String(key))
    }
    return keys
  }
}
