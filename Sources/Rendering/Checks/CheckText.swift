import Checks
import Core

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
    var text: TerminalText = ""
    for report in run.reports {
      let findings = self.text(of: report)
      if !findings.isEmpty, !text.isEmpty { text += "\n" }
      text += "\(findings)\(summary(of: report))\n  \(report.verdict.text(words))\n"
    }
    if run.reports.count > 1 { text += "\n\(total(of: run))\n" }
    return text
  }

  private func text(of report: CheckedReport) -> TerminalText {
    var text: TerminalText = ""
    let quotation = Quotation(report, style.language)
    for group in report.groups(from: style.level) {
      for item in findings.shown(group.findings) {
        text += findings.line(item.finding, path: report.placesPath)
        for line in quotation.lines(of: item) { text += "    \(self.text(of: line, item.finding))\n" }
      }
      text += findings.rest(of: group.findings, group.rule)
      text += "\(findings.remedy(of: group.findings.map(\.finding)))\n"
    }
    let reading = report.reading.filter { $0.severity >= style.level }
    if !reading.isEmpty {
      text += "\(words("check.reading"))\n\(findings.text(of: reading, path: report.placesPath))\n"
    }
    if style.level == .note { text += notAssessable(report) }
    return text
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
