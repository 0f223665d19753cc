import Findings
import ReportModel

/// Turns a report of one edition into a report of another.
public struct CrosswalkConverter: Sendable {
  public let crosswalks: CrosswalkCatalogue
  public let forms: FormCatalogue

  public init(crosswalks: CrosswalkCatalogue = .shared, forms: FormCatalogue = .shared) {
    self.crosswalks = crosswalks
    self.forms = forms
  }

  /// - Throws: a refusal where no crosswalk leads to that edition.
  public func convert(
    _ report: Report, to edition: Edition, policy: Conversion.Policy = .bounds
  ) throws(Refusal) -> (report: Report, ledger: Ledger) {
    throw Refusal(.usage, Finding("crosswalk.no-path", .error))
  }
}
