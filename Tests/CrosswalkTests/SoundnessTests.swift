import Core
import ReportModel
import TestSupport
import Testing

@testable import Crosswalk

/// What holds of every conversion, whatever is in the sheet.
@Suite struct SoundnessTests {
  private static let converter = CrosswalkConverter()

  /// A form with the crosswalk that leads from it to the form of 2021.
  struct Path: Sendable, CustomTestStringConvertible {
    let form: Form
    let crosswalk: Crosswalk
    var testDescription: String { form.id.description }
  }

  private static let paths = FormCatalogue.shared.forms.filter { $0.id.edition == .legacy }.compactMap {
    form in
    let path = CrosswalkCatalogue.shared.path(from: form.id, to: FormID(.edition2021))
    return path.flatMap { $0.count == 1 ? Path(form: form, crosswalk: $0[0].crosswalk) : nil }
  }

  private func world(_ path: Path, _ seed: Int, byLetter: Bool = false) throws -> (World, SplitMix64) {
    var random = SplitMix64(seed: UInt64(seed))
    let target = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    let world = World(path.form, path.crosswalk, target, byLetter: byLetter, &random)
    return (world, random)
  }

  private func convert(_ report: Report, _ policy: Conversion.Policy) throws -> Report {
    try Self.converter.convert(report, to: .edition2021, policy: policy).report
  }

  /// The figures of the column that all forms have, by row.
  private func figures(_ report: Report) -> [(id: String, figure: Figure?)] {
    report.form.cells.enumerated().filter { $1.id.applicant == nil || $1.id.applicant == "total" }
      .map { ($1.id.indicator, report.statistics[$0]) }
  }

  /// Between what a figure lies; one that is unknown is any number of cases.
  private func bounds(_ figure: Figure?) -> Bounds { figure?.bounds ?? Bounds(atLeast: .zero, atMost: nil) }

  // MARK: Truth

  @Test(arguments: paths, 0..<Scale.count(40, proof: 400))
  func theTruthLiesWithinTheBounds(path: Path, seed: Int) throws {
    var (world, random) = try world(path, seed)
    var sheet = world.report
    // Some rows are left blank, as people do.
    for id in world.telling where random.chance(seed % 3, of: 10) { sheet.statistics[id] = Figure(.blank) }
    for policy in Conversion.Policy.allCases {
      let report = try convert(sheet, policy)
      for (id, figure) in figures(report) {
        guard let bounds = figure?.bounds, let count = world.truth[id] else { continue }
        #expect(bounds.contains(Amount(count)), "\(policy) \(id): \(bounds), in truth \(count)")
      }
      for joint in report.jointFigures {
        let sum = joint.terms.reduce(0) {
          $0 + ($1.isSubtracted ? -1 : 1) * (world.truth[$1.cell.indicator] ?? 0)
        }
        let rows = joint.terms.map(\.cell.indicator)
        #expect(joint.bounds.contains(Amount(sum)), "\(policy) \(rows): \(joint.bounds), in truth \(sum)")
      }
    }
  }

  /// Where every case stands where the letter has it, what is presumed is so.
  @Test(arguments: paths, 0..<Scale.count(20, proof: 200))
  func whatIsPresumedIsTrueByTheLetter(path: Path, seed: Int) throws {
    let (world, _) = try world(path, seed, byLetter: true)
    for (id, figure) in figures(try convert(world.report, .letter)) {
      guard case .presumed(let amount, _) = figure?.value, let count = world.truth[id] else { continue }
      #expect(amount == Amount(count), "\(id)")
    }
  }

  // MARK: Information

  private func isWithin(_ inner: Bounds, _ outer: Bounds) -> Bool {
    (outer.atLeast ?? .zero) <= (inner.atLeast ?? .zero)
      && (outer.atMost.map { most in inner.atMost.map { $0 <= most } ?? false } ?? true)
  }

  /// A sheet that says less never says more.
  @Test(arguments: paths, 0..<Scale.count(30, proof: 300))
  func whatIsLeftOutNarrowsNothing(path: Path, seed: Int) throws {
    var (world, random) = try world(path, seed)
    let whole = world.report
    var lesser = whole
    let blanks = (0..<random.pick([1, 1, 2, 5])).map { _ in random.pick(world.telling) }
    for id in blanks { lesser.statistics[id] = Figure(random.pick([.blank, .notApplicable, .unreadable])) }
    let all = try convert(whole, .letter)
    let fewer = try convert(lesser, .letter)
    for (before, after) in zip(figures(all), figures(fewer)) {
      guard let narrow = after.figure?.bounds else { continue }
      let wide = bounds(before.figure)
      #expect(isWithin(wide, narrow), "\(before.id): \(wide), and without \(blanks) \(narrow)")
    }
  }

  /// Twice the cases are twice the bounds.
  @Test(arguments: paths, 0..<Scale.count(10, proof: 100))
  func boundsGrowWithTheCases(path: Path, seed: Int) throws {
    let (world, _) = try world(path, seed)
    let once = world.report
    var twice = once
    for index in once.form.cells.indices {
      if let amount = once.statistics[index]?.certainAmount {
        twice.statistics[index]?.value = .exact(amount + amount)
      }
    }
    for policy in Conversion.Policy.allCases {
      let single = figures(try convert(once, policy))
      let double = figures(try convert(twice, policy))
      for (one, other) in zip(single, double) {
        let (amount, bounds) = (one.figure?.amount, one.figure?.bounds)
        #expect(one.figure?.status == other.figure?.status, "\(one.id)")
        #expect(amount.map { $0 + $0 } == other.figure?.amount, "\(one.id)")
        #expect(bounds.map { $0 + $0 } == other.figure?.bounds, "\(one.id)")
      }
    }
  }

  // MARK: Policies

  /// What is certain is so by every policy, and so are all bounds; numbers lie within them.
  @Test(arguments: paths, 0..<Scale.count(20, proof: 200))
  func policiesDifferInNumbersAlone(path: Path, seed: Int) throws {
    let (world, _) = try world(path, seed)
    let plain = figures(try convert(world.report, .bounds))
    for policy in Conversion.Policy.allCases {
      for (one, other) in zip(plain, figures(try convert(world.report, policy))) {
        #expect(one.figure?.certainAmount == other.figure?.certainAmount, "\(policy) \(one.id)")
        #expect(bounds(one.figure) == bounds(other.figure), "\(policy) \(one.id)")
        if let amount = other.figure?.amount, let bounds = other.figure?.bounds {
          #expect(bounds.contains(amount), "\(policy) \(one.id)")
        }
      }
    }
  }
}
