import ReportModel

/// What the labels of a form mean, by their ids in a `LabelIndex`. A class because every reading shares it.
final class FormLayout: Sendable {
  enum Meaning: Hashable {
    case tableTitle(table: Int)
    /// The title of a section without a table.
    case section
    case tableNote(table: Int)
    /// 信息内容, 统计指标: what stands over the labels.
    case rowHeader(table: Int)
    /// A heading of table 二, or a heading over columns of table 四.
    case block(table: Int, name: String)
    /// A column of table 二 or 四.
    case column(table: Int, name: String)
    /// A row of table 二.
    case blockRow(table: Int, name: String)
    /// A row of table 三 or of a sheet: the position of its indicator.
    case row(table: Int, indicator: Int)
    /// A column of figures of table 三 or of a sheet: its position.
    case valueColumn(table: Int, column: Int)
  }

  /// A block of columns of table 四.
  struct OutcomeBlock: Sendable {
    let path: [String]
    let columns: [(name: String, cell: Int)]
  }

  /// A header such as 2017年度, by what stands around the year.
  private struct YearColumn: Sendable {
    let table: Int
    let column: Int
    let before: [UInt32]
    let behind: [UInt32]
  }

  /// A sum by the positions of its cells.
  struct Sum: Sendable {
    let left: [Int]
    let relation: SumRule.Relation
    let right: [Int]
  }

  let form: Form
  /// The words by which its sections are told from what stands around them.
  let prose: ProseVocabulary
  let sums: [Sum]
  /// By cell, the cell that stands for it where its group is printed as one row.
  let subtotalCell: [Int: Int]
  /// By cell, the words of a clause that speaks of it.
  let hints: [Int: [[UInt32]]]
  private let meaningsByLabel: [[Meaning]]
  /// Table 二: row label and column header to cell.
  let blockCells: [String: [String: Int]]
  /// Table 二: the column headers of each row, in order.
  let blockColumns: [String: [String]]
  let outcomeBlocks: [OutcomeBlock]
  /// Tables of rows: by indicator, the cell of each column that holds figures.
  let rowCells: [Int: [Int]]
  /// The columns of sheets that are named by their year.
  private let yearColumns: [YearColumn]
  private let variants: Set<LabelIndex.LabelID>
  /// The labels of rows, for those that are misspelt.
  let rowLabels: [(indicator: Int, codes: [UInt32])]
  /// The headers of table 二's columns, for those that are cut.
  let columnLabels: [(name: String, codes: [UInt32])]

  init(_ form: Form, labels: inout LabelIndex) {
    self.form = form
    prose = ProseVocabulary(form)
    var subtotalCell: [Int: Int] = [:]
    var hints: [Int: [[UInt32]]] = [:]
    var blockCells: [String: [String: Int]] = [:]
    var blockColumns: [String: [String]] = [:]
    var outcomeBlocks: [OutcomeBlock] = []
    var rowCells: [Int: [Int]] = [:]
    var rowLabels: [(indicator: Int, codes: [UInt32])] = []
    var columnLabels: [(name: String, codes: [UInt32])] = []
    let ambiguous = Self.ambiguousWithoutBrackets(form)
    var yearColumns: [YearColumn] = []
    var meaningsByLabel: [[Meaning]] = []
    func add(_ meaning: Meaning, to id: LabelIndex.LabelID) {
      while meaningsByLabel.count <= id { meaningsByLabel.append([]) }
      if !meaningsByLabel[id].contains(meaning) { meaningsByLabel[id].append(meaning) }
    }
    func add(_ label: String, _ meaning: Meaning) {
      for wording in form.wordings(of: label) where !wording.contains("{") {
        let short = Self.withoutBrackets(wording)
        // 复制费（纸张） and 复制费（光盘） are told apart by what stands in the brackets.
        for variant in ambiguous.contains(short) ? [wording] : [wording, short] {
          guard let id = labels.add(variant) else { continue }
          add(meaning, to: id)
        }
      }
    }
    for (position, table) in form.tables.enumerated() {
      add(Self.withoutNumber(table.title), .tableTitle(table: position))
      if !table.note.isEmpty, let id = labels.add(table.note) {
        add(.tableNote(table: position), to: id)
      }
      if !table.rowHeader.isEmpty { add(table.rowHeader, .rowHeader(table: position)) }
      for (column, value) in table.columns.enumerated() {
        add(value.label, .valueColumn(table: position, column: column))
        for wording in form.wordings(of: value.label) {
          guard let year = wording.firstRange(of: "{year}") else { continue }
          yearColumns.append(
            YearColumn(
              table: position, column: column, before: Self.codes(String(wording[..<year.lowerBound])),
              behind: Self.codes(String(wording[year.upperBound...]))))
        }
      }
    }
    for (cellIndex, cell) in form.cells.enumerated() {
      let indicator = form.indicators[cell.indicator]
      guard let table = form.tables.firstIndex(where: { $0.id == cell.table }) else { continue }
      switch form.tables[table].layout {
      case .blocks:
        for name in indicator.block { add(name, .block(table: table, name: name)) }
        add(indicator.label, .blockRow(table: table, name: indicator.label))
        add(indicator.column, .column(table: table, name: indicator.column))
        blockCells[indicator.label, default: [:]][indicator.column] = cellIndex
        blockColumns[indicator.label, default: []].append(indicator.column)
        if !columnLabels.contains(where: { $0.name == indicator.column }) {
          columnLabels.append((indicator.column, Self.codes(indicator.column)))
        }
      case .outcomes:
        for name in indicator.block { add(name, .block(table: table, name: name)) }
        add(indicator.column, .column(table: table, name: indicator.column))
        if outcomeBlocks.last?.path == indicator.block, let last = outcomeBlocks.last {
          outcomeBlocks[outcomeBlocks.count - 1] = OutcomeBlock(
            path: last.path, columns: last.columns + [(indicator.column, cellIndex)])
        } else {
          outcomeBlocks.append(OutcomeBlock(path: indicator.block, columns: [(indicator.column, cellIndex)]))
        }
      case .applicants, .sheet:
        rowCells[cell.indicator, default: []].append(cellIndex)
      }
    }
    for (position, indicator) in form.indicators.enumerated() {
      guard let table = form.tables.firstIndex(where: { $0.id == indicator.table }) else { continue }
      let layout = form.tables[table].layout
      guard layout == .applicants || layout == .sheet else { continue }
      add(indicator.label, .row(table: table, indicator: position))
      rowLabels.append((position, Self.codes(indicator.label)))
    }
    for section in form.sections { add(section, .section) }
    sums = form.sums.compactMap { sum in
      form.positions(of: sum).map { Sum(left: $0.left, relation: sum.relation, right: $0.right) }
    }
    for (index, cell) in form.cells.enumerated() {
      guard let parent = form.indicators[cell.indicator].parent,
        form.indicator(parent)?.role == .subtotal,
        let subtotal = form.index(of: CellID(parent, cell.id.applicant))
      else { continue }
      subtotalCell[index] = subtotal
    }
    self.meaningsByLabel = meaningsByLabel
    for hint in form.proseHints {
      guard let cell = form.index(of: hint.cell) else { continue }
      hints[cell] = hint.words.map(Self.codes)
    }
    self.subtotalCell = subtotalCell
    self.hints = hints
    self.blockCells = blockCells
    self.blockColumns = blockColumns
    self.outcomeBlocks = outcomeBlocks
    self.rowCells = rowCells
    self.rowLabels = rowLabels
    self.yearColumns = yearColumns
    self.columnLabels = columnLabels
    variants = Set(form.variants.compactMap { labels.add($0) })
  }

