import Core
import Crosswalk
import ReportModel

extension CrosswalkConverter {
  /// In words, where the figure of a cell comes from: what was read, or which source cells went into it by the letter
  /// and which in practice, by which rows of the crosswalk, and why it is not exact.
  package func explain(_ cell: CellID, in report: Report, language: Language) -> TerminalText {
    let words = Words(language)
    let form = report.form
    guard let index = form.index(of: cell) else {
      return "\(cell.description)\(words.colon)\(words("explain.no-such-cell")) \(form.id.description)\n"
    }
    var explanation = Explanation(
      cell: cell, report: report, crosswalks: crosswalks(usedFor: report),
      names: RowNames(form: form, words: words))
    explanation.addFigure(report.statistics[index], form.indicators[form.cells[index].indicator])
    if let figure = report.statistics[index], let lineage = figure.lineage {
      explanation.add(lineage)
      explanation.addReason(figure)
    } else {
      explanation.addSilence(form.indicators[form.cells[index].indicator].id)
    }
    explanation.addJointFigures()
    return explanation.lines.lines
  }
}

/// The lines of an explanation.
private struct Explanation {
  let cell: CellID
  let report: Report
  let crosswalks: [Crosswalk]
  let names: RowNames
  var lines: [TerminalText] = []

  private var words: Words { names.words }
  private var language: Language { words.language }

  init(cell: CellID, report: Report, crosswalks: [Crosswalk], names: RowNames) {
    self.cell = cell
    self.report = report
    self.crosswalks = crosswalks
    self.names = names
  }

  private func word(_ id: String) -> String { words("explain.\(id)") }

  private mutating func add(_ id: String, _ text: String) { lines.append("\(word(id))\(words.colon)\(text)") }

  mutating func addFigure(_ figure: Figure?, _ indicator: Indicator) {
    lines.append("\(Labels.name(cell, in: report.form))  [\(cell.description)]")
    add("form", report.form.name[language])
    let unit = figure?.unit ?? indicator.unit
    let value = figure.map { Labels.value($0, words) } ?? word("missing-row")
    add("figure", figure?.amount != nil && !unit.isEmpty ? "\(value) \(unit)" : value)
    if case .presumed(let amount, within: let bounds) = figure?.value {
      add("letter", amount.description)
      add("bounds", Labels.interval(bounds, words))
    }
    if let raw = figure?.raw { add("raw", raw) }
    if let note = figure?.note { add("note", note) }
    if let place = figure?.place {
      lines.append("\(word("place"))\(words.colon)\(PlaceText.text(place, words))")
    }
  }

  mutating func add(_ lineage: Lineage) {
    lines.append("")
    lines.append("\(word("by.\(lineage.rule.rawValue)"))\(lineage.reference.map { " (\($0))" } ?? "")")
    guard let original = report.conversion?.original else {
      lines += lineage.sources.map { "  \($0.description)" }
      return
    }
    for source in lineage.sources {
      let value = original[source].map { Labels.value($0, words) } ?? ""
      lines.append("  \(Labels.name(source, in: original.form)) = \(value)  [\(source.description)]")
      if let place = original[source]?.place {
        lines.append("      \(word("place"))\(words.colon)\(PlaceText.text(place, words))")
      }
      for crosswalk in crosswalks {
        for mapping in crosswalk.mappings where mapping.source == source.indicator {
          add(mapping, of: crosswalk)
        }
      }
    }
  }

  /// A row of the crosswalk: where its cases stand by the letter, and where practice put some.
  private mutating func add(_ mapping: Crosswalk.Mapping, of crosswalk: Crosswalk) {
    guard !mapping.targets.isEmpty || !mapping.also.isEmpty else { return }
    let relation = words("relation.\(mapping.relation?.rawValue ?? "relatedMatch")")
    lines.append("      \(word("letter"))\(words.aside(relation))\(words.colon)\(names.set(mapping.targets))")
    if !mapping.why.isEmpty { lines.append("      \(mapping.why[language])") }
    let practices = crosswalk.practices(appliedBy: mapping)
    // Those are told in full that put cases into this row, or take them out of it.
    let isOnlyTarget = mapping.targets == [cell.indicator]
    let told = practices.filter { isOnlyTarget || $0.rows.contains(cell.indicator) }
    for applied in told { add(applied, of: crosswalk) }
    let others = practices.filter { !told.contains($0) }.flatMap(\.rows)
    if !others.isEmpty { lines.append("      \(word("practice"))\(words.colon)\(names.set(others))") }
  }

  private mutating func add(_ applied: Ledger.AppliedPractice, of crosswalk: Crosswalk) {
    lines.append("      \(word("practice"))\(words.colon)\(names.set(applied.rows))")
    let practice = applied.id.flatMap { crosswalk.practice($0) }
    let address = practice.map { $0.url.isEmpty ? "" : "  \($0.url)" } ?? ""
    lines.append("          \(words.basis(applied.basis))\(address)")
    if let why = practice?.why, !why.isEmpty { lines.append("          \(why[language])") }
  }

  mutating func addReason(_ figure: Figure) {
    switch figure.status {
    case .range, .presumed, .estimate, .missingRow, .unplacedColumn, .unknown:
      lines.append(TerminalText(word("why-\(figure.status.rawValue)")))
    case .exact, .derived, .blank, .notApplicable, .ambiguous, .unreadable: break
    }
  }

  mutating func addSilence(_ indicator: String) {
    guard let statement = crosswalks.flatMap(\.silent).first(where: { $0.indicator == indicator }) else {
      return
    }
    add("silent", statement.why[language])
  }

  mutating func addJointFigures() {
    for joint in report.jointFigures where joint.terms.contains(where: { $0.cell == cell }) {
      let value = joint.bounds.only?.description ?? Labels.interval(joint.bounds, words)
      add("together", "\(names.sum(joint, in: report.statistics)) = \(value)")
    }
  }
}
