import Comparison

extension ReportComparison {
  /// The comparison for a terminal or a mail: what differs, aligned, with what is the same folded.
  package func text(_ options: ComparisonOptions = ComparisonOptions()) -> TerminalText {
    ComparisonText(self, options).text
  }
}

/// Writes a comparison as text. `-` and `+` say which report something stands in, with and without colours.
private struct ComparisonText {
  private let comparison: ReportComparison
  private let words: ComparisonWords
  private var options: ComparisonOptions { words.options }

  init(_ comparison: ReportComparison, _ options: ComparisonOptions) {
    self.comparison = comparison
    words = ComparisonWords(comparison: comparison, options: options)
  }

  var text: TerminalText {
    let isFiguresOnly = options.prose == .none
    var lines = [
      painted("- \(words.name(comparison.before, file: options.nameBefore))", .removed),
      painted("+ \(words.name(comparison.after, file: options.nameAfter))", .added),
    ]
    lines += words.introduction.map(TerminalText.init(_:))
    if isFiguresOnly ? comparison.hasSameFigures : comparison.isSame {
      lines.append(TerminalText(words.word(isFiguresOnly ? "same-figures" : "same")))
      if !options.showsAll { return lines.lines }
    }
    if !isFiguresOnly { lines += identity }
    lines += section(words.word("figures") + "  " + words.counts)
    lines += figures + carried + unplaced
    if !isFiguresOnly { lines += prose }
    return lines.lines
  }

  private func painted(_ text: TerminalText, _ ink: TerminalText.Ink) -> TerminalText {
    text.painted(ink, if: options.isColored)
  }

  private func section(_ title: String) -> [TerminalText] { ["", painted(TerminalText(title), .strong)] }

  // MARK: The report as a whole

  private var identity: [TerminalText] {
    if comparison.identity.isEmpty { return [] }
    let names = comparison.identity.map { TerminalText(words.word("field.\($0.field.rawValue)")) }
    let width = names.map(\.width).max() ?? 0
    func value(_ text: String?) -> String { text ?? words.word("nothing") }
    return section(words.word("identity"))
      + zip(comparison.identity, names).flatMap { change, name -> [TerminalText] in
        let before = painted("- \(value(change.before))", .removed)
        let after = painted("+ \(value(change.after))", .added)
        let isShort = max(change.before?.count ?? 0, change.after?.count ?? 0) <= 12
        return isShort
          ? ["  \(name.padded(to: width))  \(before)  \(after)"]
          : ["  \(name.padded(to: width))  \(before)", "  \(TerminalText().padded(to: width))  \(after)"]
      }
  }

  // MARK: Figures

  private struct Line {
    var label: TerminalText
    var figure: ComparedFigure?
  }

  private var figures: [TerminalText] {
    let form = comparison.form
    return form.tables.flatMap { table -> [TerminalText] in
      let all = zip(form.cells, comparison.figures).filter { $0.0.table == table.id }.map(\.1)
      var lines: [Line] = []
      var open: [String] = []
      var folded: [ComparedFigure.Outcome: Int] = [:]
      var applicants = 0
      for figure in all {
        if words.isFolded(figure, form) {
          applicants += 1
          continue
        }
        if !figure.outcome.isDifference, !options.showsAll || figure.outcome == .absent {
          if comparison.isCounted(figure) { folded[figure.outcome, default: 0] += 1 }
          continue
        }
        append(figure, CellName(figure.cell, form), &lines, &open)
      }
      var rest: [String] = []
      if applicants > 0 { rest.append(words.word("folded.applicants", ["count": String(applicants)])) }
      for outcome in [ComparedFigure.Outcome.same, .absent] {
        if let count = folded[outcome] { rest.append(words.count(outcome, count)) }
      }
      return [""] + listing(table.title, lines, rest)
    }
  }

  /// Adds a line for a figure, and before it those of the headings that it stands below.
  ///
  /// - Parameter open: the headings of the line before, its own row included.
  private func append(
    _ figure: ComparedFigure, _ name: CellName, _ lines: inout [Line], _ open: inout [String]
  ) {
    let shared = zip(name.path, open).prefix { $0 == $1 }.count
    func indented(_ label: String, _ depth: Int) -> TerminalText {
      "\(String(repeating: "  ", count: depth))\(label)"
    }
    for depth in shared..<name.path.count { lines.append(Line(label: indented(name.path[depth], depth))) }
    lines.append(Line(label: indented(name.label, name.path.count), figure: figure))
    open = name.path + [name.row]
  }

  /// A title, with what is folded behind it where nothing stands below.
  private func heading(_ title: String, _ rest: [String] = []) -> TerminalText {
    let list: TerminalText = rest.isEmpty ? "" : "  … \(rest.joined(separator: words.word("list")))"
    return painted(TerminalText(title), .strong) + painted(list, .faint)
  }

