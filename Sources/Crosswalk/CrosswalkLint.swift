import Core
import ReportModel

extension Crosswalk {
  /// All that is wrong with a crosswalk before any data meets it. Errors keep it from being used, notes do not.
  public func lint(against forms: FormCatalogue = .shared) -> [Finding] {
    let sourceForms =
      source.dialect == nil ? dialects(of: source.edition, forms) : forms.forms.filter { $0.id == source }
    guard !sourceForms.isEmpty else { return [.unknownForm(self, source)] }
    guard let targetForm = forms.form(target) else { return [.unknownForm(self, target)] }
    var lint = CrosswalkLint(self, sourceForms, targetForm)
    return lint.run()
  }

  /// The dialects that have no crosswalk of their own share the edition's.
  private func dialects(of edition: Edition, _ forms: FormCatalogue) -> [Form] {
    let all = forms.forms(of: edition)
    let fitting = all.filter { form in
      let ids = Set(form.cells.map { form.indicators[$0.indicator].id })
      let own = Set(mappings.map(\.source))
      // A dialect that this crosswalk was not written for has mostly rows that it does not name.
      return 2 * ids.intersection(own).count >= ids.count
        && form.cells.allSatisfy { ($0.column ?? 0) == 0 || $0.id.applicant != nil }
    }
    return fitting.isEmpty ? Array(all.prefix(1)) : fitting
  }
}

/// Goes through a crosswalk beside the forms that it connects.
private struct CrosswalkLint {
  private let crosswalk: Crosswalk
  private let sourceForms: [Form]
  private let targetForm: Form
  /// The unit of each indicator.
  private var sourceUnits: [String: String] = [:]
  private var targetUnits: [String: String] = [:]
  /// The source indicators that some row is about.
  private var seen: Set<String> = []
  private var findings: [Finding] = []

  init(_ crosswalk: Crosswalk, _ sourceForms: [Form], _ targetForm: Form) {
    self.crosswalk = crosswalk
    self.sourceForms = sourceForms
    self.targetForm = targetForm
    for form in sourceForms {
      for cell in form.cells {
        let id = cell.id.applicant == nil ? cell.id.indicator : form.indicators[cell.indicator].id
        sourceUnits[id] = form.indicators[cell.indicator].unit
      }
    }
    for indicator in targetForm.indicators
    where indicator.role.holdsFigure && targetUnits[indicator.id] == nil {
      targetUnits[indicator.id] = indicator.unit
    }
  }

  mutating func run() -> [Finding] {
    for (form, version) in [(sourceForms[0], crosswalk.sourceVersion), (targetForm, crosswalk.targetVersion)]
    where form.version != version {
      findings.append(.version(crosswalk, form, pinned: version))
    }
    let rowsBySource = Dictionary(grouping: crosswalk.mappings, by: \.source)
    for mapping in crosswalk.mappings {
      check(mapping)
      // Of several rows the first that holds is taken, so that only the last may hold always.
      let isLast = rowsBySource[mapping.source]?.last == mapping
      if isLast != (mapping.condition == .always) {
        findings.append(.sourceTwice(crosswalk, mapping.source, mapping.line))
      }
      seen.insert(mapping.source)
    }
    checkPractices()
    checkTotals()
    checkTargets()
    checkChecks()
    checkReasons()
    for section in crosswalk.ignoredSections { findings.append(.ignoredSection(crosswalk, section)) }
    if crosswalk.source.edition == crosswalk.target.edition {
      findings.append(.cycle(crosswalk, crosswalk.source))
    }
    return findings
  }

  private mutating func check(_ mapping: Crosswalk.Mapping) {
    if mapping.source.isEmpty || sourceUnits[mapping.source] == nil {
      findings.append(.unknownSource(crosswalk, mapping.source, mapping.line))
    }
    if mapping.relation == nil { findings.append(.relation(crosswalk, mapping.source, mapping.line)) }
    if mapping.targets.isEmpty != (mapping.relation == .noMatch) {
      findings.append(.noTargets(crosswalk, mapping.source, mapping.line))
    }
    if Set(mapping.reach).count != mapping.reach.count {
      findings.append(.targetTwice(crosswalk, mapping.source, mapping.line))
    }
    for target in mapping.reach where target != Crosswalk.none {
      guard let unit = targetUnits[target] else {
        findings.append(.unknownTarget(crosswalk, target, mapping.line))
        continue
      }
      // 条 and 件 both count; money never becomes a count.
      let own = sourceUnits[mapping.source] ?? unit
      if own != unit, isMoney(own) || isMoney(unit) || mapping.relation == .exactMatch {
        findings.append(.unit(crosswalk, mapping, own, target, unit))
      }
    }
    if let choice = mapping.defaultTarget, !mapping.targets.contains(choice) {
      findings.append(.defaultTarget(crosswalk, mapping, choice))
    }
    check(mapping.condition, mapping.line)
  }

