import Core

/// Tells the name of a body from the words of a clause that stand around it.
struct BodyPhrase {
  let scan: Scan

  /// The name in a stretch that may begin with 现公布, 关于 or 由; nil where what is left is no name, such as 我局.
  func name(in range: Range<Int>) -> Range<Int>? {
    var range = withoutTrailing(trimmed(range))
    for word in Self.announcing {
      if let last = scan.last(word, in: range), !isWithinName(last) {
        range = trimmed(last.upperBound..<range.upperBound)
      }
    }
    while let word = scan.leading(Self.leading, in: range) {
      if Self.namesThatBeginAlike.contains(where: {
        scan.hasWord($0, at: range.lowerBound, before: range.upperBound)
      }) {
        break
      }
      range = trimmed(range.lowerBound + word.count..<range.upperBound)
    }
    range = withoutTrailing(range)
    return isPlausible(range) ? range : nil
  }

  private func withoutTrailing(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let word = scan.trailing(Self.trailing, in: range) {
      range = trimmed(range.lowerBound..<range.upperBound - word.count)
    }
    return range
  }

  /// Whether a stretch is the name of a body and nothing else, by what such names end with.
  func isName(_ range: Range<Int>) -> Bool {
    guard let name = name(in: range), name == withoutTrailing(trimmed(range)), !isWebsite(name) else {
      return false
    }
    var end = name.upperBound
    // …（筹）
    if scan.glyphs[end - 1].isMark(")"), let open = name.last(where: { scan.glyphs[$0].isMark("(") }) {
      end = open
    }
    guard end > name.lowerBound else { return false }
    return Self.endings.contains(scan.glyphs[end - 1].code)
  }

  /// Whether a name ends as that of a place does, which may begin another's.
  func isPlace(_ range: Range<Int>) -> Bool {
    range.last.map { Self.places.contains(scan.glyphs[$0].code) } ?? false
  }

  /// The name of a website, which is no body.
  func isWebsite(_ range: Range<Int>) -> Bool { scan.trailing(Self.websites, in: range) != nil }

  /// Whether a stretch begins as the sentence does that announces a report.
  func isClause(_ range: Range<Int>) -> Bool {
    let end = scan.subjectOfTitle(range)?.lowerBound ?? range.upperBound
    return scan.leading(Self.clauses, in: range) != nil
      || Self.announcing.contains { word in
        scan.last(word, in: range.lowerBound..<end).map { !isWithinName($0) } ?? false
      }
  }

  private func isPlausible(_ range: Range<Int>) -> Bool {
    guard (2...40).contains(range.count), scan.glyphs[range.lowerBound].code != "我",
      scan.glyphs[range].contains(where: { $0.kind == .letter }),
      scan.glyphs[range].allSatisfy({ $0.kind != .mark || Self.marks.contains($0.code) }),
      !Self.pronouns.contains(where: { scan.isEqual(range, $0) })
    else { return false }
    // A year, a number or an ordinal is no name.
    if !scan.glyphs[range].contains(where: { $0.kind == .letter && !Self.unitsOfTime.contains($0.code) }) {
      return false
    }
    return !scan.contains(Self.neverInNames, in: range)
  }

