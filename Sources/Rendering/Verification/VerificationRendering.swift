import Core
import JSONKit
import MarkupKit
import TextKit
import Verification

/// How outcomes are shown.
package struct VerificationStyle: Sendable {
  package var language: Language
  /// The least that is shown: `note` shows what has passed as well. What a person has to do is always shown.
  package var show: Severity

  package init(language: Language, show: Severity = .warning) {
    self.language = language
    self.show = show
  }

  func isShown(_ item: VerificationItem) -> Bool {
    switch item.state {
    case .failed, .needsPerson, .notAssessed: true
    case .warning: show <= .warning
    case .passed: show == .note
    }
  }

  func word(_ id: String, _ arguments: [String: String] = [:]) -> String {
    MessageCatalogue.fill(
      MessageCatalogue.shared.word("verify.\(id)", language), with: arguments, language)
  }

  /// A sentence quotes the package, in which anything may stand.
  func sentence(_ item: VerificationItem) -> String {
    PrintableText.cleaned(item.sentence(language))
  }

  func place(_ item: VerificationItem) -> String? {
    item.path.map { PrintableText.cleaned($0) + (item.line.map { ":\($0)" } ?? "") }
  }

  func summary(_ result: VerificationResult) -> String {
    let counts = VerificationItem.State.allCases.map { ($0, result.items($0).count) }.filter { $0.1 > 0 }
    return counts.map { word("count", ["state": word("state.\($0.rawValue)"), "count": String($1)]) }
      .joined(separator: word("list"))
  }

  func verdict(_ result: VerificationResult) -> String {
    if result.hasFindings(from: .error) { return word("verdict.failed") }
    // What could not be asked is not what has passed.
    if !result.items(.notAssessed).isEmpty { return word("verdict.open") }
    return word(result.hasFindings(from: .warning) ? "verdict.warning" : "verdict.passed")
  }

  func heading(_ result: VerificationResult) -> String {
    var text = word("profile.\(result.profile.rawValue)")
    if let count = result.recordCount { text += word("records", ["count": String(count)]) }
    text += word("files", ["count": String(result.fileCount), "size": String(result.size)])
    return text
  }
}

extension [VerificationResult] {
  /// For a terminal: by the four properties, the gravest first.
  package func text(_ style: VerificationStyle) -> String {
    map { $0.text(style) }.joined(separator: "\n")
  }

  /// For programs, as `Schemas/json/verification-1.schema.json` describes it: all items, whatever is shown.
  package func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("gongkaiVerification")
    writer.string("1.0")
    writer.key("packages")
    writer.beginArray()
    for result in self { result.write(to: &writer) }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  /// One self-contained page.
  package func html(_ style: VerificationStyle) -> [UInt8] {
    var page = HTMLPage(language: style.language)
    func element(_ name: String, _ text: String, _ className: String? = nil) {
      page.raw(className.map { "<\(name) class=\"\($0)\">" } ?? "<\(name)>")
      page.text(text)
      page.raw("</\(name)>\n")
    }
    let title = style.word("title")
    page.raw("<div class=\"verification\">\n")
    element("h1", title)
    for result in self {
      page.raw("<section>\n")
      element("h2", result.name)
      element("p", style.heading(result), "about")
      if let digest = result.sha256 { element("p", "SHA-256 \(digest)", "digest") }
      element("p", style.verdict(result), result.hasFindings(from: .error) ? "failed" : "verdict")
      element("p", style.summary(result), "about")
      for property in VerificationProperty.allCases {
        let items = result.items.filter { $0.rule.property == property }
        element("h3", style.word("property.\(property.rawValue)"))
        page.raw("<div class=\"scroll\"><table>\n<tr>")
        for column in ["item", "state", "finding", "place", "basis"] {
          page.raw("<th scope=\"col\">")
          page.text(style.word("column.\(column)"))
          page.raw("</th>")
        }
        page.raw("</tr>\n")
        for item in items {
          page.raw("<tr class=\"\(item.state.rawValue)\"><td>")
          page.text(item.rule.title[style.language])
          page.raw("<br><code>\(item.rule.id.rawValue)</code></td><td class=\"state\">")
          page.text(style.word("state.\(item.state.rawValue)"))
          page.raw("</td><td>")
          if item.state != .passed, item.state != .notAssessed { page.text(style.sentence(item)) }
          if let remedy = item.remedy(style.language) {
            page.raw("<br><span class=\"remedy\">")
            page.text("→ \(remedy)")
            page.raw("</span>")
          }
          page.raw("</td><td class=\"place\">")
          page.text(style.place(item) ?? "")
          page.raw("</td><td>")
          page.text(item.rule.basis)
          page.raw("</td></tr>\n")
        }
        page.raw("</table></div>\n")
      }
      page.raw("</section>\n")
    }
    page.raw("</div>\n</main>\n")
    return page.finish(
      title: title, documentLanguage: style.language == .chinese ? "zh-CN" : "en", style: Self.sheet)
  }

