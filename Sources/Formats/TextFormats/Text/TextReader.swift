import Core
import DocumentModel
import FormatKit
import TextKit

/// Reads plain text as people get it when they copy or convert a report: tables drawn with tabs or pipes, one
/// cell per line, or nothing but paragraphs.
///
/// Tables keep what the text still says of them. Rows that are lines or blank-line groups have a place of
/// their own; where only the order of cells is left, a table has one row and no grid.
enum TextReader {
  static func read(_ source: SourceBytes) throws(Refusal) -> Document {
    try TextSize.check(source)
    let decoded = DecodedText(source.bytes)
    var document = try document(decoded)
    document.findings += decoded.findings
    return document
  }

  static func document(
    _ decoded: DecodedText, maximumLines: Int = TextLine.maximumCount,
    limits: DocumentSize.Limits = DocumentSize.Limits()
  ) throws(Refusal) -> Document {
    let lines = try TextLine.lines(of: decoded.utf8, atMost: maximumLines)
    var builder = TextDocumentBuilder(
      text: decoded.utf8, limits: limits,
      byteOffset: decoded.encoding == .utf8 && decoded.replacementCount == 0
        ? decoded.byteOrderMarkLength : nil)
    let wrapped = WrappedLines(lines, in: decoded.utf8)
    var index = 0
    while index < lines.count {
      let line = lines[index]
      if let end = try builder.addDrawnTable(lines, from: index) {
        index = end
      } else if line.isTabbed, let end = try builder.addTabTable(lines, from: index) {
        index = end
      } else if line.pipeCount > 0 || builder.isLabel(lines, index),
        let end = try builder.addPipeTable(lines, from: index)
      {
        index = end
      } else {
        var end = index + 1
        while end < lines.count, wrapped.goesOn(lines[end - 1], lines[end]) { end += 1 }
        try builder.addParagraph(lines[index..<end])
        index = end
      }
    }
    return Document(builder.blocks, encoding: decoded.encoding.rawValue)
  }
}

/// Collects the blocks of a plain text.
struct TextDocumentBuilder {
  let text: [UInt8]
  /// What to add to an offset in `text` to get one in the file; nil where decoding came between.
  let byteOffset: Int?
  private(set) var blocks: [Block] = []
  private(set) var tableCount = 0
  private var size: DocumentSize

  init(text: [UInt8], limits: DocumentSize.Limits = DocumentSize.Limits(), byteOffset: Int?) {
    self.text = text
    size = DocumentSize(limits)
    self.byteOffset = byteOffset
  }

  mutating func addParagraph(_ line: TextLine) throws(Refusal) {
    if line.isBlank || isRule(line) { return }
    size.addParagraph(text: line.trimmed.count)
    try size.check()
    blocks.append(.paragraph(Paragraph(string(line.trimmed), place: place(line.number, line.trimmed))))
  }

  /// Adds a paragraph of lines that go on with one another.
  mutating func addParagraph(_ lines: ArraySlice<TextLine>) throws(Refusal) {
    guard let first = lines.first, let last = lines.last else { return }
    if lines.count == 1 { return try addParagraph(first) }
    let whole = first.trimmed.lowerBound..<last.trimmed.upperBound
    size.addParagraph(text: whole.count)
    try size.check()
    let paragraph = lines.reduce("") { paragraph, line in
      let part = string(line.trimmed)
      // Latin words were divided at a space.
      let isWord = paragraph.utf8.last.map { $0 | 0x20 >= 0x61 && $0 < 0x7B } ?? false
      return paragraph
        + (isWord && part.utf8.first.map { $0 | 0x20 >= 0x61 && $0 < 0x7B } ?? false ? " " : "") + part
    }
    blocks.append(.paragraph(Paragraph(paragraph, place: place(first.number, whole))))
  }

  mutating func addHeading(_ line: TextLine, content: Range<Int>, level: Int) throws(Refusal) {
    size.addParagraph(text: content.count)
    try size.check()
    blocks.append(.heading(Paragraph(string(content), place: place(line.number, content)), level: level))
  }

  /// Adds the blocks of a stretch of HTML, with their tables numbered among the others.
  mutating func add(_ html: [Block], _ size: DocumentSize) throws(Refusal) {
    self.size.add(size)
    try self.size.check()
    for block in html {
      guard case .table(var table) = block else {
        blocks.append(block)
        continue
      }
      tableCount += 1
      table.locateCells(table: tableCount)
      blocks.append(.table(table))
    }
  }

