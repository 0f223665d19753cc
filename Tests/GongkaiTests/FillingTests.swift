import TestSupport
import Testing

@testable import FormatKit
@testable import Gongkai
@testable import ReportModel

/// What is filled in is what was given, every figure of it or a finding.
@Suite struct FillingTests {
  private let converter = Converter()

  /// Tidy rows of a report, put into a blank form, make its figures again, in every form.
  @Test(arguments: FormCatalogue.shared.forms)
  func tidyRowsFillTheForm(form: Form) throws {
    for seed in 0..<Scale.count(4, proof: 40) {
      var reports = ConsistentReports(random: SplitMix64(seed: UInt64(seed) &+ 7))
      let report = reports.report(of: form)
      let body = try #require(report.identity.body)
      let year = try #require(report.identity.year)
      let blank = try converter.blankReport(of: form, body: body, year: year)
      let filled = try converter.fill(
        blank, with: SourceBytes(name: "a.csv", bytes: try converter.bytes(of: [report], as: "csv")))
      #expect(filled.findings.isEmpty, "\(form.id) \(seed): \(filled.findings.map { $0.id })")
      for index in form.cells.indices {
        guard let figure = report.statistics[index], figure.value != .blank else { continue }
        #expect(
          filled.report.statistics[index]?.value == figure.value, "\(form.id) \(form.cells[index].name)")
      }
    }
  }

  /// The same for a table in any file.
  @Test(arguments: FormCatalogue.shared.forms, ["xlsx", "docx", "text"])
  func tablesFillTheForm(form: Form, container: String) throws {
    var reports = ConsistentReports(random: SplitMix64(seed: 19))
    let report = reports.report(of: form)
    let blank = try converter.blankReport(of: form, body: report.identity.body, year: report.identity.year)
    let bytes = try converter.bytes(of: [report], as: container)
    let read = try #require(try converter.readAll(bytes: bytes, name: nil, as: container).first)
    guard read.form.id == form.id else { return }
    let filled = try converter.fill(blank, with: SourceBytes(name: nil, bytes: bytes))
    for index in form.cells.indices {
      guard let figure = read.statistics[index], figure.value != .blank else { continue }
      #expect(filled.report.statistics[index]?.value == figure.value, "\(form.id) \(form.cells[index].name)")
    }
  }

  /// A workbook that is filled in has its sums as formulas, and says the same as one that is not.
  @Test(arguments: FormCatalogue.shared.forms)
  func workbooksToBeFilledInSayTheSame(form: Form) throws {
    for seed in 0..<Scale.count(3, proof: 30) {
      var reports = ConsistentReports(random: SplitMix64(seed: UInt64(seed) &+ 31))
      let report = reports.report(of: form)
      let bytes = try converter.bytes(of: [report], as: "xlsx", options: WriteOptions(isToBeFilledIn: true))
      let read = try #require(try converter.readAll(bytes: bytes, name: nil).first)
      let differences = FigureDifferences(report.statistics, read.statistics)
      #expect(
        differences.isEmpty && differences.compared > min(30, form.cells.count / 3),
        "\(form.id) \(seed): \(differences)")
    }
  }

  private func fill(_ rows: String, replaces: Bool = false) throws -> FilledForm {
    var blank = try converter.blankReport(body: "某市教育局", year: 2026)
    blank.statistics["proactive.licences.decisions"] = Figure(.exact(Amount(5)))
    return try converter.fill(
      blank, with: SourceBytes(name: "a.csv", bytes: Array(rows.utf8)), replacesFigures: replaces)
  }

  @Test func nothingIsChosenSilently() throws {
    let rows =
      "indicator,applicant,value\nproactive.licences.decisions,,6\nproactive.penalties.decisions,,1\n"
    let kept = try fill(rows)
    #expect(kept.findings.map { $0.id } == ["fill.contradiction"])
    #expect(kept.findings.first?.places.first?.line == 2)
    #expect(kept.report.statistics["proactive.licences.decisions"]?.value == .exact(Amount(5)))
    #expect(kept.report.statistics["proactive.penalties.decisions"]?.value == .exact(Amount(1)))
    let replaced = try fill(rows, replaces: true)
    #expect(replaced.findings.map { $0.id } == ["fill.replaced"])
    #expect(replaced.report.statistics["proactive.licences.decisions"]?.value == .exact(Amount(6)))
    let twice = try fill(
      "指标,数值\nproactive.penalties.decisions,1\nproactive.penalties.decisions,2\n")
    #expect(twice.findings.map { $0.id } == ["fill.several"])
    #expect(twice.report.statistics["proactive.penalties.decisions"]?.value == .blank)
  }

  @Test(arguments: [
    ("indicator,value\nno.such.row,3\n", "fill.no-cell"),
    ("indicator,value\nproactive.penalties.decisions,\"1,234\"\n", "fill.no-figure"),
    ("indicator,value,status\nproactive.penalties.decisions,12,ambiguous\n", "fill.no-figure"),
    ("indicator,value,status\nproactive.penalties.decisions,12,\n", "fill.no-figure"),
    ("indicator,value,year\nproactive.penalties.decisions,12,2025\n", "fill.other-report"),
    ("indicator,value,body\nproactive.penalties.decisions,12,某市财政局\n", "fill.other-report"),
  ])
  func whatCannotBePlacedIsNamed(rows: String, finding: String) throws {
    let filled = try fill(rows)
    #expect(filled.findings.map { $0.id } == [finding])
    #expect(filled.findings.first?.places.first?.line == 2)
    #expect(filled.filledCount == 0)
  }
}
