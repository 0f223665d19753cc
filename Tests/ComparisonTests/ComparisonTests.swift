import TextKit
import Foundation
import TestSupport
import Testing

@testable import Comparison
@testable import DataFiles
@testable import FileKit
@testable import Gongkai
@testable import JSONKit
@testable import ReportModel
@testable import TextKit

/// What holds of any two reports.
@Suite struct ComparisonPropertyTests {
  static let forms = FormCatalogue.shared.forms
  let converter = Converter()

  private func report(_ form: Form, _ seed: UInt64) -> Report {
    var reports = ConsistentReports(random: SplitMix64(seed: seed))
    return reports.report(of: form)
  }

  /// Figures of every status, hard text, conversions: a report does not differ from itself.
  @Test(arguments: forms.map(\.id.description))
  func nothingDiffersFromItself(id: String) throws {
    let form = try #require(Self.forms.first { $0.id.description == id })
    for seed in 0..<Scale.count(20, proof: 60) {
      var generator = ReportGenerator(seed: UInt64(seed))
      let report = generator.report(of: form, convertedFrom: Self.forms)
      let comparison = try converter.compare(report, report)
      #expect(comparison.isSame && comparison.hasSameFigures, "seed \(seed)")
      #expect(comparison.kind == .versions)
    }
  }

  /// One other figure is one change, there and nowhere else, by as much as it is.
  @Test(arguments: forms.map(\.id.description))
  func oneCellIsOneChange(id: String) throws {
    let form = try #require(Self.forms.first { $0.id.description == id })
    let report = report(form, 3)
    for index in form.cells.indices {
      guard let amount = report.statistics[index]?.certainAmount else { continue }
      var other = report
      other.statistics[index] = Figure(.exact(amount + Amount(7)))
      let comparison = try converter.compare(report, other)
      let differing = comparison.figures.filter { $0.outcome.isDifference }
      #expect(differing.map(\.cell) == [form.cells[index].id])
      #expect(differing.first?.outcome == .changed)
      #expect(differing.first?.difference == Bounds(Amount(7)))
      #expect(comparison.identity.isEmpty && comparison.carried.isEmpty && comparison.prose.isSame)
    }
  }

  /// The other way round the same cells differ in the same way, by the opposite.
  @Test func reversedIsMirrored() throws {
    for seed in 0..<Scale.count(15, proof: 40) {
      var generator = ReportGenerator(seed: UInt64(seed))
      let form = generator.random.pick(Self.forms)
      let (one, other) = (generator.report(of: form), generator.report(of: form))
      let there = try converter.compare(one, other)
      let back = try converter.compare(other, one)
      #expect(there.kind == back.kind)
      for (a, b) in zip(there.figures, back.figures) {
        #expect(a.outcome == b.outcome && a.reason == b.reason, "\(a.cell), seed \(seed)")
        #expect(a.before?.value == b.after?.value && a.after?.value == b.before?.value)
        // Where units differ the difference is in that of the second.
        if a.before?.unit == a.after?.unit { #expect(a.difference == b.difference.map { -$0 }) }
      }
      #expect(there.identity.map(\.field) == back.identity.map(\.field))
      #expect(there.identity.map(\.before) == back.identity.map(\.after))
      #expect(there.unplacedBefore.map(\.text) == back.unplacedAfter.map(\.text))
    }
  }

  /// A conversion changes nothing for certain, whether it is known to be one or not, in whichever edition.
  @Test(arguments: forms.map(\.id.description))
  func conversionsChangeNothingForCertain(id: String) throws {
    let form = try #require(Self.forms.first { $0.id.description == id })
    for seed in 0..<6 {
      let report = report(form, UInt64(seed))
      for edition in FormCatalogue.shared.editions where edition != form.id.edition {
        let converted = try converter.convert(report, to: edition).report
        #expect(try converter.compare(report, converted).isSame)
        #expect(try converter.compare(converted, report).isSame)
        var plain = converted
        plain.conversion = nil
        for common in [form.id.edition, edition] {
          for comparison in [
            try converter.compare(report, plain, in: common),
            try converter.compare(plain, report, in: common),
          ] {
            // An old sheet is declared to have had none of what was not there before 2019; these reports have.
            let changed = comparison.figures.filter {
              $0.outcome == .changed
                && ![$0.before, $0.after].contains { $0?.lineage?.rule == .structuralZero }
            }
            #expect(changed.isEmpty, "\(form.id) and \(edition) in \(common): \(changed.map(\.cell))")
          }
        }
      }
    }
  }

  /// The pieces of a changed paragraph make up both texts, and each paragraph of both stands there once.
  @Test func proseIsWhole() throws {
    for seed in 0..<Scale.count(20, proof: 60) {
      var generator = ReportGenerator(seed: UInt64(seed))
      let form = Self.forms[0]
      let (one, other) = (generator.report(of: form), generator.report(of: form))
      let prose = try converter.compare(one, other).prose
      func folded(_ texts: [String]) -> [String] { texts.map(FoldedText.fold).sorted() }
      let paragraphs = prose.sections.flatMap(\.paragraphs)
      #expect(
        folded(paragraphs.compactMap { $0.before?.text })
          == folded(one.sections.flatMap { $0.paragraphs.map(\.text) }))
      #expect(
        folded(paragraphs.compactMap { $0.after?.text })
          == folded(other.sections.flatMap { $0.paragraphs.map(\.text) }))
      for paragraph in paragraphs where paragraph.kind == .changed {
        let before = paragraph.pieces.filter { $0.kind != .added }.map(\.text).joined()
        let after = paragraph.pieces.filter { $0.kind != .removed }.map(\.text).joined()
        #expect(FoldedText.fold(before) == FoldedText.fold(paragraph.before?.text ?? ""))
        #expect(FoldedText.fold(after) == FoldedText.fold(paragraph.after?.text ?? ""))
      }
      for section in prose.sections {
        #expect(section.lengthInCommon <= min(section.lengthBefore, section.lengthAfter))
      }
    }
  }

  @Test func sameInputGivesSameBytes() throws {
    var generator = ReportGenerator(seed: 11)
    let (one, other) = (generator.report(of: Self.forms[0]), generator.report(of: Self.forms[0]))
    let outputs = try (0..<3).map { _ in
      let comparison = try converter.compare(one, other)
      return comparison.json() + comparison.html() + comparison.text().bytes
    }
    #expect(Set(outputs).count == 1)
  }
}

