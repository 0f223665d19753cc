import TestSupport
import Testing

@testable import Checks
@testable import Core
@testable import ReportModel

/// The rules that the program carries, and files of rules that users write.
@Suite struct RuleBookTests {
  @Test func carriedRulesAreWhole() throws {
    let catalogue = MessageCatalogue.shared
    #expect(Set(RuleBook.shared.rules.map(\.id)).count == RuleBook.shared.rules.count)
    for rule in RuleBook.shared.rules {
      #expect(rule.id.hasPrefix("check."))
      for language in Language.allCases {
        #expect(!rule.title[language].isEmpty && !rule.explanation[language].isEmpty, "\(rule.id)")
        #expect(!rule.remedy[language].isEmpty, "\(rule.id)")
        #expect(catalogue.message(Finding(rule.id, rule.severity), language) != rule.id, "\(rule.id)")
      }
      for name in rule.forms { #expect(FormCatalogue.shared.form(name) != nil, "\(rule.id): \(name)") }
      if let formula = rule.formula { #expect(formula.description == rule.statement) }
    }
  }

  /// Every sum of every form is covered by a rule of its own.
  @Test func sumsHaveRules() {
    for form in FormCatalogue.shared.forms {
      for sum in form.sums { #expect(RuleBook.shared.rule("sum.\(sum.family)") != nil, "\(sum.family)") }
    }
  }

  /// Each rule is an equation, covers sums, or belongs to a check; no check knows a rule that is not there.
  @Test func rulesAreDecidedSomewhere() {
    let decided = Set(Checker.decidedRules)
    for rule in RuleBook.shared.rules where rule.formula == nil && !rule.id.hasPrefix("check.sum.") {
      #expect(decided.contains(rule.id), "\(rule.id) is decided nowhere")
    }
    for id in decided { #expect(RuleBook.shared.rule(id) != nil, "\(id) is in no file") }
  }

  // MARK: Rules of a user's own

  private static let own = """
    [checks]
    format	1

    [rules]
    id	severity	forms	left	relation	right	title.zh	why.zh	remedy.zh
    own.manyRefused	warning	2021	applications.outcome.disclosed@total	>=	applications.outcome.refused.stateSecret@total	公开应多于不予公开	本市考核要求	请核对两行
    own.sameStaff	note	legacy/shandong	institution.staff.total	=	last:institution.staff.total	人员数不变	编制未变	请说明变化

    [severities]
    id	severity
    check.part.blank	error

    [off]
    id
    part.regulations
    check.year
    """

  @Test func aUserAddsRulesAndSwitchesOthersOff() throws {
    var book = RuleBook.shared
    try book.add(Self.own, name: "rules.tsv", forms: .shared)
    #expect(book.rule("check.part.blank")?.severity == .error)
    #expect(!book.isOn("check.part.regulations") && !book.isOn("check.year.jump"))
    #expect(book.isOn("check.part.blank") && book.isOn("own.manyRefused"))

    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var reports = ConsistentReports(random: SplitMix64(seed: 3))
    var report = reports.finishedReport(of: form)
    let disclosed = try #require(report.statistics["applications.outcome.disclosed", "total"]?.amount)
    report.statistics["applications.outcome.refused.stateSecret", "total"] = Figure(
      .exact(disclosed + Amount(1)))
    let item = try #require(
      Checker(book).check(report).findings.first { $0.rule == "own.manyRefused" })
    #expect(item.finding.severity == .warning && item.witnesses.count == 2)
    let catalogue = MessageCatalogue.shared
    #expect(
      catalogue.message(item.finding, .chinese) == "公开应多于不予公开：\(disclosed) >= \(disclosed + Amount(1)) 不成立")
    #expect(catalogue.message(item.finding, .english).hasPrefix("公开应多于不予公开: "))
    #expect(catalogue.remedy(item.finding, .english) == "请核对两行")
  }

  @Test(arguments: [
    ("rules.format", "[checks]\nformat\t2\n"),
    ("rules.stray-line", "own.a\n[checks]\nformat\t1\n"),
    (
      "rules.id",
      "[rules]\nid\tseverity\tleft\trelation\tright\ttitle.zh\ncheck.a\tnote\treview.total\t=\treview.upheld\ta\n"
    ),
    (
      "rules.severity",
      "[rules]\nid\tseverity\tleft\trelation\tright\ttitle.zh\nown.a\tgrave\treview.total\t=\treview.upheld\ta\n"
    ),
    (
      "rules.formula",
      "[rules]\nid\tseverity\tleft\trelation\tright\ttitle.zh\nown.a\tnote\treview.total\t<\treview.upheld\ta\n"
    ),
    (
      "rules.formula",
      "[rules]\nid\tseverity\tleft\trelation\tright\ttitle.zh\nown.a\tnote\treview.total review.other\t=\treview.upheld\ta\n"
    ),
    (
      "rules.unknown-cell",
      "[rules]\nid\tseverity\tforms\tleft\trelation\tright\ttitle.zh\nown.a\tnote\t2021\tfees\t=\treview.upheld\ta\n"
    ),
    (
      "rules.title",
      "[rules]\nid\tseverity\tleft\trelation\tright\ttitle.zh\nown.a\tnote\treview.total\t=\treview.upheld\t\n"
    ),
    ("rules.unknown-rule", "[off]\nid\ncheck.none\n"),
    ("rules.unknown-rule", "[severities]\nid\tseverity\ncheck.none\tnote\n"),
  ])
  func defectsAreNamedWithTheirLine(id: String, text: String) {
    var book = RuleBook.shared
    let text = text.contains("[checks]") ? text : "[checks]\nformat\t1\n\(text)"
    let refusal = #expect(throws: Refusal.self) { try book.add(text, name: "r.tsv", forms: .shared) }
    #expect(refusal?.findings.map(\.id) == [id])
    if id != "rules.format" { #expect(refusal?.findings.first?.places.first?.line != nil) }
  }

  @Test(arguments: [
    ("training.meetings", ">=", "1", "training.meetings >= 1"),
    ("training.meetings - 1", ">=", "training.courses + 2", "training.meetings >= training.courses + 3"),
    ("0", "=", "fees", "0 = fees"),
    ("last:fees + 1", "<=", "fees - 4.5", "last:fees <= fees - 5.5"),
  ])
  func formulasMayHaveNumbers(left: String, relation: String, right: String, text: String) throws {
    let formula = try #require(Formula(left: left, relation: relation, right: right))
    #expect(formula.description == text)
  }

  @Test(arguments: ["", "1", "a +", "+ a", "a b", "a + + b"])
  func otherTextIsNoFormula(side: String) {
    #expect(Formula(left: side, relation: "=", right: "0") == nil)
  }

  /// The number of a rule of a user's own is part of its side.
  @Test func aThresholdIsChecked() throws {
    var book = RuleBook.shared
    try book.add(
      """
      [checks]
      format\t1
      [rules]
      id\tseverity\tforms\tleft\trelation\tright\ttitle.zh
      own.meetings\twarning\tlegacy/national\ttraining.meetings\t>=\t2\t每年至少召开两次会议
      """, name: "r.tsv", forms: .shared)
    let form = try #require(FormID("legacy/national").flatMap { FormCatalogue.shared.form($0) })
    var reports = ConsistentReports(random: SplitMix64(seed: 3))
    var report = reports.finishedReport(of: form)
    report.statistics["training.meetings"] = Figure(.exact(Amount(1)))
    let findings = Checker(book).check(report).findings
    #expect(
      findings.map { MessageCatalogue.shared.message($0.finding, .chinese) } == ["每年至少召开两次会议：1 >= 2 不成立"])
    report.statistics["training.meetings"] = Figure(.exact(Amount(2)))
    #expect(Checker(book).check(report).findings.isEmpty)
  }

  @Test func oneDefectiveRuleChangesNothing() {
    var book = RuleBook.shared
    let text = Self.own.replacing("check.year", with: "check.nothing").replacing(
      "own.sameStaff", with: "sameStaff")
    let refusal = #expect(throws: Refusal.self) { try book.add(text, name: "r.tsv", forms: .shared) }
    #expect(refusal?.findings.map(\.id) == ["rules.id", "rules.unknown-rule"])
    #expect(book.rules.count == RuleBook.shared.rules.count && book.isOn("check.part.regulations"))
  }
}
