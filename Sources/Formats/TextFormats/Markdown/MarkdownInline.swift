import Core
import DocumentModel
import FormatKit

/// Takes what is markup out of text: escapes, emphasis, breaks, marks of notes, character references and tags.
///
/// What the text shows of its tags is decided as on a web page.
struct MarkdownInline {
  let options: ReadOptions
  private(set) var unseen: [UnseenText] = []

  init(_ options: ReadOptions) { self.options = options }

  mutating func plain(_ block: Block) -> Block {
    switch block {
    case .paragraph(var paragraph):
      if paragraph.text.hasPrefix(">") {
        paragraph.style = .note
        paragraph.text = String(paragraph.text.drop { $0 == ">" || $0 == " " })
      }
      paragraph.text = plain(paragraph.text, paragraph.place)
      return .paragraph(paragraph)
    case .heading(var paragraph, let level):
      paragraph.text = plain(paragraph.text, paragraph.place)
      return .heading(paragraph, level: level)
    case .table(var table):
      // HTML says what it means; only pipes hold markup.
      guard !table.hasGrid else { return block }
      for row in table.rows.indices {
        for cell in table.rows[row].cells.indices {
          let place = table.rows[row].cells[cell].place
          table.rows[row].cells[cell].text = plain(table.rows[row].cells[cell].text, place)
        }
      }
      return .table(table)
    }
  }

  private mutating func plain(_ text: String, _ place: Place?) -> String {
    let utf8 = Array(text.utf8)
    guard utf8.contains(where: Self.isMarkup) else { return text }
    let (html, hasTags) = Self.html(utf8)
    guard hasTags else { return Self.resolved(html) }
    let cell = HTMLBlockBuilder.cell(html, options)
    for var left in cell.unseen {
      left.place = place
      unseen.append(left)
    }
    return cell.text
  }

  // MARK: Markup

  /// The text with its own markup as tags and references of HTML, and whether there are any tags.
  private static func html(_ utf8: [UInt8]) -> (text: [UInt8], hasTags: Bool) {
    var result: [UInt8] = []
    var hasTags = false
    var isStruckOut = false
    var index = 0
    var links: [Int: Int] = [:]
    while index < utf8.count {
      if let end = links[index] {
        index = end
        continue
      }
      let byte = utf8[index]
      let next = index + 1 < utf8.count ? utf8[index + 1] : 0
      switch byte {
      case UInt8(ascii: "\\") where isPunctuation(next):
        result += "&#\(next);".utf8
        index += 2
      case UInt8(ascii: "*") where next == byte, UInt8(ascii: "_") where next == byte:
        index += 2
      case UInt8(ascii: "~") where next == byte && (isStruckOut || utf8[(index + 2)...].hasPair(of: byte)):
        result += (isStruckOut ? "</s>" : "<s>").utf8
        isStruckOut.toggle()
        hasTags = true
        index += 2
      case UInt8(ascii: "["), UInt8(ascii: "^"), UInt8(ascii: "$"):
        if let (mark, length) = noteMark(utf8[index...]) {
          result += "<sup>\(mark)</sup>".utf8
          hasTags = true
          index += length
        } else if let (text, end) = link(utf8, at: index) {
          // The text of a link is read on; its address is not shown.
          links[text.upperBound] = end
          index += 1
        } else {
          result.append(byte)
          index += 1
        }
      case UInt8(ascii: "!") where next == UInt8(ascii: "["):
        // A picture has no text of the report.
        if let (_, end) = link(utf8, at: index + 1) {
          index = end
        } else {
          result.append(byte)
          index += 1
        }
      case UInt8(ascii: "<") where beginsTag(utf8[(index + 1)...]):
        result.append(byte)
        hasTags = true
        index += 1
      case UInt8(ascii: "<"):
        result += "&lt;".utf8
        index += 1
      default:
        result.append(byte)
        index += 1
      }
    }
    return (result, hasTags)
  }

  /// `[text](address)`: where the text stands, and where the address ends.
  private static func link(_ utf8: [UInt8], at open: Int) -> (text: Range<Int>, end: Int)? {
    guard utf8[open] == UInt8(ascii: "["),
      let close = utf8[open...].prefix(longestLink).firstIndex(of: UInt8(ascii: "]")), close + 1 < utf8.count,
      utf8[close + 1] == UInt8(ascii: "("),
      let end = utf8[close...].prefix(longestLink).firstIndex(of: UInt8(ascii: ")")),
      isAddress(utf8[(close + 2)..<end])
    else { return nil }
    return (open + 1..<close, end + 1)
  }

