import TestSupport
import Testing

@testable import Checks
@testable import Comparison
@testable import Core
@testable import Gongkai
@testable import Rendering
@testable import ReportModel
@testable import TextKit
@testable import Verification

/// Whatever a file holds, nothing of it steers the terminal or the page that it is shown on, and nothing of it is
/// hidden: it is shown by its number.
@Suite struct PrintableOutputTests {
  /// ESC, BEL, a control sequence of eight bits, line ends of all kinds, an override of direction. A line of its own
  /// would begin with `FORGED`.
  static let hostile =
    "\u{1B}[31m\u{7}\u{9B}2J\r\nFORGED\u{85}FORGED\u{2028}FORGED\u{202E}\u{2066}\u{FEFF}\u{7F}\t\u{0}"
  static let path = "a\(hostile).txt"
  static let forms = FormCatalogue.shared.forms

  /// A made-up report with the hostile text in each of its strings.
  static func report(seed: UInt64, of form: Form) -> Report {
    var generator = ReportGenerator(seed: seed)
    var report = generator.report(of: form)
    func spoilt(_ text: String?) -> String { (text ?? "某") + hostile }
    report.identity.body = spoilt("某市")
    report.identity.year = 2021
    report.identity.title = spoilt(report.identity.title)
    report.identity.periodStart = spoilt(report.identity.periodStart)
    report.identity.periodEnd = spoilt(report.identity.periodEnd)
    report.identity.citedNotice = spoilt(report.identity.citedNotice)
    report.identity.contact = spoilt(report.identity.contact)
    report.sections.append(
      ProseSection(heading: "一、", level: 1, paragraphs: [ProseParagraph("收到申请\(seed)件")]))
    for section in report.sections.indices {
      report.sections[section].heading = spoilt(report.sections[section].heading)
      for paragraph in report.sections[section].paragraphs.indices {
        report.sections[section].paragraphs[paragraph].text += hostile
      }
    }
    for index in form.cells.indices {
      guard var figure = report.statistics[index] else { continue }
      figure.raw = spoilt(figure.raw)
      figure.note = spoilt(figure.note)
      figure.unit = spoilt(figure.unit)
      report.statistics[index] = figure
    }
    report.evidence.append(Evidence(form: form.id, text: hostile))
    report.unplaced.append(UnplacedText(hostile))
    report.findings += [
      Finding("read.empty", .error, ["path": path]),
      Finding("no.such-message\(hostile)", .warning, ["file": path, "any\(hostile)": hostile]),
    ]
    report.source = SourceFile(
      name: spoilt("b"), size: 1, sha256: "", format: spoilt("text"), encoding: spoilt("UTF-8"))
    return report
  }

  static func checked(_ report: Report) -> CheckRun {
    var result = Converter().check(report, against: Self.report(seed: 99, of: report.form))
    let witness = Witness(
      .subject, labels: [hostile], text: "收到\(hostile)75件", marked: 2..<7, place: Place(line: 3))
    let finding = Finding("check.prose.figure", .error, ["quote": hostile], places: [Place(line: 3)])
    result.findings.append(
      CheckFinding(finding: finding, witnesses: [witness], fingerprint: "0123456789abcdef"))
    return CheckRun(
      [CheckedReport(result, path: path, previousPath: path)],
      refusals: [.init(path, [Finding("read.empty", .error, ["path": path])])])
  }

  /// What came of verifying a package whose every name and text is hostile.
  static func verified() -> [VerificationResult] {
    let items = VerificationRules.shared.rules.map { rule in
      let names = Language.allCases.reduce(into: Set<String>()) {
        $0.formUnion(MessageCatalogue.placeholders(of: rule.sentence[$1] + rule.remedy[$1]))
      }
      return VerificationItem(
        rule: rule, state: rule.needsPerson ? .needsPerson : .failed, path: path, line: 3,
        arguments: Dictionary(names.map { ($0, hostile) }, uniquingKeysWith: { first, _ in first }))
    }
    return [
      VerificationResult(
        name: path, profile: .transfer, size: 1, sha256: nil, recordCount: 1, fileCount: 1, items: items)
    ]
  }

  /// No scalar but line ends of ours would have to be shown, and no line is one of the file's.
  static func isSafe(_ text: String, _ name: String, separator: Character = "\n") {
    for line in text.split(whereSeparator: { $0 == "\n" || $0 == separator }) {
      let shown = PrintableText.cleaned(String(line))
      #expect(shown == line, "\(name): \(shown)")
      #expect(!line.hasPrefix("FORGED"), "\(name): \(shown)")
    }
  }

