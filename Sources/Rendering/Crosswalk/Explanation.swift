import Core
import Crosswalk
import ReportModel

extension CrosswalkConverter {
  /// In words, where the figure of a cell comes from: what was read, or which source cells went into it by
  /// which rows of the crosswalk, and why it is not exact.
  package func explain(_ cell: CellID, in report: Report, language: Language) -> TerminalText {
    let words = Words(language)
    func word(_ id: String) -> String { words("explain.\(id)") }
    let form = report.form
    guard let index = form.index(of: cell) else {
      return "\(cell.description): \(word("no-such-cell")) \(form.id.description)\n"
    }
    let figure = report.statistics[index]
    let indicator = form.indicators[form.cells[index].indicator]
    var lines: [TerminalText] = [
      "\(Labels.name(cell, in: form))  [\(cell.description)]",
      "\(word("form")): \(form.name[language])",
    ]
    let unit = figure?.unit ?? indicator.unit
    let value = figure.map { Labels.value($0, words) } ?? word("missing-row")
    lines.append("\(word("figure")): \(value)\(figure?.amount != nil && !unit.isEmpty ? " \(unit)" : "")")
    if let raw = figure?.raw { lines.append("\(word("raw")): \(raw)") }
    if let note = figure?.note { lines.append("\(word("note")): \(note)") }
    if let place = figure?.place { lines.append("\(word("place")): \(place)") }

    if let figure, let lineage = figure.lineage {
      lines.append("")
      lines.append("\(word("by.\(lineage.rule.rawValue)"))\(lineage.reference.map { " (\($0))" } ?? "")")
      let original = report.conversion?.original
      for source in lineage.sources {
        guard let original else {
          lines.append("  \(source.description)")
          continue
        }
        let value = original[source].map { Labels.value($0, words) } ?? ""
        lines.append("  \(Labels.name(source, in: original.form)) = \(value)  [\(source.description)]")
        if let place = original[source]?.place { lines.append("      \(word("place")): \(place)") }
        for mapping in mappings(of: source, report) {
          let targets = mapping.targets.map { Labels.name(CellID($0), in: form) }
          lines.append(
            "      \(mapping.relation?.rawValue ?? "") → \(targets.joined(separator: " / "))")
          if !mapping.why.isEmpty { lines.append("      \(mapping.why[language])") }
        }
      }
      switch figure.value {
      case .range: lines.append(TerminalText(word("why-range")))
      case .presumed: lines.append(TerminalText(word("why-presumed")))
      case .estimate: lines.append(TerminalText(word("why-estimate")))
      case .missingRow: lines.append(TerminalText(word("why-missingRow")))
      case .unplacedColumn: lines.append(TerminalText(word("why-unplacedColumn")))
      case .unknown: lines.append(TerminalText(word("why-unknown")))
      default: break
      }
    } else if let statement = silence(of: indicator.id, report) {
      lines.append("\(word("silent")): \(statement.why[language])")
    }
    for joint in report.jointFigures where joint.terms.contains(where: { $0.cell == cell }) {
      let sum = joint.terms.enumerated().map { position, term in
        (term.isSubtracted ? " − " : position > 0 ? " + " : "") + Labels.name(term.cell, in: form)
      }
      let value = joint.bounds.only.map(\.description) ?? Labels.interval(joint.bounds, words)
      lines.append("\(word("together")): \(sum.joined()) = \(value)")
    }
    return lines.lines
  }

  private func used(_ report: Report) -> [Crosswalk] {
    (report.conversion?.crosswalks ?? []).compactMap { crosswalks.crosswalk(id: $0.id) }
  }

  private func mappings(of source: CellID, _ report: Report) -> [Crosswalk.Mapping] {
    used(report).flatMap { crosswalk in
      let direct =
        crosswalk.source.edition == report.conversion?.original.form.id.edition
        ? crosswalk : crosswalk.inverted()
      return direct.mappings.filter { $0.source == source.indicator && !$0.targets.isEmpty }
    }
  }

  private func silence(of indicator: String, _ report: Report) -> Crosswalk.Statement? {
    used(report).flatMap { $0.silent + $0.inverted().silent }.first { $0.indicator == indicator }
  }
}
