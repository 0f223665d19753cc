import DocumentModel
import FormatKit
import MarkupKit
import TextKit

/// Writes one self-contained page: nothing that a browser runs, nothing from elsewhere, tables that a screen reader can follow,
/// and a style for paper.
enum HTMLWriter {
  static func write(_ document: Document, _ options: WriteOptions) -> [UInt8] {
    var page = HTMLPage(language: options.language)
    page.attachedReports = document.attachedReports
    // The notes at the end are about the page as a whole.
    let footer = document.blocks.reversed().prefix { block in
      if case .paragraph(let paragraph) = block { paragraph.style == .note } else { false }
    }.count
    for block in document.blocks.dropLast(footer) { page.add(block) }
    page.beginFooter(footer)
    for block in document.blocks.suffix(footer) { page.add(block) }
    return page.finish(title: PrintableText.cleaned(document.firstHeading), hasFooter: footer > 0)
  }
}
