import Core
import ReportModel

/// Finds under the text the bodies that sign it and the date, and takes them out of the prose.
struct SignatureReader {
  typealias Segment = ProseReader.Segment

  private let scan: Scan
  private let names: BodyPhrase
  private(set) var signatures: [Signature] = []
  private(set) var date: ReportDate?

  init(_ scan: Scan) {
    self.scan = scan
    names = BodyPhrase(scan: scan)
  }

  /// - Parameters:
  ///   - opening: how many of the segments stand before the text.
  ///   - body: the name of the body as letters, where it is known.
  mutating func read(_ segments: [Segment], opening: Int, body: [UInt32]?) -> [Segment] {
    var rest = segments
    removeReleases(&rest, opening: opening)
    if let line = rest.indices.last(where: { dateAlone(rest[$0]) != nil }), let found = dateAlone(rest[line])
    {
      let raw = rest[line].glyphs.count - found.glyphs.count <= 2 ? rest[line].glyphs : found.glyphs
      take(found, of: rest[line], raw: raw)
      rest.remove(at: line)
      takeNames(&rest, before: line, least: line > opening ? opening : line)
      return rest
    }
    if takeEnd(&rest) { return rest }
    takeLastName(&rest, opening: opening, body: body)
    return rest
  }

  private mutating func take(_ found: DateScanner.Found, of segment: Segment, raw: Range<Int>) {
    date = ReportDate(
      .issued, iso: found.iso, raw: scan.text(raw, piece: segment.piece), place: scan.place(segment.piece))
  }

  // MARK: Lines

  /// A date with nothing on its line but brackets.
  private func dateAlone(_ segment: Segment) -> DateScanner.Found? {
    let range = segment.glyphs
    guard range.count <= 60, !range.isEmpty else { return nil }
    if let date = DateScanner.dates(scan.glyphs, in: range).first, date.glyphs.lowerBound == range.lowerBound,
      PageWords(scan: scan).end(of: date.glyphs.upperBound..<range.upperBound) == range.upperBound
    {
      return date
    }
    if let date = DateScanner.dates(scan.glyphs, in: range).last, range.count - date.glyphs.count <= 2 {
      return date
    }
    var inside = range
    while let first = inside.first, scan.glyphs[first].kind == .mark { inside = inside.dropFirst() }
    while let last = inside.last, scan.glyphs[last].kind == .mark { inside = inside.dropLast() }
    return DateScanner.month(scan.glyphs, in: inside)
  }

  /// The bodies on the lines above the date.
  private mutating func takeNames(_ rest: inout [Segment], before line: Int, least: Int) {
    var line = line
    while line > least, signatures.count < 4 {
      let segment = rest[line - 1]
      let lineNames = scan.runs(segment.glyphs)
      guard !segment.isHeading, segment.glyphs.count <= 60 else { break }
      let whole = segment.glyphs
      let place = scan.place(segment.piece)
      let isSeveral =
        lineNames.count > 1 && lineNames.allSatisfy { $0.count >= 3 && names.isName($0) }
        && !names.isPlace(lineNames[0])
      if isSeveral {
        signatures.insert(contentsOf: lineNames.map { Signature(name($0, segment), place: place) }, at: 0)
      } else if names.isName(whole), whole.count <= 40 {
        signatures.insert(Signature(name(whole, segment), place: place), at: 0)
      } else {
        break
      }
      rest.remove(at: line - 1)
      line -= 1
    }
  }

  private func name(_ range: Range<Int>, _ segment: Segment) -> String {
    scan.nameText(names.name(in: range) ?? range)
  }

  /// （此件公开发布） and the like.
  private func removeReleases(_ rest: inout [Segment], opening: Int) {
    guard opening < rest.count else { return }
    for index in (opening..<rest.count).reversed() where rest[index].glyphs.count <= 14 {
      if scan.first(of: Self.releases, in: rest[index].glyphs) != nil { rest.remove(at: index) }
    }
  }

  // MARK: Ends of paragraphs

  /// …。 青禾市水务局 2023年1月12日, at the end of a page that has no lines.
  private mutating func takeEnd(_ rest: inout [Segment]) -> Bool {
    for index in rest.indices.suffix(4).reversed() {
      let segment = rest[index]
      let tail = segment.glyphs.suffix(120)
      for found in DateScanner.dates(scan.glyphs, in: tail.startIndex..<tail.endIndex) {
        let end = found.glyphs.upperBound
        guard end == segment.glyphs.upperBound || scan.glyphs[end].hasSpaceBefore else { continue }
        let stop = PageWords(scan: scan).end(of: end..<segment.glyphs.upperBound)
        let before = segment.glyphs.lowerBound..<found.glyphs.lowerBound
        guard let start = startOfName(before) else { continue }
        let signed = start..<found.glyphs.lowerBound
        signatures = [Signature(name(signed, segment), place: scan.place(segment.piece))]
        take(found, of: segment, raw: found.glyphs)
        rest.replaceSubrange(index...index, with: segment.without(start..<stop))
        return true
      }
    }
    return false
  }

  /// Where the name at the end of a range begins: behind a space, a full stop, or at its beginning.
  private func startOfName(_ range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    for start in range.suffix(32).reversed() {
      let isStart =
        start == range.lowerBound || scan.glyphs[start].hasSpaceBefore || scan.glyphs[start - 1].code == "。"
      if isStart, names.isName(start..<range.upperBound) { return start }
      if scan.glyphs[start].kind == .mark, !scan.glyphs[start].isMark("("), !scan.glyphs[start].isMark(")") {
        return nil
      }
    }
    return nil
  }

  /// The body alone on the last line, without a date.
  private mutating func takeLastName(_ rest: inout [Segment], opening: Int, body: [UInt32]?) {
    guard let body, let last = rest.last, rest.count > opening, !last.isHeading,
      last.glyphs == scan.pieces[last.piece].glyphs, last.glyphs.count <= 40, names.isName(last.glyphs)
    else { return }
    let codes = scan.codes(last.glyphs)
    guard
      codes.count >= body.count
        ? codes.suffix(body.count) == body[...] : body.suffix(codes.count) == codes[...]
    else { return }
    signatures = [Signature(name(last.glyphs, last), place: scan.place(last.piece))]
    rest.removeLast()
  }

  private static let releases: [GlyphWord] = [
    "此件公开发布", "此件主动公开", "此件公开", "此件依申请公开", "此页无正文", "公开方式主动公开", "公开属性主动公开",
  ]
}
