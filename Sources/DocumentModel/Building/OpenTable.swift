import Core

/// A block while a document is put together, with what its reader needs to know of it.
@usableFromInline
package protocol OpenBlock {
  init(_ block: Block)
  var block: Block { get }
}

/// A cell whose end has not been met.
@usableFromInline
package struct OpenCell<Item: OpenBlock> {
  @usableFromInline package var cell: Cell
  /// What it holds besides text: nested tables, and the text around them.
  @usableFromInline package var items: [Item] = []

  @inlinable
  init(_ cell: Cell) { self.cell = cell }
}

/// A table whose end has not been met, in a format whose cells can hold tables.
@usableFromInline
package struct OpenTable<Item: OpenBlock> {
  @usableFromInline typealias OpenRow = (cells: [OpenCell<Item>], isHead: Bool)

  @usableFromInline package var caption: String?
  @usableFromInline package var place: Place?
  @usableFromInline package var hasFigures = false
  @usableFromInline var cell: OpenCell<Item>?
  @usableFromInline var row: [OpenCell<Item>]?
  @usableFromInline var rows: [OpenRow] = []
  /// What stood between its rows, which is shown before it.
  @usableFromInline var strays: [Item] = []
  @usableFromInline var hasNested = false

  @inlinable
  package init(place: Place?) { self.place = place }

  @inlinable
  package var isInCell: Bool { cell != nil }

  @inlinable
  package var hasItemsInCell: Bool { cell?.items.isEmpty == false }

  @inlinable
  package var hasOpenRow: Bool { row != nil }

  @inlinable
  package mutating func append(_ item: Item) {
    if cell == nil { strays.append(item) } else { cell?.items.append(item) }
  }

  @inlinable
  package mutating func append(nested items: [Item]) {
    if cell == nil { strays += items } else { cell?.items += items }
    hasNested = true
  }

  @inlinable
  package mutating func beginRow() { row = row ?? [] }

  @inlinable
  package mutating func endRow(isHead: Bool, isKept: Bool = true) {
    if isKept, let row, !row.isEmpty { rows.append((row, isHead)) }
    row = nil
  }

  @inlinable
  package mutating func begin(_ cell: Cell) {
    beginRow()
    self.cell = OpenCell(cell)
  }

  @inlinable
  package mutating func endCell(text: String, bytes: Range<Int>? = nil, key: Int? = nil) {
    guard var open = cell.take() else { return }
    if !hasFigures, text.utf8.contains(where: { $0 &- 0x30 < 10 }) { hasFigures = true }
    open.cell.text = text
    if let bytes { open.cell.place?.bytes = bytes }
    if let key { open.cell.key = key }
    row?.append(open)
  }

  /// Forgets the cell that is open.
  @inlinable
  package mutating func dropCell() { cell = nil }

  /// The table; where others are nested in it, the rows between them and what they hold, in order. A table of
  /// one column is a frame around text.
  ///
  /// - Parameter paragraphs: makes the lines of a cell that turns out to be no cell.
  @inlinable
  package func contents(paragraphs: (Cell) -> [Item] = { Self.lines(of: $0) }) -> [Item] {
    var result = strays
    if !hasNested, rows.allSatisfy({ $0.cells.count == 1 }) {
      for row in rows {
        for cell in row.cells { result += paragraphs(cell.cell) }
      }
      return result
    }
    var pending: [OpenRow] = []
    func closeTable() {
      if !pending.isEmpty { result.append(Item(.table(table(pending)))) }
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
          if cell.items.isEmpty { result += paragraphs(cell.cell) }
          result += cell.items
        }
      }
    }
    closeTable()
    return result
  }

  /// Each line of a cell's text as a paragraph.
  @inlinable
  package static func lines(of cell: Cell) -> [Item] {
    cell.text.split(separator: "\n").map { Item(.paragraph(Paragraph(String($0), place: cell.place))) }
  }

  /// A row in which each nested table is a single row: its cells are cells of this one.
  @inlinable
  static func spliced(_ cells: [OpenCell<Item>]) -> [OpenCell<Item>]? {
    if cells.count == 1 { return nil }
    var result: [OpenCell<Item>] = []
    for cell in cells {
      if cell.items.isEmpty {
        result.append(cell)
        continue
      }
      guard cell.items.count == 1, case .table(let table) = cell.items[0].block, table.rows.count == 1 else {
        return nil
      }
      result += table.rows[0].cells.map { OpenCell($0) }
    }
    return result
  }

  @inlinable
  func table(_ rows: [OpenRow]) -> Table {
    Table(
      rows: rows.map { Row($0.cells.map(\.cell), place: $0.cells.first?.cell.place) }, caption: caption,
      headerRows: rows.prefix { $0.isHead }.count, place: place)
  }
}