  /// Counts the cells that a table of these lines has at most, before any of them is made.
  mutating func count(_ lines: ArraySlice<TextLine>) throws(Refusal) {
    var isBetweenRows = true
    for line in lines {
      if line.isBlank, !line.isTabbed {
        isBetweenRows = true
        continue
      }
      // A cell a line has its rows between blank lines.
      let hasOneCell = line.tabCount == 1 && line.startsWithTab
      if isBetweenRows || !hasOneCell { size.addRow() }
      isBetweenRows = false
      size.add(cells: hasOneCell ? 1 : max(line.tabCount, line.pipeCount) + 1, text: line.trimmed.count)
      if size.isTooLarge { break }
    }
    try size.check()
  }

  /// Adds a table of a text, which has no grid.
  mutating func addTable(_ first: TextLine, headerRows: Int = 0, _ rows: (Self) -> [Row]) {
    tableCount += 1
    let place = Place(table: tableCount, line: first.number)
    blocks.append(.table(Table(rows: rows(self), headerRows: headerRows, hasGrid: false, place: place)))
  }

  // MARK: Drawings

  /// A line under a title, or what is left of a drawing.
  func isRule(_ line: TextLine) -> Bool {
    guard text[line.trimmed.lowerBound] == 0xE2 else { return false }
    return string(line.trimmed).unicodeScalars.allSatisfy { DrawnTable.isLine($0.value) || $0 == " " }
  }

  /// Adds the table whose upper border is a line.
  mutating func addDrawnTable(_ lines: [TextLine], from start: Int) throws(Refusal) -> Int? {
    let first = text[lines[start].trimmed]
    guard isUpperBorder(first) else { return nil }
    var end = start + 1
    // Where the next drawing begins this one has ended.
    while end < lines.count, text[lines[end].trimmed].first == 0xE2,
      !isUpperBorder(text[lines[end].trimmed])
    {
      end += 1
    }
    guard let drawing = DrawnTable(lines[start..<end].map { string($0.trimmed) }) else { return nil }
    let rows = drawing.rows(firstLine: lines[start].number)
    if rows.isEmpty { return nil }
    for row in rows {
      size.addRow()
      size.add(cells: row.cells.count, text: row.cells.reduce(0) { $0 + $1.text.utf8.count })
    }
    try size.check()
    tableCount += 1
    var table = Table(rows: rows, place: Place(line: lines[start].number))
    table.locateCells(table: tableCount)
    blocks.append(.table(table))
    return end
  }

