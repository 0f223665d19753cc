import DocumentModel

/// What the body of a document holds, before the parts are read that say how it is numbered and styled.
struct WordBody {
  var items: [WordItem] = []
  /// By the keys of the cells in its tables.
  var cells: [WordCell] = []
  /// What stood in tables that are none, in rows and cells that are not there to a reader.
  var lost: [WordText.Unseen] = []
  /// The relationships of files that stand in the document and are none of its parts.
  var includedParts: [String] = []
  private(set) var styles: Set<String> = []
  /// The styles of all paragraphs and tables, on which it depends what is seen.
  var stylesOfRuns: Set<String> = []
  private(set) var hasNotes = false
  private var hasNumbers = false

  /// Takes note of what a paragraph asks of the other parts.
  mutating func note(_ properties: WordParagraphProperties) {
    if let style = properties.style { styles.insert(style) }
    if properties.numbering != nil { hasNumbers = true }
  }

  mutating func noteReference() { hasNotes = true }

  func usesNumbering(_ styles: WordStyles) -> Bool {
    hasNumbers || self.styles.contains { styles.resolved($0).numbering != nil }
  }

  /// The lines of a cell that is none.
  func lines(of cell: Cell) -> [WordItem] {
    guard let text = cell.key.flatMap({ cells[$0].text }) else { return OpenTable<WordItem>.lines(of: cell) }
    return text.lines().map { WordItem($0) }
  }

  /// What is not read of a cell that another one covers.
  private mutating func lose(_ cell: Cell) {
    if let unseen = cell.key.flatMap({ cells[$0].text })?.unseen { lost += unseen }
  }

  /// A table whose merged cells are one cell each, with their spans.
  mutating func merge(_ table: inout Table) {
    // By column, the cell above that is gone on from.
    var above: [Int: (row: Int, cell: Int)] = [:]
    for rowIndex in table.rows.indices {
      var merged: [Cell] = []
      var column = 0
      for cell in table.rows[rowIndex].cells {
        let width = cell.columnSpan
        defer { column += width }
        let merge = cell.key.map { cells[$0].takeMerge() } ?? WordCell.Merge()
        let isEmpty = cell.text.isEmpty && cell.key.flatMap { cells[$0].text }?.isSilent != false
        if merge.continuesLeft, isEmpty, !merged.isEmpty {
          merged[merged.count - 1].columnSpan += 1
          lose(cell)
          continue
        }
        if merge.vertical == .continues, isEmpty, let origin = above[column] {
          table.rows[origin.row].cells[origin.cell].rowSpan += 1
          lose(cell)
          continue
        }
        if !above.isEmpty {
          for covered in column..<column + width { above[covered] = nil }
        }
        if merge.vertical == .begins { above[column] = (rowIndex, merged.count) }
        merged.append(cell)
      }
      table.rows[rowIndex].cells = merged
    }
  }
}

/// A block of a body: a table, or a text.
struct WordItem: OpenBlock {
  var block: Block
  var text = WordText()
  /// Of a table, what stood in rows and cells that are not there to a reader.
  var lost: [WordText.Unseen] = []

  var isTable: Bool { if case .table = block { true } else { false } }

  init(_ block: Block) {
    self.block = block
    if case .paragraph(let paragraph) = block { text = WordText(paragraph.text) }
  }

  init(_ text: WordText) {
    block = .paragraph(Paragraph(""))
    self.text = text
  }
}

/// What must be known of a cell beyond the cell itself.
struct WordCell {
  struct Merge: Equatable {
    enum Vertical {
      case begins, continues
    }

    /// Whether a cell below goes on, or this one goes on from above.
    var vertical: Vertical?
    /// Whether it goes on from the left.
    var continuesLeft = false
  }

  var merge = Merge()
  /// Its text, where other parts have more to say of it.
  var text: WordText?

  var isNeeded: Bool { text != nil || merge.vertical != nil || merge.continuesLeft }

  /// What it is merged with. Once it is, it is a cell like others.
  mutating func takeMerge() -> Merge {
    defer { merge = Merge() }
    return merge
  }
}
