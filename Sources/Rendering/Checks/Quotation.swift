import Checks
import Core
import DocumentModel
import Presentation
import ReportModel
import TextKit

/// The piece of a report that a finding speaks of, in lines for a terminal: a row of a table with its columns,
/// several rows of one column, or a sentence. What is meant is marked beneath or beside: `^` for the total or
/// what is wrong by itself, `~` for the parts.
struct Quotation {
  /// A line, and which parts of it are marks.
  enum Line: Hashable {
    case plain(TerminalText)
    case marks(TerminalText)
    /// Text with a mark behind it.
    case marked(TerminalText, TerminalText)
  }

  private let checked: CheckedReport
  private let words: Words
  private let tables: [String: QuotedTable]

  /// Sentences and rows are shortened to about so many columns.
  private static let width = 96
  /// Longer lists leave out their zeros.
  private static let longList = 8
  private static let longLabel = 34
  private static let longestLabel = 56

  init(_ checked: CheckedReport, _ language: Language) {
    self.checked = checked
    words = Words(language)
    tables = Dictionary(
      checked.report.form.tables.map { ($0.id, QuotedTable($0, checked.report)) },
      uniquingKeysWith: { first, _ in first })
  }

  func lines(of finding: CheckFinding) -> [Line] {
    var lines: [Line] = []
    let own = finding.witnesses.filter { $0.source == .checked }
    for table in checked.report.form.tables {
      let cells = own.filter { tableID(of: $0) == table.id }
      if !cells.isEmpty { lines += figures(cells, table.id) }
    }
    lines += prose(own.filter { $0.cell == nil })
    let strangers = own.filter { $0.cell != nil && tableID(of: $0) == nil }
    if !strangers.isEmpty { lines += list(entries(strangers)) }
    let previous = finding.witnesses.filter { $0.source == .previous }
    if !previous.isEmpty {
      let file = words.file(checked.previousPlacesPath ?? "")
      lines.append(.plain(TerminalText(words("check.previous", ["file": file]))))
      lines += list(entries(previous.filter { $0.cell != nil }, hasLines: true))
      lines += prose(previous.filter { $0.cell == nil })
    }
    return lines
  }

  private func tableID(of witness: Witness) -> String? {
    guard let cell = witness.cell, let index = checked.report.form.index(of: cell) else { return nil }
    return checked.report.form.cells[index].table
  }

  private static func sign(_ witness: Witness) -> TerminalText { witness.side == .left ? "~" : "^" }

  // MARK: Figures

  private func figures(_ witnesses: [Witness], _ id: String) -> [Line] {
    guard let table = tables[id] else { return list(entries(witnesses)) }
    let form = checked.report.form
    let places = witnesses.map { $0.cell.flatMap(form.index(of:)).flatMap { table.places[$0] } }
    let known = places.compactMap { $0 }
    if known.count == places.count, let row = known.first?.row, known.allSatisfy({ $0.row == row }),
      form.table(id)?.layout != .sheet
    {
      return rowQuote(
        table, row, marks: zip(known, witnesses).map { (column: $0.column, witness: $1) })
    }
    // Of one column only its header need be named.
    let columns = Set(known.map(\.column))
    let header = columns.count == 1 ? columns.first.map { table.header(above: known[0].row, $0) } : nil
    return list(entries(witnesses, dropping: header), header: header)
  }

