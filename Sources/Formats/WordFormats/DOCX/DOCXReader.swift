import Core
import DocumentModel
import FormatKit
import OfficeKit

/// Reads a Word document: the text as it is seen when all changes are accepted, tables with their merged cells,
/// and the numbers that Word prints before paragraphs.
enum DOCXReader {
  static func read(
    _ source: SourceBytes, _ options: ReadOptions = ReadOptions(),
    limits: DocumentSize.Limits = DocumentSize.Limits()
  ) throws(Refusal) -> Document {
    let package = try source.container()
    let parts = try Parts(package)
    var handler = WordBodyHandler(includesHidden: options.includesHidden, limits: limits)
    try package.parse(parts.main, into: &handler)
    try handler.size.check()
    let styles = try styles(of: handler, parts, package)
    // Few documents have styles that hide, strike out or raise: what a style does is known only now.
    if styles.matter {
      handler = WordBodyHandler(styles: styles, includesHidden: options.includesHidden, limits: limits)
      try package.parse(parts.main, into: &handler)
    }
    let body = handler.body
    var numbering = WordNumbering()
    if body.usesNumbering(styles), let part = parts.existing("numbering", "numbering.xml") {
      var reader = WordNumberingHandler()
      try package.parse(part, into: &reader)
      numbering = reader.numbering
    }
    var notes = WordNotes()
    if body.hasNotes {
      for (type, name) in [("footnotes", "footnotes.xml"), ("endnotes", "endnotes.xml")] {
        guard let part = parts.existing(type, name) else { continue }
        var reader = WordNotesHandler(notes, styles: styles, includesHidden: options.includesHidden)
        try package.parse(part, into: &reader)
        notes = reader.notes
      }
    }
    var resolver = WordResolver(styles, numbering, notes, handler.size)
    var blocks = try resolver.resolve(body)
    blocks.locateCells()
    return Document(
      blocks, findings: body.includedParts.map { .includedFile(parts.target(of: $0)) },
      unseen: resolver.unseen(in: blocks),
      attachedReports: try AttachedReportPart.reports(in: package))
  }

  /// Some programs put every style there is into a document, in hundreds of kilobytes.
  private static func styles(
    of handler: WordBodyHandler, _ parts: Parts, _ package: OfficePackage
  ) throws(Refusal) -> WordStyles {
    guard let part = parts.existing("styles", "styles.xml") else { return WordStyles() }
    // The marks of notes have their styles in the notes as well, and are not read there.
    let used = handler.stylesOfRuns
    let wanted = handler.body.styles.union(used)
    var reader = WordStylesHandler(wanted: wanted)
    if !package.parseBeginning(of: part, into: &reader) {
      reader = WordStylesHandler(wanted: wanted)
      try package.parse(part, into: &reader)
    }
    var styles = reader.styles
    styles.prepare(used)
    return styles
  }

  static func identify(_ source: SourceBytes) -> Format.Identification {
    source.isContainer { package in
      if package.has("word/document.xml") { return true }
      guard package.has("[Content_Types].xml") else { return false }
      if package.names.contains(where: { $0.lowercased().hasPrefix("word/document") }) { return true }
      do throws(Refusal) {
        return try package.officeDocument()?.contentType?.contains("wordprocessingml.") == true
      } catch {
        // What it says that it is cannot be read: another reader may say why.
        return false
      }
    }
  }

  /// The parts of a package, by what the main one says that they are.
  private struct Parts {
    /// `word/document.xml` nearly always; some programs number it.
    let main: String
    private let package: OfficePackage
    private let folder: String
    private let relationships: OfficeRelationships

    init(_ package: OfficePackage) throws(Refusal) {
      self.package = package
      let usual = "word/document.xml"
      let main = package.has(usual) ? usual : try package.officeDocument()?.part ?? usual
      self.main = main
      folder = main.lastIndex(of: "/").map { String(main[...$0]) } ?? ""
      var relationships = OfficeRelationships(of: main)
      let part = OfficeRelationships.part(of: main)
      if package.has(part) { try package.parse(part, into: &relationships) }
      self.relationships = relationships
    }

    /// The part of a type; where none is related, the one of the usual name.
    func existing(_ type: String, _ name: String) -> String? {
      if let part = relationships.first(type), package.has(part) { return part }
      return package.has(folder + name) ? folder + name : nil
    }

    /// What a relationship leads to, as it is called.
    func target(of id: String) -> String { relationships.all.first { $0.id == id }?.target ?? id }
  }
}

extension Finding {
  static func includedFile(_ part: String) -> Finding {
    Finding("docx.included-file", .warning, ["part": part])
  }
}
