import Core
import ReportModel
import TestSupport

@testable import Crosswalk

/// What really happened in a year, drawn at random, and the sheet that an old form would have had of it.
///
/// Where a case may stand is read from the sets of the crosswalk, and from nothing that converts by them.
struct World {
  let form: Form
  let target: Form
  let crosswalk: Crosswalk
  let year: Int
  /// Cases by row of the new form; totals included.
  private(set) var truth: [String: Int] = [:]
  /// The figures of the old form, totals of its own parts.
  private(set) var sheet: [String: Int] = [:]
  private var surplus = 0

  /// - Parameter byLetter: whether each case stands where the letter has it, and every reply answers an application.
  init(_ form: Form, _ crosswalk: Crosswalk, _ target: Form, byLetter: Bool, _ random: inout SplitMix64) {
    self.form = form
    self.target = target
    self.crosswalk = crosswalk
    year = random.pick([2009, 2014, 2017, 2018])
    draw(byLetter: byLetter, &random)
    addUpTruth()
    addUpSheet()
  }

  /// The sheet as a report.
  var report: Report {
    var statistics = Statistics(form)
    for (id, count) in sheet { statistics[id] = Figure(.exact(Amount(count))) }
    return Report(identity: Identity(body: "某机关", year: year), statistics: statistics)
  }

  /// The rows of the sheet that tell of cases, and so may be left out to see what their absence does. Where replies are
  /// more than applications, nothing else tells of that but their two totals.
  var telling: [String] {
    let totals = surplus > 0 ? ["applications.replied.total", "applications.concluded.total"] : []
    return sheet.keys.filter { id in
      !totals.contains(id) && (mapping(id) != nil || !Self.parts(of: id, form).isEmpty)
    }.sorted()
  }

  // MARK: The sets

  /// The row of the crosswalk that holds for a source. The sheet has all rows and no prose.
  private func mapping(_ id: String) -> Crosswalk.Mapping? {
    let row = crosswalk.mappings.first { $0.source == id && holds($0.condition.text) }
    return row.flatMap { $0.targets.isEmpty && $0.also.isEmpty ? nil : $0 }
  }

  private func holds(_ condition: String) -> Bool {
    condition.split(separator: "&").allSatisfy { part in
      let part = part.filter { $0 != " " }
      if part.hasPrefix("year<"), let limit = Int(part.dropFirst(5)) { return year < limit }
      if part.hasPrefix("year>="), let limit = Int(part.dropFirst(6)) { return year >= limit }
      return false
    }
  }

  private func holds(_ link: Crosswalk.Practice.Link) -> Bool {
    link.practice.flatMap { crosswalk.practice($0) }.map { holds($0.condition.text) } ?? true
  }

  /// The rows that a set names, totals opened; nil stands for no outcome.
  private func places(_ ids: [String]) -> [String?] {
    let zeros = Set(crosswalk.structuralZeros.filter { holds($0.condition.text) }.map(\.indicator))
    return ids.flatMap { id -> [String?] in
      id == Crosswalk.none ? [nil] : Self.leaves(of: id, target).filter { !zeros.contains($0) }
    }
  }

  private mutating func draw(byLetter: Bool, _ random: inout SplitMix64) {
    for indicator in target.indicators where indicator.role.holdsFigure { truth[indicator.id] = 0 }
    let hasConcluded = form.indicator("applications.concluded.total") != nil
    let most = byLetter || !hasConcluded ? 0 : random.pick([0, 0, 1, 4])
    for cell in form.cells where (cell.column ?? 0) == 0 {
      let id = form.indicators[cell.indicator].id
      sheet[id] = 0
      let isTotal = Self.leaves(of: id, form).contains { $0 != id && mapping($0) != nil }
      guard let mapping = mapping(id), !isTotal else { continue }
      let count = random.chance(1, of: 2) ? 0 : Int.random(in: 1...9, using: &random)
      sheet[id] = count
      let places = places(mapping.targets + (byLetter ? [] : mapping.also.filter(holds).map(\.target)))
      let usual = random.pick(places)
      for _ in 0..<count {
        var place = random.chance(2, of: 3) ? usual : random.pick(places)
        if id.hasPrefix("applications.replied."), surplus < most, random.chance(1, of: 2) {
          surplus += 1
          place = nil
        }
        if let place { truth[place, default: 0] += 1 }
      }
    }
    // What the old form counts nowhere.
    for statement in crosswalk.silent where !byLetter && random.chance(1, of: 2) {
      truth[statement.indicator, default: 0] += Int.random(in: 0...5, using: &random)
    }
  }

  private mutating func addUpTruth() {
    for indicator in target.indicators where indicator.role.holdsFigure {
      let leaves = Self.leaves(of: indicator.id, target)
      if leaves != [indicator.id] { truth[indicator.id] = leaves.reduce(0) { $0 + (truth[$1] ?? 0) } }
    }
    let received = truth["applications.received"] ?? 0
    let done = truth["applications.outcome.total"] ?? 0
    truth["applications.carriedIn", default: 0] += max(
      0, done - received - (truth["applications.carriedIn"] ?? 0))
    truth["applications.carriedOver"] = received + (truth["applications.carriedIn"] ?? 0) - done
  }

  private mutating func addUpSheet() {
    // Inner totals come before those that they are parts of.
    let totals = sheet.keys.filter { !Self.parts(of: $0, form).isEmpty }
      .sorted { $0.count(where: { $0 == "." }) > $1.count(where: { $0 == "." }) }
    for total in totals {
      let parts = Self.parts(of: total, form)
      if mapping(total) == nil || Self.leaves(of: total, form).contains(where: { mapping($0) != nil }) {
        sheet[total] = parts.reduce(0) { $0 + (sheet[$1] ?? 0) }
      } else if let first = parts.first {
        // How applications came in matters to nobody but the total of them.
        sheet[first] = sheet[total]
      }
    }
    if let replied = sheet["applications.replied.total"], sheet["applications.concluded.total"] != nil {
      sheet["applications.concluded.total"] = replied - surplus
      sheet["applications.concluded.onTime"] = replied - surplus
    }
  }

  // MARK: Sums of a form

  private static func parts(of id: String, _ form: Form) -> [String] {
    if form.indicator(id)?.role == .subtotal { return parts(below: id, form) }
    return id.hasSuffix(".total") ? parts(below: String(id.dropLast(".total".count)), form) : []
  }

  private static func parts(below parent: String, _ form: Form) -> [String] {
    form.indicators.flatMap { indicator -> [String] in
      guard indicator.parent == parent, indicator.id != parent + ".total" else { return [] }
      switch indicator.role {
      case .addend, .subtotal: return [indicator.id]
      case .group: return parts(below: indicator.id, form)
      default: return []
      }
    }
  }

  static func leaves(of id: String, _ form: Form) -> [String] {
    let parts = form.indicator(id)?.role.holdsFigure ?? false ? parts(of: id, form) : parts(below: id, form)
    return parts.isEmpty ? [id] : parts.flatMap { leaves(of: $0, form) }
  }
}
