import ReportModel
import TextKit

/// Reads the figures of one form from a scan, as if the document were of that form. How much it finds is what
/// decides the edition.
struct FormReader {
  let layout: FormLayout
  let scan: Scan
  var reading: Reading

  /// Where in the document the reader believes itself to be.
  var table: Int?
  /// Table 二: the headers of the columns, as far as they are known.
  var columns: [HeaderCell] = []
  var headerIsOpen = false
  /// Table 三: the columns as they were named, and whether naming goes on.
  var applicants: [Int] = [] {
    didSet { applicantOrder = nil }
  }
  /// What follows from them for the cells of a row, once it is asked for.
  var applicantOrder: [Int]?
  var applicantsAreOpen = false
  /// The indicator of the group whose rows are being read.
  var group: String?
  /// Table 四.
  var outcomeColumns: [String] = []
  var outcomeBlocks: [String] = []
  var outcomeHeaderIsOpen = false
  /// A sheet: whether its header was seen, which columns it names, and the last total row.
  var sheetIsOpen = false
  var sheetColumns: Set<Int> = [0]
  var lastTotal: String?

  struct HeaderCell {
    var name: String?
    var codes: [UInt32]
  }

  /// Whether labels that are misspelt are looked for; that is slow, and only the form that fits need do it.
  let findsMisspelt: Bool
  var grid: GridColumns
  /// The tokens of the headers over the figures that come next.
  var headerTokens: [Int] = []

  init(_ layout: FormLayout, _ scan: Scan, findsMisspelt: Bool = true) {
    self.findsMisspelt = findsMisspelt
    self.layout = layout
    self.scan = scan
    grid = GridColumns(scan)
    reading = Reading(layout.form)
  }

  mutating func read() {
    var index = 0
    while index < scan.tokens.count {
      let token = scan.tokens[index]
      switch token.kind {
      case .label(let id):
        let meanings = layout.meanings(of: id)
        if !meanings.isEmpty {
          index = readLabel(index, meanings)
        } else {
          index = readUnknown(index)
        }
      case .text: index = readUnknown(index)
      case .figures, .blank: index = readBareFigures(index)
      case .unit: index += 1
      }
    }
  }

  var form: Form { layout.form }

  func layout(of table: Int) -> FormTable.Layout { form.tables[table].layout }

  // MARK: Labels

  mutating func readLabel(_ index: Int, _ meanings: [FormLayout.Meaning]) -> Int {
    let token = scan.tokens[index]
    // A label of one meaning needs no context.
    for meaning in meanings {
      switch meaning {
      case .tableTitle, .section:
        closeHeaders()
        group = nil
        return index + 1
      case .tableNote: return index + 1
      case .rowHeader(let position):
        openTable(position)
        return index + 1
      default: break
      }
    }
    if outcomeHeaderIsOpen || meanings.count == 1 {
      for case .column(let position, let name) in meanings where layout(of: position) == .outcomes {
        return readOutcomeColumn(index, table: position, name: name)
      }
    }
    for case .column(let position, let name) in meanings where layout(of: position) == .blocks {
      if !headerIsOpen || table != position { columns = [] }
      table = position
      headerIsOpen = true
      outcomeHeaderIsOpen = false
      columns.append(HeaderCell(name: name, codes: []))
      headerTokens.append(index)
      reading.note(token, index)
      return index + 1
    }
    for case .block(let position, let name) in meanings {
      if layout(of: position) == .outcomes {
        if !outcomeHeaderIsOpen, !outcomeColumns.isEmpty || outcomeBlocks.count > 4 { outcomeBlocks = [] }
        outcomeBlocks.append(name)
      } else {
        headerIsOpen = false
        columns = []
      }
      return index + 1
    }
    if applicantsAreOpen || meanings.count == 1 {
      for case .valueColumn(let position, let column) in meanings {
        if layout(of: position) == .sheet {
          sheetColumns.insert(column)
          return index + 1
        }
        if !applicantsAreOpen {
          applicants = []
          applicantsAreOpen = true
        }
        outcomeHeaderIsOpen = false
        table = position
        if !applicants.contains(column) { applicants.append(column) }
        if form.tables[position].columns[column].role != .header { headerTokens.append(index) }
        return index + 1
      }
    }
    for case .blockRow(let position, let name) in meanings {
      guard table == position, !columns.isEmpty else { continue }
      return readBlockRow(index, name: name)
    }
    let rows = meanings.compactMap { meaning -> (table: Int, indicator: Int)? in
      if case .row(let table, let indicator) = meaning { (table, indicator) } else { nil }
    }
    if let row = choose(rows, token) { return readRow(index, table: row.table, indicator: row.indicator) }
    for case .valueColumn(let position, let column) in meanings where layout(of: position) == .applicants {
      if applicants.isEmpty || !applicantsAreOpen {
        applicants = []
        applicantsAreOpen = true
      }
      table = position
      applicants.append(column)
      return index + 1
    }
    return index + 1
  }

  mutating func openTable(_ position: Int) {
    closeHeaders()
    table = position
    switch layout(of: position) {
    case .blocks: headerIsOpen = true
    case .applicants:
      applicants = []
      applicantsAreOpen = true
      group = nil
    case .sheet:
      sheetIsOpen = true
      sheetColumns = [0]
    case .outcomes: break
    }
  }

  mutating func closeHeaders() {
    headerIsOpen = false
    columns = []
    applicantsAreOpen = false
    outcomeHeaderIsOpen = false
    outcomeColumns = []
  }

  // MARK: Table 二

  mutating func readBlockRow(_ index: Int, name: String) -> Int {
    headerIsOpen = false
    guard let names = columnNames(for: name) else { return leave(index) }
    let cells = names.compactMap { layout.blockCells[name]?[$0] }
    guard cells.count == names.count else { return leave(index) }
    return placeRow(index, cells: cells)
  }

  /// Keeps a row whose columns are not known as it stands.
  mutating func leave(_ index: Int) -> Int {
    if scan.tokens[index].isCell, hasFigureInRow(index + 1) { reading.leave(index, in: scan) }
    return index + 1
  }

  /// The headers over a row, those that are cut or misspelt taken for what the form prints in their place.
  func columnNames(for row: String) -> [String]? {
    let named = columns.compactMap(\.name)
    // A header that stands twice says of neither column which it is.
    if named.count == columns.count, Set(named).count == named.count { return named }
    guard let expected = layout.blockColumns[row], expected.count == columns.count else { return nil }
    for (header, name) in zip(columns, expected) {
      if let known = header.name {
        if known != name { return nil }
      } else {
        let codes = layout.columnLabels.first { $0.name == name }?.codes ?? []
        guard header.codes.count >= 2,
          codes.starts(with: header.codes) || TextLikeness.ofSequences(header.codes, codes, of: 1000) >= 700
        else { return nil }
      }
    }
    return expected
  }
}
