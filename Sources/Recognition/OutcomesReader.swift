import ReportModel

/// The state of reading table 四: figures without a label under two rows of headers.
struct OutcomesReader {
  let table: Int
  private var columns: [String] = []
  private var blocks: [String] = []
  private(set) var headerIsOpen = false

  init(table: Int) { self.table = table }

  mutating func closeHeader() {
    headerIsOpen = false
    columns = []
  }

  mutating func endHeader() { headerIsOpen = false }

  mutating func name(block: String) {
    if !headerIsOpen, !columns.isEmpty || blocks.count > 4 { blocks = [] }
    blocks.append(block)
  }

  mutating func name(column: String) {
    if !headerIsOpen { columns = [] }
    headerIsOpen = true
    columns.append(column)
  }

  /// A row below the headers, as far as its figures are told apart.
  private struct Candidate {
    enum Content {
      case blank, placeholders, columnNumbers, figures
    }

    let first: Int
    let source: RowSource
    let content: Content
  }

  /// Reads the rows below the headers and takes the one that has the figures: rows that are empty, hold strokes or
  /// number the columns give way to it. Where several have figures, all are placed, and agree or do not.
  ///
  /// - Returns: the index of the next token to read.
  mutating func read(at index: Int, _ placer: inout RowPlacer) -> Int {
    guard headerIsOpen, let cells = cells(placer.layout) else { return index + 1 }
    let scan = placer.scan
    // The empty cells of header rows: labels stand in the same row.
    if scan.tokens[index].isCell, scan.tokens[index].kind == .blank, scan.hasLabelInRow(around: index),
      !scan.isLabelled(index)
    {
      return index + 1
    }
    let candidates = rows(from: index, count: cells.count, placer)
    let printed = candidates.filter { $0.content == .figures }
    let whole = printed.filter { $0.source.parts.count == cells.count }
    let end = max(candidates.last?.source.end ?? index, index + 1)
    // A row between those of the headers is none of the table's.
    if whole.isEmpty, namesColumns(from: end, placer) { return end }
    headerIsOpen = false
    if whole.isEmpty, printed.isEmpty {
      if let row = candidates.last(where: { $0.content == .placeholders })
        ?? candidates.first(where: { $0.content == .blank })
      {
        _ = placer.place(cells, label: row.first, row.source)
      }
    }
    // A stray figure is no row of the table, where there is one.
    for row in whole.isEmpty ? printed : whole { _ = placer.place(cells, label: row.first, row.source) }
    for row in candidates {
      switch row.content {
      case .columnNumbers: placer.reading.use(row.source.tokens, as: .furniture)
      case .blank, .placeholders: placer.reading.use(row.source.tokens, as: .label)
      case .figures: break
      }
    }
    return end
  }

  /// Whether a label begins the row of the figures under the header that was read.
  func isLabelled(_ index: Int, _ placer: borrowing RowPlacer) -> Bool {
    guard placer.scan.beginsLabelledRow(index), let cells = cells(placer.layout) else { return false }
    return placer.scan.rowRange(around: index).count == cells.count + 1
  }

  /// Whether headers of this table follow in the same table of the document.
  private func namesColumns(from index: Int, _ placer: borrowing RowPlacer) -> Bool {
    let scan = placer.scan
    var next = index
    while next < scan.tokens.count, scan.tokens[next].isCell, !scan.beginsTable(next) {
      if case .label(let id) = scan.tokens[next].kind,
        placer.layout.meanings(of: id).contains(where: {
          if case .column(let table, _) = $0 { table == self.table } else { false }
        })
      {
        return true
      }
      next += 1
    }
    return false
  }

  private func rows(from index: Int, count: Int, _ placer: borrowing RowPlacer) -> [Candidate] {
    let scan = placer.scan
    var found: [Candidate] = []
    var next = index
    repeat {
      // 数量 or 栏次 before the row.
      if scan.beginsLabelledRow(next) { next += 1 }
      let source = scan.rowSource(from: next, cellCount: count)
      guard source.end > next else { break }
      // Running text does not say where rows end.
      let rows =
        source.isGlued && source.parts.count > count && source.parts.count % count == 0
        ? source.rows(of: count) : [source]
      found += rows.map { Candidate(first: next, source: $0, content: content(of: $0, scan)) }
      next = source.end
    } while next < scan.tokens.count && scan.tokens[next].isCell && scan.tokens[next].beginsRow
      && !scan.beginsTable(next)
      && (scan.beginsLabelledRow(next)
        || !scan.hasLabelInRow(around: next) && [.figures, .blank].contains(scan.tokens[next].kind))
    return found
  }

