import DocumentModel
import FormatKit

/// Sets a document on pages after GB/T 9704: A4 of 22 lines, with the type that each kind of block has.
struct OFDPageSetter {
  /// What is drawn on a page.
  struct Page {
    let layer: Int
    var objects: [UInt8]
  }

  // Twips; the page is A4.
  static let left = 1_588
  static let textWidth = 8_844
  private static let top = 2_098
  private static let bottom = 16_838 - 1_984
  private static let footer = 16_838 - 1_500

  private(set) var pageIDs: [Int] = []
  private(set) var lastID = OFDFont.allCases.count
  private var pages: [Page] = []
  private var layer = 0
  private var markup = OFDMarkup()
  private var y = Self.top
  private var isAtTop: Bool { y == Self.top }

  init() { beginPage() }

  mutating func set(_ document: Document) {
    let blocks = document.blocks.map(SetBlock.init)
    for (index, block) in blocks.enumerated() {
      switch block {
      case .text(let text): set(text, keeping: Self.keptHeight(blocks[(index + 1)...], behind: text))
      case .table(let table, let notes):
        set(table)
        for note in notes { set(note, keeping: 0) }
        // What follows is not to touch the table.
        y += OFDTextStyle.note.line
      }
    }
  }

  mutating func finish() -> [Page] {
    endPage()
    return pages
  }

  /// A block with what is known of its size.
  private enum SetBlock {
    case text(OFDText)
    case table(OFDTable, notes: [OFDText])

    init(_ block: Block) {
      switch block {
      case .heading(let paragraph, 1): self = .text(OFDText(title: paragraph.text))
      case .heading(let paragraph, let level): self = .text(OFDText(paragraph.text, .heading(level)))
      case .paragraph(let paragraph): self = .text(OFDText(paragraph.text, .paragraph(paragraph.style)))
      case .table(let table): self = .table(OFDTable(table), notes: table.notes.map { OFDText($0, .note) })
      }
    }
  }

  /// What must stand on the page of a text that is kept with what follows.
  private static func keptHeight(_ rest: ArraySlice<SetBlock>, behind text: OFDText) -> Int {
    switch rest.first {
    case .text(let next) where text.style.isKept:
      next.style.before + next.style.line + keptHeight(rest.dropFirst(), behind: next)
    case .table(let table, _):
      // A line before a table, such as the unit of its figures, is not torn off.
      text.style.isKept || text.lines.lines.count == 1 ? table.leastHeight(within: bottom - top) : 0
    default: 0
    }
  }

  // MARK: Pages

  private mutating func newID() -> Int {
    lastID += 1
    return lastID
  }

  private mutating func beginPage() {
    pageIDs.append(newID())
    layer = newID()
    markup = OFDMarkup()
    y = Self.top
  }

  private mutating func endPage() {
    let number = OFDText("— \(pageIDs.count) —", .footer)
    for line in number.lines.lines {
      draw(line, number.style, at: Self.footer, in: Self.left, Self.textWidth)
    }
    pages.append(Page(layer: layer, objects: markup.bytes))
  }

  private mutating func breakPage() {
    endPage()
    beginPage()
  }

  // MARK: Texts

  private mutating func set(_ text: OFDText, keeping next: Int) {
    let style = text.style
    let height = style.isKept ? text.lines.lines.count * style.line : style.line
    if !isAtTop, y + style.before + height + next > Self.bottom { breakPage() }
    if !isAtTop { y += style.before }
    for (index, line) in text.lines.lines.enumerated() {
      if !isAtTop, y + style.line > Self.bottom { breakPage() }
      let indent = index == 0 ? style.indent * style.size : 0
      let isFull = !text.lines.closing.contains(index)
      draw(
        line, style, at: y, in: Self.left + indent, Self.textWidth - indent - style.indentAtEnd * style.size,
        isJustified: isFull && style.alignment == .leading)
      y += style.line
    }
    y += style.after
  }

