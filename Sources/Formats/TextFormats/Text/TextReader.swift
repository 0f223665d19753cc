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
  static let maximumLines = 2_000_000

  static func read(_ source: SourceBytes) throws(Refusal) -> Document {
    let decoded = DecodedText(source.bytes)
    var document = try document(decoded)
    document.findings += decoded.findings
    return document
  }

  static func document(
    _ decoded: DecodedText, maximumLines: Int = maximumLines
  ) throws(Refusal) -> Document {
    let lines = TextLine.lines(of: decoded.utf8)
    guard lines.count <= maximumLines else {
      throw Refusal(.input, .tooManyLines(lines.count, limit: maximumLines))
    }
    var builder = TextDocumentBuilder(
      text: decoded.utf8,
      byteOffset: decoded.encoding == .utf8 && decoded.replacementCount == 0
        ? decoded.byteOrderMarkLength : nil)
    var index = 0
    while index < lines.count {
      let line = lines[index]
      if let end = builder.addDrawnTable(lines, from: index) {
        index = end
      } else if line.isTabbed, let end = builder.addTabTable(lines, from: index) {
        index = end
      } else if line.pipeCount > 0, let end = builder.addPipeTable(lines, from: index) {
        index = end
      } else {
        builder.addParagraph(line)
        index += 1
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
  private var tableCount = 0

  init(text: [UInt8], byteOffset: Int?) {
    self.text = text
    self.byteOffset = byteOffset
  }

  mutating func addParagraph(_ line: TextLine) {
    if line.isBlank || isRule(line) { return }
    blocks.append(.paragraph(Paragraph(string(line.trimmed), place: place(line.number, line.trimmed))))
  }

  mutating func addHeading(_ line: TextLine, content: Range<Int>, level: Int) {
    blocks.append(.heading(Paragraph(string(content), place: place(line.number, content)), level: level))
  }

  /// Adds the blocks of a stretch of HTML, with their tables numbered among the others.
  mutating func add(_ html: [Block]) {
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

  // MARK: Drawings

  /// A line under a title, or what is left of a drawing.
  private func isRule(_ line: TextLine) -> Bool {
    guard text[line.trimmed.lowerBound] == 0xE2 else { return false }
    return string(line.trimmed).unicodeScalars.allSatisfy { DrawnTable.isLine($0.value) || $0 == " " }
  }

  /// Adds the table whose upper border is a line.
  mutating func addDrawnTable(_ lines: [TextLine], from start: Int) -> Int? {
    let first = text[lines[start].trimmed]
    // ┌ or ╔ before anything else.
    guard first.starts(with: [0xE2, 0x94, 0x8C]) || first.starts(with: [0xE2, 0x95, 0x94]) else { return nil }
    var end = start
    while end < lines.count, text[lines[end].trimmed].first == 0xE2 { end += 1 }
    guard let drawing = DrawnTable(lines[start..<end].map { string($0.trimmed) }) else { return nil }
    let rows = drawing.rows(firstLine: lines[start].number)
    if rows.isEmpty { return nil }
    tableCount += 1
    var table = Table(rows: rows, place: Place(line: lines[start].number))
    table.locateCells(table: tableCount)
    blocks.append(.table(table))
    return end
  }

  // MARK: Tabs

  /// Adds the table that begins at a line with a tab.
  ///
  /// - Returns: the index of the first line after it, or nil where the line is a paragraph that was indented.
  mutating func addTabTable(_ lines: [TextLine], from start: Int) -> Int? {
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
          for content in fields(line, separator: UInt8(ascii: "\t")).dropFirst(line.startsWithTab ? 1 : 0) {
            cells.append(cell(line, content, row: rowNumber(), column: cells.count + 1))
          }
        }
      } else if line.isBlank {
        let next = index + 1
        let continues =
          next < lines.endIndex && !lines[next].isTabbed && !lines[next].isBlank && !isPageNumber(lines[next])
        if !continues { closeRow() }
      } else if !isPageNumber(line), let last = cells.indices.last {
        cells[last].text += "\n" + string(line.trimmed)
      }
      index += 1
    }
    closeRow()
    return rows
  }

  /// Layout (e): a row a line, cells separated by tabs.
  private func rowPerLineRows(_ lines: ArraySlice<TextLine>) -> [Row] {
    var rows: [Row] = []
    for line in lines where !line.isBlank && !isPageNumber(line) {
      let number = rows.count + 1
      // A line without a tab is a row of one merged cell, such as a heading between blocks.
      let parts = line.isTabbed ? fields(line, separator: UInt8(ascii: "\t")) : [line.trimmed]
      let cells = parts.enumerated().map { column, content in
        cell(line, content, row: number, column: column + 1)
      }
      rows.append(Row(cells, place: Place(table: tableCount, row: number, line: line.number)))
    }
    return rows
  }

  // MARK: Pipes

  /// Adds the table that begins at a line with a pipe, in layout (c) or (d).
  mutating func addPipeTable(_ lines: [TextLine], from start: Int) -> Int? {
    var end = start
    var last = start
    var isCellPerLine = true
    var pipeLines = 0
    while end < lines.count {
      let line = lines[end]
      if line.isBlank || isPageNumber(line) {
        // A blank line ends a table of rows; cells that stand one a line may be apart.
        if line.isBlank, !isCellPerLine { break }
        end += 1
      } else if line.pipeCount > 0 {
        // `text | ||` is a cell and the columns that it is merged with.
        let filled = fields(line, separator: UInt8(ascii: "|")).prefix { _ in isCellPerLine }
        if filled.count(where: { !$0.isEmpty }) > 1 { isCellPerLine = false }
        pipeLines += 1
        last = end
        end += 1
      } else if isCellPerLine, end + 1 < lines.count, lines[end + 1].pipeCount > 0, line.trimmed.count <= 90 {
        end += 1
      } else {
        break
      }
    }
    // A pipe in the middle of a sentence is no table.
    if pipeLines == 1, !isCellPerLine, text[lines[start].trimmed.lowerBound] != UInt8(ascii: "|"),
      lines[start].trimmed.count > 200
    {
      return nil
    }
    end = last + 1
    tableCount += 1
    let range = lines[start..<end]
    if isCellPerLine {
      blocks.append(
        .table(
          Table(
            rows: [cellsBeforePipes(range)], hasGrid: false,
            place: Place(table: tableCount, line: lines[start].number))))
    } else {
      let (rows, headerRows) = pipeRows(range)
      blocks.append(
        .table(
          Table(
            rows: rows, headerRows: headerRows, hasGrid: false,
            place: Place(table: tableCount, line: lines[start].number))))
    }
    return end
  }

  /// Layout (c): each pipe ends a cell; where rows end is not said.
  private func cellsBeforePipes(_ lines: ArraySlice<TextLine>) -> Row {
    var cells: [Cell] = []
    var pending: Cell?
    for line in lines where !line.isBlank && !isPageNumber(line) {
      let content = fields(line, separator: UInt8(ascii: "|"))
      for (index, part) in content.enumerated() {
        if !part.isEmpty {
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
    }
    if let pending { cells.append(pending) }
    return Row(cells, place: cells.first?.place)
  }

  /// Layout (d): a row a line, with or without outer pipes, Markdown's separator line left out.
  private func pipeRows(_ lines: ArraySlice<TextLine>) -> (rows: [Row], headerRows: Int) {
    var rows: [Row] = []
    var headerRows = 0
    for line in lines where !line.isBlank && !isPageNumber(line) {
      if isMarkdownSeparator(line) {
        headerRows = max(headerRows, rows.count)
        continue
      }
      var content = fields(line, separator: UInt8(ascii: "|"))[...]
      if text[line.trimmed.lowerBound] == UInt8(ascii: "|") { content = content.dropFirst() }
      if text[line.trimmed.upperBound - 1] == UInt8(ascii: "|") { content = content.dropLast() }
      let number = rows.count + 1
      let cells = content.enumerated().map { column, part in
        cell(line, part, row: number, column: column + 1)
      }
      rows.append(Row(cells, place: Place(table: tableCount, row: number, line: line.number)))
    }
    return (rows, headerRows)
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

  /// `- 3 -` or `— 3 —` alone on a line.
  private func isPageNumber(_ line: TextLine) -> Bool {
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

  private func cell(_ line: TextLine, _ content: Range<Int>, row: Int, column: Int) -> Cell {
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

  /// The trimmed parts of a line between separators; a backslash escapes a pipe.
  private func fields(_ line: TextLine, separator: UInt8) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = line.bytes.lowerBound
    for index in line.bytes where text[index] == separator {
      if separator == UInt8(ascii: "|"), index > line.bytes.lowerBound, text[index - 1] == UInt8(ascii: "\\")
      {
        continue
      }
      parts.append(trimmed(start..<index))
      start = index + 1
    }
    parts.append(trimmed(start..<line.bytes.upperBound))
    return parts
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, text[lower] == UInt8(ascii: " ") || text[lower] == UInt8(ascii: "\t") { lower += 1 }
    while upper > lower, text[upper - 1] == UInt8(ascii: " ") || text[upper - 1] == UInt8(ascii: "\t") {
      upper -= 1
    }
    return lower..<upper
  }

  private func string(_ range: Range<Int>) -> String {
    text.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
  }
}

extension Finding {
  static func tooManyLines(_ count: Int, limit: Int) -> Finding {
    Finding("read.too-many-lines", .error, ["count": String(count), "limit": String(limit)])
  }
}