  private mutating func check(_ condition: Crosswalk.Condition, _ line: Int) {
    for case .missing(let id) in condition.clauses where sourceUnits[id] == nil {
      findings.append(.unknownSource(crosswalk, id, line))
    }
  }

  /// Every practice is named by a row, and every one that is named is there.
  private mutating func checkPractices() {
    let links = crosswalk.mappings.flatMap { row in row.also.map { ($0, row.line) } }
    for (link, line) in links {
      if let id = link.practice, crosswalk.practice(id) == nil {
        findings.append(.unknownPractice(crosswalk, id, line))
      }
    }
    var ids: Set<String> = []
    for practice in crosswalk.practices {
      if !ids.insert(practice.id).inserted || !links.contains(where: { $0.0.practice == practice.id }) {
        findings.append(.idlePractice(crosswalk, practice.id, practice.line))
      }
      check(practice.condition, practice.line)
    }
    if crosswalk.ownReadings > 0 { findings.append(.ownReading(crosswalk, count: crosswalk.ownReadings)) }
  }

  /// Every source row is spoken of, and once.
  private mutating func checkTotals() {
    for statement in crosswalk.totals {
      if sourceUnits[statement.indicator] == nil {
        findings.append(.unknownSource(crosswalk, statement.indicator, statement.line))
      }
      if !seen.insert(statement.indicator).inserted {
        findings.append(.sourceTwice(crosswalk, statement.indicator, statement.line))
      }
    }
    for id in sourceUnits.keys.sorted() where !seen.contains(id) {
      findings.append(.sourceMissing(crosswalk, id))
    }
  }

  /// Every target row has a source or is declared to have none.
  private mutating func checkTargets() {
    let byLetter = leaves(crosswalk.mappings.flatMap(\.targets), opening: false)
    let covered = leaves(crosswalk.mappings.flatMap(\.reach), opening: true)
    if covered.count > TargetSet.capacity {
      findings.append(.tooManyTargets(crosswalk, count: covered.count, limit: TargetSet.capacity))
    }
    var declared: Set<String> = []
    for (statements, reached) in [(crosswalk.structuralZeros, covered), (crosswalk.silent, byLetter)] {
      for statement in statements {
        if targetUnits[statement.indicator] == nil {
          findings.append(.unknownTarget(crosswalk, statement.indicator, statement.line))
        }
        check(statement.condition, statement.line)
        guard statement.condition == .always else { continue }
        if reached.contains(statement.indicator) || !declared.insert(statement.indicator).inserted {
          findings.append(.targetDeclared(crosswalk, statement.indicator, statement.line))
        }
      }
    }
    for indicator in targetForm.indicators where indicator.role.holdsFigure && indicator.role != .subtotal {
      if !covered.contains(indicator.id), !declared.contains(indicator.id) {
        findings.append(.targetMissing(crosswalk, indicator.id))
      }
    }
  }

  /// - Parameter opening: whether the parts of a total stand in it as well.
  private func leaves(_ targets: [String], opening: Bool) -> Set<String> {
    var result = Set(targets)
    result.remove(Crosswalk.none)
    guard opening else { return result }
    let totals = FormTotals(targetForm)
    for (index, indicator) in targetForm.indicators.enumerated() where result.contains(indicator.id) {
      result.formUnion(totals.leaves(of: index).map { targetForm.indicators[$0].id })
    }
    return result
  }

  private mutating func checkChecks() {
    for statement in crosswalk.combined where targetUnits[statement.indicator] == nil {
      findings.append(.unknownTarget(crosswalk, statement.indicator, statement.line))
    }
    for check in crosswalk.checks {
      for id in [check.left, check.right] where sourceUnits[id] == nil {
        findings.append(.unknownSource(crosswalk, id, check.line))
      }
    }
  }

  private mutating func checkReasons() {
    for (subject, why, line) in reasons where why.isEmpty {
      findings.append(.noReason(crosswalk, subject, line))
    }
    let untranslated = reasons.filter { !$0.why.isEmpty && $0.why.chinese == $0.why.english }
    if let first = untranslated.map(\.line).min() {
      findings.append(.oneLanguage(crosswalk, count: untranslated.count, first))
    }
  }

  /// The reason of each row, with its line.
  private var reasons: [(subject: String, why: LocalizedText, line: Int)] {
    var reasons = crosswalk.mappings.map { ($0.source, $0.why, $0.line) }
    reasons += crosswalk.practices.map { ($0.id, $0.why, $0.line) }
    for statements in [crosswalk.totals, crosswalk.structuralZeros, crosswalk.silent, crosswalk.combined] {
      reasons += statements.map { ($0.indicator, $0.why, $0.line) }
    }
    reasons += crosswalk.checks.map { ("\($0.left) = \($0.right)", $0.why, $0.line) }
    return reasons
  }

  private func isMoney(_ unit: String) -> Bool { unit.hasSuffix("元") || unit.isEmpty }
}

extension Finding {
  fileprivate static func unknownForm(_ crosswalk: Crosswalk, _ form: FormID) -> Finding {
    Finding("crosswalk.lint.unknown-form", .error, ["crosswalk": crosswalk.id, "form": form.description])
  }