  static func isSafe(_ text: TerminalText, _ name: String) { isSafe(text.string, name) }

  /// The same, and what is in the file is not hidden.
  static func isShown(_ text: String, _ name: String, separator: Character = "\n") {
    #expect(text.contains("\\u{1B}[31m"), "\(name): what is in the file is hidden")
    isSafe(text, name, separator: separator)
  }

  static func isShown(_ text: TerminalText, _ name: String) { isShown(text.string, name) }

  static func isShown(_ bytes: [UInt8], _ name: String) {
    isShown(String(decoding: bytes, as: UTF8.self), name)
  }

  @Test(arguments: forms.map(\.id), Language.allCases)
  func nothingOfAReportIsSent(form: FormID, language: Language) throws {
    let form = try #require(FormCatalogue.shared.form(form))
    for seed in 0..<4 as Range<UInt64> {
      let report = Self.report(seed: seed, of: form)
      Self.isShown(Inspection(report, path: Self.path, format: "text").text(language), "inspect")
      Self.isShown(FindingText(language, .all).text(of: report.findings, path: nil), "findings")
      let run = Self.checked(report)
      let style = CheckStyle(language: language, level: .note, showsAll: true)
      for format in [CheckFormat.text, .html] {
        Self.isShown(format.bytes(of: run, style), "check \(format)")
      }
      Self.isShown(
        Baseline().accepting(run.reports, from: .note).text, "baseline", separator: "\t")

      let other = Self.report(seed: seed + 50, of: form)
      for prose in [ComparisonOptions.Prose.fitting, .all] {
        let options = ComparisonOptions(
          language: language, prose: prose, showsAll: true, nameBefore: Self.path, nameAfter: Self.path)
        let comparison = try Converter().compare(report, other)
        Self.isShown(comparison.text(options), "diff")
        Self.isShown(comparison.html(options), "diff page")
      }
      for edition in [Edition.edition2021, .edition2019] {
        let (converted, ledger) = try Converter().convert(report, to: edition)
        Self.isSafe(ledger.text(language), "ledger")
        let converter = CrosswalkConverter()
        Self.isSafe(
          converted.form.cells.map { converter.explain($0.id, in: converted, language: language) }.joined(),
          "explain")
      }
    }
  }

  @Test(arguments: Language.allCases)
  func nothingOfAPackageIsSent(language: Language) {
    let style = VerificationStyle(language: language, show: .note)
    let results = Self.verified()
    Self.isShown(results.text(style), "verify")
    Self.isShown(results[0].brief(style), "hand-over slip")
    Self.isShown(results.html(style), "verify page")
  }

  /// Colours are the only control characters, and only where they are asked for.
  @Test func coloursStandAroundWhatIsShown() throws {
    let report = Self.report(seed: 1, of: try #require(Self.forms.first))
    let text = FindingText(.english, .all, isColored: true).text(of: report.findings, path: Self.path).string
    let plain = ["31", "33", "36"].reduce(text) { text, color in
      text.split(separator: "\u{1B}[1;\(color)m", omittingEmptySubsequences: false).joined()
    }.split(separator: "\u{1B}[0m", omittingEmptySubsequences: false).joined()
    #expect(plain.utf8.count < text.utf8.count)
    Self.isShown(plain, "colours")
  }

  /// What is shown can be read back, so that no two texts are shown alike.
  @Test func signsAreUnambiguous() {
    #expect(PrintableText.shown("收到 75 件\\n") == "收到 75 件\\n")
    #expect(PrintableText.shown("\u{1B}") == "\\u{1B}")
    #expect(PrintableText.shown("\\u{1B}") == "\\u{5C}u{1B}")
    #expect(PrintableText.shown("\\u") == "\\u" && PrintableText.shown("\\\\u{") == "\\\\u{5C}u{")
    #expect(PrintableText.shown("\r\n\t\u{202E}\u{2028}") == "\\u{D}\\u{A}\\u{9}\\u{202E}\\u{2028}")
    #expect(PrintableText.shown("a\nb", keepsLines: true) == "a\nb")
    var random = SplitMix64(seed: 5)
    let pieces = ["\\", "u", "{", "5C", "1B", "}", "\u{1B}", "\r\n", "字", "a"]
    var known: [String: String] = [:]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...6, using: &random)).map { _ in random.pick(pieces) }.joined()
      let shown = PrintableText.shown(text)
      #expect(known.updateValue(text, forKey: shown) ?? text == text, "\(shown)")
      #expect(PrintableText.shownCharacters(text).joined() == shown)
    }
  }
}