  /// One row of a table under its headers, with the neighbours of what is marked.
  private func rowQuote(
    _ table: QuotedTable, _ row: Int, marks: [(column: Int, witness: Witness)]
  ) -> [Line] {
    let columns = table.figureColumns(row)
    let isMarked = Set(marks.map(\.column))
    let shown = columns.enumerated().filter { position, column in
      [position - 1, position, position + 1].contains {
        columns.indices.contains($0) && isMarked.contains(columns[$0])
      }
    }
    var label = table.label(of: row)
    if label.isEmpty, let labels = marks.first?.witness.labels {
      label = TerminalText(labels.dropFirst().dropLast().joined(separator: " / "))
    }
    var rows: [[TerminalText]] = [[""], [label.shortened(to: Self.longLabel)], [""]]
    var previous = -1
    func gap() { for index in rows.indices { rows[index].append(index == 1 ? "…" : "") } }
    for (position, column) in shown {
      if position != previous + 1 { gap() }
      previous = position
      let text = table.text(row, column)
      let mark = marks.first { $0.column == column }.map { Self.sign($0.witness) }
      rows[0].append(table.header(above: row, column))
      rows[1].append(text)
      rows[2].append(mark.map { $0.repeated(max(text.width, 1)) } ?? "")
    }
    if previous != columns.count - 1 { gap() }
    let lines = TextColumns.quoted(rows)
    return [.plain(lines[0]), .plain(lines[1]), .marks(lines[2])]
  }

  private struct Entry {
    var label: TerminalText
    var text: TerminalText
    var mark: TerminalText
    var isZero: Bool
  }

  private func entries(
    _ witnesses: [Witness], dropping header: TerminalText? = nil, hasLines: Bool = false
  ) -> [Entry] {
    var paths = witnesses.map { witness in
      var labels = witness.labels[...]
      if let header, labels.count > 1, labels.last.map(TerminalText.init(_:)) == header {
        labels.removeLast()
      }
      return labels
    }
    // What all stand below need not be said in each line.
    while paths.count > 1, let first = paths.first?.first,
      paths.allSatisfy({ $0.count > 1 && $0.first == first })
    {
      paths = paths.map { $0.dropFirst() }
    }
    return zip(witnesses, paths).map { witness, path in
      // The innermost headings are enough: the sentence names the rest.
      var label = TerminalText(path.suffix(2).joined(separator: " / ")).shortened(to: Self.longestLabel)
      if hasLines, let line = witness.place?.line { label = "\(line): \(label)" }
      let figure = checked.figure(witness)
      return Entry(
        label: label,
        text: TerminalText(witness.source == .checked ? FigureNotation.text(figure) : witness.text),
        mark: Self.sign(witness),
        isZero: witness.side == .left && (figure?.certainAmount == .zero || figure?.value == .blank))
    }
  }

  /// Figures below each other, each with its mark.
  private func list(_ entries: [Entry], header: TerminalText? = nil) -> [Line] {
    var shown = entries
    if entries.count > Self.longList { shown = entries.filter { !$0.isZero } }
    let left = entries.count - shown.count
    let texts = TextColumns.quoted(
      (header.map { [["", $0]] } ?? []) + shown.map { [$0.label, $0.text] })
    var lines: [Line] = header == nil ? [] : [.plain(texts[0])]
    for (index, entry) in shown.enumerated() {
      let isTotal = entry.mark == "^"
      if left > 0, isTotal, !lines.contains(where: { $0 == zeros(left) }) { lines.append(zeros(left)) }
      lines.append(.marked(texts[index + (header == nil ? 0 : 1)], entry.mark))
    }
    if left > 0, !lines.contains(zeros(left)) { lines.append(zeros(left)) }
    return lines
  }

  private func zeros(_ count: Int) -> Line {
    .plain(TerminalText(words("check.zeros", ["count": String(count)])))
  }

  // MARK: Prose

  private func prose(_ witnesses: [Witness]) -> [Line] {
    var lines: [Line] = []
    var done: [Witness] = []
    for witness in witnesses where !done.contains(where: { Self.isSameText($0, witness) }) {
      done.append(witness)
      let marks = witnesses.filter { Self.isSameText($0, witness) }.compactMap { other in
        other.marked.map { (range: $0, sign: Self.sign(other)) }
      }
      let heading = witness.labels.joined(separator: " / ")
      if !heading.isEmpty { lines.append(.plain(TerminalText(heading))) }
      lines += Self.sentence(witness.text, marks)
    }
    return lines
  }

  private static func isSameText(_ left: Witness, _ right: Witness) -> Bool {
    left.text == right.text && left.place == right.place && left.labels == right.labels
  }

