import DocumentModel
import Findings
import ZIPContainer

/// Writes a Word document as a body publishes it: the page and type of GB/T 9704, headings that navigation
/// sees, ruled tables that fit the page, and a footnote for each kind of uncertain figure. The same document
/// gives the same bytes.
enum DOCXWriter {
  /// - Throws: a refusal where a table has more columns than Word can hold.
  static func write(_ document: Document, _ options: WriteOptions) throws(Refusal) -> [UInt8] {
    var notes = DOCXWriterFootnotes(language: options.language)
    let body = try DOCXWriterBody.markup(of: document, &notes)
    var package = ZIPBuilder()
    package.add("[Content_Types].xml", Array(DOCXWriterParts.contentTypes.utf8))
    package.add("_rels/.rels", Array(DOCXWriterParts.packageRelations.utf8))
    package.add("word/document.xml", body)
    package.add("word/_rels/document.xml.rels", Array(DOCXWriterParts.documentRelations.utf8))
    package.add("word/styles.xml", Array(DOCXWriterStyles.stylesPart.utf8))
    package.add("word/fontTable.xml", Array(DOCXWriterStyles.fontsPart.utf8))
    package.add("word/settings.xml", Array(DOCXWriterParts.settings.utf8))
    package.add("word/footnotes.xml", notes.part)
    package.add("word/footer1.xml", Array(DOCXWriterParts.footer.utf8))
    package.add("docProps/core.xml", DOCXWriterParts.core(title: document.firstHeading))
    package.add("docProps/app.xml", Array(DOCXWriterParts.application.utf8))
    return package.finish()
  }
}

extension Document {
  fileprivate var firstHeading: String {
    for case .heading(let paragraph, _) in blocks { return PrintableText.cleaned(paragraph.text) }
    return ""
  }
}
