import Core
import FormatKit

extension Format {
  /// Spreadsheets of LibreOffice and others: OpenDocument.
  public static var ods: Format {
    Format(
      id: "ods", name: LocalizedText(chinese: "OpenDocument 表格", english: "OpenDocument spreadsheet"),
      extensions: ["ods"], mediaTypes: ["application/vnd.oasis.opendocument.spreadsheet"],
      packaging: .container(mainPart: "content.xml"),
      reader: .document { source, options throws(Refusal) in try ODSReader.read(source, options) },
      identify: ODSReader.identify)
  }
}
