import Core

/// Finds headings: those that stand alone, those that run into their text, and those in the middle of a text
/// that lost its line ends.
struct HeadingFinder {
  /// A part of a text.
  struct Part {
    let glyphs: Range<Int>
    var isHeading: Bool
  }

  /// The number at the head of a heading.
  private struct Number {
    /// 1 for 一、, 2 for （一）.
    let level: Int
    let value: Int
    /// The index after it and its mark.
    let end: Int
  }

  private let scan: Scan
  private let words: ProseWords
  private let titles: WordList
  private let titlesOfTables: WordList
  private let rows: WordList
  /// The number of the last section, and of the last part of it.
  private var last = 0
  private var lastInner = 0

  /// A heading on a line of its own is no longer than this.
  static let longest = 46

  init(_ scan: Scan, _ vocabulary: ProseVocabulary) {
    self.scan = scan
    words = vocabulary.words
    titles = vocabulary.titles
    titlesOfTables = vocabulary.titlesOfTables
    rows = vocabulary.rows
  }

  // MARK: Titles and numbers

  /// A title that is longer may have a letter too many, as 行政法复议 has.
  private static let shortest = 10

  /// The end of a section's title that begins at a glyph.
  func titleEnd(from start: Int, to end: Int) -> Int? {
    guard start < end, titles.mayBegin(with: scan.glyphs[start].code) else { return nil }
    for title in titles.words {
      if let found = match(title, from: start, to: end) { return found }
    }
    return nil
  }

  private func match(_ title: [UInt32], from start: Int, to end: Int) -> Int? {
    var index = start
    var strays = title.count > Self.shortest ? 1 : 0
    var position = 0
    var marks = 0
    while position < title.count {
      guard index < end else { return nil }
      let glyph = scan.glyphs[index]
      if glyph.kind == .mark {
        marks += 1
        guard marks <= 2, position > 0, glyph.code != "。" else { return nil }
      } else if glyph.code == title[position] {
        position += 1
        marks = 0
      } else if position > 0, ProseVocabulary.connectors.contains(glyph.code) {
      } else if position > 3, strays > 0 {
        strays -= 1
      } else {
        return nil
      }
      index += 1
    }
    return index
  }

  /// Whether the whole of a range, its number left out, is the title of a section.
  func isTitle(_ range: Range<Int>) -> Bool {
    guard range.count <= Self.longest, !titles.words.isEmpty else { return false }
    let start =
      number(at: range.lowerBound, to: range.upperBound)?.end ?? arabicEnd(range) ?? range.lowerBound
    guard start < range.upperBound, let end = titleEnd(from: start, to: range.upperBound) else {
      return false
    }
    return scan.glyphs[end..<range.upperBound].allSatisfy { $0.kind == .mark && $0.code != "。" }
  }

  /// Whether a heading is the title of a section that has a table.
  func isTitleOfTable(_ range: Range<Int>) -> Bool {
    let start =
      number(at: range.lowerBound, to: range.upperBound)?.end ?? arabicEnd(range) ?? range.lowerBound
    return start < range.upperBound && titlesOfTables.mayBegin(with: scan.glyphs[start].code)
      && titlesOfTables.words.contains { match($0, from: start, to: range.upperBound) != nil }
  }

  /// The end of a title with its number that begins a cell and is divided from the rest by a line end.
  func titleLine(_ range: Range<Int>) -> Int? {
    guard let number = number(at: range.lowerBound, to: range.upperBound), number.level == 1,
      let end = titleEnd(from: number.end, to: range.upperBound), end < range.upperBound,
      scan.glyphs[end].hasSpaceBefore
    else { return nil }
    return end
  }

  /// 1. or 第一部分 before a title.
  private func arabicEnd(_ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    if scan.glyphs[index].kind == .digit {
      index += 1
      if index < range.upperBound, scan.glyphs[index].kind == .mark { return index + 1 }
      return nil
    }
    guard scan.glyphs[index].code == "第", index + 3 < range.upperBound,
      ChineseNumeral.ordinal(scan.glyphs[index + 1].code) != nil
    else { return nil }
    index += 2
    switch scan.glyphs[index].code {
    case "部":
      guard scan.glyphs[index + 1].code == "分" else { return nil }
      index += 2
    case "章", "节": index += 1
    default: return nil
    }
    while index < range.upperBound, scan.glyphs[index].kind == .mark { index += 1 }
    return index
  }

