import Core
import ReportModel

extension Crosswalk {
  /// All that is wrong with a crosswalk before any data meets it. Errors keep it from being used, notes do not.
  public func lint(against forms: FormCatalogue = .shared) -> [Finding] {
    var findings: [Finding] = []
    let sourceForms =
      source.dialect == nil ? dialects(of: source.edition, forms) : forms.forms.filter { $0.id == source }
    guard !sourceForms.isEmpty else {
      findings.append(.unknownForm(self, source))
      return findings
    }
    guard let targetForm = forms.form(target) else {
      findings.append(.unknownForm(self, target))
      return findings
    }
    for (form, version) in [(sourceForms[0], sourceVersion), (targetForm, targetVersion)]
    where form.version != version {
      findings.append(.version(self, form, pinned: version))
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
        findings.append(.unknownSource(self, mapping.source, mapping.line))
      }
      if !seen.insert(mapping.source).inserted {
        findings.append(.sourceTwice(self, mapping.source, mapping.line))
      }
      if mapping.relation == nil { findings.append(.relation(self, mapping.source, mapping.line)) }
      if mapping.why.isEmpty { findings.append(.noReason(self, mapping.source, mapping.line)) }
      if mapping.targets.isEmpty != (mapping.relation == .noMatch) {
        findings.append(.noTargets(self, mapping.source, mapping.line))
      }
      if Set(mapping.targets).count != mapping.targets.count {
        findings.append(.targetTwice(self, mapping.source, mapping.line))
      }
      for target in mapping.targets {
        guard let unit = targetUnits[target] else {
          findings.append(.unknownTarget(self, target, mapping.line))
          continue
        }
        // 条 and 件 both count; money never becomes a count.
        let own = sourceUnits[mapping.source] ?? unit
        if own != unit, isMoney(own) || isMoney(unit) || mapping.relation == .exactMatch {
          findings.append(.unit(self, mapping, own, target, unit))
        }
      }
      if let choice = mapping.defaultTarget, !mapping.targets.contains(choice) {
        findings.append(.defaultTarget(self, mapping, choice))
      }
    }
    for statement in totals {
      if sourceUnits[statement.indicator] == nil {
        findings.append(.unknownSource(self, statement.indicator, statement.line))
      }
      if !seen.insert(statement.indicator).inserted {
        findings.append(.sourceTwice(self, statement.indicator, statement.line))
      }
      if statement.why.isEmpty { findings.append(.noReason(self, statement.indicator, statement.line)) }
    }
    for id in sourceUnits.keys.sorted() where !seen.contains(id) { findings.append(.sourceMissing(self, id)) }

    let covered = Set(mappings.flatMap(\.targets))
    var declared: Set<String> = []
    for statement in structuralZeros + silent {
      if targetUnits[statement.indicator] == nil {
        findings.append(.unknownTarget(self, statement.indicator, statement.line))
      }
      if statement.why.isEmpty { findings.append(.noReason(self, statement.indicator, statement.line)) }
      if covered.contains(statement.indicator) || !declared.insert(statement.indicator).inserted {
        findings.append(.targetDeclared(self, statement.indicator, statement.line))
      }
    }
    for indicator in targetIndicators where indicator.role != .subtotal {
      if !covered.contains(indicator.id), !declared.contains(indicator.id) {
        findings.append(.targetMissing(self, indicator.id))
      }
    }
    for joint in joints {
      for term in joint.source where sourceUnits[term.indicator] == nil {
        findings.append(.unknownSource(self, term.indicator, joint.line))
      }
      for term in joint.target where targetUnits[term.indicator] == nil {
        findings.append(.unknownTarget(self, term.indicator, joint.line))
      }
      if joint.why.isEmpty {
        findings.append(.noReason(self, joint.target.map(\.indicator).joined(separator: " "), joint.line))
      }
    }
    for check in checks {
      for id in [check.left, check.right] where sourceUnits[id] == nil {
        findings.append(.unknownSource(self, id, check.line))
      }
      if check.why.isEmpty { findings.append(.noReason(self, "\(check.left) = \(check.right)", check.line)) }
    }
    let untranslated = reasons.filter { !$0.why.isEmpty && $0.why.chinese == $0.why.english }
    if let first = untranslated.map(\.line).min() {
      findings.append(.oneLanguage(self, count: untranslated.count, first))
    }
    if source.edition == target.edition { findings.append(.cycle(self, source)) }
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
