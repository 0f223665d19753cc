import Core

/// Finds the title of a report, on one line or several, and takes it out of the text.
struct TitleReader {
  typealias Segment = ProseReader.Segment

  private let scan: Scan
  private let names: BodyPhrase
  private(set) var title: TitlePhrase?
  /// The name alone on a line above the title or under it.
  private(set) var neighbour: Range<Int>?

  init(_ scan: Scan) {
    self.scan = scan
    names = BodyPhrase(scan: scan)
  }

  /// - Parameter count: how many of the first segments stand before the text.
  /// - Returns: the segments without the title, and how many of them stand before the text now.
  mutating func read(_ segments: [Segment], opening count: Int) -> (rest: [Segment], opening: Int) {
    let opening = Array(segments[..<count])
    guard let found = find(in: opening) else { return (segments, count) }
    title = found
    var rest = remove(found.glyphs, from: opening)
    takeNeighbours(&rest, opening)
    rest.removeAll { isRepetition($0) || isAboveTitle($0, found.glyphs) }
    return (rest + segments[count...], rest.count)
  }

  /// The title among lines of which none is prose, such as the cells above a sheet.
  mutating func read(lines: [Segment]) {
    title = find(in: lines)
  }

  // MARK: Finding

  private func find(in segments: [Segment]) -> TitlePhrase? {
    var best: TitlePhrase?
    for index in segments.indices {
      for end in ends(in: segments[index]) {
        guard let found = phrase(endingAt: end, in: index, of: segments) else { continue }
        if found.score > best?.score ?? 0 { best = found }
      }
      if best?.score == 3 { break }
    }
    return best
  }

  /// The positions behind what a title may end with.
  private func ends(in segment: Segment) -> [Int] {
    let range = segment.glyphs
    var ends: [Int] = []
    for index in range.dropFirst() where Self.lastLetters.contains(scan.glyphs[index].code) {
      let until = range.lowerBound..<index + 1
      guard
        scan.trailing(Self.endings, in: until) != nil
          || until == range && scan.trailing(Self.otherEndings, in: until) != nil
      else { continue }
      var end = index + 1
      for word in Self.wrappings where scan.hasWord(word, at: end, before: range.upperBound) {
        end += word.count
        break
      }
      if end < range.upperBound, scan.glyphs[end].isMark("("),
        let close = (end..<min(end + 14, range.upperBound)).first(where: { scan.glyphs[$0].isMark(")") }),
        !scan.years(in: end..<close, needsWord: false).isEmpty,
        DateScanner.dates(scan.glyphs, in: end..<close).isEmpty
      {
        end = close + 1
      }
      if isBoundary(end, range) { ends.append(end) }
    }
    return ends
  }

  private func isBoundary(_ end: Int, _ range: Range<Int>) -> Bool {
    if end == range.upperBound { return true }
    let next = scan.glyphs[end]
    // A title that is quoted and stands alone.
    if next.code == "》", end + 1 == range.upperBound, scan.glyphs[range.lowerBound].code == "《" {
      return true
    }
    return next.kind == .mark && !Self.marksOfSentences.contains(next.code)
      || next.hasSpaceBefore && next.kind != .mark
  }

  /// The shortest stretch that ends here and names year and body, or as much of them as there is.
  private func phrase(endingAt end: Int, in index: Int, of segments: [Segment]) -> TitlePhrase? {
    let starts = starts(before: end, in: index, of: segments)
    guard let lowest = starts.last else { return nil }
    var best: TitlePhrase?
    for (index, start) in starts.enumerated() {
      if names.isClause(start..<end) && !isQuietClause(start..<end) { return nil }
      guard let phrase = scan.titlePhrase(start..<end) else { continue }
      guard let current = best else {
        best = phrase
        continue
      }
      let added = start..<current.glyphs.lowerBound
      let completes = phrase.score > current.score
      let continues = !current.body.isEmpty && isPartOfName(added, before: current, lowest: lowest)
      if completes && isAddable(added, current) || continues {
        best = phrase
      } else if starts[index - 1] - start > 1 {
        break
      }
    }
    guard let best, best.score > 0 || best.year != nil else { return nil }
    // Without a year it must stand alone.
    let isAlone = segments.contains { $0.glyphs.upperBound == end } && best.glyphs.lowerBound == lowest
    return best.year != nil || isAlone && !best.body.isEmpty ? best : nil
  }

