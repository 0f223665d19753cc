import Core
import JSONKit
import ReportModel

/// What is known of a report before anything is done with it.
package struct Inspection: Sendable {
  private let report: Report
  private let path: String
  private let format: String
  /// How many cells have each status, and how many are not there.
  private let counts: [(name: String, count: Int)]

  /// - Parameter format: what the file itself is; a canonical file tells besides what it was made from.
  package init(_ report: Report, path: String, format: String) {
    self.report = report
    self.path = path
    self.format = format
    var counts = FigureStatus.allCases.map { status in
      (status.rawValue, report.statistics.figures.count { $0?.status == status })
    }
    let missing = zip(report.form.cells, report.statistics.figures).count { cell, figure in
      figure == nil && report.form.indicators[cell.indicator].role != .subtotal
    }
    counts.append(("missing", missing))
    self.counts = counts.filter { $0.1 > 0 }
  }

  // MARK: Text

  /// - Parameter isColored: whether the words for severity are coloured, as on a terminal.
  package func text(_ language: Language, isColored: Bool = false) -> TerminalText {
    let words = Words(language)
    var text = facts(words).compactMap { id, value -> TerminalText? in
      guard let value, !value.isEmpty else { return nil }
      return "\(words("inspect.\(id)"))\(words.colon)\(value)"
    }.lines
    let evidence = report.evidence.map { ($0.text, $0.place) }
    for (id, texts) in [("evidence", evidence), ("unplaced", report.unplaced.map { ($0.text, $0.place) })]
    where !texts.isEmpty {
      text += "\(words("inspect.list", ["name": words("inspect.\(id)")]))\n"
      text += texts.map { "  \($0)\($1.map { words.aside(PlaceText.text($0, words)) } ?? "")" }.lines
    }
    if !report.findings.isEmpty {
      let findings = FindingText(language, isColored: isColored).text(of: report.findings, path: path)
      text += "\(words("inspect.list", ["name": words("inspect.findings")]))\n\(findings.indented())"
    }
    return text
  }

  private func facts(_ words: Words) -> [(id: String, value: String?)] {
    let identity = report.identity
    var facts: [(String, String?)] = [
      ("source", path), ("form", report.form.name[words.language] + words.aside(report.form.id.description)),
      ("format", format),
    ]
    if let source = report.source, source.format != format {
      let parts = [source.name, source.format, source.encoding].compactMap { $0 }
      facts.append(("origin", words.list(parts)))
    } else {
      facts.append(("encoding", report.source?.encoding))
    }
    facts += [
      ("body", identity.body), ("year", identity.year.map(String.init)), ("title", identity.title),
    ]
    if let start = identity.periodStart, let end = identity.periodEnd {
      facts.append(("period", words("inspect.days", ["start": start, "end": end])))
    }
    let cells = counts.map { name, count in
      "\(words(name == "missing" ? "inspect.missing" : "status.\(name)")) \(count)"
    }
    return facts + [
      ("notice", identity.citedNotice), ("cells", words.list(cells)),
      ("account", report.account.map { account($0, words) }),
      ("sections", report.sections.isEmpty ? nil : String(report.sections.count)),
    ]
  }
}

extension Inspection {
  /// Every class of numbers with its count.
  fileprivate func account(_ account: ReadingAccount, _ words: Words) -> String {
    let uses = ReadingAccount.Use.allCases.map {
      "\(words("account.\($0.rawValue)")) \(account[$0])"
    }
    return "\(account.total)\(words.aside(words.list(uses)))"
  }
}

extension [Inspection] {
  /// For programs: an object for each report.
  package func json(_ language: Language) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginArray()
    for inspection in self { inspection.write(to: &writer, language) }
    writer.endArray()
    return writer.finish()
  }
}

// MARK: JSON

extension Inspection {
  fileprivate func write(to writer: inout JSONWriter, _ language: Language) {
    let identity = report.identity
    writer.beginObject()
    writer.member("file", path)
    writer.member("edition", report.form.id.edition.rawValue)
    writer.member("dialect", report.form.id.dialect)
    writer.member("format", format)
    if let source = report.source {
      writer.key("source")
      writer.beginObject(inline: true)
      writer.member("name", source.name)
      writer.member("format", source.format)
      writer.member("encoding", source.encoding)
      writer.member("sha256", source.sha256)
      writer.endObject()
    }
    writer.member("body", identity.body)
    writer.member("year", identity.year)
    writer.member("title", identity.title)
    writer.member("periodStart", identity.periodStart)
    writer.member("periodEnd", identity.periodEnd)
    writer.member("citedNotice", identity.citedNotice)
    writer.key("cells")
    writer.beginObject(inline: true)
    for (name, count) in counts { writer.member(name, count) }
    writer.endObject()
    if let account = report.account {
      writer.key("account")
      writer.beginObject(inline: true)
      for use in ReadingAccount.Use.allCases { writer.member(use.rawValue, account[use]) }
      writer.endObject()
    }
    writer.key("evidence")
    writer.beginArray()
    for evidence in report.evidence {
      writeText(evidence.text, form: evidence.form, evidence.place, to: &writer)
    }
    writer.endArray()
    writer.key("unplaced")
    writer.beginArray()
    for text in report.unplaced { writeText(text.text, text.place, to: &writer) }
    writer.endArray()
    writer.key("findings")
    writer.beginArray()
    for finding in report.findings {
      writer.beginObject(inline: true)
      writer.member("id", finding.id)
      writer.member("severity", finding.severity.rawValue)
      writer.member("message", finding.message(in: language))
      writer.member("place", finding.places.first?.description)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  private func writeText(
    _ text: String, form: FormID? = nil, _ place: Place?, to writer: inout JSONWriter
  ) {
    writer.beginObject(inline: true)
    writer.member("text", text)
    writer.member("form", form?.description)
    writer.member("place", place?.description)
    writer.endObject()
  }
}
