import Core
import FileKit
import MarkupKit

/// The elements of an XML document, each with the bytes that it stands in. What is signed are bytes, and a parser
/// does not tell them.
package struct Markup: Sendable {
  package struct Attribute: Hashable, Sendable {
    /// Without a prefix.
    package let name: String
    package let value: String
  }

  package struct Element: Sendable {
    package let name: String
    /// Empty where there is none.
    package let prefix: String
    package let namespace: String?
    package let line: Int
    /// From `<` of the start tag.
    package fileprivate(set) var bytes: Range<Int>
    /// What stands between the tags.
    package fileprivate(set) var content: Range<Int>
    package let attributes: [Attribute]
    package fileprivate(set) var children: [Int] = []
    package let parent: Int?

    package func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  private static let elementLimit = 200_000

  /// UTF-8.
  package let bytes: [UInt8]
  /// In the order of their start tags: the first is the root.
  package private(set) var elements: [Element] = []

  /// - Throws: an `input` refusal where the document is not well-formed, has a document type or is too large.
  package init(_ document: [UInt8]) throws(Refusal) {
    bytes = try XMLSoundness.utf8(
      document, elements: Self.elementLimit, textLength: FileAccess.maximumSize)
    var scanner = Scanner(bytes)
    elements = scanner.run()
  }

  package var root: Element? { elements.first }

  // MARK: Finding elements

  package func children(_ index: Int, _ name: String) -> [Int] {
    elements[index].children.filter { elements[$0].name == name }
  }

  package func child(_ index: Int, _ name: String) -> Int? {
    elements[index].children.first { elements[$0].name == name }
  }

  /// The element at the end of a path of names, the first of each.
  package func descendant(_ index: Int, _ path: String...) -> Int? {
    var index = index
    for name in path {
      guard let next = child(index, name) else { return nil }
      index = next
    }
    return index
  }

  /// All elements of a name within another, itself apart, but not those within an element of a name left out.
  package func descendants(_ index: Int, _ name: String, except left: String? = nil) -> [Int] {
    elements[index].children.flatMap { child -> [Int] in
      if elements[child].name == left { return [] }
      let deeper = descendants(child, name, except: left)
      return elements[child].name == name ? [child] + deeper : deeper
    }
  }

  // MARK: Text

  /// What stands between an element's own tags, without the space around it.
  package func text(_ index: Int) -> String {
    let element = elements[index]
    var text: [UInt8] = []
    var start = element.content.lowerBound
    for child in element.children {
      text += decoded(start..<elements[child].bytes.lowerBound)
      start = elements[child].bytes.upperBound
    }
    text += decoded(start..<element.content.upperBound)
    return Self.trimmed(String(decoding: text, as: UTF8.self))
  }

  /// The characters of an element that may be long, and holds no other; without a copy as a rule.
  package func characters(_ index: Int) -> ArraySlice<UInt8> {
    let slice = bytes[elements[index].content]
    let isPlain = !slice.contains(UInt8(ascii: "<")) && !slice.contains(UInt8(ascii: "&"))
    return isPlain ? slice : decoded(elements[index].content)[...]
  }

  package static func trimmed(_ text: String) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
    var utf8 = Substring(text).utf8
    while let first = utf8.first, isSpace(first) { utf8.removeFirst() }
    while let last = utf8.last, isSpace(last) { utf8.removeLast() }
    return String(Substring(utf8))
  }

  /// Text with its references replaced, comments and instructions left out.
  private func decoded(_ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "<"):
        let (end, data) = Scanner.special(bytes, index)
        result += bytes[data]
        index = max(end, index + 1)
      case UInt8(ascii: "&"):
        let (end, character) = Scanner.reference(bytes, index, range.upperBound)
        result += character
        index = end
      default:
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}

/// Goes through a document that is known to be well-formed. Whatever it were, it stays within its bytes.
private struct Scanner {
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var elements: [Markup.Element] = []
  private var open: [Int] = []
  private var scopes: [[String: String]] = [["xml": "http://www.w3.org/XML/1998/namespace"]]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() -> [Markup.Element] {
    while index < bytes.count {
      if bytes[index] != UInt8(ascii: "<") {
        advance(to: bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count)
        continue
      }
      switch index + 1 < bytes.count ? bytes[index + 1] : 0 {
      case UInt8(ascii: "?"), UInt8(ascii: "!"): advance(to: max(Self.special(bytes, index).end, index + 1))
      case UInt8(ascii: "/"): endTag()
      default: startTag()
      }
    }
    return elements
  }

  private mutating func advance(to end: Int) {
    for byte in bytes[index..<end] where byte == 0x0A { line += 1 }
    index = end
  }

