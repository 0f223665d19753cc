import Core
import ReportModel

/// Finds who reports, for when, and whom to ask, and takes those lines out of the prose.
struct IdentityReader {
  typealias Segment = ProseReader.Segment

  private let scan: Scan
  private(set) var identity = Identity()
  /// The pieces of cells that say it.
  private(set) var takenCells: Set<Int> = []

  init(_ scan: Scan) { self.scan = scan }

  /// Reads the identity from the text outside tables, and from the cells above and under them.
  ///
  /// - Returns: the segments that are prose.
  mutating func read(_ segments: [Segment]) -> [Segment] {
    var metadata = MetadataReader(scan)
    var opening = openingCount(segments)
    var rest = metadata.read(Array(segments[..<opening]), isOpening: true)
    let count = rest.count
    rest += segments[opening...]
    opening = count

    var titles = TitleReader(scan)
    (rest, opening) = titles.read(rest, opening: opening)
    rest = takeDocumentNumber(rest, &opening)
    readBehindTitle(titles, &rest, &metadata)
    let cells = CellLines(scan)
    if titles.title == nil {
      titles.read(lines: metadata.titles + cells.above)
      if let title = titles.title {
        takenCells.formUnion(cells.above.filter { $0.glyphs.overlaps(title.glyphs) }.map(\.piece))
      }
    }
    for row in cells.rows { takenCells.formUnion(metadata.read(row: row)) }
    let body = take(titles)

    readSentences(rest, opening: opening)

    var signature = SignatureReader(scan)
    let known = body ?? identity.body.map { GlyphWord($0).codes }
    rest = signature.read(rest, opening: opening, body: known)
    opening = min(opening, rest.count)
    var contacts = ContactReader(scan)
    rest = contacts.read(rest)
    identity.contact = contacts.contacts.isEmpty ? nil : contacts.contacts.joined(separator: "\n")
    opening = min(opening, rest.count)
    rest = Array(rest[..<opening]) + metadata.read(Array(rest[opening...]), isOpening: false)
    readSheetYear(cells, segments)
    finish(metadata, titles, signature)
    return rest
  }

  /// What stands before the first section; where there are none, the first lines.
  private func openingCount(_ segments: [Segment]) -> Int {
    segments.firstIndex { isSection($0) } ?? min(segments.count, Self.longestOpening)
  }

  /// 一、 or （一） before a heading, or before the text that runs on from it.
  private func isSection(_ segment: Segment) -> Bool {
    var start = segment.glyphs.lowerBound
    let end = segment.glyphs.upperBound
    let isBracketed = start < end && scan.glyphs[start].isMark("(")
    if isBracketed { start += 1 }
    guard start + 1 < end, ChineseNumeral.ordinal(scan.glyphs[start].code) != nil else { return false }
    let mark = scan.glyphs[start + 1]
    return isBracketed ? mark.isMark(")") : mark.code == "、" || mark.isMark(".") || mark.isMark(",")
  }

  private static let longestOpening = 12
  private static let creditCode: GlyphWord = "信用代码"
  private static let sheets: [GlyphWord] = ["情况统计表", "统计表"]

  // MARK: Title

  /// 青水发〔2023〕3号 alone on a line before the text.
  private mutating func takeDocumentNumber(_ segments: [Segment], _ opening: inout Int) -> [Segment] {
    let index = segments[..<opening].firstIndex { segment in
      segment.glyphs.count <= 24 && segment.glyphs == scan.pieces[segment.piece].glyphs
        && NoticeReader.isNumber(segment.glyphs, scan)
    }
    guard let index else { return segments }
    let segment = segments[index]
    add(Identifier(.documentNumber, scan.lineText(segment.glyphs), place: scan.place(segment.piece)))
    opening -= 1
    return Array(segments[..<index] + segments[(index + 1)...])
  }

  /// Takes the entries that stand right behind a title in a page without lines.
  private mutating func readBehindTitle(
    _ titles: TitleReader, _ rest: inout [Segment], _ metadata: inout MetadataReader
  ) {
    guard let title = titles.title,
      let next = rest.firstIndex(where: { $0.glyphs.lowerBound >= title.glyphs.upperBound }),
      !rest[next].isHeading, rest[next].glyphs.lowerBound == title.glyphs.upperBound,
      rest[next].glyphs.lowerBound != scan.pieces[rest[next].piece].glyphs.lowerBound
    else { return }
    let behind = metadata.read(behindTitle: rest[next]).flatMap { withoutPageWords($0, titles) }
    rest.replaceSubrange(next...next, with: behind.map { [$0] } ?? [])
  }

  /// Without the words of the page, and the title where it is printed again.
  private mutating func withoutPageWords(_ segment: Segment, _ titles: TitleReader) -> Segment? {
    var start = PageWords(scan: scan).end(of: segment.glyphs)
    if let end = titles.repetitionEnd(in: start..<segment.glyphs.upperBound) {
      if let number = scan.runs(start..<end).first, NoticeReader.isNumber(number, scan) {
        add(Identifier(.documentNumber, scan.lineText(number), place: scan.place(segment.piece)))
      }
      start = end
    }
    if start == segment.glyphs.upperBound { return nil }
    return Segment(piece: segment.piece, glyphs: start..<segment.glyphs.upperBound, isHeading: false)
  }

  /// - Returns: the letters of the body's name.
  private mutating func take(_ titles: TitleReader) -> [UInt32]? {
    guard let title = titles.title else { return nil }
    let runs = scan.runs(title.glyphs)
    // Letters that are spread over the line.
    let isSpread = 2 * runs.filter { $0.count == 1 }.count > runs.count && runs.count > 8
    identity.title = isSpread ? scan.nameText(title.glyphs) : scan.lineText(title.glyphs)
    if let year = title.year { state(.title, year) }
    let name = title.body.isEmpty ? [titles.neighbour].compactMap { $0 } : title.body
    guard !name.isEmpty else { return nil }
    identity.body = name.map(scan.nameText).joined()
    return name.flatMap(scan.codes)
  }

