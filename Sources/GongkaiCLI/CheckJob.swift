import Core
import Gongkai
import Rendering
import ReportModel

/// What is done with each input of a check: read it, find its counterpart, and check it.
struct CheckJob: Sendable {
  struct Result: Sendable {
    var reports: [CheckedReport] = []
    /// What is doubtful about the counterparts, each with its file.
    var doubts: [Finding] = []
  }

  private let converter: Converter
  private let from: String?
  private let edition: Edition?
  private let workers: Int?

  init(_ converter: Converter, from: String?, edition: Edition?, workers: Int?) {
    self.workers = workers
    self.converter = converter
    self.from = from
    self.edition = edition
  }

  /// The reports of the year before.
  func candidates(_ inputs: [Input]) -> Batch.Collected<[ReportPairing.Candidate]> {
    Batch(inputs, workers: workers).collect { path throws(Refusal) in
      (try read(path).map { ReportPairing.Candidate(path.shown, $0) }, Batch.Summary())
    }
  }

  /// - Parameter candidates: nil where no year before is compared.
  func check(
    _ inputs: [Input], against candidates: [ReportPairing.Candidate]?
  ) -> Batch.Collected<Result> {
    let pairing = candidates.map { ReportPairing($0) }
    // One for one is compared whatever they say of themselves.
    let isOneForOne = inputs.count == 1 && candidates?.count == 1
    let given = isOneForOne ? candidates.map { ReportPairing($0, isGiven: true) } : nil
    return Batch(inputs, workers: workers).collect { path throws(Refusal) in
      let reports = try read(path)
      let pairing = reports.count == 1 ? given ?? pairing : pairing
      return (reports.reduce(into: Result()) { check($1, of: path.shown, pairing, &$0) }, Batch.Summary())
    }
  }

  private func read(_ path: FilePath) throws(Refusal) -> [Report] {
    try converter.readAll(contentsOf: path, as: from, edition: edition)
  }

  private func check(_ report: Report, of path: String, _ pairing: ReportPairing?, _ result: inout Result) {
    let (candidate, doubts) = pairing?.counterpart(of: report) ?? (nil, [])
    result.reports.append(
      CheckedReport(
        converter.check(report, against: candidate?.report), path: path, previousPath: candidate?.path))
    result.doubts += doubts.map { doubt in
      var doubt = doubt
      doubt.arguments["file"] = path
      return doubt
    }
  }
}
