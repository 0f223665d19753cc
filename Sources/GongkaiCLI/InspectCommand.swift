import ArgumentParser
import Core
import FileKit
import Gongkai
import JSONKit
import ReportModel

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: Help.abstract("inspect"), discussion: Help.discussion("inspect"))

  @Argument(help: Help.text("inputs"), completion: .file())
  var inputs: [String]

  @OptionGroup var reading: ReadingOptions

  @Flag(name: .long, help: Help.text("json"))
  var json = false

  @Option(name: .long, help: Help.text("level"))
  var level: Severity = .error

  func run() throws {
    let converter = try reading.converter()
    let edition = try reading.edition(reading.fromEdition, converter.forms)
    var worst = ExitStatus.done
    var writer = JSONWriter()
    if json { writer.beginArray() }
    var text = ""
    for path in try InputFiles.expand(inputs, converter.formats) {
      do throws(Refusal) {
        let bytes = try FileAccess.read(path)
        let name = path == "-" ? nil : FileAccess.name(of: path)
        let format = try formatName(bytes, name, converter)
        for report in try converter.readAll(bytes: bytes, name: name, as: reading.from, edition: edition) {
          let inspection = Inspection(report, path: path, format: format)
          if report.findings.contains(where: { $0.severity >= level }) { worst = worst.worse(.findings) }
          if json { inspection.write(to: &writer) } else { text += inspection.text(Console.shared) + "\n" }
        }
      } catch {
        Console.shared.report(error.findings, path: path)
        worst = worst.worse(ExitStatus(error))
      }
    }
    if json { writer.endArray() }
    try FileAccess.writeToStandardOutput(json ? writer.finish() : Array(text.utf8))
    if worst != .done { throw worst }
  }
}

extension InspectCommand {
  /// What the file itself is; a canonical file tells besides what it was made from.
  private func formatName(
    _ bytes: [UInt8], _ name: String?, _ converter: Converter
  ) throws(Refusal) -> String {
    if let from = reading.from, from.hasPrefix("exec:") { return from }
    return try converter.identify(SourceBytes(name: name, bytes: bytes), as: reading.from).format.id
  }
}

/// What is known of a report before anything is done with it.
struct Inspection {
  private let report: Report
  private let path: String
  private let format: String
  private let counts: [(name: String, count: Int)]

  init(_ report: Report, path: String, format: String) {
    self.report = report
    self.path = path
    self.format = format
    var counts = FigureStatus.allCases.map { status in
      (status.rawValue, report.statistics.figures.reduce(0) { $0 + ($1?.status == status ? 1 : 0) })
    }.filter { $0.1 > 0 }
    let missing = report.statistics.figures.enumerated().reduce(0) { sum, entry in
      let isSubtotal = report.form.indicators[report.form.cells[entry.offset].indicator].role == .subtotal
      return sum + (entry.element == nil && !isSubtotal ? 1 : 0)
    }
    if missing > 0 { counts.append(("missing", missing)) }
    self.counts = counts
  }

  func text(_ console: Console) -> String {
    let language = console.language
    var lines: [String] = []
    func line(_ id: String, _ value: String?) {
      if let value, !value.isEmpty { lines.append("\(console.word("inspect.\(id)")): \(value)") }
    }
    line("source", path)
    line("form", "\(report.form.name[language]) (\(report.form.id))")
    line("format", format)
    if let source = report.source, source.format != format {
      line("origin", [source.name, source.format, source.encoding].compactMap { $0 }.joined(separator: ", "))
    } else {
      line("encoding", report.source?.encoding)
    }
    line("body", report.identity.body)
    line("year", report.identity.year.map(String.init))
    line("title", report.identity.title)
    if let start = report.identity.periodStart, let end = report.identity.periodEnd {
      line("period", "\(start) – \(end)")
    }
    line("notice", report.identity.citedNotice)
    line(
      "cells",
      counts.map { name, count in
        "\(name == "missing" ? console.word("inspect.missing") : console.word("status.\(name)")) \(count)"
      }.joined(separator: ", "))
    line("sections", report.sections.isEmpty ? nil : String(report.sections.count))
    if !report.evidence.isEmpty {
      lines.append("\(console.word("inspect.evidence")):")
      lines += report.evidence.map { "  \($0.text)\($0.place.map { "  (\($0))" } ?? "")" }
    }
    if !report.unplaced.isEmpty {
      lines.append("\(console.word("inspect.unplaced")):")
      lines += report.unplaced.map { "  \($0.text)\($0.place.map { "  (\($0))" } ?? "")" }
    }
    if !report.findings.isEmpty {
      lines.append("\(console.word("inspect.findings")):")
      lines += console.describe(report.findings, path: path).split(separator: "\n").map { "  \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    func member(_ name: String, _ value: String?) {
      guard let value else { return }
      writer.key(name)
      writer.string(value)
    }
    member("file", path)
    member("edition", report.form.id.edition.rawValue)
    member("dialect", report.form.id.dialect)
    member("format", format)
    if let source = report.source {
      writer.key("source")
      writer.beginObject(inline: true)
      member("name", source.name)
      member("format", source.format)
      member("encoding", source.encoding)
      member("sha256", source.sha256)
      writer.endObject()
    }
    member("body", report.identity.body)
    if let year = report.identity.year {
      writer.key("year")
      writer.integer(year)
    }
    member("title", report.identity.title)
    member("periodStart", report.identity.periodStart)
    member("periodEnd", report.identity.periodEnd)
    member("citedNotice", report.identity.citedNotice)
    writer.key("cells")
    writer.beginObject(inline: true)
    for (name, count) in counts {
      writer.key(name)
      writer.integer(count)
    }
    writer.endObject()
    writer.key("evidence")
    writer.beginArray()
    for evidence in report.evidence {
      writer.beginObject(inline: true)
      member("text", evidence.text)
      member("form", evidence.form.description)
      member("place", evidence.place?.description)
      writer.endObject()
    }
    writer.endArray()
    writer.key("unplaced")
    writer.beginArray()
    for text in report.unplaced {
      writer.beginObject(inline: true)
      member("text", text.text)
      member("place", text.place?.description)
      writer.endObject()
    }
    writer.endArray()
    writer.key("findings")
    writer.beginArray()
    for finding in report.findings {
      writer.beginObject(inline: true)
      member("id", finding.id)
      member("severity", finding.severity.rawValue)
      member("message", MessageCatalogue.shared.message(finding, Console.shared.language))
      member("place", finding.places.first?.description)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
