import Core
import DocumentModel
import ReportModel

extension [Report] {
  /// - Throws: a refusal where one of them holds more text than any document may.
  func refuseTooLarge(_ limits: DocumentSize.Limits = DocumentSize.Limits()) throws(Refusal) -> [Report] {
    for report in self {
      var size = DocumentSize(limits)
      let identity = report.identity
      for text in [identity.body, identity.title, identity.contact] {
        size.add(cells: 0, text: text?.utf8.count ?? 0)
      }
      for section in report.sections {
        size.addParagraph(text: section.heading?.utf8.count ?? 0)
        for paragraph in section.paragraphs { size.addParagraph(text: paragraph.text.utf8.count) }
      }
      for text in report.unplaced { size.addParagraph(text: text.text.utf8.count) }
      try size.check()
    }
    return self
  }
}
