import Core
import ReportModel
import TestSupport
import Testing

@testable import Crosswalk

/// What money has to do with cases: nothing.
@Suite struct MoneyTests {
  private static let converter = CrosswalkConverter()

  @Test(arguments: ["0.06", "3.50", "12"], 0..<Scale.count(10, proof: 100))
  func feesChangeNoCase(fee: String, seed: Int) throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.legacy)))
    let target = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    let crosswalk = try #require(
      CrosswalkCatalogue.shared.path(from: form.id, to: target.id)?.first?.crosswalk)
    var random = SplitMix64(seed: UInt64(seed))
    let world = World(form, crosswalk, target, byLetter: seed % 2 == 0, &random)
    var report = world.report
    let before = try Self.converter.convert(report, to: .edition2021).report
    let money = form.cells.filter { form.indicators[$0.indicator].kind == .money }
    #expect(!money.isEmpty)
    let amount = try #require(Amount(fee))
    for cell in money { report.statistics[cell.id] = Figure(.exact(amount)) }
    let after = try Self.converter.convert(report, to: .edition2021).report
    #expect(after.statistics.figures.map { $0?.value } == before.statistics.figures.map { $0?.value })
    #expect(after.jointFigures.map(\.bounds) == before.jointFigures.map(\.bounds))
    // Equal amounts may be printed differently.
    #expect(
      after.statistics.figures.map { $0?.amount?.description }
        == before.statistics.figures.map { $0?.amount?.description })
  }
}