  /// What may stand before a title that lacks year or body.
  private func isAddable(_ added: Range<Int>, _ current: TitlePhrase) -> Bool {
    if !scan.years(in: added).isEmpty || added.count <= 4 { return true }
    return names.isName(added) || scan.pieces(of: added) == scan.pieces(of: current.glyphs)
  }

  /// Whether a run before a body's name is the beginning of that name.
  private func isPartOfName(_ added: Range<Int>, before current: TitlePhrase, lowest: Int) -> Bool {
    if added.count == 1 { return true }
    guard let body = current.body.first, body.lowerBound == current.glyphs.lowerBound, added.count <= 16,
      scan.glyphs[added].allSatisfy({ $0.kind == .letter }), names.name(in: added) == added
    else { return false }
    let hasRegion = scan.glyphs[body].contains { Self.regions.contains($0.code) }
    return !hasRegion && scan.glyphs[added].last.map { Self.regions.contains($0.code) } == true
  }

  /// 关于 is no reason to take a title for a sentence.
  private func isQuietClause(_ range: Range<Int>) -> Bool {
    scan.trailing(Self.notices, in: range) != nil
  }

  /// Where a title that ends here may begin: behind spaces and ends of lines, nearest first.
  private func starts(before end: Int, in index: Int, of segments: [Segment]) -> [Int] {
    let segment = segments[index].glyphs
    var lowest = segment.lowerBound
    for position in (segment.lowerBound..<end).reversed() {
      let glyph = scan.glyphs[position]
      if glyph.kind == .mark, !Self.marksOfTitles.contains(glyph.code), !isBetweenDigits(position) {
        // A title that a sentence quotes is not that of the report.
        if glyph.code == "《" || glyph.code == "〈", position > segment.lowerBound { return [] }
        lowest = position + 1
        break
      }
    }
    if lowest == segment.lowerBound {
      for line in segments[..<index].suffix(3).reversed() {
        guard line.glyphs.upperBound == lowest, isLineOfTitle(line) else { break }
        lowest = line.glyphs.lowerBound
      }
    }
    lowest = max(lowest, end - 70)
    return (lowest..<end).reversed().filter { $0 == lowest || scan.glyphs[$0].hasSpaceBefore }
  }

  private func isBetweenDigits(_ position: Int) -> Bool {
    scan.glyphs[position].isMark("-") && scan.glyphs.indices.contains(position + 1) && position > 0
      && scan.glyphs[position - 1].kind == .digit && scan.glyphs[position + 1].kind == .digit
  }

  private func isLineOfTitle(_ line: Segment) -> Bool {
    line.glyphs.count <= 40 && line.glyphs == scan.pieces[line.piece].glyphs
      && scan.glyphs[line.glyphs].allSatisfy { $0.kind != .mark || Self.marksOfTitles.contains($0.code) }
      && !names.isWebsite(line.glyphs)
  }

  // MARK: Taking out

  private func remove(_ range: Range<Int>, from segments: [Segment]) -> [Segment] {
    segments.flatMap { segment -> [Segment] in
      guard segment.glyphs.overlaps(range) else { return [segment] }
      return segment.without(range).filter { part in
        let isBehind = part.glyphs.lowerBound >= range.upperBound
        return !scan.glyphs[part.glyphs].allSatisfy { $0.kind == .mark }
          && (isBehind || !isNavigation(part.glyphs))
      }
    }
  }

  /// The way to the page.
  private func isNavigation(_ range: Range<Int>) -> Bool {
    range.count <= 120 && scan.leading(Self.navigation, in: range) != nil
  }

  /// The body alone on the line under the title, or above it.
  private mutating func takeNeighbours(_ rest: inout [Segment], _ opening: [Segment]) {
    guard let title else { return }
    if let next = rest.firstIndex(where: { $0.glyphs.lowerBound >= title.glyphs.upperBound }),
      isWhole(rest[next]), rest[next].glyphs.count <= 30, names.isName(rest[next].glyphs)
    {
      let name = rest[next].glyphs
      if title.body.isEmpty || names.isSame(title.body, name) {
        if title.body.isEmpty { neighbour = names.name(in: name) }
        rest.remove(at: next)
      }
    }
    if title.body.isEmpty, neighbour == nil,
      let previous = rest.lastIndex(where: { $0.glyphs.upperBound <= title.glyphs.lowerBound }),
      rest[previous].glyphs.count <= 30, names.isName(rest[previous].glyphs)
    {
      neighbour = names.name(in: rest[previous].glyphs)
      rest.remove(at: previous)
    }
  }

