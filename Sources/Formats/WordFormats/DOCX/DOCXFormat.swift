import Core
import FormatKit

extension Format {
  /// Word documents of any program that writes Office Open XML; written as a body publishes its report.
  public static var docx: Format {
    Format(
      id: "docx", aliases: ["word"], name: LocalizedText(chinese: "Word 文档", english: "Word document"),
      extensions: ["docx", "docm"],
      mediaTypes: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
      packaging: .container(mainPart: "word/document.xml"), capabilities: [.publication],
      reader: .document { source, options throws(Refusal) in [try DOCXReader.read(source, options)] },
      writer: .document { document, options throws(Refusal) in try DOCXWriter.write(document, options) },
      identify: DOCXReader.identify)
  }
}