  private static let longestLink = 600

  /// Brackets may also follow each other in a sentence: only what looks like an address is one.
  private static func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    return first < 0x80
      && (text.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "#") }
        || text.contains(UInt8(ascii: ".")))
  }

  /// `[^1]`, `^1^`, `^1`, `$^{1}$` or `$^1$` at the beginning of a text: what is raised, and how long it is.
  private static func noteMark(_ text: ArraySlice<UInt8>) -> (mark: String, length: Int)? {
    let rest = text.dropFirst()
    func digits(_ start: Int) -> String? {
      let digits = text[start...].prefix(3).prefix { $0 &- 0x30 < 10 }
      return digits.isEmpty || digits.count > 2 ? nil : String(decoding: digits, as: UTF8.self)
    }
    switch text.first {
    case UInt8(ascii: "["):
      guard rest.first == UInt8(ascii: "^"), let close = rest.prefix(40).firstIndex(of: UInt8(ascii: "]")),
        close > rest.startIndex + 1
      else { return nil }
      return (
        "[\(String(decoding: text[(rest.startIndex + 1)..<close], as: UTF8.self))]",
        close + 1 - text.startIndex
      )
    case UInt8(ascii: "^"):
      guard let found = digits(rest.startIndex) else { return nil }
      let end = rest.startIndex + found.utf8.count
      return (found, end - text.startIndex + (end < text.endIndex && text[end] == UInt8(ascii: "^") ? 1 : 0))
    default:
      guard rest.first == UInt8(ascii: "^"), let close = rest.prefix(12).firstIndex(of: UInt8(ascii: "$"))
      else {
        return nil
      }
      let inner = text[(rest.startIndex + 1)..<close].filter {
        $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") && $0 != 0x20
      }
      guard !inner.isEmpty, inner.allSatisfy({ isPunctuation($0) || $0 &- 0x30 < 10 }) else { return nil }
      return (String(decoding: inner, as: UTF8.self), close + 1 - text.startIndex)
    }
  }

  /// Whether what stands behind a less-than sign is a tag, and no address in angle brackets.
  private static func beginsTag(_ text: ArraySlice<UInt8>) -> Bool {
    let rest = text.first == UInt8(ascii: "/") ? text.dropFirst() : text
    if rest.starts(with: "!--".utf8) { return true }
    guard let first = rest.first, (first | 0x20) &- 0x61 < 26 else { return false }
    let name = rest.prefix { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") }
    guard let behind = rest.dropFirst(name.count).first else { return false }
    return behind <= 0x20 || behind == UInt8(ascii: ">") || behind == UInt8(ascii: "/")
  }

  /// Text without tags: only references are resolved.
  private static func resolved(_ utf8: [UInt8]) -> String {
    guard utf8.contains(UInt8(ascii: "&")) else { return String(decoding: utf8, as: UTF8.self) }
    var result: [UInt8] = []
    var index = 0
    while index < utf8.count {
      if utf8[index] == UInt8(ascii: "&"), let (character, length) = reference(utf8[index...]) {
        result += character
        index += length
      } else {
        result.append(utf8[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isMarkup(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "~")
      || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "^") || byte == UInt8(ascii: "$")
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  /// The references that programs write; others stay as they are.
  private static let references: [(name: [UInt8], text: String)] = [
    ("&nbsp;", "\u{A0}"), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"),
  ].map { (Array($0.0.utf8), $0.1) }

  private static func reference(_ text: ArraySlice<UInt8>) -> (text: [UInt8], length: Int)? {
    if let known = references.first(where: { text.starts(with: $0.name) }) {
      return (Array(known.text.utf8), known.name.count)
    }
    // What was escaped.
    let digits = text.dropFirst(2).prefix(4).prefix { $0 &- 0x30 < 10 }
    let end = digits.endIndex
    guard text.dropFirst().first == UInt8(ascii: "#"), end < text.endIndex, text[end] == UInt8(ascii: ";"),
      let code = UInt8(String(decoding: digits, as: UTF8.self)), isPunctuation(code)
    else { return nil }
    return ([code], end + 1 - text.startIndex)
  }
}

extension ArraySlice<UInt8> {
  /// Whether two of a byte follow each other, with something else before them.
  fileprivate func hasPair(of byte: UInt8) -> Bool {
    guard let first, first != byte else { return false }
    return indices.dropLast().contains { self[$0] == byte && self[$0 + 1] == byte }
  }
}
