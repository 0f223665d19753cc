import Comparison
import Core
import JSONKit
import ReportModel

extension ReportComparison {
  /// The comparison for programs, as `Schemas/json/diff-1.schema.json` describes it. Cells that are the same or
  /// in neither report are counted and not listed, and of the prose what is the same is given by its length.
  ///
  /// - Parameter figuresOnly: leaves out what the reports say of themselves, and the prose.
  package func json(figuresOnly: Bool = false) -> [UInt8] {
    var writer = ComparisonJSON()
    writer.write(self, figuresOnly: figuresOnly)
    return writer.finish()
  }
}

private struct ComparisonJSON: ~Copyable {
  private static let version = "1.0"
  private var json = JSONWriter()

  mutating func finish() -> [UInt8] { json.finish() }

  mutating func write(_ comparison: ReportComparison, figuresOnly: Bool) {
    json.beginObject()
    json.member("gongkaiDiff", Self.version)
    json.member("kind", comparison.kind.rawValue)
    json.member("bodies", comparison.bodies.rawValue)
    json.member("isSame", figuresOnly ? comparison.hasSameFigures : comparison.isSame)
    json.member("form", comparison.form.id.description)
    report("before", comparison.before)
    report("after", comparison.after)
    if !figuresOnly { identity(comparison.identity) }
    json.key("counts")
    json.beginObject(inline: true)
    for outcome in ComparedFigure.Outcome.allCases {
      json.member(outcome.rawValue, comparison.count(outcome))
    }
    json.endObject()
    figures("figures", comparison.figures, comparison.form)
    json.key("carried")
    json.beginArray()
    for carried in comparison.carried {
      json.beginObject()
      json.member("form", carried.form.id.description)
      json.member("isBefore", carried.isBefore)
      json.member("isAfter", carried.isAfter)
      figures("figures", carried.figures, carried.form)
      json.endObject()
    }
    json.endArray()
    json.key("unplaced")
    json.beginObject()
    for (name, texts) in [("removed", comparison.unplacedBefore), ("added", comparison.unplacedAfter)] {
      json.key(name)
      json.beginArray()
      for text in texts { self.text(text.text, text.place) }
      json.endArray()
    }
    json.endObject()
    if !figuresOnly { prose(comparison.prose) }
    json.endObject()
  }

  // MARK: Reports

  private mutating func report(_ name: String, _ report: ComparedReport) {
    let identity = report.report.identity
    json.key(name)
    json.beginObject()
    json.member("body", identity.body)
    json.member("year", identity.year)
    json.member("title", identity.title)
    json.member("form", report.original.form.id.description)
    json.member("source", report.report.source?.name)
    json.key("crosswalks")
    json.beginArray(inline: true)
    for crosswalk in report.crosswalks {
      json.beginObject(inline: true)
      json.member("id", crosswalk.id)
      json.member("version", crosswalk.version)
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }

  private mutating func identity(_ changes: [IdentityChange]) {
    json.key("identity")
    json.beginArray()
    for change in changes {
      json.beginObject(inline: true)
      json.member("field", change.field.rawValue)
      json.member("before", change.before)
      json.member("after", change.after)
      json.endObject()
    }
    json.endArray()
  }

  // MARK: Figures

  private mutating func figures(_ name: String, _ figures: [ComparedFigure], _ form: Form) {
    json.key(name)
    json.beginArray()
    for figure in figures where figure.outcome.isDifference {
      json.beginObject()
      json.member("cell", figure.cell.description)
      json.key("labels")
      json.strings(form.labelPath(of: figure.cell))
      json.member("outcome", figure.outcome.rawValue)
      json.member("reason", figure.reason?.rawValue)
      if let difference = figure.difference {
        json.key("difference")
        json.beginObject(inline: true)
        json.member("atLeast", difference.atLeast)
        json.member("atMost", difference.atMost)
        json.endObject()
      }
      json.member("percent", figure.percent)
      self.figure("before", figure.before)
      self.figure("after", figure.after)
      json.endObject()
    }
    json.endArray()
  }

  /// A figure with the member names of canonical JSON; one that the report does not have is left out.
  private mutating func figure(_ name: String, _ figure: Figure?) {
    guard let figure else { return }
    json.key(name)
    json.beginObject(inline: true)
    json.member("status", figure.status.rawValue)
    json.member("value", figure.amount)
    switch figure.value {
    case .range(let bounds), .presumed(_, within: let bounds), .estimate(_, within: let bounds):
      json.member("atLeast", bounds.atLeast)
      json.member("atMost", bounds.atMost)
    case .ambiguous(let amounts):
      json.key("alternatives")
      json.beginArray(inline: true)
      for amount in amounts { json.amount(amount) }
      json.endArray()
    default: break
    }
    json.member("raw", figure.raw)
    json.member("place", figure.place?.description)
    json.member("unit", figure.unit)
    json.member("note", figure.note)
    json.endObject()
  }

  // MARK: Prose

  private mutating func prose(_ prose: ProseComparison) {
    json.key("prose")
    json.beginArray()
    for section in prose.sections {
      json.beginObject()
      heading("before", section.before)
      heading("after", section.after)
      json.member("isMoved", section.isMoved)
      json.member("isRenamed", section.isRenamed)
      json.key("characters")
      json.beginObject(inline: true)
      json.member("before", section.lengthBefore)
      json.member("after", section.lengthAfter)
      json.member("same", section.lengthInCommon)
      json.endObject()
      json.key("paragraphs")
      json.beginArray()
      for paragraph in section.paragraphs where paragraph.kind != .same { self.paragraph(paragraph) }
      json.endArray()
      json.endObject()
    }
    json.endArray()
  }

  private mutating func heading(_ name: String, _ heading: ComparedSection.Heading?) {
    guard let heading else { return }
    json.key(name)
    json.beginObject(inline: true)
    json.member("heading", heading.text)
    json.member("level", heading.level)
    json.endObject()
  }

  private mutating func paragraph(_ paragraph: ComparedParagraph) {
    json.beginObject()
    json.member("kind", paragraph.kind.rawValue)
    if let before = paragraph.before {
      json.key("before")
      text(before.text, before.place)
    }
    if let after = paragraph.after {
      json.key("after")
      text(after.text, after.place)
    }
    if !paragraph.pieces.isEmpty {
      json.key("pieces")
      json.beginArray()
      for piece in paragraph.pieces {
        json.beginObject(inline: true)
        json.member("kind", piece.kind.rawValue)
        json.member("text", piece.text)
        if piece.hasNumber { json.member("hasNumber", true) }
        json.endObject()
      }
      json.endArray()
    }
    json.endObject()
  }

  // MARK: Members

  private mutating func text(_ text: String, _ place: Place?) {
    json.beginObject(inline: true)
    json.member("text", text)
    json.member("place", place?.description)
    json.endObject()
  }
}
