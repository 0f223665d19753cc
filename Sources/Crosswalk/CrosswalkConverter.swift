import Core
import ReportModel
import Synchronization

/// Turns a report of one edition into a report of another.
package struct CrosswalkConverter: Sendable {
  package let crosswalks: CrosswalkCatalogue
  package let forms: FormCatalogue
  private let routes = Routes()

  /// What was made so far: most runs of a program need one path and one set of plans, or none.
  private final class Routes: Sendable {
    struct Key: Hashable {
      let source: FormID
      let target: Edition
    }

    struct Route {
      let steps: [CrosswalkCatalogue.Step]
      let conditions: [Crosswalk.Condition]
      /// By which of the conditions hold.
      var plans: [[Bool]: [CrosswalkPlan]] = [:]
    }

    let known = Mutex<[Key: Route?]>([:])
  }

  package init(crosswalks: CrosswalkCatalogue = .shared, forms: FormCatalogue = .shared) {
    self.crosswalks = crosswalks
    self.forms = forms
  }

  private func route(from source: FormID, to target: Edition) -> Routes.Route? {
    let key = Routes.Key(source: source, target: target)
    if let route = routes.known.withLock({ $0[key] }) { return route }
    var route: Routes.Route?
    if source.edition != target, let steps = crosswalks.path(from: source, to: FormID(target)) {
      route = Routes.Route(steps: steps, conditions: steps.flatMap(\.crosswalk.conditions))
    }
    routes.known.withLock { $0[key] = .some(route) }
    return route
  }

  /// The plans that lead a report to an edition; nil where no crosswalk does.
  private func plans(for report: Report, to target: Edition) -> [CrosswalkPlan]? {
    let source = report.form.id
    guard let route = route(from: source, to: target) else { return nil }
    let truth = route.conditions.map { $0.holds(for: report) }
    if let plans = route.plans[truth] { return plans }
    let holding = Set(zip(route.conditions, truth).filter(\.1).map(\.0))
    guard let first = forms.form(source) else { return nil }
    var plans: [CrosswalkPlan] = []
    var form = first
    for step in route.steps {
      guard let next = forms.form(step.target) else { return nil }
      let crosswalk = step.resolved { $0 == .always || holding.contains($0) }
      plans.append(CrosswalkPlan(crosswalk, source: form, target: next))
      form = next
    }
    let made = plans
    routes.known.withLock {
      $0[Routes.Key(source: source, target: target)]??.plans[truth] = made
    }
    return plans
  }

  /// A report in another edition, with the account of what became of each figure.
  ///
  /// A report that was converted from that edition and not changed since comes back as it was, cell for cell.
  ///
  /// - Throws: a refusal where no crosswalk leads to that edition.
  package func convert(
    _ report: Report, to edition: Edition, policy: Conversion.Policy = .letter
  ) throws(Refusal) -> (report: Report, ledger: Ledger) {
    if report.form.id.edition == edition {
      return (report, Ledger(identity: report.statistics, unplaced: report.unplaced))
    }
    if let restored = restored(report, to: edition) { return restored }
    guard let plans = plans(for: report, to: edition), !plans.isEmpty else {
      let reachable = forms.editions.filter { route(from: report.form.id, to: $0) != nil }
      throw Refusal(
        .usage,
        .noPath(from: report.form.id, to: edition, reachable: reachable))
    }
    return apply(plans, to: report, policy: policy)
  }

  /// The crosswalks that a report was converted by, in the direction that they were used in and with the rows that
  /// held for it.
  package func crosswalks(usedFor report: Report) -> [Crosswalk] {
    guard let conversion = report.conversion else { return [] }
    var original = report
    original.statistics = conversion.original
    let used = Set(conversion.crosswalks.map(\.id))
    let plans = plans(for: original, to: report.form.id.edition) ?? []
    return plans.map(\.crosswalk).filter { used.contains($0.id) }
  }

  private func apply(
    _ plans: [CrosswalkPlan], to report: Report, policy: Conversion.Policy
  ) -> (report: Report, ledger: Ledger) {
    var result = report
    var statistics = report.statistics
    var findings: [Finding] = []
    var carried: [CellID] = []
    result.jointFigures = []
    for (position, plan) in plans.enumerated() {
      let step = CrosswalkStep(plan, statistics, policy: policy)
      findings += step.findings
      // What the first step has no place for is carried; later steps lose nothing that the original has.
      if position == 0 { carried = step.carried }
      result.jointFigures = step.joints
      let before = statistics
      statistics = step.statistics
      if position == 0 { continue }
      // Lineage names the cells of the first edition, and not those of one in the middle.
      for index in statistics.figures.indices {
        guard let sources = statistics[index]?.lineage?.sources else { continue }
        statistics[index]?.lineage?.sources = origins(of: sources, in: before)
      }
      for index in result.jointFigures.indices {
        guard let sources = result.jointFigures[index].lineage?.sources else { continue }
        result.jointFigures[index].lineage?.sources = origins(of: sources, in: before)
      }
    }
    result.statistics = statistics
    let earlier = report.conversion
    result.conversion = Conversion(
      original: earlier?.original ?? report.statistics,
      carried: earlier.map { $0.carried } ?? carried,
      crosswalks: (earlier?.crosswalks ?? [])
        + plans.map { Conversion.CrosswalkReference(id: $0.crosswalk.id, version: $0.crosswalk.version) },
      policy: policy)
    let account = Ledger(plans, from: report.statistics, to: statistics, unplaced: report.unplaced)
    if let reason = report.form.incompleteness {
      findings.append(.incompleteSource(report.form.id, because: reason))
    }
    if !carried.isEmpty {
      findings.append(.carried(count: carried.count))
    }
    let unknown = statistics.figures.reduce(0) { $0 + ($1?.status == .unknown ? 1 : 0) }
    if unknown > 0 { findings.append(.unknownCells(count: unknown)) }
    let losses = account.lostCells
    if !losses.isEmpty {
      findings.append(
        .loss(
          count: losses.count, places: losses.compactMap { report.statistics[$0]?.place },
          cells: losses.map { report.form.cells[$0].id }))
    }
    result.findings += findings
    return (result, account)
  }

  /// The report as it was before its conversion, where converting it again gives what stands here now.
  private func restored(_ report: Report, to edition: Edition) -> (report: Report, ledger: Ledger)? {
    guard let conversion = report.conversion, conversion.original.form.id.edition == edition else {
      return nil
    }
    var original = report
    original.statistics = conversion.original
    original.conversion = nil
    original.jointFigures = []
    guard let plans = plans(for: original, to: report.form.id.edition) else { return nil }
    let (again, _) = apply(plans, to: original, policy: conversion.policy)
    let isSame =
      again.conversion?.crosswalks == conversion.crosswalks
      ? again.statistics.figures.map { $0?.value } == report.statistics.figures.map { $0?.value }
      : contains(again.statistics, report.statistics)
    guard isSame else { return nil }
    original.findings.removeAll { $0.origin == .conversion }
    original.findings.append(.restored(to: conversion.original.form.id))
    return (
      original, Ledger(restoring: conversion.original, from: report.statistics, unplaced: report.unplaced)
    )
  }

  /// Whether all figures lie within others, as those of an older version of a crosswalk do.
  private func contains(_ wide: Statistics, _ narrow: Statistics) -> Bool {
    zip(wide.figures, narrow.figures).allSatisfy { wide, narrow in
      guard let wide = wide?.bounds, let narrow = narrow?.bounds else { return true }
      return [narrow.atLeast, narrow.atMost].allSatisfy { $0.map(wide.contains) ?? true }
    }
  }

  private func origins(of cells: [CellID], in statistics: Statistics) -> [CellID] {
    cells.flatMap { statistics[$0]?.lineage?.sources ?? [] }.distinct()
  }
}

extension Finding {
  fileprivate static func noPath(from form: FormID, to edition: Edition, reachable: [Edition]) -> Finding {
    Finding(
      "crosswalk.no-path", .error,
      [
        "from": form.description, "to": edition.rawValue,
        "editions": reachable.map(\.rawValue).joined(separator: ", "),
      ])
  }

  fileprivate static func incompleteSource(_ form: FormID, because reason: LocalizedText) -> Finding {
    Finding(
      "crosswalk.incomplete-source", .note, ["form": form.description], words: ["reason": reason])
  }

  fileprivate static func carried(count: Int) -> Finding {
    Finding("crosswalk.carried", .note, ["count": String(count)])
  }

  fileprivate static func unknownCells(count: Int) -> Finding {
    Finding("crosswalk.unknown", .note, ["count": String(count)])
  }

  fileprivate static func loss(count: Int, places: [Place], cells: [CellID]) -> Finding {
    Finding(
      "crosswalk.loss", .warning, ["count": String(count)], places: places, cells: cells.map(\.description))
  }

  fileprivate static func restored(to form: FormID) -> Finding {
    Finding("crosswalk.restored", .note, ["form": form.description])
  }
}