  private mutating func state(_ role: StatedYear.Role, _ year: YearPhrase) {
    let place = scan.pieces(of: year.glyphs).first.flatMap(scan.place)
    identity.statedYears.append(
      StatedYear(role, year.year, raw: scan.lineText(year.glyphs), place: place))
  }

  // MARK: Sentences

  private mutating func readSentences(_ segments: [Segment], opening: Int) {
    var period = PeriodReader(scan)
    var notice = NoticeReader(scan)
    var announcement = AnnouncementReader(scan)
    for (index, segment) in segments.enumerated() {
      period.read(segment)
      notice.read(segment)
      // Some announce the report below the first heading.
      if !segment.isHeading || index < opening, index < opening + 4 { announcement.read(segment) }
      if scan.first(Self.creditCode, in: segment.glyphs) != nil { readCreditCodes(segment) }
    }
    (identity.periodStart, identity.periodEnd) = (period.start, period.end)
    identity.scope = period.scope
    if let date = period.unreadable { identity.dates.append(date) }
    identity.citedNotice = notice.notice
    if let year = announcement.year { state(.announcement, year) }
    identity.year = identity.statedYears.lazy.compactMap(\.year).first ?? period.wholeYear
    identity.body = identity.body ?? announcement.body
    compiler = announcement.compiler
  }

  private var compiler: String?

  private mutating func readCreditCodes(_ segment: Segment) {
    for code in CreditCode.find(scan, in: segment.glyphs) {
      add(Identifier(.creditCode, code, place: scan.place(segment.piece)))
    }
  }

  private mutating func add(_ identifier: Identifier) {
    let isKnown = identity.identifiers.contains {
      $0.scheme == identifier.scheme && $0.value == identifier.value
    }
    if !isKnown { identity.identifiers.append(identifier) }
  }

  // MARK: Sheet

  /// The year over the column of figures, or in the title above the sheet.
  private mutating func readSheetYear(_ cells: CellLines, _ segments: [Segment]) {
    let titles = segments.filter { segment in
      segment.glyphs.count <= 60 && scan.trailing(Self.sheets, in: segment.glyphs) != nil
    }.map(\.glyphs)
    for range in titles + cells.above.map(\.glyphs) + cells.headers {
      guard let year = scan.years(in: range).first else { continue }
      if identity.title != nil, identity.statedYears.contains(where: { $0.role == .title }), range.count > 12,
        scan.lineText(range) == identity.title
      {
        continue
      }
      state(.sheet, year)
      identity.year = identity.year ?? year.year
      return
    }
  }

  // MARK: Together

  private mutating func finish(
    _ metadata: MetadataReader, _ titles: TitleReader, _ signature: SignatureReader
  ) {
    for identifier in metadata.identifiers { add(identifier) }
    var dates: [ReportDate] = []
    /// A page prints its date above the text and again beside it.
    func isKnown(_ date: ReportDate) -> Bool {
      date.iso != nil && dates.contains { $0.role == date.role && $0.iso == date.iso }
    }
    identity.signatories = metadata.signatories
    for date in metadata.dates + identity.dates + [signature.date].compactMap({ $0 }) where !isKnown(date) {
      dates.append(date)
    }
    identity.dates = dates
    identity.signatures = signature.signatures
    identity.body =
      identity.body ?? metadata.body ?? signature.signatures.first?.body ?? compiler ?? metadata.publisher
  }
}

/// The cells above and under the figures, which tables have for what is said of them as a whole.
private struct CellLines {
  /// Cells that are alone in their rows, above the first label.
  private(set) var above: [ProseReader.Segment] = []
  /// The pieces of each row above the first label or under the last.
  private(set) var rows: [[Int]] = []
  /// Cells that say a year and no more.
  private(set) var headers: [Range<Int>] = []

  private static let most = 12

  init(_ scan: Scan) {
    let labels = scan.tokens.indices.filter { index in
      if case .label = scan.tokens[index].kind { scan.tokens[index].isCell } else { false }
    }
    // Where the form stands in running text all cells are above it.
    let top = labels.first.map { scan.tokens[$0].piece } ?? scan.pieces.count
    let bottom = labels.last.map { scan.tokens[$0].piece } ?? scan.pieces.count
    let head = Self.rows(scan, scan.pieces.indices.prefix { $0 < top }).prefix(Self.most)
    let foot = Self.rows(scan, scan.pieces.indices.drop { $0 <= bottom }).suffix(Self.most)
    for row in head where row.count == 1 {
      above.append(ProseReader.Segment(piece: row[0], glyphs: scan.pieces[row[0]].glyphs, isHeading: false))
    }
    rows = Array(head + foot)
    headers = scan.pieces.lazy.filter { $0.kind == .cell && (5...8).contains($0.glyphs.count) }.map(\.glyphs)
      .filter { range in
        scan.years(in: range).first.map { range.upperBound - $0.glyphs.upperBound <= 2 } == true
      }
  }

  /// The pieces with text of each row of cells.
  private static func rows(_ scan: Scan, _ pieces: some Sequence<Int>) -> [[Int]] {
    var rows: [[Int]] = []
    for index in pieces where scan.pieces[index].kind == .cell {
      if scan.pieces[index].beginsRow || rows.isEmpty { rows.append([]) }
      if !scan.pieces[index].glyphs.isEmpty { rows[rows.count - 1].append(index) }
    }
    return rows.filter { !$0.isEmpty }
  }
}
