import Findings

extension Format {
  /// A Word document, laid out as a body publishes its report.
  public static var docx: Format {
    Format(
      id: "docx", aliases: ["word"], name: LocalizedText(chinese: "Word 文档", english: "Word document"),
      extensions: ["docx"],
      mediaTypes: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
      writer: .document { document, options throws(Refusal) in try DOCXWriter.write(document, options) },
      identify: { bytes in
        OfficePackage.holds(bytes) { $0.contains("[Content_Types].xml") && $0.contains("word/document.xml") }
          ? .yes : .no
      })
  }
}
