import ReportModel

/// All equations that a form's figures must keep, with the positions of their cells looked up once.
struct Equations: Sendable {
  /// A figure of an equation.
  struct Term: Sendable {
    let cell: Int
    let source: Formula.Term.Source
    let isSubtracted: Bool
    /// Whether a row that is not printed is no part of the sum, as in a sheet whose rows vary.
    let isOptional: Bool
    /// For the parts of a group that may be printed as one row: the group's own cell.
    let group: Int?
  }

  struct Equation: Sendable {
    let rule: String
    let instance: String
    let left: [Term]
    let relation: Formula.Relation
    let right: [Term]
    let constant: Amount
    let isAcrossYears: Bool
  }

  private let form: Form
  private let equations: [Equation]

  init(_ form: Form, _ book: RuleBook) {
    self.form = form
    var equations: [Equation] = []
    // Asked once for each sum, and not for each rule and sum.
    let sums = Dictionary(grouping: form.sums) { Self.rule(for: $0, book) }
    for rule in book.rules where book.isOn(rule.id) && rule.applies(to: form) {
      if let formula = rule.formula {
        for (suffix, instance) in formula.instances(for: form) {
          guard let left = Self.terms(instance.left, form), let right = Self.terms(instance.right, form)
          else {
            continue
          }
          equations.append(
            Equation(
              rule: rule.id, instance: rule.id + suffix, left: left, relation: instance.relation,
              right: right, constant: instance.constant, isAcrossYears: instance.isAcrossYears))
        }
        continue
      }
      for sum in sums[rule.id] ?? [] {
        guard let left = Self.terms(sum.left.map { Formula.Term($0) }, form),
          let right = Self.terms(sum.right.map { Formula.Term($0) }, form)
        else { continue }
        equations.append(
          Equation(
            rule: rule.id, instance: sum.id, left: left,
            relation: sum.relation == .equal ? .equal : .atLeast, right: right,
            constant: .zero, isAcrossYears: false))
      }
    }
    self.equations = equations
  }

  /// The rule that covers a sum; sums that only a form of the user's own has are covered by one for all.
  private static func rule(for sum: SumRule, _ book: RuleBook) -> String {
    let id = "check.sum.\(sum.family)"
    return book.rule(id)?.id ?? "check.sum.form"
  }

  private static func terms(_ terms: [Formula.Term], _ form: Form) -> [Term]? {
    var result: [Term] = []
    for term in terms {
      guard let index = form.index(of: term.cell) else { return nil }
      let cell = form.cells[index]
      let indicator = form.indicators[cell.indicator]
      let group = indicator.parent.flatMap { form.indicator($0) }.flatMap { parent in
        parent.role == .subtotal ? form.index(of: CellID(parent.id, term.cell.applicant)) : nil
      }
      result.append(
        Term(
          cell: index, source: term.source, isSubtracted: term.isSubtracted,
          isOptional: form.table(cell.table)?.layout == .sheet && indicator.role == .addend, group: group))
    }
    return result
  }

