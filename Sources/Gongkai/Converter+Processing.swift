import Checks
import Core
import Crosswalk
import FormatKit
import ReportModel

/// What is to become of a file: how it is read, and what is made of the reports in it.
public struct ProcessingRequest: Sendable {
  /// The id or alias of the file's format, or `exec:` and a program; nil to find out.
  public var format: String?
  /// The edition to read it as; nil to decide from what is there.
  public var readsAs: Edition?
  /// The edition to convert to; nil for each report's own.
  public var edition: Edition?
  public var policy: Conversion.Policy
  /// Whether reports are checked, and carry what is found.
  public var checks: Bool

  public init(
    format: String? = nil, readsAs: Edition? = nil, edition: Edition? = nil,
    policy: Conversion.Policy = .letter,
    checks: Bool = true
  ) {
    self.format = format
    self.readsAs = readsAs
    self.edition = edition
    self.policy = policy
    self.checks = checks
  }
}

/// A report that was read, converted and checked.
public struct ProcessedReport: Sendable {
  /// As it was published.
  public let report: Report
  /// In the edition that was asked for, with all that was found of it.
  public let converted: Report
  /// What became of each figure.
  public let ledger: Ledger
  /// nil where it was not checked.
  public let check: CheckResult?
}

extension Converter {
  /// Read, convert, check, and carry what was found: all that is done with a file before its reports are written.
  ///
  /// ```swift
  /// for processed in try converter.process(SourceBytes(contentsOf: path), ProcessingRequest(edition: .edition2021)) {
  ///   print(processed.ledger.lossCount, processed.converted.findings.count)
  /// }
  /// ```
  ///
  /// - Throws: a refusal where the file cannot be read, or a report in it cannot be converted.
  public func process(
    _ source: SourceBytes, _ request: ProcessingRequest = ProcessingRequest()
  ) throws(Refusal) -> [ProcessedReport] {
    var processed: [ProcessedReport] = []
    for report in try readAll(source, as: request.format, edition: request.readsAs) {
      processed.append(try process(report, request))
    }
    return processed
  }

  /// The same of a report that was read before.
  public func process(_ report: Report, _ request: ProcessingRequest) throws(Refusal) -> ProcessedReport {
    let (converted, ledger) = try convert(
      report, to: request.edition ?? report.form.id.edition, policy: request.policy)
    // A report is checked as it was published. Last, so that converting the result gives the same again.
    let check = request.checks ? check(report) : nil
    return ProcessedReport(
      report: report, converted: check.map { converted.carrying($0.findings) } ?? converted, ledger: ledger,
      check: check)
  }
}
