import Findings

extension Format {
  /// A self-contained web page that prints well.
  public static var html: Format {
    Format(
      id: "html", aliases: ["htm"], name: LocalizedText(chinese: "网页", english: "Web page"),
      extensions: ["html", "htm"], mediaTypes: ["text/html"],
      writer: .document { document, options throws(Refusal) in HTMLWriter.write(document, options) },
      identify: { head in
        let start = head.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        guard start.first == UInt8(ascii: "<") else { return .no }
        let text = String(decoding: start.prefix(512), as: UTF8.self).lowercased()
        return text.contains("<!doctype html") || text.contains("<html") ? .yes : .unknown
      })
  }
}
