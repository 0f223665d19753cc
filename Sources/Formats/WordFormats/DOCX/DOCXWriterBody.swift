import Core
import DocumentModel

/// `word/document.xml`: the blocks in sections, of which those of wide tables lie on their side.
struct DOCXWriterBody {
  /// A paragraph or a table as it is written.
  private enum Part {
    case paragraph(String, style: String)
    case table(DOCXWriterTable)
  }

  private var parts: [Part] = []
  /// Of each part, whether its page lies on its side.
  private var isLandscape: [Bool] = []

  /// - Throws: a refusal where a table has more columns than Word can hold.
  static func markup(of document: Document) throws(Refusal) -> [UInt8] {
    let body = try DOCXWriterBody(document)
    var markup = DOCXWriterMarkup()
    markup.raw(DOCXWriterParts.declaration)
    markup.raw("<w:document \(DOCXWriterParts.namespaces)><w:body>")
    body.append(to: &markup)
    markup.raw("</w:body></w:document>")
    return markup.bytes
  }

  private init(_ document: Document) throws(Refusal) {
    // Where the heading stands that the next table belongs to.
    var heading: Int?
    for (index, block) in document.blocks.enumerated() {
      switch block {
      case .heading(let paragraph, let level):
        heading = parts.count
        add(.paragraph(paragraph.text, style: DOCXWriterStyles.heading(level)))
      case .paragraph(let paragraph):
        add(.paragraph(paragraph.text, style: DOCXWriterStyles.paragraph(paragraph.style)))
      case .table(let table):
        let set = try DOCXWriterTable(table)
        if set.isLandscape, let heading, parts.count - heading <= Self.longestLead {
          for part in heading..<parts.count { isLandscape[part] = true }
        }
        if !table.rows.isEmpty { add(.table(set), isLandscape: set.isLandscape) }
        for note in table.notes {
          add(.paragraph(note, style: DOCXWriterStyles.note), isLandscape: set.isLandscape)
        }
        // Word joins tables that nothing divides, and wants a paragraph at the end.
        if table.notes.isEmpty, document.blocks.dropFirst(index + 1).first?.isParagraph != true {
          add(.paragraph("", style: DOCXWriterStyles.note), isLandscape: set.isLandscape)
        }
        heading = nil
      }
    }
  }

  /// A heading and some lines go with their table; long prose does not.
  private static let longestLead = 4

  private mutating func add(_ part: Part, isLandscape: Bool = false) {
    parts.append(part)
    self.isLandscape.append(isLandscape)
  }

  private func append(to markup: inout DOCXWriterMarkup) {
    for (index, part) in parts.enumerated() {
      let next = parts.dropFirst(index + 1).first
      switch part {
      case .paragraph(let text, let style):
        let isBeforeTable = if case .table = next { true } else { false }
        let isLast = next != nil && isLandscape[index] != isLandscape[index + 1]
        markup.raw("<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/>")
        if isBeforeTable, !isLast { markup.raw("<w:keepNext/>") }
        if isLast { markup.raw(section(index)) }
        markup.raw("</w:pPr>")
        markup.run(text)
        markup.raw("</w:p>")
      case .table(let table):
        table.append(to: &markup)
        // The last paragraph of a section says what it is like, and a table is none.
        if next != nil, isLandscape[index] != isLandscape[index + 1] {
          markup.raw("<w:p><w:pPr><w:pStyle w:val=\"\(DOCXWriterStyles.note)\"/>")
          markup.raw("\(section(index))</w:pPr></w:p>")
        }
      }
    }
    markup.raw(section(parts.count - 1))
  }

  /// What ends the section of a part.
  private func section(_ part: Int) -> String {
    isLandscape.indices.contains(part) && isLandscape[part]
      ? DOCXWriterParts.landscape : DOCXWriterParts.portrait
  }
}

extension Block {
  /// Whether something is written for it that divides tables.
  fileprivate var isParagraph: Bool {
    switch self {
    case .heading, .paragraph: true
    case .table: false
    }
  }
}
