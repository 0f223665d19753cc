import TestSupport
import Testing

@testable import Checks
@testable import Core
@testable import Gongkai
@testable import JSONKit
@testable import Rendering
@testable import ReportModel
@testable import TextKit

/// How the outcome of checks is written.
@Suite struct CheckOutputTests {
  /// A report of consistent figures in which one of table 三 is one too high.
  private static func brokenReport(seed: UInt64) throws -> (report: Report, cell: CellID) {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var random = ConsistentReports(random: SplitMix64(seed: seed))
    var report = random.report(of: form)
    let cells = form.cells.filter { report.statistics[$0.id] != nil && $0.table == "三" }
    let cell = cells[Int(seed) % cells.count].id
    let amount = try #require(report.statistics[cell]?.amount)
    report.statistics[cell] = Figure(.exact(amount + Amount(1)))
    return (report, cell)
  }

  private static func run(seeds: Range<UInt64>) throws -> CheckRun {
    CheckRun(
      try seeds.map { seed in
        CheckedReport(Converter().check(try brokenReport(seed: seed).report), path: "\(seed).json")
      }, refusals: [CheckRun.RefusedInput("bad.txt", [Finding("read.empty", .error, ["path": "bad.txt"])])])
  }

  // MARK: Verdict

  @Test(arguments: [FormID(.edition2021), FormID(Edition(rawValue: "2019"))])
  func cellsThatAreNotFilledInStopAReport(id: FormID) throws {
    let form = try #require(FormCatalogue.shared.form(id))
    for seed in 0..<20 as Range<UInt64> {
      var random = ConsistentReports(random: SplitMix64(seed: seed))
      var report = random.report(of: form)
      func verdict() -> PublicationVerdict {
        CheckedReport(Converter().check(report), path: "-").verdict
      }
      #expect(verdict().unfilled == 0)
      let filled = form.cells.indices.filter {
        report.statistics[$0] != nil && form.indicator(of: form.cells[$0]).role != .subtotal
      }
      let (blank, lacking) = (
        filled[Int(seed) * 7 % filled.count], filled[(Int(seed) * 11 + 5) % filled.count]
      )
      report.statistics[blank] = Figure(.blank)
      #expect(verdict().unfilled == 1 && !verdict().isPublishable)
      report.statistics[lacking] = nil
      #expect(verdict().unfilled == (blank == lacking ? 1 : 2))
    }
  }

  @Test func blanksOfAnOldSheetStopNothing() throws {
    let form = try #require(FormID("legacy/national").flatMap { FormCatalogue.shared.form($0) })
    let checked = CheckedReport(Converter().check(Report(statistics: Statistics(form))), path: "-")
    #expect(checked.verdict.unfilled == 0)
  }

  @Test func errorsStopAReportUnlessTheyAreAccepted() throws {
    var run = try Self.run(seeds: 3..<4)
    #expect(run.reports[0].verdict.errors > 0 && !run.reports[0].verdict.isPublishable)
    run.reports[0].accepted = run.reports[0].findings
    #expect(run.reports[0].verdict.isPublishable)
  }

