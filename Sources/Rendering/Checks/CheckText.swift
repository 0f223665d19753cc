import Checks
import Core
import ReportModel

/// The outcome of checks for a terminal, as a good compiler shows what it found.
struct CheckText {
  private let style: CheckStyle
  private let words: Words

  private let findings: FindingText

  init(_ style: CheckStyle) {
    self.style = style
    words = Words(style.language)
    findings = FindingText(style.language, style.showsAll ? .all : .someOfAll, isColored: style.isColored)
  }

  func text(of run: CheckRun) -> TerminalText {
    if run.reports.count > 1 { return text(ofMany: run) }
    return run.reports.map { report in
      "\(text(of: report))\(summary(of: report))\n  \(report.verdict.text(words))\n"
    }.joined()
  }

  /// Those that cannot be published come first, and those that nothing is to be said of last and in few words.
  private func text(ofMany run: CheckRun) -> TerminalText {
    var text: TerminalText = ""
    let verdicts = run.reports.map(\.verdict)
    var clean: [CheckedReport] = []
    for isPublishable in [false, true] {
      for (report, verdict) in zip(run.reports, verdicts) where verdict.isPublishable == isPublishable {
        let findings = self.text(of: report, isFolded: !style.showsAll && style.level > .note)
        if findings.isEmpty, isPublishable {
          clean.append(report)
          continue
        }
        if !findings.isEmpty, !text.isEmpty { text += "\n" }
        text += "\(findings)\(summary(of: report))\n  \(verdict.text(words))\n"
      }
    }
    if !text.isEmpty, !clean.isEmpty { text += "\n" }
    for report in findings.shown(clean) { text += "\(summary(of: report))\n" }
    let rest = clean.count - findings.shown(clean).count
    if rest > 0 { text += "\(words("check.clean", ["count": String(rest)]))\n" }
    return text + "\n\(list(ofStopped: run, verdicts))\(total(of: run))\n"
  }

  /// What is to be done, at a glance: each report that cannot be published and why, and what could not be read.
  private func list(ofStopped run: CheckRun, _ verdicts: [PublicationVerdict]) -> TerminalText {
    let stopped = zip(run.reports, verdicts).filter { !$0.1.isPublishable }
    if stopped.isEmpty, run.refusals.isEmpty { return "" }
    var text: TerminalText = "\(words("check.stopped"))\n"
    for (report, verdict) in stopped {
      text += "  \(words.file(report.path))\(words.colon)\(verdict.reasons(words))\n"
    }
    for refusal in run.refusals {
      text += "  \(words.file(refusal.path))\(words.colon)\(words("check.unread"))\n"
    }
    return text + "\n"
  }

  /// - Parameter isFolded: counts what neither stops the report nor doubts its figures.
  private func text(of report: CheckedReport, isFolded: Bool = false) -> TerminalText {
    var text = findings.text(of: report.stops.map(\.finding), path: words.file(report.path))
    if !text.isEmpty { text += "\n" }
    let quotation = Quotation(report, style.language)
    let groups = report.groups(from: style.level)
    for group in groups where !(isFolded && group.isOrdinary) {
      for item in findings.shown(group.findings) {
        text += findings.line(
          item.finding, path: report.placesPath, table: table(of: item.finding, report))
        text += quoted(quotation.lines(of: item), item.finding)
      }
      text += findings.rest(of: group.findings, group.rule)
      text += "\(findings.remedy(of: group.findings.map(\.finding)))\n"
    }
    // What was found while reading says why figures cannot be told.
    let level = isFolded && report.verdict.unclear == 0 ? Severity.error : style.level
    let reading = report.reading.filter { $0.severity >= level }
    if !reading.isEmpty {
      text += "\(words("check.reading"))\n\(findings.text(of: reading, path: report.placesPath))\n"
    }
    if isFolded { text += folded(groups.filter(\.isOrdinary), report) }
    if style.level == .note { text += notAssessable(report) }
    return text
  }

  /// How many findings of which rules are not shown.
  private func folded(_ groups: [RuleGroup], _ report: CheckedReport) -> TerminalText {
    let isShown = report.verdict.unclear > 0
    let reading =
      isShown ? 0 : report.reading.count { $0.severity >= style.level && $0.severity < .error }
    let count = groups.reduce(reading) { $0 + $1.findings.count }
    if count == 0 { return "" }
    var kinds = groups.map { group in
      "\(style.rules.rule(group.rule)?.title[style.language] ?? group.rule) \(group.findings.count)"
    }
    if reading > 0 { kinds.append("\(words("check.reading.kind")) \(reading)") }
    let list = words.list(Array(kinds.prefix(5))) + (kinds.count > 5 ? "…" : "")
    return "\(words("check.folded", ["count": String(count), "kinds": list]))\n"
  }

