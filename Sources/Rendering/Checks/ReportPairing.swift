import Core
import ReportModel

/// Finds for each report that of the same body for the year before, among reports in any order.
package struct ReportPairing: Sendable {
  /// A report of another year, and the file that it was read from.
  package struct Candidate: Sendable {
    package var path: String
    package var report: Report

    package init(_ path: String, _ report: Report) {
      self.path = path
      self.report = report
    }
  }

  private let candidates: [Candidate]
  private let byOwner: [String: [Int]]
  /// Whether the user named one report for one, so that they are compared whatever they say of themselves.
  private let isGiven: Bool

  /// - Parameter isGiven: whether there is one input and one counterpart.
  package init(_ candidates: [Candidate], isGiven: Bool = false) {
    self.candidates = candidates
    self.isGiven = isGiven && candidates.count == 1
    var byOwner: [String: [Int]] = [:]
    for (position, candidate) in candidates.enumerated() {
      guard let body = candidate.report.identity.body, let year = candidate.report.identity.year else {
        continue
      }
      byOwner["\(BodyName.key(body)) \(year)", default: []].append(position)
    }
    self.byOwner = byOwner
  }

  /// The counterpart of a report, and what a person should know of the choice.
  package func counterpart(of report: Report) -> (candidate: Candidate?, findings: [Finding]) {
    let identity = report.identity
    // Whether it can be the right one, a rule of its own tells.
    if isGiven, let candidate = candidates.first { return (candidate, []) }
    guard let body = identity.body, let year = identity.year else {
      return (nil, [.againstUnnamed()])
    }
    let found = byOwner["\(BodyName.key(body)) \(year - 1)"] ?? []
    guard let first = found.first else {
      return (nil, [.againstNone(body, year: year - 1)])
    }
    if found.count == 1 { return (candidates[first], []) }
    // Which of several is the right one is not guessed; those that say the same make no difference.
    let statistics = candidates[first].report.asPublishedFigures
    if found.allSatisfy({ candidates[$0].report.asPublishedFigures == statistics }) {
      return (candidates[first], [])
    }
    return (nil, [.againstSeveral(body, year: year - 1, files: found.map { candidates[$0].path })])
  }
}

extension Report {
  /// Those of the edition that it was published in.
  fileprivate var asPublishedFigures: [Figure.Value?] {
    (conversion?.original ?? statistics).figures.map { $0?.value }
  }
}

extension Finding {
  fileprivate static func againstUnnamed() -> Finding { Finding("against.unnamed", .note) }

  fileprivate static func againstNone(_ body: String, year: Int) -> Finding {
    Finding("against.none", .note, ["body": body, "year": String(year)])
  }

  fileprivate static func againstSeveral(_ body: String, year: Int, files: [String]) -> Finding {
    Finding(
      "against.several", .warning,
      ["body": body, "year": String(year), "files": files.joined(separator: ", ")])
  }
}