  private func content(of source: RowSource, _ scan: Scan) -> Candidate.Content {
    if source.parts.allSatisfy({ $0.kind == .blank }) { return .blank }
    func isPlaceholder(_ part: RowSource.Part) -> Bool {
      part.kind == .blank || !scan.glyphs[part.glyphs].contains { $0.kind == .digit }
    }
    if source.parts.allSatisfy(isPlaceholder) { return .placeholders }
    return scan.areConsecutive(source.parts) || scan.numberColumns(source.parts) ? .columnNumbers : .figures
  }

  /// The cells under the header that was read.
  private func cells(_ layout: FormLayout) -> [Int]? {
    let known = layout.outcomeBlocks
    guard let width = known.first?.columns.count, columns.count >= width else { return nil }
    func cells(_ block: FormLayout.OutcomeBlock, _ names: ArraySlice<String>) -> [Int]? {
      let found = names.compactMap { name in block.columns.first { $0.name == name }?.cell }
      return found.count == width && Set(found).count == width ? found : nil
    }
    if columns.count == width * known.count {
      var result: [Int] = []
      for (position, block) in known.enumerated() {
        guard let found = cells(block, columns[position * width..<(position + 1) * width]) else { return nil }
        result += found
      }
      return result
    }
    guard columns.count == width else { return nil }
    // One block in a table of its own: the last headings say which.
    let path = known.last { block in
      guard let last = block.path.last, let seen = blocks.last else { return false }
      return last == seen
    }
    return path.flatMap { cells($0, columns[...]) }
  }
}

extension Scan {
  /// Whether a row of figures begins with a label, and nothing but figures follows.
  func beginsLabelledRow(_ index: Int) -> Bool {
    guard tokens[index].isCell, tokens[index].beginsRow else { return false }
    switch tokens[index].kind {
    case .figures, .blank: return false
    case .label, .text, .unit:
      let row = rowRange(around: index).dropFirst()
      return row.contains { tokens[$0].kind == .figures }
        && row.allSatisfy { tokens[$0].kind == .figures || tokens[$0].kind == .blank }
    }
  }

  /// Whether a token stands in a row that begins with a label and has nothing but figures besides.
  fileprivate func isLabelled(_ index: Int) -> Bool {
    beginsLabelledRow(rowRange(around: index).lowerBound)
  }

  /// Whether a label stands in the table's row in which a token stands.
  func hasLabelInRow(around index: Int) -> Bool {
    rowRange(around: index).contains { if case .label = tokens[$0].kind { true } else { false } }
  }

  /// The tokens of the table's row in which one stands.
  func rowRange(around index: Int) -> Range<Int> {
    var start = index
    while start > 0, !tokens[start].beginsRow, tokens[start - 1].isCell { start -= 1 }
    var end = index + 1
    while end < tokens.count, tokens[end].isCell, !tokens[end].beginsRow { end += 1 }
    return start..<end
  }

  /// Whether parts number the columns: 1, 2, 3 and so on.
  func areConsecutive(_ parts: [RowSource.Part]) -> Bool {
    let numbers = parts.filter { $0.kind != .blank }.map { wholeNumber($0.glyphs) }
    return numbers.count >= 3 && numbers.enumerated().allSatisfy { $1 == $0 + 1 }
  }

  /// Whether parts number the columns going on from another table, or anew in each block: 16, 17, 18, or 1 to 5
  /// and 1 again. The last may say how it is the sum of the others, as in 5=1+2+3+4. No row whose figures add up
  /// is like that.
  fileprivate func numberColumns(_ parts: [RowSource.Part]) -> Bool {
    let numbers = parts.map { part in
      let end = glyphs[part.glyphs].firstIndex { $0.isMark("=") } ?? part.glyphs.upperBound
      return wholeNumber(part.glyphs.lowerBound..<end)
    }
    guard numbers.count >= 10, let first = numbers.first, let start = first else { return false }
    let width = numbers.dropFirst().firstIndex(of: start) ?? numbers.count
    return width >= 5 && numbers.enumerated().allSatisfy { $1 == start + $0 % width }
  }

  /// The number that glyphs are, and nothing else but brackets; nil for a longer one.
  func wholeNumber(_ range: Range<Int>) -> Int? {
    var number: Int?
    for glyph in glyphs[range] {
      if glyph.isMark("(") || glyph.isMark(")") { continue }
      guard glyph.kind == .digit, number ?? 0 < 100_000 else { return nil }
      number = (number ?? 0) * 10 + Int(glyph.code) - 0x30
    }
    return number
  }
}

extension RowSource {
  /// The rows of a run that has the parts of several.
  func rows(of count: Int) -> [RowSource] {
    stride(from: 0, to: parts.count, by: count).map { start in
      var row = self
      row.parts = Array(parts[start..<min(start + count, parts.count)])
      return row
    }
  }
}