  /// The table that a finding is about, as the form numbers it.
  private func table(of finding: Finding, _ report: CheckedReport) -> String? {
    let form = report.report.form
    guard !form.sections.isEmpty, let cell = finding.cells.first.flatMap({ CellID($0) }),
      let index = form.index(of: cell)
    else { return nil }
    return form.cells[index].table
  }

  // MARK: Relations that could not be assessed

  private func notAssessable(_ report: CheckedReport) -> TerminalText {
    let all = report.notAssessable
    if all.isEmpty { return "" }
    var text: TerminalText = "\(words("check.notAssessable", ["count": String(all.count)]))\n"
    var order: [String] = []
    var groups: [String: [Assessment]] = [:]
    for assessment in all {
      if groups[assessment.rule] == nil { order.append(assessment.rule) }
      groups[assessment.rule, default: []].append(assessment)
    }
    for id in order {
      let group = groups[id] ?? []
      text += "  \(style.rules.rule(id)?.title[style.language] ?? id) [\(id)]\n"
      for assessment in findings.shown(group) {
        text += "    \(words.reasons(assessment, report, most: 3))\n"
      }
      text += findings.rest(of: group, id)
    }
    return text + "\n"
  }

  // MARK: Summaries

  private func summary(of report: CheckedReport) -> String {
    let name = report.name(style.language)
    return words(
      "check.summary",
      [
        "file": words.file(report.path), "name": name.isEmpty ? words("check.unnamed") : name,
        "findings": counted(Severity.allCases.map { ($0, report.count($0)) }),
        "relations": relations(Assessment.State.allCases.map { ($0, report.result.count($0)) }),
        "accepted": report.accepted.isEmpty
          ? "" : words("check.accepted", ["count": String(report.accepted.count)]),
      ])
  }

  private func total(of run: CheckRun) -> String {
    let publishable = run.reports.count { $0.verdict.isPublishable }
    let accepted = run.reports.reduce(0) { $0 + $1.accepted.count }
    return words(
      "check.total",
      [
        "count": String(run.reports.count),
        "findings": counted(
          Severity.allCases.map { severity in (severity, run.reports.reduce(0) { $0 + $1.count(severity) }) }),
        "relations": relations(
          Assessment.State.allCases.map { state in
            (state, run.reports.reduce(0) { $0 + $1.result.count(state) })
          }),
        "accepted": accepted == 0 ? "" : words("check.accepted", ["count": String(accepted)]),
        "publishable": String(publishable), "stopped": String(run.reports.count - publishable),
      ])
  }

  private func counted(_ counts: [(Severity, Int)]) -> String {
    counts.sorted { $0.0 > $1.0 }.map { severity, count in
      let text = words("check.count.\(severity.rawValue)", ["count": String(count)])
      return severity < style.level && count > 0 ? text + words("check.hidden") : text
    }.joined(separator: words("subtotal.separator"))
  }

  private func relations(_ counts: [(Assessment.State, Int)]) -> String {
    counts.map { words("check.state.\($0.rawValue)", ["count": String($1)]) }
      .joined(separator: words("subtotal.separator"))
  }

  private static let longQuotation = 24

  /// A quotation that is longer than any sum of a form is a list of cells, and its beginning is enough.
  private func quoted(_ lines: [Quotation.Line], _ finding: Finding) -> TerminalText {
    let isLong = lines.count > Self.longQuotation && !style.showsAll
    let shown = isLong ? lines.prefix(Self.longQuotation / 4) : lines[...]
    var text: TerminalText = ""
    for line in shown { text += "    \(self.text(of: line, finding))\n" }
    if !isLong { return text }
    return "\(text)    \(words("check.lines", ["count": String(lines.count - shown.count)]))\n"
  }

  private func text(of line: Quotation.Line, _ finding: Finding) -> TerminalText {
    func painted(_ marks: TerminalText) -> TerminalText {
      marks.painted(.init(finding.severity), if: style.isColored)
    }
    return switch line {
    case .plain(let text): text
    case .marks(let text): painted(text)
    case .marked(let text, let mark): "\(text)  \(painted(mark))"
    }
  }
}
