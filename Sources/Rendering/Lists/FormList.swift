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
    ).lines
  }
}
