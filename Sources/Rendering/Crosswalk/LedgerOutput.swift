import Core
import Crosswalk
import JSONKit
import ReportModel

extension Ledger {
  /// The ledger as JSON. `why` is the English reason, and `why.zh` the Chinese one where there is another.
  package func json() -> [UInt8] {
    let sources = sources
    let targets = targets
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("ledger")
    writer.string("1.0")
    writer.key("source")
    writer.string(source.description)
    writer.key("target")
    writer.string(target.description)
    writer.key("crosswalks")
    writer.beginArray(inline: true)
    for crosswalk in crosswalks { writer.string("\(crosswalk.id)@\(crosswalk.version)") }
    writer.endArray()
    writer.key("sourceCells")
    writer.beginObject()
    writer.key("total")
    writer.integer(sources.count)
    let outcomes = Self.counts(sources.lazy.map(\.outcome))
    for outcome in Outcome.allCases {
      writer.key(outcome.rawValue)
      writer.integer(outcomes[outcome] ?? 0)
    }
    writer.endObject()
    writer.key("targetCells")
    writer.beginObject()
    writer.key("total")
    writer.integer(targets.count)
    let statuses = Self.counts(targets.lazy.map(\.status))
    for status in FigureStatus.allCases {
      guard let count = statuses[status] else { continue }
      writer.key(status.rawValue)
      writer.integer(count)
    }
    writer.endObject()
    writer.key("sources")
    writer.beginArray()
    for entry in sources { write(entry, to: &writer) }
    writer.endArray()
    writer.key("targets")
    writer.beginArray()
    for entry in targets { write(entry, to: &writer) }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  /// How often each value occurs, found out in one pass: entries are large.
  private static func counts<Value: Hashable>(_ values: some Sequence<Value>) -> [Value: Int] {
    values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  private func write(_ entry: SourceEntry, to writer: inout JSONWriter) {
    writer.beginObject(inline: true)
    writer.key("cell")
    writer.string(entry.cell.description)
    writer.key("outcome")
    writer.string(entry.outcome.rawValue)
    if let figure = entry.figure { write(figure, to: &writer) }
    if !entry.targets.isEmpty {
      writer.key("targets")
      writer.beginArray()
      for target in entry.targets { writer.string(target.description) }
      writer.endArray()
    }
    if let row = entry.row {
      writer.key("row")
      writer.string(row)
    }
    if let relation = entry.relation {
      writer.key("relation")
      writer.string(relation.rawValue)
    }
    if !entry.why.isEmpty {
      writer.key("why")
      writer.string(entry.why.english)
      if entry.why.chinese != entry.why.english {
        writer.key("why.zh")
        writer.string(entry.why.chinese)
      }
    }
    writer.endObject()
  }

  private func write(_ entry: TargetEntry, to writer: inout JSONWriter) {
    writer.beginObject(inline: true)
    writer.key("cell")
    writer.string(entry.cell.description)
    writer.key("status")
    writer.string(entry.status.rawValue)
    if let figure = entry.figure {
      write(figure, to: &writer)
      if let lineage = figure.lineage {
        writer.key("by")
        writer.string(lineage.rule.rawValue)
        if let reference = lineage.reference {
          writer.key("reference")
          writer.string(reference)
        }
        writer.key("from")
        writer.beginArray()
        for cell in lineage.sources { writer.string(cell.description) }
        writer.endArray()
      }
    }
    writer.endObject()
  }

  private func write(_ figure: Figure, to writer: inout JSONWriter) {
    if let amount = figure.amount {
      writer.key("value")
      writer.raw { amount.append(to: &$0) }
    } else if let bounds = figure.bounds {
      if let least = bounds.atLeast {
        writer.key("atLeast")
        writer.raw { least.append(to: &$0) }
      }
      if let most = bounds.atMost {
        writer.key("atMost")
        writer.raw { most.append(to: &$0) }
      }
    }
    if let raw = figure.raw {
      writer.key("raw")
      writer.string(raw)
    }
    if let place = figure.place {
      writer.key("place")
      writer.string(place.description)
    }
  }

  /// The ledger for people: the counts, then each source cell and what became of it.
  ///
  /// - Parameter forms: where the labels are looked up.
  package func text(_ language: Language, forms: FormCatalogue = .shared) -> String {
    let words = MessageCatalogue.shared
    let sources = sources
    let targets = targets
    let sourceForm = forms.form(source)
    let targetForm = forms.form(target)
    var lines = [
      "\(words.word("ledger.title", language)): \(sourceForm?.name[language] ?? source.description) → "
        + "\(targetForm?.name[language] ?? target.description)"
    ]
    for crosswalk in crosswalks {
      lines.append("  \(words.word("ledger.crosswalk", language)) \(crosswalk.id) \(crosswalk.version)")
    }
    lines.append("")
    lines.append("\(words.word("ledger.sources", language)): \(sources.count)")
    let outcomes = Self.counts(sources.lazy.map(\.outcome))
    for outcome in Outcome.allCases {
      if let count = outcomes[outcome] {
        lines.append("  \(words.word("outcome.\(outcome.rawValue)", language)): \(count)")
      }
    }
    lines.append("\(words.word("ledger.targets", language)): \(targets.count)")
    let statuses = Self.counts(targets.lazy.map(\.status))
    for status in FigureStatus.allCases {
      if let count = statuses[status] {
        lines.append("  \(words.word("status.\(status.rawValue)", language)): \(count)")
      }
    }
    lines.append("")
    for entry in sources where entry.figure != nil {
      let name = sourceForm.map { Labels.name(entry.cell, in: $0) } ?? entry.cell.description
      let value = entry.figure.map { Labels.value($0, language) } ?? ""
      lines.append("\(name) = \(value)  [\(words.word("outcome.\(entry.outcome.rawValue)", language))]")
      if !entry.targets.isEmpty, entry.outcome != .carried {
        // A set of columns is named once, by its rows.
        let rows = entry.targets.map(\.indicator).reduce(into: [String]()) {
          if !$0.contains($1) { $0.append($1) }
        }
        for row in rows {
          lines.append("    → \(targetForm.map { Labels.name(CellID(row), in: $0) } ?? row)")
        }
      }
      if !entry.why.isEmpty { lines.append("    \(entry.why[language])") }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// How cells and figures are named in sentences.
enum Labels {
  /// The labels that lead to a cell, outermost first.
  static func name(_ cell: CellID, in form: Form) -> String {
    form.labelPath(of: cell).joined(separator: " · ")
  }

  /// A figure in a few words.
  static func value(_ figure: Figure, _ language: Language) -> String {
    let words = MessageCatalogue.shared
    let status = words.word("status.\(figure.status.rawValue)", language)
    switch figure.value {
    case .exact(let amount): return figure.raw ?? amount.description
    case .derived(let amount): return "\(amount) (\(status))"
    case .range(let bounds): return "\(interval(bounds)) (\(status))"
    case .presumed(let amount, let bounds), .estimate(let amount, let bounds):
      return "\(amount) (\(status), \(interval(bounds)))"
    case .ambiguous(let amounts): return amounts.map(\.description).joined(separator: " | ") + " (\(status))"
    case .blank, .missingRow, .unknown: return status
    case .notApplicable, .unreadable, .unplacedColumn: return "\(figure.raw ?? "") (\(status))"
    }
  }

  static func interval(_ bounds: Bounds) -> String {
    "\(bounds.atLeast?.description ?? "?")–\(bounds.atMost?.description ?? "?")"
  }
}
