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
      writer.beginArray()
      for finding in refusal.findings { writer.finding(finding) }
      writer.endArray()
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
    writer.member("sha256", report.source?.sha256)
    writer.member("form", report.form.id.description)
    writer.member("body", report.identity.body)
    writer.member("year", report.identity.year)
    writer.member("title", report.identity.title)
    let verdict = checked.verdict
    writer.key("verdict")
    writer.beginObject(inline: true)
    writer.member("publishable", verdict.isPublishable)
    writer.member("errors", verdict.errors)
    writer.member("unfilled", verdict.unfilled)
    writer.member("unclear", verdict.unclear)
    writer.member("hints", verdict.hints)
    writer.member("names", verdict.names)
    writer.member("duplicate", verdict.isDuplicate)
    writer.member("otherYear", verdict.isOfOtherYear)
    writer.endObject()
    if !checked.stops.isEmpty {
      writer.key("stops")
      writer.beginArray()
      for stop in checked.stops { writer.finding(stop.finding) }
      writer.endArray()
    }
    if let previous = checked.result.previous {
      writer.key("against")
      writer.beginObject(inline: true)
      writer.member("file", checked.previousPath ?? "-")
      writer.member("form", previous.form.id.description)
      writer.member("body", previous.identity.body)
      writer.member("year", previous.identity.year)
      writer.endObject()
    }
    writer.key("findings")
    writer.beginArray()
    for item in checked.findings { write(item, checked, to: &writer) }
    writer.endArray()
    writer.key("reading")
    writer.beginArray()
    for finding in checked.reading { writer.finding(finding) }
    writer.endArray()
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
    writer.sentences(of: item.finding)
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
      writer.place(witness.place)
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
      writer.member("atLeast", bounds.atLeast)
      writer.member("atMost", bounds.atMost)
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
      writer.member("text", figure?.raw)
      writer.place(figure?.place)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
