import Core
import FormatKit

extension Format {
  /// PDF with a text layer, read through poppler's programs.
  public static var pdf: Format {
    Format(
      id: "pdf", name: LocalizedText(chinese: "PDF", english: "PDF"), extensions: ["pdf"],
      mediaTypes: ["application/pdf"],
      reader: .document { source, _ throws(Refusal) in [try PDFReader.read(source)] },
      identify: { PDFReader.hasHeader($0.bytes[...]) ? .yes : .no })
  }
}
