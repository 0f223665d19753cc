import Core
import DocumentModel

/// Tables whose cells are divided by bars, in layouts (c) and (d), and what lies between: rows that go on over
/// lines, bars before or behind the cells or on lines of their own.
extension TextDocumentBuilder {
  /// Whether a line is the label of a row whose figures follow below it, with a bar for each.
  func isLabel(_ lines: [TextLine], _ index: Int) -> Bool {
    let next = index + 1
    guard next < lines.count, lines[next].pipeCount > 0, lines[index].pipeCount == 0, !lines[index].isBlank,
      !lines[index].isTabbed, lines[index].trimmed.count <= 150
    else { return false }
    return bars(lines[next]).allSatisfy { !hasLetters(string($0)) }
  }

  /// Adds the table that begins at a line with a bar.
  mutating func addPipeTable(_ lines: [TextLine], from start: Int) throws(Refusal) -> Int? {
    let isCellPerLine = isCellPerLine(lines, from: start)
    guard let end = end(of: lines, from: start, isCellPerLine) else { return nil }
    let range = lines[start..<end]
    try count(range)
    if isCellPerLine {
      addTable(lines[start]) { [$0.cellsBeforePipes(range)] }
    } else {
      let headerRows = pipeRows(range).headerRows
      addTable(lines[start], headerRows: headerRows) { $0.pipeRows(range).rows }
    }
    return end
  }

  // MARK: Extent

  /// Whether lines hold a cell each; `text | ||` is a cell and the columns that it is merged with. A row may
  /// begin with its label and first figure in one line.
  private func isCellPerLine(_ lines: [TextLine], from start: Int) -> Bool {
    var (single, several) = (0, 0)
    var widths: [Int: Int] = [:]
    // The first lines tell; a file of many small tables is not read to its end for each.
    for (offset, line) in lines[start...].prefix(600).enumerated() {
      if line.isBlank || isPageNumber(line) || isRule(line) {
        if line.isBlank, several > single { break }
        continue
      }
      guard line.pipeCount > 0 else {
        let next = start + offset + 1
        if offset == 0 || several == 0, next < lines.count, lines[next].pipeCount > 0 { continue }
        break
      }
      widths[line.pipeCount, default: 0] += 1
      if bars(line).count(where: { !$0.isEmpty }) > 1 { several += 1 } else { single += 1 }
    }
    if several == 0 { return true }
    let usual = widths.filter { $0.key >= 3 }.map(\.value).max() ?? 0
    return single >= 2 * several && 5 * usual < 3 * (single + several)
  }

  /// The index after the last line of a table; nil where there is none.
  private func end(of lines: [TextLine], from start: Int, _ isCellPerLine: Bool) -> Int? {
    var end = start
    var last = start
    var pipeLines = 0
    while end < lines.count {
      let line = lines[end]
      if line.isBlank || isPageNumber(line) || line.pipeCount == 0 && isRule(line) {
        // A blank line ends a table of rows; cells that stand one a line may be apart.
        if line.isBlank, !isCellPerLine { break }
        end += 1
      } else if line.pipeCount > 0 {
        pipeLines += 1
        last = end
        end += 1
      } else if end == start
        || isCellPerLine && end + 1 < lines.count && lines[end + 1].pipeCount > 0 && line.trimmed.count <= 150
        || isCellPerLine && isBrokenCell(lines, end)
        || !isCellPerLine && goesOn(lines, end)
      {
        end += 1
      } else {
        break
      }
    }
    // A pipe in the middle of a sentence is no table.
    if pipeLines == 1, !startsWithBar(lines[last]), lines[last].trimmed.count > 200,
      bars(lines[last]).count(where: { !$0.isEmpty }) > 1
    {
      return nil
    }
    return last + 1
  }

