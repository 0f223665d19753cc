import DocumentModel
import MarkupKit

/// Collects paragraphs and tables while a document's body goes by.
///
/// Which number Word prints before a paragraph, whether its style makes a heading of it and what its footnotes
/// say stands in other parts. Until they are read a paragraph carries marks, made of characters that XML cannot
/// hold; see `WordMarks`.
struct WordBodyHandler: XMLEventHandler {
  /// A table that is open.
  private struct Level {
    var table = OpenTable<Block>(place: nil)
    var cell = Cell("")
    var text: [UInt8] = []
    var isHeaderRow = false
    var isDeletedRow = false
  }

  /// Cells that go on from the one above, and those that are gone on from, until the table is whole.
  enum Merge {
    static let continues = 0
    static let begins = -1
  }

  private(set) var blocks: [Block] = []
  private(set) var marks = WordMarks()
  private var vocabulary = WordVocabulary()
  /// The elements that are open; nil for those of other vocabularies.
  private var open: [WordElement?] = []
  /// How many elements are open whose contents do not count.
  private var skipped = 0
  private var isInText = false
  private var isHidden = false
  private var tables: [Level] = []
  private var properties = WordParagraphProperties()
  private var text: [UInt8] = []
  /// The paragraphs around a text box, while it is open.
  private var outer: [(properties: WordParagraphProperties, text: [UInt8])] = []
  /// Whether each content control that is open shows nothing but its prompt.
  private var prompts: [Bool] = []
  private var isPrompt = false

  private static let maximumTableDepth = 32

  // MARK: Events

  mutating func startElement(_ tag: XMLStartTag) {
    let element = vocabulary.element(tag)
    open.append(element)
    if skipped > 0 {
      skipped += 1
      return
    }
    guard let element else { return }
    switch element {
    case .t: isInText = !isHidden && !prompts.contains(true)
    case .p:
      properties = WordParagraphProperties()
      text.removeAll(keepingCapacity: true)
    case .r: isHidden = false
    case .tab where parent == .r: text.append(0x20)
    case .br where parent == .r, .cr where parent == .r: text.append(0x0A)
    case .noBreakHyphen: text.append(UInt8(ascii: "-"))
    case .del where parent == .trPr: currentTable { $0.isDeletedRow = true }
    case .del, .moveFrom, .delText, .instrText, .rt, .fallback, .pPrChange, .rPrChange, .tblPrChange,
      .tblGridChange, .trPrChange, .tcPrChange, .tblPrExChange, .sectPrChange:
      skipped = 1
    case .tbl: openTable()
    case .tr: currentTable { $0.table.beginRow() }
    case .tc: currentTable { $0.cell = Cell("") }
    case .txbxContent:
      outer.append((properties, text))
      text = []
    case .sdt: isPrompt = false
    case .showingPlcHdr: isPrompt = tag.isOn
    case .sdtContent:
      prompts.append(isPrompt)
      isPrompt = false
    default: readProperty(element, tag)
    }
  }

  mutating func endElement() {
    let element = open.popLast() ?? nil
    if skipped > 0 {
      skipped -= 1
      return
    }
    switch element {
    case .t: isInText = false
    case .p: endParagraph()
    case .tcPr: currentTable { $0.table.begin($0.cell) }
    case .tc: endCell()
    case .tr:
      currentTable { level in
        level.table.endRow(isHead: level.isHeaderRow, isKept: !level.isDeletedRow)
        (level.isHeaderRow, level.isDeletedRow) = (false, false)
      }
    case .tbl: endTable()
    case .txbxContent: if let last = outer.popLast() { (properties, text) = last }
    case .sdtContent: _ = prompts.popLast()
    default: break
    }
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isInText, skipped == 0 { text.append(contentsOf: bytes) }
  }

  /// The element around the one that has just begun.
  private var parent: WordElement? { open.count > 1 ? open[open.count - 2] : nil }

