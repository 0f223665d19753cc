import TestSupport
import Testing

@testable import Core
@testable import Crosswalk
@testable import Rendering
@testable import ReportModel

@Suite struct ConversionTests {
  private static let converter = CrosswalkConverter()

  private func legacy(_ figures: [String: Int], dialect: String = "national", zero: Bool = true) throws
    -> Report
  {
    let form = try #require(FormCatalogue.shared.form(FormID(.legacy, dialect: dialect)))
    var statistics = Statistics(form)
    for index in form.cells.indices where zero { statistics[index] = Figure(.exact(.zero)) }
    for (id, value) in figures { statistics[id] = Figure(.exact(Amount(value))) }
    if zero, figures["applications.concluded.total"] == nil {
      statistics["applications.concluded.total"] = statistics["applications.replied.total"]
    }
    return Report(identity: Identity(year: 2017), statistics: statistics)
  }

  private func convert(
    _ report: Report, to edition: Edition = .edition2021, policy: Conversion.Policy = .bounds
  ) throws -> Report {
    try Self.converter.convert(report, to: edition, policy: policy).report
  }

  private func range(_ least: Int, _ most: Int) -> Figure.Value {
    .range(Bounds(atLeast: Amount(least), atMost: Amount(most)))
  }

  // MARK: What the mapping layer promises

