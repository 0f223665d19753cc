import Core
import ReportModel

/// Puts headings and prose together to sections.
struct SectionBuilder {
  private(set) var sections: [ProseSection] = []
  private let scan: Scan
  private let headings: HeadingFinder
  /// The segment that the last paragraph ends with.
  private var last: ProseReader.Segment?

  init(_ scan: Scan, _ vocabulary: ProseVocabulary) {
    self.scan = scan
    headings = HeadingFinder(scan, vocabulary)
  }

  mutating func add(_ segment: ProseReader.Segment, _ text: String) {
    let place = scan.place(segment.piece)
    defer { last = segment.isHeading ? nil : segment }
    if segment.isHeading {
      let level = max(headings.level(segment.glyphs), 1)
      sections.append(ProseSection(heading: text, level: level, place: place))
      return
    }
    let isBefore = !sections.contains { $0.heading != nil }
    // The identity has the title; it is no prose where it stands again.
    if isBefore, ReportTitle.isTitle(segment.glyphs, in: scan),
      !BodyPhrase(scan: scan).isClause(segment.glyphs)
    {
      return
    }
    if let last, continues(last, segment), let end = sections.indices.last,
      let paragraph = sections[end].paragraphs.indices.last
    {
      sections[end].paragraphs[paragraph].text += text
      return
    }
    if sections.isEmpty { sections.append(ProseSection(heading: nil, level: 0, place: place)) }
    sections[sections.count - 1].paragraphs.append(ProseParagraph(text, place: place))
  }

  // MARK: Sentences cut by an edge

  /// A line that an edge cut is at least as long.
  private static let shortestCut = 24

  /// Whether a paragraph only goes on with the sentence that the one before it leaves open.
  private func continues(_ left: ProseReader.Segment, _ right: ProseReader.Segment) -> Bool {
    guard left.piece != right.piece, scan.pieces[left.piece].kind == .paragraph,
      scan.pieces[right.piece].kind == .paragraph, let end = left.glyphs.last, let start = right.glyphs.first,
      left.glyphs.count >= Self.shortestCut, headings.level(right.glyphs) == 0
    else { return false }
    let (before, after) = (scan.glyphs[end], scan.glyphs[start])
    // A comma is no end, and no beginning either.
    if before.isMark(",") || before.code == "、" {
      return after.kind != .mark || after.code == "《" || after.code == "“"
    }
    if after.isMark(",") || after.code == "。" || after.code == "、" || after.isMark(";") { return true }
    guard isPrinted(left), isPrinted(right), before.kind != .mark, after.kind == .letter,
      !headings.isOpener(start, to: right.glyphs.upperBound), !isComplete(left.glyphs),
      scan.glyphs[left.glyphs].contains(where: { $0.code == "。" || $0.isMark(",") })
    else { return false }
    return scan.glyphs[right.glyphs].contains { $0.code == "。" }
  }

  /// Whether a paragraph comes from lines or pages, and not from marks of paragraphs.
  private func isPrinted(_ segment: ProseReader.Segment) -> Bool {
    guard let place = scan.place(segment.piece) else { return false }
    return place.line != nil || place.page != nil
  }

  /// 行政诉讼0件 ends a sentence without a full stop.
  private func isComplete(_ range: Range<Int>) -> Bool {
    let letters = Array(scan.codes(max(range.lowerBound, range.upperBound - 6)..<range.upperBound))
    return letters.indices.dropLast().contains { index in
      (0x30...0x39).contains(letters[index])
        && FigureWords.unitLength(Array(letters[(index + 1)...])) == letters.count - index - 1
    }
  }
}

/// Finds the list of contents at the head of a report, which is no section.
struct ProseContents {
  private let scan: Scan

  init(_ scan: Scan) { self.scan = scan }

  private static let contents = WordList([GlyphFolding.codes(of: "目录")])
  /// A list has at least as many lines.
  private static let fewest = 3

  /// The segments without the list.
  func without(_ segments: [ProseReader.Segment]) -> [ProseReader.Segment] {
    var isNamed = false
    var start: Int?
    for (index, segment) in segments.enumerated() {
      if Self.contents.contains(scan.glyphs[segment.glyphs]) {
        (isNamed, start) = (true, index)
        break
      }
      if segment.isHeading {
        start = index
        break
      }
    }
    guard let start else { return segments }
    // From here each line stands again below.
    var lastHeading: [[UInt32]: Int] = [:]
    for index in segments[start...].indices where segments[index].isHeading {
      lastHeading[key(segments[index])] = index
    }
    var end = start + (isNamed ? 1 : 0)
    var listed: Set<[UInt32]> = []
    while end < segments.count {
      let key = key(segments[end])
      guard lastHeading[key] ?? -1 > end, listed.insert(key).inserted else { break }
      end += 1
    }
    guard listed.count >= Self.fewest else { return segments }
    return Array(segments[..<start]) + Array(segments[end...])
  }

  /// The letters of a heading, without its own number and that of the page that it stands on.
  private func key(_ segment: ProseReader.Segment) -> [UInt32] {
    var start = segment.glyphs.lowerBound
    while start < segment.glyphs.upperBound,
      scan.glyphs[start].kind != .letter || ChineseNumeral.ordinal(scan.glyphs[start].code) != nil
    {
      start += 1
    }
    var codes = scan.codes(start..<segment.glyphs.upperBound)
    while let last = codes.last, (0x30...0x39).contains(last) { codes.removeLast() }
    return codes
  }
}

/// The title of a yearly report, as a line of its own.
enum ReportTitle {
  private static let information = GlyphFolding.codes(of: "信息公开")
  private static let report = GlyphFolding.codes(of: "报告")

  static func isTitle(_ range: Range<Int>, in scan: Scan) -> Bool {
    guard (9...60).contains(range.count),
      !scan.glyphs[range].contains(where: { $0.code == "。" || $0.isMark(",") || $0.isMark(";") })
    else { return false }
    let codes = scan.codes(range)
    guard codes.count >= 9, codes.suffix(2).elementsEqual(report) else { return false }
    return codes.indices.dropLast(4).contains { codes[$0..<$0 + 4].elementsEqual(information) }
      && codes.indices.dropLast(4).contains { start in
        codes[start] == "2" && codes[start + 4] == "年"
          && codes[start..<start + 4].allSatisfy { (0x30...0x39).contains($0) }
      }
  }
}
