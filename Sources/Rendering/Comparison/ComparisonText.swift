import Comparison
import TextKit

extension ReportComparison {
  /// The comparison for a terminal or a mail: what differs, aligned, with what is the same folded.
  package func text(_ options: ComparisonOptions = ComparisonOptions()) -> String {
    ComparisonText(self, options).text
  }
}

/// Writes a comparison as text. `-` and `+` say which report something stands in, with and without colours.
private struct ComparisonText {
  private enum Ink: String {
    case removed = "31"
    case added = "32"
    case uncertain = "33"
    case faint = "2"
    case strong = "1"
  }

  private let comparison: ReportComparison
  private let words: ComparisonWords
  private var options: ComparisonOptions { words.options }

  init(_ comparison: ReportComparison, _ options: ComparisonOptions) {
    self.comparison = comparison
    words = ComparisonWords(comparison: comparison, options: options)
  }

  var text: String {
    let isFiguresOnly = options.prose == .none
    var lines = [
      painted("- " + words.name(comparison.before, file: options.nameBefore), .removed),
      painted("+ " + words.name(comparison.after, file: options.nameAfter), .added),
    ]
    lines += words.introduction
    if isFiguresOnly ? comparison.hasSameFigures : comparison.isSame {
      lines.append(words.word(isFiguresOnly ? "same-figures" : "same"))
      if !options.showsAll { return joined(lines) }
    }
    if !isFiguresOnly { lines += identity }
    lines += section(words.word("figures") + "  " + words.counts)
    lines += figures + carried + unplaced
    if !isFiguresOnly { lines += prose }
    return joined(lines)
  }

