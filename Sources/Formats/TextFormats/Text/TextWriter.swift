import DocumentModel
import FormatKit
import TextKit

/// Writes a document for a terminal: paragraphs as lines, tables drawn with lines and their merged cells.
enum TextWriter {
  static func write(_ document: Document, _ options: WriteOptions) -> [UInt8] {
    var output = ""
    for block in document.blocks {
      switch block {
      case .heading(let paragraph, let level):
        let text = PrintableText.cleaned(paragraph.line)
        output +=
          level == 1
          ? "\(text)\n\(String(repeating: "═", count: DisplayWidth.width(text)))\n\n" : "\n\(text)\n\n"
      case .paragraph(let paragraph):
        output += (paragraph.style == .note ? "  " : "") + PrintableText.cleaned(paragraph.text) + "\n"
      case .table(let table):
        output += TableDrawing(table).text
        for note in table.notes { output += "  \(PrintableText.cleaned(note))\n" }
        output += "\n"
      }
    }
    return Array(output.utf8)
  }
}
