import Core
import DocumentModel

/// Makes paragraphs and tables of a sheet. Rows of two and more filled cells are a table; a row with a single
/// one is a line of text, unless it stands between the rows of a table and looks like one of them.
///
/// Recognition takes labels as they come, in tables and in text: what is decided here is where a table's
/// columns begin and end, and which lines are prose.
package struct SheetBlocks {
  /// Empty rows within a table.
  private static let largestGap = 2
  private static let longestHeading = 60

  private let layout: SheetLayout
  private let page: Int?
  private let standsForFigure: (String) -> Bool
  private var kinds: [Kind] = []

  private enum Kind {
    case table, single, form, empty
  }

  private init(_ layout: SheetLayout, page: Int?, standsForFigure: @escaping (String) -> Bool) {
    self.layout = layout
    self.page = page
    self.standsForFigure = standsForFigure
    kinds = layout.rows.indices.map(kind)
  }

  /// - Parameter standsForFigure: whether a text without a number at its beginning stands in the place of a figure.
  package static func blocks(
    of layout: SheetLayout, page: Int?, standsForFigure: @escaping (String) -> Bool = { _ in false }
  ) -> [Block] {
    SheetBlocks(layout, page: page, standsForFigure: standsForFigure).blocks()
  }

  private var rows: [SheetLayout.Row] { layout.rows }

  // MARK: Rows

  private func kind(_ index: Int) -> Kind {
    let row = layout.rows[index]
    if row.items.contains(where: { $0.role == .entry }) { return .table }
    let filled = row.filled
    if filled.isEmpty { return .empty }
    // What stands beside a cell merged over several rows is a row, however little it is.
    if !row.covered.isEmpty { return .table }
    if filled.count > 1 { return isForm(filled) ? .form : .table }
    if filled[0].rowSpan > 1, index + 1 < layout.rows.count, layout.rows[index + 1].filledCount > 0 {
      return .table
    }
    return .single
  }

  /// 单位负责人：某某, in one cell or in two: nothing but keys and what is filled in behind them.
  private func isForm(_ items: [SheetLayout.Item]) -> Bool {
    var isAfterKey = false
    for item in items {
      if let colon = SheetText.colon(item.text) {
        isAfterKey = colon == .atEnd
      } else if isAfterKey {
        isAfterKey = false
      } else {
        return false
      }
    }
    return SheetText.colon(items[0].text) != nil
  }

  private func gap(_ first: Int, _ second: Int) -> Int {
    rows[second].seenNumber - rows[first].seenNumber - 1
  }

  /// A figure, or what stands in the place of one.
  private func isFigure(_ item: SheetLayout.Item) -> Bool {
    item.isUnreadable || SheetText.isFigure(item.text, standsForFigure)
  }

  /// Words of at least so many characters, and no figure.
  private func isLabel(_ item: SheetLayout.Item, letters least: Int = 2) -> Bool {
    SheetText.hasWords(item.text, letters: least) && !isFigure(item)
  }

  // MARK: Blocks

  private func blocks() -> [Block] {
    var blocks: [Block] = []
    var index = 0
    for table in tables() {
      for row in index..<table.lowerBound { appendParagraphs(row, to: &blocks) }
      blocks.append(.table(self.table(table)))
      index = table.upperBound
    }
    for row in index..<rows.count { appendParagraphs(row, to: &blocks) }
    return blocks
  }

  /// The rows of each table.
  private func tables() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var index = 0
    while index < rows.count {
      guard kinds[index] == .table else {
        index += 1
        continue
      }
      var range = index..<index + 1
      var headings: [Int] = []
      while let next = rowAfter(range) {
        for row in range.upperBound..<next where kinds[row] == .single { headings.append(row) }
        range = range.lowerBound..<next + 1
      }
      extendDownwards(&range)
      extendUpwards(&range, notBelow: result.last?.upperBound ?? 0, headings)
      result.append(range)
      index = range.upperBound
    }
    return result
  }

  /// The next row of several cells that a table goes on with; nil where it ends.
  private func rowAfter(_ range: Range<Int>) -> Int? {
    let last = range.upperBound - 1
    var next = range.upperBound
    while next < rows.count, kinds[next] != .table {
      if kinds[next] == .form { return nil }
      next += 1
    }
    guard next < rows.count else { return nil }
    if next == last + 1 { return gap(last, next) <= Self.largestGap ? next : nil }
    for row in last + 1...next where gap(row - 1, row) > 0 { return nil }
    for row in last + 1..<next where kinds[row] == .single {
      if !staysInTable(row, before: next, in: range) { return nil }
    }
    return next
  }

  /// Whether a line between rows of a table is one of them: the heading of a block, a row without figures.
  private func staysInTable(_ row: Int, before next: Int, in range: Range<Int>) -> Bool {
    guard let item = rows[row].filled.first, item.role == .plain else { return false }
    let limit = rows[row].borderedCells > 1 ? 2 * Self.longestHeading : Self.longestHeading
    guard item.text.unicodeScalars.count <= limit, !SheetText.isSentence(item.text) else { return false }
    guard SheetText.isSectionHeading(item.text) else { return true }
    // A row that is not filled in yet has borders around what is to stand behind its label.
    if rows[row].borderedCells > item.columnSpan, item.columns.upperBound < columns(of: range).upperBound {
      return true
    }
    // 三、… before the header of another table begins a section; before a row of the same table it is a row.
    let items = rows[next].filled
    if items.contains(where: { SheetText.isNumber($0.text) }) { return true }
    // Units have two characters at most.
    return !items.dropFirst().contains { $0.columnSpan > 1 || isLabel($0, letters: 3) }
  }

  /// Last rows without figures: their borders say that they are rows, or the heading that follows at once.
  private func extendDownwards(_ range: inout Range<Int>) {
    let columns = columns(of: range)
    while isLastRow(range.upperBound, columns) { range = range.lowerBound..<range.upperBound + 1 }
  }

  private func isLastRow(_ row: Int, _ columns: Range<Int>) -> Bool {
    guard row < rows.count, kinds[row] == .single, gap(row - 1, row) == 0,
      let item = rows[row].filled.first, item.role == .plain,
      item.column == columns.lowerBound, item.columns.upperBound < columns.upperBound,
      item.text.unicodeScalars.count <= Self.longestHeading, !SheetText.isSentence(item.text),
      !SheetText.isSectionHeading(item.text), SheetText.colon(item.text) == nil
    else { return false }
    if rows[row].borderedCells > 1 { return true }
    return row + 1 < rows.count && kinds[row + 1] == .single && gap(row, row + 1) == 0
      && SheetText.isSectionHeading(rows[row + 1].filled.first?.text ?? "")
  }

  /// From the first to the last column of some rows.
  private func columns(of range: Range<Int>) -> Range<Int> {
    var first = Int.max
    var end = 0
    for row in range {
      for item in rows[row].items {
        first = min(first, item.column)
        end = max(end, item.columns.upperBound)
      }
    }
    return min(first, end)..<end
  }

  /// A heading over the first block, known by those over the others: 第二十条第（一）项 and 第二十条第（五）项.
  private func extendUpwards(_ range: inout Range<Int>, notBelow lowest: Int, _ headings: [Int]) {
    let beginnings = Set(headings.compactMap { SheetText.beginning(rows[$0].filled.first?.text ?? "") })
    while range.lowerBound > lowest, kinds[range.lowerBound - 1] == .single,
      gap(range.lowerBound - 1, range.lowerBound) == 0,
      let item = rows[range.lowerBound - 1].filled.first, item.role == .plain,
      !SheetText.isSectionHeading(item.text), let beginning = SheetText.beginning(item.text),
      beginnings.contains(beginning)
    {
      range = range.lowerBound - 1..<range.upperBound
    }
  }

  // MARK: Paragraphs

  private func appendParagraphs(_ index: Int, to blocks: inout [Block]) {
    let row = rows[index]
    var texts: [(text: String, item: SheetLayout.Item)] = []
    for item in row.filled where item.role != .ownNote {
      if let last = texts.last, SheetText.colon(last.text) == .atEnd {
        texts[texts.count - 1].text += item.text
      } else {
        texts.append((item.text, item))
      }
    }
    for (text, item) in texts {
      for line in SheetText.lines(text) {
        let place = place(row, item)
        if case .heading(let level) = item.role {
          blocks.append(.heading(Paragraph(line, place: place), level: level))
        } else {
          for part in SheetText.keys(in: line) { blocks.append(.paragraph(Paragraph(part, place: place))) }
        }
      }
    }
  }

  private func place(_ row: SheetLayout.Row, _ item: SheetLayout.Item) -> Place {
    Place(
      page: page, row: row.number, column: item.sheetColumn, line: item.line > 0 ? item.line : nil)
  }

  // MARK: Tables

  private func table(_ range: Range<Int>) -> Table {
    let columns = columns(of: range)
    let labels = lastLabelColumns(range)
    var result: [DocumentModel.Row] = []
    result.reserveCapacity(range.count)
    for row in range {
      let cells = cells(row, columns, in: range, labels: labels[row - range.lowerBound])
      result.append(Row(cells, place: Place(page: page, row: rows[row].number)))
    }
    return Table(rows: result, place: Place(page: page, row: rows[range.lowerBound].number))
  }

  private func cells(_ index: Int, _ columns: Range<Int>, in table: Range<Int>, labels: Int) -> [Cell] {
    let row = rows[index]
    var cells: [Cell] = []
    cells.reserveCapacity(row.items.count)
    var next = 0
    var nextCovered = 0
    var column = columns.lowerBound
    var afterLabel = false
    while column < columns.upperBound {
      if next < row.items.count, row.items[next].column == column {
        let item = row.items[next]
        next += 1
        cells.append(
          Cell(
            item.isUnreadable ? .unreadable(item.text) : .text(item.text),
            rowSpan: min(item.rowSpan, table.upperBound - index), columnSpan: item.columnSpan,
            place: place(row, item)))
        column += item.columnSpan
        afterLabel = item.isFilled && item.rowSpan == 1
        continue
      }
      while nextCovered < row.covered.count, row.covered[nextCovered].column < column { nextCovered += 1 }
      if nextCovered < row.covered.count, row.covered[nextCovered].column == column,
        row.covered[nextCovered].from >= table.lowerBound
      {
        afterLabel = false
      } else if afterLabel, column <= labels, labels + 2 < columns.upperBound,
        !hasItem(row, next, upTo: labels)
      {
        // The label's own, although nobody merged the cells: no figure was left out here. Where there is but
        // one column of figures nothing can be moved.
        cells[cells.count - 1].columnSpan += 1
      } else {
        cells.append(
          Cell("", place: Place(page: page, row: row.number, column: layout.columns[column])))
        afterLabel = false
      }
      column += 1
    }
    return cells
  }

  private func hasItem(_ row: SheetLayout.Row, _ next: Int, upTo column: Int) -> Bool {
    next < row.items.count && row.items[next].column <= column
  }

  /// What is known of the columns of rows that stand under one header.
  private struct Part {
    /// The columns of the headers, those of the first column left out.
    var headers: [Int] = []
    /// Columns of words before figures.
    var labels: Set<Int> = []
    var firstFigure: Int?

    /// The last column before any figure, -1 where there is none.
    var lastLabel: Int {
      guard let firstFigure else { return -1 }
      return min(firstFigure, headers.filter { !labels.contains($0) }.min() ?? firstFigure) - 1
    }

    mutating func add(_ items: [SheetLayout.Item], of sheet: SheetBlocks) {
      guard let label = items.firstIndex(where: { sheet.isLabel($0) }) else { return }
      // Numbers before the label number the row.
      if let figure = items[label...].firstIndex(where: sheet.isFigure) {
        labels.formUnion(items[..<figure].map(\.column))
        firstFigure = min(firstFigure ?? items[figure].column, items[figure].column)
      } else if firstFigure == nil {
        headers += items.dropFirst().map(\.column)
      }
    }

    /// Whether a row has words in the columns of figures, and no figures: another header.
    func isHeader(_ items: [SheetLayout.Item], of sheet: SheetBlocks) -> Bool {
      guard let firstFigure, !items.contains(where: sheet.isFigure) else { return false }
      return items.contains { $0.column >= firstFigure && sheet.isLabel($0) }
    }
  }

  /// For each row of a table the last column of labels, -1 where there is none. A table that goes on under
  /// another header has its own.
  private func lastLabelColumns(_ range: Range<Int>) -> [Int] {
    var result: [Int] = []
    var part = Part()
    var count = 0
    for row in range {
      let filled = rows[row].filled
      if part.isHeader(filled, of: self) {
        result += Array(repeating: part.lastLabel, count: count)
        part = Part()
        count = 0
      }
      part.add(filled, of: self)
      count += 1
    }
    return result + Array(repeating: part.lastLabel, count: count)
  }
}