/// What is said of one figure.
@Suite struct FigureComparerTests {
  typealias Outcome = ComparedFigure.Outcome

  private static let form = FormCatalogue.shared.forms[0]
  private let money = form.indicators.first { $0.kind == .money }
  private let count = form.indicators.first { $0.kind == .count }

  private func compare(
    _ before: Figure?, _ after: Figure?, _ kind: ReportComparison.Kind = .versions, converted: Bool = false,
    _ indicator: Indicator? = nil
  ) throws -> ComparedFigure {
    let comparer = FigureComparer(kind: kind, isBeforeConverted: converted, isAfterConverted: false)
    let indicator = try #require(indicator ?? count)
    return comparer.compare(before, after, cell: CellID(indicator.id), indicator: indicator)
  }

  private func exact(_ number: Int, unit: String? = nil, note: String? = nil) -> Figure {
    Figure(.exact(Amount(number)), unit: unit, note: note)
  }

  private func range(_ least: Int?, _ most: Int?) -> Figure {
    Figure(.range(Bounds(atLeast: least.map { Amount($0) }, atMost: most.map { Amount($0) })))
  }

  @Test func unknownIsNotZero() throws {
    for kind in ReportComparison.Kind.allCases {
      #expect(try compare(Figure(.blank), exact(0), kind).outcome == .status)
      #expect(try compare(nil, exact(0), kind).outcome == .status)
      #expect(try compare(Figure(.notApplicable, raw: "/"), exact(0), kind).outcome == .status)
      #expect(try compare(nil, Figure(.blank), kind).outcome == .status)
      #expect(try compare(.unknown, exact(0), kind).reason == .silent)
      #expect(try compare(nil, exact(0), kind, converted: true).reason == .silent)
      #expect(try compare(Figure(.blank), Figure(.blank), kind).outcome == .same)
      #expect(try compare(nil, nil, kind).outcome == .absent)
    }
  }