  private func number(at start: Int, to end: Int) -> Number? {
    var index = start
    guard index < end else { return nil }
    let isBracketed = scan.glyphs[index].isMark("(")
    if isBracketed { index += 1 }
    var value = 0
    let first = index
    while index < end, index - first < 3, let digit = ChineseNumeral.ordinal(scan.glyphs[index].code) {
      value = digit == 10 ? max(value, 1) * 10 : value + digit
      index += 1
    }
    guard index > first, index < end else { return nil }
    let mark = scan.glyphs[index]
    // 三 收到和处理…
    if !isBracketed, mark.hasSpaceBefore, mark.kind == .letter, titleEnd(from: index, to: end) != nil {
      return Number(level: 1, value: value, end: index)
    }
    guard mark.kind == .mark else { return nil }
    if isBracketed {
      guard mark.isMark(")") else { return nil }
      return Number(level: 2, value: value, end: index + 1)
    }
    // 四，and 四：number a section only where its title follows.
    guard mark.code == "、" || mark.isMark(".") || mark.isMark(",") || mark.isMark(":"), index + 1 < end,
      mark.code == "、" || mark.isMark(".") || titleEnd(from: index + 1, to: end) != nil
    else { return nil }
    return Number(level: 1, value: value, end: index + 1)
  }

  /// 1 for 一、, 2 for （一）, 0 for neither.
  func level(_ range: Range<Int>) -> Int { number(at: range.lowerBound, to: range.upperBound)?.level ?? 0 }

  /// Whether a table's row is named there and no section.
  func isRow(_ start: Int, to end: Int) -> Bool {
    rows.begin(at: start, before: end, in: scan.glyphs)
  }

  // MARK: Parts

  /// Cuts a text where sections begin, and their headings from what follows them.
  mutating func parts(_ range: Range<Int>, isHeading: Bool, isWhole: Bool) -> [Part] {
    var result: [Part] = []
    var start = range.lowerBound
    var index = start
    var wasDivided = range.count > 400
    // 其他需要报告的事项：无
    if isWhole, let end = titleEnd(from: index, to: range.upperBound), end + 1 < range.upperBound,
      scan.glyphs[end].isMark(":")
    {
      result.append(Part(glyphs: index..<end, isHeading: true))
      (start, index) = (end + 1, end + 1)
    }
    func close(_ end: Int) {
      if end > start, scan.glyphs[start..<end].contains(where: { $0.kind != .mark }) {
        result.append(Part(glyphs: start..<end, isHeading: false))
      }
    }
    while index < range.upperBound {
      guard
        let number = begins(
          index, in: range, isWhole: isWhole, isDivided: wasDivided, follows: index == start)
      else {
        index += 1
        continue
      }
      let isAtStart = index == range.lowerBound
      let end = headingEnd(number, index..<range.upperBound, isAlone: isAtStart && isWhole)
      if number.level == 1 {
        last = number.value
        lastInner = 0
        wasDivided = wasDivided || !isAtStart || end != nil
      } else {
        lastInner = number.value
      }
      close(index)
      start = index
      guard let end else {
        index = number.end
        continue
      }
      result.append(Part(glyphs: index..<end, isHeading: true))
      index = end
      if index < range.upperBound, scan.glyphs[index].isMark(":") || scan.glyphs[index].code == "。" {
        index += 1
      }
      start = index
    }
    close(range.upperBound)
    if result.isEmpty || isHeading && result.count == 1 {
      return [Part(glyphs: range, isHeading: isHeading || result.first?.isHeading ?? false)]
    }
    return result
  }

  /// The number of a heading or a part that begins at a glyph.
  private func begins(_ index: Int, in range: Range<Int>, isWhole: Bool, isDivided: Bool, follows: Bool)
    -> Number?
  {
    let glyph = scan.glyphs[index]
    guard glyph.isMark("(") || glyph.kind == .letter && ChineseNumeral.ordinal(glyph.code) != nil,
      let number = number(at: index, to: range.upperBound), number.end < range.upperBound
    else { return nil }
    if isRow(number.end, to: range.upperBound) { return nil }
    if index == range.lowerBound, isWhole { return number }
    let next = scan.glyphs[number.end]
    // 一、二等奖 is no heading, and neither is 第一、.
    guard next.kind != .mark || next.isMark("(") || next.code == "“" || next.isMark("<") || next.code == "《",
      ChineseNumeral.ordinal(next.code) == nil
    else { return nil }
    let title = number.level == 1 ? titleEnd(from: number.end, to: range.upperBound) : nil
    if index == range.lowerBound { return number }
    let before = scan.glyphs[index - 1]
    let isFree =
      Self.breaks.contains(before.code) || isBehindTitle(index, in: range, number) || before.kind == .digit
      || glyph.hasSpaceBefore || follows
    if number.level == 2 {
      guard isDivided, isFree, number.value == lastInner + 1 || number.value == 1 else { return nil }
      return before.kind == .digit && !follows ? nil : number
    }
    if let title {
      // A section that is only named: 由一、总体情况，二、…组成.
      let isNamed =
        title < range.upperBound && (scan.glyphs[title].code == "、" || scan.glyphs[title].isMark(","))
      if isNamed { return nil }
      return isFree || number.value == last + 1 && before.kind == .letter ? number : nil
    }
    guard isFree, before.kind != .digit, number.value > last, number.value <= last + 3 else { return nil }
    return headingEnd(number, index..<range.upperBound, isAlone: false) != nil ? number : nil
  }

