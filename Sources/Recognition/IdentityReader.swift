import Core
import ReportModel

/// Finds who reports, for when, and whom to ask, and takes those lines out of the prose.
struct IdentityReader {
  private let scan: Scan
  private(set) var identity = Identity()
  private var bodyOfMetadata: String?
  private var lineBeforeTitle: String?

  init(_ scan: Scan) { self.scan = scan }

  /// Reads the identity from the text outside tables.
  ///
  /// - Returns: the segments that are prose.
  mutating func read(_ segments: [ProseReader.Segment]) -> [ProseReader.Segment] {
    var rest: [ProseReader.Segment] = []
    var follows = false
    for segment in segments {
      if follows, takeBody(segment) {
        follows = false
        continue
      }
      follows = false
      if identity.title == nil, !segment.isHeading || rest.count < 6, takeTitle(segment, previous: rest.last)
      {
        if scan.pieces[segment.piece].glyphs.count > 60 { rest.append(segment) }
        follows = identity.body == nil
        continue
      }
      if takeLine(segment) { continue }
      if let remaining = takeContact(segment) {
        rest += remaining
        continue
      }
      rest.append(segment)
      findPeriod(segment)
      findNotice(segment)
    }
    takeIssueDate(&rest)
    finish()
    return rest
  }

  // MARK: Title

  private static let report = codes("报告")
  private static let yearReport = codes("年度报告")
  private static let information = codes("信息公开")

  private static func codes(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  private mutating func takeTitle(_ segment: ProseReader.Segment, previous: ProseReader.Segment?) -> Bool {
    guard let title = titleRange(segment.glyphs) else { return false }
    identity.title = scan.text(title, piece: segment.piece)
    let body = bodyRange(title)
    if let number = body.year { identity.year = number }
    if let range = body.body, !range.isEmpty { identity.body = scan.text(range, piece: segment.piece) }
    if identity.body == nil, let previous, previous.glyphs.count <= 30,
      !scan.glyphs[previous.glyphs].contains(where: { $0.kind == .mark && $0.code != "(" && $0.code != ")" }
      )
    {
      lineBeforeTitle = scan.text(previous.glyphs, piece: previous.piece)
    }
    return true
  }

  /// What names of bodies end with.
  private static let bodyEndings = Set("局府委办院厅处会室校部站队司行社所心镇乡".unicodeScalars.map(\.value))

  /// Takes the line under a title that names no body, where it is the name of one.
  private mutating func takeBody(_ segment: ProseReader.Segment) -> Bool {
    let range = segment.glyphs
    guard (3...30).contains(range.count), range == scan.pieces[segment.piece].glyphs,
      scan.glyphs[range].allSatisfy({ $0.kind == .letter || $0.isMark("(") || $0.isMark(")") }),
      let last = range.last, Self.bodyEndings.contains(scan.glyphs[last].code)
    else { return false }
    identity.body = scan.text(range, piece: segment.piece)
    return true
  }

  /// …2017年…信息公开…报告, within one sentence.
  private func titleRange(_ range: Range<Int>) -> Range<Int>? {
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      let glyph = scan.glyphs[index]
      if glyph.kind == .mark, !Self.marksOfTitles.contains(glyph.code) {
        start = index + 1
      } else if glyph.isMark(":") {
        start = index + 1
      } else if glyph.hasSpaceBefore, index > start, isSpaceInTitle(index) == false {
        start = index
      }
      let length = index + 1 - start
      if length >= 9, length <= 60, ends(index, Self.report),
        contains(start..<index, Self.information), yearAt(start..<index) != nil,
        index + 1 == range.upperBound || scan.glyphs[index + 1].hasSpaceBefore
          || scan.glyphs[index + 1].kind == .mark
      {
        return start..<index + 1
      }
      index += 1
    }
    return nil
  }

  /// Spaces around the year belong to the title.
  private func isSpaceInTitle(_ index: Int) -> Bool {
    let glyph = scan.glyphs[index]
    return glyph.kind == .digit || glyph.code == "年"
      || index > 0 && scan.glyphs[index - 1].kind == .digit
      || index > 0 && scan.glyphs[index - 1].code == "年"
  }

  private func ends(_ index: Int, _ word: [UInt32]) -> Bool {
    guard index + 1 >= word.count else { return false }
    return scan.glyphs[(index + 1 - word.count)...index].map(\.code) == word
  }