  private mutating func endTag() {
    let start = index
    advance(to: min((bytes[index...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count - 1) + 1, bytes.count))
    guard let element = open.popLast() else { return }
    scopes.removeLast()
    elements[element].content = elements[element].content.lowerBound..<start
    elements[element].bytes = elements[element].bytes.lowerBound..<index
  }

  private mutating func startTag() {
    let (start, startLine) = (index, line)
    index += 1
    let name = word()
    var attributes: [(name: String, value: String)] = []
    var scope: [String: String] = scopes.last ?? [:]
    while index < bytes.count {
      skipSpace()
      guard index < bytes.count, bytes[index] != UInt8(ascii: ">"), bytes[index] != UInt8(ascii: "/") else {
        break
      }
      let before = index
      let attribute = word()
      let value = quoted()
      if attribute == "xmlns" {
        scope[""] = value
      } else if attribute.hasPrefix("xmlns:") {
        scope[String(attribute.dropFirst(6))] = value
      } else {
        attributes.append((attribute, value))
      }
      if index == before { index += 1 }
    }
    let isEmpty = index < bytes.count && bytes[index] == UInt8(ascii: "/")
    index = min(index + (isEmpty ? 2 : 1), bytes.count)
    let (prefix, local) = Self.parts(name)
    let namespace = scope[prefix].flatMap { $0.isEmpty ? nil : $0 }
    let position = elements.count
    elements.append(
      Markup.Element(
        name: local, prefix: prefix, namespace: namespace, line: startLine, bytes: start..<index,
        content: index..<index,
        attributes: attributes.map { Markup.Attribute(name: Self.parts($0.name).local, value: $0.value) },
        parent: open.last))
    if let parent = open.last { elements[parent].children.append(position) }
    if !isEmpty {
      open.append(position)
      scopes.append(scope)
    }
  }

  private static func parts(_ name: String) -> (prefix: String, local: String) {
    guard let colon = name.firstIndex(of: ":") else { return ("", name) }
    return (String(name[..<colon]), String(name[name.index(after: colon)...]))
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
  }

  private mutating func skipSpace() {
    advance(to: bytes[index...].firstIndex { !Self.isSpace($0) } ?? bytes.count)
  }

  /// A name.
  private mutating func word() -> String {
    let end =
      bytes[index...].firstIndex { Self.isSpace($0) || "=/>".utf8.contains($0) } ?? bytes.count
    defer { advance(to: end) }
    return String(decoding: bytes[index..<end], as: UTF8.self)
  }

  /// The value after a name.
  private mutating func quoted() -> String {
    let isQuote: (UInt8) -> Bool = { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    guard let start = bytes[index...].firstIndex(where: isQuote),
      let end = bytes[(start + 1)...].firstIndex(of: bytes[start])
    else { return "" }
    var value: [UInt8] = []
    var position = start + 1
    while position < end {
      if bytes[position] == UInt8(ascii: "&") {
        let (next, character) = Self.reference(bytes, position, end)
        value += character
        position = next
      } else {
        value.append(Self.isSpace(bytes[position]) ? 0x20 : bytes[position])
        position += 1
      }
    }
    advance(to: end + 1)
    return String(decoding: value, as: UTF8.self)
  }

  /// Where a comment, an instruction or character data ends, and what of it is text.
  static func special(_ bytes: [UInt8], _ start: Int) -> (end: Int, data: Range<Int>) {
    let data = Array("<![CDATA[".utf8)
    let isData = bytes[start...].starts(with: data)
    let isComment = bytes[start...].starts(with: Array("<!--".utf8))
    // Without a document type, what is neither of the two is an instruction.
    let mark = Array((isData ? "]]>" : isComment ? "-->" : "?>").utf8)
    var index = start + (isData ? data.count : isComment ? 4 : 2)
    let first = min(index, bytes.count)
    while index < bytes.count {
      if bytes[index] == mark[0], bytes[index...].starts(with: mark) {
        return (index + mark.count, isData ? first..<index : start..<start)
      }
      index += 1
    }
    return (bytes.count, start..<start)
  }

  /// What a reference stands for; there are no entities but those of XML itself.
  static func reference(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> (end: Int, character: [UInt8]) {
    guard let end = bytes[start..<limit].firstIndex(of: UInt8(ascii: ";")) else { return (limit, []) }
    let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    let known = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]
    if let character = known[name] { return (end + 1, Array(character.utf8)) }
    let isHexadecimal = name.hasPrefix("#x")
    let code = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
    guard name.hasPrefix("#"), let scalar = code.flatMap(Unicode.Scalar.init) else { return (end + 1, []) }
    return (end + 1, Array(String(Character(scalar)).utf8))
  }
}
