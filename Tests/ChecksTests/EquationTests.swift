import TestSupport
import Testing

@testable import Checks
@testable import Core
@testable import ReportModel

/// Sums by interval arithmetic: they hold, fail, or cannot be assessed.
@Suite struct EquationTests {
  static let forms = FormCatalogue.shared.forms.map(\.id.description)
  private let form: Form
  private let checker = Checker()

  init() throws { form = try #require(FormCatalogue.shared.form(FormID(.edition2021))) }

  @Test(arguments: forms)
  func consistentReportsAreClean(id: String) throws {
    let form = try #require(FormID(id).flatMap { FormCatalogue.shared.form($0) })
    var reports = ConsistentReports(random: SplitMix64(seed: 11))
    for _ in 0..<50 {
      let result = checker.check(reports.finishedReport(of: form))
      #expect(result.findings.map(\.finding) == [])
      #expect(result.count(.holds) > 0 && result.count(.fails) == 0 && result.count(.notAssessable) == 0)
    }
  }

  // MARK: One figure changed

  /// What a report with one changed figure must be told: found here by adding up, without the checker.
  private func brokenSums(_ report: Report) -> Set<String> {
    let statistics = report.statistics
    var broken: Set<String> = []
    for sum in report.form.sums {
      let totals = sum.right.map { statistics[$0]?.amount }
      if totals.contains(nil) { continue }
      let right = totals.compactMap { $0 }.reduce(.zero, +)
      let left = sum.left.compactMap { statistics[$0]?.amount }.reduce(.zero, +)
      if sum.relation == .equal ? left != right : left < right { broken.insert(sum.id) }
    }
    let concluded = statistics["applications.concluded.total"]?.amount
    if concluded != statistics["applications.replied.total"]?.amount, concluded != nil {
      broken.insert("check.legacy.concluded")
    }
    for kind in ["regulations", "normativeDocuments"] where report.form.id.edition == .edition2021 {
      let amounts = ["inForce", "issued", "repealed"].compactMap {
        statistics["proactive.\(kind).\($0)"]?.amount
      }
      if amounts.count == 3, amounts[0] < amounts[1] - amounts[2] {
        broken.insert("check.documents.\(kind)InForce")
      }
    }
    return broken
  }

  /// 10,000 changes, over all forms: each that a sum sees is found, and nothing else is reported.
  @Test(arguments: forms)
  func eachChangeThatASumSeesIsFound(id: String) throws {
    let form = try #require(FormID(id).flatMap { FormCatalogue.shared.form($0) })
    var reports = ConsistentReports(random: SplitMix64(seed: 29))
    var seen = 0
    for _ in 0..<Scale.count(50, proof: 200) {
      let clean = reports.finishedReport(of: form)
      for _ in 0..<10 {
        var report = clean
        var index = Int.random(in: form.cells.indices, using: &reports.random)
        while report.statistics[index] == nil {
          index = Int.random(in: form.cells.indices, using: &reports.random)
        }
        let amount = try #require(report.statistics[index]?.amount)
        let isSigned = form.indicator(of: form.cells[index]).kind == .signed
        let changes = [1, 9, 90, 1000, -1, -2].map { amount + Amount($0) } + [.zero]
        let change = reports.random.pick(changes.filter { $0 != amount && (isSigned || !$0.isNegative) })
        report.statistics[index] = Figure(.exact(change))

        let result = checker.check(report)
        let expected = brokenSums(report)
        // A department makes no regulations.
        let isRegulation =
          form.cells[index].id.indicator.hasPrefix("proactive.regulations.") && change > .zero
        let failing = result.assessments.filter { $0.state == .fails }.map(\.instance)
        #expect(Set(failing) == expected && failing.count == expected.count, "\(form.cells[index].id)")
        let others = ["check.sum.suspect", "check.legacy.channels", "check.part.unitMissing"]
        let reported = result.findings.filter { !others.contains($0.rule) }
        #expect(reported.count == expected.count + (isRegulation ? 1 : 0))
        let cell = form.cells[index].id.description
        #expect(result.findings.allSatisfy { $0.finding.cells.contains(cell) }, "\(cell)")
        // Two equal sums that the figure stands in point to it, and say what it was.
        if let suspect = result.findings.first(where: {
          $0.finding.cells == [cell] && $0.rule == "check.sum.suspect"
        }) {
          #expect(suspect.finding.arguments["mended"] == amount.description)
        }
        #expect(result.count(.notAssessable) == 0)
        seen += reported.isEmpty ? 0 : 1
      }
    }
    // A form of few rows and sums has few to see.
    #expect(seen > min(Scale.count(250, proof: 1000), 2 * form.cells.count))
  }

  /// A figure that is not known makes its sums neither right nor wrong, unless nothing could mend them.
  @Test(arguments: forms)
  func unknownFiguresAreNotAssessed(id: String) throws {
    let form = try #require(FormID(id).flatMap { FormCatalogue.shared.form($0) })
    var reports = ConsistentReports(random: SplitMix64(seed: 31))
    for _ in 0..<Scale.count(80, proof: 300) {
      var report = reports.finishedReport(of: form)
      let index = Int.random(in: form.cells.indices, using: &reports.random)
      guard let amount = report.statistics[index]?.amount else { continue }
      let values: [Figure.Value] = [
        .blank, .notApplicable, .unreadable, .unknown,
        .range(Bounds(atLeast: .zero, atMost: amount + Amount(3))),
        .estimate(amount + Amount(1), within: Bounds(atLeast: amount, atMost: nil)),
        .ambiguous([amount, amount + Amount(7)]),
      ]
      report.statistics[index] = Figure(reports.random.pick(values), raw: "?")
      let result = checker.check(report)
      #expect(result.count(.fails) == 0)
      let cell = form.cells[index].id
      let expected = form.sums.filter { ($0.left + $0.right).contains(cell) && $0.family != "group" }.count
      let open = result.assessments.filter { $0.state == .notAssessable }
      #expect(open.allSatisfy { $0.unknown == [cell] })
      // An order of size may hold whatever the figure is.
      #expect(open.count <= expected + 1)
    }
  }

  // MARK: Intervals

  private func report(_ figures: [String: Figure.Value]) -> Report {
    var statistics = Statistics(form)
    for (cell, value) in figures { if let id = CellID(cell) { statistics[id] = Figure(value) } }
    return Report(identity: Identity(body: "青禾市水务局", year: 2022), statistics: statistics)
  }

  private func state(_ figures: [String: Figure.Value], _ instance: String) -> Assessment.State? {
    checker.check(report(figures)).assessments.first { $0.instance == instance }?.state
  }

  private func review(_ values: [Figure.Value], total: Figure.Value) -> [String: Figure.Value] {
    let names = ["upheld", "corrected", "other", "pending"]
    var figures = Dictionary(uniqueKeysWithValues: zip(names.map { "review.\($0)" }, values))
    figures["review.total"] = total
    return figures
  }

  @Test(
    arguments: [
      // Known figures.
      ([1, 2, 3, 4], Figure.Value.exact(Amount(10)), Assessment.State.holds),
      ([1, 2, 3, 4], .exact(Amount(11)), .fails),
      ([1, 2, 3, 4], .derived(Amount(10)), .holds),
      // A range fails only where no number in it would do.
      ([1, 2, 3, 4], .range(Bounds(atLeast: Amount(9), atMost: Amount(12))), .notAssessable),
      ([1, 2, 3, 4], .range(Bounds(atLeast: Amount(11), atMost: nil)), .fails),
      ([1, 2, 3, 4], .ambiguous([Amount(1), Amount(10)]), .notAssessable),
      // Between the readings lies the sum, but none of them is it.
      ([1, 2, 3, 4], .ambiguous([Amount(1), Amount(100)]), .fails),
      ([1, 2, 3, 4], .blank, .notAssessable),
      ([1, 2, 3, 4], .unknown, .notAssessable),
      ([1, 2, 3, nil], .exact(Amount(10)), .notAssessable),
      // A blank part cannot be negative.
      ([1, 2, 8, nil], .exact(Amount(10)), .fails),
    ] as [([Int?], Figure.Value, Assessment.State)])
  func sums(parts: [Int?], total: Figure.Value, expected: Assessment.State) {
    let values = parts.map { $0.map { Figure.Value.exact(Amount($0)) } ?? .blank }
    #expect(state(review(values, total: total), "sum.review.total") == expected)
  }

  @Test func aSumWithoutFiguresIsNone() {
    #expect(state(review([.blank, .blank, .blank, .blank], total: .blank), "sum.review.total") == nil)
    #expect(state([:], "sum.review.total") == nil)
  }

  /// Reports that print （六）其他处理 as one row are added up with that row.
  @Test func aGroupInOneRowStandsForItsParts() {
    var figures: [String: Figure.Value] = [:]
    for cell in form.cells where cell.id.applicant == "naturalPerson" {
      figures[cell.id.description] = .exact(.zero)
    }
    for part in ["notCorrectedInTime", "feeNotPaid", "rest"] {
      figures["applications.outcome.other.\(part)@naturalPerson"] = nil
    }
    figures["applications.outcome.other@naturalPerson"] = .exact(Amount(4))
    figures["applications.outcome.total@naturalPerson"] = .exact(Amount(4))
    #expect(state(figures, "sum.applications.outcome.total@naturalPerson") == .holds)
    figures["applications.outcome.total@naturalPerson"] = .exact(Amount(5))
    #expect(state(figures, "sum.applications.outcome.total@naturalPerson") == .fails)
    figures["applications.outcome.other.rest@naturalPerson"] = .exact(Amount(5))
    figures["applications.outcome.other.feeNotPaid@naturalPerson"] = .exact(.zero)
    figures["applications.outcome.other.notCorrectedInTime@naturalPerson"] = .exact(.zero)
    #expect(state(figures, "sum.applications.outcome.other@naturalPerson") == .fails)
  }

  @Test func aFindingNamesBothSides() throws {
    let result = checker.check(
      report(review([1, 2, 3, 4].map { .exact(Amount($0)) }, total: .exact(Amount(12)))))
    let item = try #require(result.findings.first { $0.rule == "check.sum.parts" })
    #expect(item.finding.arguments["left"] == "10" && item.finding.arguments["right"] == "12")
    #expect(item.witnesses.filter { $0.side == .left }.map(\.text) == ["1", "2", "3", "4"])
    #expect(item.witnesses.filter { $0.side == .right }.map(\.text) == ["12"])
    #expect(
      MessageCatalogue.shared.message(item.finding, .chinese) == "“行政复议 / 总计”为12，各分项合计为10，相差2")
  }

  // MARK: Fingerprints

  @Test func fingerprintsStayWhenLinesMove() throws {
    var first = report(review([1, 2, 3, 4].map { .exact(Amount($0)) }, total: .exact(Amount(12))))
    let before = checker.check(first).findings.map(\.fingerprint)
    first.statistics["review.total"]?.place = Place(table: 3, row: 9, column: 4, line: 77)
    first.source = SourceFile(name: "other.txt", size: 1, sha256: "", format: "text")
    #expect(checker.check(first).findings.map(\.fingerprint) == before)
    #expect(Set(before).count == before.count)
    first.statistics["review.total"] = Figure(.exact(Amount(13)))
    let after = checker.check(first).findings.filter { $0.rule == "check.sum.parts" }.map(\.fingerprint)
    #expect(after.allSatisfy { !before.contains($0) })
  }
}
