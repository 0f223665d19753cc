import Core

/// Cuts the pieces of a scan into headings, prose and what is neither.
struct ProseCutter {
  private(set) var segments: [ProseReader.Segment] = []
  private let scan: Scan
  private let tables: [Range<Int>]
  private var nextTable = 0
  private var headings: HeadingFinder
  private let furniture: PageFurniture
  private let words: TableWords
  /// Whether the last heading was the title of a section with a table.
  private var isInTable = false
  /// Whether a table, or a line of its labels, stood before.
  private var followsTable = false
  private var hasHeading = false
  private var isInFoot = false
  private let lastSentence: Int

  /// Prose in a cell is at least as long.
  private static let shortestCell = 16
  /// A paragraph this long is a page that lost its line ends.
  private static let page = 200

  init(_ scan: Scan, _ vocabulary: ProseVocabulary, tables: [Range<Int>]) {
    self.scan = scan
    self.tables = tables
    headings = HeadingFinder(scan, vocabulary)
    furniture = PageFurniture(scan, vocabulary)
    words = TableWords(scan, vocabulary)
    lastSentence =
      scan.pieces.lastIndex { piece in
        piece.kind != .cell && scan.glyphs[piece.glyphs].contains { $0.code == "。" }
      } ?? scan.pieces.count
  }

  // MARK: Text

  mutating func addPiece(_ index: Int) {
    let piece = scan.pieces[index]
    var start = piece.glyphs.lowerBound
    while nextTable < tables.count, tables[nextTable].upperBound <= start { nextTable += 1 }
    var position = nextTable
    while position < tables.count, tables[position].lowerBound < piece.glyphs.upperBound {
      let table = tables[position].clamped(to: piece.glyphs)
      add(start..<max(start, table.lowerBound), index, piece)
      start = max(start, table.upperBound)
      position += 1
      followsTable = true
    }
    if start < piece.glyphs.upperBound { add(start..<piece.glyphs.upperBound, index, piece) }
  }

  private mutating func add(_ range: Range<Int>, _ index: Int, _ piece: Piece) {
    if range.isEmpty { return }
    let isWhole = range == piece.glyphs
    // Brackets that stood around a table's note are no prose.
    if !isWhole, !scan.glyphs[range].contains(where: { $0.kind != .mark }) { return }
    let isTitle = isWhole && headings.isTitle(range)
    if !isTitle, isPartOfTable(range, index) {
      followsTable = true
      return
    }
    if isWhole, piece.kind != .heading, !isTitle, addFurniture(range, index) { return }
    var head = hasHeading ? range.lowerBound : furniture.headEnd(range)
    if head > range.lowerBound {
      segments.append(
        .init(piece: index, glyphs: range.lowerBound..<head, isHeading: false, isFurniture: true))
    }
    head = addTitle(head..<range.upperBound, index)
    let foot = head < range.upperBound ? furniture.footStart(head..<range.upperBound) : head
    if head < foot {
      addParts(
        head..<foot, index, isHeading: piece.kind == .heading || isTitle,
        isWhole: isWhole || head > range.lowerBound)
    }
    if foot < range.upperBound {
      segments.append(
        .init(piece: index, glyphs: foot..<range.upperBound, isHeading: false, isFurniture: true))
    }
    followsTable = false
  }

  /// The title at the head of a page that was flattened to one line, and what stands before it.
  ///
  /// - Returns: where the text begins.
  private mutating func addTitle(_ range: Range<Int>, _ index: Int) -> Int {
    guard !hasHeading, range.count > HeadingFinder.longest else { return range.lowerBound }
    let head = range.lowerBound..<min(range.lowerBound + 120, range.upperBound)
    var start = head.lowerBound
    for end in head.dropFirst() {
      let glyph = scan.glyphs[end]
      guard glyph.hasSpaceBefore || glyph.code == "〔" || glyph.code == "。" else { continue }
      if glyph.code == "。" { break }
      if ReportTitle.isTitle(start..<end, in: scan) {
        if start > range.lowerBound { addProse(range.lowerBound..<start, index) }
        segments.append(.init(piece: index, glyphs: start..<end, isHeading: false))
        return end
      }
      if glyph.hasSpaceBefore, glyph.kind != .digit, glyph.code != "年" { start = end }
    }
    return range.lowerBound
  }

  private mutating func addFurniture(_ range: Range<Int>, _ index: Int) -> Bool {
    let isLine = furniture.isLine(range, isBefore: !hasHeading)
    // Below the last sentence, what follows the first line of the page's foot is all of the page.
    if hasHeading, isLine, index > lastSentence, furniture.isBelow(range) { isInFoot = true }
    if !isLine, !isInFoot { return false }
    segments.append(.init(piece: index, glyphs: range, isHeading: false, isFurniture: true))
    return true
  }