  /// State is told in words; colour only repeats it.
  private static var sheet: String {
    """
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
}

extension VerificationResult {
  /// What is wrong first.
  private static let order: [VerificationItem.State] = [
    .failed, .warning, .notAssessed, .needsPerson, .passed,
  ]

  /// How many findings of one item are shown on a terminal.
  private static let cap = 5

  fileprivate func text(_ style: VerificationStyle) -> String {
    var text = "\(PrintableText.cleaned(name)): \(style.heading(self))\n"
    if let sha256 { text += "SHA-256 \(sha256)\n" }
    for property in VerificationProperty.allCases {
      let items = items.filter { $0.rule.property == property }
      text += "\n" + style.word("property.\(property.rawValue)") + "\n"
      for state in Self.order {
        let chosen = items.filter { $0.state == state }
        guard let first = chosen.first else { continue }
        if !style.isShown(first) {
          text +=
            "  \(style.word("count", ["state": style.word("state.\(state.rawValue)"), "count": String(chosen.count)]))\n"
          continue
        }
        text += lines(chosen, style)
      }
    }
    let end = style.word("end", ["verdict": style.verdict(self), "counts": style.summary(self)])
    return text + "\n\(end)\n"
  }

  /// In a few lines: the verdict with the counts, what is not as it should be, and what a person has to do.
  package func brief(_ style: VerificationStyle) -> String {
    let end = style.word("end", ["verdict": style.verdict(self), "counts": style.summary(self)])
    return Self.order.reduce("\(end)\n") { text, state in
      text + (state == .passed ? "" : lines(items(state).filter(style.isShown), style))
    }
  }

  private func lines(_ items: [VerificationItem], _ style: VerificationStyle) -> String {
    var text = ""
    var shown = 0
    for (index, item) in items.enumerated() {
      let isLast = index + 1 == items.count || items[index + 1].rule.id != item.rule.id
      shown += 1
      if shown <= Self.cap {
        text += "  " + style.word("says", ["state": style.word("state.\(item.state.rawValue)")])
        if let place = style.place(item) { text += "\(place): " }
        text += "\(style.sentence(item)) [\(item.rule.id.rawValue)]\n"
      }
      guard isLast else { continue }
      if shown > Self.cap {
        text +=
          "    \(style.word("more", ["count": String(shown - Self.cap), "id": item.rule.id.rawValue]))\n"
      }
      if let remedy = item.remedy(style.language) { text += "    → \(remedy)\n" }
      shown = 0
    }
    return text
  }

  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("package")
    writer.string(name)
    writer.key("profile")
    writer.string(profile.rawValue)
    writer.key("size")
    writer.integer(size)
    if let sha256 {
      writer.key("sha256")
      writer.string(sha256)
    }
    writer.key("files")
    writer.integer(fileCount)
    if let recordCount {
      writer.key("records")
      writer.integer(recordCount)
    }
    writer.key("summary")
    writer.beginObject(inline: true)
    for state in VerificationItem.State.allCases {
      writer.key(state.rawValue)
      writer.integer(items(state).count)
    }
    writer.endObject()
    writer.key("items")
    writer.beginArray()
    for item in items { write(item, to: &writer) }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ item: VerificationItem, to writer: inout JSONWriter) {
    writer.beginObject()
    for (name, value) in [
      ("rule", item.rule.id.rawValue), ("property", item.rule.property.rawValue),
      ("state", item.state.rawValue),
      ("basis", item.rule.basis),
    ] {
      writer.key(name)
      writer.string(value)
    }
    write("title", to: &writer) { item.rule.title[$0] }
    if item.state != .passed, item.state != .notAssessed {
      write("message", to: &writer) { item.sentence($0) }
    }
    if item.remedy(.english) != nil { write("remedy", to: &writer) { item.remedy($0) ?? "" } }
    if let path = item.path {
      writer.key("path")
      writer.string(path)
    }
    if let line = item.line {
      writer.key("line")
      writer.integer(line)
    }
    writer.endObject()
  }

  private func write(_ name: String, to writer: inout JSONWriter, _ text: (Language) -> String) {
    writer.key(name)
    writer.beginObject()
    for language in Language.allCases {
      writer.key(language.rawValue)
      writer.string(text(language))
    }
    writer.endObject()
  }
}
