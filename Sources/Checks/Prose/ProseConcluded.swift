import Core
import ReportModel

/// Prose that says that all applications were concluded, where table 三 carries some over.
struct ProseConcluded {
  private let carriedOver: Int
  private let isRegion: Bool
  private let year: Int?

  /// nil where nothing was carried over, or where that is not certain.
  init?(_ subject: CheckInput, _ vocabulary: ProseVocabulary) {
    guard let cell = CellID("applications.carriedOver@total").flatMap(subject.form.index(of:)),
      subject.known.isNumber(cell), subject.known.amounts[cell] > .zero
    else { return nil }
    carriedOver = cell
    isRegion = subject.report.identity.body.map { vocabulary.isRegion($0) } ?? false
    year = subject.report.identity.year
  }

  private static func codes(_ words: String...) -> [[UInt32]] {
    words.map { $0.unicodeScalars.map(\.value) }
  }

  private static let all = codes("全部", "全数", "均", "皆")
  private static let adverbs = codes(
    "已经", "已", "全部", "依法", "依规", "按规定", "按照规定", "按期", "按时", "如期", "及时", "规范", "予以", "作出", "进行")
  private static let verbs = codes("办结", "答复", "办复", "回复", "办理完毕", "办理完成", "处理完毕")
  private static let rates = codes("办结率100%", "办结率为100%", "办结率达100%", "办结率达到100%")
  /// What speaks of those that were due, or leaves some out.
  private static let limits = codes(
    "期限", "时限", "法定时间", "规定时间", "到期", "应答复", "按期答复率", "按时答复率", "按期办结率", "按时办结率", "除", "其余", "撤回")
  /// What says that some were not concluded.
  private static let openOnes = codes(
    "结转下", "结转至", "结转到", "转入下", "下年", "下一年", "次年", "跨年", "顺延", "尚未", "未办结", "未到期", "尚在", "正在办理", "办理中")

  func run(_ passage: ProsePassage, _ headings: [String], _ subject: CheckInput, _ log: inout CheckLog) {
    let text = passage.text.scalars
    if Self.contains(Self.openOnes, text[...]) { return }
    for sentence in 0..<passage.sentenceCount {
      let range = passage.sentenceRange(sentence)
      guard let said = Self.said(text[range]), !Self.contains(Self.limits, text[range]),
        passage.topic(at: said.lowerBound) == "applications",
        isOwn(range.lowerBound..<said.lowerBound, passage)
      else { continue }
      let quote = passage.quoted(said, in: sentence)
      log.report(
        ProseCheck.concluded,
        [
          "words": passage.typed(said), "figure": subject.known.amounts[carriedOver].description,
        ],
        [
          passage.witness(.subject, quote, marking: said, headings), subject.witness(carriedOver, .right),
        ])
    }
  }

  /// Whether a sentence speaks of the body and of the year itself.
  private func isOwn(_ range: Range<Int>, _ passage: ProsePassage) -> Bool {
    let quantity = ProseQuantity(
      range: range.upperBound..<range.upperBound, bounds: Bounds(.zero),
      sentence: passage.sentence(at: range.lowerBound))
    let guards = passage.guards([range], quantity, year: year)
    return guards.isDisjoint(with: [.year, .cumulative, .below, .target, isRegion ? .office : .region])
  }

  // MARK: Words

  /// 均已按期办结, 全部答复, 办结率100%.
  private static func said(_ text: ArraySlice<UInt32>) -> Range<Int>? {
    for index in text.indices {
      if let end = end(of: rates, text, index) { return index..<end }
      guard let start = end(of: all, text, index), !isShare(text, index) else { continue }
      var end = start
      while let next = Self.end(of: adverbs, text, end) { end = next }
      if let end = Self.end(of: verbs, text, end) { return index..<end }
    }
    return nil
  }

  private static let shares = Set(characters: "平人日月年件")

  /// 平均, 人均.
  private static func isShare(_ text: ArraySlice<UInt32>, _ index: Int) -> Bool {
    text[index] == "均" && index > text.startIndex && shares.contains(text[index - 1])
  }

  private static func end(of words: [[UInt32]], _ text: ArraySlice<UInt32>, _ index: Int) -> Int? {
    guard index < text.endIndex else { return nil }
    return words.first { text[index...].starts(with: $0) }.map { index + $0.count }
  }

  private static func contains(_ words: [[UInt32]], _ text: ArraySlice<UInt32>) -> Bool {
    text.indices.contains { end(of: words, text, $0) != nil }
  }
}
