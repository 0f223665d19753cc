import Core

/// Reads body and year from the sentence that announces the report.
struct AnnouncementReader {
  private let scan: Scan
  private let names: BodyPhrase
  /// 现将青禾回族镇2022年度政府信息公开工作报告如下.
  private(set) var body: String?
  private(set) var year: YearPhrase?
  private(set) var piece: Int?
  /// 本报告由青禾市水务局编制.
  private(set) var compiler: String?

  init(_ scan: Scan) {
    self.scan = scan
    names = BodyPhrase(scan: scan)
  }

  mutating func read(_ segment: ProseReader.Segment) {
    for sentence in scan.stretches(segment.glyphs, between: Self.stops) where sentence.count <= 400 {
      let isReport = scan.contains(Self.reports, in: sentence)
      guard isReport else { continue }
      if body == nil || year == nil { readReport(sentence, piece: segment.piece) }
      if compiler == nil { readCompiler(sentence, piece: segment.piece) }
    }
  }

  private mutating func readReport(_ sentence: Range<Int>, piece: Int) {
    guard scan.contains(Self.signs, in: sentence) else { return }
    for clause in scan.stretches(sentence, between: Self.clauses) {
      guard let subject = scan.subjectOfTitle(clause),
        scan.first(of: Self.reports, in: subject.upperBound..<min(clause.upperBound, subject.upperBound + 20))
          != nil,
        !scan.contains(Self.papers, in: subject.upperBound..<clause.upperBound)
          || !isQuoted(clause)
      else { continue }
      guard let phrase = scan.titlePhrase(clause.lowerBound..<clause.upperBound) else { continue }
      if year == nil, let found = phrase.year {
        year = found
        self.piece = piece
      }
      if body == nil, !phrase.body.isEmpty, phrase.body.last.map(names.isName) == true {
        body = phrase.body.map(scan.nameText).joined()
      }
      // 青禾大学编制了2022年…报告.
      let head = clause.lowerBound..<subject.lowerBound
      if body == nil, phrase.body.isEmpty, let verb = scan.first(of: Self.making, in: head),
        names.isName(head.lowerBound..<verb.lowerBound),
        let name = names.name(in: head.lowerBound..<verb.lowerBound)
      {
        body = scan.nameText(name)
      }
    }
  }

  /// Whether a clause stands between 《 and 》.
  private func isQuoted(_ clause: Range<Int>) -> Bool {
    clause.lowerBound > 0
      && (scan.glyphs[clause.lowerBound - 1].code == "《" || scan.glyphs[clause.lowerBound - 1].code == "〈")
  }

  private mutating func readCompiler(_ sentence: Range<Int>, piece: Int) {
    guard let word = scan.last(Self.compiling, in: sentence),
      let by = scan.last(Self.by, in: sentence.lowerBound..<word.lowerBound)
    else { return }
    let behind = by.upperBound..<sentence.upperBound
    var end =
      behind.first {
        scan.glyphs[$0].kind == .mark && !scan.glyphs[$0].isMark("(") && !scan.glyphs[$0].isMark(")")
      } ?? behind.upperBound
    if let verb = scan.first(of: Self.verbs, in: behind.lowerBound..<end) { end = verb.lowerBound }
    var name = behind.lowerBound..<end
    // An office within the body writes for it.
    for office in Self.offices where scan.trailing([office.name], in: name) != nil {
      let rest = name.dropLast(office.name.count)
      if scan.trailing(office.within, in: rest) != nil {
        name = rest
        break
      }
    }
    if names.isName(name) { compiler = scan.nameText(name) }
  }

  private static let stops = Set(characters: "。;")
  private static let clauses = Set(characters: "。;,:、《》〈〉“”\"<>")
  private static let compiling: GlyphWord = "编制"
  private static let by: GlyphWord = "由"
  private static let reports: [GlyphWord] = ["报告", "年报"]
  private static let signs: [GlyphWord] = [
    "如下", "公布", "编制", "发布", "现将", "向社会", "本报告", "本年报", "本年度报告", "由", "特此", "报告如下", "形成", "撰写", "公开",
  ]
  private static let making: [GlyphWord] = ["编制", "编写", "撰写", "形成", "公布", "发布", "公开了", "起草"]
  private static let papers: [GlyphWord] = ["通知", "条例", "办法", "函", "意见", "格式", "要点", "方案", "规定"]
  private static let offices: [(name: GlyphWord, within: [GlyphWord])] = [
    ("党政综合办公室", ["政府", "办事处", "管委会", "管理委员会", "镇", "乡", "街道"]),
    ("党政办公室", ["政府", "办事处", "管委会", "管理委员会", "镇", "乡", "街道"]),
    ("党政办", ["政府", "办事处", "管委会", "管理委员会", "镇", "乡", "街道"]), ("办公室", ["局", "厅"]),
  ]
  private static let verbs: [GlyphWord] = [
    "根据", "按照", "依据", "依照", "负责", "牵头", "组织", "汇总", "编制", "结合", "依法", "统一", "于", "编写", "遵照", "会同",
  ]
}
