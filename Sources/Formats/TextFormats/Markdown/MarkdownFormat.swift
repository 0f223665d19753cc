import Core
import FormatKit

extension Format {
  /// Markdown, as written by hand or made from a page image or a PDF.
  public static var markdown: Format {
    Format(
      id: "markdown", aliases: ["md"], name: LocalizedText(chinese: "Markdown", english: "Markdown"),
      extensions: ["md", "markdown"], mediaTypes: ["text/markdown"],
      packaging: .text,
      reader: .document { source, options throws(Refusal) in [try MarkdownReader.read(source, options)] },
      writer: .document { document, options throws(Refusal) in MarkdownWriter.write(document, options) },
      identify: { $0.mayBeText ? .unknown : .no })
  }
}