  /// A sentence around what is marked in it, and the marks beneath.
  private static func sentence(_ text: String, _ marks: [(range: Range<Int>, sign: TerminalText)]) -> [Line] {
    Clause.around(text, marks, width: width).flatMap { clause -> [Line] in
      let signs = clause.signs.trimmed
      return [.plain(clause.text)] + (signs.isEmpty ? [] : [.marks(signs)])
    }
  }
}

/// A stretch of a sentence that fits on a line, with the marks that stand beneath it.
struct Clause {
  let text: TerminalText
  let signs: TerminalText

  /// Marks that are far from each other give a line each.
  static func around(
    _ text: String, _ marks: [(range: Range<Int>, sign: TerminalText)], width: Int
  ) -> [Clause] {
    let characters = PrintableText.shownCharacters(text).map { TerminalText(shown: $0) }
    let widths = characters.map(\.width)
    let ranges = marks.map { (range: $0.range.clamped(to: 0..<characters.count), sign: $0.sign) }
      .filter { !$0.range.isEmpty }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    func total(_ range: Range<Int>) -> Int { widths[range].reduce(0, +) }
    var groups: [[(range: Range<Int>, sign: TerminalText)]] = []
    for mark in ranges {
      if let first = groups.last?.first?.range.lowerBound,
        total(first..<max(first, mark.range.upperBound)) <= width - 12
      {
        groups[groups.count - 1].append(mark)
      } else {
        groups.append([mark])
      }
    }
    if groups.isEmpty { groups = [[]] }
    return groups.map { group in
      var start = group.first?.range.lowerBound ?? 0
      var end = max(start, group.map(\.range.upperBound).max() ?? start)
      var used = total(start..<end)
      var grows = true
      while grows {
        grows = false
        if start > 0, used + widths[start - 1] <= width {
          start -= 1
          used += widths[start]
          grows = true
        }
        if end < characters.count, used + widths[end] <= width {
          used += widths[end]
          end += 1
          grows = true
        }
      }
      var line: TerminalText = start > 0 ? "…" : ""
      var signs: TerminalText = start > 0 ? " " : ""
      for index in start..<end {
        line += characters[index]
        let sign = group.last { $0.range.contains(index) }?.sign ?? " "
        signs += sign.repeated(widths[index])
      }
      if end < characters.count { line += "…" }
      return Clause(text: line, signs: signs)
    }
  }
}

/// A table as its form prints it, and where in it each figure stands.
struct QuotedTable {
  let table: Table
  private let grid: TableGrid
  /// By the position of a cell in the form: its row and column of the grid.
  private(set) var places: [Int: (row: Int, column: Int)] = [:]

  init(_ formTable: FormTable, _ report: Report) {
    table = Presenter.table(formTable, of: report)
    grid = TableGrid(table)
    for (row, positions) in grid.positions.enumerated() {
      for (column, position) in positions.enumerated() {
        guard let position, position.isOrigin, let key = cell(position).key else { continue }
        places[key] = (row, column)
      }
    }
  }

  private func cell(_ position: TableGrid.Position) -> Cell { table.rows[position.row].cells[position.cell] }

  func text(_ row: Int, _ column: Int) -> TerminalText {
    grid.positions[row][column].map { TerminalText(cell($0).text) } ?? ""
  }

  /// The columns in which a row has figures.
  func figureColumns(_ row: Int) -> [Int] {
    grid.positions[row].indices.filter { column in
      guard let position = grid.positions[row][column], position.isOrigin else { return false }
      return cell(position).key != nil
    }
  }

  /// The header of a row that stands nearest to its figures.
  func label(of row: Int) -> TerminalText {
    let headers = grid.positions[row].compactMap { $0 }.filter { cell($0).isHeader }
    return headers.last.map { TerminalText(cell($0).text) } ?? ""
  }

  /// The header that stands nearest above a figure.
  func header(above row: Int, _ column: Int) -> TerminalText {
    for above in (0..<row).reversed() {
      guard let position = grid.positions[above][column] else { continue }
      let found = cell(position)
      if found.isHeader, !found.text.isEmpty { return TerminalText(found.text) }
    }
    return ""
  }
}