  private func folded(_ rest: [String]) -> [TerminalText] {
    if rest.isEmpty { return [] }
    let list = rest.joined(separator: words.word("list"))
    return [painted("  … \(words.word("folded", ["list": list]))", .faint)]
  }

  /// A table of figures: names, both figures and what became of them.
  private func listing(
    _ title: String, _ lines: [Line], _ rest: [String], isCarried: Bool = false
  ) -> [TerminalText] {
    if lines.isEmpty { return [heading(title, rest)] }
    let head = row(
      words.word("column.cell"), column("-", comparison.before), column("+", comparison.after),
      words.word("column.change"))
    let rows = lines.map { line in
      line.figure.map { figure in
        isCarried
          ? row("", words.figure(figure.before), words.figure(figure.after), words.change(figure))
          : row("", words.before(figure), words.after(figure), words.change(figure))
      }
    }
    let all = [head] + rows.compactMap { $0 }
    // The name of a group stands alone on its line and may be as long as it likes.
    let width = max(head.name.width, names(lines).map(\.width).max() ?? 0)
    let before = all.map(\.before.width).max() ?? 0
    let after = all.map(\.after.width).max() ?? 0
    func text(_ name: TerminalText, _ row: Row, _ inks: (TerminalText.Ink, TerminalText.Ink)) -> TerminalText
    {
      "  \(name.padded(to: width))  \(painted(row.before.padded(to: before, atEnd: true), inks.0))"
        + "  \(painted(row.after.padded(to: after, atEnd: true), inks.1))"
    }
    var result = [heading(title), "\(text(head.name, head, (.removed, .added)))  \(head.change)"]
    for (line, row) in zip(lines, rows) {
      guard let row, let figure = line.figure else {
        result.append("  \(line.label)")
        continue
      }
      let isSame = !figure.outcome.isDifference
      let ink = isSame ? TerminalText.Ink.faint : figure.outcome == .changed ? .strong : .uncertain
      result.append(
        "\(text(line.label, row, isSame ? (.faint, .faint) : (.removed, .added)))  \(painted(row.change, ink))"
      )
    }
    return result + folded(rest)
  }

  private struct Row {
    var name: TerminalText
    var before: TerminalText
    var after: TerminalText
    var change: TerminalText
  }

  private func row(_ name: String, _ before: String, _ after: String, _ change: String) -> Row {
    Row(
      name: TerminalText(name), before: TerminalText(before), after: TerminalText(after),
      change: TerminalText(change))
  }

  private func column(_ sign: String, _ report: ComparedReport) -> String {
    let name = words.column(report)
    return name.isEmpty ? sign : "\(sign) \(name)"
  }

  /// The names of lines that have figures.
  private func names(_ lines: [Line]) -> [TerminalText] { lines.filter { $0.figure != nil }.map(\.label) }

  /// What the common form has no place for. Where only one report has such figures those that are 0 are counted.
  private var carried: [TerminalText] {
    comparison.carried.flatMap { carried -> [TerminalText] in
      var lines: [Line] = []
      var open: [String] = []
      var (same, zeros, empty) = (0, 0, 0)
      for figure in carried.figures where figure.outcome != .absent {
        let name = CellName(figure.cell, carried.form)
        let own = figure.before ?? figure.after
        if options.showsAll {
        } else if !figure.outcome.isDifference {
          same += 1
          continue
        } else if figure.reason == .otherForm, own?.certainAmount == .zero {
          zeros += 1
          continue
        } else if figure.reason == .otherForm, own?.status == .blank || own?.status == .notApplicable {
          empty += 1
          continue
        }
        append(figure, name, &lines, &open)
      }
      var rest: [String] = []
      if same > 0 { rest.append(words.count(.same, same)) }
      if zeros > 0 { rest.append(words.word("folded.zero", ["count": String(zeros)])) }
      if empty > 0 { rest.append(words.word("folded.empty", ["count": String(empty)])) }
      if lines.isEmpty, rest.isEmpty { return [] }
      let title = words.word("carried", ["form": carried.form.name[options.language]])
      return [""]
        + (carried.isBefore && carried.isAfter
          ? listing(title, lines, rest, isCarried: true) : alone(title, lines, rest))
    }
  }

  /// Figures of one report only.
  private func alone(_ title: String, _ lines: [Line], _ rest: [String]) -> [TerminalText] {
    if lines.isEmpty { return [heading(title, rest)] }
    let width = names(lines).map(\.width).max() ?? 0
    var result = [heading(title)]
    for line in lines {
      guard let compared = line.figure else {
        result.append("    \(line.label)")
        continue
      }
      let isBefore = compared.before != nil
      let figure = words.figure(compared.before ?? compared.after)
      result.append(
        painted(
          "  \(isBefore ? "-" : "+") \(line.label.padded(to: width))  \(figure)",
          isBefore ? .removed : .added))
    }
    return result + folded(rest)
  }

