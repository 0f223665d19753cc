@testable import Checks
@testable import Gongkai
@testable import ReportModel

extension Chapter {
  static let rules = Chapter(
    name: "rules",
    introduction: """
      Files of rules, as reviewing offices write them for their own. All defects of a file are named at once. Each case
      spoils this file:

      \(rulesFile.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    \($0)" }
        .joined(separator: "\n"))
      """,
    cases: [
      rule(
        "rules.stray-line", "A line has more fields than the header of its section.", "check.sum.suspect",
        "check.sum.suspect\tmore"),
      rule("rules.format", "The file is written for a later program.", "format\t1", "format\t2"),
      rule("rules.id", "The id does not begin with `own.`.", "own.published", "published"),
      rule("rules.severity", "A severity that there is not.", "published\twarning", "published\tgrave"),
      rule("rules.formula", "No relation between the two sides.", "\t<=\t", "\t\t"),
      rule(
        "rules.unknown-cell", "A cell that the form does not have.", "regulations.issued\t",
        "regulations.made\t"),
      rule("rules.title", "A rule without a title.", "制发不超过现行有效", ""),
      rule(
        "rules.unknown-rule", "A rule is switched off that there is not.", "check.sum.suspect",
        "check.sum.suspects"),
      MessageCase("own", "A rule of a file of the user's own.", showing: rulesFile) { _ in
        var book = RuleBook.shared
        try book.add(rulesFile, name: "mine.tsv", forms: .shared)
        let figures = ["proactive.regulations.issued": 3, "proactive.regulations.inForce": 2]
        let report = Report(statistics: try Figures.statistics(try Forms.current(), figures))
        return Checker(book).check(report).findings.map(\.finding)
      },
      MessageCase(
        "check.sum.form", "A sum that a form of the user's own states under `[sums]`.",
        showing: SmallForm.text
      ) { _ in
        let form = try FormFile.read(
          SmallForm.text.replacing("addend\t", with: "single\t"), name: "local.tsv")[0]
        let figures = ["received.total": 5, "received.online": 2, "received.paper": 2]
        let report = Report(statistics: try Figures.statistics(form, figures))
        return Converter().check(report).findings.map(\.finding)
      },
    ])

  private static let rulesFile = """
    [checks]
    format	1

    [rules]
    id	severity	forms	left	relation	right	title.zh	remedy.zh
    own.published	warning	2021	proactive.regulations.issued	<=	proactive.regulations.inForce	制发不超过现行有效	请核对两个数字。

    [off]
    id
    check.sum.suspect
    """

  private static func rule(_ id: String, _ situation: String, _ before: String, _ after: String)
    -> MessageCase
  {
    let (text, change) = Spoiling.spoil(rulesFile, before, after)
    return MessageCase(id, situation, showing: change) { _ in
      var book = RuleBook.shared
      try book.add(text, name: "mine.tsv", forms: .shared)
      return []
    }
  }
}
