import Core
import DocumentModel

/// The footnotes of a document: what the signs of its uncertain figures mean.
struct DOCXWriterFootnotes {
  private(set) var texts: [String] = []
  private let language: Language

  init(language: Language) { self.language = language }

  /// What kinds of figures of a table are explained already.
  struct Explained { fileprivate var statuses: Set<Cell.Figure.Status> = [] }

  /// The number of the footnote that the cell calls for: the first of its kind in the table.
  mutating func reference(from cell: Cell, _ explained: inout Explained) -> Int? {
    guard let status = cell.status, status != .certain, explained.statuses.insert(status).inserted else {
      return nil
    }
    texts.append(MessageCatalogue.shared.word("legend.\(status.rawValue)", language))
    return texts.count
  }

  static func mark(of number: Int) -> String {
    "<w:r><w:rPr><w:rStyle w:val=\"\(DOCXWriterStyles.footnoteReference)\"/></w:rPr>"
      + "<w:footnoteReference w:id=\"\(number)\"/></w:r>"
  }

  /// `word/footnotes.xml`, with the separators that Word looks for.
  var part: [UInt8] {
    var markup = DOCXWriterMarkup()
    markup.raw(DOCXWriterParts.declaration)
    markup.raw("<w:footnotes \(DOCXWriterParts.namespaces)>")
    for (id, name) in [(-1, "separator"), (0, "continuationSeparator")] {
      markup.raw("<w:footnote w:type=\"\(name)\" w:id=\"\(id)\"><w:p><w:pPr><w:spacing w:after=\"0\" ")
      markup.raw("w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:r><w:\(name)/></w:r></w:p></w:footnote>")
    }
    for (index, text) in texts.enumerated() {
      markup.raw("<w:footnote w:id=\"\(index + 1)\"><w:p><w:pPr>")
      markup.raw("<w:pStyle w:val=\"\(DOCXWriterStyles.footnoteText)\"/></w:pPr>")
      markup.raw(
        "<w:r><w:rPr><w:rStyle w:val=\"\(DOCXWriterStyles.footnoteReference)\"/></w:rPr><w:footnoteRef/></w:r>"
      )
      markup.run(" " + text)
      markup.raw("</w:p></w:footnote>")
    }
    markup.raw("</w:footnotes>")
    return markup.bytes
  }
}
