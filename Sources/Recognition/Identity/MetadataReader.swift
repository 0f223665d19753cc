import Core
import ReportModel

/// Reads lines of keys and values: those that a site prints over a document, and those under a sheet.
struct MetadataReader {
  typealias Segment = ProseReader.Segment

  private let scan: Scan
  private(set) var identifiers: [Identifier] = []
  private(set) var signatories: [Signatory] = []
  private(set) var dates: [ReportDate] = []
  /// 单位名称 and 填报单位.
  private(set) var body: String?
  /// 发布机构 and 来源: the body, where nothing else names it.
  private(set) var publisher: String?
  /// 标题 and 信息名称.
  private(set) var titles: [Segment] = []

  init(_ scan: Scan) { self.scan = scan }

  /// A key with what stands behind it.
  struct Entry {
    let key: Key?
    let name: Range<Int>
    let value: Range<Int>
  }

  // MARK: Lines

  /// Takes the lines of keys and values out of segments.
  ///
  /// - Parameter isOpening: whether they stand before the text, where all keys are those of the page.
  mutating func read(_ segments: [Segment], isOpening: Bool) -> [Segment] {
    var rest: [Segment] = []
    for (index, segment) in segments.enumerated() {
      let isWhole = segment.glyphs == scan.pieces[segment.piece].glyphs
      let entries = isWhole && segment.glyphs.count <= 200 ? self.entries(in: segment.glyphs) : []
      if isOpening, isWhole, takeTime(segment) { continue }
      guard !entries.isEmpty, entries.contains(where: { isTaken($0, isOpening: isOpening) }),
        isOpening || segment.glyphs.count <= 90 && !isTelephoneAlone(entries, at: index, of: segments),
        !scan.glyphs[segment.glyphs].contains(where: { $0.code == "。" })
      else {
        rest.append(segment)
        continue
      }
      let mayGo = entries.map { take($0, piece: segment.piece) }
      if mayGo.contains(false) { rest.append(segment) }
    }
    return rest
  }

  /// A telephone number that stands by none of the lines under a sheet.
  private func isTelephoneAlone(_ entries: [Entry], at index: Int, of segments: [Segment]) -> Bool {
    entries.allSatisfy { $0.key == nil || $0.key == .signatory(.telephone) }
      && !segments[max(0, index - 2)..<min(index + 3, segments.count)].contains { Self.isFoot($0, scan) }
  }

  /// A line under a sheet.
  static func isFoot(_ segment: Segment, _ scan: Scan) -> Bool {
    segment.glyphs.count <= 90 && scan.leading(foot, in: segment.glyphs) != nil
  }

  private static let foot: [GlyphWord] = ["单位负责人", "审核人", "填报人", "填报日期", "填表人", "单位领导"]

  /// The same right behind a title, in a page that has no lines.
  ///
  /// - Returns: the segment without the entries.
  mutating func read(behindTitle segment: Segment) -> Segment? {
    let all = segment.glyphs
    let entries = entries(in: all.prefix(160)).prefix { $0.key != nil }
    guard let last = entries.last else { return segment }
    for entry in entries { _ = take(entry, piece: segment.piece) }
    var end = last.value.upperBound
    if last.key?.isDate == true, let date = DateScanner.dates(scan.glyphs, in: last.value).first {
      end = timeEnd(date.glyphs.upperBound, last.value)
    } else if last.value.upperBound == all.prefix(160).endIndex || last.value.count > 30 {
      // The value runs on into the text.
      end = scan.runs(last.value).first?.upperBound ?? last.value.lowerBound
    }
    return end < all.upperBound
      ? Segment(piece: segment.piece, glyphs: end..<all.upperBound, isHeading: false) : nil
  }

  /// A date with the hour behind it, alone on a line.
  private mutating func takeTime(_ segment: Segment) -> Bool {
    let range = segment.glyphs
    guard range.count <= 20, let date = DateScanner.dates(scan.glyphs, in: range).first,
      date.glyphs.lowerBound == range.lowerBound, date.glyphs.upperBound < range.upperBound,
      timeEnd(date.glyphs.upperBound, range) == range.upperBound
    else { return false }
    dates.append(
      ReportDate(
        .published, iso: date.iso, raw: scan.text(range, piece: segment.piece),
        place: scan.place(segment.piece)))
    return true
  }

  private func isTaken(_ entry: Entry, isOpening: Bool) -> Bool {
    guard let key = entry.key else { return false }
    return isOpening ? !key.needsFoot : key.standsAnywhere
  }