  /// Whether short words between two bars are one cell over several lines.
  private func isBrokenCell(_ lines: [TextLine], _ index: Int) -> Bool {
    guard let before = lines[..<index].last(where: { !$0.isBlank }), before.pipeCount > 0 else {
      return false
    }
    for line in lines[index...].prefix(6) where !line.isBlank {
      if line.pipeCount > 0 { return true }
      // A heading ends the table.
      let first = string(line.trimmed).unicodeScalars
      guard line.trimmed.count <= 30, !line.isTabbed, !first.contains("、"), !first.contains("。") else {
        return false
      }
    }
    return false
  }

  /// Whether a line without a bar is the middle of a row that has bars at both ends.
  private func goesOn(_ lines: [TextLine], _ index: Int) -> Bool {
    guard index > 0, lines[index - 1].pipeCount > 0 || index > 1 && lines[index - 2].pipeCount > 0,
      !endsWithBar(lines[index - 1])
    else { return false }
    for line in lines[(index + 1)...].prefix(3) where !line.isBlank && line.pipeCount > 0 {
      return !startsWithBar(line) && endsWithBar(line)
    }
    return false
  }

  // MARK: Cells

  /// Layout (c): each bar ends a cell; where rows end is not said.
  private func cellsBeforePipes(_ lines: ArraySlice<TextLine>) -> Row {
    var cells: [Cell] = []
    var pending: Cell?
    var endsWithLoneBar = false
    // `| 25` has its bar before it: the last one of a row may have nothing behind it.
    let areBarsBefore =
      lines.contains { startsWithBar($0) && !endsWithBar($0) }
      && !lines.contains { endsWithBar($0) && $0.pipeCount == 1 && bars($0).contains { !$0.isEmpty } }
    func close() {
      if let cell = pending { cells.append(cell) }
      pending = nil
    }
    func endRow(_ line: TextLine) {
      if pending == nil, areBarsBefore, endsWithLoneBar {
        cells.append(
          cell(line, line.bytes.lowerBound..<line.bytes.lowerBound, row: 1, column: cells.count + 1))
      }
      close()
    }
    for line in lines where !line.isBlank && !isPageNumber(line) && (line.pipeCount > 0 || !isRule(line)) {
      let content = bars(line)
      // Words do not go on with a figure, nor a figure with words; a remark in brackets does.
      let isLabel = line.pipeCount == 0 && hasLetters(string(line.trimmed)) && !startsWithRemark(line.trimmed)
      if isLabel, pending.map({ !hasLetters($0.text) }) ?? true { endRow(line) }
      for (index, part) in content.enumerated() {
        if !part.isEmpty {
          if index == 0, let text = pending?.text, hasLetters(text), !hasLetters(string(part)) {
            close()
          }
          if pending == nil {
            pending = cell(line, part, row: 1, column: cells.count + 1)
          } else {
            pending?.text += "\n" + string(part)
          }
        }
        if index < content.count - 1 {
          cells.append(pending ?? cell(line, part, row: 1, column: cells.count + 1))
          pending = nil
        }
      }
      endsWithLoneBar = line.trimmed.count == 1 || line.trimmed.count == 3 && line.pipeCount == 1
    }
    if let line = lines.last { endRow(line) }
    return Row(cells, place: cells.first?.place)
  }

  /// （其中修订16件）, and not （二）, which numbers a row.
  private func startsWithRemark(_ range: Range<Int>) -> Bool {
    let scalars = string(range).unicodeScalars
    guard let first = scalars.first, "（([［".unicodeScalars.contains(first) else { return false }
    let number = scalars.dropFirst().prefix { $0 != "）" && $0 != ")" }
    return !number.allSatisfy { ("0"..."9").contains($0) || ChineseNumeral.ordinal($0.value) != nil }
  }

  // MARK: Rows

