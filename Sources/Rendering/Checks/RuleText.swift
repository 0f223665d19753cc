import Checks
import Core
import JSONKit
import ReportModel

/// What a rule says, why, and what to do, for people and for the reference page.
package struct RuleText: Sendable {
  private let forms: FormCatalogue

  package init(forms: FormCatalogue = .shared) { self.forms = forms }

  // MARK: One rule

  /// All that there is to say of a rule.
  package func text(_ rule: CheckRule, _ language: Language) -> TerminalText {
    let words = Words(language)
    var lines: [TerminalText] = ["\(rule.title[language])  [\(rule.id)]"]
    func line(_ id: String, _ value: String) {
      if !value.isEmpty { lines.append("\(words("rule.\(id)"))\(words.colon)\(value)") }
    }
    line("severity", words.severity(rule.severity))
    line("forms", formNames(rule, words))
    line("formula", formula(rule, words))
    if let formula = rule.formula { line("cells", formula.description) }
    line("basis", rule.basis[language])
    line("why", rule.explanation[language])
    line("remedy", rule.remedy[language])
    return lines.lines
  }

  /// The equation in the words of the form, where the rule is one.
  func formula(_ rule: CheckRule, _ words: Words) -> String {
    guard let formula = rule.formula else { return rule.statement }
    func side(_ terms: [Formula.Term]) -> String {
      terms.enumerated().map { position, term in
        let sign = term.isSubtracted ? "− " : position > 0 ? "+ " : ""
        let label = self.label(term.cell, rule, words)
        return sign + (term.source == .previous ? words("rule.last", ["cell": label]) : label)
      }.joined(separator: " ")
    }
    let relation =
      switch formula.relation {
      case .equal: "="
      case .atLeast: "≥"
      case .atMost: "≤"
      }
    return "\(side(formula.left)) \(relation) \(side(formula.right))"
  }

  private func label(_ cell: CellID, _ rule: CheckRule, _ words: Words) -> String {
    let meant = forms.forms.filter { form in
      rule.forms.isEmpty || rule.forms.contains { $0.edition == form.id.edition }
    }
    for form in meant {
      let isEach = cell.applicant == "*"
      let first = form.cells.first { isEach ? $0.id.indicator == cell.indicator : $0.id == cell }
      guard let first else { continue }
      var path = form.labelPath(of: first.id)
      if isEach { path.removeLast() }
      let label = path.joined(separator: " · ")
      return isEach ? words("rule.each", ["cell": label]) : label
    }
    return cell.description
  }

  private func formNames(_ rule: CheckRule, _ words: Words) -> String {
    rule.forms.isEmpty
      ? words("rule.allForms")
      : rule.forms.map(\.description).joined(separator: words("subtotal.separator"))
  }

  // MARK: All rules

  /// A line for each rule.
  package func list(_ book: RuleBook, _ language: Language) -> TerminalText {
    let words = Words(language)
    let rules = book.rules.filter { book.isOn($0.id) }.map {
      [$0.id, words.severity($0.severity), $0.title[language]].map(TerminalText.init(_:))
    }
    return TextColumns.aligned([words.titles("rule", ["id", "severity", "title"])] + rules).lines
  }

  package func json(_ book: RuleBook) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginArray()
    for rule in book.rules where book.isOn(rule.id) {
      writer.beginObject()
      writer.member("id", rule.id)
      writer.member("severity", rule.severity.rawValue)
      writer.key("forms")
      writer.strings(rule.forms.map(\.description))
      if let formula = rule.formula { writer.member("cells", formula.description) }
      for (name, text) in [
        ("formula", { formula(rule, Words($0)) }), ("title", { rule.title[$0] }),
        ("basis", { rule.basis[$0] }),
        ("why", { rule.explanation[$0] }), ("remedy", { rule.remedy[$0] }),
      ] as [(String, (Language) -> String)]
      where Language.allCases.contains(where: { !text($0).isEmpty }) {
        writer.member(name, text)
      }
      writer.endObject()
    }
    writer.endArray()
    return writer.finish()
  }

  /// The page of the documentation on all rules, in both languages.
  package func page(_ book: RuleBook) -> String {
    let english = Words(.english)
    var page = "# \(english("rule.page"))\n\n\(english("rule.page.more"))\n\n## Overview\n\n"
    page += Words(.chinese)("rule.page.more") + "\n"
    for rule in book.rules {
      page += "\n### \(rule.title.english) · \(rule.title.chinese)\n\n"
      page += "`\(rule.id)`\n"
      for language in Language.allCases.reversed() {
        let words = Words(language)
        page += "\n"
        func item(_ id: String, _ value: String) {
          if !value.isEmpty { page += "- \(words("rule.\(id)")): \(value)\n" }
        }
        item("severity", words.severity(rule.severity))
        item("forms", formNames(rule, words))
        item("formula", Self.escaped(formula(rule, words)))
        item("basis", rule.basis[language])
        item("why", rule.explanation[language])
        item("remedy", rule.remedy[language])
      }
    }
    return page
  }

  /// Signs that Markdown would take for its own.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "*", omittingEmptySubsequences: false).joined(separator: "\\*")
  }
}
