import Foundation
import TestSupport

@testable import Checks
@testable import Core
@testable import Crosswalk
@testable import Gongkai
@testable import Presentation
@testable import Records
@testable import Rendering
@testable import ReportModel

extension FuzzTarget {
  /// The files that users write themselves.
  static let dataFiles: [FuzzTarget] = [
    FuzzTarget(name: "crosswalk", seeds: crosswalkFiles, words: sections, run: useCrosswalk),
    FuzzTarget(
      name: "form", seeds: { try schemas("forms/", ["2019", "2021", "legacy", "legacy.fujian"]) },
      words: sections, run: useForm),
    FuzzTarget(
      name: "rules", seeds: { [try Examples.schema("checks/rules.tsv")] + ownRules },
      words: sections
    ) { bytes in
      var book = RuleBook.shared
      let text = String(decoding: bytes, as: UTF8.self)
      guard (try? book.add(text, name: "a.tsv", forms: .shared)) != nil else { return }
      for report in reports.suffix(2) { _ = Checker(book).check(report) }
    },
    FuzzTarget(name: "settings", seeds: settingsFiles, words: SettingsSchema.shared.entries.map(\.key)) {
      bytes in
      var settings = ArchiveSettings()
      guard (try? settings.read(bytes, name: "a.txt")) != nil else { return }
      for report in reports { _ = try? ArchiveEntry(report, item: 1, settings) }
    },
    FuzzTarget(name: "baseline", seeds: { [Array(Baseline().accepting(checked, from: .note).text.utf8)] }) {
      bytes in
      guard let baseline = try? Baseline.read(String(decoding: bytes, as: UTF8.self), name: "a.tsv") else {
        return
      }
      var reports = checked
      _ = baseline.apply(to: &reports)
      _ = baseline.accepting(reports, from: .note).text
    },
  ]

  /// A plain report of each form.
  private static let reports: [Report] = {
    var generator = ReportGenerator(seed: 1)
    return FormCatalogue.shared.forms.map { generator.plainReport(of: $0) }
  }()

  private static let checked = reports.map { CheckedReport(converter.check($0), path: "a.txt") }

  private static let sections = [
    "[form]", "[tables]", "[rows]", "[columns]", "[mappings]", "[crosswalk]", "[rules]",
    "[sums]", "[sections]", "\t", "\n", "=", ">=", "<=", "last:", "@*", "sum(", "applications.received",
    "organisation.business",
    "total", "exact", "unknown", "split", "none",
  ]

  private static func schemas(_ folder: String, _ names: [String]) throws -> [[UInt8]] {
    try names.map { try Examples.schema("\(folder)\($0).tsv") }
  }

  private static func crosswalkFiles() throws -> [[UInt8]] {
    try schemas("crosswalks/", ["2019-2021", "legacy-2021", "legacy.fujian-2021"])
  }

  private static let ownRules = [
    """
    [checks]
    format\t1

    [rules]
    id\tseverity\tforms\tleft\trelation\tright\ttitle.zh\ttitle.en\tzh\ten
    own.one\terror\t2021\tapplications.received@*\t>=\treview.total + 2\t一\tone\t二\ttwo

    [off]
    id
    check.prose

    """
  ].map { Array($0.utf8) }

  private static func settingsFiles() -> [[UInt8]] {
    let text = SettingsSchema.shared.entries.map { "\($0.key) = 1\n" }.joined()
    let pattern = "全宗号 = 0123\n类别号 = WS\n档号 = {全宗号}-{类别号}·{年度}-{保管期限代码}-{件号:4}\n保管期限 = 永久\n"
    return [Array(text.utf8), Array(pattern.utf8)]
  }

  private static func useCrosswalk(_ bytes: [UInt8]) {
    guard let own = try? Crosswalk.read(String(decoding: bytes, as: UTF8.self), name: "a.tsv") else { return }
    if own.lint().contains(where: { $0.severity == .error }) { return }
    var crosswalks = CrosswalkCatalogue.shared
    crosswalks.add(own)
    let converter = Converter(crosswalks: crosswalks)
    let editions = [own.source.edition, own.target.edition]
    for report in reports where editions.contains(report.form.id.edition) {
      for edition in editions where edition != report.form.id.edition {
        guard let (converted, ledger) = try? converter.convert(report, to: edition) else { continue }
        _ = ledger
        for cell in converted.form.cells.prefix(8) {
          _ = converter.explain(cell.id, in: converted, language: .chinese)
        }
      }
    }
  }

  private static func useForm(_ bytes: [UInt8]) {
    guard let forms = try? FormFile.read(String(decoding: bytes, as: UTF8.self), name: "a.tsv") else {
      return
    }
    var catalogue = FormCatalogue.shared
    for form in forms { catalogue.add(form) }
    let converter = Converter(forms: catalogue)
    var generator = ReportGenerator(seed: 2)
    for form in forms {
      let report = generator.plainReport(of: form)
      for format in ["text", "html", "json"] {
        guard let bytes = try? converter.bytes(of: [report], as: format) else { continue }
        _ = try? converter.readAll(bytes: bytes, name: nil, as: format)
      }
      _ = converter.check(report)
    }
  }
}
