import TestSupport
import Testing

@testable import Checks
@testable import FormatKit
@testable import Gongkai
@testable import Presentation
@testable import ReportModel

/// A form to be filled in is read back as what it is: nothing filled in, of that body and year.
@Suite struct BlankReportTests {
  private let converter = Converter()

  @Test(arguments: FormCatalogue.shared.forms, RoundTripTests.containers)
  func blankFormsComeBack(form: Form, container: String) throws {
    let blank = try converter.blankReport(of: form, body: "某市教育局", year: 2017)
    let bytes = try converter.bytes(
      of: [blank], as: container, options: WriteOptions(isToBeFilledIn: true))
    let found = try #require(try converter.readAll(bytes: bytes, name: nil, as: container).first)
    #expect(found.form.id == form.id, "\(form.id) \(container)")
    #expect(found.identity.body == "某市教育局")
    #expect(found.identity.year == 2017)
    #expect(
      found.statistics.figures.allSatisfy { $0 == nil || $0?.value == .blank },
      "\(form.id): \(found.statistics.figures.filter { $0 != nil && $0?.value != .blank })")
    #expect(found.unplaced.isEmpty)
    #expect(
      found.findings.filter { $0.severity >= .error }.isEmpty, "\(found.findings.map { $0.id })")
    let missing = form.cells.indices.filter {
      blank.statistics[$0] != nil && found.statistics[$0] == nil
    }
    #expect(missing.isEmpty, "\(form.id) \(missing.map { form.cells[$0].name })")
  }

  @Test func exactFiguresAreCarriedAndNoOthers() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var last = Report(
      identity: Identity(body: "某市教育局", year: 2025), statistics: Statistics(form))
    last.statistics["applications.carriedOver", "naturalPerson"] = Figure(.exact(Amount(7)))
    last.statistics["applications.carriedOver", "organisation.business"] = Figure(
      .range(Bounds(atLeast: Amount(1), atMost: Amount(3))))
    let blank = try converter.blankReport(after: last)
    #expect(blank.identity.body == "某市教育局")
    #expect(blank.identity.year == 2026)
    #expect(blank.statistics["applications.carriedIn", "naturalPerson"]?.value == .exact(Amount(7)))
    #expect(blank.statistics["applications.carriedIn", "organisation.business"]?.value == .blank)
    #expect(blank.findings.count { $0.id == "blank.not-carried" } == 1)
    #expect(blank.findings.count { $0.id == "blank.not-there" } == 5)
    #expect(throws: Refusal.self) { try converter.blankReport(year: 2027, after: last) }
  }
}
