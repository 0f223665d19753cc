import Core
import FormatKit

extension Format {
  /// Workbooks of Excel, WPS and LibreOffice: Office Open XML, ISO/IEC 29500.
  public static var xlsx: Format {
    Format(
      id: "xlsx", aliases: ["excel"], name: LocalizedText(chinese: "Excel 工作簿", english: "Excel workbook"),
      extensions: ["xlsx", "xlsm"],
      mediaTypes: [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
      ],
      packaging: .container(mainPart: "xl/worksheets/sheet1.xml"),
      capabilities: [.manyReports, .publication],
      reader: .document { source, options throws(Refusal) in try XLSXReader.read(source, options) },
      writer: .presented { reports, documents, options throws(Refusal) in
        try XLSXWriter.write(reports, documents, options)
      },
      identify: XLSXReader.identify)
  }
}
