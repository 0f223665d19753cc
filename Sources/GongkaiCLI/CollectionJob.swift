import Collection
import Core
import FileKit
import Gongkai
import Rendering
import ReportModel

/// What is done with each input of a roll-up: read it, check it, and bring its figures to the form of the sums.
struct CollectionJob: Sendable {
  struct Outcome: Sendable {
    var submissions: [Submission] = []
    var refusals: [RefusedSubmission] = []
    /// What reports of the next year are checked against.
    var candidates: [ReportPairing.Candidate] = []
    var status = ExitStatus.done
  }

  private let converter: Converter
  private let from: String?
  private let edition: Edition?
  private let form: Form
  private let policy: Conversion.Policy
  private let workers: Int?

  init(
    _ converter: Converter, from: String?, edition: Edition?, form: Form, policy: Conversion.Policy,
    workers: Int?
  ) {
    self.converter = converter
    self.from = from
    self.edition = edition
    self.form = form
    self.policy = policy
    self.workers = workers
  }

  /// The reports of the year before.
  func previous(_ inputs: [Input]) -> Outcome { run(inputs, against: nil, keepsReports: true) }

  func submissions(_ inputs: [Input], against candidates: [ReportPairing.Candidate]) -> Outcome {
    run(inputs, against: candidates.isEmpty ? nil : ReportPairing(candidates), keepsReports: false)
  }

  /// The one report of a parent.
  func parent(_ path: FilePath) throws(Refusal) -> Submission {
    let reports = try converter.readAll(contentsOf: path, as: from, edition: edition)
    guard reports.count == 1, let report = reports.first else {
      throw Refusal(.input, .noParent(path.shown, count: reports.count))
    }
    return try converter.submission(report, path: path.shown, in: form, policy: policy)
  }

  private func run(_ inputs: [Input], against pairing: ReportPairing?, keepsReports: Bool) -> Outcome {
    let collected = Batch(inputs, workers: workers).collect { path throws(Refusal) in
      var outcome = Outcome()
      var summary = Batch.Summary()
      for report in try converter.readAll(contentsOf: path, as: from, edition: edition) {
        if keepsReports { outcome.candidates.append(ReportPairing.Candidate(path.shown, report)) }
        do throws(Refusal) {
          outcome.submissions.append(
            try converter.submission(
              report, path: path.shown, in: form, policy: policy,
              against: pairing?.counterpart(of: report).candidate?.report))
        } catch {
          summary = Batch.Summary(error, path: path)
          outcome.refusals.append(
            RefusedSubmission(path: path.shown, findings: error.findings, identity: report.identity))
        }
      }
      return (outcome, summary)
    }
    var outcome = Outcome()
    for (_, value) in collected.values {
      outcome.submissions += value.submissions
      outcome.refusals += value.refusals
      outcome.candidates += value.candidates
    }
    outcome.refusals += collected.refusals.map {
      RefusedSubmission(path: $0.path.shown, findings: $0.findings)
    }
    outcome.status = collected.status
    return outcome
  }
}

extension Finding {
  fileprivate static func noParent(_ path: String, count: Int) -> Finding {
    Finding("collect.no-parent", .error, ["path": path, "count": String(count)])
  }
}
