/// Columns for a terminal.
package enum TextColumns {
  /// Rows with each column padded to its widest text; the last is left as it is.
  package static func aligned(_ rows: [[TerminalText]]) -> [TerminalText] {
    let widths = widths(of: rows)
    return rows.map { row in
      row.enumerated().map { column, text in
        column == row.count - 1 ? text : text.padded(to: widths[column] + 2)
      }.joined()
    }
  }

  /// Rows whose first column stands at the left, and all others at the right.
  static func quoted(_ rows: [[TerminalText]]) -> [TerminalText] {
    let widths = widths(of: rows)
    return rows.map { row in
      row.enumerated().map { column, text in
        column == 0 ? text.padded(to: widths[0]) : "  \(text.padded(to: widths[column], atEnd: true))"
      }.joined().trimmed
    }
  }

  private static func widths(of rows: [[TerminalText]]) -> [Int] {
    rows.reduce(into: []) { widths, row in
      for (column, text) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], text.width)
      }
    }
  }
}
