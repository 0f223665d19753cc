import Core
import ReportModel

/// Finds the number of the notice that prescribes the form; those on other matters, such as fees, are none.
struct NoticeReader {
  private let scan: Scan
  private var national: String?
  private var other: String?

  var notice: String? { national ?? other }

  init(_ scan: Scan) { self.scan = scan }

  /// The numbers of the notices that the forms stand on, without their brackets.
  private static let known = FormCatalogue.shared.forms.map(\.basis).filter { $0.contains("〔") }.map {
    basis in
    GlyphWord(basis).codes.filter { !GlyphWord("〔〕").codes.contains($0) }
  }

  mutating func read(_ segment: ProseReader.Segment) {
    if national != nil { return }
    let range = segment.glyphs
    for end in range where scan.glyphs[end].code == "号" {
      guard let number = number(endingAt: end, in: range) else { continue }
      let codes = scan.codes(number)
      if let basis = Self.known.first(where: { codes.suffix($0.count) == $0[...] }) {
        let start = number.dropLast(0).reversed().first {
          scan.codes($0..<number.upperBound).count == basis.count
        }
        national = scan.text((start ?? number.lowerBound)..<number.upperBound, piece: segment.piece)
        return
      }
      if other == nil, isAboutForm(before: number, in: range) {
        other = scan.text(number, piece: segment.piece)
      }
    }
  }

  /// Letters, four digits in brackets, digits and 号.
  private func number(endingAt end: Int, in range: Range<Int>) -> Range<Int>? {
    var index = end - 1
    func skip(_ isSkipped: (Glyph) -> Bool, atMost count: Int) -> Int {
      let before = index
      while index >= range.lowerBound, before - index < count, isSkipped(scan.glyphs[index]) { index -= 1 }
      return before - index
    }
    guard skip({ $0.kind == .digit }, atMost: 5) > 0 else { return nil }
    _ = skip({ $0.code == "第" }, atMost: 1)
    guard skip({ $0.kind == .mark && !Self.marksOfText.contains($0.code) }, atMost: 2) > 0,
      skip({ $0.kind == .digit }, atMost: 5) == 4
    else { return nil }
    _ = skip({ $0.kind == .mark && !Self.marksOfText.contains($0.code) }, atMost: 2)
    let letters = index + 1
    guard skip({ $0.kind == .letter }, atMost: 16) > 1 else { return nil }
    let start = scan.last(Self.stateCouncil, in: index + 1..<letters)?.lowerBound ?? index + 1
    return start..<end + 1
  }

  /// Whether a range is the number of a document and nothing else.
  static func isNumber(_ range: Range<Int>, _ scan: Scan) -> Bool {
    guard let last = range.last, scan.glyphs[last].code == "号" else { return false }
    return NoticeReader(scan).number(endingAt: last, in: range) == range
  }

  /// Whether the words before a number are the name of a notice on the reports' form.
  private func isAboutForm(before number: Range<Int>, in range: Range<Int>) -> Bool {
    let words = max(range.lowerBound, number.lowerBound - 60)..<number.lowerBound
    let start = words.last { scan.glyphs[$0].code == "《" || scan.glyphs[$0].code == "。" }.map { $0 + 1 }
    let name = (start ?? words.lowerBound)..<words.upperBound
    return scan.contains(Self.reports, in: name) && scan.contains(Self.matters, in: name)
      && !scan.contains(Self.otherMatters, in: name)
  }

  private static let marksOfText = Set(characters: "。,;:、")
  private static let stateCouncil: GlyphWord = "国办"
  private static let reports: [GlyphWord] = ["年度报告", "工作报告", "年报"]
  private static let matters: [GlyphWord] = ["格式", "编制", "统计", "有关事项", "编写", "公布", "报送", "发布", "做好"]
  private static let otherMatters: [GlyphWord] = ["处理费", "收费", "要点", "考核", "评估"]
}