  /// ┌ or ╔ before anything else.
  private func isUpperBorder(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: [0xE2, 0x94, 0x8C]) || line.starts(with: [0xE2, 0x95, 0x94])
  }

  // MARK: Tabs

  /// Adds the table that begins at a line with a tab.
  ///
  /// - Returns: the index of the first line after it, or nil where the line is a paragraph that was indented.
  mutating func addTabTable(_ lines: [TextLine], from start: Int) throws(Refusal) -> Int? {
    let first = lines[start]
    // One tab at the head of a long line of prose is an indent.
    if first.tabCount == 1, first.startsWithTab, first.trimmed.count > 300 { return nil }
    var end = start
    var lastTabbed = start
    var rowLines = 0
    var cellLines = 0
    while end < lines.count {
      let line = lines[end]
      if line.isTabbed {
        if line.tabCount == 1, line.startsWithTab { cellLines += 1 } else { rowLines += 1 }
        lastTabbed = end
        end += 1
      } else if line.isBlank || isPageNumber(line) {
        end += 1
      } else if end + 1 < lines.count, lines[end + 1].isTabbed, line.trimmed.count <= 60,
        end - lastTabbed <= 2
      {
        // The rest of a cell that was broken over lines: the next line goes on with the row.
        end += 1
      } else {
        break
      }
    }
    end = lastTabbed + 1
    try count(lines[start..<end])
    tableCount += 1
    let rows =
      cellLines > rowLines
      ? cellPerLineRows(lines[start..<end]) : rowPerLineRows(lines[start..<end])
    blocks.append(
      .table(Table(rows: rows, hasGrid: false, place: Place(table: tableCount, line: first.number))))
    return end
  }

  /// Layout (a): a cell a line behind a tab, a blank line between rows, merged cells as empty cells.
  private func cellPerLineRows(_ lines: ArraySlice<TextLine>) -> [Row] {
    var rows: [Row] = []
    var cells: [Cell] = []
    func rowNumber() -> Int { rows.count + 1 }
    func closeRow() {
      if cells.isEmpty { return }
      rows.append(Row(cells, place: Place(table: tableCount, row: rowNumber(), line: cells[0].place?.line)))
      cells = []
    }
    var index = lines.startIndex
    while index < lines.endIndex {
      let line = lines[index]
      if line.isTabbed {
        if line.tabCount == 1, line.startsWithTab {
          cells.append(cell(line, line.trimmed, row: rowNumber(), column: cells.count + 1))
        } else {
          for content in fields(line).dropFirst(line.startsWithTab ? 1 : 0) {
            cells.append(cell(line, content, row: rowNumber(), column: cells.count + 1))
          }
        }
      } else if line.isBlank {
        let next = index + 1
        let continues =
          next < lines.endIndex && !lines[next].isTabbed && !lines[next].isBlank && !isPageNumber(lines[next])
          && cells.last.map { hasLetters($0.text) } ?? false && !startsSection(lines[next])
        if !continues { closeRow() }
      } else if !isPageNumber(line) {
        // A figure does not go on with words: they are a row of their own, as a heading between tables is.
        if let last = cells.indices.last, hasLetters(cells[last].text) {
          cells[last].text += "\n" + string(line.trimmed)
        } else {
          closeRow()
          cells = [cell(line, line.trimmed, row: rowNumber(), column: 1)]
          closeRow()
        }
      }
      index += 1
    }
    closeRow()
    return rows
  }

  /// Whether a cell is more than a figure.
  func hasLetters(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.properties.isAlphabetic && !("０"..."９").contains($0) }
  }

  /// 一、 at the head of a line.
  private func startsSection(_ line: TextLine) -> Bool {
    let head = string(line.trimmed.lowerBound..<min(line.trimmed.lowerBound + 9, line.trimmed.upperBound))
      .unicodeScalars
    guard let mark = head.firstIndex(of: "、"), mark > head.startIndex else { return false }
    return head[..<mark].allSatisfy { ChineseNumeral.ordinal($0.value) != nil }
  }

  /// Layout (e): a row a line, cells separated by tabs.
  private func rowPerLineRows(_ lines: ArraySlice<TextLine>) -> [Row] {
    var rows: [Row] = []
    for line in lines where !line.isBlank && !isPageNumber(line) {
      let number = rows.count + 1
      // A line without a tab is a row of one merged cell, such as a heading between blocks.
      let parts = line.isTabbed ? fields(line) : [line.trimmed]
      let cells = parts.enumerated().map { column, content in
        cell(line, content, row: number, column: column + 1)
      }
      rows.append(Row(cells, place: Place(table: tableCount, row: number, line: line.number)))
    }
    return rows
  }

  /// `- 3 -` or `— 3 —` alone on a line.
  func isPageNumber(_ line: TextLine) -> Bool {
    if line.trimmed.isEmpty || line.trimmed.count > 14 || line.pipeCount > 0 { return false }
    var digits = 0
    var dashes = 0
    for scalar in String(decoding: text[line.trimmed], as: UTF8.self).unicodeScalars {
      switch scalar {
      case "0"..."9": digits += 1
      case "-", "—", "–", "－", "─": dashes += 1
      case " ", "\u{3000}": break
      default: return false
      }
    }
    return (1...3).contains(digits) && dashes >= 2
  }

  // MARK: Parts

  func cell(_ line: TextLine, _ content: Range<Int>, row: Int, column: Int) -> Cell {
    var place = place(line.number, content)
    place.table = tableCount
    place.row = row
    place.column = column
    return Cell(string(content), place: place)
  }

  private func place(_ line: Int, _ content: Range<Int>) -> Place {
    Place(
      line: line,
      bytes: byteOffset.map { content.lowerBound + $0..<content.upperBound + $0 })
  }

  /// The trimmed parts of a line between tabs.
  private func fields(_ line: TextLine) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = line.bytes.lowerBound
    for index in line.bytes where text[index] == UInt8(ascii: "\t") {
      parts.append(trimmed(start..<index))
      start = index + 1
    }
    parts.append(trimmed(start..<line.bytes.upperBound))
    return parts
  }

  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, text[lower] == UInt8(ascii: " ") || text[lower] == UInt8(ascii: "\t") { lower += 1 }
    while upper > lower, text[upper - 1] == UInt8(ascii: " ") || text[upper - 1] == UInt8(ascii: "\t") {
      upper -= 1
    }
    return lower..<upper
  }

  func string(_ range: Range<Int>) -> String {
    text.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
  }
}