  @Test func whatIsOpenStaysOpen() throws {
    let disjoint = try compare(range(1, 3), range(5, nil), .years)
    #expect(disjoint.outcome == .changed && disjoint.difference == Bounds(atLeast: Amount(2), atMost: nil))
    #expect(disjoint.percent == nil)
    let open = try compare(range(1, 3), exact(2), .years)
    #expect(open.outcome == .possible)
    #expect(open.difference == Bounds(atLeast: Amount(-1), atMost: Amount(1)))
    #expect(try compare(range(1, 3), range(1, 3), .years).outcome == .possible)
    #expect(try compare(range(1, 3), range(1, 3), .versions).outcome == .same)
    let readings = Figure(.ambiguous([Amount(1), Amount(12)]))
    #expect(try compare(readings, exact(12)).outcome == .status)
    #expect(try compare(readings, exact(12), .years).outcome == .possible)
    // 5 lies between the readings and is none of them.
    #expect(try compare(readings, exact(5)).outcome == .changed)
    #expect(try compare(readings, range(2, 11), .years).outcome == .changed)
  }

  @Test func writingIsNoChangeOfANumber() throws {
    #expect(try compare(exact(22), exact(22, note: "其中修订 16 件")).outcome == .written)
    #expect(try compare(exact(22), exact(22, note: "其中修订 16 件"), .years).outcome == .same)
    #expect(try compare(exact(22), exact(22, unit: "件")).outcome == .written)
    #expect(try compare(exact(5), Figure(.derived(Amount(5)))).outcome == .status)
    #expect(try compare(Figure(.unreadable, raw: "l2"), Figure(.unreadable, raw: "l3")).outcome == .written)
    #expect(
      try compare(Figure(.unreadable, raw: "l2"), Figure(.unreadable, raw: "l2"), .years).reason
        == .unreadable)
  }

  @Test func unitsOfMoneyAreConverted() throws {
    let indicator = try #require(money)
    #expect(indicator.unit == "万元")
    let same = try compare(
      exact(251_000, unit: "元"), Figure(.exact(Amount("25.10") ?? .zero)), .years, indicator)
    #expect(same.outcome == .same)
    let changed = try compare(exact(25), exact(260_000, unit: "元"), .years, indicator)
    #expect(changed.outcome == .changed && changed.difference == Bounds(Amount(10_000)))
    #expect(changed.percent == Amount("4.0"))
    let unclear = try compare(exact(25), exact(25, unit: "美元"), .years, indicator)
    #expect(unclear.reason == .unit)
  }

  @Test func percentagesAreRounded() throws {
    for (before, after, percent) in [
      (3, 4, "33.3"), (3, 5, "66.7"), (8, 7, "-12.5"), (2000, 2001, "0.1"), (2000, 1999, "-0.1"),
    ] {
      #expect(try compare(exact(before), exact(after)).percent == Amount(percent), "\(before) \(after)")
    }
    #expect(try compare(exact(0), exact(4)).percent == nil)
    #expect(try compare(exact(-2), exact(4)).percent == nil)
  }
}

@Suite struct ReportComparerTests {
  private let form = FormCatalogue.shared.forms[0]
  private let converter = Converter()

  private func report(_ year: Int?, _ body: String? = "青禾市水务局", _ figures: [String: Int] = [:]) -> Report {
    var statistics = Statistics(form)
    for (id, number) in figures { statistics[CellID(id) ?? CellID(id)] = Figure(.exact(Amount(number))) }
    return Report(identity: Identity(body: body, year: year), statistics: statistics)
  }

  private func prose(_ sections: [(String?, Int, [String])]) -> Report {
    var report = report(2023)
    report.sections = sections.map { heading, level, texts in
      ProseSection(heading: heading, level: level, paragraphs: texts.map { ProseParagraph($0) })
    }
    return report
  }

  @Test func yearsAndBodiesAreTold() throws {
    func kind(_ one: Report, _ other: Report) throws -> (ReportComparison.Kind, ReportComparison.Bodies) {
      let comparison = try converter.compare(one, other)
      return (comparison.kind, comparison.bodies)
    }
    #expect(try kind(report(2022), report(2022)) == (.versions, .same))
    #expect(try kind(report(2022), report(2023)) == (.years, .same))
    #expect(try kind(report(2022, "水务局"), report(2022)) == (.versions, .same))
    #expect(try kind(report(2022), report(2022, "青禾市档案局")) == (.bodies, .different))
    #expect(try kind(report(2022), report(2021, "青禾市档案局")) == (.years, .different))
    #expect(try kind(report(nil), report(2021)) == (.versions, .same))
    #expect(try kind(report(2021, nil), report(2021)) == (.versions, .unknown))
  }

