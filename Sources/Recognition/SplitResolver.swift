import Core
import ReportModel

/// Decides how glued rows are to be cut: by the sums within a row, then by those across rows, then by what the
/// prose says. What stays open is reported with its alternatives; a published error is never repaired.
struct SplitResolver {
  private struct Row {
    let run: GluedRun
    /// All ways to cut it; nil where they are too many.
    let all: [[Amount]]?
    var candidates: [[Amount]]
    /// Whether sums had to choose.
    var isChosenBySums = false
    var isChosenByProse = false
  }

  private let layout: FormLayout
  private let scan: Scan
  private var reading: Reading
  private var rows: [Row] = []
  private var rowByCell: [Int: Int] = [:]

  static func resolve(_ reading: Reading, _ layout: FormLayout, _ scan: Scan) -> Reading {
    guard !reading.runs.isEmpty else { return reading }
    var resolver = SplitResolver(reading, layout, scan)
    resolver.splitWithinRows()
    resolver.filterAcrossRows()
    resolver.doubtWhereSumsFail()
    resolver.askProse()
    resolver.filterAcrossRows()
    resolver.place()
    return resolver.reading
  }

  private init(_ reading: Reading, _ layout: FormLayout, _ scan: Scan) {
    self.reading = reading
    self.layout = layout
    self.scan = scan
  }

  private mutating func splitWithinRows() {
    for run in reading.runs {
      let kinds = run.cells.map { layout.form.indicators[layout.form.cells[$0].indicator].kind }
      let positions = Dictionary(uniqueKeysWithValues: run.cells.enumerated().map { ($0.element, $0.offset) })
      let rules = layout.sums.compactMap { sum -> RunSplitter.Rule? in
        let left = sum.left.compactMap { positions[$0] }
        let right = sum.right.compactMap { positions[$0] }
        guard left.count == sum.left.count, right.count == sum.right.count else { return nil }
        return RunSplitter.Rule(left: left, relation: sum.relation, right: right)
      }
      let result = RunSplitter(kinds: kinds, rules: rules).split(run.groups)
      var row = Row(run: run, all: result.all, candidates: [])
      if let all = result.all, all.count == 1 {
        row.candidates = all
      } else if let keeping = result.keepingRules, !keeping.isEmpty {
        row.candidates = keeping
        row.isChosenBySums = true
      } else if result.keepingRules != nil {
        // No reading keeps the sums: the source itself is wrong, and all readings stay possible.
        row.candidates = result.all ?? []
      }
      for cell in run.cells { rowByCell[cell] = rows.count }
      rows.append(row)
    }
  }

  // MARK: Across rows

  /// The value of a cell under a choice of readings; nil where none is known.
  private func value(_ cell: Int, _ choice: [Int: [Amount]]) -> Amount? {
    if let row = rowByCell[cell] {
      guard let position = rows[row].run.cells.firstIndex(of: cell) else { return nil }
      if let chosen = choice[row] { return chosen[position] }
      return rows[row].candidates.count == 1 ? rows[row].candidates[0][position] : nil
    }
    return reading.statistics[cell]?.certainAmount
  }

  private func isPresent(_ cell: Int) -> Bool { rowByCell[cell] != nil || reading.statistics[cell] != nil }

  /// The cells of one side of a sum; a group that is printed as one row stands for its parts.
  private func terms(_ cells: [Int]) -> [Int] {
    var result: [Int] = []
    for cell in cells {
      if let subtotal = layout.subtotalCell[cell], !isPresent(cell), isPresent(subtotal) {
        if !result.contains(subtotal) { result.append(subtotal) }
      } else {
        result.append(cell)
      }
    }
    // A sheet adds up the rows that it prints.
    return result.filter(isPresent)
  }

  private func holds(_ sum: FormLayout.Sum, _ choice: [Int: [Amount]]) -> Bool? {
    func total(_ cells: [Int]) -> Amount? {
      var result = Amount.zero
      var count = 0
      for cell in terms(cells) {
        guard let amount = value(cell, choice) else { return nil }
        result += amount
        count += 1
      }
      return count > 0 ? result : nil
    }
    guard let left = total(sum.left), let right = total(sum.right) else { return nil }
    return sum.relation == .equal ? left == right : left >= right
  }

  private func openRows(of sum: FormLayout.Sum) -> [Int] {
    Set((terms(sum.left) + terms(sum.right)).compactMap { rowByCell[$0] }).filter {
      rows[$0].candidates.count > 1
    }.sorted()
  }

