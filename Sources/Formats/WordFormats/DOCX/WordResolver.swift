import Core
import DocumentModel

/// Makes a document of what a body holds, once the other parts are read: numbers printed before paragraphs,
/// headings by their style, and notes behind the block that calls for them.
struct WordResolver {
  let styles: WordStyles
  var numbering: WordNumbering
  private let notes: WordNotes
  private var blocks: [Block] = []
  /// The notes of the block at hand.
  private var called: [WordNote] = []
  /// What is not read, with the block and the cell that it stands in.
  private var unseen: [(text: UnseenText, block: Int?, row: Int?, cell: Int?)] = []

  /// Of the body, and of what is added to it: a note may be called for any number of times.
  private var size: DocumentSize

  init(
    _ styles: WordStyles, _ numbering: WordNumbering, _ notes: WordNotes, _ size: DocumentSize
  ) {
    self.size = size
    self.styles = styles
    self.numbering = numbering
    self.notes = notes
  }

  mutating func resolve(_ body: WordBody) throws(Refusal) -> [Block] {
    blocks = []
    blocks.reserveCapacity(body.items.count)
    for item in body.items {
      called = []
      switch item.block {
      case .table(let table):
        note(item.lost, block: blocks.count)
        blocks.append(.table(resolve(table, body.cells)))
      case .paragraph, .heading: addParagraph(item.text)
      }
      try size.check()
      for note in called {
        for item in notes.unseen[note] ?? [] { size.addParagraph(text: item.bytes.count) }
        try size.check()
        self.note(notes.unseen[note] ?? [])
        guard let text = notes.texts[note], !text.isEmpty else { continue }
        size.addParagraph(text: text.utf8.count)
        try size.check()
        blocks.append(.paragraph(Paragraph(text, style: .note)))
      }
    }
    note(body.lost)
    return blocks
  }

  /// What is not read, at the places of blocks that have been told theirs.
  func unseen(in blocks: [Block]) -> [UnseenText] {
    unseen.map { item in
      var text = item.text
      guard let block = item.block, block < blocks.count, case .table(let table) = blocks[block] else {
        return text
      }
      text.place = table.place
      if let row = item.row, let cell = item.cell { text.place = table.rows[row].cells[cell].place }
      return text
    }
  }

  private mutating func note(
    _ items: [WordText.Unseen], block: Int? = nil, row: Int? = nil, cell: Int? = nil
  ) {
    for item in items {
      let text = String(decoding: item.bytes[BlankTrimming.trimmed(item.bytes)], as: UTF8.self)
      if !text.isEmpty { unseen.append((UnseenText(item.reason, text), block, row, cell)) }
    }
  }

  /// Adds a paragraph that is not empty.
  private mutating func addParagraph(_ source: WordText) {
    note(source.unseen)
    let (text, level) = resolve(source)
    if text.isEmpty { return }
    blocks.append(level.map { .heading(Paragraph(text), level: $0 + 1) } ?? .paragraph(Paragraph(text)))
  }

  private mutating func resolve(_ table: Table, _ cells: [WordCell]) -> Table {
    guard table.rows.contains(where: { $0.cells.contains { $0.key != nil } }) else { return table }
    var table = table
    for row in table.rows.indices {
      for cell in table.rows[row].cells.indices {
        guard let key = table.rows[row].cells[cell].key else { continue }
        table.rows[row].cells[cell].key = nil
        guard let text = cells[key].text else { continue }
        note(text.unseen, block: blocks.count, row: row, cell: cell)
        table.rows[row].cells[cell].text = resolve(text).text
      }
    }
    return table
  }

  /// A text with the numbers that are printed in it, and the level of the heading that its first paragraph is.
  private mutating func resolve(_ source: WordText) -> (text: String, level: Int?) {
    var bytes: [UInt8] = []
    var level: Int?
    var end = 0
    for anchor in source.anchors {
      bytes += source.bytes[end..<anchor.offset]
      end = anchor.offset
      switch anchor.meaning {
      case .note(let note): called.append(note)
      case .paragraph(let properties):
        let (number, outline) = meaning(of: properties)
        if let number {
          bytes += number.utf8
          size.add(cells: 0, text: number.utf8.count)
        }
        level = level ?? outline
      }
    }
    bytes += source.bytes[end...]
    return (String(decoding: bytes[BlankTrimming.trimmed(bytes)], as: UTF8.self), level)
  }

  private mutating func meaning(of item: WordParagraphProperties) -> (number: String?, outline: Int?) {
    let style = item.style.map { styles.resolved($0) }
    let outline = item.outlineLevel ?? style?.outlineLevel
    var number: String?
    // Number 0 takes away what the style would print.
    if let instance = item.numbering ?? style?.numbering, instance > 0 {
      number = numbering.next(instance, level: item.numberingLevel ?? style?.numberingLevel ?? 0)
    }
    return (number, outline.flatMap { $0 < 9 ? $0 : nil })
  }
}
