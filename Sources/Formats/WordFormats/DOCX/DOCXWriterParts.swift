import OfficeKit

/// The parts of a Word document that are the same for every report, or nearly so.
enum DOCXWriterParts {
  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

  static let namespaces =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

  private static let wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml"
  private static let relationType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let packageNamespace = "http://schemas.openxmlformats.org/package/2006"

  static func contentTypes(hasReport: Bool) -> String {
    let parts = [
      ("word/document.xml", "\(wordType).document.main+xml"), ("word/styles.xml", "\(wordType).styles+xml"),
      ("word/fontTable.xml", "\(wordType).fontTable+xml"),
      ("word/settings.xml", "\(wordType).settings+xml"),
      ("word/footer1.xml", "\(wordType).footer+xml"),
      ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
      ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ]
    return declaration + "<Types xmlns=\"\(packageNamespace)/content-types\">"
      + "<Default Extension=\"rels\" "
      + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
      + parts.map { "<Override PartName=\"/\($0.0)\" ContentType=\"\($0.1)\"/>" }.joined()
      + (hasReport ? AttachedReportPart.contentType(0) : "") + "</Types>"
  }

  private static func relations(_ targets: [(type: String, target: String)], more: String = "") -> String {
    declaration + "<Relationships xmlns=\"\(packageNamespace)/relationships\">"
      + targets.enumerated().map { index, relation in
        "<Relationship Id=\"rId\(index + 1)\" Type=\"\(relation.type)\" Target=\"\(relation.target)\"/>"
      }.joined() + more + "</Relationships>"
  }

  static var packageRelations: String {
    relations([
      ("\(relationType)/officeDocument", "word/document.xml"),
      ("\(packageNamespace)/relationships/metadata/core-properties", "docProps/core.xml"),
      ("\(relationType)/extended-properties", "docProps/app.xml"),
    ])
  }

  /// The footer comes first, so that its id is known to the section.
  static func documentRelations(hasReport: Bool) -> String {
    relations(
      ["footer1", "styles", "fontTable", "settings"].map { part in
        ("\(relationType)/\(part == "footer1" ? "footer" : part)", "\(part).xml")
      }, more: hasReport ? AttachedReportPart.relationship(id: "data", to: 0) : "")
  }

  /// A4 with the margins of GB/T 9704: 3.7 cm above, 3.5 below, 2.8 left, 2.6 right.
  static let portrait =
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId1\"/>"
    + "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    + "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\""
    + " w:footer=\"1400\" w:gutter=\"0\"/><w:cols w:space=\"425\"/></w:sectPr>"

  /// The same on its side, with 2 cm left and right for a wide table.
  static let landscape =
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId1\"/>"
    + "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"
    + "<w:pgMar w:top=\"1588\" w:right=\"1134\" w:bottom=\"1474\" w:left=\"1134\" w:header=\"851\""
    + " w:footer=\"850\" w:gutter=\"0\"/><w:cols w:space=\"425\"/></w:sectPr>"

  static let settings =
    declaration + "<w:settings \(namespaces)><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"420\"/>"
    + "<w:characterSpacingControl w:val=\"compressPunctuation\"/>"
    + "<w:compat><w:compatSetting w:name=\"compatibilityMode\""
    + " w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
    + "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>"

  /// — 1 —
  static let footer: String = {
    let dash = "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t xml:space=\"preserve\">"
    return declaration
      + "<w:ftr \(namespaces)><w:p><w:pPr><w:pStyle w:val=\"\(DOCXWriterStyles.footer)\"/></w:pPr>"
      + dash + "— </w:t></w:r><w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>"
      + dash + " —</w:t></w:r></w:p></w:ftr>"
  }()

  /// Without dates, so that the same report gives the same file.
  static func core(title: String) -> [UInt8] {
    var markup = DOCXWriterMarkup()
    markup.raw(declaration)
    markup.raw("<cp:coreProperties xmlns:cp=\"\(packageNamespace)/metadata/core-properties\"")
    markup.raw(" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>")
    markup.text(title)
    markup.raw("</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>")
    return markup.bytes
  }

  static let application =
    declaration
    + "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
    + "<Application>Gongkai</Application></Properties>"
}