  private mutating func readProperty(_ element: WordElement, _ tag: XMLStartTag) {
    switch element {
    case .pStyle: properties.style = tag.text("val")
    case .numId: properties.numbering = tag.wholeNumber("val")
    case .ilvl: properties.numberingLevel = tag.wholeNumber("val")
    case .outlineLvl: properties.outlineLevel = tag.wholeNumber("val")
    case .vanish: if parent == .rPr, open.count > 2, open[open.count - 3] == .r { isHidden = tag.isOn }
    case .footnoteReference, .endnoteReference:
      guard let id = tag.text("id") else { break }
      marks.appendNote((element == .footnoteReference ? "f" : "e") + id, to: &text)
    case .gridSpan: currentTable { $0.cell.columnSpan = min(max(tag.wholeNumber("val") ?? 1, 1), 256) }
    case .vMerge:
      currentTable { $0.cell.rowSpan = tag.text("val") == "restart" ? Merge.begins : Merge.continues }
    case .hMerge where tag.text("val") != "restart": currentTable { $0.cell.columnSpan = Merge.continues }
    case .gridBefore:
      // The row begins further to the right.
      let columns = min(tag.wholeNumber("val") ?? 0, 256)
      if columns > 0 {
        currentTable { level in
          level.table.begin(Cell("", columnSpan: columns))
          level.table.endCell(text: "")
        }
      }
    case .tblHeader where tag.isOn: currentTable { $0.isHeaderRow = true }
    default: break
    }
  }

  private mutating func currentTable(_ change: (inout Level) -> Void) {
    if !tables.isEmpty { change(&tables[tables.count - 1]) }
  }

  // MARK: Blocks

  private mutating func endParagraph() {
    defer { text.removeAll(keepingCapacity: true) }
    if tables.isEmpty {
      if properties.mayMatter { marks.prepend(properties, to: &text) }
      if !text.isEmpty { blocks.append(.paragraph(Paragraph(String(decoding: text, as: UTF8.self)))) }
    } else {
      // Styles of cells say nothing of headings; numbers that the cell itself asks for are printed.
      if properties.numbering != nil { marks.prepend(properties, to: &text) }
      beginCellIfNeeded()
      tables[tables.count - 1].text += text
      tables[tables.count - 1].text.append(0x0A)
    }
  }

  /// A cell without properties begins with what it holds.
  private mutating func beginCellIfNeeded() {
    currentTable { if !$0.table.isInCell { $0.table.begin($0.cell) } }
  }

  private mutating func openTable() {
    guard tables.count < Self.maximumTableDepth else {
      skipped = 1
      return
    }
    if !tables.isEmpty {
      beginCellIfNeeded()
      flushCellText()
    }
    tables.append(Level())
  }

  /// Makes a block of its own of the text beside a nested table.
  private mutating func flushCellText() {
    currentTable { level in
      let range = BlankTrimming.trimmed(level.text)
      for line in String(decoding: level.text[range], as: UTF8.self).split(separator: "\n") {
        level.table.append(.paragraph(Paragraph(String(line))))
      }
      level.text.removeAll(keepingCapacity: true)
    }
  }

  private mutating func endCell() {
    beginCellIfNeeded()
    if tables.count > 0, tables[tables.count - 1].table.hasItemsInCell { flushCellText() }
    currentTable { level in
      let range = BlankTrimming.trimmed(level.text)
      level.table.endCell(text: String(decoding: level.text[range], as: UTF8.self))
      level.text.removeAll(keepingCapacity: true)
    }
  }

  private mutating func endTable() {
    guard let level = tables.popLast() else { return }
    let contents = level.table.contents().map { block in
      if case .table(let table) = block { Block.table(Self.merged(table)) } else { block }
    }
    if tables.isEmpty { blocks += contents } else { tables[tables.count - 1].table.append(nested: contents) }
  }

  /// A table whose merged cells are one cell each, with their spans.
  private static func merged(_ table: Table) -> Table {
    let hasMerges = table.rows.contains { row in
      row.cells.contains { $0.rowSpan != 1 || $0.columnSpan == Merge.continues }
    }
    if !hasMerges { return table }
    var table = table
    // By column, the cell above that is gone on from.
    var above: [Int: (row: Int, cell: Int)] = [:]
    for rowIndex in table.rows.indices {
      var cells: [Cell] = []
      var column = 0
      for var cell in table.rows[rowIndex].cells {
        let width = max(cell.columnSpan, 1)
        defer { column += width }
        if cell.columnSpan == Merge.continues {
          cell.columnSpan = 1
          if cell.text.isEmpty, !cells.isEmpty {
            cells[cells.count - 1].columnSpan += 1
            continue
          }
        }
        if cell.rowSpan == Merge.continues, cell.text.isEmpty, let origin = above[column] {
          table.rows[origin.row].cells[origin.cell].rowSpan += 1
          continue
        }
        if !above.isEmpty {
          for covered in column..<column + width { above[covered] = nil }
        }
        if cell.rowSpan == Merge.begins { above[column] = (rowIndex, cells.count) }
        cell.rowSpan = 1
        cells.append(cell)
      }
      table.rows[rowIndex].cells = cells
    }
    return table
  }
}
