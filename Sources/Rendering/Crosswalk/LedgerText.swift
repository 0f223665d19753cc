import Core
import Crosswalk
import ReportModel

extension Ledger {
  /// The ledger for people: the counts, then each source cell and what became of it.
  ///
  /// - Parameter forms: where the labels are looked up.
  package func text(_ language: Language, forms: FormCatalogue = .shared) -> TerminalText {
    let words = Words(language)
    let (sources, targets) = (sources, targets)
    let (sourceForm, targetForm) = (forms.form(source), forms.form(target))
    var lines: [TerminalText] = [
      "\(words("ledger.title")): \(sourceForm?.name[language] ?? source.description) → "
        + "\(targetForm?.name[language] ?? target.description)"
    ]
    lines += crosswalks.map { "  \(words("ledger.crosswalk")) \($0.id) \($0.version)" }
    lines.append("")
    lines.append("\(words("ledger.sources")): \(sources.count)")
    let outcomes = Self.counts(sources.lazy.map(\.outcome))
    for outcome in Outcome.allCases {
      if let count = outcomes[outcome] { lines.append("  \(words("outcome.\(outcome.rawValue)")): \(count)") }
    }
    lines.append("\(words("ledger.targets")): \(targets.count)")
    let statuses = Self.counts(targets.lazy.map(\.status))
    for status in FigureStatus.allCases {
      if let count = statuses[status] { lines.append("  \(words("status.\(status.rawValue)")): \(count)") }
    }
    if !unplaced.isEmpty {
      lines.append("\(words("ledger.unplaced")): \(unplaced.count)")
      lines += unplaced.map { text in
        let place = text.place.map { "  \(words.aside(PlaceText.text($0, words)))" }
        return "  \(text.text)\(place ?? "")"
      }
    }
    lines.append("")
    let names = targetForm.map { RowNames(form: $0, words: words) }
    for entry in sources {
      guard let figure = entry.figure else { continue }
      let name = sourceForm.map { Labels.name(entry.cell, in: $0) } ?? entry.cell.description
      let outcome = words("outcome.\(entry.outcome.rawValue)")
      lines.append("\(name) = \(Labels.value(figure, words))  [\(outcome)]")
      if entry.outcome != .carried {
        let reached = rows(entry.targets)
        if !reached.isEmpty {
          lines.append("    → \(names?.set(reached) ?? reached.joined(separator: ", "))")
        }
        for practice in entry.practices {
          let added = names?.set(practice.rows) ?? practice.rows.joined(separator: ", ")
          lines.append(
            "    \(words("explain.practice"))\(words.colon)\(added)\(words.aside(words.basis(practice.basis)))"
          )
        }
      }
      if !entry.why.isEmpty { lines.append("    \(entry.why[language])") }
    }
    return lines.lines
  }

  /// The rows of cells: a set of columns is named once.
  private func rows(_ cells: [CellID]) -> [String] {
    cells.map(\.indicator).distinct()
  }
}