  private func isWhole(_ segment: Segment) -> Bool { segment.glyphs == scan.pieces[segment.piece].glyphs }

  /// The name of the site, the way to the page, or 附件, above the title.
  private func isAboveTitle(_ segment: Segment, _ title: Range<Int>) -> Bool {
    guard segment.glyphs.upperBound <= title.lowerBound, isWhole(segment), segment.glyphs.count <= 60 else {
      return false
    }
    return names.isWebsite(segment.glyphs) && names.name(in: segment.glyphs) == segment.glyphs
      || isNavigation(segment.glyphs)
      || segment.glyphs.count <= 4
        && scan.hasWord(Self.attachment, at: segment.glyphs.lowerBound, before: segment.glyphs.upperBound)
  }

  /// The title again, with or without body and year.
  private func isRepetition(_ segment: Segment) -> Bool {
    guard segment.glyphs.count >= 8, isWhole(segment) else { return false }
    return variants.contains(scan.codes(segment.glyphs))
  }

  /// Where the title ends that a page without lines prints again near the beginning of its text.
  func repetitionEnd(in range: Range<Int>) -> Int? {
    let head = range.prefix(100)
    for start in head where start == range.lowerBound || scan.glyphs[start].hasSpaceBefore {
      for variant in variants where variant.count >= 8 {
        var (index, matched) = (start, 0)
        while index < range.upperBound, matched < variant.count,
          scan.glyphs[index].kind == .mark || scan.glyphs[index].code == variant[matched]
        {
          if scan.glyphs[index].kind != .mark { matched += 1 }
          index += 1
        }
        if matched == variant.count, start == range.lowerBound || isShort(range.lowerBound..<start) {
          return index
        }
      }
    }
    return nil
  }

  /// The number of the document, or the beginning of a title, before the rest of it.
  private func isShort(_ range: Range<Int>) -> Bool {
    range.count <= 40
      && !scan.glyphs[range].contains { $0.kind == .mark && Self.marksOfSentences.contains($0.code) }
  }

  /// The letters of the title: all, without the year, without the body, without both.
  private var variants: [[UInt32]] {
    guard let title else { return [] }
    let whole = scan.codes(title.glyphs)
    let parts = title.body + [title.year?.glyphs].compactMap { $0 }
    var withoutYear: [UInt32] = []
    var withoutBoth: [UInt32] = []
    var withoutBody: [UInt32] = []
    for index in title.glyphs where scan.glyphs[index].kind != .mark {
      if title.year?.glyphs.contains(index) != true { withoutYear.append(scan.glyphs[index].code) }
      if !title.body.contains(where: { $0.contains(index) }) { withoutBody.append(scan.glyphs[index].code) }
      if !parts.contains(where: { $0.contains(index) }) { withoutBoth.append(scan.glyphs[index].code) }
    }
    return [whole, withoutYear, withoutBody, withoutBoth]
  }

  private static let marksOfTitles = Set(characters: "()·○◯")
  private static let marksOfSentences = Set(characters: "。,;、:》〉”\"")
  private static let lastLetters = Set(characters: "告报结况")
  private static let attachment: GlyphWord = "附件"
  private static let endings: [GlyphWord] = ["报告", "年报"]
  private static let otherEndings: [GlyphWord] = ["工作总结", "公开情况", "工作情况", "统计表"]
  private static let notices: [GlyphWord] = ["公告", "通告", "公示", "通知"]
  private static let wrappings: [GlyphWord] = ["的公告", "的通告", "的公示", "的通知", "书"]
  private static let navigation: [GlyphWord] = ["当前位置", "您的位置", "您现在的位置", "您所在的位置", "所在位置", "首页", "位置"]
  private static let regions = Set(characters: "省市区县州旗盟镇乡")
}

extension BodyPhrase {
  /// Whether two names are of one body: the same, or one with the region before it.
  func isSame(_ body: [Range<Int>], _ other: Range<Int>) -> Bool {
    let (left, right) = (body.flatMap(scan.codes), scan.codes(other))
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    return !short.isEmpty
      && (long.suffix(short.count) == short[...] || long.prefix(short.count) == short[...])
  }
}