  /// Whether the title of the report ends here, in a text that lost its line ends.
  private func isBehindTitle(_ index: Int, in range: Range<Int>, _ number: Number) -> Bool {
    last == 0 && number.level == 1 && number.value == 1
      && ReportTitle.isTitle(range.lowerBound..<index, in: scan)
  }

  /// What may stand before a heading that does not begin a line.
  private static let breaks = Set("。；;！!？?〕】)”…".unicodeScalars.map(\.value))

  private func isBreak(_ glyph: Glyph) -> Bool {
    glyph.code == "。" || glyph.isMark(";") || glyph.isMark(",") || glyph.code == "〔"
  }

  /// Where a heading ends that begins with a number; nil where it is only the head of a paragraph.
  private func headingEnd(_ number: Number, _ range: Range<Int>, isAlone: Bool) -> Int? {
    let stop = range.upperBound
    if number.level == 1, let title = titleEnd(from: number.end, to: stop) {
      let rest = title..<stop
      // Dots and the number of a page belong to a list of contents.
      let isFollowed = scan.glyphs[rest].contains { $0.kind == .letter }
      guard isFollowed || scan.glyphs[rest].first?.kind == .digit else {
        // The bracket that opens a table's note is no part of the title.
        return scan.glyphs[rest].contains { $0.isMark("(") } ? title : stop
      }
      // 主动公开政府信息情况统计表 is a longer title.
      if isAlone, range.count <= Self.longest, scan.glyphs[title].kind == .letter,
        !scan.glyphs[title].hasSpaceBefore, !scan.glyphs[rest].contains(where: isBreak),
        !isOpener(title, to: stop)
      {
        return stop
      }
      return title
    }
    let limit = min(stop, range.lowerBound + Self.longest)
    let firstBreak = (number.end..<limit).first { isBreak(scan.glyphs[$0]) } ?? limit
    // A line of its own.
    if isAlone, range.count <= Self.longest,
      !scan.glyphs[range].contains(where: { $0.code == "。" || $0.isMark(";") })
    {
      return runIn(number.end, to: firstBreak, in: stop, isAlone: true) ?? stop
    }
    return runIn(number.end, to: firstBreak, in: stop, isAlone: false)
  }

  /// Where a heading ends that text follows in the same line: before a space, a year, a bracket, a colon, or
  /// words that sentences begin with.
  private func runIn(_ start: Int, to end: Int, in stop: Int, isAlone: Bool) -> Int? {
    // On a line of its own a heading of two parts is a heading.
    let isText = (start..<stop).contains { isBreak(scan.glyphs[$0]) || number(at: $0, to: stop)?.level == 2 }
    if isAlone, !isText { return nil }
    for index in min(start + 2, end)..<end {
      let glyph = scan.glyphs[index]
      if glyph.isMark("("), number(at: index, to: stop) != nil { return index }
      if ends(words.endings, index, from: start),
        glyph.isMark(":") || glyph.hasSpaceBefore || isYear(index, to: stop)
      {
        return index
      }
      if ends(words.strongEndings, index, from: start), isOpener(index, to: stop) { return index }
      if glyph.hasSpaceBefore, isOpener(index, to: stop), scan.glyphs[index - 1].kind == .letter {
        return index
      }
    }
    // 三、收费情况〔…〕, and a heading that the text ends with.
    let isOpen = end < stop && scan.glyphs[end].code == "〔" || end == stop
    return isOpen && ends(words.endings, end, from: start) ? end : nil
  }

  private func ends(_ endings: [[UInt32]], _ index: Int, from start: Int) -> Bool {
    endings.contains { ending in
      index - ending.count >= start && scan.glyphs.haveWord(ending, at: index - ending.count, before: index)
    }
  }

  private func isYear(_ index: Int, to end: Int) -> Bool {
    guard scan.glyphs[index].kind == .digit else { return false }
    var year = index
    while year < end, scan.glyphs[year].kind == .digit { year += 1 }
    return year - index == 4 && year < end && scan.glyphs[year].code == "年"
  }

  /// Whether a sentence seems to begin: with a year, or with words that sentences begin with.
  func isOpener(_ index: Int, to end: Int) -> Bool {
    if scan.glyphs[index].kind == .digit { return isYear(index, to: end) }
    return words.openers.begin(at: index, before: end, in: scan.glyphs)
  }
}
