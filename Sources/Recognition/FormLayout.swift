import ReportModel

/// How the tables of a form are laid out, for those who read a document as that form. A class because every reading
/// shares it.
final class FormLayout: Sendable {
  typealias Meaning = FormLabels.Meaning

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
  /// What the form's labels mean.
  let labels: FormLabels
  /// The words by which its sections are told from what stands around them.
  let prose: ProseVocabulary
  let sums: [Sum]
  /// By cell, the cell that stands for it where its group is printed as one row.
  let subtotalCell: [Int: Int]
  /// By cell, the words of a clause that speaks of it.
  let hints: [Int: [[UInt32]]]
  /// Table 二: row label and column header to cell.
  let blockCells: [String: [String: Int]]
  /// Table 二: the column headers of each row, in order.
  let blockColumns: [String: [String]]
  let outcomeBlocks: [OutcomeBlock]
  /// Tables of rows: by indicator, the cell of each column that holds figures.
  let rowCells: [Int: [Int]]
  /// The columns of sheets that are named by their year.
  private let yearColumns: [YearColumn]
  /// The labels of rows, for those that are misspelt.
  let rowLabels: [(indicator: Int, codes: [UInt32])]
  /// The headers of table 二's columns, for those that are cut.
  let columnLabels: [(name: String, codes: [UInt32])]

  init(_ labels: FormLabels) {
    let form = labels.form
    self.form = form
    self.labels = labels
    prose = ProseVocabulary(form)
    yearColumns = Self.yearColumns(form)
    var blockCells: [String: [String: Int]] = [:]
    var blockColumns: [String: [String]] = [:]
    var outcomeBlocks: [OutcomeBlock] = []
    var rowCells: [Int: [Int]] = [:]
    var columnLabels: [(name: String, codes: [UInt32])] = []
    for (cellIndex, cell) in form.cells.enumerated() {
      let indicator = form.indicators[cell.indicator]
      switch form.table(cell.table)?.layout {
      case .blocks:
        blockCells[indicator.label, default: [:]][indicator.column] = cellIndex
        blockColumns[indicator.label, default: []].append(indicator.column)
        if !columnLabels.contains(where: { $0.name == indicator.column }) {
          columnLabels.append((indicator.column, GlyphFolding.codes(of: indicator.column)))
        }
      case .outcomes:
        if outcomeBlocks.last?.path == indicator.block, let last = outcomeBlocks.last {
          outcomeBlocks[outcomeBlocks.count - 1] = OutcomeBlock(
            path: last.path, columns: last.columns + [(indicator.column, cellIndex)])
        } else {
          outcomeBlocks.append(OutcomeBlock(path: indicator.block, columns: [(indicator.column, cellIndex)]))
        }
      case .applicants, .sheet:
        rowCells[cell.indicator, default: []].append(cellIndex)
      case nil: break
      }
    }
    self.blockCells = blockCells
    self.blockColumns = blockColumns
    self.outcomeBlocks = outcomeBlocks
    self.rowCells = rowCells
    self.columnLabels = columnLabels
    rowLabels = form.indicators.enumerated().compactMap { position, indicator in
      switch form.table(indicator.table)?.layout {
      case .applicants, .sheet: (position, GlyphFolding.codes(of: indicator.label))
      case .blocks, .outcomes, nil: nil
      }
    }
    sums = form.sums.compactMap { sum in
      form.positions(of: sum).map { Sum(left: $0.left, relation: sum.relation, right: $0.right) }
    }
    subtotalCell = Self.subtotalCells(form)
    hints = Dictionary(
      form.proseHints.compactMap { hint in
        form.index(of: hint.cell).map { ($0, hint.words.map(GlyphFolding.codes(of:))) }
      }, uniquingKeysWith: { $1 })
  }

  private static func subtotalCells(_ form: Form) -> [Int: Int] {
    guard form.indicators.contains(where: { $0.role == .subtotal }) else { return [:] }
    var subtotals: [Int: Int] = [:]
    for (index, cell) in form.cells.enumerated() {
      guard let parent = form.indicators[cell.indicator].parent,
        form.indicator(parent)?.role == .subtotal
      else { continue }
      subtotals[index] = form.index(of: CellID(parent, cell.id.applicant))
    }
    return subtotals
  }

  private static func yearColumns(_ form: Form) -> [YearColumn] {
    form.tables.enumerated().flatMap { position, table in
      table.columns.enumerated().flatMap { column, value in
        form.wordings(of: value.label).compactMap { wording in
          guard let year = wording.firstRange(of: "{year}") else { return nil }
          return YearColumn(
            table: position, column: column,
            before: GlyphFolding.codes(of: String(wording[..<year.lowerBound])),
            behind: GlyphFolding.codes(of: String(wording[year.upperBound...])))
        }
      }
    }
  }

  /// What a label means to the form; nothing where it is only another form's.
  func meanings(of label: LabelIndex.LabelID) -> [Meaning] { labels.meanings(of: label) }

  /// Whether a label means anything to the form.
  func knows(_ label: LabelIndex.LabelID) -> Bool { labels.knows(label) }

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
}