  /// - Returns: whether the line may go.
  private mutating func take(_ entry: Entry, piece: Int) -> Bool {
    guard let key = entry.key else { return true }
    let value = scan.text(entry.value, piece: piece)
    let place = scan.place(piece)
    let names = BodyPhrase(scan: scan)
    switch key {
    case .signatory(let role): signatories.append(Signatory(role, value, place: place))
    case .date(let role):
      guard !value.isEmpty || role == .filled else { return true }
      let found = DateScanner.dates(scan.glyphs, in: entry.value).first
      let raw = found.map {
        scan.text($0.glyphs.lowerBound..<timeEnd($0.glyphs.upperBound, entry.value), piece: piece)
      }
      if found == nil, !scan.glyphs[entry.value].contains(where: { $0.kind == .digit }) {
        return role != .filled || value.isEmpty
      }
      dates.append(ReportDate(role, iso: found?.iso, raw: raw ?? value, place: place))
    case .body:
      if value.isEmpty { return false }
      if let name = names.name(in: entry.value) { body = body ?? scan.nameText(name) }
    case .publisher:
      if publisher == nil, let run = scan.runs(entry.value).first, names.isName(run) {
        publisher = scan.nameText(run)
      }
    case .title:
      if !entry.value.isEmpty { titles.append(Segment(piece: piece, glyphs: entry.value, isHeading: false)) }
    case .identifier(let scheme): return take(scheme, entry.value, piece: piece)
    case .page: break
    }
    return true
  }

  private mutating func take(_ scheme: Identifier.Scheme, _ range: Range<Int>, piece: Int) -> Bool {
    let place = scan.place(piece)
    switch scheme {
    case .creditCode:
      guard let code = CreditCode.find(scan, in: range).first else { return range.isEmpty }
      identifiers.append(Identifier(.creditCode, code, place: place))
    default:
      // 无, 暂无 and what a page leaves open are no numbers.
      let digits = scan.glyphs[range].filter { $0.kind == .digit }.count
      guard digits >= 3, let first = range.first, scan.glyphs[first].code != "/" else { return true }
      identifiers.append(Identifier(scheme, scan.text(range, piece: piece), place: place))
    }
    return true
  }

  /// Behind the hours and minutes that stand behind a date.
  private func timeEnd(_ start: Int, _ range: Range<Int>) -> Int {
    (start..<range.upperBound).first { !scan.glyphs[$0].isMark(":") && scan.glyphs[$0].kind != .digit }
      ?? range.upperBound
  }

  // MARK: Cells

  /// Reads a row of cells: keys with colons in their cells, and keys whose values are the next cells.
  ///
  /// - Returns: the pieces that it takes.
  mutating func read(row: [Int]) -> [Int] {
    var taken: [Int] = []
    var index = 0
    while index < row.count {
      let piece = row[index]
      let range = scan.pieces[piece].glyphs
      index += 1
      let entries = entries(in: range)
      if !entries.isEmpty, entries.count > 1 || entries.contains(where: { !$0.value.isEmpty }) {
        for entry in entries { _ = take(entry, piece: piece) }
        taken.append(piece)
        continue
      }
      guard let key = Key.of(scan.codes(range)), index < row.count else { continue }
      let next = scan.pieces[row[index]].glyphs
      if next.count <= 80, Key.of(scan.codes(next)) == nil {
        _ = take(Entry(key: key, name: range, value: next), piece: row[index])
        taken += [piece, row[index]]
        index += 1
      }
    }
    return taken
  }

  // MARK: Entries

  /// The keys of a line that begins with one, each with its value.
  func entries(in range: Range<Int>) -> [Entry] {
    var start = range.lowerBound
    while start < range.upperBound, scan.glyphs[start].kind == .mark, start - range.lowerBound < 3 {
      start += 1
    }
    guard let first = name(at: start, in: range), key(first) != nil else { return [] }
    var names = [first]
    var index = first.upperBound + 1
    while index < range.upperBound {
      let glyph = scan.glyphs[index]
      let isStart = glyph.hasSpaceBefore || scan.glyphs[index - 1].kind == .mark
      if isStart, glyph.kind == .letter, let name = name(at: index, in: range),
        key(name) != nil || glyph.hasSpaceBefore && name.count >= 2
      {
        names.append(name)
        index = name.upperBound + 1
      } else {
        index += 1
      }
    }
    return names.indices.map { position in
      let name = names[position]
      let end = position + 1 < names.count ? names[position + 1].lowerBound : range.upperBound
      var value = name.upperBound + 1..<max(name.upperBound + 1, end)
      while let last = value.last, Self.separators.contains(scan.glyphs[last].code),
        scan.glyphs[last].kind == .mark
      {
        value = value.dropLast()
      }
      return Entry(key: key(name), name: name, value: value)
    }
  }

  /// 单位名称（公章） is the key 单位名称.
  private func key(_ name: Range<Int>) -> Key? {
    let bracket = name.first { scan.glyphs[$0].isMark("(") } ?? name.upperBound
    return Key.of(scan.codes(name)) ?? Key.of(scan.codes(name.lowerBound..<bracket))
  }

