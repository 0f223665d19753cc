import DocumentModel
import FormatKit
import TextKit

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
        output += String(repeating: "#", count: min(max(level, 1), 6)) + " " + inline(paragraph.line) + "\n"
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
      for (column, position) in positions.enumerated() {
        var text = ""
        if let position, position.isOrigin || row >= table.headerRows {
          // The first column of a cell has its text, in the body in each of its rows.
          let before = column > 0 ? positions[column - 1] : nil
          if before?.row != position.row || before?.cell != position.cell {
            text = inline(table.rows[position.row].cells[position.cell].text)
          }
        }
        output += " \(text) |"
      }
      output += "\n"
      if row == 0 { output += "|" + String(repeating: " --- |", count: grid.columnCount) + "\n" }
    }
    return output
  }

  /// A paragraph, with what would begin a block of another kind escaped.
  private static func paragraphText(_ text: String) -> String {
    let escaped = inline(text)
    guard let first = escaped.first else { return "" }
    if "#>-+=".contains(first) { return "\\" + escaped }
    // `1.` and `1)` would begin a list.
    let digits = escaped.prefix { $0.isASCII && $0.isNumber }
    let rest = escaped[digits.endIndex...]
    if !digits.isEmpty, let mark = rest.first, mark == "." || mark == ")" {
      return digits + "\\" + rest
    }
    return escaped
  }

  /// A text on one line, every character that Markdown could take for its own escaped. Spaces at its ends
  /// would make code of it, or be lost.
  private static func inline(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in PrintableText.cleaned(text).unicodeScalars {
      switch scalar {
      case "|", "\\", "<", "*", "_", "`", "[", "&", "~":
        result.append("\\")
        result.append(scalar)
      case " ": if !result.isEmpty { result.append(scalar) }
      default: result.append(scalar)
      }
    }
    while result.last == " " { result.removeLast() }
    return String(result)
  }
}
