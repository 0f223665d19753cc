import Core
import FormatKit

extension Format {
  /// Plain text in any of the encodings that Chinese offices use.
  public static var text: Format {
    Format(
      id: "text", aliases: ["txt", "plain"], name: LocalizedText(chinese: "纯文本", english: "Plain text"),
      extensions: ["txt", "text"], mediaTypes: ["text/plain"],
      packaging: .text,
      reader: .document { source, _ throws(Refusal) in [try TextReader.read(source)] },
      writer: .document { document, options throws(Refusal) in TextWriter.write(document, options) },
      identify: { $0.mayBeText ? .unknown : .no })
  }
}
