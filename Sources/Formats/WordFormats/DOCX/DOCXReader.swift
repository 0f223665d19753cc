import Core
import DocumentModel
import FormatKit
import OfficeKit

/// Reads a Word document: the text as it stands when all changes are accepted, tables with their merged cells,
/// and the numbers that Word prints before paragraphs.
enum DOCXReader {
  static func read(_ source: SourceBytes, _ options: ReadOptions = ReadOptions()) throws(Refusal) -> Document
  {
    let package = try source.container()
    let main = try mainPart(package)
    var handler = WordBodyHandler()
    try package.parse(main, into: &handler)
    let folder = main.lastIndex(of: "/").map { main[...$0] } ?? ""
    var styles = WordStyles()
    let body = handler.body
    if !body.styles.isEmpty, package.has("\(folder)styles.xml") {
      styles = try read(body.styles, of: "\(folder)styles.xml", in: package)
    }
    var numbering = WordNumbering()
    if body.usesNumbering(styles), package.has("\(folder)numbering.xml") {
      var reader = WordNumberingHandler()
      try package.parse("\(folder)numbering.xml", into: &reader)
      numbering = reader.numbering
    }
    var notes = WordNotesHandler()
    if body.hasNotes {
      for part in ["footnotes.xml", "endnotes.xml"] where package.has("\(folder)\(part)") {
        try package.parse("\(folder)\(part)", into: &notes)
      }
    }
    var resolver = WordResolver(styles, numbering, notes: notes.notes)
    var blocks = resolver.resolve(body)
    blocks.locateCells()
    return Document(blocks)
  }

  /// Some programs put every style there is into a document, in hundreds of kilobytes.
  private static func read(
    _ wanted: Set<String>, of part: String, in package: OfficePackage
  ) throws(Refusal) -> WordStyles {
    var quick = WordStylesHandler(wanted: wanted)
    if package.parseBeginning(of: part, into: &quick) { return quick.styles }
    var reader = WordStylesHandler(wanted: wanted)
    try package.parse(part, into: &reader)
    return reader.styles
  }

  static func identify(_ source: SourceBytes) -> Format.Identification {
    source.isContainer { package in
      package.has("word/document.xml")
        || package.has("[Content_Types].xml") && package.names.contains { $0.hasPrefix("word/document") }
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
