import DocumentModel
import Findings

/// A cell whose end tag has not been met.
struct HTMLOpenCell {
  var rowSpan = 1
  var columnSpan = 1
  var isHeader = false
  /// What it holds besides text: nested tables, and the text around them.
  var items: [HTMLBlockBuilder.Item] = []
  var start = 0
  var line = 0
}

/// A table whose end tag has not been met.
struct HTMLOpenTable {
  /// How many containers were open when it began.
  let containerCount: Int
  let line: Int
  var caption: String?
  var isInHead = false
  private(set) var cell: HTMLOpenCell?
  private(set) var hasFigures = false
  private var row: [OpenRowCell]?
  private var rows: [(cells: [OpenRowCell], isHead: Bool)] = []
  /// What stood between its rows, which pages show before it.
  private var strays: [HTMLBlockBuilder.Item] = []
  private var hasNested = false

  private struct OpenRowCell {
    var cell: Cell
    var items: [HTMLBlockBuilder.Item] = []
  }

  init(containerCount: Int, line: Int) {
    self.containerCount = containerCount
    self.line = line
  }

  mutating func append(_ item: HTMLBlockBuilder.Item) {
    if cell == nil { strays.append(item) } else { cell?.items.append(item) }
  }

  mutating func append(nested items: [HTMLBlockBuilder.Item]) {
    if cell == nil { strays += items } else { cell?.items += items }
    hasNested = true
  }

  mutating func beginRow() { row = row ?? [] }

  mutating func endRow() {
    if let row, !row.isEmpty { rows.append((row, isInHead)) }
    row = nil
  }

  mutating func begin(_ cell: HTMLOpenCell) {
    beginRow()
    self.cell = cell
  }

  mutating func endCell(text: String, hasDigits: Bool, bytes: Range<Int>?) {
    guard let open = cell else { return }
    if hasDigits { hasFigures = true }
    row?.append(
      OpenRowCell(
        cell: Cell(
          text, rowSpan: open.rowSpan, columnSpan: open.columnSpan, isHeader: open.isHeader,
          place: Place(line: open.line, bytes: bytes)),
        items: open.items))
    cell = nil
  }

  /// The table; where others are nested in it, the rows between them and what they hold, in order.
  func contents() -> [HTMLBlockBuilder.Item] {
    var result = strays
    var pending: [(cells: [OpenRowCell], isHead: Bool)] = []
    func closeTable() {
      if !pending.isEmpty {
        result.append(HTMLBlockBuilder.Item(block: .table(table(pending)), frame: .none))
      }
      pending = []
    }
    for row in rows {
      if !hasNested || row.cells.allSatisfy({ $0.items.isEmpty }) {
        pending.append(row)
      } else if let spliced = Self.spliced(row.cells) {
        pending.append((spliced, row.isHead))
      } else {
        closeTable()
        for cell in row.cells {
          if cell.items.isEmpty, !cell.cell.text.isEmpty {
            result.append(
              HTMLBlockBuilder.Item(
                block: .paragraph(Paragraph(cell.cell.text, place: cell.cell.place)), frame: .none))
          }
          result += cell.items
        }
      }
    }
    closeTable()
    return result
  }

  /// A row in which each nested table is a single row: its cells are cells of this one.
  private static func spliced(_ cells: [OpenRowCell]) -> [OpenRowCell]? {
    if cells.count == 1 { return nil }
    var result: [OpenRowCell] = []
    for cell in cells {
      if cell.items.isEmpty {
        result.append(cell)
        continue
      }
      guard cell.items.count == 1, case .table(let table) = cell.items[0].block, table.rows.count == 1 else {
        return nil
      }
      result += table.rows[0].cells.map { OpenRowCell(cell: $0) }
    }
    return result
  }

  private func table(_ rows: [(cells: [OpenRowCell], isHead: Bool)]) -> Table {
    Table(
      rows: rows.map { Row($0.cells.map(\.cell), place: $0.cells.first?.cell.place) }, caption: caption,
      headerRows: rows.prefix { $0.isHead }.count, place: Place(line: line))
  }
}
