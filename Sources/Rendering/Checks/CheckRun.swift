import Checks
import Core
import ReportModel

/// What came of checking some inputs, in their order: what the renderers show.
package struct CheckRun: Sendable {
  package var reports: [CheckedReport]
  /// Inputs that could not be read, with why.
  package var refusals: [RefusedInput]
  /// Whether findings were compared with a baseline.
  package var hasBaseline: Bool

  package init(_ reports: [CheckedReport] = [], refusals: [RefusedInput] = [], hasBaseline: Bool = false) {
    self.reports = reports
    self.refusals = refusals
    self.hasBaseline = hasBaseline
  }

  package struct RefusedInput: Sendable {
    package var path: String
    package var findings: [Finding]

    package init(_ path: String, _ findings: [Finding]) {
      self.path = path
      self.findings = findings
    }
  }
}

/// A report that was checked, with the files that it and its counterpart came from.
package struct CheckedReport: Sendable {
  /// As the user named it; `-` for standard input.
  package var path: String
  /// The file of the year before, where there is one.
  package var previousPath: String?
  package var result: CheckResult
  /// Those that a baseline accepts; they are counted and not shown.
  package var accepted: [CheckFinding] = []
  /// What stops it besides, as the other inputs and the year that is due show.
  package var stops: [PublicationStop] = []

  package init(_ result: CheckResult, path: String, previousPath: String? = nil) {
    self.path = path
    self.previousPath = previousPath
    self.result = result
  }

  package var report: Report { result.report }

  package var verdict: PublicationVerdict { PublicationVerdict(self) }

  /// The findings that are not accepted, in the order of the rules.
  package var findings: [CheckFinding] {
    if accepted.isEmpty { return result.findings }
    let fingerprints = Set(accepted.map(\.fingerprint))
    return result.findings.filter { !fingerprints.contains($0.fingerprint) }
  }

  /// What was found while the report was read: it tells why a figure is not known. Findings of an earlier check
  /// are made anew, and those of a conversion are not about the report as it was published.
  package var reading: [Finding] {
    report.findings.filter { finding in
      finding.origin != .checking && finding.origin != .conversion
    }
  }

  /// The file that places speak of: a canonical file carries those of the file that it was made from.
  package var placesPath: String { Self.placesPath(of: report, path) }

  package var previousPlacesPath: String? {
    guard let previous = result.previous else { return nil }
    return Self.placesPath(of: previous, previousPath ?? "-")
  }

  private static func placesPath(of report: Report, _ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init)
    guard let source = report.source?.name, source != name else { return path }
    return source
  }

  /// The report in few words: whose, and for when.
  func name(_ language: Language) -> String {
    let year = report.identity.year.map { Words(language)("check.year", ["year": String($0)]) }
    return [report.identity.body, year].compactMap { $0 }.joined(separator: " ")
  }

  /// Findings by rule: errors, what else stops a report, doubtful units and figures, then the gravest first in the order of the
  /// rules. What stops a report is among them whatever it weighs.
  func groups(from level: Severity) -> [RuleGroup] {
    let report = report
    return RuleGroup.groups(
      findings.filter {
        $0.finding.severity >= level || PublicationVerdict.stops($0.rule, report)
      }, of: report)
  }

  func count(_ severity: Severity) -> Int {
    findings.reduce(0) { $0 + ($1.finding.severity == severity ? 1 : 0) }
  }

  /// The relations that could not be assessed, by rule.
  var notAssessable: [Assessment] { result.assessments.filter { $0.state == .notAssessable } }

  func figure(_ witness: Witness) -> Figure? {
    guard let cell = witness.cell else { return nil }
    switch witness.source {
    case .checked: return report.statistics[cell]
    case .previous: return result.previous?.statistics[cell]
    }
  }
}

/// The findings of one rule.
struct RuleGroup {
  let rule: String
  let severity: Severity
  let findings: [CheckFinding]
  private let stops: Bool

  /// Units of money, and figures of the prose that are others than those of the tables.
  private static let doubtful: Set<String> = [
    "check.part.unit", "check.part.unitMissing", "check.year.unit", "check.prose.figure", "check.prose.sum",
    "check.prose.ofWhich",
  ]

  /// The lower, the sooner it is told.
  private var rank: Int {
    if severity == .error { return 0 }
    if stops { return 1 }
    return Self.doubtful.contains(rule) ? 2 : severity == .warning ? 3 : 4
  }

  /// Whether it is only counted where there are many reports.
  var isOrdinary: Bool { rank > 2 }

  fileprivate static func groups(_ findings: [CheckFinding], of report: Report) -> [RuleGroup] {
    var order: [String] = []
    var byRule: [String: [CheckFinding]] = [:]
    for item in findings {
      if byRule[item.rule] == nil { order.append(item.rule) }
      byRule[item.rule, default: []].append(item)
    }
    let groups = order.map { rule in
      let items = byRule[rule] ?? []
      return RuleGroup(
        rule: rule, severity: items.map(\.finding.severity).max() ?? .note, findings: items,
        stops: PublicationVerdict.stops(rule, report))
    }
    return groups.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element)
  }
}

/// How the outcome of checks is shown.
package struct CheckStyle: Sendable {
  package var language: Language
  /// Findings below it are counted and not shown.
  package var level: Severity
  /// Whether all findings of a rule are shown, or only the first.
  package var showsAll: Bool
  /// Whether a text is coloured, as terminals are.
  package var isColored: Bool
  /// The rules that were checked.
  package var rules: RuleBook
  /// The version of the program, for formats that name it.
  package var version: String

  package init(
    language: Language = .chinese, level: Severity = .warning, showsAll: Bool = false,
    isColored: Bool = false,
    rules: RuleBook = .shared, version: String = ""
  ) {
    self.language = language
    self.level = level
    self.showsAll = showsAll
    self.isColored = isColored
    self.rules = rules
    self.version = version
  }
}

/// A form in which the outcome of checks is written.
package enum CheckFormat: String, CaseIterable, Sendable {
  case text, json, sarif, html

  /// The extensions of its files.
  package var extensions: [String] {
    switch self {
    case .text: ["txt", "text"]
    case .json: ["json"]
    case .sarif: ["sarif"]
    case .html: ["html", "htm"]
    }
  }

  package func bytes(of run: CheckRun, _ style: CheckStyle) -> [UInt8] {
    switch self {
    case .text: CheckText(style).text(of: run).bytes
    case .json: CheckJSON(style).bytes(of: run)
    case .sarif: CheckSARIF(style).bytes(of: run)
    case .html: CheckPage(style).bytes(of: run)
    }
  }
}

extension Words {
  /// The cells for which a relation could not be assessed and why, so many of them by name.
  func reasons(_ assessment: Assessment, _ checked: CheckedReport, most: Int) -> String {
    let form = checked.report.form
    let cells = assessment.unknown.prefix(most).map { cell in
      let label = form.labelPath(of: cell).suffix(2).joined(separator: " / ")
      return "\(label)\(colon)\(reason(checked.report.statistics[cell]))"
    }
    let more = assessment.unknown.count - cells.count
    return cells.joined(separator: self("punctuation.semicolon"))
      + (more > 0 ? self("check.andMore", ["count": String(more)]) : "")
  }

  /// Why the figure of a cell is not one number.
  func reason(_ figure: Figure?) -> String {
    guard let figure else { return self("check.unknown.missing") }
    return self("check.unknown.\(figure.status.rawValue)", ["text": FigureNotation.text(figure)])
  }
}
