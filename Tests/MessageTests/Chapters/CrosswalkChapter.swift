@testable import Core
@testable import Crosswalk
@testable import Gongkai
@testable import ReportModel

extension Chapter {
  static let crosswalk = Chapter(
    name: "crosswalk",
    introduction: """
      Converting from one edition to another, and files of crosswalks, as `--crosswalk FILE` and `gongkai crosswalk lint`
      take them. The cases of the lint spoil a crosswalk between two small forms, of which the old one is:

      \(indented(SmallCrosswalk.source))

      and the new one:

      \(indented(SmallCrosswalk.target))

      The crosswalk as it should be:

      \(indented(SmallCrosswalk.text))
      """,
    cases: [
      MessageCase(
        "crosswalk.no-path", "A report of 2021 is to become one of an edition that no crosswalk knows."
      ) { _ in
        let report = Report(statistics: Statistics(try Forms.current()))
        return try Converter().convert(report, to: Edition(rawValue: "2040")).report.findings
      },
      MessageCase("crosswalk.incomplete-source", "A sheet of which no whole copy was found.") { _ in
        let form = try Forms.form(FormID(.legacy, dialect: "anhui2009"))
        var report = Report(statistics: Statistics(form))
        report.statistics["applications.received.total"] = Figure(.exact(Amount(9)))
        return try Converter().convert(report, to: .edition2021).report.findings
      },
      converted("crosswalk.carried", "A row of the old sheet that has no successor.", ["response.topics": 6]),
      converted(
        "crosswalk.unknown", "Rows of the new form that the old sheet says nothing about.",
        ["proactive.published.total": 6]),
      MessageCase("crosswalk.loss", "A cell of the old sheet that could not be read.") { _ in
        var report = try old(["applications.received.total": 12, "applications.replied.total": 12])
        report.statistics["applications.replied.nonexistent"] = Figure(
          .unreadable, raw: "1O", place: Place(line: 40))
        return try Converter().convert(report, to: .edition2021).report.findings
      },
      MessageCase("crosswalk.restored", "A report that had been converted goes back to its own edition.") {
        _ in
        let report = try old(["applications.received.total": 12])
        let current = try Converter().convert(report, to: .edition2021).report
        return try Converter().convert(current, to: .legacy).report.findings
      },
      MessageCase(
        "crosswalk.unit-differs", "The sheet of Fujian counts applications in 条, the new form in 件.",
        showing: "applications.received.total = 12"
      ) { _ in
        let form = try Forms.form(FormID(.legacy, dialect: "fujian"))
        let report = Report(statistics: try Figures.statistics(form, ["applications.received.total": 12]))
        return try Converter().convert(report, to: .edition2021).report.findings
      },
      converted(
        "crosswalk.cross-check", "Two rows of the old sheet that should agree, and do not.",
        ["applications.concluded.total": 29, "applications.replied.total": 28]),
      converted(
        "crosswalk.total-and-parts", "A total that is less than its parts.",
        [
          "applications.replied.refused.total": 1, "applications.replied.refused.stateSecret": 2,
          "applications.replied.refused.tradeSecret": 0, "applications.replied.refused.personalPrivacy": 0,
          "applications.replied.refused.security": 0, "applications.replied.refused.otherByLaw": 0,
          "applications.replied.refused.notGovernmentInformation": 0,
        ]),
      reading(
        "crosswalk.stray-line", "A line has more fields than the header of its section.", "exactMatch\tasked",
        "exactMatch\tasked\t\t\t\t\t\tmore"),
      reading("crosswalk.missing-key", "The version is not stated.", "mine\nversion\t1.0\n", "mine\n"),
      reading(
        "crosswalk.form-id", "The target is not written as a form is.", "target\tnew", "target\tnew/a/b"),
      reading(
        "crosswalk.format", "A file of a format that is newer than the program.", "format\t2", "format\t3"),
      reading(
        "crosswalk.condition", "A row that holds under what is no condition.", "told\t\t告知",
        "told\tin 2015\t告知"),
      lint("crosswalk.lint.unknown-form", "A form that there is not.", "target\tnew", "target\tnewer"),
      lint(
        "crosswalk.lint.version", "It was written against an earlier version of the form.",
        "target.version\t1.0", "target.version\t0.9"),
      lint(
        "crosswalk.lint.unknown-source", "A row that the old form does not have.", "received\texactMatch",
        "receive\texactMatch"),
      lint(
        "crosswalk.lint.source-twice", "A row of the old form twice, and both hold always.",
        "answered\tnoMatch\t\t", "received\tnoMatch\t\t"),
      lint(
        "crosswalk.lint.source-missing", "A row of the old form is left out.",
        "answered\tnoMatch\t\t\t\t\t新样式没有这一行\tthe new form has no such row\n", ""),
      lint("crosswalk.lint.relation", "A relation that there is not.", "exactMatch\tasked", "sameAs\tasked"),
      lint(
        "crosswalk.lint.no-reason",
        "A row gives no reason; so it is for practices, totals, declared rows and checks.",
        "\t两者应当一致\tthey should agree", "\t\t"),
      lint("crosswalk.lint.one-language", "A reason in one language.", "\t新样式没有这一行\tthe", "\t\tthe"),
      lint(
        "crosswalk.lint.unknown-practice", "A practice that there is not.", "asked@answers", "asked@answer"),
      lint(
        "crosswalk.lint.idle-practice", "A practice that no row names.", "\tasked@answers\t", "\t\t"),
      lint(
        "crosswalk.lint.own-reading", "A practice without a public text.", "answers\t2012年通知\t",
        "answers\town reading\t"),
      lint(
        "crosswalk.lint.ignored-section", "A section of the format before.", "[checks]\n",
        "[joint]\ntarget\tsource\n\n[checks]\n"),
      MessageCase("crosswalk.lint.too-many-targets", "It leads to more rows than can be told apart.") { _ in
        let rows = (0...TargetSet.capacity).map { "r\($0)" }
        let head = SmallCrosswalk.target.split(separator: "\n").prefix { !$0.hasPrefix("t\tasked") }
        let target = (head + rows.map { "t\t\($0)\t行\($0)\t件\tsingle\tcount" }).joined(separator: "\n")
        let text = SmallCrosswalk.text.replacingOccurrences(
          of: "exactMatch\tasked\t", with: "exactMatch\t\(rows.joined(separator: " "))\t")
        let forms = try [SmallCrosswalk.source, target].flatMap { try FormFile.read($0, name: "form") }
        return try Crosswalk.read(text, name: "mine.tsv").lint(against: FormCatalogue(forms))
      },
      lint(
        "crosswalk.lint.no-targets", "`noMatch` with a target.", "answered\tnoMatch\t\t",
        "answered\tnoMatch\tasked\t"),
      lint(
        "crosswalk.lint.target-twice", "A target twice.", "exactMatch\tasked\t", "exactMatch\tasked asked\t"),
      lint(
        "crosswalk.lint.unknown-target", "A row that the new form does not have.", "exactMatch\tasked\t",
        "exactMatch\tasks\t"),
      lint("crosswalk.lint.unit", "A count that becomes money.", "exactMatch\tasked\t", "exactMatch\tfees\t"),
      lint(
        "crosswalk.lint.default", "A default that is not among the targets.", "exactMatch\tasked\t\t\t",
        "exactMatch\tasked\t\tfees\t"),
      lint(
        "crosswalk.lint.target-declared", "A row of the new form that has a source and is declared as well.",
        "[silent]\ntarget\twhy.zh\twhy.en\n", "[silent]\ntarget\twhy.zh\twhy.en\nasked\t没有\tnone\n"),
      lint(
        "crosswalk.lint.target-missing", "A row of the new form that is left out.",
        "fees\t旧表不统计费用\tthe old sheet has no fees\n", ""),
      lint("crosswalk.lint.cycle", "It leads from an edition to itself.", "target\tnew", "target\told"),
    ])

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    \($0)" }
      .joined(separator: "\n")
  }

  // MARK: Converting

  /// A sheet of 2014 to 2018 with these figures.
  private static func old(_ figures: [String: Int]) throws -> Report {
    let form = try Forms.form(FormID(.legacy, dialect: "shandong"))
    return Report(statistics: try Figures.statistics(form, figures))
  }

  private static func converted(_ id: String, _ situation: String, _ figures: [String: Int]) -> MessageCase {
    MessageCase(id, situation, showing: Figures.lines(figures)) { _ in
      try Converter().convert(try old(figures), to: .edition2021).report.findings
    }
  }

  // MARK: Files

  private static func reading(_ id: String, _ situation: String, _ before: String, _ after: String)
    -> MessageCase
  {
    let (text, change) = Spoiling.spoil(SmallCrosswalk.text, before, after)
    return MessageCase(id, situation, showing: change) { _ in
      _ = try Crosswalk.read(text, name: "mine.tsv")
      return []
    }
  }

  private static func lint(_ id: String, _ situation: String, _ before: String, _ after: String)
    -> MessageCase
  {
    let (text, change) = Spoiling.spoil(SmallCrosswalk.text, before, after)
    return MessageCase(id, situation, showing: change) { _ in
      let forms = try [SmallCrosswalk.source, SmallCrosswalk.target].flatMap {
        try FormFile.read($0, name: "form")
      }
      return try Crosswalk.read(text, name: "mine.tsv").lint(against: FormCatalogue(forms))
    }
  }
}

