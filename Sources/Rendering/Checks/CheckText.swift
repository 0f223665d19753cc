import Checks
import Core

/// The outcome of checks for a terminal, as a good compiler shows what it found.
struct CheckText {
  private let style: CheckStyle
  private let words: Words

  /// How many findings of one rule are shown for one report.
  private static let cap = 5
  private static let indent = "    "

  init(_ style: CheckStyle) {
    self.style = style
    words = Words(style.language)
  }

  func text(of run: CheckRun) -> String {
    var text = ""
    for report in run.reports {
      let findings = self.text(of: report)
      if !findings.isEmpty, !text.isEmpty { text += "\n" }
      text += findings + summary(of: report) + "\n"
    }
    if run.reports.count > 1 { text += "\n" + total(of: run) + "\n" }
    return text
  }

  private func text(of report: CheckedReport) -> String {
    var text = ""
    let quotation = Quotation(report, style.language)
    for group in report.groups(from: style.level) {
      let shown = style.showsAll ? group.findings[...] : group.findings.prefix(Self.cap)
      for item in shown {
        text += head(item.finding, report.placesPath)
        for line in quotation.lines(of: item) {
          text += Self.indent + self.text(of: line, item.finding) + "\n"
        }
      }
      if group.findings.count > shown.count {
        let count = String(group.findings.count - shown.count)
        text += "  " + words("check.more", ["count": count, "rule": group.rule]) + "\n"
      }
      if let first = group.findings.first, let remedy = words.remedy(first.finding) {
        text += "  → \(remedy)\n"
      }
      text += "\n"
    }
    let reading = report.reading.filter { $0.severity >= style.level }
    if !reading.isEmpty {
      text += words("check.reading") + "\n"
      text += list(reading, report.placesPath) + "\n"
    }
    if style.level == .note { text += notAssessable(report) }
    return text
  }

  /// `path:line: error: sentence [rule]`
  private func head(_ finding: Finding, _ path: String) -> String {
    var location = path == "-" ? "<stdin>" : path
    var cell = ""
    if let place = finding.places.first {
      if let line = place.line { location += ":\(line)" }
      let address = PlaceText.address(place)
      if !address.isEmpty { cell = " (\(address))" }
    }
    let severity = painted(words.severity(finding.severity), Self.color(finding.severity))
    return "\(location): \(severity): \(words.message(finding))\(cell) [\(finding.id)]\n"
  }

  /// Findings of reading by kind, each kind with what to do once.
  private func list(_ findings: [Finding], _ path: String) -> String {
    var order: [String] = []
    var groups: [String: [Finding]] = [:]
    for finding in findings.sorted(by: { $0.severity > $1.severity }) {
      if groups[finding.id] == nil { order.append(finding.id) }
      groups[finding.id, default: []].append(finding)
    }
    var text = ""
    for id in order {
      let group = groups[id] ?? []
      let shown = style.showsAll ? group[...] : group.prefix(Self.cap)
      for finding in shown { text += head(finding, path) }
      if group.count > shown.count {
        text += "  " + words("check.more", ["count": String(group.count - shown.count), "rule": id]) + "\n"
      }
      if let remedy = group.first.flatMap(words.remedy) { text += "  → \(remedy)\n" }
    }
    return text
  }

  // MARK: Relations that could not be assessed

  private func notAssessable(_ report: CheckedReport) -> String {
    let all = report.notAssessable
    if all.isEmpty { return "" }
    var text = words("check.notAssessable", ["count": String(all.count)]) + "\n"
    var order: [String] = []
    var groups: [String: [Assessment]] = [:]
    for assessment in all {
      if groups[assessment.rule] == nil { order.append(assessment.rule) }
      groups[assessment.rule, default: []].append(assessment)
    }
    for id in order {
      let group = groups[id] ?? []
      let shown = style.showsAll ? group[...] : group.prefix(Self.cap)
      let title = style.rules.rule(id)?.title[style.language] ?? id
      text += "  \(title) [\(id)]\n"
      for assessment in shown { text += "\(Self.indent)\(words.reasons(assessment, report, most: 3))\n" }
      if group.count > shown.count {
        text += "  " + words("check.more", ["count": String(group.count - shown.count), "rule": id]) + "\n"
      }
    }
    return text + "\n"
  }

  // MARK: Summaries

  private func summary(of report: CheckedReport) -> String {
    let path = report.path == "-" ? "<stdin>" : report.path
    let name = report.name(style.language)
    return words(
      "check.summary",
      [
        "file": path, "name": name.isEmpty ? words("check.unnamed") : name,
        "findings": findings(Severity.allCases.map { ($0, report.count($0)) }),
        "relations": relations(Assessment.State.allCases.map { ($0, report.result.count($0)) }),
        "accepted": report.accepted.isEmpty
          ? "" : words("check.accepted", ["count": String(report.accepted.count)]),
      ])
  }

  private func total(of run: CheckRun) -> String {
    let accepted = run.reports.reduce(0) { $0 + $1.accepted.count }
    return words(
      "check.total",
      [
        "count": String(run.reports.count),
        "findings": findings(
          Severity.allCases.map { severity in (severity, run.reports.reduce(0) { $0 + $1.count(severity) }) }),
        "relations": relations(
          Assessment.State.allCases.map { state in
            (state, run.reports.reduce(0) { $0 + $1.result.count(state) })
          }),
        "accepted": accepted == 0 ? "" : words("check.accepted", ["count": String(accepted)]),
      ])
  }

  private func findings(_ counts: [(Severity, Int)]) -> String {
    counts.sorted { $0.0 > $1.0 }.map { severity, count in
      let text = words("check.count.\(severity.rawValue)", ["count": String(count)])
      return severity < style.level && count > 0 ? text + words("check.hidden") : text
    }.joined(separator: words("subtotal.separator"))
  }

  private func relations(_ counts: [(Assessment.State, Int)]) -> String {
    counts.map { words("check.state.\($0.rawValue)", ["count": String($1)]) }
      .joined(separator: words("subtotal.separator"))
  }

  // MARK: Colour

  private func text(of line: Quotation.Line, _ finding: Finding) -> String {
    switch line {
    case .plain(let text): text
    case .marks(let text): painted(text, Self.color(finding.severity))
    case .marked(let text, let mark): text + "  " + painted(mark, Self.color(finding.severity))
    }
  }

  private func painted(_ text: String, _ color: String) -> String {
    style.isColored ? "\u{1B}[1;\(color)m\(text)\u{1B}[0m" : text
  }

  private static func color(_ severity: Severity) -> String {
    switch severity {
    case .error: "31"
    case .warning: "33"
    case .note: "36"
    }
  }
}

enum PlaceText {
  /// Page, table, row and column, such as `t3 r4 c7`; empty where the format has none of them.
  static func address(_ place: Place) -> String {
    Place(page: place.page, table: place.table, row: place.row, column: place.column).description
  }
}