  private func contains(_ range: Range<Int>, _ word: [UInt32]) -> Bool {
    guard range.count >= word.count, let first = word.first else { return false }
    for start in range.lowerBound...(range.upperBound - word.count) where scan.glyphs[start].code == first {
      if scan.glyphs[start..<start + word.count].map(\.code) == word { return true }
    }
    return false
  }

  /// The position and the value of four digits before 年.
  private func yearAt(_ range: Range<Int>) -> (start: Int, year: Int)? {
    guard range.count >= 5 else { return nil }
    for start in range.lowerBound..<range.upperBound - 4 {
      let digits = scan.glyphs[start..<start + 4]
      guard digits.allSatisfy({ $0.kind == .digit }), scan.glyphs[start + 4].code == "年" else {
        continue
      }
      let value = digits.reduce(0) { $0 * 10 + Int($1.code) - 0x30 }
      if (2000...2100).contains(value) { return (start, value) }
    }
    return nil
  }

  private func bodyRange(_ title: Range<Int>) -> (body: Range<Int>?, year: Int?) {
    guard let year = yearAt(title) else { return (nil, nil) }
    let before = title.lowerBound..<year.start
    if before.count >= 3 { return (before, year.year) }
    // 2021年某市某局政府信息公开工作年度报告
    var start = year.start + 5
    if start < title.upperBound, scan.glyphs[start].code == "度" { start += 1 }
    var end = start
    let government = Self.codes("政府信息公开")
    while end + government.count <= title.upperBound {
      if scan.glyphs[end..<end + government.count].map(\.code) == government { break }
      end += 1
    }
    return end > start + 2 && end + government.count <= title.upperBound
      ? (start..<end, year.year) : (nil, year.year)
  }

  // MARK: Lines with a key

  private mutating func takeLine(_ segment: ProseReader.Segment) -> Bool {
    guard segment.glyphs.count <= 90, segment.glyphs == scan.pieces[segment.piece].glyphs,
      let colon = segment.glyphs.prefix(9).first(where: { scan.glyphs[$0].isMark(":") })
    else { return false }
    let key = scan.text(segment.glyphs.lowerBound..<colon, piece: segment.piece)
      .unicodeScalars.filter { !$0.properties.isWhitespace }
    let value = scan.text(colon + 1..<segment.glyphs.upperBound, piece: segment.piece)
    let place = scan.place(segment.piece)
    let name = String(String.UnicodeScalarView(key))
    if let role = Signatory.Role.allCases.first(where: { $0.label == name }) {
      identity.signatories.append(Signatory(role, value, place: place))
      return true
    }
    switch name {
    case "填报日期":
      identity.dates.append(
        ReportDate(.filled, iso: firstDate(colon + 1..<segment.glyphs.upperBound), raw: value, place: place))
      return true
    case "发布时间", "发布日期", "公开日期":
      identity.dates.append(
        ReportDate(
          .published, iso: firstDate(colon + 1..<segment.glyphs.upperBound), raw: value, place: place))
      return true
    case "单位名称", "填报单位":
      if !value.isEmpty { identity.body = identity.body ?? value }
      return !value.isEmpty
    case "发布机构":
      if !value.isEmpty { bodyOfMetadata = value }
      return false
    default: return false
    }
  }

  private func firstDate(_ range: Range<Int>) -> String? {
    DateScanner.dates(scan.glyphs, in: range).first?.iso
  }

  // MARK: Contact

  private static let contactWords = ["联系电话", "咨询电话", "邮编", "电子邮箱", "邮箱"].map(codes)

