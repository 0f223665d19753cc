import Core
import MarkupKit
import Verification

extension [VerificationResult] {
  /// One self-contained page.
  package func html(_ style: VerificationStyle) -> [UInt8] {
    var page = HTMLPage.ofResults(style.language)
    let title = style.word("title")
    page.raw("<div class=\"verification\">\n")
    page.element("h1", title)
    for result in self { page.add(result, style) }
    page.raw("</div>\n")
    return page.finish(title: title, style.language, style: VerificationPageStyle.sheet)
  }
}

extension HTMLPage {
  fileprivate mutating func add(_ result: VerificationResult, _ style: VerificationStyle) {
    raw("<section>\n")
    element("h2", result.name)
    element("p", style.heading(result), class: "about")
    if let digest = result.sha256 { element("p", "SHA-256 \(digest)", class: "digest") }
    element("p", style.verdict(result), class: result.hasFindings(from: .error) ? "failed" : "verdict")
    element("p", style.summary(result), class: "about")
    for property in VerificationProperty.allCases {
      element("h3", style.property(property))
      raw("<div class=\"scroll\"><table>\n<tr>")
      for column in ["item", "state", "finding", "place", "basis"] {
        raw("<th scope=\"col\">")
        text(style.word("column.\(column)"))
        raw("</th>")
      }
      raw("</tr>\n")
      for item in result.items where item.rule.property == property { add(item, style) }
      raw("</table></div>\n")
    }
    raw("</section>\n")
  }

  private mutating func add(_ item: VerificationItem, _ style: VerificationStyle) {
    raw("<tr class=\"\(item.state.rawValue)\"><td>")
    text(item.rule.title[style.language])
    raw("<br>")
    span("code", item.rule.id.rawValue)
    raw("</td>")
    span("td", style.state(item.state), class: "state")
    raw("<td>")
    if item.state != .passed, item.state != .notAssessed { text(item.sentence(style.language)) }
    if let remedy = item.remedy(style.language) {
      raw("<br>")
      span("span", "→ \(remedy)", class: "remedy")
    }
    raw("</td>")
    span("td", style.place(item) ?? "", class: "place")
    span("td", item.rule.basis)
    raw("</tr>\n")
  }
}

enum VerificationPageStyle {
  /// State is told in words; colour only repeats it.
  static let sheet = """
    .verification { font-family: system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
      sans-serif; font-size: 15px; line-height: 1.6; }
    .verification p { text-indent: 0; margin: .2rem 0; }
    .verification td, .verification th { text-align: left; vertical-align: top; }
    .verification .digest, .verification .place { overflow-wrap: anywhere; font-size: .85rem; }
    .verification code, .verification .about { color: #555; font-size: .85rem; }
    .verification td.state { white-space: nowrap; font-weight: 600; }
    tr.failed td { background: #fdeceb; } tr.warning td { background: #fff5e0; }
    tr.needsPerson td { background: #e6f4f6; } tr.notAssessed td { background: #f2f2f2; }
    p.failed { color: #b3261e; font-weight: 700; } p.verdict { font-weight: 700; }

    """
}
