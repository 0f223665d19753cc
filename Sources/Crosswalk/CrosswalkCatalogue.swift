import Findings
import ReportModel

/// The crosswalks that a program knows.
public struct CrosswalkCatalogue: Sendable {
  public static let shared = CrosswalkCatalogue()

  public init() {}
}