  /// Layout (d): a row a line, with or without outer bars, Markdown's separator line left out. A row whose
  /// cells go on in the next line is one row.
  private func pipeRows(_ lines: ArraySlice<TextLine>) -> (rows: [Row], headerRows: Int) {
    var rows: [Row] = []
    var headerRows = 0
    // Whether the last line left its row open, which bars at both ends of the others show.
    var isOpen = false
    let width = lines.map { cells(of: $0, row: 0).count }.max() ?? 0
    for line in lines where !line.isBlank && !isPageNumber(line) && (line.pipeCount > 0 || !isRule(line)) {
      if isMarkdownSeparator(line) {
        headerRows = max(headerRows, rows.count)
        continue
      }
      let number = rows.count + 1
      var next = cells(of: line, row: number)
      if isOpen, !startsWithBar(line), let row = rows.indices.last, let cell = rows[row].cells.indices.last {
        rows[row].cells[cell].text += "\n" + next.removeFirst().text
        rows[row].cells += next
      } else if let row = rows.indices.last, continues(rows[row].cells, next, width, lines.count) {
        rows[row].cells += next
      } else {
        rows.append(Row(next, place: Place(table: tableCount, row: number, line: line.number)))
      }
      isOpen = line.pipeCount == 0 ? isOpen : !endsWithBar(line) && (isOpen || startsWithBar(line))
    }
    return (rows, headerRows)
  }

  /// Whether a line of figures is the rest of a row that its label began.
  private func continues(_ row: [Cell], _ next: [Cell], _ width: Int, _ lineCount: Int) -> Bool {
    guard let first = row.first, hasLetters(first.text), row.count > 1, row.count < TableGrid.maximumColumns,
      row.dropFirst().allSatisfy({ !hasLetters($0.text) }),
      row.dropFirst().contains(where: { !$0.text.isEmpty }),
      next.contains(where: { !$0.text.isEmpty }), next.allSatisfy({ !hasLetters($0.text) })
    else { return false }
    return row.count + next.count <= (lineCount <= 2 ? 9 : min(width, TableGrid.maximumColumns))
  }

  private func cells(of line: TextLine, row: Int) -> [Cell] {
    var content = bars(line)[...]
    if startsWithBar(line) { content = content.dropFirst() }
    if content.count > 1 || !startsWithBar(line), endsWithBar(line) { content = content.dropLast() }
    return content.enumerated().map { cell(line, $1, row: row, column: $0 + 1) }
  }

  private func isMarkdownSeparator(_ line: TextLine) -> Bool {
    var dashes = 0
    for byte in text[line.trimmed] {
      switch byte {
      case UInt8(ascii: "-"): dashes += 1
      case UInt8(ascii: "|"), UInt8(ascii: ":"), UInt8(ascii: " "): break
      default: return false
      }
    }
    // A row of placeholders has one dash a cell, a separator at least two.
    return dashes >= 2 * max(line.pipeCount - 1, 1)
  }

  // MARK: Bars

  private func startsWithBar(_ line: TextLine) -> Bool {
    barLength(line.trimmed.lowerBound, line) > 0
  }

  private func endsWithBar(_ line: TextLine) -> Bool {
    let end = line.trimmed.upperBound
    guard end > line.trimmed.lowerBound else { return false }
    return barLength(end - 1, line) == 1
      || end - 3 >= line.trimmed.lowerBound && barLength(end - 3, line) == 3
  }

  /// How many bytes of a bar begin at an index; a backslash escapes an ASCII one.
  private func barLength(_ index: Int, _ line: TextLine) -> Int {
    guard index < line.bytes.upperBound else { return 0 }
    if text[index] == UInt8(ascii: "|") {
      return index > line.bytes.lowerBound && text[index - 1] == UInt8(ascii: "\\") ? 0 : 1
    }
    guard line.hasWideBars, text[index] == 0xE2 || text[index] == 0xEF, index + 2 < line.bytes.upperBound,
      TextLine.isWideBar(text[index], text[index + 1], text[index + 2])
    else { return 0 }
    return 3
  }

  /// The trimmed parts of a line between bars.
  private func bars(_ line: TextLine) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = line.bytes.lowerBound
    var index = start
    while index < line.bytes.upperBound {
      let length = barLength(index, line)
      if length > 0 {
        parts.append(trimmed(start..<index))
        start = index + length
      }
      index += max(length, 1)
    }
    parts.append(trimmed(start..<line.bytes.upperBound))
    return parts
  }
}
