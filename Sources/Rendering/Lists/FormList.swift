import Core
import ReportModel

/// The forms that a program knows.
package struct FormList {
  private let forms: [Form]

  package init(_ forms: [Form]) { self.forms = forms }

  package func text(_ language: Language) -> TerminalText {
    let words = Words(language)
    let rows = forms.map { form -> [TerminalText] in
      let years = [form.firstYear, form.lastYear].map { $0.map(String.init) ?? "" }
        .joined(separator: words("punctuation.years"))
      let cells = form.cells.count { form.indicators[$0.indicator].role != .subtotal }
      return [form.id.description, years, String(cells), form.basis, form.name[language]]
        .map(TerminalText.init(_:))
    }
    return TextColumns.aligned(
      [words.titles("editions", ["form", "years", "cells", "basis", "name"])] + rows
    ).lines + reservations(language, words)
  }

  /// What is not known of the forms that are not whole, and of those with rows that are unconfirmed.
  private func reservations(_ language: Language, _ words: Words) -> TerminalText {
    let lines = forms.flatMap { form -> [String] in
      let unconfirmed = form.indicators.count { !$0.isConfirmed }
      return [
        form.incompleteness.map {
          words("editions.incomplete", ["form": form.id.description, "reason": $0[language]])
        },
        form.reservation.map {
          words(
            "editions.unconfirmed",
            ["form": form.id.description, "rows": String(unconfirmed), "reason": $0[language]])
        },
      ].compactMap(\.self)
    }
    return lines.isEmpty ? "" : ([""] + lines).map { TerminalText($0) }.lines
  }
}