  /// Without the marks around it, but with those of …（筹）.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let first = range.first, scan.glyphs[first].kind == .mark, !hasClosing(range) {
      range = range.dropFirst()
    }
    while let last = range.last, scan.glyphs[last].kind == .mark,
      !scan.glyphs[last].isMark(")") || !hasOpening(range)
    {
      range = range.dropLast()
    }
    if range.count > 2, let first = range.first, let last = range.last, scan.glyphs[first].isMark("("),
      scan.glyphs[last].isMark(")")
    {
      return range.dropFirst().dropLast()
    }
    return range
  }

  private func hasOpening(_ range: Range<Int>) -> Bool { range.contains { scan.glyphs[$0].isMark("(") } }
  private func hasClosing(_ range: Range<Int>) -> Bool {
    scan.glyphs[range.lowerBound].isMark("(") && range.contains { scan.glyphs[$0].isMark(")") }
  }

  /// 机构编制委员会 is a body, and so is what names it.
  private func isWithinName(_ word: Range<Int>) -> Bool {
    scan.hasWord(Self.compiling, at: word.lowerBound, before: word.upperBound)
      && scan.hasWord(Self.office, at: word.lowerBound - 2, before: word.lowerBound)
  }

  private static let marks = Set(characters: "()·")
  private static let unitsOfTime = Set(characters: "年度月日季第一二三四五六七八九十零〇")

  /// Words before a name that end the clause.
  private static let compiling: GlyphWord = "编制"
  private static let office: GlyphWord = "机构"
  private static let announcing: [GlyphWord] = ["公布", "发布", "现将", "编制", "报告如下", "特将", "现就"]
  private static let clauses: [GlyphWord] = [
    "现将", "现公", "现发", "现向", "现予", "现就", "现把", "特向", "特此", "特公布", "特发布", "根据", "按照", "依据", "依照",
    "遵照", "结合", "为了", "为进一步", "本报告", "本年报", "本年度报告", "以下", "下面", "向社会", "将我",
  ]
  private static let leading: [GlyphWord] = [
    "现将", "现就", "现把", "现向社会公开", "现向", "现", "特向社会公开", "特此", "特向", "向社会公开", "向社会", "予以", "社会公众",
    "公众", "要求", "有关规定", "相关规定", "规定", "有关要求", "相关要求", "文件精神", "等文件", "等", "形成了", "形成", "撰写", "起草",
    "制作", "本报告是", "本报告为", "本报告系", "本年报是", "本年报为", "本年度报告是", "以下是", "以下为", "下面是", "这是", "此为",
    "关于印发", "关于", "印发", "由", "将", "了",
  ]
  private static let namesThatBeginAlike: [GlyphWord] = ["将乐", "现代", "等觉"]
  private static let trailing: [GlyphWord] = [
    "关于印发", "关于报送", "关于公开", "关于公布", "关于发布", "关于做好", "关于", "本年度", "年度", "的", "(盖章)", "(公章)", "(印章)", "(章)",
    "盖章", "公章",
  ]
  private static let neverInNames: [GlyphWord] = [
    "的", "了", "我", "根据", "按照", "依据", "依照", "要求", "规定", "贯彻", "落实", "认真", "如下", "公布", "切实", "扎实",
    "推进", "开展", "加强", "编写", "起草", "总结", "报告", "以下", "下列", "上级", "期限", "信息公开", "首页", "当前位置",
    "年报", "精神", "现将",
  ]
  /// Words that stand for a body without naming it.
  private static let pronouns: [GlyphWord] = [
    "本机关", "本行政机关", "本单位", "本部门", "本局", "本委", "本厅", "本办", "本院", "本校", "本市", "本县", "本区", "本镇", "本乡",
    "本街道", "本级", "本中心", "本公司", "本辖区", "本府", "本政府", "该局", "该市", "该县", "该区", "该镇", "该乡", "该单位", "该机关",
    "全市", "全县", "全区", "全省", "全镇", "全乡", "全街道", "全州", "全旗", "全局", "全系统", "全年", "全国", "全校", "全院", "各部门",
    "各单位", "各级", "各地", "各级行政机关", "行政机关", "本年度", "年度", "本年", "今年", "去年", "上年", "单位", "机关", "部门", "市级",
    "县级", "区级", "省级", "公开", "政府", "政务", "主动", "依申请", "工作",
  ]
  /// What names of bodies end with.
  private static let endings = Set(
    characters: "局府委办院厅处会室校部站队司行社所心镇乡省市区县州旗盟道街村团师场学园馆台门署检库庭厂关狱木宫协联组")
  private static let places = Set(characters: "省市区县州旗盟")
  private static let websites: [GlyphWord] = [
    "网站", "网", "门户", "平台", "公众号", "客户端", "频道", "日报", "晚报", "本站", "未知", "原创", "互联网", "转载", "佚名",
  ]
}