  private static let maximumCombinations = 4096

  private mutating func filterAcrossRows() {
    var changed = true
    var rounds = 0
    while changed, rounds < 8 {
      changed = false
      rounds += 1
      for sum in layout.sums {
        let open = openRows(of: sum)
        guard !open.isEmpty, open.count <= 4 else { continue }
        let count = open.reduce(1) { min($0 * rows[$1].candidates.count, Self.maximumCombinations + 1) }
        guard count <= Self.maximumCombinations, let kept = candidates(of: open, keeping: sum, count) else {
          continue
        }
        for (row, keep) in zip(open, kept) where !keep.isEmpty && keep.count < rows[row].candidates.count {
          rows[row].candidates = keep.sorted().map { rows[row].candidates[$0] }
          rows[row].isChosenBySums = true
          changed = true
        }
      }
    }
  }

  /// For each open row the candidates that stand in a combination by which the sum holds; nil where another cell of
  /// the sum is not known, so that it tells nothing.
  private func candidates(of open: [Int], keeping sum: FormLayout.Sum, _ count: Int) -> [Set<Int>]? {
    let (left, right) = (terms(sum.left), terms(sum.right))
    guard !left.isEmpty, !right.isEmpty else { return nil }
    /// What the left side is more than the right, by the cells that are known.
    var known = Amount.zero
    /// The same by the cells of the open rows, for each of their candidates.
    var differences = open.map { [Amount](repeating: .zero, count: rows[$0].candidates.count) }
    for (cells, isLeft) in [(left, true), (right, false)] {
      for cell in cells {
        if let position = rowByCell[cell].flatMap({ open.firstIndex(of: $0) }) {
          let row = rows[open[position]]
          guard let column = row.run.cells.firstIndex(of: cell) else { return nil }
          for (index, candidate) in row.candidates.enumerated() {
            differences[position][index] += isLeft ? candidate[column] : -candidate[column]
          }
        } else {
          guard let amount = value(cell, [:]) else { return nil }
          known += isLeft ? amount : -amount
        }
      }
    }
    var kept = [Set<Int>](repeating: [], count: open.count)
    for combination in 0..<count {
      var rest = combination
      var difference = known
      var indices: [Int] = []
      for choices in differences {
        let (quotient, index) = rest.quotientAndRemainder(dividingBy: choices.count)
        difference += choices[index]
        indices.append(index)
        rest = quotient
      }
      guard sum.relation == .equal ? difference == .zero : !difference.isNegative else { continue }
      for (position, index) in indices.enumerated() { kept[position].insert(index) }
    }
    return kept
  }

  /// Where the sums across rows fail, a row that was cut by its own sum may hold the error. If another way to
  /// cut it would mend a sum across rows, both stay possible.
  private mutating func doubtWhereSumsFail() {
    let failing = layout.sums.filter { holds($0, [:]) == false }
    if failing.isEmpty { return }
    for index in rows.indices where rows[index].isChosenBySums && rows[index].candidates.count == 1 {
      guard let all = rows[index].all else { continue }
      let own = Set(rows[index].run.cells)
      let across = failing.filter { sum in
        let cells = terms(sum.left) + terms(sum.right)
        return cells.contains { own.contains($0) } && !cells.allSatisfy { own.contains($0) }
      }
      if across.isEmpty { continue }
      let others = all.filter { other in
        other != rows[index].candidates[0] && across.contains { holds($0, [index: other]) == true }
      }
      rows[index].candidates += others
    }
  }

  // MARK: Prose

  private mutating func askProse() {
    for index in rows.indices where rows[index].candidates.count > 1 {
      var candidates = rows[index].candidates
      for (position, cell) in rows[index].run.cells.enumerated() {
        let numbers = layout.hints[cell].map { words in ProseNumbers.numbers(in: scan, near: words) } ?? []
        let fitting = candidates.filter { numbers.contains($0[position]) }
        if !fitting.isEmpty { candidates = fitting }
      }
      guard candidates.count == 1 else { continue }
      rows[index].candidates = candidates
      rows[index].isChosenByProse = true
    }
  }

  // MARK: Results