  @Test(arguments: CheckFormat.allCases)
  func sameFindingsGiveTheSameBytes(format: CheckFormat) throws {
    for level in Severity.allCases {
      let style = CheckStyle(level: level)
      #expect(
        format.bytes(of: try Self.run(seeds: 0..<5), style)
          == format.bytes(of: try Self.run(seeds: 0..<5), style))
    }
  }

  @Test func everyFindingIsInEveryFormat() throws {
    let run = try Self.run(seeds: 0..<UInt64(Scale.count(8, proof: 20)))
    let style = CheckStyle(language: .english, level: .note, showsAll: true)
    let texts = CheckFormat.allCases.map { String(decoding: $0.bytes(of: run, style), as: UTF8.self) }
    for checked in run.reports {
      #expect(!checked.findings.isEmpty)
      for item in checked.findings {
        let message = MessageCatalogue.shared.message(item.finding, .english)
        for text in texts { #expect(text.contains(message)) }
      }
    }
    for format in [CheckFormat.json, .sarif] {
      let document = JSONDocument(format.bytes(of: run, style))
      #expect(document.defects.isEmpty && document.isComplete)
    }
  }

  /// Each mark of a quoted row stands beneath a figure of the finding, by the width of what a terminal shows.
  @Test(arguments: 0..<UInt64(Scale.count(20, proof: 40)))
  func marksStandBeneathTheirFigures(seed: UInt64) throws {
    let checked = CheckedReport(
      Converter().check(try Self.brokenReport(seed: seed).report), path: "a.json")
    let quotation = Quotation(checked, .chinese)
    var count = 0
    for item in checked.findings {
      let lines = quotation.lines(of: item)
      var before = ""
      for line in lines {
        switch line {
        case .plain(let text): before = text.string
        case .marks(let marks):
          let row = Self.columns(before)
          let signs = Self.columns(marks.string)
          var column = 0
          while column < signs.count {
            guard signs[column] != " " else {
              column += 1
              continue
            }
            var end = column
            while end < signs.count, signs[end] == signs[column] { end += 1 }
            let marked = String(row[column..<min(end, row.count)])
            #expect(
              item.witnesses.contains { $0.text == marked },
              "“\(marked)” is marked in\n\(before)\n\(marks.string)")
            count += 1
            column = end
          }
        case .marked(let text, let mark):
          #expect(
            item.witnesses.contains { text.string.hasSuffix(" \($0.text)") }, "\(text.string) \(mark.string)")
          count += 1
        }
      }
    }
    #expect(count > 0)
  }

  /// A character for each column of a terminal.
  private static func columns(_ text: String) -> [Character] {
    text.flatMap { character in
      [Character](repeating: character, count: DisplayWidth.width(String(character)))
    }
  }

  @Test func longSentencesAreShortenedAroundWhatIsMeant() throws {
    let text = String(repeating: "前面的话很长，", count: 40) + "收到申请75件" + String(repeating: "，后面的话也长", count: 40)
    let characters = Array(text)
    let start = try #require(characters.firstIndex(of: "7"))
    for width in [20, 60, 96] {
      let clauses = Clause.around(text, [(range: start..<start + 3, sign: "^")], width: width)
      let clause = try #require(clauses.first)
      #expect(clauses.count == 1 && clause.text.string.contains("75件"))
      #expect(clause.text.string.hasPrefix("…") && clause.text.string.hasSuffix("…"))
      #expect(clause.text.width <= width + 2)
      #expect(clause.signs.string.count { $0 == "^" } == 4, "two digits, and one wide character")
    }
    // What is far apart is quoted apart, and a mark beyond the text marks nothing.
    #expect(
      Clause.around(text, [(range: 0..<2, sign: "~"), (range: start..<start + 2, sign: "^")], width: 60).count
        == 2)
    #expect(Clause.around("短", [(range: 5..<9, sign: "^")], width: 60).map(\.text.string) == ["短"])
  }

  @Test func nothingInAReportBecomesMarkup() throws {
    var report = try Self.brokenReport(seed: 3).report
    report.identity.body = "<script>alert(1)</script>\"'&\u{202E}"
    var result = Converter().check(report)
    let witness = Witness(
      .subject, labels: ["<b>"], text: "收到<i>75</i>件\u{1B}[31m", marked: 2..<7, place: Place(line: 3))
    let finding = Finding("check.prose.figure", .error, ["quote": "<u>\u{1B}"], places: [Place(line: 3)])
    result.findings.append(
      CheckFinding(finding: finding, witnesses: [witness], fingerprint: "0123456789abcdef"))
    let run = CheckRun([CheckedReport(result, path: "<a>.txt")])
    let page = String(decoding: CheckFormat.html.bytes(of: run, CheckStyle()), as: UTF8.self)
    for markup in ["<script", "<i>", "<b>", "<u>", "<a>.txt", "\u{202E}", "\u{1B}"] {
      #expect(!page.contains(markup), "\(markup)")
    }
    #expect(page.contains("<mark>&lt;i&gt;75</mark>"))
    let text = String(decoding: CheckFormat.text.bytes(of: run, CheckStyle()), as: UTF8.self)
    #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
  }

  @Test func linksOfThePageLeadSomewhere() throws {
    let bytes = CheckFormat.html.bytes(of: try Self.run(seeds: 0..<8), CheckStyle(level: .note))
    let page = String(decoding: bytes, as: UTF8.self)
    func values(of name: String) -> Set<Substring> {
      var found: Set<Substring> = []
      var rest = page[...]
      while let start = rest.firstRange(of: name) {
        rest = rest[start.upperBound...]
        found.insert(rest.prefix { $0 != "\"" })
      }
      return found
    }
    let links = values(of: "href=\"#")
    #expect(links.count > 20)
    #expect(links.subtracting(values(of: "id=\"")).isEmpty)
  }

  @Test func colourIsOnlyWhereItIsAskedFor() throws {
    let run = try Self.run(seeds: 0..<1)
    #expect(!CheckText(CheckStyle()).text(of: run).string.contains("\u{1B}"))
    #expect(CheckText(CheckStyle(isColored: true)).text(of: run).string.contains("\u{1B}[1;31m"))
  }
}

