import Core

/// Tells what a page prints around a document from the document: its path, buttons, lines of metadata, its foot.
struct PageFurniture {
  private let scan: Scan
  private let words: ProseWords

  init(_ scan: Scan, _ vocabulary: ProseVocabulary) {
    self.scan = scan
    words = vocabulary.words
  }

  /// A word between spaces or bars, and what it is.
  private struct Item {
    enum Kind {
      case word, key, mark, trail, footer, value, unknown

      var isFurniture: Bool { self != .unknown && self != .value }
    }

    let glyphs: Range<Int>
    let kind: Kind
  }

  /// A line of metadata is no longer than this.
  private static let longestLine = 160

  // MARK: Lines

  /// Whether a whole line is what a page prints and no part of the document.
  ///
  /// - Parameter isBefore: whether no section has begun; lines of metadata stand above the text.
  func isLine(_ range: Range<Int>, isBefore: Bool) -> Bool {
    if isRule(range) || isPageNumber(range) { return true }
    guard range.count <= Self.longestLine, !hasSentence(range) else { return false }
    if isAttachment(range) || isBefore && isPath(range) { return true }
    let items = items(range)
    guard let first = items.first else { return false }
    if first.kind == .trail || first.kind == .mark || first.kind == .footer { return true }
    var follows = false
    for item in items {
      switch item.kind {
      case .word, .mark, .footer, .trail: follows = false
      case .key:
        guard isBefore else { return false }
        follows = true
      case .value: guard follows || items.count > 1 else { return false }
      case .unknown: guard follows else { return false }
      }
    }
    return items.contains { $0.kind.isFurniture }
  }

  private func hasSentence(_ range: Range<Int>) -> Bool {
    scan.glyphs[range].contains { $0.code == "。" }
  }

  /// 首页 > 政务公开 > 年报
  private func isPath(_ range: Range<Int>) -> Bool {
    range.count <= 80 && scan.glyphs[range].count { $0.code == ">" || $0.code == "»" || $0.code == "›" } >= 2
  }

  /// Whether a line of the page's stands only below the text, such as the way to the next one.
  func isBelow(_ range: Range<Int>) -> Bool {
    firstItem(range).map { $0.kind == .mark || $0.kind == .footer } ?? false
  }

  /// A line that begins the foot of a page.
  func isFooter(_ range: Range<Int>) -> Bool {
    guard range.count <= Self.longestLine, let first = firstItem(range) else { return false }
    return first.kind == .footer
  }

  /// 附件：…, 附件1 and 相关附件, without the sentence that would make it prose.
  private func isAttachment(_ range: Range<Int>) -> Bool {
    guard range.count <= 60, range.count >= 2 else { return false }
    let start = range.lowerBound
    guard scan.glyphs[start].code == "附", scan.glyphs[start + 1].code == "件" else { return false }
    guard range.count > 2 else { return true }
    let next = scan.glyphs[start + 2]
    return next.kind != .letter || next.hasSpaceBefore
      || ChineseNumeral.ordinal(next.code) != nil && range.count <= 4
  }

  /// A line drawn with characters.
  private func isRule(_ range: Range<Int>) -> Bool {
    var marks = 0
    var others = 0
    for glyph in scan.glyphs[range] {
      switch glyph.code {
      case "=", "-", "*", "_": marks += 1
      default: others += 1
      }
      if others > 4 { return false }
    }
    return marks >= 3
  }

  /// - 3 - and 第3页 共10页.
  private func isPageNumber(_ range: Range<Int>) -> Bool {
    guard range.count <= 12, let first = range.first, let last = range.last else { return false }
    let digits = scan.glyphs[range].count { $0.kind == .digit }
    guard digits > 0, digits <= 6 else { return false }
    if scan.glyphs[first].code == "-", scan.glyphs[last].code == "-" { return range.count - digits <= 4 }
    return scan.glyphs[first].code == "第" && scan.glyphs[last].code == "页"
      && scan.glyphs[first + 1].kind == .digit
  }

  // MARK: Pages on one line