  private var unplaced: [TerminalText] {
    if comparison.unplacedBefore.isEmpty, comparison.unplacedAfter.isEmpty { return [] }
    return section(words.word("unplaced"))
      + comparison.unplacedBefore.map { painted("  - \($0.text)", .removed) }
      + comparison.unplacedAfter.map { painted("  + \($0.text)", .added) }
  }

  // MARK: Prose

  private var prose: [TerminalText] {
    if comparison.prose.sections.isEmpty { return [] }
    if comparison.prose.isSame, !options.showsAll { return section(words.word("prose.same")) }
    let title = section(words.word("prose") + "  " + words.sectionCounts)
    if !words.showsProseInFull { return title + summary + [TerminalText(words.word("prose.more"))] }
    return title
      + comparison.prose.sections.flatMap { section -> [TerminalText] in
        section.isSame && !options.showsAll ? [] : [""] + changes(section)
      }
  }

  /// A line for each section: how long it is and how much is the same.
  private var summary: [TerminalText] {
    let head = ["section", "before", "after", "common"].map { TerminalText(words.word("column.\($0)")) }
    let rows = comparison.prose.sections.map { section -> [TerminalText] in
      func length(_ heading: ComparedSection.Heading?, _ count: Int) -> TerminalText {
        heading == nil ? "–" : TerminalText(words.word("characters", ["count": String(count)]))
      }
      let depth = max((section.after ?? section.before)?.level ?? 1, 1)
      let indent = String(repeating: "  ", count: min(depth, 6))
      return [
        "\(indent)\(words.heading(section.after ?? section.before))",
        length(section.before, section.lengthBefore), length(section.after, section.lengthAfter),
        share(section),
      ]
    }
    return TextColumns.aligned([["  \(head[0])"] + head[1...]] + rows)
  }

  private func share(_ section: ComparedSection) -> TerminalText {
    if section.before == nil { return TerminalText(words.word("section.added")) }
    if section.after == nil { return TerminalText(words.word("section.removed")) }
    let isEmpty = max(section.lengthBefore, section.lengthAfter) == 0
    let share: TerminalText = isEmpty ? "–" : "\(section.percentInCommon)%"
    return section.isMoved ? "\(share)  \(words.word("section.moved"))" : share
  }

  private func changes(_ section: ComparedSection) -> [TerminalText] {
    var notes: [String] = []
    if section.before == nil { notes.append(words.word("section.added")) }
    if section.after == nil { notes.append(words.word("section.removed")) }
    if section.isMoved { notes.append(words.word("section.moved")) }
    let note: TerminalText = notes.isEmpty ? "" : "  (\(notes.joined(separator: words.word("list"))))"
    var lines: [TerminalText]
    if section.isRenamed {
      lines = [
        painted("- \(words.heading(section.before))", .removed),
        painted("+ \(words.heading(section.after))", .added) + note,
      ]
    } else {
      lines = [painted("  \(words.heading(section.after ?? section.before))", .strong) + note]
    }
    var same = 0
    func fold() {
      if same > 0 {
        lines.append(painted("    \(words.word("paragraphs.same", ["count": String(same)]))", .faint))
      }
      same = 0
    }
    for paragraph in section.paragraphs {
      if paragraph.kind == .same, !options.showsAll {
        same += 1
        continue
      }
      fold()
      let before = paragraph.before?.text ?? ""
      let after = paragraph.after?.text ?? ""
      switch paragraph.kind {
      case .same: lines.append("    \(after)")
      case .removed: lines.append(painted("  - \(before)", .removed))
      case .added: lines.append(painted("  + \(after)", .added))
      case .movedAway: lines.append("\(painted("  - \(before)", .removed)) \(words.word("movedAway"))")
      case .movedHere: lines.append("\(painted("  + \(after)", .added)) \(words.word("movedHere"))")
      case .changed: lines.append("  ~ \(marked(paragraph.pieces))")
      }
    }
    fold()
    return lines
  }

  /// How much of what is the same stands around a change.
  private static let context = 24

  /// A changed paragraph on one line: `收到申请[-48-]{+49+}件`.
  private func marked(_ pieces: [ComparedParagraph.Piece]) -> TerminalText {
    pieces.enumerated().map { position, piece -> TerminalText in
      let text = piece.text
      switch piece.kind {
      case .removed: return painted("[-\(text)-]", .removed)
      case .added: return painted("{+\(text)+}", .added)
      case .same:
        if options.showsAll { return TerminalText(text) }
        let isFirst = position == 0
        let isLast = position == pieces.count - 1
        let kept = Self.context * (isFirst || isLast ? 1 : 2)
        if text.count <= kept + 1 { return TerminalText(text) }
        let (start, end) = (text.prefix(Self.context), text.suffix(Self.context))
        return "\(isFirst ? "" : String(start))…\(isLast ? "" : String(end))"
      }
    }.joined()
  }
}
