import Core
import ReportModel

/// What a sum may count twice, which no figure shows by itself.
struct DoubleCounting {
  private(set) var problems: [RollUp.Problem] = []

  init(_ rollUp: RollUp) {
    let summed = rollUp.units.filter { $0.isSummed && $0.submission != nil }
    func positive(_ unit: RollUp.Unit, _ prefixes: [String]) -> Bool {
      rollUp.form.cells.indices.contains { cell in
        let id = rollUp.form.cells[cell].id.indicator
        guard prefixes.contains(where: id.hasPrefix) else { return false }
        return rollUp.contribution(of: unit.index, to: cell).bounds.atLeast.map { .zero < $0 } ?? false
      }
    }
    func add(_ finding: Finding, _ unit: RollUp.Unit? = nil) {
      problems.append(
        RollUp.Problem(finding: finding, unit: unit?.index, file: unit?.submission?.name))
    }
    let parties = summed.filter { positive($0, ["review.", "litigation."]) }
    if parties.count > 1 { add(.coDefendants(parties.count)) }
    for unit in summed {
      let below = summed.filter { other in other.entry.parent == unit.index }
      let isWhole = unit.submission?.identity.scope == .whole
      if !below.isEmpty {
        add(
          isWhole
            ? .includesSubordinates(unit.entry.name, below.count)
            : .mayIncludeSubordinates(unit.entry.name, below.count), unit)
      }
      if unit.entry.level?.isBelowRegulations ?? false, positive(unit, ["proactive.regulations."]) {
        add(.regulations(unit.entry.name), unit)
      }
    }
  }
}