  private func joined(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

  private func painted(_ text: String, _ ink: Ink) -> String {
    options.isColored && !text.isEmpty ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : text
  }

  private func section(_ title: String) -> [String] { ["", painted(title, .strong)] }

  private func padded(_ text: String, to width: Int, atEnd: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - DisplayWidth.width(text)))
    return atEnd ? space + text : text + space
  }

  // MARK: The report as a whole

  private var identity: [String] {
    if comparison.identity.isEmpty { return [] }
    let names = comparison.identity.map { words.word("field.\($0.field.rawValue)") }
    let width = names.map { DisplayWidth.width($0) }.max() ?? 0
    func value(_ text: String?) -> String {
      text.map { PrintableText.cleaned($0) } ?? words.word("nothing")
    }
    return section(words.word("identity"))
      + zip(comparison.identity, names).flatMap { change, name -> [String] in
        let before = painted("- \(value(change.before))", .removed)
        let after = painted("+ \(value(change.after))", .added)
        let isShort = max(change.before?.count ?? 0, change.after?.count ?? 0) <= 12
        return isShort
          ? ["  \(padded(name, to: width))  \(before)  \(after)"]
          : ["  \(padded(name, to: width))  " + before, "  \(padded("", to: width))  " + after]
      }
  }

  // MARK: Figures

  private struct Line {
    var label: String
    var figure: ComparedFigure?
  }

  private var figures: [String] {
    let form = comparison.form
    return form.tables.flatMap { table -> [String] in
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
    func indented(_ label: String, _ depth: Int) -> String { String(repeating: "  ", count: depth) + label }
    for depth in shared..<name.path.count { lines.append(Line(label: indented(name.path[depth], depth))) }
    lines.append(Line(label: indented(name.label, name.path.count), figure: figure))
    open = name.path + [name.row]
  }

  /// A title, with what is folded behind it where nothing stands below.
  private func heading(_ title: String, _ rest: [String] = []) -> String {
    let list = rest.isEmpty ? "" : "  … " + rest.joined(separator: words.word("list"))
    return painted(PrintableText.cleaned(title), .strong) + painted(list, .faint)
  }

  private func folded(_ rest: [String]) -> [String] {
    if rest.isEmpty { return [] }
    let list = rest.joined(separator: words.word("list"))
    return [painted("  … " + words.word("folded", ["list": list]), .faint)]
  }

  /// A table of figures: names, both figures and what became of them.
  private func listing(
    _ title: String, _ lines: [Line], _ rest: [String], isCarried: Bool = false
  ) -> [String] {
    if lines.isEmpty { return [heading(title, rest)] }
    var result = [heading(title)]
    let head = (
      words.word("column.cell"), ("- " + words.column(comparison.before)).trimmed,
      ("+ " + words.column(comparison.after)).trimmed, words.word("column.change")
    )
    let rows = lines.map { line in
      line.figure.map { figure in
        isCarried
          ? (words.figure(figure.before), words.figure(figure.after), words.change(figure))
          : (words.before(figure), words.after(figure), words.change(figure))
      }
    }
    let labels = lines.map { PrintableText.cleaned($0.label) }
    // The name of a group stands alone on its line and may be as long as it likes.
    let width =
      zip(lines, labels).filter { $0.0.figure != nil }.map { DisplayWidth.width($0.1) }.reduce(
        DisplayWidth.width(head.0), max)
    let before = rows.compactMap { $0.map { DisplayWidth.width($0.0) } }.reduce(
      DisplayWidth.width(head.1), max)
    let after = rows.compactMap { $0.map { DisplayWidth.width($0.1) } }.reduce(
      DisplayWidth.width(head.2), max)
    result.append(
      "  \(padded(head.0, to: width))  " + painted(padded(head.1, to: before, atEnd: true), .removed) + "  "
        + painted(padded(head.2, to: after, atEnd: true), .added) + "  \(head.3)")
    for (position, line) in lines.enumerated() {
      guard let row = rows[position], let figure = line.figure else {
        result.append("  " + labels[position])
        continue
      }
      let isSame = !figure.outcome.isDifference
      result.append(
        "  \(padded(labels[position], to: width))  "
          + painted(padded(row.0, to: before, atEnd: true), isSame ? .faint : .removed) + "  "
          + painted(padded(row.1, to: after, atEnd: true), isSame ? .faint : .added) + "  "
          + painted(row.2, isSame ? .faint : figure.outcome == .changed ? .strong : .uncertain))
    }
    return result + folded(rest)
  }

  /// What the common form has no place for. Where only one report has such figures those that are 0 are counted.
  private var carried: [String] {
    comparison.carried.flatMap { carried -> [String] in
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
  private func alone(_ title: String, _ lines: [Line], _ rest: [String]) -> [String] {
    if lines.isEmpty { return [heading(title, rest)] }
    let width = lines.filter { $0.figure != nil }.map { DisplayWidth.width($0.label) }.max() ?? 0
    var result = [heading(title)]
    for line in lines {
      guard let compared = line.figure else {
        result.append("    " + line.label)
        continue
      }
      let isBefore = compared.before != nil
      let figure = words.figure(compared.before ?? compared.after)
      result.append(
        painted(
          "  \(isBefore ? "-" : "+") \(padded(line.label, to: width))  \(figure)",
          isBefore ? .removed : .added))
    }
    return result + folded(rest)
  }

  private var unplaced: [String] {
    if comparison.unplacedBefore.isEmpty, comparison.unplacedAfter.isEmpty { return [] }
    return section(words.word("unplaced"))
      + comparison.unplacedBefore.map { painted("  - \(PrintableText.cleaned($0.text))", .removed) }
      + comparison.unplacedAfter.map { painted("  + \(PrintableText.cleaned($0.text))", .added) }
  }

  // MARK: Prose

  private var prose: [String] {
    if comparison.prose.sections.isEmpty { return [] }
    if comparison.prose.isSame, !options.showsAll { return section(words.word("prose.same")) }
    let title = section(words.word("prose") + "  " + words.sectionCounts)
    if !words.showsProseInFull { return title + summary + [words.word("prose.more")] }
    return title
      + comparison.prose.sections.flatMap { section -> [String] in
        section.isSame && !options.showsAll ? [] : [""] + changes(section)
      }
  }

  /// A line for each section: how long it is and how much is the same.
  private var summary: [String] {
    let head = ["section", "before", "after", "common"].map { words.word("column.\($0)") }
    let rows =
      [["  " + head[0], head[1], head[2], head[3]]]
      + comparison.prose.sections.map { section -> [String] in
        func length(_ heading: ComparedSection.Heading?, _ count: Int) -> String {
          heading == nil ? "–" : words.word("characters", ["count": String(count)])
        }
        let depth = max((section.after ?? section.before)?.level ?? 1, 1)
        let indent = String(repeating: "  ", count: min(depth, 6))
        return [
          indent + words.heading(section.after ?? section.before),
          length(section.before, section.lengthBefore), length(section.after, section.lengthAfter),
          section.before == nil
            ? words.word("section.added")
            : section.after == nil
              ? words.word("section.removed")
              : (max(section.lengthBefore, section.lengthAfter) == 0 ? "–" : "\(section.percentInCommon)%")
                + (section.isMoved ? "  " + words.word("section.moved") : ""),
        ]
      }
    return TextColumns.aligned(rows).split(separator: "\n").map(String.init)
  }

  private func changes(_ section: ComparedSection) -> [String] {
    var notes: [String] = []
    if section.before == nil { notes.append(words.word("section.added")) }
    if section.after == nil { notes.append(words.word("section.removed")) }
    if section.isMoved { notes.append(words.word("section.moved")) }
    let note = notes.isEmpty ? "" : "  (\(notes.joined(separator: words.word("list"))))"
    var lines: [String]
    if section.isRenamed {
      lines = [
        painted("- " + words.heading(section.before), .removed),
        painted("+ " + words.heading(section.after), .added) + note,
      ]
    } else {
      lines = [painted("  " + words.heading(section.after ?? section.before), .strong) + note]
    }
    var same = 0
    func fold() {
      if same > 0 {
        lines.append(painted("    " + words.word("paragraphs.same", ["count": String(same)]), .faint))
      }
      same = 0
    }
    for paragraph in section.paragraphs {
      if paragraph.kind == .same, !options.showsAll {
        same += 1
        continue
      }
      fold()
      let before = PrintableText.cleaned(paragraph.before?.text ?? "")
      let after = PrintableText.cleaned(paragraph.after?.text ?? "")
      switch paragraph.kind {
      case .same: lines.append("    " + after)
      case .removed: lines.append(painted("  - " + before, .removed))
      case .added: lines.append(painted("  + " + after, .added))
      case .movedAway: lines.append(painted("  - " + before, .removed) + " " + words.word("movedAway"))
      case .movedHere: lines.append(painted("  + " + after, .added) + " " + words.word("movedHere"))
      case .changed: lines.append("  ~ " + marked(paragraph.pieces))
      }
    }
    fold()
    return lines
  }

  /// How much of what is the same stands around a change.
  private static let context = 24

  /// A changed paragraph on one line: `收到申请[-48-]{+49+}件`.
  private func marked(_ pieces: [ComparedParagraph.Piece]) -> String {
    pieces.enumerated().map { position, piece in
      let text = PrintableText.cleaned(piece.text)
      switch piece.kind {
      case .removed: return painted("[-\(text)-]", .removed)
      case .added: return painted("{+\(text)+}", .added)
      case .same:
        if options.showsAll { return text }
        let isFirst = position == 0
        let isLast = position == pieces.count - 1
        let kept = Self.context * (isFirst || isLast ? 1 : 2)
        if text.count <= kept + 1 { return text }
        return (isFirst ? "" : text.prefix(Self.context)) + "…" + (isLast ? "" : text.suffix(Self.context))
      }
    }.joined()
  }
}

extension String {
  /// Without spaces at its end.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