  @Test func oneTargetIsExact() throws {
    let report = try convert(
      legacy([
        "applications.replied.refused.total": 4, "applications.replied.refused.stateSecret": 4,
        "applications.replied.total": 4,
      ]))
    #expect(
      report.statistics["applications.outcome.refused.stateSecret", "total"]?.value == .exact(Amount(4)))
  }

  @Test func severalSourcesAddUp() throws {
    let report = try convert(
      legacy([
        "applications.replied.refused.tradeSecret": 2, "applications.replied.refused.personalPrivacy": 5,
        "applications.replied.refused.total": 7, "applications.replied.total": 7,
      ]))
    let figure = report.statistics["applications.outcome.refused.thirdPartyRights", "total"]
    #expect(figure?.value == .exact(Amount(7)))
    #expect(
      figure?.lineage?.sources.map(\.indicator) == [
        "applications.replied.refused.tradeSecret", "applications.replied.refused.personalPrivacy",
        "applications.replied.refused.otherByLaw",
      ])
  }

  /// A case that stands in several rows makes each a range; their group stays exact.
  @Test func aSetOfTargetsIsARange() throws {
    let report = try convert(
      legacy(["applications.replied.nonexistent": 3, "applications.replied.total": 3]))
    let rows = ["notHeld", "needsCreation"].map { "applications.outcome.notProvided.\($0)" }
    for row in rows { #expect(report.statistics[row, "total"]?.value == range(0, 3), "\(row)") }
    let group = report.jointFigures.first { $0.terms.map(\.cell.indicator) == rows }
    #expect(group?.bounds.only == Amount(3))
  }

  /// What practice has put elsewhere is not certain, and the letter says what it would be.
  @Test func theLetterPresumesWhatPracticeLeavesOpen() throws {
    let sheet = try legacy([
      "applications.replied.alreadyPublic": 2, "applications.replied.agreed": 5,
      "applications.replied.total": 7,
    ])
    let disclosed = CellID("applications.outcome.disclosed", "total")
    let within = Bounds(atLeast: Amount(5), atMost: Amount(7))
    #expect(try convert(sheet).statistics[disclosed]?.value == .range(within))
    for policy in [Conversion.Policy.letter, .bestFit] {
      #expect(
        try convert(sheet, policy: policy).statistics[disclosed]?.value
          == .presumed(Amount(7), within: within))
    }
    let repeated = try convert(sheet, policy: .letter).statistics[
      "applications.outcome.notProcessed.repeated", "total"]
    #expect(repeated?.value == .presumed(.zero, within: Bounds(atLeast: .zero, atMost: Amount(2))))
  }

  /// One application may have several replies: of 12 replies to 9 applications any three may be repetitions.
  @Test func surplusRepliesLowerWhatIsCertain() throws {
    let report = try convert(
      legacy([
        "applications.concluded.total": 9, "applications.replied.total": 12, "applications.replied.agreed": 8,
        "applications.replied.partlyAgreed": 4,
      ]), policy: .letter)
    #expect(report.statistics["applications.outcome.disclosed", "total"]?.value == range(5, 8))
    #expect(report.statistics["applications.outcome.partlyDisclosed", "total"]?.value == range(1, 7))
    #expect(report.statistics["applications.outcome.total", "total"]?.value == range(9, 12))
    #expect(report.findings.contains { $0.id == "crosswalk.cross-check" })
  }

  /// A request to correct is no outcome: the application may have another, or none by the end of the year.
  @Test func aRequestToCorrectMayHaveNoOutcome() throws {
    let report = try convert(
      legacy([
        "applications.received.total": 5, "applications.replied.total": 5,
        "applications.replied.partlyAgreed": 3,
        "applications.replied.correctionRequested": 2,
      ]), policy: .letter)
    #expect(report.statistics["applications.outcome.partlyDisclosed", "total"]?.value == .exact(Amount(3)))
    #expect(report.statistics["applications.outcome.total", "total"]?.value == range(3, 5))
    let over = report.jointFigures.first { $0.terms.first?.cell.indicator == "applications.carriedOver" }
    #expect(over?.bounds == Bounds(atLeast: .zero, atMost: Amount(2)))
  }

  @Test func casesThatArePendingAreNeverNone() throws {
    for policy in Conversion.Policy.allCases {
      let report = try convert(legacy(["review.total": 2, "review.upheld": 2]), policy: policy)
      for id in ["review.pending", "litigation.direct.pending", "litigation.afterReview.pending"] {
        #expect(report.statistics[id]?.value == .unknown, "\(id)")
      }
      #expect(report.statistics["review.total"]?.bounds == Bounds(atLeast: Amount(2), atMost: nil))
    }
  }

  @Test func whatTheReportSaysItIncludesIsNotCertain() throws {
    var sheet = try legacy(["applications.received.total": 9])
    sheet.sections = [
      ProseSection(heading: nil, level: 0, paragraphs: [ProseParagraph("收到申请9件（含上年结转2件）。")])
    ]
    let received = try convert(sheet, policy: .letter).statistics["applications.received", "total"]
    #expect(received?.value == .presumed(Amount(9), within: Bounds(atLeast: .zero, atMost: Amount(9))))
  }

  @Test func applicantsAreUnknownUpToTheTotal() throws {
    let report = try convert(legacy(["applications.received.total": 9]))
    #expect(report.statistics["applications.received", "total"]?.value == .exact(Amount(9)))
    #expect(report.statistics["applications.received", "naturalPerson"]?.value == range(0, 9))
    #expect(
      report.statistics["applications.outcome.partlyDisclosed", "naturalPerson"]?.value == .exact(.zero))
  }

  @Test func silenceIsNotZero() throws {
    let report = try convert(legacy([:]))
    for id in ["proactive.licences.decisions", "proactive.regulations.inForce", "proactive.charges.amount"] {
      #expect(report.statistics[id]?.value == .unknown, "\(id)")
    }
    #expect(report.statistics["applications.carriedIn", "total"]?.value == .unknown)
    #expect(
      report.statistics["applications.outcome.other.feeNotPaid", "total"]?.lineage?.rule == .structuralZero)
  }

  @Test func whatIsCarriedOverIsKnownByItsDifference() throws {
    let report = try convert(
      legacy([
        "applications.received.total": 9, "applications.concluded.total": 7, "applications.replied.total": 7,
        "applications.replied.agreed": 7,
      ]))
    let joint = try #require(
      report.jointFigures.first { $0.terms.contains { $0.isSubtracted && $0.cell.applicant != nil } })
    #expect(joint.terms.map(\.cell.indicator) == ["applications.carriedOver", "applications.carriedIn"])
    #expect(joint.bounds.only == Amount(2))
  }

  /// Direct suits and those after a review are not told apart; some may be counted by another body.
  @Test func suitsAreKnownTogether() throws {
    let report = try convert(legacy(["litigation.total": 3, "litigation.corrected": 3]))
    #expect(report.statistics["litigation.direct.corrected"]?.value == range(0, 3))
    let joint = report.jointFigures.first {
      $0.terms.map(\.cell.indicator) == ["litigation.direct.corrected", "litigation.afterReview.corrected"]
    }
    #expect(joint?.bounds == Bounds(atLeast: .zero, atMost: Amount(3)))
  }

  /// Parts that are not filled in are not zero: their total may have become any of their targets.
  @Test func aTotalWithoutPartsSpreads() throws {
    var report = try legacy(["applications.replied.total": 4, "applications.replied.refused.total": 4])
    for part in [
      "stateSecret", "tradeSecret", "personalPrivacy", "security", "notGovernmentInformation", "otherByLaw",
    ] {
      report.statistics["applications.replied.refused.\(part)"] = Figure(.blank)
    }
    let converted = try convert(report)
    #expect(converted.statistics["applications.outcome.refused.stateSecret", "total"]?.value == range(0, 4))
    #expect(converted.statistics["applications.outcome.notProcessed.petition", "total"]?.value == range(0, 4))
    #expect(converted.statistics["applications.outcome.partlyDisclosed", "total"]?.value == .exact(.zero))
  }

  @Test func blankAloneIsUnknown() throws {
    var report = try legacy([:])
    for id in ["review.total", "review.upheld"] { report.statistics[id] = Figure(.blank) }
    let converted = try convert(report)
    #expect(converted.statistics["review.upheld"]?.certainAmount == nil)
    #expect(converted.statistics["review.corrected"]?.value == .exact(.zero))
  }

  /// Blank beside a number, and no total above them: there may be any number more.
  @Test func blankWithoutATotalIsUnbounded() throws {
    var report = try legacy(["applications.replied.agreed": 2])
    for id in [
      "concluded.total", "concluded.onTime", "replied.total", "replied.alreadyPublic",
      "replied.refused.total",
      "replied.refused.otherByLaw",
    ] { report.statistics["applications.\(id)"] = Figure(.blank) }
    let converted = try convert(report)
    #expect(
      converted.statistics["applications.outcome.disclosed", "total"]?.value
        == .range(Bounds(atLeast: Amount(2), atMost: nil)))
    #expect(converted.statistics["applications.outcome.refused.enforcementFile", "total"]?.value == .unknown)
  }

  /// A row of applicants whose total leaves a number for the one that is unknown; none where it leaves less than
  /// nothing.
  @Test(arguments: [(5, 2, 3), (2, 2, 0), (2, 5, nil)] as [(Int, Int, Int?)])
  func aSumLeavesNoLessThanNothing(total: Int, known: Int, rest: Int?) throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2019)))
    var statistics = Statistics(form)
    for index in form.cells.indices { statistics[index] = Figure(.exact(.zero)) }
    let applicants = form.cells.filter { $0.id.indicator == "applications.received" }
      .compactMap(\.id.applicant).filter { $0 != "total" }
    statistics["applications.received", "total"] = Figure(.exact(Amount(total)))
    statistics["applications.received", applicants[1]] = Figure(.exact(Amount(known)))
    statistics["applications.received", applicants[0]] = .unknown
    // The column says nothing.
    statistics["applications.carriedIn", applicants[0]] = Figure(.blank)
    let figure = try convert(Report(statistics: statistics)).statistics[
      "applications.received", applicants[0]]
    #expect(figure?.value == rest.map { .derived(Amount($0)) } ?? .unknown)
  }

  @Test func errorsOfTheSourceAreReportedAndKept() throws {
    let report = try convert(
      legacy([
        "review.total": 1, "review.upheld": 2, "applications.concluded.total": 5,
        "applications.replied.total": 0,
      ]))
    #expect(report.statistics["review.total"]?.bounds == Bounds(atLeast: Amount(1), atMost: nil))
    #expect(report.statistics["review.upheld"]?.value == range(0, 2))
    #expect(report.findings.contains { $0.id == "crosswalk.total-and-parts" })
    #expect(report.findings.contains { $0.id == "crosswalk.cross-check" })
  }

  @Test func feeItemsNeverBecomeMoney() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2019)))
    var statistics = Statistics(form)
    statistics["proactive.charges.previousItems"] = Figure(.exact(Amount(3)))
    let report = try convert(Report(statistics: statistics))
    #expect(report.statistics["proactive.charges.amount"]?.value == .unknown)
    #expect(report.conversion?.carried == [CellID("proactive.charges.previousItems", nil)])
  }

  @Test func oneRowBecomesThreeAndBack() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2019)))
    var statistics = Statistics(form)
    for index in form.cells.indices { statistics[index] = Figure(.exact(.zero)) }
    for applicant in ["naturalPerson", "total"] {
      statistics["applications.outcome.other", applicant] = Figure(.exact(Amount(2)))
    }
    // The column's sum fails: what goes over as it is printed does so all the same.
    var report = try convert(Report(statistics: statistics))
    #expect(report.statistics["applications.outcome.other.rest", "naturalPerson"]?.value == range(0, 2))
    #expect(report.statistics["applications.outcome.other", "naturalPerson"]?.value == .exact(Amount(2)))
    // Without the memory of where it came from, the plain sums give the row again.
    report.conversion = nil
    let back = try convert(report, to: .edition2019)
    #expect(back.statistics["applications.outcome.other", "total"]?.value == .exact(Amount(2)))
  }

  // MARK: Properties

  @Test func bestFitAddsUp() throws {
    let report = try convert(
      legacy([
        "applications.replied.total": 9, "applications.replied.refused.total": 4,
        "applications.replied.refused.otherByLaw": 4, "applications.replied.nonexistent": 2,
        "applications.replied.otherRoute": 3,
      ]), policy: .bestFit)
    let rows = report.form.indicators.filter {
      $0.role == .addend && $0.id.hasPrefix("applications.outcome.")
    }
    let sum = rows.compactMap { report.statistics[$0.id, "total"]?.amount }.reduce(Amount.zero, +)
    #expect(sum == Amount(9))
    #expect(report.statistics["applications.outcome.refused.prohibitedByLaw", "total"]?.amount == Amount(4))
  }

  @Test(arguments: FormCatalogue.shared.forms, Edition.all)
  func theWayBackGivesTheSameSheet(form: Form, edition: Edition) throws {
    guard form.id.edition != edition else { return }
    for seed in 0..<Scale.count(5, proof: 15) {
      var generator = ReportGenerator(seed: UInt64(seed))
      var report = generator.report(of: form)
      report.conversion = nil
      report.jointFigures = []
      for policy in Conversion.Policy.allCases {
        let (there, ledger) = try Self.converter.convert(report, to: edition, policy: policy)
        #expect(there.form.id.edition == edition)
        let counted = Ledger.Outcome.allCases.reduce(0) { $0 + ledger.count($1) }
        #expect(counted == form.cells.count, "the ledger adds up")
        let (back, _) = try Self.converter.convert(there, to: form.id.edition, policy: policy)
        #expect(back.statistics == report.statistics, "seed \(seed)")
      }
    }
  }

  @Test func theOwnEditionStays() throws {
    let report = try legacy(["review.total": 1])
    #expect(try convert(report, to: .legacy) == report)
  }

  @Test func anEditedReportIsNotRestored() throws {
    var there = try convert(legacy(["review.total": 2, "review.upheld": 2]))
    there.statistics["review.upheld"] = Figure(.exact(Amount(1)))
    there.statistics["review.total"] = Figure(.exact(Amount(1)))
    let back = try convert(there, to: .legacy)
    #expect(back.statistics["review.upheld"]?.bounds == Bounds(atLeast: .zero, atMost: Amount(1)))
  }

  @Test func whatIsNoNumberOfCasesIsALoss() throws {
    var report = try legacy(["applications.replied.partlyAgreed": -3])
    report.statistics["applications.received.total"] = Figure(.exact(Amount(significand: 25, scale: 1)))
    let (converted, ledger) = try Self.converter.convert(report, to: .edition2021)
    for id in ["applications.outcome.partlyDisclosed", "applications.received"] {
      #expect(converted.statistics[id, "total"]?.certainAmount != Amount(-3))
      #expect(converted.statistics[id, "total"]?.certainAmount != Amount(significand: 25, scale: 1))
    }
    #expect(ledger.lossCount == 2 && ledger.losses.count == 2)
    #expect(converted.findings.contains { $0.id == "crosswalk.loss" })
  }

  @Test func unreadableIsALoss() throws {
    var report = try legacy([:])
    report.statistics["review.upheld"] = Figure(.unreadable, raw: "多件", place: Place(line: 7))
    report.statistics["training.courses"] = Figure(.ambiguous([Amount(1), Amount(11)]), raw: "11")
    let (_, ledger) = try Self.converter.convert(report, to: .edition2021)
    #expect(ledger.lossCount == 2)
    #expect(ledger.losses.first?.figure?.raw == "多件")
  }

  @Test func explanationsSayWhereFrom() throws {
    let report = try convert(
      legacy(["applications.replied.refused.otherByLaw": 3, "applications.replied.refused.total": 3]))
    let cell = CellID("applications.outcome.refused.internalAffairs", "total")
    for language in Language.allCases {
      let text = Self.converter.explain(cell, in: report, language: language).string
      #expect(text.contains("applications.replied.refused.otherByLaw") && !text.contains("narrowMatch"))
      #expect(text.contains("分入更窄的指标") == (language == .chinese))
      // Many rows are named by the group that they fill, or by the first of them.
      #expect(text.split(separator: "\n").allSatisfy { $0.count(where: { $0 == "+" }) < 4 })
      #expect(text.contains("2019年以前没有单独列项") == (language == .chinese))
      #expect(text.contains("had no row of their own before 2019") == (language == .english))
      let silent = Self.converter.explain(
        CellID("applications.carriedIn", "total"), in: report, language: language
      ).string
      #expect(silent.contains("旧表没有这一行") == (language == .chinese))
    }
  }

  /// What is presumed is told in both readings, with the practice that keeps it from being exact and what that rests on.
  @Test func explanationsTellBothReadings() throws {
    let report = try convert(
      legacy(["applications.replied.alreadyPublic": 3, "applications.replied.total": 3]), policy: .letter)
    let cell = CellID("applications.outcome.disclosed", "total")
    #expect(report.statistics[cell]?.status == .presumed)
    let text = Self.converter.explain(cell, in: report, language: .chinese).string
    #expect(text.contains("按条文：3\n") && text.contains("实践中的范围：0～3\n"))
    #expect(text.contains("实践中还归入：不予处理：重复申请\n          依据：国办发〔2008〕36号"))
    #expect(text.contains("没有公开文件可作依据"))
  }

  @Test func theLedgerTellsLetterAndPracticeApart() throws {
    let report = try legacy(["applications.replied.alreadyPublic": 3, "applications.replied.total": 3])
    let (_, ledger) = try Self.converter.convert(report, to: .edition2021, policy: .letter)
    let entry = try #require(
      ledger.sources.first { $0.cell.indicator == "applications.replied.alreadyPublic" })
    #expect(Set(entry.targets.map(\.indicator)) == ["applications.outcome.disclosed"])
    #expect(Set(entry.practices.flatMap(\.rows)) == Set(entry.also.map(\.indicator)))
    #expect(entry.practices.contains { $0.basis == nil } && entry.practices.contains { $0.basis != nil })
    let json = String(decoding: ledger.json(), as: UTF8.self)
    #expect(json.contains("\"status\": \"presumed\", \"value\": 3, \"atLeast\": 0, \"atMost\": 3"))
    #expect(json.contains("{\"id\": \"registries\", \"basis\": \"own reading\", \"rows\": ["))
  }

  @Test func theLedgerSpeaksTheLanguageOfItsReader() throws {
    let report = try legacy(["training.courses": 1, "applications.replied.partlyAgreed": 2])
    let (_, ledger) = try Self.converter.convert(report, to: .edition2021)
    let chinese = ledger.text(.chinese).string
    #expect(chinese.contains("新样式不统计会议和培训情况") && chinese.contains("《条例》第三十七条"))
    #expect(!chinese.contains("art. 37") && !chinese.contains("no figures"))
    #expect(ledger.text(.english).string.contains("    art. 37;"))
    let json = String(decoding: ledger.json(), as: UTF8.self)
    #expect(json.contains("\"why.zh\": \"《条例》第三十七条；"))
  }
}

extension Edition {
  fileprivate static let all: [Edition] = [.legacy, .edition2019, .edition2021]
}