  private mutating func addParts(_ range: Range<Int>, _ index: Int, isHeading: Bool, isWhole: Bool) {
    for part in headings.parts(range, isHeading: isHeading, isWhole: isWhole) {
      if part.isHeading {
        // The title of the report heads no section, though a page marks it as a heading.
        hasHeading = hasHeading || headings.level(part.glyphs) > 0 || headings.isTitle(part.glyphs)
        isInTable = headings.isTitleOfTable(part.glyphs)
        segments.append(.init(piece: index, glyphs: part.glyphs, isHeading: true))
      } else {
        addProse(part.glyphs, index)
      }
    }
  }

  /// Adds prose; at the end of a page on one line, the body and the date under it are lines of their own.
  private mutating func addProse(_ range: Range<Int>, _ index: Int) {
    if range == scan.pieces[index].glyphs || !words.areAll(range) {
      var starts: [Int] = []
      if scan.pieces[index].glyphs.count >= Self.page, range.upperBound == lastProse(of: index) {
        starts = signature(range)
      }
      var start = range.lowerBound
      for next in starts + [range.upperBound] where next > start {
        segments.append(.init(piece: index, glyphs: start..<next, isHeading: false))
        start = next
      }
    }
  }

  /// Where the lines begin that end a text: the body, the date, whom to ask, who printed it.
  private func signature(_ range: Range<Int>) -> [Int] {
    var starts: [Int] = []
    var end = range.upperBound
    while end > range.lowerBound, starts.count < 6 {
      let tail = max(range.lowerBound, end - 60)..<end
      guard let start = bracketStart(tail) ?? dateStart(tail), isFree(start, in: range) else { break }
      starts.insert(start, at: 0)
      end = start
      var body = start
      while body > tail.lowerBound, scan.glyphs[body - 1].kind == .letter {
        body -= 1
        if scan.glyphs[body].hasSpaceBefore { break }
      }
      if (3...30).contains(start - body), isFree(body, in: range) {
        starts.insert(body, at: 0)
        end = body
      }
    }
    return starts
  }

  /// （联系人：…）
  private func bracketStart(_ tail: Range<Int>) -> Int? {
    guard let last = tail.last, scan.glyphs[last].isMark(")") else { return nil }
    return tail.last { scan.glyphs[$0].isMark("(") }
  }

  /// 2022年1月13日, or that and 印发.
  private func dateStart(_ tail: Range<Int>) -> Int? {
    guard let date = DateScanner.dates(scan.glyphs, in: tail).last,
      tail.upperBound - date.glyphs.upperBound <= 2
    else { return nil }
    return date.glyphs.lowerBound
  }

  private func isFree(_ index: Int, in range: Range<Int>) -> Bool {
    index > range.lowerBound && (scan.glyphs[index].hasSpaceBefore || scan.glyphs[index - 1].code == "。")
  }

  private func lastProse(of index: Int) -> Int { furniture.footStart(scan.pieces[index].glyphs) }

  // MARK: Tables

  /// Whether a text is labels of a table that stands beside it.
  private func isPartOfTable(_ range: Range<Int>, _ index: Int) -> Bool {
    guard range.count <= 120 else { return false }
    if words.isUnit(range) { return isInTable || followsTable || precedesTable(index) }
    guard isInTable || followsTable || precedesTable(index) else { return false }
    return words.areAll(range)
  }

  private func precedesTable(_ index: Int) -> Bool {
    let next = index + 1
    guard next < scan.pieces.count else { return false }
    if scan.pieces[next].kind == .cell { return true }
    return nextTable < tables.count && tables[nextTable].overlaps(scan.pieces[next].glyphs)
  }

  /// Fewer letters are no title and no sentence.
  private static let shortestTitle = 4

  /// Headings that stand in cells, and prose that a table of the page's layout holds.
  mutating func addRow(_ cells: Range<Int>) {
    defer { followsTable = true }
    let filled = cells.filter { !scan.pieces[$0].glyphs.isEmpty }
    var hasTitle = false
    for index in filled where scan.pieces[index].glyphs.count >= Self.shortestTitle {
      let range = scan.pieces[index].glyphs
      if headings.isTitle(range), headings.level(range) == 1 || filled.count == 1 {
        hasTitle = true
        addParts(range, index, isHeading: true, isWhole: true)
      } else if let end = headings.titleLine(range) {
        // The title was put into the cell under it.
        hasTitle = true
        addParts(range.lowerBound..<end, index, isHeading: true, isWhole: true)
      } else if filled.count == 1 ? isProse(range) : hasTitle && filled.count <= 3 && hasSentence(range) {
        addParts(range, index, isHeading: false, isWhole: true)
      }
    }
  }

  private func isProse(_ range: Range<Int>) -> Bool {
    guard range.count >= Self.shortestCell, !words.areAll(range), !words.isNote(range) else { return false }
    return hasSentence(range)
      || range.count >= 2 * Self.shortestCell && scan.glyphs[range].contains { $0.isMark(",") }
  }

  private func hasSentence(_ range: Range<Int>) -> Bool { scan.glyphs[range].contains { $0.code == "。" } }
}
