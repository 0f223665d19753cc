import TestSupport
import Testing

@testable import Crosswalk
@testable import ReportModel

/// What sheets of the dialects become in the form of 2021.
@Suite struct DialectConversionTests {
  private let converter = CrosswalkConverter()

  /// - Parameter filled: what the rows begin with that are 0 where no figure is given.
  private func report(_ form: String, filled: String? = nil, _ figures: [String: Int]) throws -> Report {
    let form = try #require(FormID(form).flatMap { FormCatalogue.shared.form($0) })
    var statistics = Statistics(form)
    for (index, cell) in form.cells.enumerated() where filled.map({ cell.name.hasPrefix($0) }) ?? false {
      statistics[index] = Figure(.exact(.zero))
    }
    for (cell, figure) in figures {
      try statistics.setFigure(Figure(.exact(Amount(figure))), of: CellID(indicator: cell))
    }
    return Report(identity: Identity(year: 2009), statistics: statistics)
  }

  private func bounds(_ report: Report, _ cell: String) throws -> Bounds {
    let figure = try #require(CellID(cell).flatMap { report.statistics[$0] })
    return try #require(figure.bounds)
  }

  private static let dialects = ["shanghai2004", "shanghai2008", "dingxi", "anhui2009", "anhui2014"]

  /// Every figure is mapped or carried, and the way back gives the sheet again.
  @Test(arguments: dialects)
  func nothingIsLost(dialect: String) throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.legacy, dialect: dialect)))
    var reports = ConsistentReports(random: SplitMix64(seed: 5))
    for _ in 0..<20 {
      let report = reports.finishedReport(of: form)
      let (current, ledger) = try converter.convert(report, to: .edition2021)
      #expect(ledger.losses.isEmpty)
      #expect(try converter.convert(current, to: .legacy).report.statistics == report.statistics)
      #expect(
        current.findings.contains { $0.id == "crosswalk.incomplete-source" } == (form.incompleteness != nil))
    }
  }

  /// Shanghai, 2006: 否决公开 sums its eleven reasons, and 不存在 is no refusal today.
  @Test func reasonsDecideAndNotTheirTotal() throws {
    let old = try report(
      "legacy/shanghai2004", filled: "applications.replied.",
      [
        "applications.received.total": 20, "applications.replied.total": 20, "applications.replied.agreed": 9,
        "applications.replied.partlyAgreed": 1, "applications.replied.refused.total": 10,
        "applications.replied.refused.nonexistent": 7, "applications.replied.refused.stateSecret": 3,
        "month.applications.received.total": 4, "catalogue.onRequest": 800,
      ])
    let new = try converter.convert(old, to: .edition2021).report
    #expect(try bounds(new, "applications.received@total").atMost == Amount(20))
    #expect(try bounds(new, "applications.outcome.refused.stateSecret@total").atMost == Amount(3))
    #expect(try bounds(new, "applications.outcome.notProvided.notHeld@total").atMost == Amount(7))
    #expect(try bounds(new, "applications.outcome.refused.thirdPartyRights@total").atMost == .zero)
    let carried = try #require(new.conversion?.carried.map(\.description))
    #expect(carried.contains("month.applications.received.total") && carried.contains("catalogue.onRequest"))
  }

  /// 重复申请 has a row of its own in 2008, and 不予公开 is the six grounds alone.
  @Test func repeatedIsItsOwnRow() throws {
    let old = try report(
      "legacy/shanghai2008", filled: "applications.replied.",
      [
        "applications.replied.total": 6, "applications.replied.repeated": 4,
        "applications.replied.refused.total": 2, "applications.replied.refused.stateSecret": 2,
        "fees.total": 30,
      ])
    let new = try converter.convert(old, to: .edition2021).report
    #expect(try bounds(new, "applications.outcome.notProcessed.repeated@total").atMost == Amount(4))
    #expect(try bounds(new, "applications.outcome.notProvided.notHeld@total").atMost == .zero)
    #expect(try #require(new.statistics[CellID(indicator: "proactive.charges.amount")]).value == .unknown)
  }

  /// The levels of a sheet of Anhui bound what the body issued, and none of them is taken for it.
  @Test func levelsBoundTheBodyThatReports() throws {
    let old = try report(
      "legacy/anhui2014",
      [
        "government.proactive.normativeDocumentsIssued": 3,
        "subordinates.proactive.normativeDocumentsIssued": 4,
        "townships.proactive.normativeDocumentsIssued": 0,
      ])
    let new = try converter.convert(old, to: .edition2021).report
    #expect(
      try bounds(new, "proactive.normativeDocuments.issued") == Bounds(atLeast: .zero, atMost: Amount(7)))
    #expect(try #require(new.statistics[CellID("applications.received", "total")]).value == .unknown)
  }
}
