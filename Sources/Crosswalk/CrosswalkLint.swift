import Core
import ReportModel

extension Crosswalk {
  /// All that is wrong with a crosswalk before any data meets it. Errors keep it from being used, notes do not.
  public func lint(against forms: FormCatalogue = .shared) -> [Finding] {
    var findings: [Finding] = []
    func report(_ id: String, _ line: Int?, _ arguments: [String: String], _ severity: Severity = .error) {
      findings.append(
        Finding(
          "crosswalk.lint.\(id)", severity, arguments.merging(["crosswalk": self.id]) { first, _ in first },
          places: line.map { [Place(line: $0)] } ?? []))
    }
    let sourceForms =
      source.dialect == nil ? dialects(of: source.edition, forms) : forms.forms.filter { $0.id == source }
    guard !sourceForms.isEmpty else {
      report("unknown-form", nil, ["form": source.description])
      return findings
    }
    guard let targetForm = forms.form(target) else {
      report("unknown-form", nil, ["form": target.description])
      return findings
    }
    for (form, version) in [(sourceForms[0], sourceVersion), (targetForm, targetVersion)]
    where form.version != version {
      report("version", nil, ["form": form.id.description, "version": form.version, "pinned": version])
    }

    var sourceUnits: [String: String] = [:]
    for form in sourceForms {
      for cell in form.cells {
        let id = cell.id.applicant == nil ? cell.id.indicator : form.indicators[cell.indicator].id
        sourceUnits[id] = form.indicators[cell.indicator].unit
      }
    }
    let targetIndicators = targetForm.indicators.filter(\.role.holdsFigure)
    let targetUnits = Dictionary(
      targetIndicators.map { ($0.id, $0.unit) }, uniquingKeysWith: { first, _ in first })

    var seen: Set<String> = []
    for mapping in mappings {
      if mapping.source.isEmpty || sourceUnits[mapping.source] == nil {
        report("unknown-source", mapping.line, ["id": mapping.source])
      }
      if !seen.insert(mapping.source).inserted {
        report("source-twice", mapping.line, ["id": mapping.source])
      }
      if mapping.relation == nil { report("relation", mapping.line, ["id": mapping.source]) }
      if mapping.why.isEmpty { report("no-reason", mapping.line, ["id": mapping.source]) }
      if mapping.targets.isEmpty != (mapping.relation == .noMatch) {
        report("no-targets", mapping.line, ["id": mapping.source])
      }
      if Set(mapping.targets).count != mapping.targets.count {
        report("target-twice", mapping.line, ["id": mapping.source])
      }
      for target in mapping.targets {
        guard let unit = targetUnits[target] else {
          report("unknown-target", mapping.line, ["id": target])
          continue
        }
        // 条 and 件 both count; money never becomes a count.
        let own = sourceUnits[mapping.source] ?? unit
        if own != unit, isMoney(own) || isMoney(unit) || mapping.relation == .exactMatch {
          report(
            "unit", mapping.line, ["id": mapping.source, "unit": own, "target": target, "targetUnit": unit])
        }
      }
      if let choice = mapping.defaultTarget, !mapping.targets.contains(choice) {
        report("default", mapping.line, ["id": mapping.source, "target": choice])
      }
    }
    for statement in totals {
      if sourceUnits[statement.indicator] == nil {
        report("unknown-source", statement.line, ["id": statement.indicator])
      }
      if !seen.insert(statement.indicator).inserted {
        report("source-twice", statement.line, ["id": statement.indicator])
      }
      if statement.why.isEmpty { report("no-reason", statement.line, ["id": statement.indicator]) }
    }
    for id in sourceUnits.keys.sorted() where !seen.contains(id) { report("source-missing", nil, ["id": id]) }

    let covered = Set(mappings.flatMap(\.targets))
    var declared: Set<String> = []
    for statement in structuralZeros + silent {
      if targetUnits[statement.indicator] == nil {
        report("unknown-target", statement.line, ["id": statement.indicator])
      }
      if statement.why.isEmpty { report("no-reason", statement.line, ["id": statement.indicator]) }
      if covered.contains(statement.indicator) || !declared.insert(statement.indicator).inserted {
        report("target-declared", statement.line, ["id": statement.indicator])
      }
    }
    for indicator in targetIndicators where indicator.role != .subtotal {
      if !covered.contains(indicator.id), !declared.contains(indicator.id) {
        report("target-missing", nil, ["id": indicator.id])
      }
    }
    for joint in joints {
      for term in joint.source where sourceUnits[term.indicator] == nil {
        report("unknown-source", joint.line, ["id": term.indicator])
      }
      for term in joint.target where targetUnits[term.indicator] == nil {
        report("unknown-target", joint.line, ["id": term.indicator])
      }
      if joint.why.isEmpty {
        report("no-reason", joint.line, ["id": joint.target.map(\.indicator).joined(separator: " ")])
      }
    }
    for check in checks {
      for id in [check.left, check.right] where sourceUnits[id] == nil {
        report("unknown-source", check.line, ["id": id])
      }
      if check.why.isEmpty { report("no-reason", check.line, ["id": "\(check.left) = \(check.right)"]) }
    }
    let untranslated = reasons.filter { !$0.why.isEmpty && $0.why.chinese == $0.why.english }
    if let first = untranslated.map(\.line).min() {
      report("one-language", first, ["count": String(untranslated.count)], .note)
    }
    if source.edition == target.edition { report("cycle", nil, ["id": source.description]) }
    return findings
  }

  /// The reason of each row, with its line.
  private var reasons: [(why: LocalizedText, line: Int)] {
    mappings.map { ($0.why, $0.line) }
      + (totals + structuralZeros + silent).map { ($0.why, $0.line) }
      + joints.map { ($0.why, $0.line) } + checks.map { ($0.why, $0.line) }
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

  private func isMoney(_ unit: String) -> Bool { unit.hasSuffix("元") || unit.isEmpty }
}
