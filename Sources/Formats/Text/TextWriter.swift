import DocumentModel

/// Writes a document for a terminal: paragraphs as lines, tables drawn with lines and their merged cells.
enum TextWriter {
  /// Tables are no wider than this.
  static let maximumWidth = 110

  static func write(_ document: Document, _ options: WriteOptions) -> [UInt8] {
    var output = ""
    for block in document.blocks {
      switch block {
      case .heading(let paragraph, let level):
        let text = clean(paragraph.text)
        output +=
          level == 1
          ? "\(text)\n\(String(repeating: "═", count: DisplayWidth.width(text)))\n\n" : "\n\(text)\n\n"
      case .paragraph(let paragraph):
        output += (paragraph.style == .note ? "  " : "") + clean(paragraph.text) + "\n"
      case .table(let table):
        output += TableDrawing(table).text
        for note in table.notes { output += "  \(clean(note))\n" }
        output += "\n"
      }
    }
    return Array(output.utf8)
  }

  /// A text on one line, without anything that steers a terminal.
  private static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }
}

/// A table drawn with box characters.
struct TableDrawing {
  private let table: Table
  private let grid: TableGrid
  private var widths: [Int] = []

  init(_ table: Table) {
    self.table = table
    grid = TableGrid(table)
    widths = columnWidths()
  }

  private func cell(_ position: TableGrid.Position) -> Cell { table.rows[position.row].cells[position.cell] }

  private func isSame(_ left: TableGrid.Position?, _ right: TableGrid.Position?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left.row == right.row && left.cell == right.cell
  }

  /// Each column as wide as its widest cell, labels cut so that the table fits.
  private func columnWidths() -> [Int] {
    var widths = Array(repeating: 4, count: grid.columnCount)
    var labels = Array(repeating: 4, count: grid.columnCount)
    for row in grid.positions {
      for (column, position) in row.enumerated() {
        guard let position, position.isOrigin else { continue }
        let cell = cell(position)
        guard cell.columnSpan == 1 else { continue }
        let width = cell.text.split(separator: "\n").map { DisplayWidth.width($0) }.max() ?? 0
        if cell.isHeader {
          labels[column] = max(labels[column], width)
        } else {
          widths[column] = max(widths[column], width)
        }
      }
    }
    // Columns of figures are as wide as their figures need; labels share what is left.
    let figures = widths.indices.filter { column in
      grid.positions.contains { row in row[column].map { !cell($0).isHeader } ?? false }
    }
    let labelColumns = widths.indices.filter { !figures.contains($0) }
    for column in figures {
      widths[column] = max(widths[column], min(labels[column], labelColumns.isEmpty ? 14 : 8))
    }
    let left = TextWriter.maximumWidth - figures.reduce(0) { $0 + widths[$1] + 3 } - 1
    let share = max((left - 3 * labelColumns.count) / max(labelColumns.count, 1), 8)
    for column in labelColumns { widths[column] = min(labels[column], max(share, 12)) }
    // What one column leaves, the widest may take.
    let spare = left - labelColumns.reduce(0) { $0 + widths[$1] + 3 }
    if spare > 0, let widest = labelColumns.max(by: { labels[$0] - widths[$0] < labels[$1] - widths[$1] }) {
      widths[widest] = min(labels[widest], widths[widest] + spare)
    }
    return widths
  }

  private func width(from column: Int, count: Int) -> Int {
    widths[column..<min(column + count, widths.count)].reduce(0, +) + 3 * (count - 1)
  }

  /// How many columns a cell spans in the grid.
  private func span(_ row: Int, _ column: Int) -> Int {
    var end = column + 1
    while end < grid.columnCount, isSame(grid.positions[row][column], grid.positions[row][end]) { end += 1 }
    return end - column
  }

  var text: String {
    guard grid.columnCount > 0 else { return "" }
    let lines = grid.positions.indices.map { row in height(row) }
    var output = border(above: 0)
    for row in grid.positions.indices {
      for line in 0..<lines[row] { output += self.line(row, line, lines) }
      output += border(above: row + 1)
    }
    return output
  }

  /// The lines of a row: those of its own cells; a cell over several rows has all of theirs.
  private func height(_ row: Int) -> Int {
    var height = 1
    for (column, position) in grid.positions[row].enumerated() {
      guard let position, position.isOrigin else { continue }
      let cell = cell(position)
      let needed = DisplayWidth.wrapped(cell.text, to: width(from: column, count: span(row, column))).count
      let rows = max(min(cell.rowSpan, grid.positions.count - row), 1)
      height = max(height, rows == 1 ? needed : (needed - (rows - 1) + rows - 1) / rows)
    }
    return height
  }

  private func line(_ row: Int, _ line: Int, _ heights: [Int]) -> String {
    var output = "│"
    var column = 0
    while column < grid.columnCount {
      let count = span(row, column)
      let width = width(from: column, count: count)
      var text = ""
      var alignment = Cell.Alignment.center
      if let position = grid.positions[row][column] {
        let cell = cell(position)
        alignment = cell.alignment
        let lines = DisplayWidth.wrapped(cell.text, to: width)
        // Lines of the rows above that the cell spans, and of the borders between them.
        let offset = (position.row..<row).reduce(line) { $0 + heights[$1] + 1 }
        if offset < lines.count { text = lines[offset] }
      }
      output += " " + padded(text, to: width, alignment) + " │"
      column += count
    }
    return output + "\n"
  }

  private func padded(_ text: String, to width: Int, _ alignment: Cell.Alignment) -> String {
    let space = max(width - DisplayWidth.width(text), 0)
    let before =
      switch alignment {
      case .leading: 0
      case .center: space / 2
      case .trailing: space
      }
    return String(repeating: " ", count: before) + text + String(repeating: " ", count: space - before)
  }

  /// The line above a row, open where a cell goes through it.
  private func border(above row: Int) -> String {
    var output = ""
    for column in 0...grid.columnCount {
      let up = row > 0 && edge(row - 1, column)
      let down = row < grid.positions.count && edge(row, column)
      let left = column > 0 && isDrawn(row, column - 1)
      let right = column < grid.columnCount && isDrawn(row, column)
      output += Self.corner(up: up, down: down, left: left, right: right)
      if column < grid.columnCount {
        output += spanText(row, column)
      }
    }
    return output + "\n"
  }

  /// Whether a line stands left of a column in a row.
  private func edge(_ row: Int, _ column: Int) -> Bool {
    if column == 0 || column == grid.columnCount { return true }
    return !isSame(grid.positions[row][column - 1], grid.positions[row][column])
  }

  /// Whether the line above a row is drawn over a column.
  private func isDrawn(_ row: Int, _ column: Int) -> Bool {
    if row == 0 || row == grid.positions.count { return true }
    return !isSame(grid.positions[row - 1][column], grid.positions[row][column])
  }

  /// The line over one column, or the text of a cell that goes through it.
  private func spanText(_ row: Int, _ column: Int) -> String {
    String(repeating: isDrawn(row, column) ? "─" : " ", count: widths[column] + 2)
  }

  private static func corner(up: Bool, down: Bool, left: Bool, right: Bool) -> String {
    switch (up, down, left, right) {
    case (true, true, true, true): "┼"
    case (true, true, false, true): "├"
    case (true, true, true, false): "┤"
    case (false, true, true, true): "┬"
    case (true, false, true, true): "┴"
    case (false, true, false, true): "┌"
    case (false, true, true, false): "┐"
    case (true, false, false, true): "└"
    case (true, false, true, false): "┘"
    case (false, false, true, true): "─"
    case (true, true, false, false): "│"
    default: " "
    }
  }
}