  /// What a label means to the form; nothing where it is only another form's.
  func meanings(of label: LabelIndex.LabelID) -> [Meaning] {
    label < meaningsByLabel.count ? meaningsByLabel[label] : []
  }

  /// Whether a label says something else of its row than the form does.
  func isVariant(_ label: LabelIndex.LabelID) -> Bool { variants.contains(label) }

  /// Whether a label means anything to the form.
  func knows(_ label: LabelIndex.LabelID) -> Bool {
    label < meaningsByLabel.count && !meaningsByLabel[label].isEmpty
  }

  private static func codes(_ label: String) -> [UInt32] {
    var glyphs: [Glyph] = []
    GlyphFolding.append(label, to: &glyphs)
    return GlyphFolding.codes(glyphs[...])
  }

  /// 部分公开 for 部分公开（区分处理的，…）.
  private static func withoutBrackets(_ label: String) -> String {
    guard let open = label.firstIndex(of: "（"), open != label.startIndex, label.last == "）" else {
      return label
    }
    return String(label[..<open])
  }

  /// What several labels of rows are alike in without what stands in brackets behind them.
  private static func ambiguousWithoutBrackets(_ form: Form) -> Set<String> {
    let labels = Set(form.indicators.map(\.label)).filter { $0 != withoutBrackets($0) }
    return Set(Dictionary(grouping: labels, by: withoutBrackets).filter { $0.value.count > 1 }.keys)
  }

  /// The column that is named by a year, and where that stands.
  ///
  /// - Parameter isWhole: whether the codes are those of a cell; else the header may stand among others.
  func yearColumn(in codes: [UInt32], table: Int, isWhole: Bool) -> (column: Int, range: Range<Int>)? {
    guard codes.count >= 5 else { return nil }
    for header in yearColumns where header.table == table {
      let count = header.before.count + 4 + header.behind.count
      guard isWhole ? count == codes.count : count <= codes.count else { continue }
      for start in 0...(codes.count - count) {
        let year = codes[(start + header.before.count)...].prefix(4)
        guard codes[start...].starts(with: header.before), year.first == 0x32,
          year.allSatisfy({ (0x30...0x39).contains($0) }),
          codes[(start + header.before.count + 4)...].starts(with: header.behind)
        else { continue }
        return (header.column, start..<start + count)
      }
    }
    return nil
  }

  private static func withoutNumber(_ title: String) -> String {
    guard let mark = title.firstIndex(of: "、"), title.distance(from: title.startIndex, to: mark) <= 2 else {
      return title
    }
    return String(title[title.index(after: mark)...])
  }
}
