import Core
import Crosswalk
import JSONKit
import ReportModel

extension Ledger {
  /// The ledger as JSON. Of a source cell, `targets` are by the letter and `also` in practice, with the `practices` that
  /// say so; of a presumed or an estimated target, `value` stands beside its bounds. `why` is the English reason, and `why.zh` the Chinese one where there is another.
  package func json() -> [UInt8] {
    let (sources, targets) = (sources, targets)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("ledger", "1.1")
    writer.member("source", source.description)
    writer.member("target", target.description)
    writer.key("crosswalks")
    writer.strings(crosswalks.map { "\($0.id)@\($0.version)" })
    writer.key("sourceCells")
    writer.beginObject()
    writer.member("total", sources.count)
    let outcomes = Self.counts(sources.lazy.map(\.outcome))
    for outcome in Outcome.allCases { writer.member(outcome.rawValue, outcomes[outcome] ?? 0) }
    writer.endObject()
    writer.key("targetCells")
    writer.beginObject()
    writer.member("total", targets.count)
    let statuses = Self.counts(targets.lazy.map(\.status))
    for status in FigureStatus.allCases { writer.member(status.rawValue, statuses[status]) }
    writer.endObject()
    writer.key("sources")
    writer.beginArray()
    for entry in sources { writer.write(entry) }
    writer.endArray()
    writer.key("targets")
    writer.beginArray()
    for entry in targets { writer.write(entry) }
    writer.endArray()
    writer.key("unplaced")
    writer.beginArray()
    for text in unplaced {
      writer.beginObject(inline: true)
      writer.member("text", text.text)
      writer.place(text.place)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  /// How often each value occurs, found out in one pass: entries are large.
  static func counts<Value: Hashable>(_ values: some Sequence<Value>) -> [Value: Int] {
    values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ entry: Ledger.SourceEntry) {
    beginObject(inline: true)
    member("cell", entry.cell.description)
    member("outcome", entry.outcome.rawValue)
    if let figure = entry.figure { write(figure) }
    if !entry.targets.isEmpty {
      key("targets")
      strings(entry.targets.map(\.description))
    }
    if !entry.also.isEmpty {
      key("also")
      strings(entry.also.map(\.description))
    }
    if !entry.practices.isEmpty {
      key("practices")
      beginArray()
      for practice in entry.practices {
        beginObject(inline: true)
        member("id", practice.id)
        member("basis", practice.basis ?? "own reading")
        key("rows")
        strings(practice.rows)
        endObject()
      }
      endArray()
    }
    member("row", entry.row)
    member("relation", entry.relation?.rawValue)
    if !entry.why.isEmpty {
      member("why", entry.why.english)
      if entry.why.chinese != entry.why.english { member("why.zh", entry.why.chinese) }
    }
    endObject()
  }

  fileprivate mutating func write(_ entry: Ledger.TargetEntry) {
    beginObject(inline: true)
    member("cell", entry.cell.description)
    member("status", entry.status.rawValue)
    if let figure = entry.figure {
      write(figure)
      if let lineage = figure.lineage {
        member("by", lineage.rule.rawValue)
        member("reference", lineage.reference)
        key("from")
        strings(lineage.sources.map(\.description))
      }
    }
    endObject()
  }

  private mutating func write(_ figure: Figure) {
    member("value", figure.amount)
    if figure.certainAmount == nil {
      member("atLeast", figure.bounds?.atLeast)
      member("atMost", figure.bounds?.atMost)
    }
    member("raw", figure.raw)
    member("place", figure.place?.description)
  }
}
