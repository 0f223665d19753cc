import Core
import MarkupKit

extension HTMLPage {
  /// The page of a result.
  static func ofResults(_ language: Language) -> HTMLPage { HTMLPage(language: language, .results) }

  mutating func element(_ name: String, _ content: String, class className: String? = nil, id: String? = nil)
  {
    span(name, content, class: className, id: id)
    raw("\n")
  }

  /// An element within a line.
  mutating func span(_ name: String, _ content: String, class className: String? = nil, id: String? = nil) {
    raw("<\(name)")
    if let id { raw(" id=\"\(id)\"") }
    if let className { raw(" class=\"\(className)\"") }
    raw(">")
    text(content)
    raw("</\(name)>")
  }

  /// Ends a page in the language of its reader.
  mutating func finish(
    title: String, _ language: Language, sheet: String = HTMLStyle.sheet, style: String = ""
  ) -> [UInt8] {
    raw("</main>\n")
    return finish(
      title: title, documentLanguage: language == .chinese ? "zh-CN" : "en", sheet: sheet, style: style)
  }
}
