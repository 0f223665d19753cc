import DocumentModel
import ReportModel

/// Puts rows, columns, cells and lines into a document, each with a number that stands nowhere else.
public struct Damage {
  private var random: SplitMix64
  public private(set) var numbers: [Int] = []

  private let first: Int

  /// - Parameter first: the numbers begin there; they differ from those of other damages by it.
  public init(random: SplitMix64, first: Int = 700_001) {
    self.random = random
    self.first = first
  }

  private mutating func number() -> String {
    numbers.append(first + numbers.count * 1_111 + Int(random.next() % 1_000))
    return String(numbers[numbers.count - 1])
  }

  private static let labels = ["无法提供", "9.其他不予公开", "其他主动公开文件", "（三）不予公开", "小计", "备注", "合计", ""]

  /// - Parameters:
  ///   - losesCells: whether a row may lose a cell. Containers that fill rows up then show a blank cell at its end and
  ///     the figures in other columns, as whoever reads them will see.
  ///   - mergesCells: whether a figure may go over two columns. Text without rows shows nothing of it.
  /// - Returns: what was done, for those who read a failure.
  public mutating func apply(to document: inout Document, losesCells: Bool, mergesCells: Bool = true)
    -> String
  {
    let tables = document.blocks.indices.filter {
      if case .table = document.blocks[$0] { true } else { false }
    }
    let position = tables[Int(random.next() % UInt64(tables.count))]
    guard case .table(var table) = document.blocks[position] else { return "nothing" }
    let row = Int(random.next() % UInt64(table.rows.count))
    let what: String
    switch random.next() % 9 {
    case 0:
      let label = Self.labels[Int(random.next() % UInt64(Self.labels.count))]
      what = "row \(label) before row \(row)"
      insertRow(label, at: row, into: &table)
    case 1:
      let cell = Int(random.next() % UInt64(table.rows[row].cells.count + 1))
      what = "cell \(cell) of row \(row)"
      table.rows[row].cells.insert(Cell(number()), at: cell)
    case 2:
      what = "column at the end"
      for row in table.rows.indices {
        table.rows[row].cells.append(Cell(row == 0 ? "备注" : number()))
      }
    case 3:
      what = "line after the table"
      document.blocks.insert(.paragraph(Paragraph("另有\(number())件。")), at: position + 1)
      return what
    case 4:
      let column = 1 + Int(random.next() % UInt64(max(1, TableGrid(table).columnCount - 1)))
      what = "column \(column)"
      insertColumn(column, into: &table)
    case 5 where losesCells && table.rows[row].cells.count > 2:
      let cell = 1 + Int(random.next() % UInt64(table.rows[row].cells.count - 1))
      what = "no cell \(cell) in row \(row)"
      table.rows[row].cells.remove(at: cell)
    case 6 where mergesCells && table.rows[row].cells.count > 2:
      let cell = 1 + Int(random.next() % UInt64(table.rows[row].cells.count - 1))
      what = "cell \(cell) goes over two in row \(row)"
      table.rows[row].cells[cell].columnSpan += 1
      if cell + 1 < table.rows[row].cells.count { table.rows[row].cells.remove(at: cell + 1) }
    case 7:
      what = "row \(row) again with other figures"
      var again = table.rows[row]
      for cell in again.cells.indices
      where !again.cells[cell].text.isEmpty && again.cells[cell].text.allSatisfy(\.isNumber) {
        again.cells[cell].text = number()
      }
      for cell in again.cells.indices { again.cells[cell].rowSpan = 1 }
      table.rows.insert(again, at: row + 1)
    default:
      what = "row of one cell before row \(row)"
      let width = TableGrid(table).columnCount
      table.rows.insert(Row([Cell(number(), columnSpan: width)]), at: row)
      lengthenSpans(of: &table, over: row)
    }
    document.blocks[position] = .table(table)
    return "table \(position) \(what)"
  }

  /// A column of its own, in all rows that are not headers.
  private mutating func insertColumn(_ column: Int, into table: inout Table) {
    let grid = TableGrid(table)
    for row in table.rows.indices.reversed() {
      guard column < grid.positions[row].count, let position = grid.positions[row][column],
        position.row == row
      else {
        continue
      }
      if position.isOrigin {
        let cell = table.rows[row].cells[position.cell]
        let isFigure = !cell.text.isEmpty && cell.text.allSatisfy(\.isNumber)
        table.rows[row].cells.insert(
          Cell(isFigure ? number() : "备注", rowSpan: isFigure ? 1 : cell.rowSpan), at: position.cell)
      } else {
        table.rows[row].cells[position.cell].columnSpan += 1
      }
    }
  }

  private mutating func insertRow(_ label: String, at row: Int, into table: inout Table) {
    let width = TableGrid(table).columnCount
    let figures = max(1, min(7, width - 2))
    var cells = [Cell(label, columnSpan: width - figures)]
    for _ in 0..<figures { cells.append(Cell(number())) }
    table.rows.insert(Row(cells), at: row)
    lengthenSpans(of: &table, over: row)
  }

  /// Cells that go over a row that was put in begin in the rows before it and must not reach into the next.
  private func lengthenSpans(of table: inout Table, over row: Int) {
    for before in 0..<row {
      for cell in table.rows[before].cells.indices where before + table.rows[before].cells[cell].rowSpan > row
      {
        // The row takes all columns: what goes over it is cut there.
        table.rows[before].cells[cell].rowSpan = row - before
      }
    }
  }
}

extension Report {
  /// Whether a number is named: as text that has no place, as what stands in a cell that is not certain, in the prose
  /// or by a finding.
  public func tells(of number: Int) -> Bool {
    let said =
      unplaced.map(\.text) + findings.flatMap { $0.arguments.values }
      + statistics.figures.compactMap { $0?.certainAmount == nil ? $0?.raw : $0?.note }
      + sections.flatMap { $0.paragraphs.map(\.text) + [$0.heading ?? ""] }
    // A narrow column breaks a long number.
    return said.contains { $0.filter { $0 != " " }.contains(String(number)) }
  }
}
