import Core
import ReportModel
import Synchronization

/// Turns a report of one edition into a report of another.
package struct CrosswalkConverter: Sendable {
  package let crosswalks: CrosswalkCatalogue
  package let forms: FormCatalogue
  private let routes = Routes()

  /// The plans that were made so far: most runs of a program need one of them, or none.
  private final class Routes: Sendable {
    struct Key: Hashable {
      let source: FormID
      let target: Edition
    }

    private let known = Mutex<[Key: [CrosswalkPlan]?]>([:])

    func plans(_ key: Key, otherwise make: () -> [CrosswalkPlan]?) -> [CrosswalkPlan]? {
      if let plans = known.withLock({ $0[key] }) { return plans }
      let plans = make()
      known.withLock { $0[key] = .some(plans) }
      return plans
    }
  }

  package init(crosswalks: CrosswalkCatalogue = .shared, forms: FormCatalogue = .shared) {
    self.crosswalks = crosswalks
    self.forms = forms
  }

  /// The steps that lead from a form to an edition; nil where none do.
  private func plans(from source: FormID, to target: Edition) -> [CrosswalkPlan]? {
    routes.plans(Routes.Key(source: source, target: target)) {
      guard source.edition != target, let form = forms.form(source) else { return nil }
      return route(from: form, to: FormID(target))
    }
  }

  private func route(from source: Form, to target: FormID) -> [CrosswalkPlan]? {
    guard let path = crosswalks.path(from: source.id, to: target) else { return nil }
    var plans: [CrosswalkPlan] = []
    var form = source
    for crosswalk in path {
      guard let next = forms.form(crosswalk.target) else { return nil }
      plans.append(CrosswalkPlan(crosswalk, source: form, target: next))
      form = next
    }
    return plans
  }

  /// A report in another edition, with the account of what became of each figure.
  ///
  /// A report that was converted from that edition and not changed since comes back as it was, cell for cell.
  ///
  /// - Throws: a refusal where no crosswalk leads to that edition.
  package func convert(
    _ report: Report, to edition: Edition, policy: Conversion.Policy = .bounds
  ) throws(Refusal) -> (report: Report, ledger: Ledger) {
    if report.form.id.edition == edition {
      return (report, Ledger(identity: report.statistics, unplaced: report.unplaced))
    }
    if let restored = restored(report, to: edition) { return restored }
    guard let plans = plans(from: report.form.id, to: edition), !plans.isEmpty else {
      let reachable = forms.editions.filter { plans(from: report.form.id, to: $0) != nil }
      throw Refusal(
        .usage,
        .noPath(from: report.form.id, to: edition, reachable: reachable))
    }
    return apply(plans, to: report, policy: policy)
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
      statistics = step.result
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
    if !carried.isEmpty {
      findings.append(.carried(count: carried.count))
    }
    let unknown = statistics.figures.reduce(0) { $0 + ($1?.status == .unknown ? 1 : 0) }
    if unknown > 0 { findings.append(.unknownCells(count: unknown)) }
    if !account.losses.isEmpty {
      findings.append(
        .loss(
          count: account.losses.count, places: account.losses.compactMap { $0.figure?.place },
          cells: account.losses.map(\.cell)))
    }
    result.findings += findings
    return (result, account)
  }

  /// The report as it was before its conversion, where converting it again gives what stands here now.
  private func restored(_ report: Report, to edition: Edition) -> (report: Report, ledger: Ledger)? {
    guard let conversion = report.conversion, conversion.original.form.id.edition == edition,
      let plans = plans(from: conversion.original.form.id, to: report.form.id.edition)
    else { return nil }
    var original = report
    original.statistics = conversion.original
    original.conversion = nil
    original.jointFigures = []
    let again = apply(plans, to: original, policy: conversion.policy).report.statistics
    guard again.figures.map({ $0?.value }) == report.statistics.figures.map({ $0?.value }) else { return nil }
    original.findings.removeAll { $0.origin == .conversion }
    original.findings.append(.restored(to: conversion.original.form.id))
    return (
      original, Ledger(restoring: conversion.original, from: report.statistics, unplaced: report.unplaced)
    )
  }

  private func origins(of cells: [CellID], in statistics: Statistics) -> [CellID] {
    cells.flatMap { statistics[$0]?.lineage?.sources ?? [] }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
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
