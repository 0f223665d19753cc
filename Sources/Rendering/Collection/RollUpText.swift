import Collection
import Core
import ReportModel

/// A roll-up in a terminal: failures first, then units, then sums.
struct RollUpText {
  private let style: RollUpStyle
  private let words: Words

  init(_ style: RollUpStyle) {
    self.style = style
    words = Words(style.language)
  }

  func text(of rollUp: RollUp) -> TerminalText {
    var text = heading(words.rollUp("title", ["year": String(rollUp.year)]))
    text += "\(words.rollUp("form", ["form": rollUp.form.name[style.language]]))\n"
    text += "\(words.summary(rollUp))\n\n"
    text += problems(rollUp)
    text += heading(words.rollUp("units")) + units(rollUp) + "\n"
    if !rollUp.branches.isEmpty { text += heading(words.rollUp("branches")) + branches(rollUp) + "\n" }
    text += heading(words.rollUp("sums")) + sums(rollUp)
    if let parent = rollUp.parent {
      text += "\n" + heading(words.rollUp("parent.title")) + self.parent(parent, rollUp)
    }
    return text
  }

  private func heading(_ title: String) -> TerminalText {
    "\(TerminalText(title).painted(.strong, if: style.isColored))\n"
  }

  // MARK: Problems

  private func problems(_ rollUp: RollUp) -> TerminalText {
    let level = style.showsAll ? Severity.note : .error
    let shown = rollUp.problems.filter { $0.finding.severity >= level }
    let findings = shown.map { problem in
      var finding = problem.finding
      finding.arguments["file"] = problem.file
      return finding
    }
    var text: TerminalText = ""
    if findings.isEmpty {
      text += "\(words.rollUp("problems.none"))\n"
    } else {
      text += heading("\(words.rollUp("problems"))\(words.aside(String(findings.count)))")
      text += FindingText(style.language, style.showsAll ? .all : .some, isColored: style.isColored).text(
        of: findings, path: nil)
    }
    let rest = rollUp.problems.count - shown.count
    if rest > 0 { text += "\(words.rollUp("more", ["count": String(rest)]))\n" }
    return text + "\n"
  }

  // MARK: Units

  private func units(_ rollUp: RollUp) -> TerminalText {
    var rows = [words.titles("rollup.column", ["unit", "state", "remark", "file"])]
    // Those that nothing can be counted of stand first.
    let failed = rollUp.units.filter { $0.isSummed && !$0.state.isUsable }
    var others = rollUp.units.filter { !($0.isSummed && !$0.state.isUsable) }
    let plain = others.filter { $0.state == .reported && words.remarks($0).isEmpty }
    let isFolded = !style.showsAll && plain.count > Self.mostUnits
    if isFolded { others.removeAll { $0.state == .reported && words.remarks($0).isEmpty } }
    for unit in failed + others {
      let state = TerminalText("\(words.rollUp("mark.\(unit.state.rawValue)")) \(words.state(unit.state))")
      rows.append([
        TerminalText(unit.entry.name), state, TerminalText(words.remarks(unit)),
        TerminalText(unit.files.joined(separator: words("punctuation.list"))),
      ])
    }
    var text = TextColumns.aligned(rows).map { "  \($0.trimmed)" as TerminalText }.lines
    if isFolded { text += "  \(words.rollUp("units.rest", ["count": String(plain.count)]))\n" }
    return text
  }

  /// More units that there is nothing to say of are only counted.
  private static let mostUnits = 20

  private func branches(_ rollUp: RollUp) -> TerminalText {
    var rows = [
      words.titles(
        "rollup.column", ["unit", "due", "handedIn", "usable", "rate", "absent", "late", "withErrors"])
    ]
    for branch in rollUp.branches {
      let coverage = branch.coverage
      let indent = TerminalText("  ").repeated(branch.depth)
      rows.append([
        indent + TerminalText(rollUp.units[branch.unit].entry.name), "\(coverage.due)",
        "\(coverage.handedIn)", "\(coverage.usable)",
        TerminalText(words.rate(coverage.usable, of: coverage.due)), "\(coverage.count(.absent))",
        "\(coverage.late)", "\(coverage.withErrors)",
      ])
    }
    return TextColumns.quoted(rows).map { "  \($0)" }.lines
  }

  // MARK: Sums

  private func sums(_ rollUp: RollUp) -> TerminalText {
    var columns = ["indicator", "sum"]
    if rollUp.previousSums != nil { columns += ["previous", "change"] }
    columns.append("basis")
    var rows = [words.titles("rollup.column", columns)]
    for cell in style.showsAll ? Array(rollUp.form.cells.indices) : rollUp.mainCells {
      let sum = rollUp.sums[cell]
      let label = style.showsAll ? rollUp.label(cell) : rollUp.shortLabel(cell)
      var row = [TerminalText(label).shortened(to: 60), TerminalText(words.sum(sum.figure))]
      if let previous = rollUp.previousSums, let change = rollUp.previousChange(cell) {
        row += [TerminalText(words.sum(previous[cell].figure)), TerminalText(words.difference(change))]
      }
      row.append(TerminalText(words.basis(sum)))
      rows.append(row)
    }
    return TextColumns.aligned(rows).map { "  \($0.trimmed)" }.lines
  }

  private func parent(_ parent: ParentComparison, _ rollUp: RollUp) -> TerminalText {
    if parent.cells.isEmpty { return "  \(words.message(parent.findings[0]))\n" }
    let counts = ParentComparison.Outcome.allCases.compactMap { outcome -> String? in
      let count = parent.cells.count { $0.outcome == outcome }
      return count == 0 ? nil : words.rollUp("parent.\(outcome.rawValue)", ["count": String(count)])
    }
    var text: TerminalText = "  \(counts.joined(separator: words.rollUp("separator")))\n"
    let different = parent.cells.filter { $0.outcome == .different }
    if different.isEmpty { return text }
    var rows = [words.titles("rollup.column", ["indicator", "parent", "sum", "difference", "reason"])]
    for cell in different {
      rows.append([
        TerminalText(rollUp.label(cell.cell)), TerminalText(words.sum(cell.figure)),
        TerminalText(words.sum(rollUp.sums[cell.cell].figure)),
        TerminalText(words.difference(cell.difference)),
        TerminalText(
          cell.reasons.map { words.reason($0, rollUp) }.joined(separator: words("punctuation.semicolon"))),
      ])
    }
    text += TextColumns.aligned(rows).map { "  \($0.trimmed)" }.lines
    return text
  }
}
