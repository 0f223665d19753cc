import Core
import DocumentModel

/// What is in a sheet of any spreadsheet: filled cells at their positions, merged areas, and what tells a table
/// from the lines around it. Sparse, so that a cell in the last row and column costs no more than any other.
package struct SheetGrid {
  /// What a cell's style says of its text.
  package enum Role: Hashable {
    case plain
    case heading(level: Int)
    /// A remark that our own writer made, and would make again.
    case ownNote
    /// A place for a figure in a form of our own, which is there also while it is empty.
    case entry
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
  /// What was left out because nobody sees it.
  package private(set) var unseen: [UnseenText] = []
  private var hiddenRows: [ClosedRange<Int>] = []
  private var hiddenColumns: [ClosedRange<Int>] = []
  /// The rows that were left out; empty where hidden rows are read.
  private var leftOut = HiddenLines([])

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

  // MARK: What is not seen

  /// Rows that are not shown; in ascending order.
  package mutating func hide(rows: ClosedRange<Int>) { Self.join(rows, to: &hiddenRows) }

  /// Columns that are not shown.
  package mutating func hide(columns: ClosedRange<Int>) { Self.join(columns, to: &hiddenColumns) }

  private static func join(_ range: ClosedRange<Int>, to ranges: inout [ClosedRange<Int>]) {
    if let last = ranges.last, last.lowerBound <= range.lowerBound, range.lowerBound <= last.upperBound + 1 {
      ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    } else if ranges.count < maximumCells {
      ranges.append(range)
    }
  }

  /// Keeps a text that is not read for what it was.
  package mutating func leaveOut(_ text: String, _ reason: UnseenText.Reason, row: Int, column: Int) {
    if unseen.count >= Self.maximumCells || SheetText.isBlank(text) { return }
    unseen.append(UnseenText(reason, text, place: Place(page: page, row: row, column: column)))
  }

  /// Leaves out the cells of a sheet that is not shown.
  package mutating func leaveOutAll() {
    for cell in cells { leaveOut(cell.text, .hiddenSheet, row: cell.row, column: cell.column) }
    cells = []
  }

  /// Leaves out what stands in rows and columns that are not shown. A merged cell is seen where any of it is.
  package mutating func leaveOutHidden() {
    if hiddenRows.isEmpty, hiddenColumns.isEmpty { return }
    let rows = HiddenLines(hiddenRows)
    let columns = HiddenLines(hiddenColumns)
    leftOut = rows
    var moved: [Position: Position] = [:]
    merges = merges.compactMap { merge in
      guard let seenRows = rows.seen(in: merge.rows), let seenColumns = columns.seen(in: merge.columns) else {
        return nil
      }
      let origin = Position(row: merge.rows.lowerBound, column: merge.columns.lowerBound)
      let first = Position(row: seenRows.lowerBound, column: seenColumns.lowerBound)
      if first != origin { moved[origin] = first }
      return Merge(rows: seenRows, columns: seenColumns)
    }
    let all = cells
    cells = []
    for var cell in all {
      if let seen = moved[Position(row: cell.row, column: cell.column)] {
        (cell.row, cell.column) = (seen.row, seen.column)
        cells.append(cell)
      } else if rows.contains(cell.row) {
        leaveOut(cell.text, .hiddenRow, row: cell.row, column: cell.column)
      } else if columns.contains(cell.column) {
        leaveOut(cell.text, .hiddenColumn, row: cell.row, column: cell.column)
      } else {
        cells.append(cell)
      }
    }
  }

  /// The number of a row among those that are seen: nobody sees a gap where rows are hidden.
  package func seenNumber(ofRow row: Int) -> Int { row - leftOut.count(before: row) }

  private struct Position: Hashable {
    let row: Int
    let column: Int
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

/// Rows or columns that are not shown.
private struct HiddenLines {
  /// Ascending, and apart from each other.
  private var ranges: [ClosedRange<Int>] = []
  /// How many lines are in the ranges before each.
  private var counts: [Int] = []

  init(_ unordered: [ClosedRange<Int>]) {
    for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = ranges.last, range.lowerBound <= last.upperBound + 1 {
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
    }
    var count = 0
    for range in ranges {
      counts.append(count)
      count += range.count
    }
  }

  /// The range that holds a line.
  private func range(_ line: Int) -> ClosedRange<Int>? {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < line { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(line) ? ranges[low] : nil
  }

  func count(before line: Int) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].lowerBound < line { low = middle + 1 } else { high = middle }
    }
    return low == 0
      ? 0 : counts[low - 1] + min(ranges[low - 1].upperBound, line - 1) - ranges[low - 1].lowerBound + 1
  }

  func contains(_ line: Int) -> Bool { range(line) != nil }

  /// From the first to the last line that is shown; nil where none is.
  func seen(in lines: ClosedRange<Int>) -> ClosedRange<Int>? {
    let first = range(lines.lowerBound).map { $0.upperBound + 1 } ?? lines.lowerBound
    let last = range(lines.upperBound).map { $0.lowerBound - 1 } ?? lines.upperBound
    return first <= last ? first...last : nil
  }
}