@Suite struct BaselineTests {
  private static let message = LocalizedText(
    chinese: PrintableText.shown("一\t二\n三"), english: "one")

  private static func entry(_ number: Int, body: String, year: String) -> Baseline.Entry {
    let digits = String(number, radix: 16)
    return Baseline.Entry(
      fingerprint: String(repeating: "0", count: 16 - digits.count) + digits, rule: "check.sum.parts",
      body: body,
      year: year, message: message)
  }

  /// The file is the same in whatever order things were found, each entry once, and is read back.
  @Test func fileIsSortedAndReadBack() throws {
    let entries = (0..<30).map { Self.entry($0, body: "单位\($0 % 3)", year: "202\($0 % 2)") }
    let baseline = Baseline(entries)
    #expect(Baseline(entries.reversed() + entries).text == baseline.text)
    let again = try Baseline.read(baseline.text, name: "b.tsv")
    #expect(again.entries.map(\.fingerprint) == baseline.entries.map(\.fingerprint))
    #expect(again.text == baseline.text)
    #expect(baseline.text.split(separator: "\n").count == 34)
  }

  @Test func onlyWhatIsNewIsLeft() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var random = ConsistentReports(random: SplitMix64(seed: 7))
    var report = random.report(of: form)
    let cell = CellID("applications.received", "naturalPerson")
    report.statistics[cell] = Figure(.exact(Amount(4001)))
    let converter = Converter()
    let first = [CheckedReport(converter.check(report), path: "a.json")]
    let baseline = Baseline().accepting(first, from: .note)
    #expect(baseline.entries.count == first[0].findings.count && !baseline.entries.isEmpty)

    // Under another name and with other places, all is known.
    report.source = SourceFile(name: "b.txt", size: 1, sha256: "", format: "text")
    report.statistics[cell]?.place = Place(line: 7)
    var again = [CheckedReport(converter.check(report), path: "b.txt")]
    #expect(baseline.apply(to: &again).isEmpty)
    #expect(again[0].findings.isEmpty && again[0].accepted.count == baseline.entries.count)

    // Another error is shown, and what it replaced is gone.
    report.statistics[cell] = Figure(.exact(Amount(4002)))
    var other = [CheckedReport(converter.check(report), path: "b.txt")]
    let gone = baseline.apply(to: &other)
    #expect(!other[0].findings.isEmpty)
    #expect(gone.count + other[0].accepted.count == baseline.entries.count)

    // Entries of other reports are not said to be gone.
    report.identity.year = 2022
    var later = [CheckedReport(converter.check(report), path: "c.txt")]
    #expect(baseline.apply(to: &later).isEmpty)
    #expect(baseline.accepting(later, from: .error).entries.count > baseline.entries.count)
  }
}