  /// Draws a line within a room, in the middle of its height.
  private mutating func draw(
    _ line: OFDLines.Line, _ style: OFDTextStyle, at top: Int, in left: Int, _ room: Int,
    isJustified: Bool = false
  ) {
    if line.isEmpty { return }
    var advances = line.map { TableColumns.width($0) * style.size / 2 }
    var spare = room - advances.reduce(0, +)
    if isJustified, spare > 0 {
      // What is left of a line is divided between ideographs, never within a number.
      let gaps = line.indices.dropLast().filter {
        PageText.isIdeographic(line[$0]) || PageText.isIdeographic(line[$0 + 1])
      }.map { $0 - line.startIndex }
      if !gaps.isEmpty, spare <= gaps.count * style.size / 2 {
        for (index, gap) in gaps.enumerated() {
          advances[gap] += spare * (index + 1) / gaps.count - spare * index / gaps.count
        }
        spare = 0
      }
    }
    let start: Int
    switch style.alignment {
    case .leading: start = left
    case .center: start = left + spare / 2
    case .trailing: start = left + spare
    }
    markup.text(
      line, advances, id: newID(), at: start, top + (style.line - style.size) / 2, style.font,
      size: style.size,
      isBold: style.isBold)
  }

  // MARK: Tables

  private mutating func set(_ table: OFDTable) {
    if table.heights.isEmpty { return }
    let room = Self.bottom - Self.top
    // A table that has room on a page is not divided.
    if !isAtTop, y + table.leastHeight(within: room) > Self.bottom { breakPage() }
    var start = 0
    while start < table.heights.count {
      let end = table.end(from: start, within: Self.bottom - y)
      draw(table, rows: table.rowsShown(from: start, to: end))
      start = end
      if start < table.heights.count { breakPage() }
    }
  }

  private mutating func draw(_ table: OFDTable, rows: [Int]) {
    let piece = OFDTable.Piece(table, rows, left: Self.left + (Self.textWidth - table.width) / 2, top: y)
    markup.lines(piece.lines, id: newID())
    for cell in piece.cells {
      var style = table.style
      style.alignment = cell.alignment
      let margin = table.margin
      let height = cell.lines.count * style.line
      var lineTop = cell.top + max(0, (cell.bottom - cell.top - height) / 2)
      for line in cell.lines {
        draw(line, style, at: lineTop, in: cell.left + margin, cell.right - cell.left - 2 * margin)
        lineTop += style.line
      }
    }
    y = piece.bottom
  }
}

/// How a text is set. Lengths are twips, indents characters.
struct OFDTextStyle {
  var font: OFDFont
  var size: Int
  var line: Int
  var before = 0
  var after = 0
  var indent = 0
  var indentAtEnd = 0
  var alignment = Cell.Alignment.leading
  /// On the page of what follows.
  var isKept = false
  var isBold = false

  private static let title = OFDTextStyle(
    font: .song, size: 440, line: 700, alignment: .center, isKept: true, isBold: true)
  static let note = OFDTextStyle(font: .song, size: 180, line: 300, indent: 2)
  static let footer = OFDTextStyle(font: .song, size: 280, line: 280, alignment: .center)

  static func heading(_ level: Int) -> OFDTextStyle {
    var style = OFDTextStyle(font: .fangSong, size: 320, line: 578, indent: 2, isKept: true)
    switch level {
    case 1:
      style = title
      style.after = 400
    case 2: (style.font, style.before, style.after) = (.hei, 160, 80)
    case 3: style.font = .kai
    default: style.isBold = true
    }
    return style
  }

  static func paragraph(_ style: Paragraph.Style) -> OFDTextStyle {
    switch style {
    case .body: OFDTextStyle(font: .fangSong, size: 320, line: 578, indent: 2)
    case .note, .surrounding: note
    case .centered: title
    case .trailing:
      OFDTextStyle(font: .fangSong, size: 320, line: 578, before: 289, indentAtEnd: 4, alignment: .trailing)
    }
  }
}

/// A text in its lines.
struct OFDText {
  let style: OFDTextStyle
  let lines: OFDLines

  init(_ text: String, _ style: OFDTextStyle) {
    self.style = style
    let room = OFDPageSetter.textWidth - style.indentAtEnd * style.size
    lines = OFDLines(text, width: 2 * room / style.size, indent: 2 * style.indent)
  }

  /// A title that is a little too long for its line is set smaller, so that no single character is left over.
  init(title: String) {
    let whole = OFDText(title, .heading(1))
    let smaller = [400, 360].lazy.map { size in
      var style = OFDTextStyle.heading(1)
      style.size = size
      return OFDText(title, style)
    }
    // A line for the body, and one for what its report is called.
    let lines = 1 + title.utf8.count { $0 == UInt8(ascii: "\n") }
    self =
      [whole].first { $0.lines.lines.count == lines } ?? smaller.first { $0.lines.lines.count == lines }
      ?? whole
  }
}
