import TestSupport
import Testing

@testable import Collection
@testable import Core
@testable import Crosswalk
@testable import FormatKit
@testable import Gongkai
@testable import ReportModel

/// What an office's folder adds up to.
@Suite struct RollUpTests {
  static let forms: (current: Form, before: Form) = {
    let forms = FormCatalogue.shared
    guard let current = forms.form(FormID(.edition2021)), let before = forms.form(FormID(.edition2019)) else {
      preconditionFailure("the forms are carried")
    }
    return (current, before)
  }()

  static let converter = Converter()

  /// The folder, written in its containers and read again.
  static func materials(_ office: OfficeFolder) throws -> RollUp.Materials {
    var materials = RollUp.Materials(
      roster: try RosterFile.read(Array(office.roster.utf8), name: "units.tsv"), year: OfficeFolder.year,
      form: forms.current)
    materials.deadline = OfficeFolder.deadline
    for file in office.units.flatMap(\.files) {
      guard let report = file.report else {
        materials.refusals.append(RefusedSubmission(path: file.name, findings: [.tooMany()]))
        continue
      }
      let bytes = try converter.bytes(of: [report], as: file.format)
      for read in try converter.readAll(bytes: bytes, name: file.name) {
        materials.submissions.append(
          try converter.submission(read, path: file.name, in: forms.current))
      }
    }
    return materials
  }

  static let office = OfficeFolder(seed: 3, count: 90, forms: forms)
  static let whole = Result { try materials(office) }

  @Test func unitsAreWhatTheyDid() throws {
    let rollUp = RollUp(try Self.whole.get())
    for (unit, made) in zip(rollUp.units.dropFirst(), Self.office.units) {
      let expected: RollUp.State =
        switch made.fate {
        case .absent: .absent
        case .broken: .unreadable
        case .duplicate: .duplicate
        case .wrongYear: .wrongYear
        case .otherForm: .converted
        default: .reported
        }
      #expect(unit.state == expected, "\(made.name) \(made.fate)")
      #expect((unit.lateDate != nil) == (made.fate == .late), "\(made.name)")
      #expect(unit.isSummed == made.isExpected)
    }
    let coverage = rollUp.coverage
    #expect(coverage.due == Self.office.units.count { $0.isExpected })
    #expect(RollUp.State.allCases.reduce(0) { $0 + coverage.count($1) } == coverage.due)
    #expect(rollUp.branches.map(\.coverage) == [coverage])
  }