  private mutating func place() {
    var bySums: [Row] = []
    for row in rows {
      let run = row.run
      if row.candidates.count == 1 {
        if row.isChosenByProse {
          reading.findings.append(.splitByProse(fault(row), readings(row), count: row.candidates.count))
        } else if row.isChosenBySums {
          bySums.append(row)
        }
        let figures = zip(run.cells, row.candidates[0]).map { cell, amount in
          (cell: cell, figure: Figure(.exact(amount), place: run.place))
        }
        reading.place(withUnit(run, figures), label: run.token, source: run.source)
        continue
      }
      let figures = run.cells.enumerated().map { position, cell in
        let values = Array(Set(row.candidates.map { $0[position] })).sorted()
        let value: Figure.Value =
          values.isEmpty ? .unreadable : values.count == 1 ? .exact(values[0]) : .ambiguous(values)
        return (cell: cell, figure: Figure(value, raw: run.raw, place: run.place))
      }
      reading.place(figures, label: run.token, source: run.source)
      reading.findings.append(
        row.candidates.isEmpty
          ? .unsplittableRow(fault(row), readings(row), count: row.candidates.count)
          : .ambiguousRow(fault(row), readings(row), count: row.candidates.count))
    }
    if !bySums.isEmpty {
      reading.findings.append(
        .splitBySums(
          count: bySums.count,
          places: bySums.compactMap(\.run.place).distinct(),
          cells: bySums.flatMap { $0.run.cells.map { layout.form.cells[$0].id } }))
    }
    reading.runs = []
  }

  /// The figures of a run, the last one with the unit that stands behind it.
  private func withUnit(
    _ run: GluedRun, _ figures: [(cell: Int, figure: Figure)]
  ) -> [(cell: Int, figure: Figure)] {
    guard let text = run.unit, let last = figures.last, let amount = last.figure.amount else {
      return figures
    }
    let unit = String(text.drop { !("\u{4E00}"..."\u{9FFF}").contains($0) })
    if unit.isEmpty { return figures }
    var figure = last.figure
    (figure.raw, figure.unit) = (amount.description + unit, unit)
    return figures.dropLast() + [(last.cell, figure)]
  }

  private func fault(_ row: Row) -> RowAtFault {
    RowAtFault(row.run.cells, of: layout.form, raw: row.run.raw, place: row.run.place)
  }

  /// The first few ways to cut a row, as a sentence quotes them.
  private func readings(_ row: Row) -> String {
    row.candidates.prefix(6).map { $0.map(\.description).joined(separator: ", ") }.joined(separator: " | ")
      + (row.candidates.count > 6 ? " …" : "")
  }
}

/// Numbers that the prose gives for something.
enum ProseNumbers {
  /// The numbers of two digits and more in clauses that hold all the words.
  static func numbers(in scan: Scan, near words: [[UInt32]]) -> Set<Amount> {
    var found: Set<Amount> = []
    for piece in scan.pieces where piece.kind != .cell {
      var clauseStart = piece.glyphs.lowerBound
      var index = clauseStart
      while index <= piece.glyphs.upperBound {
        let isEnd = index == piece.glyphs.upperBound || endsClause(scan.glyphs[index])
        if isEnd {
          let clause = clauseStart..<index
          let codes = scan.codes(clause)
          if words.allSatisfy({ contains(codes, $0) }) { found.formUnion(numbers(scan, clause)) }
          clauseStart = index + 1
        }
        index += 1
      }
    }
    return found
  }

  private static func endsClause(_ glyph: Glyph) -> Bool {
    switch glyph.code {
    case "。", ",", ";", ":", "!", "?": glyph.kind == .mark
    default: false
    }
  }

  private static func contains(_ codes: [UInt32], _ word: [UInt32]) -> Bool {
    guard let first = word.first, codes.count >= word.count else { return false }
    for start in 0...codes.count - word.count where codes[start] == first {
      if codes[start..<start + word.count].elementsEqual(word) { return true }
    }
    return false
  }

  private static func numbers(_ scan: Scan, _ range: Range<Int>) -> [Amount] {
    var result: [Amount] = []
    var digits: [UInt8] = []
    for index in range.lowerBound...range.upperBound {
      let glyph = index < range.upperBound ? scan.glyphs[index] : nil
      if let glyph, glyph.kind == .digit {
        digits.append(UInt8(glyph.code))
      } else {
        // 2017年 is a year.
        let isYear = digits.count == 4 && glyph?.code == "年"
        let isRun = digits.first == UInt8(ascii: "0")
        if digits.count >= 2, !isYear, !isRun, let amount = Amount(utf8: digits) { result.append(amount) }
        digits = []
      }
    }
    return result
  }
}
