import Core
import FormatKit

extension Format {
  /// A web page: read as sites publish it, written self-contained and fit for print.
  public static var html: Format {
    Format(
      id: "html", aliases: ["htm"], name: LocalizedText(chinese: "网页", english: "Web page"),
      extensions: ["html", "htm", "mht", "mhtml"], mediaTypes: ["text/html"],
      packaging: .page, capabilities: [.publication],
      reader: .document { source, options throws(Refusal) in [try HTMLReader.read(source, options)] },
      writer: .document { document, options throws(Refusal) in HTMLWriter.write(document, options) },
      identify: HTMLReader.identify)
  }
}
