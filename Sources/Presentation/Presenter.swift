import DocumentModel
import Findings
import ReportModel

/// Lays a report out as its form prints it.
public struct Presenter: Sendable {
  public var language: Language
  public var omitsPersonalData: Bool

  public init(language: Language = .chinese, omitsPersonalData: Bool = false) {
    self.language = language
    self.omitsPersonalData = omitsPersonalData
  }

  public func document(for report: Report) -> Document {
    Document()
  }
}
