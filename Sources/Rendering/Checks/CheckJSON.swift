import Checks
import Core
import JSONKit
import ReportModel

/// The outcome of checks for programs, as `Schemas/json/check-1.schema.json` describes it. It holds all findings,
/// whatever level a person is shown.
struct CheckJSON {
  static let version = "1.0"

  private let style: CheckStyle

  init(_ style: CheckStyle) { self.style = style }

  func bytes(of run: CheckRun) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("gongkaiCheck", Self.version)
    writer.key("reports")
    writer.beginArray()
    for report in run.reports { write(report, hasBaseline: run.hasBaseline, to: &writer) }
    writer.endArray()
    writer.key("refused")
    writer.beginArray()
    for refusal in run.refusals {
      writer.beginObject()
      writer.member("file", refusal.path)
      writer.key("findings")
      write(refusal.findings, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.key("summary")
    writer.beginObject(inline: true)
    writer.member("reports", run.reports.count)
    for severity in Severity.allCases.reversed() {
      writer.member("\(severity.rawValue)s", run.reports.reduce(0) { $0 + $1.count(severity) })
    }
    writer.member("accepted", run.reports.reduce(0) { $0 + $1.accepted.count })
    writer.member("refused", run.refusals.count)
    writer.endObject()
    writer.endObject()
    return writer.finish()
  }

  /// One of the reports, as it stands in the array of all.
  func element(_ checked: CheckedReport) -> [UInt8] {
    var writer = JSONWriter()
    write(checked, hasBaseline: false, to: &writer)
    var bytes: [UInt8] = []
    // No string holds a line feed as it is, so that each begins a line.
    for byte in writer.finish().dropLast() {
      bytes.append(byte)
      if byte == UInt8(ascii: "\n") { bytes += [0x20, 0x20, 0x20, 0x20] }
    }
    return bytes
  }

  private func write(_ checked: CheckedReport, hasBaseline: Bool, to writer: inout JSONWriter) {
    let report = checked.report
    writer.beginObject()
    writer.member("file", checked.path)
    if checked.placesPath != checked.path { writer.member("source", checked.placesPath) }
    if let sha256 = report.source?.sha256 { writer.member("sha256", sha256) }
    writer.member("form", report.form.id.description)
    if let body = report.identity.body { writer.member("body", body) }
    if let year = report.identity.year { writer.member("year", year) }
    if let title = report.identity.title { writer.member("title", title) }
    if let previous = checked.result.previous {
      writer.key("against")
      writer.beginObject(inline: true)
      writer.member("file", checked.previousPath ?? "-")
      writer.member("form", previous.form.id.description)
      if let body = previous.identity.body { writer.member("body", body) }
      if let year = previous.identity.year { writer.member("year", year) }
      writer.endObject()
    }
    writer.key("findings")
    writer.beginArray()
    for item in checked.findings { write(item, checked, to: &writer) }
    writer.endArray()
    writer.key("reading")
    write(checked.reading, to: &writer)
    writer.key("relations")
    writer.beginObject(inline: true)
    for state in Assessment.State.allCases { writer.member(state.rawValue, checked.result.count(state)) }
    writer.endObject()
    writer.key("notAssessable")
    writer.beginArray()
    for assessment in checked.notAssessable { write(assessment, report, to: &writer) }
    writer.endArray()
    if hasBaseline { writer.member("accepted", checked.accepted.count) }
    writer.endObject()
  }

  private func write(_ item: CheckFinding, _ checked: CheckedReport, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("rule", item.rule)
    writer.member("severity", item.finding.severity.rawValue)
    writer.member("fingerprint", item.fingerprint)
    writeTexts(of: item.finding, to: &writer)
    writer.key("witnesses")
    writer.beginArray()
    for witness in item.witnesses {
      writer.beginObject()
      writer.member("side", witness.side.rawValue)
      writer.member("report", witness.source.rawValue)
      writer.key("labels")
      writer.strings(witness.labels)
      if let cell = witness.cell {
        writer.member("cell", cell.description)
        write(checked.figure(witness), to: &writer)
      }
      writer.member("text", witness.text)
      if let marked = witness.marked {
        writer.key("marked")
        writer.range(marked)
      }
      write(witness.place, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  /// How much is known of a figure: its number, or its bounds.
  private func write(_ figure: Figure?, to writer: inout JSONWriter) {
    writer.member("status", figure?.status.rawValue ?? "missing")
    if let amount = figure?.certainAmount {
      writer.member("value", amount)
    } else if let bounds = figure?.bounds {
      if let least = bounds.atLeast { writer.member("atLeast", least) }
      if let most = bounds.atMost { writer.member("atMost", most) }
    }
  }

  private func write(_ assessment: Assessment, _ report: Report, to writer: inout JSONWriter) {
    writer.beginObject(inline: true)
    writer.member("rule", assessment.rule)
    writer.member("relation", assessment.instance)
    writer.key("unknown")
    writer.beginArray()
    for cell in assessment.unknown {
      let figure = report.statistics[cell]
      writer.beginObject()
      writer.member("cell", cell.description)
      writer.key("labels")
      writer.strings(report.form.labelPath(of: cell))
      write(figure, to: &writer)
      if let raw = figure?.raw { writer.member("text", raw) }
      write(figure?.place, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ findings: [Finding], to writer: inout JSONWriter) {
    writer.beginArray()
    for finding in findings {
      writer.beginObject()
      writer.member("id", finding.id)
      writer.member("severity", finding.severity.rawValue)
      writeTexts(of: finding, to: &writer)
      if !finding.cells.isEmpty {
        writer.key("cells")
        writer.strings(finding.cells)
      }
      if let place = finding.places.first { write(place, to: &writer) }
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeTexts(of finding: Finding, to writer: inout JSONWriter) {
    writer.key("message")
    writer.beginObject()
    for language in Language.allCases {
      writer.member(language.rawValue, MessageCatalogue.shared.message(finding, language))
    }
    writer.endObject()
    guard MessageCatalogue.shared.remedy(finding, .english) != nil else { return }
    writer.key("remedy")
    writer.beginObject()
    for language in Language.allCases {
      writer.member(language.rawValue, MessageCatalogue.shared.remedy(finding, language) ?? "")
    }
    writer.endObject()
  }

  /// The text form, and its parts for those who do not want to take it apart.
  private func write(_ place: Place?, to writer: inout JSONWriter) {
    guard let place else { return }
    writer.key("place")
    writer.beginObject(inline: true)
    writer.member("text", place.description)
    for (name, number) in [
      ("page", place.page), ("table", place.table), ("row", place.row), ("column", place.column),
      ("line", place.line),
    ] {
      if let number { writer.member(name, number) }
    }
    if let bytes = place.bytes {
      writer.key("bytes")
      writer.range(bytes)
    }
    writer.endObject()
  }
}

extension JSONWriter {
  mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  mutating func member(_ name: String, _ value: Int) {
    key(name)
    integer(value)
  }

  mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  mutating func member(_ name: String, _ value: Amount) {
    key(name)
    raw { $0.append(contentsOf: value.description.utf8) }
  }

  mutating func strings(_ values: [String]) {
    beginArray(inline: true)
    for value in values { string(value) }
    endArray()
  }

  /// First, and one behind the last.
  mutating func range(_ range: Range<Int>) {
    beginArray(inline: true)
    integer(range.lowerBound)
    integer(range.upperBound)
    endArray()
  }
}
