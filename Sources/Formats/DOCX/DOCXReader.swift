import DocumentModel
import Findings

/// Reads a Word document: the text as it stands when all changes are accepted, tables with their merged cells,
/// and the numbers that Word prints before paragraphs.
enum DOCXReader {
  static func read(_ source: SourceBytes) throws(Refusal) -> Document {
    let package = try OfficePackage(source.bytes)
    let main = try mainPart(package)
    var handler = WordBodyHandler()
    try package.parse(main, into: &handler)
    let folder = main.lastIndex(of: "/").map { main[...$0] } ?? ""
    var styles = WordStyles()
    if handler.marks.usesStyles, package.has("\(folder)styles.xml") {
      var reader = WordStylesHandler()
      try package.parse("\(folder)styles.xml", into: &reader)
      styles = reader.styles
    }
    var numbering = WordNumbering()
    if handler.marks.usesNumbering(styles), package.has("\(folder)numbering.xml") {
      var reader = WordNumberingHandler()
      try package.parse("\(folder)numbering.xml", into: &reader)
      numbering = reader.numbering
    }
    var notes: [String: String] = [:]
    if !handler.marks.notes.isEmpty {
      for (part, prefix) in [("footnotes.xml", "f"), ("endnotes.xml", "e")] {
        guard package.has("\(folder)\(part)") else { continue }
        var reader = WordNotesHandler(prefix: prefix)
        try package.parse("\(folder)\(part)", into: &reader)
        notes.merge(reader.notes) { first, _ in first }
      }
    }
    var blocks = handler.marks.resolved(handler.blocks, styles, &numbering, notes: notes)
    blocks.locateCells()
    return Document(blocks)
  }

  static func identify(_ bytes: ArraySlice<UInt8>) -> Format.Identification {
    OfficePackage.identify(bytes) { names in
      names.contains("word/document.xml")
        || names.contains("[Content_Types].xml") && names.contains { $0.hasPrefix("word/document") }
    }
  }

  /// `word/document.xml` nearly always; some programs number it.
  private static func mainPart(_ package: OfficePackage) throws(Refusal) -> String {
    let usual = "word/document.xml"
    if package.has(usual) { return usual }
    var relationships = OfficeRelationships(of: "")
    if package.has("_rels/.rels") { try package.parse("_rels/.rels", into: &relationships) }
    return relationships.first("officeDocument") ?? usual
  }
}