  // MARK: Evaluation

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    var failed: [(equation: Equation, evaluation: Evaluation)] = []
    let hasYearBefore = subject.previous.map { subject.isYearAfter($0.report) } ?? false
    for equation in equations {
      if equation.isAcrossYears, !hasYearBefore { continue }
      if holds(equation, subject.known) {
        log.assess(equation.rule, equation.instance, .holds)
        continue
      }
      guard let evaluation = evaluate(equation, subject) else { continue }
      switch evaluation.state {
      case .holds: log.assess(equation.rule, equation.instance, .holds)
      case .notAssessable:
        log.assess(
          equation.rule, equation.instance, .notAssessable,
          unknown: evaluation.unknown.map { form.cells[$0].id })
      case .fails:
        log.assess(equation.rule, equation.instance, .fails)
        report(equation, evaluation, subject, &log)
        failed.append((equation, evaluation))
      }
    }
    reportSuspects(failed, subject, &log)
  }

  /// Whether all figures are there and satisfy the equation: most do, and need no intervals.
  private func holds(_ equation: Equation, _ known: KnownFigures) -> Bool {
    if equation.isAcrossYears { return false }
    var difference = -equation.constant
    for term in equation.left {
      guard known.isNumber(term.cell) else { return false }
      difference += term.isSubtracted ? -known.amounts[term.cell] : known.amounts[term.cell]
    }
    for term in equation.right {
      guard known.isNumber(term.cell) else { return false }
      difference += term.isSubtracted ? known.amounts[term.cell] : -known.amounts[term.cell]
    }
    switch equation.relation {
    case .equal: return difference == .zero
    case .atLeast: return difference >= .zero
    case .atMost: return difference <= .zero
    }
  }

  /// nil where the equation is not of this report: none of its figures is printed.
  private func evaluate(_ equation: Equation, _ subject: CheckInput) -> Evaluation? {
    let own = subject.report.statistics
    var evaluation = Evaluation(relation: equation.relation, constant: equation.constant)
    var groups: Set<Int> = []
    var isPrinted = false
    for (terms, isRight) in [(equation.left, false), (equation.right, true)] {
      for term in terms {
        var index = term.cell
        let statistics = term.source == .checked ? own : subject.previous?.statistics ?? own
        var figure = statistics[index]
        if figure == nil, let group = term.group, let printed = statistics[group] {
          // The group is printed as one row: it stands once for its parts.
          guard groups.insert(group).inserted else { continue }
          index = group
          figure = printed
        }
        if figure == nil, term.isOptional, subject.report.unplaced.isEmpty { continue }
        if figure != nil, figure?.value != .blank { isPrinted = true }
        evaluation.add(
          figure, cell: index, source: term.source, kind: form.indicators[form.cells[index].indicator].kind,
          isNegative: term.isSubtracted != isRight, isRight: isRight)
      }
    }
    // A group that is not printed as one row has no figure to compare.
    let isGroup = equation.right.contains { form.indicators[form.cells[$0.cell].indicator].role == .subtotal }
    if isGroup, evaluation.operands.contains(where: { $0.isRight && $0.isAbsent }) { return nil }
    // A total whose parts the sheet does not print is no sum.
    let hasParts = equation.left.isEmpty || evaluation.operands.contains { !$0.isRight }
    return isPrinted && hasParts ? evaluation : nil
  }

  private func report(
    _ equation: Equation, _ evaluation: Evaluation, _ subject: CheckInput, _ log: inout CheckLog
  ) {
    let witnesses = evaluation.operands.map { operand in
      subject.witness(operand.cell, operand.isRight ? .right : .left, source: operand.source)
    }
    var arguments = [
      "left": FigureText.text(evaluation.sum(of: .left)),
      "right": FigureText.text(evaluation.sum(of: .right)),
    ]
    if let part = equation.left.first {
      arguments["part"] = subject.name(of: part.cell)
    }
    if let total = equation.right.first {
      let labels = subject.labels(of: total.cell).dropFirst()
      let hasColumn = form.cells[total.cell].id.applicant != nil
      arguments["total"] = labels.joined(separator: " / ")
      arguments["row"] = labels.dropLast(hasColumn ? 1 : 0).joined(separator: " / ")
      if hasColumn { arguments["column"] = labels.last }
    }
    if let difference = evaluation.certainDifference {
      arguments["difference"] = (difference.isNegative ? -difference : difference).description
    }
    if let rule = log.rule(equation.rule), rule.isOwn {
      arguments["title.zh"] = rule.title.chinese
      arguments["title.en"] = rule.title.english
      arguments["remedy.zh"] = rule.remedy.chinese
      arguments["remedy.en"] = rule.remedy.english
      arguments["relation"] = equation.relation.rawValue
    }
    log.report(equation.rule, arguments, witnesses)
  }

  /// One cell that two broken sums have in common, and that would mend both, is where to look first.
  private func reportSuspects(
    _ failed: [(equation: Equation, evaluation: Evaluation)], _ subject: CheckInput, _ log: inout CheckLog
  ) {
    // What each cell would have to grow by, and the sums that this would mend.
    var corrections: [Int: [Amount: Set<Int>]] = [:]
    for (position, (equation, evaluation)) in failed.enumerated()
    where equation.relation == .equal && !equation.isAcrossYears {
      guard let difference = evaluation.certainDifference else { continue }
      for operand in evaluation.operands {
        corrections[operand.cell, default: [:]][
          operand.isNegative ? difference : -difference, default: []
        ].insert(position)
      }
    }
    let candidates = corrections.flatMap { cell, mended in
      mended.filter { $0.value.count >= 2 }.map { (cell: cell, correction: $0.key, mends: $0.value) }
    }
    for candidate in candidates.sorted(by: { ($0.cell, $0.correction) < ($1.cell, $1.correction) }) {
      // Another cell that would mend these and more explains them better.
      let isOutdone = candidates.contains { $0.mends.isStrictSuperset(of: candidate.mends) }
      guard !isOutdone, let amount = subject.report.statistics[candidate.cell]?.certainAmount else {
        continue
      }
      let mended = amount + candidate.correction
      if mended.isNegative { continue }
      log.report(
        "check.sum.suspect",
        [
          "cell": subject.name(of: candidate.cell), "count": String(candidate.mends.count),
          "figure": amount.description,
          "mended": mended.description,
        ],
        [subject.witness(candidate.cell, .subject)])
    }
  }
}
