import DocumentModel
import Findings
import ReportModel

/// Finds the reports in a document.
public struct Recognizer: Sendable {
  public let forms: FormCatalogue

  public init(forms: FormCatalogue = .shared) {
    self.forms = forms
  }

  /// The reports of a document, in order.
  ///
  /// - Throws: a refusal that says what was looked for, where the document holds no sheet and no tables.
  public func reports(in document: Document) throws(Refusal) -> [Report] {
    throw Refusal(.input, Finding("read.no-report", .error))
  }
}
