import Core
import DocumentModel
import FormatKit
import TextKit

/// Reads a page as government sites publish it: the tables and the text that a reader sees, in order.
///
/// Tables that only arrange the page are dissolved into what they hold. What belongs to the site and not to
/// the document (menus, link lists, footers) is marked as surrounding it.
enum HTMLReader {
  /// Cells of one page; the largest real ones have some thousands.
  static let maximumCells = 500_000

  static func read(
    _ source: SourceBytes, _ options: ReadOptions = ReadOptions(), maximumCells: Int = maximumCells
  ) throws(Refusal) -> Document {
    if MHTMLArchive.isMHTML(source.bytes[...]) {
      guard let page = MHTMLArchive.page(source.bytes) else {
        throw Refusal(.input, .noPageInArchive)
      }
      // Places in the page are none in the file.
      return try document(HTMLEncoding.decoded(page), keepsOffsets: false, maximumCells)
    }
    return try document(HTMLEncoding.decoded(source.bytes), keepsOffsets: true, maximumCells)
  }

  private static func document(
    _ decoded: DecodedText, keepsOffsets: Bool, _ maximumCells: Int
  ) throws(Refusal) -> Document {
    var builder = HTMLBlockBuilder(
      byteOffset: keepsOffsets && decoded.encoding == .utf8 && decoded.replacementCount == 0
        ? decoded.byteOrderMarkLength : nil)
    decoded.utf8.withUnsafeBufferPointer { builder.read($0, $0.indices) }
    if builder.cellCount > maximumCells {
      throw Refusal(.input, .tooManyCells(limit: maximumCells))
    }
    var document = Document(
      builder.finish(), encoding: decoded.encoding.rawValue, title: builder.title)
    document.findings += decoded.findings
    return document
  }

  /// Yes where a page says that it is one; perhaps where anything begins with a tag.
  static func identify(_ source: SourceBytes) -> Format.Identification {
    guard case .plain(let head) = source.content else { return .no }
    if MHTMLArchive.isMHTML(head.text) { return .yes }
    let start = head.text.drop { $0 <= 0x20 }
    guard start.first == UInt8(ascii: "<") else { return .no }
    return contains("<!doctype html", start) || contains("<html", start) ? .yes : .unknown
  }

  /// Whether a word that is given in lower case occurs, in any case.
  private static func contains(_ word: StaticString, _ text: ArraySlice<UInt8>) -> Bool {
    text.withUnsafeBufferPointer { text in
      var index = 0
      while index + word.utf8CodeUnitCount <= text.count {
        var offset = 0
        while offset < word.utf8CodeUnitCount, text[index + offset] | 0x20 == word.utf8Start[offset] | 0x20 {
          offset += 1
        }
        if offset == word.utf8CodeUnitCount { return true }
        index += 1
      }
      return false
    }
  }
}

/// Collects the blocks of a page while its tags go by.
struct HTMLBlockBuilder {
  /// A block, and the frame of the page that it stands in.
  struct Item: OpenBlock {
    var block: Block
    var frame = Frame.none

    init(_ block: Block) { self.block = block }
  }

  /// A table, and what it must give back when it ends.
  private struct Level {
    var table: OpenTable<Item>
    /// How many containers were open when it began.
    let containerCount: Int
    var isInHead = false
    /// Where its last cell began.
    var cellStart = 0
  }

  enum Frame: Equatable {
    case none
    /// In a part of the page that calls itself a menu, a footer or the like.
    case part(Int)
    /// A line that is a link and little else.
    case links
  }

  private(set) var title: String?
  private(set) var cellCount = 0
  private var items: [Item] = []
  private var buffer = HTMLTextBuffer()
  private var textStart = 0
  private var tables: [Level] = []
  private var containers: [(tag: HTMLTag, part: Int?)] = []
  private var hiddenContainers = 0
  private var isInLink = false
  private var heading: Int?
  private var parts: [Part] = []
  private let byteOffset: Int?
  private var lines = LineCounter()

  /// A part of the page that is named like a frame around the document.
  private struct Part {
    var textCount = 0
    var hasFigures = false
  }

  private static let maximumTableDepth = 32
  private static let maximumContainerDepth = 512

