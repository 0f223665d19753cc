import DocumentModel
import MarkupKit

/// Collects paragraphs and tables while a document's body goes by.
///
/// Which number Word prints before a paragraph, whether its style makes a heading of it and what its footnotes
/// say stands in other parts: see `WordResolver`.
struct WordBodyHandler: XMLEventHandler {
  /// A table that is open.
  private struct Level {
    var table = OpenTable<WordItem>(place: nil)
    var cell = Cell("")
    var merge = WordCell.Merge()
    var hasMerges = false
    var text = WordText()
    var isHeaderRow = false
    var isDeletedRow = false
  }

  private(set) var body = WordBody()
  private var vocabulary = WordVocabulary()
  /// The elements that are open; nil for those of other vocabularies.
  private var open: [WordElement?] = []
  /// How many elements are open whose contents do not count.
  private var skipped = 0
  private var isInText = false
  private var isHidden = false
  private var tables: [Level] = []
  private var properties = WordParagraphProperties()
  private var text = WordText()
  /// The paragraphs around a text box, while it is open.
  private var outer: [(properties: WordParagraphProperties, text: WordText)] = []
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
      text.clear()
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
    case .tc: currentTable { ($0.cell, $0.merge) = (Cell(""), WordCell.Merge()) }
    case .txbxContent:
      outer.append((properties, text))
      text = WordText()
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
    if isInText, skipped == 0 { text.append(bytes) }
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
      text.append(element == .footnoteReference ? .footnote(id) : .endnote(id))
      body.noteReference()
    case .gridSpan: currentTable { $0.cell.columnSpan = min(max(tag.wholeNumber("val") ?? 1, 1), 256) }
    case .vMerge:
      currentTable {
        $0.merge.vertical = tag.text("val") == "restart" ? .begins : .continues
        $0.hasMerges = true
      }
    case .hMerge where tag.text("val") != "restart":
      currentTable {
        $0.cell.columnSpan = 1
        $0.merge.continuesLeft = true
        $0.hasMerges = true
      }
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
    defer { text.clear() }
    if tables.isEmpty {
      if properties.mayMatter { prependProperties() }
      if !text.isEmpty { body.items.append(WordItem(text)) }
    } else {
      // Styles of cells say nothing of headings; numbers that the cell itself asks for are printed.
      if properties.numbering != nil { prependProperties() }
      beginCellIfNeeded()
      tables[tables.count - 1].text.append(text)
      tables[tables.count - 1].text.append(0x0A)
    }
  }

  private mutating func prependProperties() {
    text.prepend(properties)
    body.note(properties)
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
      for line in level.text.trimmed().lines() { level.table.append(WordItem(line)) }
      level.text.clear()
    }
  }

  private mutating func endCell() {
    beginCellIfNeeded()
    if tables.count > 0, tables[tables.count - 1].table.hasItemsInCell { flushCellText() }
    guard !tables.isEmpty else { return }
    let level = tables.count - 1
    let text = tables[level].text.trimmed()
    let cell = WordCell(merge: tables[level].merge, text: text.anchors.isEmpty ? nil : text)
    tables[level].table.endCell(text: text.string, key: cell.isNeeded ? body.cells.count : nil)
    if cell.isNeeded { body.cells.append(cell) }
    tables[level].text.clear()
  }

  private mutating func endTable() {
    guard let level = tables.popLast() else { return }
    var contents = level.table.contents(paragraphs: body.lines)
    if level.hasMerges {
      for index in contents.indices {
        guard case .table(var table) = contents[index].block else { continue }
        body.merge(&table)
        contents[index].block = .table(table)
      }
    }
    if tables.isEmpty {
      body.items += contents
    } else {
      tables[tables.count - 1].table.append(nested: contents)
    }
  }
}