  fileprivate static func version(_ crosswalk: Crosswalk, _ form: Form, pinned: String) -> Finding {
    Finding(
      "crosswalk.lint.version", .error,
      [
        "crosswalk": crosswalk.id, "form": form.id.description, "version": form.version, "pinned": pinned,
      ])
  }

  fileprivate static func unit(
    _ crosswalk: Crosswalk, _ mapping: Crosswalk.Mapping, _ unit: String, _ target: String,
    _ targetUnit: String
  ) -> Finding {
    Finding(
      "crosswalk.lint.unit", .error,
      [
        "crosswalk": crosswalk.id, "id": mapping.source, "unit": unit, "target": target,
        "targetUnit": targetUnit,
      ],
      places: [Place(line: mapping.line)])
  }

  fileprivate static func defaultTarget(
    _ crosswalk: Crosswalk, _ mapping: Crosswalk.Mapping, _ target: String
  ) -> Finding {
    Finding(
      "crosswalk.lint.default", .error,
      ["crosswalk": crosswalk.id, "id": mapping.source, "target": target],
      places: [Place(line: mapping.line)])
  }

  fileprivate static func oneLanguage(_ crosswalk: Crosswalk, count: Int, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.one-language", .note, ["crosswalk": crosswalk.id, "count": String(count)],
      places: [Place(line: line)])
  }

  fileprivate static func unknownPractice(_ crosswalk: Crosswalk, _ id: String, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.unknown-practice", .error, ["crosswalk": crosswalk.id, "id": id],
      places: [Place(line: line)])
  }

  fileprivate static func idlePractice(_ crosswalk: Crosswalk, _ id: String, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.idle-practice", .error, ["crosswalk": crosswalk.id, "id": id],
      places: [Place(line: line)])
  }

  fileprivate static func ownReading(_ crosswalk: Crosswalk, count: Int) -> Finding {
    Finding("crosswalk.lint.own-reading", .note, ["crosswalk": crosswalk.id, "count": String(count)])
  }

  fileprivate static func ignoredSection(_ crosswalk: Crosswalk, _ section: String) -> Finding {
    Finding("crosswalk.lint.ignored-section", .note, ["crosswalk": crosswalk.id, "section": section])
  }

  fileprivate static func tooManyTargets(_ crosswalk: Crosswalk, count: Int, limit: Int) -> Finding {
    Finding(
      "crosswalk.lint.too-many-targets", .error,
      ["crosswalk": crosswalk.id, "count": String(count), "limit": String(limit)])
  }

  fileprivate static func cycle(_ crosswalk: Crosswalk, _ form: FormID) -> Finding {
    Finding("crosswalk.lint.cycle", .error, ["crosswalk": crosswalk.id, "id": form.description])
  }

  fileprivate static func unknownSource(_ crosswalk: Crosswalk, _ id: String, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.unknown-source", .error, ["crosswalk": crosswalk.id, "id": id],
      places: [Place(line: line)])
  }

  fileprivate static func sourceTwice(_ crosswalk: Crosswalk, _ id: String, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.source-twice", .error, ["crosswalk": crosswalk.id, "id": id],
      places: [Place(line: line)])
  }

  fileprivate static func sourceMissing(_ crosswalk: Crosswalk, _ id: String) -> Finding {
    Finding("crosswalk.lint.source-missing", .error, ["crosswalk": crosswalk.id, "id": id])
  }

  fileprivate static func relation(_ crosswalk: Crosswalk, _ id: String, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.relation", .error, ["crosswalk": crosswalk.id, "id": id], places: [Place(line: line)])
  }

  fileprivate static func noReason(_ crosswalk: Crosswalk, _ id: String, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.no-reason", .error, ["crosswalk": crosswalk.id, "id": id], places: [Place(line: line)])
  }

  fileprivate static func noTargets(_ crosswalk: Crosswalk, _ id: String, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.no-targets", .error, ["crosswalk": crosswalk.id, "id": id], places: [Place(line: line)])
  }

  fileprivate static func targetTwice(_ crosswalk: Crosswalk, _ id: String, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.target-twice", .error, ["crosswalk": crosswalk.id, "id": id],
      places: [Place(line: line)])
  }

  fileprivate static func unknownTarget(_ crosswalk: Crosswalk, _ id: String, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.unknown-target", .error, ["crosswalk": crosswalk.id, "id": id],
      places: [Place(line: line)])
  }

  fileprivate static func targetDeclared(_ crosswalk: Crosswalk, _ id: String, _ line: Int) -> Finding {
    Finding(
      "crosswalk.lint.target-declared", .error, ["crosswalk": crosswalk.id, "id": id],
      places: [Place(line: line)])
  }

  fileprivate static func targetMissing(_ crosswalk: Crosswalk, _ id: String) -> Finding {
    Finding("crosswalk.lint.target-missing", .error, ["crosswalk": crosswalk.id, "id": id])
  }
}
