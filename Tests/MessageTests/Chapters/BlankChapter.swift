@testable import Core
@testable import Gongkai
@testable import ReportModel

extension Chapter {
  static let blank = Chapter(
    name: "blank", introduction: "Forms to be filled in, and what last year's report carries over.",
    cases: [
      MessageCase("blank.no-form", "A catalogue without forms.") { _ in
        try Converter(forms: FormCatalogue([])).blankReport(body: "某市教育局", year: 2026).findings
      },
      MessageCase("blank.last-without-year", "Last year's report does not say which year it is of.") { _ in
        let last = Report(
          identity: Identity(body: "某市教育局"), statistics: Statistics(try Forms.current()))
        return try Converter().blankReport(year: 2026, after: last).findings
      },
      MessageCase("blank.not-there", "Last year's report lacks the row of what it carries over.") { _ in
        let last = Report(
          identity: Identity(body: "某市教育局", year: 2025), statistics: Statistics(try Forms.current()))
        return try Converter().blankReport(after: last).findings
      },
    ])
}
