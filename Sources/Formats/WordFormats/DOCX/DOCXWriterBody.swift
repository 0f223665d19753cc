import Core
import DocumentModel

/// `word/document.xml`.
enum DOCXWriterBody {
  static func markup(of document: Document) throws(Refusal) -> [UInt8] {
    var markup = DOCXWriterMarkup()
    markup.raw(DOCXWriterParts.declaration)
    markup.raw("<w:document \(DOCXWriterParts.namespaces)><w:body>")
    for (index, block) in document.blocks.enumerated() {
      let next = document.blocks.dropFirst(index + 1).first
      let isBeforeTable = if case .table = next { true } else { false }
      switch block {
      case .heading(let heading, let level):
        paragraph(heading.text, DOCXWriterStyles.heading(level), isKept: false, &markup)
      case .paragraph(let body):
        paragraph(body.text, DOCXWriterStyles.paragraph(body.style), isKept: isBeforeTable, &markup)
      case .table(let table):
        if !table.rows.isEmpty { try DOCXWriterTable.append(table, to: &markup) }
        for note in table.notes { paragraph(note, DOCXWriterStyles.note, isKept: false, &markup) }
        // Word joins tables that nothing divides, and wants a paragraph at the end.
        if table.notes.isEmpty, next?.isParagraph != true {
          paragraph("", DOCXWriterStyles.note, isKept: false, &markup)
        }
      }
    }
    markup.raw(DOCXWriterParts.section)
    markup.raw("</w:body></w:document>")
    return markup.bytes
  }

  /// - Parameter isKept: on the page of what follows.
  private static func paragraph(
    _ text: String, _ style: String, isKept: Bool, _ markup: inout DOCXWriterMarkup
  ) {
    markup.raw("<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/>\(isKept ? "<w:keepNext/>" : "")</w:pPr>")
    markup.run(text)
    markup.raw("</w:p>")
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