  init(byteOffset: Int?) { self.byteOffset = byteOffset }

  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    var tokenizer = HTMLTokenizer(bytes, range)
    while let token = tokenizer.next() {
      switch token {
      case .text(let text):
        if buffer.isEmpty { textStart = text.lowerBound }
        buffer.append(text, of: bytes, isLink: isInLink)
      case .start(let tag, let attributes): start(tag, attributes, bytes, &tokenizer)
      case .end(let tag): end(tag, bytes, at: tokenizer.position)
      }
    }
    while !tables.isEmpty { closeTable(bytes, at: tokenizer.position) }
    flush(bytes)
  }

  /// The blocks, those around the document marked.
  mutating func finish() -> [Block] {
    let total = items.reduce(0) { $0 + Self.textCount($1.block) }
    var blocks = items.map { item -> Block in
      guard case .paragraph(var paragraph) = item.block else { return item.block }
      switch item.frame {
      case .none: return item.block
      case .part(let part):
        // A part that holds the figures, or most of the text, is the document, whatever it is called.
        if parts[part].hasFigures || 2 * parts[part].textCount > total { return item.block }
      case .links: break
      }
      paragraph.style = .surrounding
      return .paragraph(paragraph)
    }
    blocks.locateCells()
    return blocks
  }

  // MARK: Tags

  private mutating func start(
    _ tag: HTMLTag, _ attributes: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>,
    _ tokenizer: inout HTMLTokenizer
  ) {
    let position = attributes.lowerBound
    switch tag {
    case .title:
      let text = tokenizer.skipRawText(.title)
      var name = HTMLTextBuffer()
      name.append(text, of: bytes, isLink: false)
      if title == nil, !name.isEmpty { title = name.string(name.trimmed()) }
    case .table: openTable(bytes, at: position)
    case .caption:
      if !isInCell { flush(bytes) }
    case .tr:
      closeRow(bytes, at: position)
      beginRow(bytes)
    case .td, .th: openCell(tag, attributes, bytes, at: position)
    case .thead, .tbody, .tfoot:
      guard !tables.isEmpty else { break }
      closeRow(bytes, at: position)
      tables[tables.count - 1].isInHead = tag == .thead
    case .a: isInLink = Self.leadsElsewhere(HTMLAttributes(bytes, attributes), bytes)
    case .br: lineEnd(bytes)
    default:
      if tag.isRawText {
        _ = tokenizer.skipRawText(tag)
        return
      }
      if tag.isBlock { lineEnd(bytes) }
      if let level = tag.headingLevel { heading = level }
      if tag.isContainer { open(tag, attributes, bytes) }
    }
  }

  private mutating func end(_ tag: HTMLTag, _ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
    switch tag {
    case .table: if !tables.isEmpty { closeTable(bytes, at: position) }
    case .tr, .thead, .tbody, .tfoot: closeRow(bytes, at: position)
    case .td, .th: closeCell(bytes, at: position)
    case .caption:
      guard !tables.isEmpty, !isInCell, !buffer.isEmpty else { break }
      tables[tables.count - 1].table.caption = buffer.string(buffer.trimmed())
      buffer.clear()
    case .a: isInLink = false
    default:
      if tag.isBlock { lineEnd(bytes) }
      if tag.headingLevel != nil { heading = nil }
      if tag.isContainer { close(tag) }
    }
  }

  /// Whether an anchor is a link; one without an address only names a place, and often has no end.
  private static func leadsElsewhere(
    _ attributes: HTMLAttributes, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var attributes = attributes
    while let attribute = attributes.next() {
      if HTMLAttributes.isNamed("href", attribute.name, in: bytes) { return true }
    }
    return false
  }

  // MARK: Containers

  private mutating func open(_ tag: HTMLTag, _ attributes: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard containers.count < Self.maximumContainerDepth else {
      hiddenContainers += 1
      return
    }
    var part = containers.last?.part
    if part == nil, HTMLFrameNames.isFrame(tag, HTMLAttributes(bytes, attributes), bytes) {
      part = parts.count
      parts.append(Part())
    }
    containers.append((tag, part))
  }

  private mutating func close(_ tag: HTMLTag) {
    if hiddenContainers > 0 {
      hiddenContainers -= 1
      return
    }
    // An end tag in a cell closes nothing outside it.
    let floor = tables.isEmpty ? 0 : tables[tables.count - 1].containerCount
    guard let index = containers[floor...].lastIndex(where: { $0.tag == tag }) else { return }
    containers.removeSubrange(index...)
  }

  // MARK: Text

  private var isInCell: Bool { !tables.isEmpty && tables[tables.count - 1].table.isInCell }

  /// A line ends: in a cell within its text, elsewhere with a paragraph.
  private mutating func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isInCell { buffer.breakLine() } else { flush(bytes) }
  }

  /// Makes a paragraph or a heading of the text so far.
  private mutating func flush(_ bytes: UnsafeBufferPointer<UInt8>) {
    defer { buffer.clear() }
    let range = buffer.trimmed()
    if range.isEmpty { return }
    let place = Place(line: lines.line(of: textStart, in: bytes))
    let part = containers.last?.part
    if let part { parts[part].textCount += range.count }
    let frame: Frame =
      part.map { .part($0) } ?? (10 * buffer.linkCount >= 8 * range.count ? .links : .none)
    // The text of a cell that turns out to hold more than text has its lines in one piece.
    for line in buffer.string(range).split(separator: "\n") {
      let paragraph = Paragraph(String(line), place: place)
      var item = Item(heading.map { .heading(paragraph, level: $0) } ?? .paragraph(paragraph))
      item.frame = frame
      append(item)
    }
  }

  private mutating func append(_ item: Item) {
    if tables.isEmpty {
      items.append(item)
    } else {
      tables[tables.count - 1].table.append(item)
    }
  }

  private static func textCount(_ block: Block) -> Int {
    switch block {
    case .paragraph(let paragraph), .heading(let paragraph, _): paragraph.text.utf8.count
    case .table(let table):
      table.rows.reduce(0) { $0 + $1.cells.reduce(0) { $0 + $1.text.utf8.count } }
    }
  }

  // MARK: Tables

  private mutating func openTable(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
    guard tables.count < Self.maximumTableDepth else { return }
    flush(bytes)
    // A table between the rows of another stands in a cell that was forgotten.
    if !tables.isEmpty, !isInCell { beginCell(Cell(""), bytes, at: position) }
    tables.append(
      Level(
        table: OpenTable(place: Place(line: lines.line(of: position, in: bytes))),
        containerCount: containers.count))
  }

  private mutating func closeTable(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
    closeRow(bytes, at: position)
    let level = tables.removeLast()
    containers.removeSubrange(min(level.containerCount, containers.count)...)
    buffer.clear()
    let part = containers.last?.part
    let contents = level.table.contents()
    if let part, level.table.hasFigures { parts[part].hasFigures = true }
    if tables.isEmpty {
      items += contents.map { item in
        var item = item
        if item.frame == .none, let part { item.frame = .part(part) }
        return item
      }
    } else {
      tables[tables.count - 1].table.append(nested: contents)
    }
  }

  private mutating func beginRow(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard !tables.isEmpty else { return }
    // What stands between rows is shown before the table.
    flush(bytes)
    tables[tables.count - 1].table.beginRow()
  }

  private mutating func closeRow(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
    guard !tables.isEmpty else { return }
    closeCell(bytes, at: position)
    tables[tables.count - 1].table.endRow(isHead: tables[tables.count - 1].isInHead)
  }

  private mutating func openCell(
    _ tag: HTMLTag, _ attributes: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) {
    // A cell without a table is a paragraph.
    guard !tables.isEmpty else { return flush(bytes) }
    closeCell(bytes, at: position)
    flush(bytes)
    var cell = Cell("")
    cell.isHeader = tag == .th
    var reader = HTMLAttributes(bytes, attributes)
    while let attribute = reader.next() {
      if HTMLAttributes.isNamed("colspan", attribute.name, in: bytes) {
        cell.columnSpan = Self.span(bytes[attribute.value])
      } else if HTMLAttributes.isNamed("rowspan", attribute.name, in: bytes) {
        cell.rowSpan = Self.span(bytes[attribute.value])
      }
    }
    beginCell(cell, bytes, at: reader.position + 1)
  }

  private mutating func beginCell(
    _ cell: Cell, _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) {
    cellCount += 1
    var cell = cell
    cell.place = Place(line: lines.line(of: position, in: bytes))
    tables[tables.count - 1].cellStart = position
    tables[tables.count - 1].table.begin(cell)
    buffer.clear()
  }

  private mutating func closeCell(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
    // Copies of the table would make every change of it copy its rows.
    let last = tables.count - 1
    guard last >= 0, tables[last].table.isInCell else { return }
    // Text beside a nested table is a block of its own.
    if tables[last].table.hasItemsInCell { flush(bytes) }
    // The tag that ends the cell is no part of what it holds.
    let start = min(tables[last].cellStart, bytes.count)
    var end = min(max(position, start), bytes.count)
    while end > start, bytes[end - 1] != UInt8(ascii: "<") { end -= 1 }
    end = end > start ? end - 1 : min(max(position, start), bytes.count)
    tables[last].table.endCell(
      text: buffer.string(buffer.trimmed()), bytes: byteOffset.map { start + $0..<end + $0 })
    if containers.count > tables[last].containerCount {
      containers.removeSubrange(tables[last].containerCount...)
    }
    buffer.clear()
  }

  /// A span; 0 and what is no number are 1.
  private static func span(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var value = 0
    for byte in digits {
      if HTMLTokenizer.isSpace(byte), value == 0 { continue }
      guard byte &- 0x30 < 10, value < 10_000 else { break }
      value = value * 10 + Int(byte - 0x30)
    }
    return min(max(value, 1), 1000)
  }
}

/// Counts lines up to positions that only grow.
private struct LineCounter {
  private var position = 0
  private var line = 1

  mutating func line(of target: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    while position < target, position < bytes.count {
      line += bytes[position] == 0x0A ? 1 : 0
      position += 1
    }
    return line
  }
}

extension Finding {
  static var noPageInArchive: Finding { Finding("html.no-page", .error) }

  static func tooManyCells(limit: Int) -> Finding {
    Finding("html.too-many-cells", .error, ["limit": String(limit)])
  }
}
