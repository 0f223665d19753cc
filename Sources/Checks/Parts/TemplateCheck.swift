import TextKit
import DataFiles

/// Whether words of the template were left in the report.
struct TemplateCheck: Check {
  static let rules = ["check.part.templateText"]

  private let phrases: PhraseSet

  init() {
    phrases = PhraseSet(
      SectionedTable(DataFile.text("checks/phrases.tsv") ?? "").rows("template").map { $0["phrase"] })
  }

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    for section in subject.report.sections {
      let labels = [section.heading].compactMap { $0 }
      for paragraph in section.paragraphs {
        guard let (phrase, range) = first(in: paragraph.text) else { continue }
        log.report(
          "check.part.templateText", ["phrase": phrase],
          [
            Witness(.subject, labels: labels, text: paragraph.text, marked: range, place: paragraph.place)
          ])
      }
    }
    if let title = subject.report.identity.title, let (phrase, range) = first(in: title) {
      log.report(
        "check.part.templateText", ["phrase": phrase],
        [Witness(.subject, labels: [], text: title, marked: range)])
    }
  }

  private func first(in text: String) -> (phrase: String, range: Range<Int>)? {
    guard let found = phrases.first(in: text), let range = PlainText.range(of: found, in: text) else {
      return nil
    }
    return (found, range)
  }
}