  /// Letters up to a colon, with a note in brackets such as （盖章） among them.
  private func name(at start: Int, in range: Range<Int>) -> Range<Int>? {
    let limit = min(start + 12, range.upperBound)
    guard start < limit,
      let colon = (start..<limit).first(where: {
        let glyph = scan.glyphs[$0]
        return glyph.kind == .mark && ($0 == start || !glyph.isMark("(") && !glyph.isMark(")"))
      }), colon > start,
      scan.glyphs[colon].isMark(":") || scan.glyphs[colon].code == "︰"
    else { return nil }
    return start..<colon
  }

  private static let separators = Set(characters: "|;,·•[]【】")
}

extension MetadataReader {
  /// What the key of a line tells.
  enum Key: Hashable {
    case identifier(Identifier.Scheme)
    case date(ReportDate.Role)
    case body
    case publisher
    case title
    case signatory(Signatory.Role)
    /// Something of the page that no report says of itself.
    case page

    /// Whether it is one of those under a sheet.
    var needsFoot: Bool { if case .signatory = self { true } else { false } }

    var isDate: Bool { if case .date = self { true } else { false } }

    /// Whether a line with it is none of the text's wherever it stands.
    var standsAnywhere: Bool {
      switch self {
      case .signatory, .body, .date(.filled), .date(.published), .date(.written), .identifier(.creditCode),
        .identifier(.indexNumber):
        true
      case .date, .identifier, .publisher, .title, .page: false
      }
    }

    static func of(_ codes: [UInt32]) -> Key? { codes.count > 10 ? nil : byName[codes] }

    private static let byName: [[UInt32]: Key] = {
      var keys: [[UInt32]: Key] = [:]
      func add(_ key: Key, _ names: [GlyphWord]) { for name in names { keys[name.codes] = key } }
      for role in Signatory.Role.allCases { keys[GlyphWord(role.label).codes] = .signatory(role) }
      add(.signatory(.head), ["单位领导", "负责人", "单位负责人签字", "主要负责人"])
      add(.signatory(.preparer), ["填表人", "填报人员"])
      add(.identifier(.indexNumber), ["索引号", "索引号码", "信息索引号", "信息索引", "索引编号", "索引"])
      add(.identifier(.documentNumber), ["文号", "发文字号", "发文文号", "文件编号", "文件号", "文件字号", "公文文号"])
      add(.identifier(.creditCode), ["统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "机构代码"])
      add(.date(.filled), ["填报日期", "填报时间", "填表日期", "报送日期"])
      add(
        .date(.published),
        [
          "发布时间", "发布日期", "公开日期", "公开时间", "信息发布日期", "信息发布时间", "发稿时间", "上传时间", "时间", "日期", "发布于",
          "信息时间", "公布日期", "公布时间",
        ])
      add(.date(.written), ["成文日期", "成文时间", "发文日期", "发文时间", "生成日期", "生成时间", "制发日期", "印发日期"])
      add(.body, ["单位名称", "填报单位", "填报机关", "填表单位", "报告单位", "报送单位", "编制单位", "填报单位盖章", "填报单位公章", "单位名称盖章"])
      add(
        .publisher,
        [
          "发布机构", "发布单位", "发布机关", "发文机关", "发文单位", "发文机构", "公开主体", "信息公开主体", "公开单位", "公开机构", "公开部门",
          "责任部门", "责任单位", "公开责任部门", "制发机关", "信息来源", "来源", "来源单位", "稿件来源", "文章来源", "信息提供单位", "供稿单位", "供稿",
          "发布者", "发布人", "所属机构", "所属单位", "信息发布机构", "信息公开机构", "作者",
        ])
      add(.title, ["标题", "名称", "信息名称", "文件名称", "题名", "公文标题", "信息标题"])
      add(
        .page,
        [
          "主题分类", "分类", "主题词", "主题", "体裁分类", "体裁", "组配分类", "服务对象", "信息分类", "内容分类", "公开方式", "公开形式", "公开类别",
          "公开范围", "公开时限", "公开程序", "公开属性", "有效性", "文件有效性", "效力状态", "时效性", "是否有效", "有效期", "关键词", "关键字", "栏目",
          "所属栏目",
          "内容概述", "概述", "信息内容概述", "浏览次数", "浏览量", "浏览", "点击数", "点击量", "点击率", "阅读次数", "阅读量", "阅读", "访问量",
          "访问次数",
          "字体", "字号", "字体大小", "颜色", "字体颜色", "文字颜色", "文字大小", "视力保护色", "打印", "分享", "分享到", "分享至", "编辑", "责任编辑",
          "责编", "审核", "初审", "复审",
          "终审", "原文链接", "本地目录", "失效日期", "失效时间", "废止日期", "语种", "载体类型", "信息格式", "当前位置", "您的位置", "您现在的位置",
          "您当前的位置", "所在位置", "位置", "更新日期", "更新时间", "公文种类", "文种", "信息类别", "类别", "网站标识码", "实施日期", "施行日期", "生效日期",
          "签发人", "保存", "收藏", "来信时间", "事项名称", "分类号", "主题类别", "公文类别", "信息状态", "保护视力色",
        ])
      return keys
    }()
  }
}
