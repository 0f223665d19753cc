import Foundation

/// Calls in Swift code, found by their name, with the source of each argument. Comments and strings are known for
/// what they are; nothing else of the language is.
struct SwiftCalls {
  struct Call {
    let line: Int
    /// As they stand, without spaces at their ends; labels included.
    let arguments: [String]
  }

  private let text: [UInt8]
  /// The bytes that are code: neither a comment nor within a string.
  private var isCode: [Bool]

  init(_ source: String) {
    text = Array(source.utf8)
    isCode = Array(repeating: true, count: text.count)
    var index = 0
    while index < text.count { index = read(index) }
  }

  /// The calls of a name, wherever no letter stands before it; of the empty name, all tuples.
  func calls(of name: String) -> [Call] {
    let opening = Array("\(name)(".utf8)
    var result: [Call] = []
    for index in text.indices where isCode[index] && text[index...].starts(with: opening) {
      if index > 0, Self.isWord(text[index - 1]) || text[index - 1] == UInt8(ascii: ")") { continue }
      guard let arguments = arguments(from: index + opening.count) else { continue }
      let line = text[..<index].count { $0 == 0x0A } + 1
      result.append(Call(line: line, arguments: arguments))
    }
    return result
  }

  /// Up to the parenthesis that closes; nil where a function is declared, whose parameters have types.
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

  private func has(_ word: String, at index: Int) -> Bool { text[index...].starts(with: word.utf8) }

  /// Reads one thing, and gives where the next begins.
  private mutating func read(_ index: Int) -> Int {
    if has("//", at: index) { return mark(index, upTo: text[index...].firstIndex(of: 0x0A) ?? text.count) }
    for hashes in 0...2 {
      let fence = String(repeating: "#", count: hashes)
      if has("\(fence)\"\"\"", at: index) { return readString(index, quote: "\"\"\"", fence) }
      if has("\(fence)\"", at: index) { return readString(index, quote: "\"", fence) }
    }
    return index + 1
  }

  private mutating func mark(_ start: Int, upTo end: Int) -> Int {
    for index in start..<end { isCode[index] = false }
    return end
  }

  private mutating func readString(_ start: Int, quote: String, _ fence: String) -> Int {
    let end = quote + fence
    let escape = "\\" + fence
    var index = start + quote.utf8.count + fence.utf8.count
    // Neither the quotation marks nor what is within; code that is put in has its own brackets, which are even.
    _ = mark(start, upTo: index)
    while index < text.count {
      if has(end, at: index) { return mark(index, upTo: index + end.utf8.count) }
      if has("\(escape)(", at: index) {
        index = mark(index, upTo: index + escape.utf8.count)
        var depth = 0
        repeat {
          if text[index] == UInt8(ascii: "(") { depth += 1 }
          if text[index] == UInt8(ascii: ")") { depth -= 1 }
          let next = read(index)
          if next == index + 1 { _ = mark(index, upTo: next) }
          index = next
        } while depth > 0 && index < text.count
      } else if has(escape, at: index) {
        index = mark(index, upTo: min(index + escape.utf8.count + 1, text.count))
      } else {
        index = mark(index, upTo: index + 1)
      }
    }
    return index
  }
}

extension SwiftCalls {
  /// The literals of an argument that is one, or a choice between two; none for any other.
  static func literals(_ argument: String) -> [String] {
    let parts = argument.split(separator: "\"", omittingEmptySubsequences: false)
    if argument.contains("\\") { return [] }
    if parts.count == 3, parts[0].isEmpty, parts[2].isEmpty { return [String(parts[1])] }
    let isChoice = parts.count == 5 && parts[0].contains("?") && parts[2].contains(":") && parts[4].isEmpty
    return isChoice ? [String(parts[1]), String(parts[3])] : []
  }

  /// The keys of an argument that is a dictionary literal of literal keys; nil for any other. What a function makes
  /// may be merged into it: the function is then called as the argument is that it gives.
  static func keys(_ argument: String) -> Set<String>? {
    if argument == "[:]" { return [] }
    var argument = argument
    var keys: Set<String> = []
    if let merging = argument.range(of: ".merging(", options: .backwards) {
      let name = argument[merging.upperBound...].prefix { $0 != "(" }.split(separator: ".").last
      keys = name.map { [String($0)] } ?? []
      argument = String(argument[..<merging.lowerBound])
      while argument.last?.isWhitespace == true { argument.removeLast() }
    }
    guard argument.hasPrefix("["), argument.hasSuffix("]"),
      argument.dropFirst().drop(while: \.isWhitespace).first == "\""
    else { return nil }
    let inside = SwiftCalls("(\(argument.dropFirst().dropLast()))").calls(of: "").first?.arguments ?? []
    for entry in inside where !entry.isEmpty {
      guard entry.hasPrefix("\"") else { return nil }
      let key = entry.dropFirst().prefix { $0 != "\"" }
      guard entry.dropFirst(key.count + 2).drop(while: { $0 == " " }).first == ":" else { return nil }
      keys.insert(String(key))
    }
    return keys
  }
}
