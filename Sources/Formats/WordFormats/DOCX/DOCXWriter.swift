import Core
import DocumentModel
import FormatKit
import OfficeKit
import TextKit
import ZIPKit

/// Writes a Word document as a body publishes it: the page and type of GB/T 9704, headings that navigation
/// sees, ruled tables that fit the page. The same document gives the same bytes.
enum DOCXWriter {
  /// - Throws: a refusal where a table has more columns than Word can hold.
  static func write(_ document: Document, _ options: WriteOptions) throws(Refusal) -> [UInt8] {
    let body = try DOCXWriterBody.markup(of: document)
    var package = ZIPBuilder()
    let fixed = document.attachedReports.isEmpty ? plain : withReport
    package.add("[Content_Types].xml", fixed.contentTypes)
    package.add("_rels/.rels", packageRelations)
    package.add("word/document.xml", body)
    package.add("word/_rels/document.xml.rels", fixed.documentRelations)
    package.add("word/styles.xml", styles)
    package.add("word/fontTable.xml", fonts)
    package.add("word/settings.xml", settings)
    package.add("word/footer1.xml", footer)
    package.add(
      "docProps/core.xml", DOCXWriterParts.core(title: PrintableText.cleaned(document.firstHeading)))
    package.add("docProps/app.xml", application)
    if let report = document.attachedReports.first {
      for part in AttachedReportPart.parts(of: report, 0) { package.add(part.name, part.bytes) }
    }
    return package.finish()
  }

  // The parts that every document has are deflated once.
  private typealias Listings = (contentTypes: ZIPContent, documentRelations: ZIPContent)
  private static let plain = listings(hasReport: false)
  private static let withReport = listings(hasReport: true)
  private static let packageRelations = ZIPContent(Array(DOCXWriterParts.packageRelations.utf8))
  private static let styles = ZIPContent(Array(DOCXWriterStyles.stylesPart.utf8))
  private static let fonts = ZIPContent(Array(DOCXWriterStyles.fontsPart.utf8))
  private static let settings = ZIPContent(Array(DOCXWriterParts.settings.utf8))
  private static let footer = ZIPContent(Array(DOCXWriterParts.footer.utf8))
  private static let application = ZIPContent(Array(DOCXWriterParts.application.utf8))

  /// The parts that list the others.
  private static func listings(hasReport: Bool) -> Listings {
    (
      ZIPContent(Array(DOCXWriterParts.contentTypes(hasReport: hasReport).utf8)),
      ZIPContent(Array(DOCXWriterParts.documentRelations(hasReport: hasReport).utf8))
    )
  }
}
