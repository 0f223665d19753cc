import DocumentModel
import MarkupKit

/// What a paragraph's properties say that its text does not.
struct WordParagraphProperties {
  var style: String?
  var outlineLevel: Int?
  var numbering: Int?
  var numberingLevel: Int?

  var mayMatter: Bool { style != nil || outlineLevel != nil || numbering != nil }
}

/// Marks within the text of a document for what other parts say of it: `␁12␂` stands for the properties of the
/// paragraph that begins there, `␃3␂` for a footnote.
struct WordMarks {
  private(set) var properties: [WordParagraphProperties] = []
  private(set) var notes: [String] = []

  private static let paragraph: UInt8 = 0x01
  private static let end: UInt8 = 0x02
  private static let note: UInt8 = 0x03

  /// The styles of paragraphs.
  var styles: Set<String> { Set(properties.compactMap(\.style)) }

  func usesNumbering(_ styles: WordStyles) -> Bool {
    properties.contains { item in
      item.numbering != nil || item.style.map { styles.resolved($0).numbering != nil } ?? false
    }
  }

  /// Puts the mark of a paragraph's properties before its text.
  mutating func prepend(_ item: WordParagraphProperties, to text: inout [UInt8]) {
    text.insert(contentsOf: [Self.paragraph] + Array(String(properties.count).utf8) + [Self.end], at: 0)
    properties.append(item)
  }

  mutating func appendNote(_ id: String, to text: inout [UInt8]) {
    text += [Self.note] + Array(String(notes.count).utf8) + [Self.end]
    notes.append(id)
  }

  /// The blocks with every mark replaced by what it stands for, and without empty paragraphs.
  func resolved(
    _ blocks: [Block], _ styles: WordStyles, _ numbering: inout WordNumbering, notes: [String: String]
  ) -> [Block] {
    var result: [Block] = []
    for block in blocks {
      var found: [String] = []
      switch block {
      case .paragraph(let paragraph):
        let (text, level) = resolve(paragraph.text, styles, &numbering, &found)
        let whole = Self.trimmed(text)
        if !whole.isEmpty {
          result.append(
            level.map { .heading(Paragraph(whole), level: $0 + 1) } ?? .paragraph(Paragraph(whole)))
        }
      case .heading: result.append(block)
      case .table(var table):
        for row in table.rows.indices {
          for cell in table.rows[row].cells.indices {
            let text = table.rows[row].cells[cell].text
            guard text.utf8.contains(where: { $0 <= Self.note && $0 > 0 }) else { continue }
            table.rows[row].cells[cell].text = Self.trimmed(resolve(text, styles, &numbering, &found).text)
          }
        }
        result.append(.table(table))
      }
      for id in found {
        guard let note = notes[id], !note.isEmpty else { continue }
        result.append(.paragraph(Paragraph(note, style: .note)))
      }
    }
    return result
  }

  /// A text without marks, and the level of the heading that its first paragraph is.
  private func resolve(
    _ text: String, _ styles: WordStyles, _ numbering: inout WordNumbering, _ found: inout [String]
  ) -> (text: String, level: Int?) {
    guard text.utf8.contains(where: { $0 <= Self.note && $0 > 0 }) else { return (text, nil) }
    var bytes: [UInt8] = []
    var level: Int?
    var rest = Array(text.utf8)[...]
    while let mark = rest.firstIndex(where: { $0 == Self.paragraph || $0 == Self.note }) {
      bytes += rest[..<mark]
      let digits = rest[(mark + 1)...].prefix { $0 != Self.end }
      let index = Int(String(decoding: digits, as: UTF8.self)) ?? -1
      if rest[mark] == Self.note {
        if notes.indices.contains(index) { found.append(notes[index]) }
      } else if properties.indices.contains(index) {
        let (number, outline) = meaning(of: properties[index], styles, &numbering)
        if let number { bytes += number.utf8 }
        level = level ?? outline
      }
      rest = rest[digits.endIndex...].dropFirst()
    }
    bytes += rest
    return (String(decoding: bytes, as: UTF8.self), level)
  }

  private func meaning(
    of item: WordParagraphProperties, _ styles: WordStyles, _ numbering: inout WordNumbering
  ) -> (number: String?, outline: Int?) {
    let style = item.style.map { styles.resolved($0) }
    let outline = item.outlineLevel ?? style?.outlineLevel
    var number: String?
    // Number 0 takes away what the style would print.
    if let instance = item.numbering ?? style?.numbering, instance > 0 {
      number = numbering.next(instance, level: item.numberingLevel ?? style?.numberingLevel ?? 0)
    }
    return (number, outline.flatMap { $0 < 9 ? $0 : nil })
  }

  private static func trimmed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: bytes[BlankTrimming.trimmed(bytes)], as: UTF8.self)
  }
}

/// Reads `footnotes.xml` or `endnotes.xml`: the text of each note by its id, with the prefix that tells the
/// two apart.
struct WordNotesHandler: XMLEventHandler {
  private(set) var notes: [String: String] = [:]
  private let prefix: String
  private var vocabulary = WordVocabulary()
  private var open: [WordElement?] = []
  private var id: String?
  private var text: [UInt8] = []

  init(prefix: String) { self.prefix = prefix }

  mutating func startElement(_ tag: XMLStartTag) {
    let element = vocabulary.element(tag)
    open.append(element)
    switch element {
    case .footnote, .endnote:
      // Separators have a type.
      id = tag.text("type") == nil || tag.text("type") == "normal" ? tag.text("id") : nil
      text = []
    case .p: if !text.isEmpty { text.append(0x20) }
    default: break
    }
  }

  mutating func endElement() {
    switch open.popLast() ?? nil {
    case .footnote, .endnote:
      if let id { notes[prefix + id] = String(decoding: text[BlankTrimming.trimmed(text)], as: UTF8.self) }
      id = nil
    default: break
    }
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    if id != nil, open.last == .t { text.append(contentsOf: bytes) }
  }
}
