import Core
import DocumentModel
import FormatKit

/// Collects the blocks of a page while its tags go by.
struct HTMLBlockBuilder {
  /// A block, and the frame of the page that it stands in.
  struct Item: OpenBlock {
    var block: Block
    var frame = Frame.none

    init(_ block: Block) { self.block = block }
  }

  /// A table, and what it must give back when it ends.
  struct Level {
    var table: OpenTable<Item>
    /// How many elements were open when it began, itself among them, and in its section and its row.
    let depth: Int
    var sectionDepth: Int
    var rowDepth: Int
    /// It is not shown, nor is anything in it.
    let isAbsent: Bool
    var isInHead = false
    /// Where its last cell began, whether that is shown, and how many elements were open in it.
    var cellStart = 0
    var isCellAbsent = false
    var cellDepth = 0
    /// Whether anything is seen in it, and whether anything is not.
    var hasText = false
    var hasUnseen = false
  }

  enum Frame: Equatable {
    case none
    /// In a part of the page that calls itself a menu, a footer or the like.
    case part(Int)
    /// A line that is a link and little else.
    case links
  }

  /// A part of the page that is named like a frame around the document.
  struct Part {
    var textCount = 0
    var hasFigures = false
  }

  private(set) var title: String?
  private(set) var attachedReports: [AttachedReport] = []
  /// What was read of the page's own style sheets, and whether any of it came behind the beginning of the text.
  private(set) var sheet: HTMLStyleSheet
  private(set) var hasLateRules = false
  var size: DocumentSize
  var items: [Item] = []
  var buffer = HTMLTextBuffer()
  var textStart = 0
  var tables: [Level] = []
  var elements = HTMLElements()
  var unseen = HTMLUnseenText()
  var parts: [Part] = []
  var lines = LineCounter()
  let byteOffset: Int?
  private var isInLink = false
  private var heading: Int?
  private let includesHidden: Bool
  private let isSheetComplete: Bool

  init(
    byteOffset: Int?, _ options: ReadOptions = ReadOptions(), _ sheet: HTMLStyleSheet = HTMLStyleSheet(),
    isSheetComplete: Bool = false, limits: DocumentSize.Limits = DocumentSize.Limits()
  ) {
    size = DocumentSize(limits)
    self.byteOffset = byteOffset
    self.sheet = sheet
    self.isSheetComplete = isSheetComplete
    includesHidden = options.includesHidden
  }