  /// One year prints 其他处理 as one row, the other its three rows.
  @Test func groupsAreComparedHoweverTheyArePrinted() throws {
    let group = "applications.outcome.other"
    let whole = report(2021, figures(["\(group)@total": 3, "\(group)@naturalPerson": 0]))
    let parts = report(
      2022,
      figures([
        "\(group).notCorrectedInTime@total": 1, "\(group).feeNotPaid@total": 0, "\(group).rest@total": 2,
        "\(group).rest@naturalPerson": 0,
      ]))
    let years = try converter.compare(whole, parts)
    func outcome(_ id: String, _ comparison: ReportComparison) -> ComparedFigure.Outcome? {
      comparison.figures.first { $0.cell.description == id }?.outcome
    }
    #expect(outcome("\(group)@total", years) == .same)
    #expect(outcome("\(group).rest@total", years) == .possible)
    #expect(outcome("\(group).rest@naturalPerson", years) == .same)
    // Two of its rows are not printed: they are not 0.
    #expect(outcome("\(group)@naturalPerson", years) == .status)
    // Of one year, another row is another row.
    var version = parts
    version.identity.year = 2021
    #expect(outcome("\(group).rest@naturalPerson", try converter.compare(whole, version)) == .status)
  }

  private func figures(_ figures: [String: Int]) -> [String: Int] { figures }

  private func report(_ year: Int, _ figures: [String: Int]) -> Report { report(year, "青禾市水务局", figures) }

