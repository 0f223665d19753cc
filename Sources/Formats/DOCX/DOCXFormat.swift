import Findings

extension Format {
  /// Word documents of any program that writes Office Open XML.
  public static var docx: Format {
    Format(
      id: "docx", aliases: ["word"], name: LocalizedText(chinese: "Word 文档", english: "Word document"),
      extensions: ["docx", "docm"],
      mediaTypes: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
      reader: .document { source throws(Refusal) in [try DOCXReader.read(source)] },
      identify: DOCXReader.identify)
  }
}