  /// Takes the sentence that gives an address or a telephone number.
  private mutating func takeContact(_ segment: ProseReader.Segment) -> [ProseReader.Segment]? {
    guard identity.contact == nil, !segment.isHeading,
      Self.contactWords.contains(where: { contains(segment.glyphs, $0) }),
      scan.glyphs[segment.glyphs].contains(where: { $0.kind == .digit })
    else { return nil }
    guard let word = Self.contactWords.compactMap({ position(of: $0, in: segment.glyphs) }).min() else {
      return nil
    }
    var start = word
    while start > segment.glyphs.lowerBound, scan.glyphs[start - 1].code != "。" { start -= 1 }
    var end = word
    while end < segment.glyphs.upperBound, scan.glyphs[end].code != "。" { end += 1 }
    if end < segment.glyphs.upperBound { end += 1 }
    // A sentence as long as a page is a flattened page, and not a contact.
    guard end - start <= 240 else { return nil }
    identity.contact = scan.text(start..<end, piece: segment.piece)
    let before = ProseReader.Segment(
      piece: segment.piece, glyphs: segment.glyphs.lowerBound..<start, isHeading: false)
    let after = ProseReader.Segment(
      piece: segment.piece, glyphs: end..<segment.glyphs.upperBound, isHeading: false)
    let rest = [before, after].filter { !$0.glyphs.isEmpty }
    for segment in rest {
      findPeriod(segment)
      findNotice(segment)
    }
    return rest
  }

  private func position(of word: [UInt32], in range: Range<Int>) -> Int? {
    guard range.count >= word.count, let first = word.first else { return nil }
    return (range.lowerBound...(range.upperBound - word.count)).first { start in
      scan.glyphs[start].code == first && scan.glyphs[start..<start + word.count].map(\.code) == word
    }
  }

  // MARK: Period and notice

  private static let marksOfTitles = Set(characters: "()〈〉《》:")
  private static let until = Set(characters: "至到-")
  private static let periodWords = ["统计", "期限", "时限"].map(codes)

  /// Two dates with 至 between: those of a whole year, or of a sentence that speaks of the figures' period.
  private mutating func findPeriod(_ segment: ProseReader.Segment) {
    guard identity.periodStart == nil else { return }
    let dates = DateScanner.dates(scan.glyphs, in: segment.glyphs)
    for (first, second) in zip(dates, dates.dropFirst()) {
      let between = first.glyphs.upperBound..<second.glyphs.lowerBound
      guard between.count <= 3, scan.glyphs[between].contains(where: { Self.until.contains($0.code) }) else {
        continue
      }
      let isYear = first.iso.hasSuffix("-01-01") && second.iso.hasSuffix("-12-31")
      let before = max(segment.glyphs.lowerBound, first.glyphs.lowerBound - 30)..<first.glyphs.lowerBound
      guard isYear || Self.periodWords.contains(where: { contains(before, $0) }) else { continue }
      identity.periodStart = first.iso
      identity.periodEnd = second.iso
      return
    }
  }

  private mutating func findNotice(_ segment: ProseReader.Segment) {
    guard identity.citedNotice == nil, let start = position(of: Self.codes("国办"), in: segment.glyphs) else {
      return
    }
    let end = min(start + 20, segment.glyphs.upperBound)
    guard let number = (start..<end).first(where: { scan.glyphs[$0].code == "号" }),
      scan.glyphs[start..<number].contains(where: { $0.kind == .digit })
    else { return }
    identity.citedNotice = scan.text(start..<number + 1, piece: segment.piece)
  }

  // MARK: Date of issue

  /// A date alone on a line, or at the very end of a flattened page; the line before it may be the body.
  private mutating func takeIssueDate(_ segments: inout [ProseReader.Segment]) {
    for index in segments.indices.reversed() {
      let segment = segments[index]
      guard let date = DateScanner.dates(scan.glyphs, in: segment.glyphs).last else { continue }
      let outside = segment.glyphs.count - date.glyphs.count
      guard outside <= 2 else { continue }
      identity.dates.append(
        ReportDate(
          .issued, iso: date.iso, raw: scan.text(segment.glyphs, piece: segment.piece),
          place: scan.place(segment.piece)))
      segments.remove(at: index)
      if identity.body == nil, lineBeforeTitle == nil, index > 0, segments[index - 1].glyphs.count <= 24,
        !scan.glyphs[segments[index - 1].glyphs].contains(where: { $0.kind == .mark })
      {
        lineBeforeTitle = scan.text(segments[index - 1].glyphs, piece: segments[index - 1].piece)
      }
      return
    }
  }

  private mutating func finish() {
    identity.body = identity.body ?? lineBeforeTitle ?? bodyOfMetadata
    if identity.year == nil, let end = identity.periodEnd,
      end == identity.periodStart.map({ $0.prefix(4) + "-12-31" })
    {
      identity.year = Int(end.prefix(4))
    }
  }
}
