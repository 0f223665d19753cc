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

private struct ComparisonJSON {
  private static let version = "1.0"
  private var json = JSONWriter()

  mutating func finish() -> [UInt8] { json.finish() }

  mutating func write(_ comparison: ReportComparison, figuresOnly: Bool) {
    json.beginObject()
    string("gongkaiDiff", Self.version)
    string("kind", comparison.kind.rawValue)
    string("bodies", comparison.bodies.rawValue)
    bool("isSame", figuresOnly ? comparison.hasSameFigures : comparison.isSame)
    string("form", comparison.form.id.description)
    report("before", comparison.before)
    report("after", comparison.after)
    if !figuresOnly { identity(comparison.identity) }
    json.key("counts")
    json.beginObject(inline: true)
    for outcome in ComparedFigure.Outcome.allCases { integer(outcome.rawValue, comparison.count(outcome)) }
    json.endObject()
    figures("figures", comparison.figures, comparison.form)
    json.key("carried")
    json.beginArray()
    for carried in comparison.carried {
      json.beginObject()
      string("form", carried.form.id.description)
      bool("isBefore", carried.isBefore)
      bool("isAfter", carried.isAfter)
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
    string("body", identity.body)
    if let year = identity.year { integer("year", year) }
    string("title", identity.title)
    string("form", report.original.form.id.description)
    string("source", report.report.source?.name)
    json.key("crosswalks")
    json.beginArray(inline: true)
    for crosswalk in report.crosswalks {
      json.beginObject(inline: true)
      string("id", crosswalk.id)
      string("version", crosswalk.version)
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
      string("field", change.field.rawValue)
      string("before", change.before)
      string("after", change.after)
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
      string("cell", figure.cell.description)
      json.key("labels")
      json.beginArray(inline: true)
      for label in form.labelPath(of: figure.cell) { json.string(label) }
      json.endArray()
      string("outcome", figure.outcome.rawValue)
      string("reason", figure.reason?.rawValue)
      if let difference = figure.difference {
        json.key("difference")
        json.beginObject(inline: true)
        amount("atLeast", difference.atLeast)
        amount("atMost", difference.atMost)
        json.endObject()
      }
      amount("percent", figure.percent)
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
    string("status", figure.status.rawValue)
    amount("value", figure.amount)
    switch figure.value {
    case .range(let bounds), .presumed(_, within: let bounds), .estimate(_, within: let bounds):
      amount("atLeast", bounds.atLeast)
      amount("atMost", bounds.atMost)
    case .ambiguous(let amounts):
      json.key("alternatives")
      json.beginArray(inline: true)
      for amount in amounts { number(amount) }
      json.endArray()
    default: break
    }
    string("raw", figure.raw)
    string("place", figure.place?.description)
    string("unit", figure.unit)
    string("note", figure.note)
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
      bool("isMoved", section.isMoved)
      bool("isRenamed", section.isRenamed)
      json.key("characters")
      json.beginObject(inline: true)
      integer("before", section.lengthBefore)
      integer("after", section.lengthAfter)
      integer("same", section.lengthInCommon)
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
    string("heading", heading.text)
    integer("level", heading.level)
    json.endObject()
  }

  private mutating func paragraph(_ paragraph: ComparedParagraph) {
    json.beginObject()
    string("kind", paragraph.kind.rawValue)
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
        string("kind", piece.kind.rawValue)
        string("text", piece.text)
        if piece.hasNumber { bool("hasNumber", true) }
        json.endObject()
      }
      json.endArray()
    }
    json.endObject()
  }

  // MARK: Members

  private mutating func text(_ text: String, _ place: Place?) {
    json.beginObject(inline: true)
    string("text", text)
    string("place", place?.description)
    json.endObject()
  }

  private mutating func string(_ name: String, _ value: String?) {
    guard let value else { return }
    json.key(name)
    json.string(value)
  }

  private mutating func integer(_ name: String, _ value: Int) {
    json.key(name)
    json.integer(value)
  }

  private mutating func bool(_ name: String, _ value: Bool) {
    json.key(name)
    json.bool(value)
  }

  private mutating func amount(_ name: String, _ value: Amount?) {
    guard let value else { return }
    json.key(name)
    number(value)
  }

  private mutating func number(_ value: Amount) {
    json.raw(atMost: Amount.maximumTextCount) { value.write(to: $0) }
  }
}
