import TestSupport
import Testing

@testable import Core
@testable import FormatKit
@testable import Presentation
@testable import Recognition
@testable import ReportModel
@testable import TextFormats

/// Random figures, written as text that lost its tables, and read back: the same, or said to be uncertain, but
/// never another figure given as exact.
@Suite struct LayoutTests {

  private func read(_ text: String) throws(Refusal) -> Report? {
    let document = try TextReader.read(SourceBytes(name: "a.txt", bytes: Array(text.utf8)))
    return try ReportsOfFiles.recognizer.reports(in: document).first
  }

  private struct Tally {
    var right = 0
    var open = 0
    var openCells: [String: Int] = [:]
    var wrong: [String] = []
  }

  private func compare(_ expected: Report, _ found: Report) -> Tally {
    var tally = Tally()
    var cells = expected.form.cells.map(\.id)
    cells += found.form.cells.map(\.id).filter { expected.form.index(of: $0) == nil }
    for cell in cells {
      let wanted = expected.form.index(of: cell).flatMap { expected.statistics[$0]?.amount }
      let figure = found.form.index(of: cell).flatMap { found.statistics[$0] }
      switch (wanted, figure?.certainAmount) {
      case (nil, nil): break
      case (let wanted, let amount?):
        if amount == wanted {
          tally.right += 1
        } else {
          tally.wrong.append("\(cell): \(amount) for \(wanted.map(\.description) ?? "no figure")")
        }
      case (_?, nil):
        tally.open += 1
        tally.openCells["\(cell.indicator) \(figure?.status.rawValue ?? "missing")", default: 0] += 1
      }
    }
    return tally
  }

  @Test(arguments: FormCatalogue.shared.forms, TextLayout.allCases)
  func figuresComeBack(form: Form, layout: TextLayout) throws {
    var sum = Tally()
    for seed in 0..<Scale.count(layout == .glued ? 3 : 8, proof: 8) {
      var reports = ConsistentReports(random: SplitMix64(seed: UInt64(seed)))
      let report = reports.report(of: form)
      var flattening = TextFlattening(
        layout: layout, hasNoise: seed % 2 == 1, random: SplitMix64(seed: UInt64(seed)))
      let text = flattening.text(Presenter().document(for: report))
      let found = try #require(try read(text))
      #expect(found.form.id.edition == form.id.edition, "seed \(seed)")
      let tally = compare(report, found)
      #expect(tally.wrong.isEmpty, "seed \(seed): \(tally.wrong.prefix(4)) in\n\(text)")
      sum.right += tally.right
      sum.open += tally.open
      sum.openCells.merge(tally.openCells, uniquingKeysWith: +)
    }
    // Where cells are known nearly all must be read; glued ones are often ambiguous, and that is the answer.
    let share = sum.right * 100 / max(sum.right + sum.open, 1)
    // Where six columns have run together, and no sum holds over them, next to nothing can be told apart.
    let columns = form.tables.filter { $0.layout == .sheet }.map { $0.columns.count { $0.role.holdsFigure } }
    let glued = columns.max() ?? 0 > 2 ? 15 : 50
    #expect(
      share >= (layout == .glued ? glued : 97),
      "\(share) of 100 read; open: \(sum.openCells.sorted { $0.value > $1.value }.prefix(8))")
  }

  /// Rows, columns, cells and lines put in at random are never lost without a word, and nothing is given wrong.
  @Test(arguments: FormCatalogue.shared.forms, TextLayout.allCases.filter { $0 != .glued })
  func nothingIsLostWithoutAWord(form: Form, layout: TextLayout) throws {
    for seed in 0..<Scale.count(6, proof: 200) {
      var damage = Damage(random: SplitMix64(seed: UInt64(seed) &* 577 &+ 3))
      var reports = ConsistentReports(random: SplitMix64(seed: UInt64(seed) &+ 400))
      let report = reports.report(of: form)
      var document = Presenter().document(for: report)
      let what = damage.apply(
        to: &document, losesCells: false, mergesCells: layout != .pipePerCell)
      var flattening = TextFlattening(
        layout: layout, hasNoise: false, random: SplitMix64(seed: UInt64(seed)))
      let text = flattening.text(document)
      guard let found = try? read(text) else { continue }
      let lost = damage.numbers.filter { !found.tells(of: $0) }
      #expect(lost.isEmpty, "seed \(seed): \(what): lost \(lost)")
      let tally = compare(report, found)
      #expect(tally.wrong.isEmpty, "seed \(seed): \(what): \(tally.wrong.prefix(3))")
    }
  }

  /// A published report may break its own sums. Then glued rows have no right reading to prefer.
  @Test(arguments: [FormID(.edition2021), FormID(.edition2019)])
  func brokenSumsAreNotRepaired(id: FormID) throws {
    let form = try #require(FormCatalogue.shared.form(id))
    for seed in 0..<Scale.count(8, proof: 40) {
      var reports = ConsistentReports(random: SplitMix64(seed: UInt64(seed)))
      var report = reports.report(of: form)
      let table = form.cells.indices.filter { form.cells[$0].table == "三" && report.statistics[$0] != nil }
      var random = SplitMix64(seed: UInt64(seed) &+ 77)
      let changed = random.pick(table)
      let before = report.statistics[changed]?.amount ?? .zero
      report.statistics[changed] = Figure(.exact(before + Amount(random.pick([1, 2, 7, 30]))))
      var flattening = TextFlattening(layout: .glued, hasNoise: false, random: SplitMix64(seed: UInt64(seed)))
      let text = flattening.text(Presenter().document(for: report))
      let tally = compare(report, try #require(try read(text)))
      #expect(
        tally.wrong.isEmpty, "seed \(seed), changed \(form.cells[changed].id): \(tally.wrong.prefix(6))")
    }
  }
}
