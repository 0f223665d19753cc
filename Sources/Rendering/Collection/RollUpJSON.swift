import Collection
import Core
import JSONKit
import ReportModel

/// A roll-up for programs, and for `gongkai explain`, as `Schemas/json/collection-1.schema.json` describes it: every sum
/// with what each unit gives to it.
struct RollUpJSON {
  static let version = "1.0"

  func bytes(of rollUp: RollUp) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("gongkaiCollection", Self.version)
    writer.member("year", rollUp.year)
    writer.member("form", rollUp.form.id.description)
    writer.member("policy", rollUp.policy.rawValue)
    writer.member("deadline", rollUp.deadline)
    writer.key("coverage")
    write(rollUp.coverage, to: &writer)
    writer.key("branches")
    writer.beginArray()
    for branch in rollUp.branches {
      writer.beginObject(inline: true)
      writer.member("unit", branch.unit)
      writer.member("depth", branch.depth)
      writer.key("coverage")
      write(branch.coverage, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.key("units")
    writer.beginArray()
    for unit in rollUp.units { write(unit, to: &writer) }
    writer.endArray()
    writer.key("problems")
    writer.beginArray()
    for problem in rollUp.problems {
      writer.beginObject()
      writer.member("unit", problem.unit)
      writer.member("file", problem.file)
      writer.key("finding")
      writer.finding(problem.finding)
      writer.endObject()
    }
    writer.endArray()
    if let parent = rollUp.parent {
      writer.key("parent")
      writer.beginObject(inline: true)
      writer.member("file", parent.submission.name)
      writer.member("body", parent.submission.identity.body)
      writer.member("year", parent.submission.identity.year)
      writer.member("form", parent.submission.publishedForm.description)
      writer.endObject()
    }
    writer.key("sums")
    writer.beginArray()
    for cell in rollUp.form.cells.indices { write(cell, rollUp, to: &writer) }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  private func write(_ coverage: RollUp.Coverage, to writer: inout JSONWriter) {
    writer.beginObject(inline: true)
    writer.member("due", coverage.due)
    writer.member("handedIn", coverage.handedIn)
    writer.member("usable", coverage.usable)
    for state in RollUp.State.allCases where state != .notDue {
      writer.member(state.rawValue, coverage.count(state))
    }
    writer.member("late", coverage.late)
    writer.member("withErrors", coverage.withErrors)
    writer.endObject()
  }

  private func write(_ unit: RollUp.Unit, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("name", unit.entry.name)
    if !unit.entry.aliases.isEmpty {
      writer.key("aliases")
      writer.strings(unit.entry.aliases)
    }
    writer.member("code", unit.entry.creditCode)
    writer.member("division", unit.entry.divisionCode)
    writer.member("level", unit.entry.level?.rawValue)
    writer.member("parent", unit.entry.parent)
    writer.member("from", unit.entry.firstYear)
    writer.member("to", unit.entry.lastYear)
    writer.member("counted", unit.entry.isCounted)
    writer.member("reason", unit.entry.exclusion)
    writer.member("state", unit.state.rawValue)
    writer.key("files")
    writer.strings(unit.files)
    if let submission = unit.submission {
      writer.key("report")
      writer.beginObject(inline: true)
      writer.member("file", submission.name)
      writer.member("form", submission.publishedForm.description)
      writer.member("body", submission.identity.body)
      writer.member("date", submission.date)
      writer.member("late", unit.lateDate != nil)
      writer.member("errors", unit.errorCount)
      writer.endObject()
    }
    if let previous = unit.previous {
      writer.key("previous")
      writer.beginObject(inline: true)
      writer.member("file", previous.name)
      writer.member("form", previous.publishedForm.description)
      writer.endObject()
    }
    writer.endObject()
  }

  private func write(_ cell: Int, _ rollUp: RollUp, to writer: inout JSONWriter) {
    let formCell = rollUp.form.cells[cell]
    writer.beginObject()
    writer.member("cell", formCell.name)
    writer.key("labels")
    writer.strings(rollUp.form.labelPath(of: formCell.id))
    writer.member("measure", rollUp.form.indicator(of: formCell).unit)
    write(rollUp.sums[cell], to: &writer)
    writer.key("units")
    writer.beginArray()
    for unit in rollUp.units where unit.isSummed {
      write(rollUp.contribution(of: unit.index, to: cell), of: unit.index, to: &writer)
    }
    writer.endArray()
    if let previous = rollUp.previousSums {
      writer.key("previous")
      writer.beginObject()
      write(previous[cell], to: &writer)
      writer.endObject()
      if let change = rollUp.previousChange(cell) { write(change, as: "change", to: &writer) }
    }
    if let parent = rollUp.parent, !parent.cells.isEmpty { write(parent.cells[cell], rollUp, to: &writer) }
    writer.endObject()
  }

  private func write(_ sum: CellSum, to writer: inout JSONWriter) {
    writer.member("status", sum.figure?.status.rawValue ?? "none")
    writer.member("value", sum.figure?.amount)
    writer.member("atLeast", sum.figure == nil ? nil : sum.bounds.atLeast)
    writer.member("atMost", sum.figure == nil ? nil : sum.bounds.atMost)
    writer.key("counts")
    writer.beginObject(inline: true)
    writer.member("expected", sum.expected)
    writer.member("reported", sum.reported)
    for kind in Contribution.Kind.allCases { writer.member(kind.rawValue, sum.count(kind)) }
    writer.endObject()
  }

  private func write(_ contribution: Contribution, of unit: Int, to writer: inout JSONWriter) {
    writer.beginObject(inline: true)
    writer.member("unit", unit)
    writer.member("kind", contribution.kind.rawValue)
    writer.member("value", contribution.amount)
    if contribution.bounds.only == nil {
      writer.member("atLeast", contribution.bounds.atLeast)
      writer.member("atMost", contribution.bounds.atMost)
    }
    if let figure = contribution.figure {
      if contribution.kind.rawValue != figure.status.rawValue {
        writer.member("status", figure.status.rawValue)
      }
      writer.member("raw", figure.raw)
      writer.member("place", figure.place?.description)
    }
    writer.endObject()
  }

  private func write(_ bounds: Bounds, as name: String, to writer: inout JSONWriter) {
    writer.key(name)
    writer.beginObject(inline: true)
    writer.member("atLeast", bounds.atLeast)
    writer.member("atMost", bounds.atMost)
    writer.endObject()
  }

  private func write(_ cell: ParentComparison.Cell, _ rollUp: RollUp, to writer: inout JSONWriter) {
    writer.key("parent")
    writer.beginObject()
    writer.member("outcome", cell.outcome.rawValue)
    writer.member("status", cell.figure?.status.rawValue ?? "missing")
    writer.member("value", cell.figure?.amount)
    writer.member("place", cell.figure?.place?.description)
    write(cell.difference, as: "difference", to: &writer)
    if !cell.reasons.isEmpty {
      writer.key("reasons")
      writer.beginArray()
      for reason in cell.reasons {
        let (kind, units): (String, [Int]) =
          switch reason {
          case .missing(let units): ("missing", units)
          case .notCounted(let unit): ("notCounted", [unit])
          case .leftOut(let units): ("leftOut", units)
          case .twice(let unit): ("twice", [unit])
          }
        writer.beginObject(inline: true)
        writer.member("kind", kind)
        writer.key("units")
        writer.beginArray()
        for unit in units { writer.integer(unit) }
        writer.endArray()
        writer.endObject()
      }
      writer.endArray()
    }
    writer.endObject()
  }
}