  /// The end of what stands above the document in a page that was flattened to one line.
  func headEnd(_ range: Range<Int>) -> Int {
    let opening = range.lowerBound..<min(range.upperBound, range.lowerBound + 400)
    guard let first = firstItem(opening), first.kind.isFurniture else { return range.lowerBound }
    let items = items(opening)
    var end = items.startIndex
    var count = 0
    var index = items.startIndex
    while index < items.endIndex, index - end <= 4 {
      let item = items[index]
      if item.glyphs.count > 120 || hasSentence(item.glyphs) { break }
      if item.kind.isFurniture {
        count += 1
        end = index + 1
        // The value of a key.
        while item.kind != .word, end < items.endIndex, items[end].kind == .value { end += 1 }
        index = end
      } else {
        index += 1
      }
    }
    guard count >= 2 || first.kind == .trail, end > items.startIndex else { return range.lowerBound }
    var head = items[end - 1].glyphs.upperBound
    while head < range.upperBound, Self.arrows.contains(scan.glyphs[head].code) { head += 1 }
    return head
  }

  /// The start of what stands below the document in such a page.
  func footStart(_ range: Range<Int>) -> Int {
    let tail = max(range.lowerBound, range.upperBound - 200)..<range.upperBound
    var start = range.upperBound
    for item in itemRanges(tail).reversed().lazy.compactMap(item) {
      guard item.kind == .word || item.kind == .mark, item.glyphs.count <= 24, !hasSentence(item.glyphs)
      else { break }
      start = item.glyphs.lowerBound
    }
    return start
  }

  // MARK: Words

  private func items(_ range: Range<Int>) -> [Item] { itemRanges(range).compactMap(item) }

  private func firstItem(_ range: Range<Int>) -> Item? { itemRanges(range).lazy.compactMap(item).first }

  /// - Returns: nil where nothing but marks stands there.
  private func item(_ range: Range<Int>) -> Item? {
    let kind = kind(range)
    if kind == .value, scan.glyphs[range].allSatisfy({ $0.kind == .mark }) { return nil }
    return Item(glyphs: range, kind: kind)
  }

  private func itemRanges(_ range: Range<Int>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let end = scan.glyphs[start + 1..<range.upperBound].firstIndex { glyph in
        glyph.hasSpaceBefore || Self.isBar(glyph.code)
      }
      ranges.append(start..<(end ?? range.upperBound))
      start = end ?? range.upperBound
    }
    return ranges
  }

  private static let position = GlyphFolding.codes(of: "位置")
  private static let arrows = Set("->|•·".unicodeScalars.map(\.value))

  private static func isBar(_ code: UInt32) -> Bool {
    switch code {
    case "|", ">", "•", "·", "【", "[": true
    default: false
    }
  }

  private func kind(_ range: Range<Int>) -> Item.Kind {
    let glyphs = scan.glyphs[range]
    guard let first = glyphs.firstIndex(where: { $0.kind != .mark }) else { return .value }
    // 【公开形式】主动公开 is a key with its value as well.
    let isBracketed = glyphs.first?.code == "【"
    let colon = glyphs[first...].prefix(14).firstIndex { $0.isMark(":") || isBracketed && $0.code == "】" }
    let head = glyphs[first..<(colon ?? min(range.upperBound, first + 24))]
    if let known = words.page.kind(of: head) {
      switch known {
      case .word: return colon.map { $0 + 1 < range.upperBound } ?? false ? .mark : .word
      case .key: return colon == nil ? .unknown : .key
      case .mark: return .mark
      case .trail: return colon == nil ? .unknown : .trail
      case .footer: return .footer
      }
    }
    // 您当前所在的位置：
    if colon != nil {
      let letters = GlyphFolding.codes(head)
      if letters.count <= 10, letters.suffix(2).elementsEqual(Self.position) { return .trail }
    } else if words.page.beginsFooter(head) {
      return .footer
    }
    return glyphs[first...].contains { $0.kind == .letter } ? .unknown : .value
  }
}