  /// What a cell shows that holds a piece of a page, and what it does not.
  static func cell(_ content: [UInt8], _ options: ReadOptions) -> (text: String, unseen: [UnseenText]) {
    let html = Array("<table><tr><td>".utf8) + content + Array("<td></table>".utf8)
    var builder = HTMLBlockBuilder(byteOffset: nil, options)
    html.withUnsafeBufferPointer { builder.read($0, $0.indices) }
    var text = ""
    for case .table(let table) in builder.items.map(\.block) {
      text = table.rows.first?.cells.first?.text ?? text
    }
    return (text, builder.unseen.all)
  }

  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    var tokenizer = HTMLTokenizer(bytes, range)
    while !size.isTooLarge, let token = tokenizer.next() {
      switch token {
      case .text(let text): append(text, bytes)
      case .start(let tag): start(tag, bytes, &tokenizer)
      case .end(let tag, let name): end(tag, name, bytes, at: tokenizer.position)
      }
    }
    while !tables.isEmpty { closeTable(bytes, at: tokenizer.position) }
    flush(bytes)
  }

  /// The blocks, those around the document marked, and what nobody sees.
  mutating func finish() -> (blocks: [Block], unseen: [UnseenText]) {
    let total = items.reduce(0) { $0 + Self.textCount($1.block) }
    var blocks = HTMLSiteText.marked(items).map { item -> Block in
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
    return (blocks, unseen.located(in: &blocks))
  }

  // MARK: Tags

  private mutating func start(
    _ start: HTMLStartTag, _ bytes: UnsafeBufferPointer<UInt8>, _ tokenizer: inout HTMLTokenizer
  ) {
    let tag = start.tag
    if tag.isRawText { return readRawText(start, bytes, &tokenizer) }
    let element = elements.element(start, bytes, &sheet)
    switch tag {
    case .title:
      let text = tokenizer.skipRawText(.title)
      var name = HTMLTextBuffer()
      name.append(text, of: bytes, isLink: false)
      if title == nil, !name.isEmpty { title = name.string(name.trimmed()) }
    case .table: openTable(element, bytes, at: start.attributes.lowerBound)
    case .tr, .td, .th, .thead, .tbody, .tfoot: openPart(start, element, bytes)
    case .br: if isAbsent { unseenLineEnd(bytes) } else { lineEnd(bytes) }
    case .input, .textarea, .select: showField(start, element.appearance, bytes, &tokenizer)
    case .button where isInCell: _ = tokenizer.skipRawText(.button)
    case .noscript, .template, .dialog:
      if tokenizer.endTag(of: tag) != nil { elements.push(element) }
    default: open(start, element, bytes)
    }
  }

  /// Opens an element that is no part of a table.
  private mutating func open(
    _ start: HTMLStartTag, _ element: HTMLElements.Element, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    var element = element
    let tag = start.tag
    switch tag {
    case .a: isInLink = Self.leadsElsewhere(HTMLAttributes(bytes, start.attributes), bytes)
    case .button: isInLink = true
    case .caption: if !isInCell { flush(bytes) }
    default: break
    }
    if tag.isBlock || element.isBlock {
      if hides(element) { unseenLineEnd(bytes) } else { lineEnd(bytes) }
      let before = elements.appearance
      elements.closeImplied(by: tag, floor: floor)
      // What the element before it said of its text is no more.
      if before != elements.appearance { element = elements.moved(element) }
    }
    if let level = tag.headingLevel, !hides(element) { heading = level }
    if tag.isContainer {
      element.part = elements.part
      if element.part == nil, HTMLFrameNames.isFrame(tag, HTMLAttributes(bytes, start.attributes), bytes) {
        element.part = parts.count
        parts.append(Part())
      }
    }
    if !tag.isVoid { elements.push(element) }
  }

  private mutating func end(
    _ tag: HTMLTag, _ name: UInt64, _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) {
    switch tag {
    case .table: if !tables.isEmpty { closeTable(bytes, at: position) }
    case .tr, .thead, .tbody, .tfoot: closeRow(bytes, at: position, endsSection: tag != .tr)
    case .td, .th: closeCell(bytes, at: position)
    case .caption:
      if !tables.isEmpty, !isInCell, !buffer.isEmpty {
        tables[tables.count - 1].table.caption = buffer.string(buffer.trimmed())
        buffer.clear()
      }
      elements.close(tag, name, floor: floor)
    default:
      if tag == .a || tag == .button { isInLink = false }
      if tag.isBlock { if isAbsent { unseenLineEnd(bytes) } else { lineEnd(bytes) } }
      if tag.headingLevel != nil { heading = nil }
      if let element = elements.close(tag, name, floor: floor), element.isBlock, !hides(element) {
        lineEnd(bytes)
      }
    }
  }

  /// How many elements an end tag cannot close: those around the cell that it stands in.
  private var floor: Int {
    guard let level = tables.last else { return 0 }
    return level.table.isInCell ? level.cellDepth : level.depth
  }

  /// Whether an anchor is a link; one without an address only names a place, and often has no end.
  private static func leadsElsewhere(
    _ attributes: HTMLAttributes, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    attributes.contains("href", bytes)
  }

  private mutating func readRawText(
    _ tag: HTMLStartTag, _ bytes: UnsafeBufferPointer<UInt8>, _ tokenizer: inout HTMLTokenizer
  ) {
    let start = tokenizer.position
    let text = tokenizer.skipRawText(tag.tag)
    if let report = HTMLAttachedReport.read(tag, text, bytes),
      attachedReports.count < AttachedReport.maximumCount
    {
      attachedReports.append(report)
    }
    guard tag.tag == .style, !isSheetComplete, !isAbsent, !text.isEmpty,
      Self.isForScreens(bytes, before: start)
    else { return }
    let count = sheet.count
    sheet.add(bytes, text)
    if sheet.count > count, elements.hasBody || !buffer.isEmpty || !items.isEmpty { hasLateRules = true }
  }

  /// Whether the start tag of a sheet that ends at a position says that it is for screens, or nothing.
  private static func isForScreens(_ bytes: UnsafeBufferPointer<UInt8>, before end: Int) -> Bool {
    guard let start = bytes[..<end].lastIndex(of: UInt8(ascii: "<")) else { return true }
    var attributes = HTMLAttributes(bytes, min(start + 6, end)..<end)
    while let attribute = attributes.next() {
      if HTMLAttributes.isNamed("media", attribute.name, in: bytes) {
        return HTMLStyleSheet.appliesToScreen(CSSText(bytes, attribute.value))
      }
    }
    return true
  }

  // MARK: Text

  var isInCell: Bool { !tables.isEmpty && tables[tables.count - 1].table.isInCell }

  /// Whether an element and all in it is left out, as if it were not there.
  func hides(_ element: HTMLElements.Element) -> Bool {
    element.appearance.contains(.absent) && !includesHidden
  }

  private var isAbsent: Bool { elements.appearance.contains(.absent) && !includesHidden }

  private mutating func append(_ text: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
    let appearance = elements.appearance
    if appearance.isEmpty {
      if buffer.isEmpty { textStart = text.lowerBound }
      buffer.append(text, of: bytes, isLink: isInLink)
    } else if let reason = reason(appearance) {
      unseen.append(text, of: bytes, reason, isLink: isInLink, isTold: !appearance.contains(.alternative))
    } else {
      if buffer.isEmpty { textStart = text.lowerBound }
      let shift = appearance.intersection(.shifted)
      if shift.isEmpty {
        buffer.append(text, of: bytes, isLink: isInLink)
      } else {
        buffer.append(text, of: bytes, isLink: isInLink, shift: shift)
      }
    }
  }

  /// Why text is left out; nil where it is read.
  private func reason(_ appearance: HTMLAppearance) -> UnseenText.Reason? {
    if appearance.isUnseen, !includesHidden { return .hidden }
    return appearance.contains(.struckOut) ? .struckOut : nil
  }

  /// Appends what a form field shows.
  private mutating func showField(
    _ start: HTMLStartTag, _ appearance: HTMLAppearance, _ bytes: UnsafeBufferPointer<UInt8>,
    _ tokenizer: inout HTMLTokenizer
  ) {
    let lines = HTMLField.lines(start, bytes, &tokenizer)
    // A choice that stands alone is the page's and not the document's.
    let isLink = isInLink || start.tag == .select
    for (number, line) in lines.enumerated() {
      if let reason = reason(appearance) {
        unseen.append(line, of: bytes, reason, isLink: isLink, isTold: true)
        continue
      }
      if number > 0 { lineEnd(bytes) }
      if buffer.isEmpty { textStart = line.lowerBound }
      buffer.appendField(line, of: bytes, isLink: isLink)
    }
  }

  /// A line ends: in a cell within its text, elsewhere with a paragraph.
  private mutating func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isInCell { buffer.breakLine() } else { flush(bytes) }
  }

  /// A line ends that is not shown.
  private mutating func unseenLineEnd(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isInCell { unseen.breakLine() } else { settleUnseen(bytes) }
  }

  /// What was left out so far is told, unless it belongs to the site.
  private mutating func settleUnseen(_ bytes: UnsafeBufferPointer<UInt8>) {
    if unseen.isEmpty { return }
    unseen.settle(isTold: elements.part == nil, &lines, bytes, &size)
  }

  /// Makes a paragraph or a heading of the text so far.
  mutating func flush(_ bytes: UnsafeBufferPointer<UInt8>) {
    settleUnseen(bytes)
    if buffer.isEmpty { return }
    defer { buffer.clear() }
    let range = buffer.trimmed()
    if range.isEmpty { return }
    let place = Place(line: lines.line(of: textStart, in: bytes))
    let part = elements.part
    if let part { parts[part].textCount += range.count }
    let frame: Frame =
      part.map { .part($0) } ?? (10 * buffer.linkCount >= 8 * range.count ? .links : .none)
    // The text of a cell that turns out to hold more than text has its lines in one piece.
    for line in buffer.string(range).split(separator: "\n") {
      size.addParagraph(text: line.utf8.count)
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
}

/// Counts lines up to positions that grow, as a rule.
struct LineCounter {
  private var position = 0
  private var line = 1

  mutating func line(of target: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    while position < target, position < bytes.count {
      line += bytes[position] == 0x0A ? 1 : 0
      position += 1
    }
    while position > target {
      position -= 1
      line -= bytes[position] == 0x0A ? 1 : 0
    }
    return line
  }
}
