import DocumentModel

/// Writes Markdown with pipe tables.
///
/// Pipe tables know no merged cells: a label over several rows is repeated in each, so that every row can be
/// read by itself; a cell over several columns is followed by empty ones.
enum MarkdownWriter {
  static func write(_ document: Document, _ options: WriteOptions) -> [UInt8] {
    var output = ""
    for block in document.blocks {
      if !output.isEmpty { output += "\n" }
      switch block {
      case .heading(let paragraph, let level):
        output += String(repeating: "#", count: min(max(level, 1), 6)) + " " + inline(paragraph.text) + "\n"
      case .paragraph(let paragraph):
        output += (paragraph.style == .note ? "> " : "") + paragraphText(paragraph.text) + "\n"
      case .table(let table):
        output += pipes(table)
        for note in table.notes { output += "\n> \(inline(note))\n" }
      }
    }
    return Array(output.utf8)
  }

  private static func pipes(_ table: Table) -> String {
    let grid = TableGrid(table)
    guard grid.columnCount > 0 else { return "" }
    var output = ""
    for (row, positions) in grid.positions.enumerated() {
      output += "|"
      for position in positions {
        var text = ""
        if let position {
          let cell = table.rows[position.row].cells[position.cell]
          let repeats =
            position.row < row && row >= table.headerRows && isFirstColumn(position, row, positions)
          if position.isOrigin || repeats { text = cellText(cell.text) }
        }
        output += " \(text) |"
      }
      output += "\n"
      if row == 0 { output += "|" + String(repeating: " --- |", count: grid.columnCount) + "\n" }
    }
    return output
  }

  /// Whether a position is the first of its cell in a row that the cell did not begin in.
  private static func isFirstColumn(
    _ position: TableGrid.Position, _ row: Int, _ positions: [TableGrid.Position?]
  ) -> Bool {
    guard let first = positions.firstIndex(where: { $0?.row == position.row && $0?.cell == position.cell })
    else {
      return false
    }
    return positions[first] == position
  }

  private static func cellText(_ text: String) -> String {
    inline(text).split(separator: "\n").joined(separator: " ")
  }

  /// A paragraph, with what would begin a block escaped.
  private static func paragraphText(_ text: String) -> String {
    let escaped = inline(text)
    guard let first = escaped.unicodeScalars.first, "#>-+=\t".unicodeScalars.contains(first) else {
      return escaped
    }
    return "\\" + escaped
  }

  private static func inline(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|", "\\", "<", "*", "_", "`", "[":
        result.append("\\")
        result.append(scalar)
      case "\n", "\r": result.append(" ")
      default: if scalar.value >= 0x20 || scalar == "\t" { result.append(scalar) }
      }
    }
    return String(result)
  }
}
