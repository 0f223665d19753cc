import Gongkai

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
      rule("rules.stray-line", "A line has more fields than the header of its section.", "check.sum.suspect", "check.sum.suspect\tmore"),
      rule("rules.format", "The file is written for a later program.", "format\t1", "format\t2"),
      rule("rules.id", "The id does not begin with `own.`.", "own.published", "published"),
      rule("rules.severity", "A severity that there is not.", "published\twarning", "published\tgrave"),
      rule("rules.formula", "No relation between the two sides.", "\t<=\t", "\t\t"),
      rule("rules.unknown-cell", "A cell that the form does not have.", "regulations.issued\t", "regulations.made\t"),
      rule("rules.title", "A rule without a title.", "制发不超过现行有效", ""),
      rule("rules.unknown-rule", "A rule is switched off that there is not.", "check.sum.suspect", "check.sum.suspects"),
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

  private static func rule(_ id: String, _ situation: String, _ before: String, _ after: String) -> MessageCase {
    let (text, change) = Spoiling.spoil(rulesFile, before, after)
    return MessageCase(id, situation, showing: change) { _ in
      var book = RuleBook.shared
      try book.add(text, name: "mine.tsv", forms: .shared)
      return []
    }
  }

  static let checks = Chapter(
    name: "check",
    introduction: """
      What a reviewing office checks. The sentences stand beside the rules, in `Schemas/checks/rules.tsv`. The figures
      that a case gives are shown; all others of the report are blank, or 0 where a sum needs them.
      """,
    cases: [
      check("check.sum.parts", "2021", ["review.upheld": 3, "review.total": 4]),
      check(
        "check.sum.group", "2021",
        [
          "applications.outcome.other@naturalPerson": 5, "applications.outcome.other.feeNotPaid@naturalPerson": 1,
          "applications.outcome.other.notCorrectedInTime@naturalPerson": 1,
        ]),
      check("check.sum.applicants", "2021", ["applications.received@naturalPerson": 3, "applications.received@total": 4]),
      check(
        "check.sum.balance", "2021",
        [
          "applications.received@total": 9, "applications.carriedIn@total": 1, "applications.outcome.total@total": 8,
          "applications.carriedOver@total": 1,
        ]),
      check("check.sum.ofWhich", "legacy/shandong", ["proactive.published.total": 9, "proactive.published.normativeDocuments": 12]),
      check("check.sum.cumulativeAtLeastYear", "legacy/fujian", ["proactive.published.total": 9, "cumulative.proactive.published.total": 8]),
      check("check.sum.websiteWithinPublished", "legacy/fujian", ["proactive.published.total": 9, "proactive.byChannel.website": 10]),
      check("check.sum.gazetteWithinPublished", "legacy/fujian", ["proactive.published.total": 9, "proactive.byChannel.gazette": 10]),
      MessageCase(
        "check.sum.form", "A sum that a form of the user's own states under `[sums]`.", showing: SmallForm.text
      ) { _ in
        let form = try FormFile.read(SmallForm.text.replacing("addend\t", with: "single\t"), name: "local.tsv")[0]
        return checked(try report(form, ["received.total": 5, "received.online": 2, "received.paper": 2]))
      },
      check(
        "check.sum.suspect", "2021",
        [
          "applications.received@naturalPerson": 3, "applications.received@total": 4,
          "applications.carriedIn@total": 0, "applications.outcome.total@total": 3,
          "applications.carriedOver@total": 0,
        ]),
      check("check.legacy.concluded", "legacy/shandong", ["applications.concluded.total": 29, "applications.replied.total": 28]),
      check("check.year.carriedIn", "2021", ["applications.carriedIn@total": 2], after: ["applications.carriedOver@total": 3]),
      check(
        "check.year.regulationsInForce", "2021",
        ["proactive.regulations.inForce": 20, "proactive.regulations.issued": 3, "proactive.regulations.repealed": 1],
        after: ["proactive.regulations.inForce": 19]),
      check(
        "check.year.normativeDocumentsInForce", "2021",
        [
          "proactive.normativeDocuments.inForce": 20, "proactive.normativeDocuments.issued": 3,
          "proactive.normativeDocuments.repealed": 1,
        ], after: ["proactive.normativeDocuments.inForce": 19]),
      MessageCase("own", "A rule of a file of the user's own.", showing: rulesFile) { _ in
        var book = RuleBook.shared
        try book.add(rulesFile, name: "mine.tsv", forms: .shared)
        let figures = ["proactive.regulations.issued": 3, "proactive.regulations.inForce": 2]
        return Checker(book).check(try report(try Forms.current(), figures)).findings.map(\.finding)
      },
    ])

  /// A report with these figures: the other cells of the sums that they stand in are 0.
  private static func report(_ form: Form, _ figures: [String: Int]) throws -> Report {
    var statistics = try Figures.statistics(form, figures)
    let given = statistics
    for sum in form.sums where (sum.left + sum.right).contains(where: { given[$0] != nil }) {
      for cell in sum.left where statistics[cell] == nil { statistics[cell] = Figure(.exact(.zero)) }
    }
    return Report(statistics: statistics)
  }

  private static func checked(_ report: Report, after previous: Report? = nil) -> [Finding] {
    Converter().check(report, against: previous).findings.map(\.finding)
  }

  private static func check(
    _ id: String, _ formID: String, _ figures: [String: Int], after previous: [String: Int]? = nil
  ) -> MessageCase {
    let shown = Figures.lines(figures) + "\n" + Figures.lines(previous ?? [:], mark: "last:")
    let rule = RuleBook.shared.rule(id)
    let situation = "\(rule?.title.chinese ?? "") · \(rule?.title.english ?? "") (form `\(formID)`)."
    return MessageCase(id, situation, showing: shown) { _ in
      guard let form = FormID(formID) else { return [] }
      let last = try previous.map { try report(Forms.form(form), $0) }
      return checked(try report(Forms.form(form), figures), after: last)
    }
  }
}
