import Core
import ReportModel

/// Finds the statistics period and whose figures are counted.
struct PeriodReader {
  private let scan: Scan
  private(set) var start: String?
  private(set) var end: String?
  private(set) var scope: Scope?
  /// An end of the period that is no date.
  private(set) var unreadable: ReportDate?

  init(_ scan: Scan) { self.scan = scan }

  mutating func read(_ segment: ProseReader.Segment) {
    if start == nil, end == nil, unreadable == nil { findPeriod(segment) }
    if scope == nil { scope = scope(in: segment.glyphs) }
  }

  /// The year of a period that is a whole one.
  var wholeYear: Int? {
    guard let start, let end, start.hasSuffix("-01-01"), end == start.prefix(4) + "-12-31" else { return nil }
    return Int(end.prefix(4))
  }

  /// Two dates with 至 between: those of a whole year, or of a sentence that speaks of the figures' period.
  private mutating func findPeriod(_ segment: ProseReader.Segment) {
    for first in DateScanner.dates(scan.glyphs, in: segment.glyphs) {
      let before = max(segment.glyphs.lowerBound, first.glyphs.lowerBound - 30)..<first.glyphs.lowerBound
      let speaks = scan.contains(Self.words, in: before)
      guard let position = behindUntil(first.glyphs.upperBound, segment.glyphs.upperBound) else { continue }
      let rest = position..<min(position + 18, segment.glyphs.upperBound)
      let second = second(first, in: rest)
      if let second {
        let isYear = first.iso?.hasSuffix("-01-01") == true && second.iso?.hasSuffix("-12-31") == true
        guard isYear || speaks else { continue }
        (start, end) = (first.iso, second.iso)
        for date in [first, second] where date.iso == nil { tell(date.glyphs, segment) }
        return
      }
      // 202020年12月31日.
      if speaks, let year = scan.years(in: rest).first, year.glyphs.lowerBound == rest.lowerBound {
        start = first.iso
        let stop = rest.first { scan.glyphs[$0].code == "日" }.map { $0 + 1 } ?? year.glyphs.upperBound
        tell(rest.lowerBound..<stop, segment)
        return
      }
    }
  }

  private func second(_ first: DateScanner.Found, in rest: Range<Int>) -> DateScanner.Found? {
    if let full = DateScanner.dates(scan.glyphs, in: rest).first, full.glyphs.lowerBound == rest.lowerBound {
      return full
    }
    guard let year = first.iso.flatMap({ Int($0.prefix(4)) }) else { return nil }
    return DateScanner.day(scan.glyphs, of: year, in: rest)
  }

  /// Behind 起至, 至, 到 or a dash.
  private func behindUntil(_ start: Int, _ end: Int) -> Int? {
    let between = start..<min(start + 3, end)
    guard let until = between.last(where: { Self.until.contains(scan.glyphs[$0].code) }) else { return nil }
    return until + 1
  }

  private mutating func tell(_ range: Range<Int>, _ segment: ProseReader.Segment) {
    unreadable = ReportDate(
      .period, iso: nil, raw: scan.text(range, piece: segment.piece), place: scan.place(segment.piece))
  }

  /// 统计范围：本级.
  private func scope(in range: Range<Int>) -> Scope? {
    guard let word = scan.first(of: Self.scopes, in: range) else { return nil }
    let behind = word.upperBound..<min(word.upperBound + 14, range.upperBound)
    let own = scan.first(of: Self.own, in: behind)
    let whole = scan.first(of: Self.whole, in: behind)
    switch (own?.lowerBound, whole?.lowerBound) {
    case (let own?, let whole?): return own < whole ? .own : .whole
    case (_?, nil): return .own
    case (nil, _?): return .whole
    case (nil, nil): return nil
    }
  }

  private static let until = Set(characters: "至到-~—～")
  private static let words: [GlyphWord] = ["统计", "期限", "时限", "起止", "时间范围"]
  private static let scopes: [GlyphWord] = ["统计范围", "统计口径", "数据范围", "数据口径"]
  private static let own: [GlyphWord] = ["本级", "本机关", "本单位", "本局", "本部门", "局机关"]
  private static let whole: [GlyphWord] = [
    "全市", "全区", "全县", "全省", "全州", "全旗", "全盟", "全镇", "全乡", "全街道", "全系统", "全局", "全自治", "各县", "各区", "所属", "下属",
  ]
}