@Suite struct PairingTests {
  private static func report(_ body: String?, _ year: Int?, figure: Int = 0) throws -> Report {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = Report(identity: Identity(body: body, year: year), statistics: Statistics(form))
    report.statistics["applications.received", "total"] = Figure(.exact(Amount(figure)))
    return report
  }

  @Test(arguments: [
    ("青禾市水务局", "青禾市 水务局", true), ("青禾市水务局（本级）", "青禾市水务局(本级)", true),
    ("青禾市水务局（本级）", "青禾市水务局【本级】", true), ("ＡＢ区", "ab区", true),
    ("青禾市水务局", "青禾市教育局", false), ("青禾市水务局", "水务局", false),
  ])
  func bodiesAreKnownByTheirNames(left: String, right: String, isSame: Bool) throws {
    let pairing = ReportPairing([.init("last.txt", try Self.report(right, 2020))])
    let (candidate, findings) = pairing.counterpart(of: try Self.report(left, 2021))
    #expect((candidate != nil) == isSame)
    #expect(findings.map(\.id) == (isSame ? [] : ["against.none"]))
  }

  @Test func theYearBeforeIsMeant() throws {
    let pairing = ReportPairing([
      .init("2019.txt", try Self.report("甲", 2019)), .init("2021.txt", try Self.report("甲", 2021)),
    ])
    #expect(pairing.counterpart(of: try Self.report("甲", 2022)).candidate?.path == "2021.txt")
    #expect(pairing.counterpart(of: try Self.report("甲", 2021)).candidate == nil)
    #expect(pairing.counterpart(of: try Self.report("甲", nil)).findings.map(\.id) == ["against.unnamed"])
  }

  /// Which of several is right is not guessed, unless they say the same.
  @Test func severalAreNotGuessed() throws {
    let same = ReportPairing([
      .init("a.txt", try Self.report("甲", 2020)), .init("b.txt", try Self.report("甲", 2020)),
    ])
    #expect(same.counterpart(of: try Self.report("甲", 2021)).candidate?.path == "a.txt")
    let different = ReportPairing([
      .init("a.txt", try Self.report("甲", 2020)), .init("b.txt", try Self.report("甲", 2020, figure: 1)),
    ])
    let (candidate, findings) = different.counterpart(of: try Self.report("甲", 2021))
    #expect(candidate == nil && findings.map(\.id) == ["against.several"])
  }

  /// One file for one input is compared, and a rule tells where it cannot be the right one.
  @Test func whatTheUserNamesIsCompared() throws {
    let last = try Self.report("青禾市教育局", 2018)
    let report = try Self.report("青禾市水务局", 2021)
    let (candidate, findings) = ReportPairing([.init("a.txt", last)], isGiven: true).counterpart(of: report)
    #expect(candidate?.path == "a.txt" && findings.isEmpty)
    let result = Converter().check(report, against: candidate?.report)
    #expect(result.findings.contains { $0.rule == "check.year.counterpart" })
    #expect(ReportPairing([.init("a.txt", last)]).counterpart(of: report).candidate == nil)
  }
}

@Suite struct CarryingTests {
  /// Findings are made anew each time, so that a report that carries some does not collect them.
  @Test func findingsOfAnEarlierCheckAreReplaced() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var random = ConsistentReports(random: SplitMix64(seed: 1))
    var report = random.report(of: form)
    report.statistics["applications.received", "total"] = Figure(.exact(Amount(99_999)))
    report.source = SourceFile(
      name: "a.txt", size: 1, sha256: String(repeating: "a", count: 64), format: "text")
    let converter = Converter()
    for edition in [Edition.edition2021, .edition2019] {
      let (converted, _) = try converter.convert(report, to: edition)
      let once = converted.carrying(converter.check(report).findings)
      let bytes = try converter.bytes(of: [once], as: "json")
      let read = try #require(try converter.readAll(bytes: bytes, name: nil).first)
      let twice = read.carrying(converter.check(read).findings)
      #expect(try converter.bytes(of: [twice], as: "json") == bytes)
      #expect(once.findings.contains { $0.id.hasPrefix("check.") })
    }
  }
}
