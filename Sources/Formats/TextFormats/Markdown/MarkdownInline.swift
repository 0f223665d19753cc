import DocumentModel

/// Takes what is markup out of text: escapes, emphasis, breaks and character references.
enum MarkdownInline {
  static func plain(_ block: Block) -> Block {
    switch block {
    case .paragraph(var paragraph):
      if paragraph.text.hasPrefix(">") {
        paragraph.style = .note
        paragraph.text = String(paragraph.text.drop { $0 == ">" || $0 == " " })
      }
      paragraph.text = plain(paragraph.text)
      return .paragraph(paragraph)
    case .heading(var paragraph, let level):
      paragraph.text = plain(paragraph.text)
      return .heading(paragraph, level: level)
    case .table(var table):
      // HTML says what it means; only pipes hold markup.
      guard !table.hasGrid else { return block }
      for row in table.rows.indices {
        for cell in table.rows[row].cells.indices {
          table.rows[row].cells[cell].text = plain(table.rows[row].cells[cell].text)
        }
      }
      return .table(table)
    }
  }

  static func plain(_ text: String) -> String {
    let utf8 = Array(text.utf8)
    guard utf8.contains(where: isMarkup) else { return text }
    var result: [UInt8] = []
    var index = 0
    while index < utf8.count {
      let byte = utf8[index]
      let next = index + 1 < utf8.count ? utf8[index + 1] : 0
      switch byte {
      case UInt8(ascii: "\\") where isPunctuation(next):
        result.append(next)
        index += 2
      case UInt8(ascii: "*") where next == byte, UInt8(ascii: "_") where next == byte:
        index += 2
      case UInt8(ascii: "<"):
        let rest = utf8[index...].prefix(6).map { $0 | 0x20 }
        if rest.starts(with: Array("<br".utf8)), let end = utf8[index...].firstIndex(of: UInt8(ascii: ">")),
          end - index < 8
        {
          result.append(0x0A)
          index = end + 1
        } else {
          result.append(byte)
          index += 1
        }
      case UInt8(ascii: "&"):
        if let (character, length) = reference(utf8[index...]) {
          result += character.utf8
          index += length
        } else {
          result.append(byte)
          index += 1
        }
      default:
        result.append(byte)
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isMarkup(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&")
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

  private static func reference(_ text: ArraySlice<UInt8>) -> (text: String, length: Int)? {
    references.first { text.starts(with: $0.name) }.map { ($0.text, $0.name.count) }
  }
}
