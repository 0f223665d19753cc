import Core
import FileKit
import ReportModel
import TextKit

/// Something that a rule found, with everything that it rests on.
public struct CheckFinding: Hashable, Sendable {
  /// Its id is that of the rule; its arguments fill the rule's sentence.
  public var finding: Finding
  /// Both sides: every figure and every sentence involved.
  public var witnesses: [Witness]
  /// The same for the same error, wherever it stands in the file and whatever the file is called, so that what
  /// was accepted once stays accepted. 16 hexadecimal digits.
  public var fingerprint: String

  public var rule: String { finding.id }
}

/// What became of one instance of a rule, such as one column of a sum.
public struct Assessment: Hashable, Sendable {
  public enum State: String, Sendable, CaseIterable {
    case holds
    case fails
    /// Figures that it needs are not known, so that it may hold or not.
    case notAssessable
  }

  /// The id of the rule.
  public var rule: String
  /// Which of its equations it is, such as `row.applications.received`.
  public var instance: String
  public var state: State
  /// The cells whose figures are not known, where it could not be assessed.
  public var unknown: [CellID]
}

/// The outcome of checking one report.
public struct CheckResult: Sendable {
  /// The report as it was published: where it has been converted, in the edition that it was published in.
  public var report: Report
  /// The report of the year before, as it was published.
  public var previous: Report?
  /// In the order of the rules, then of the form.
  public var findings: [CheckFinding]
  /// All equations, in the order of the rules. Rules that are no equations have none.
  public var assessments: [Assessment]

  public func count(_ state: Assessment.State) -> Int {
    assessments.reduce(0) { $0 + ($1.state == state ? 1 : 0) }
  }
}

/// Collects what checks find.
struct CheckLog {
  private let book: RuleBook
  private let identity: String
  private(set) var findings: [CheckFinding] = []
  private(set) var assessments: [Assessment] = []
  private var seen: [String: Int] = [:]

  init(_ book: RuleBook, _ report: Report) {
    self.book = book
    identity = "\(report.identity.body ?? report.source?.name ?? "")\u{1F}\(report.identity.year ?? 0)"
  }

  func isOn(_ rule: String) -> Bool { book.isOn(rule) }

  func rule(_ id: String) -> CheckRule? { book.rule(id) }

  /// Adds a finding of a rule, unless the rule is switched off.
  ///
  /// - Parameter arguments: what its sentence names; they are part of the fingerprint, so no places.
  mutating func report(_ id: String, _ arguments: [String: String], _ witnesses: [Witness]) {
    guard book.isOn(id), let rule = book.rule(id) else { return }
    let own = witnesses.filter { $0.source == .checked }
    let cells = own.compactMap(\.cellName)
    var places: [Place] = []
    // The total, the sentence or whatever is wrong by itself first: there an editor should go.
    for witness in own.filter({ $0.side != .left }) + own.filter({ $0.side == .left }) {
      if let place = witness.place, !places.contains(place) { places.append(place) }
    }
    let finding = Finding.rule(rule, arguments, places: places, cells: cells)
    findings.append(
      CheckFinding(finding: finding, witnesses: witnesses, fingerprint: fingerprint(of: finding)))
  }

  mutating func assess(
    _ rule: String, _ instance: String, _ state: Assessment.State, unknown: [CellID] = []
  ) {
    assessments.append(Assessment(rule: rule, instance: instance, state: state, unknown: unknown))
  }

  private mutating func fingerprint(of finding: Finding) -> String {
    var parts = [identity, finding.id] + finding.cells.sorted()
    parts += finding.arguments.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    let text = parts.joined(separator: "\u{1F}")
    let earlier = seen[text, default: 0]
    seen[text] = earlier + 1
    return ContentDigest.of(Array("\(text)\u{1F}\(earlier)".utf8), .sha256).prefix(8).hexadecimal
  }
}

extension Finding {
  /// What a rule found. Its sentence stands beside its formula, in the file of rules; so does how much it weighs.
  fileprivate static func rule(
    _ rule: CheckRule, _ arguments: [String: String], places: [Place], cells: [String]
  ) -> Finding {
    Finding(rule.id, rule.severity, arguments, places: places, cells: cells)
  }
}
