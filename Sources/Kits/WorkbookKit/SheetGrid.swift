/// What is in a sheet of any spreadsheet: filled cells at their positions, merged areas, and what tells a table
/// from the lines around it. Sparse, so that a cell in the last row and column costs no more than any other.
package struct SheetGrid {
  /// What a cell's style says of its text.
  package enum Role: Hashable {
    case plain
    case heading(level: Int)
    /// A remark that our own writer made, and would make again.
    case ownNote
  }

  package struct Cell {
    /// Counting from 1, as the sheet does.
    package var row: Int
    package var column: Int
    package var text: String
    /// Whether the program that made the sheet has no text for it; then `text` is what is left.
    package var isUnreadable = false
    package var role = Role.plain
    /// Where it begins in a file of lines; 0 where there are none.
    package var line = 0

    package init(
      row: Int, column: Int, text: String, isUnreadable: Bool = false, role: Role = .plain, line: Int = 0
    ) {
      self.row = row
      self.column = column
      self.text = text
      self.isUnreadable = isUnreadable
      self.role = role
      self.line = line
    }
  }

  package struct Merge: Hashable {
    package var rows: ClosedRange<Int>
    package var columns: ClosedRange<Int>

    package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
      self.rows = rows
      self.columns = columns
    }
  }

  /// Excel's.
  package static let maximumRow = 1_048_576
  package static let maximumColumn = 16_384

  /// What a sheet of a report is far below. Beyond it a sheet is left out.
  package static let maximumCells = 200_000
  package static let maximumMerges = 65_536
  /// Bytes of all cells: one text that many cells share is as long for each.
  package static let maximumText = 8 << 20

  /// The number of the sheet.
  package var page: Int?
  package private(set) var cells: [Cell] = []
  package private(set) var merges: [Merge] = []
  /// How many cells of a row have a border, filled or not; a row may come more than once.
  package private(set) var borders: [(row: Int, count: Int)] = []
  package private(set) var isTooLarge = false
  package private(set) var textLength = 0

  package init(page: Int? = nil) { self.page = page }

  /// Whether the cells of the first row begin with certain texts, from the first column on.
  package func begins(with texts: [String]) -> Bool {
    guard cells.count >= texts.count else { return false }
    return zip(texts, cells).enumerated().allSatisfy { index, pair in
      pair.0 == pair.1.text && pair.1.row == cells[0].row && pair.1.column == index + 1
    }
  }

  /// Adds a filled cell.
  package mutating func add(_ cell: Cell) {
    let isInside =
      (1...Self.maximumRow).contains(cell.row) && (1...Self.maximumColumn).contains(cell.column)
    textLength += cell.text.utf8.count
    if isInside, cells.count < Self.maximumCells, textLength <= Self.maximumText {
      cells.append(cell)
    } else {
      isTooLarge = true
    }
  }

  package mutating func add(_ merge: Merge) {
    if merges.count == Self.maximumMerges {
      isTooLarge = true
    } else {
      merges.append(merge)
    }
  }

  package mutating func addBorderedCell(row: Int) {
    if let last = borders.last, last.row == row {
      borders[borders.count - 1].count += 1
    } else if borders.count < Self.maximumCells {
      borders.append((row, 1))
    }
  }

  /// Puts cells into the order of reading. Of two cells at one position the later one counts.
  ///
  /// - Returns: how many cells stood at the position of another.
  package mutating func sort() -> Int {
    func isBefore(_ left: Cell, _ right: Cell) -> Bool {
      (left.row, left.column) < (right.row, right.column)
    }
    let isSorted = zip(cells, cells.dropFirst()).allSatisfy(isBefore)
    if isSorted { return 0 }
    let ordered = cells.enumerated().sorted { left, right in
      (left.element.row, left.element.column, left.offset)
        < (right.element.row, right.element.column, right.offset)
    }
    var result: [Cell] = []
    result.reserveCapacity(cells.count)
    var repeated = 0
    for (_, cell) in ordered {
      if let last = result.last, last.row == cell.row, last.column == cell.column {
        result[result.count - 1] = cell
        repeated += 1
      } else {
        result.append(cell)
      }
    }
    cells = result
    return repeated
  }
}