  /// A form file of a user's own may have the id of a carried form and fewer rows.
  @Test func formsOfOneIDMayDiffer() throws {
    let text = try #require(DataFile.text("forms/2021.tsv"))
    let fewer = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("proactive.penalties.decisions") }.joined(separator: "\n")
    let own = try #require(try FormFile.read(fewer, name: "own.tsv").first)
    #expect(own.id == form.id && own.cells.count < form.cells.count)
    var short = Report(identity: Identity(body: "青禾市水务局", year: 2021), statistics: Statistics(own))
    short.statistics["litigation.afterReview.total"] = Figure(.exact(Amount(4)))
    let long = report(2021, ["litigation.afterReview.total": 4, "proactive.penalties.decisions": 9])
    for comparison in [try converter.compare(short, long), try converter.compare(long, short)] {
      let total = comparison.figures.first { $0.cell.indicator == "litigation.afterReview.total" }
      #expect(total?.outcome == .same)
      #expect(!comparison.hasSameFigures)
    }
    let carried = try converter.compare(long, short).carried
    #expect(carried.flatMap(\.figures).map(\.cell.indicator) == ["proactive.penalties.decisions"])
    #expect(converter.check(short, against: long).previous != nil)
    #expect(converter.check(long, against: short).previous != nil)
  }

  @Test func textThatNoCellTookIsNotLost() throws {
    var (one, other) = (report(2023), report(2023))
    one.unplaced = [UnplacedText("其他 5"), UnplacedText("备注 1"), UnplacedText("其他5")]
    other.unplaced = [UnplacedText("其他  ５"), UnplacedText("备注 2")]
    let comparison = try converter.compare(one, other)
    // What stands twice in one and once in the other is told once.
    #expect(comparison.unplacedBefore.map(\.text) == ["备注 1", "其他5"])
    #expect(comparison.unplacedAfter.map(\.text) == ["备注 2"])
    #expect(!comparison.hasSameFigures)
  }

  @Test func personalDataCanBeLeftOut() throws {
    var (one, other) = (report(2023), report(2023))
    one.identity.contact = "办公室，电话：000-1"
    other.identity.contact = "办公室，电话：000-2"
    one.sections = [ProseSection(heading: nil, level: 0, paragraphs: [ProseParagraph("如有疑问，办公室，电话：000-1")])]
    other.sections = [ProseSection(heading: nil, level: 0, paragraphs: [ProseParagraph("如有疑问，办公室，电话：000-2")])]
    #expect(try !converter.compare(one, other).isSame)
    let comparison = try converter.compare(one, other, omittingPersonalData: true)
    #expect(comparison.isSame)
    #expect(!String(decoding: comparison.json(), as: UTF8.self).contains("000-"))
  }

  @Test func sectionsAreMatchedByWhatTheyAre() throws {
    let one = prose([
      ("一、总体情况", 1, ["全年公开信息10条，按时更新目录。"]), ("五、存在的主要问题和改进措施", 1, ["检索时间偏长，已建立目录。"]),
      ("六、其他需要报告的事项", 1, ["没有收取信息处理费，也没有其他事项。"]), ("七、附件", 1, ["名单一份。"]),
    ])
    let other = prose([
      ("一、总体情况", 1, ["全年公开信息12条，按时更新目录。"]), ("六、其他需要报告的事项", 1, ["没有收取信息处理费，也没有其他事项。"]),
      ("五、存在的主要问题及改进情况", 1, ["检索时间偏长，已建立目录。"]), ("七、说明", 1, ["数字取自台账。"]),
    ])
    let sections = try converter.compare(one, other).prose.sections
    #expect(
      sections.map { $0.after?.text } == ["一、总体情况", "六、其他需要报告的事项", nil, "五、存在的主要问题及改进情况", "七、说明"])
    #expect(sections.map(\.isRenamed) == [false, false, false, true, false])
    #expect(sections.filter(\.isMoved).count == 1)
    #expect(sections[2].before?.text == "七、附件")
    let pieces = try #require(sections[0].paragraphs.first?.pieces)
    #expect(pieces.map(\.text) == ["全年公开信息", "10", "12", "条，按时更新目录。"])
    #expect(pieces.map(\.hasNumber) == [false, true, true, false])
  }

  @Test func paragraphsThatMoveAreFound() throws {
    let text = "组织业务培训两次，参加培训的有四十人。"
    let one = prose([("一、总体情况", 1, [text, "公开目录按月更新。"]), ("五、存在的主要问题及改进情况", 1, ["人手不足。"])])
    let other = prose([("一、总体情况", 1, ["公开目录按月更新。"]), ("五、存在的主要问题及改进情况", 1, ["人手不足。", text])])
    let kinds = try converter.compare(one, other).prose.sections.map { $0.paragraphs.map(\.kind) }
    #expect(kinds == [[.movedAway, .same], [.same, .movedHere]])
  }

  /// Spaces and the width of letters differ between files of one text.
  @Test func filesOfOneTextDoNotDiffer() throws {
    let one = prose([("一、总体情况", 1, ["全年公开信息 1,234 条(含网站)。"])])
    let other = prose([("一、 总体情况", 1, ["全年公开信息1,234条（含网站）。"])])
    #expect(try converter.compare(one, other).isSame)
  }

  /// Whatever is compared, it ends soon, and nothing of it is lost.
  @Test func hugeTextsAreComparedCoarsely() throws {
    var random = SplitMix64(seed: 5)
    func text(_ count: Int) -> String {
      String(
        String.UnicodeScalarView(
          (0..<count).compactMap { _ in Unicode.Scalar(0x4E00 + Int.random(in: 0..<90, using: &random)) }))
    }
    let one = prose([(nil, 0, [text(60_000)]), ("一、总体情况", 1, (0..<1500).map { _ in text(20) })])
    let other = prose([(nil, 0, [text(60_000)]), ("一、总体情况", 1, (0..<1500).map { _ in text(20) })])
    let prose = try converter.compare(one, other).prose
    #expect(prose.sections.map { $0.lengthBefore } == [60_000, 30_000])
    #expect(prose.sections[1].paragraphs.count { $0.before != nil } == 1500)
    let many = (0..<3000).map { ("\($0)、\(text(6))", 1, [text(8)]) as (String?, Int, [String]) }
    #expect(
      try converter.compare(self.prose(many), self.prose(many.shuffled(using: &random))).prose.sections.count
        == 3000)
  }
}

/// Published reports, where GONGKAI_CORPUS names some.
@Suite struct ComparisonCorpusTests {
  @Test(.enabled(if: PublishedReports.isThere)) func publishedReportsCompare() throws {
    let converter = Converter()
    let reports = PublishedReports.documents.compactMap { try? converter.read(contentsOf: FilePath($0)) }
    #expect(reports.count > 10)
    for report in reports { #expect(try converter.compare(report, report).isSame) }
    for (one, other) in zip(reports, reports.dropFirst()) {
      let there = try converter.compare(one, other, in: .edition2021)
      let back = try converter.compare(other, one, in: .edition2021)
      #expect(there.figures.map(\.outcome) == back.figures.map(\.outcome))
      // Every cell of the one form is judged once.
      #expect(there.figures.map(\.cell) == there.form.cells.map(\.id))
      #expect(JSONDocument(there.json()).defects.isEmpty)
    }
  }
}