  /// Blank, absent and converted ones stand apart: their part of each sum is known otherwise.
  @Test func sumsAreThoseOfTheGenerator() throws {
    let rollUp = RollUp(try Self.whole.get())
    let known = Set(Self.office.units.filter { $0.isWhole || $0.fate == .blank }.map(\.name))
    for (cell, expected) in Self.office.sums.enumerated() {
      // A group over parts is no row of the report.
      if rollUp.form.indicator(of: rollUp.form.cells[cell]).role == .subtotal { continue }
      let parts = rollUp.units.filter { known.contains($0.entry.name) }.map {
        rollUp.contribution(of: $0.index, to: cell)
      }
      #expect(
        parts.reduce(.zero) { $0 + ($1.amount ?? .zero) } == expected, "\(rollUp.form.cells[cell].name)")
      let sum = rollUp.sums[cell]
      #expect(sum.bounds.atMost == nil, "units are missing")
      #expect(expected <= sum.bounds.atLeast ?? .zero)
      #expect(sum.figure?.status == .range)
      #expect(
        sum.expected == rollUp.coverage.due
          && sum.count(.missing) == rollUp.coverage.due - rollUp.coverage.usable)
    }
  }

  /// Where all have reported, sums are exact; one blank cell makes its own sum a range, and no other.
  @Test func exactOnlyIfAllAre() throws {
    let office = OfficeFolder(seed: 5, count: 20, forms: Self.forms, fates: [.reported, .copies, .renamed])
    let rollUp = RollUp(try Self.materials(office))
    #expect(rollUp.problems.allSatisfy { $0.finding.severity < .error })
    for (cell, expected) in office.sums.enumerated() {
      let role = rollUp.form.indicator(of: rollUp.form.cells[cell]).role
      if role == .subtotal {
        #expect(rollUp.sums[cell].figure?.status == .derived)
      } else {
        #expect(rollUp.sums[cell].figure == Figure(.exact(expected)), "\(rollUp.form.cells[cell].name)")
      }
    }
    let blank = OfficeFolder(seed: 5, count: 20, forms: Self.forms, fates: [.reported, .blank])
    let other = RollUp(try Self.materials(blank))
    for (cell, sum) in other.sums.enumerated() {
      let id = other.form.cells[cell].id
      let isBlank = id == CellID(OfficeFolder.blankCell, "total")
      #expect((sum.figure?.status == .range) == isBlank, "\(id)")
      #expect((sum.count(.blank) > 0) == isBlank)
      if isBlank { #expect(sum.bounds.atMost == nil && sum.bounds.atLeast == blank.sums[cell]) }
    }
  }

  /// Without a report less is known, never more.
  @Test(arguments: 0..<12)
  func takingAUnitAwayNeverNarrowsABound(seed: Int) throws {
    var generator = ReportGenerator(seed: UInt64(seed))
    var materials = RollUp.Materials(
      roster: Roster((0..<9).map { RosterUnit("第\($0)局") }), year: 2025, form: Self.forms.current)
    for index in 0..<9 {
      // Figures of every kind: ranges, several readings, presumed ones, and numbers that cannot be.
      var statistics = generator.statistics(of: Self.forms.current)
      statistics[CellID(indicator: "review.total")] = Figure(.exact(Amount(index - 4)))
      statistics[CellID(indicator: "review.pending")] = Figure(
        .range(Bounds(atLeast: Amount(index - 4), atMost: Amount(index))))
      materials.submissions.append(
        Submission(
          path: "\(index).txt", identity: Identity(body: "第\(index)局", year: 2025),
          publishedForm: FormID(.edition2021), statistics: statistics))
    }
    let whole = RollUp(materials)
    for taken in 0..<9 {
      var fewer = materials
      fewer.submissions.remove(at: taken)
      let rollUp = RollUp(fewer)
      for (before, after) in zip(whole.sums, rollUp.sums) {
        #expect(Self.holds(before.bounds, in: after.bounds), "\(before.bounds) \(after.bounds)")
        #expect(after.count(.missing) == 1 && after.expected == 9)
        #expect(after.figure?.certainAmount == nil)
      }
    }
  }

  private static func holds(_ inner: Bounds, in outer: Bounds) -> Bool {
    if let least = outer.atLeast {
      guard let own = inner.atLeast, least <= own else { return false }
    }
    if let most = outer.atMost {
      guard let own = inner.atMost, own <= most else { return false }
    }
    return true
  }

  /// Amounts are added in one unit of money, and not at all where theirs is not known.
  @Test func unitsOfMoneyAreMinded() throws {
    let cell = CellID(indicator: "proactive.charges.amount")
    func sum(_ figures: [Figure], doubtful: Set<CellID> = []) throws -> CellSum {
      var materials = RollUp.Materials(
        roster: Roster(figures.indices.map { RosterUnit("第\($0)局") }), year: 2025, form: Self.forms.current)
      for (index, figure) in figures.enumerated() {
        var statistics = Statistics(Self.forms.current)
        statistics[cell] = figure
        materials.submissions.append(
          Submission(
            path: "\(index)", identity: Identity(body: "第\(index)局", year: 2025),
            publishedForm: FormID(.edition2021), statistics: statistics,
            doubtfulUnits: index == 0 ? doubtful : []))
      }
      return RollUp(materials).sums[try #require(Self.forms.current.index(of: cell))]
    }
    let figures = [Figure(.exact(Amount(12))), Figure(.exact(Amount(5000)), unit: "元")]
    #expect(try sum(figures).figure == Figure(.exact(try #require(Amount("12.5")))))
    let doubtful = try sum(figures, doubtful: [cell])
    #expect(doubtful.figure == Figure(.range(Bounds(atLeast: Amount("0.5"), atMost: nil))))
    #expect(doubtful.count(.unclear) == 1)
    #expect(try sum([Figure(.exact(Amount(12)), unit: "美元")]).figure == .unknown)
  }

  @Test func presumedFiguresStayPresumed() throws {
    let within = Bounds(atLeast: .zero, atMost: Amount(5))
    var materials = RollUp.Materials(
      roster: Roster([RosterUnit("甲局"), RosterUnit("乙局")]), year: 2025, form: Self.forms.current)
    let cell = CellID(indicator: "review.total")
    for (body, figure) in [
      ("甲局", Figure(.presumed(Amount(3), within: within))), ("乙局", Figure(.exact(Amount(4)))),
    ] {
      var statistics = Statistics(Self.forms.current)
      statistics[cell] = figure
      materials.submissions.append(
        Submission(
          path: body, identity: Identity(body: body, year: 2025), publishedForm: FormID(.legacy),
          statistics: statistics, original: statistics))
    }
    let sum = RollUp(materials).sums[try #require(Self.forms.current.index(of: cell))]
    #expect(
      sum.figure == Figure(.presumed(Amount(7), within: Bounds(atLeast: Amount(4), atMost: Amount(9)))))
  }

  /// The parent's report against the sum, with the unit that explains the difference.
  @Test func differencesAreExplained() throws {
    let cell = try #require(CellID("applications.received@total"))
    let position = try #require(Self.forms.current.index(of: cell))
    func comparison(parent: Int, _ units: [Int?], notCounted: Int? = nil) throws -> ParentComparison.Cell {
      var entries = units.indices.map { RosterUnit("第\($0)局") }
      if notCounted != nil { entries.append(RosterUnit("其他局", exclusion: "已并入")) }
      var materials = RollUp.Materials(roster: Roster(entries), year: 2025, form: Self.forms.current)
      func submission(_ body: String, _ number: Int) -> Submission {
        var statistics = Statistics(Self.forms.current)
        statistics[cell] = Figure(.exact(Amount(number)))
        return Submission(
          path: body, identity: Identity(body: body, year: 2025), publishedForm: FormID(.edition2021),
          statistics: statistics)
      }
      for (index, number) in units.enumerated() {
        if let number { materials.submissions.append(submission("第\(index)局", number)) }
      }
      if let notCounted { materials.submissions.append(submission("其他局", notCounted)) }
      materials.parent = submission("区政府", parent)
      return try #require(RollUp(materials).parent).cells[position]
    }
    #expect(try comparison(parent: 10, [3, 7]).outcome == .equal)
    let less = try comparison(parent: 3, [3, 7])
    #expect(
      less.outcome == .different && less.difference == Bounds(Amount(-7)) && less.reasons == [.leftOut([1])])
    #expect(try comparison(parent: 100, [100, 3, 4]).reasons == [.leftOut([1, 2])])
    #expect(try comparison(parent: 17, [3, 7], notCounted: 7).reasons == [.notCounted(2), .twice(1)])
    let within = try comparison(parent: 12, [3, nil, 7])
    #expect(within.outcome == .within && within.reasons == [.missing([1])])
    #expect(try comparison(parent: 9, [3, nil, 7]).outcome == .different)
  }

  @Test func theYearBeforeStandsBeside() throws {
    var materials = try Self.whole.get()
    materials.year += 1
    materials.previous = materials.submissions
    materials.previousRefusals = materials.refusals
    materials.submissions = []
    materials.refusals = []
    let rollUp = RollUp(materials)
    let before = RollUp(try Self.whole.get())
    #expect(rollUp.previousSums == before.sums)
    #expect(rollUp.units.map(\.previousState) == before.units.map(\.state))
    #expect(rollUp.coverage.count(.absent) == rollUp.coverage.due)
    #expect(rollUp.sums.allSatisfy { $0.figure == .unknown })
  }

  @Test func whatMayBeCountedTwiceIsTold() throws {
    var materials = RollUp.Materials(
      roster: Roster([
        RosterUnit("水务局", level: .county), RosterUnit("水利站", parent: 0), RosterUnit("水文站", parent: 0),
      ]), year: 2025, form: Self.forms.current)
    for (body, scope) in [("水务局", Scope.whole), ("水利站", .own)] {
      var statistics = Statistics(Self.forms.current)
      statistics[CellID(indicator: "litigation.direct.total")] = Figure(.exact(Amount(1)))
      statistics[CellID(indicator: "proactive.regulations.issued")] = Figure(.exact(Amount(1)))
      materials.submissions.append(
        Submission(
          path: body, identity: Identity(body: body, year: 2025, scope: scope),
          publishedForm: FormID(.edition2021), statistics: statistics))
    }
    func ids(_ materials: RollUp.Materials) -> [String] {
      RollUp(materials).problems.map(\.finding.id).filter { $0 != "collect.absent" }.sorted()
    }
    #expect(
      ids(materials) == ["collect.co-defendants", "collect.includes-subordinates", "collect.regulations"])
    materials.submissions.removeLast()
    #expect(ids(materials) == ["collect.regulations"])
  }
}

extension Finding {
  /// A finding of a file that cannot be read.
  fileprivate static func tooMany() -> Finding { Finding("zip.not-zip", .error) }
}