/// Two forms and the crosswalk between them.
enum SmallCrosswalk {
  static let source = """
    [form]
    format	1
    version	1.0
    edition	old

    [tables]
    id	layout	title
    t	sheet	旧表

    [columns]
    table	id	label	role
    t		统计数	value

    [rows]
    table	id	label	unit	role	kind
    t	received	收到申请数	件	single	count
    t	answered	答复数	件	single	count
    t	public	已公开数	件	single	count
    """

  static let target = """
    [form]
    format	1
    version	1.0
    edition	new

    [tables]
    id	layout	title
    t	sheet	新表

    [columns]
    table	id	label	role
    t		统计数	value

    [rows]
    table	id	label	unit	role	kind
    t	asked	申请数	件	single	count
    t	told	告知数	件	single	count
    t	fees	收取费用	万元	single	money
    """

  static let text = """
    [crosswalk]
    format	2
    id	mine
    version	1.0
    source	old
    target	new
    source.version	1.0
    target.version	1.0

    [mappings]
    source	relation	targets	also	default	when	why.zh	why.en
    received	exactMatch	asked				同一事项	the same matter
    answered	noMatch					新样式没有这一行	the new form has no such row
    public	closeMatch	told	asked@answers	told		告知已公开	told that it is public

    [practice]
    id	basis	url	when	why.zh	why.en
    answers	2012年通知			有的机关计入申请	some offices filed it as asked

    [silent]
    target	why.zh	why.en
    fees	旧表不统计费用	the old sheet has no fees

    [checks]
    left	right	why.zh	why.en
    received	answered	两者应当一致	they should agree

    """
}
