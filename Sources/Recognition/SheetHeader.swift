import ReportModel

/// What is printed over the figures of a sheet, from left to right.
///
/// A form says which columns its sheets may have; which of them there are, and in which order, only the header
/// tells.
struct SheetHeader {
  enum Meaning: Equatable {
    /// The position of a column of the form.
    case column(Int)
    /// Words that are none of the form's: whose figures stand below is not known.
    case unknown
  }

  struct Cell {
    let meaning: Meaning
    /// Those of its table that it stands over; nil where cells are not told apart.
    let columns: ClosedRange<Int>?
  }

  private(set) var cells: [Cell] = []
  /// How many cells its row has, where their columns are known by that alone.
  private(set) var rowLength: Int?

  /// The columns of figures that are known, in their printed order.
  func figureColumns(of table: FormTable) -> [Int] {
    cells.compactMap { cell in
      guard case .column(let column) = cell.meaning, table.columns[column].role.holdsFigure else {
        return nil
      }
      return column
    }
  }

  /// Whether there are columns besides those of figures, and it is known where all of them stand.
  func tellsApart(_ table: FormTable) -> Bool {
    cells.count > figureColumns(of: table).count && cells.allSatisfy { $0.columns != nil }
  }

  /// - Parameters:
  ///   - start: the label over the labels, or the first header that the form has.
  ///   - end: the label of the first row.
  static func read(_ scan: Scan, _ layout: FormLayout, table: Int, from start: Int, to end: Int)
    -> SheetHeader
  {
    var builder = Builder(scan: scan, layout: layout, table: table, start: start)
    for index in start..<end { builder.add(index, end: end) }
    let hasGrid = scan.pieces[scan.tokens[end].piece].column != nil
    return SheetHeader(
      cells: builder.finished(), rowLength: hasGrid ? nil : scan.cellsInRow(of: scan.tokens[start].piece))
  }

  private struct Builder {
    let scan: Scan
    let layout: FormLayout
    let table: Int
    let start: Int
    private var cells: [Cell] = []
    /// The first token that was not looked at with those before it.
    private var next = 0

    init(scan: Scan, layout: FormLayout, table: Int, start: Int) {
      self.scan = scan
      self.layout = layout
      self.table = table
      self.start = start
    }

    mutating func add(_ index: Int, end: Int) {
      let token = scan.tokens[index]
      if case .label(let id) = token.kind {
        for case .valueColumn(table, let column) in layout.meanings(of: id) {
          append(.column(column), token)
          return
        }
        if index == start { return }
      }
      guard token.kind != .blank, token.kind != .unit, index >= next else { return }
      if token.isCell {
        addWords(scan.codes(scan.pieces[token.piece].glyphs), token)
      } else {
        let gap = gap(from: index, end: end)
        next = gap.upperBound
        addWords(
          scan.codes(
            scan.tokens[index].glyphs.lowerBound..<scan.tokens[gap.upperBound - 1].glyphs.upperBound), token)
      }
    }

    /// Words that are no label: a year, or headers that the form has not.
    private mutating func addWords(_ codes: [UInt32], _ token: Token) {
      let codes = token.isCell ? codes : behindRowHeader(codes)
      var rest = codes[...]
      if let header = layout.yearColumn(in: codes, table: table, isWhole: token.isCell) {
        append(.column(header.column), token)
        rest = codes[..<header.range.lowerBound] + codes[header.range.upperBound...]
      }
      if token.isCell ? rest.isEmpty || isHeaderOfLabels(rest) : !mayHaveOthers || isHeaderOfLabels(rest) {
        return
      }
      append(.unknown, token)
    }

    /// What stands behind the header over the labels, where that has run together with the words before.
    private func behindRowHeader(_ codes: [UInt32]) -> [UInt32] {
      let form = layout.form
      let ends = form.wordings(of: form.tables[table].rowHeader).compactMap { wording -> Int? in
        let wording = wording.unicodeScalars.map(\.value)
        return codes.indices.last { codes[$0...].starts(with: wording) }.map { $0 + wording.count }
      }
      return ends.max().map { Array(codes[$0...]) } ?? codes
    }

    /// Whether running text is to name all columns: where they are parts of one another a figure of one reads as that
    /// of another.
    private var mayHaveOthers: Bool {
      layout.form.tables[table].columns.contains { $0.role == .period || $0.role == .level }
    }

    /// What stands before the next label of running text.
    private func gap(from index: Int, end: Int) -> Range<Int> {
      var last = index
      while last + 1 < end, !scan.tokens[last + 1].isCell {
        if case .label = scan.tokens[last + 1].kind { break }
        last += 1
      }
      return index..<last + 1
    }

    /// Whether nothing stands there but what is printed over the labels and the units.
    private func isHeaderOfLabels(_ codes: ArraySlice<UInt32>) -> Bool {
      let (form, table) = (layout.form, layout.form.tables[table])
      let wordings = [table.rowHeader, table.unitHeader].flatMap { form.wordings(of: $0) }
        .map { $0.unicodeScalars.map(\.value) }.sorted { $0.count > $1.count }
      var rest = codes
      while let wording = wordings.first(where: { !$0.isEmpty && rest.starts(with: $0) }) {
        rest = rest.dropFirst(wording.count)
      }
      return rest.isEmpty
    }

    private mutating func append(_ meaning: Meaning, _ token: Token) {
      cells.append(Cell(meaning: meaning, columns: token.isCell ? scan.columns(of: token.piece) : nil))
    }

    /// Without headers over others; of two that say the same, neither is known.
    func finished() -> [Cell] {
      cells.enumerated().filter { position, cell in
        guard let columns = cell.columns, columns.count > 1 else { return true }
        return !cells[(position + 1)...].contains { $0.columns.map(columns.overlaps) ?? false }
      }.map { _, cell in
        let isOnly = cell.meaning == .unknown || cells.count { $0.meaning == cell.meaning } == 1
        return isOnly ? cell : Cell(meaning: .unknown, columns: cell.columns)
      }
    }
  }
}

extension Scan {
  /// The columns that a cell of a table goes over: those of the grid, or where there is none its place in its row.
  func columns(of piece: Int) -> ClosedRange<Int>? {
    if let first = pieces[piece].column { return first...max(first, pieces[piece].lastColumn ?? first) }
    return firstCell(inRowOf: piece).map { piece - $0...piece - $0 }
  }

  /// How many cells a row has; nil where rows are not told apart.
  func cellsInRow(of piece: Int) -> Int? {
    guard let first = firstCell(inRowOf: piece) else { return nil }
    let row = pieces[first...].prefix(TableAccount.longestRow + 1)
    return 1 + row.dropFirst().prefix { $0.kind == .cell && !$0.beginsRow }.count
  }

  private func firstCell(inRowOf piece: Int) -> Int? {
    guard pieces[piece].kind == .cell else { return nil }
    return (max(0, piece - TableAccount.longestRow)...piece).last { pieces[$0].beginsRow }
  }
}
