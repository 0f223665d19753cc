import Core
import TextKit

/// The few words and marks that stand beside or in the place of figures. Units that only a cell shows, and
/// that no form prints, are among them.
enum FigureWords {
  private static let units: [[UInt32]] = ["万元", "亿元", "人次", "元", "件", "条", "项", "次", "个", "人", "篇"]
    .map { $0.unicodeScalars.map(\.value) }
  private static let notApplicable: Set<[UInt32]> = Set(
    ["无", "没有", "不适用", "无此项"].map { $0.unicodeScalars.map(\.value) })
  /// What is written for no change where a change is asked for. It is no number.
  private static let unchanged: Set<[UInt32]> = Set(
    [
      "未增未减", "不增不减", "无增无减", "没增没减", "无增减", "未增减", "无变化", "没有变化", "未变化", "不变", "未变", "无变动", "保持不变", "持平",
    ].map { $0.unicodeScalars.map(\.value) })
  private static let changes: [(word: [UInt32], isNegative: Bool)] = [
    ("增加", false), ("新增", false), ("增", false), ("减少", true), ("减", true),
  ].map { ($0.0.unicodeScalars.map(\.value), $0.1) }
  private static let presumed = "推定".unicodeScalars.map(\.value)
  /// The words of our own notation of figures; see `FigureNotation`.
  private static let notation: [[UInt32]] = ["未知", "缺行", "无法辨认", "列不明"].map { $0.unicodeScalars.map(\.value) }

  /// How many of the letters at the beginning are a unit; the longest counts.
  static func unitLength(_ letters: [UInt32]) -> Int {
    units.first { letters.starts(with: $0) }?.count ?? 0
  }

  // MARK: In a cell of its own

  /// What counts besides, where nothing else follows: elsewhere many a word begins with one of them.
  private static let unitsOfCells: Set<[UInt32]> = Set(
    [
      "件次", "条次", "篇次", "项次", "人件", "份", "起", "宗", "例", "场", "场次", "期", "批", "批次", "部", "家",
      "户", "名", "位", "页", "类", "处", "卷", "册", "次数", "件数", "千元", "百万元", "千万元", "万",
    ].map { $0.unicodeScalars.map(\.value) })
  private static let remarks: [[UInt32]] = ["注", "见注", "见附", "其中", "含", "不含", "包括", "包含"]
    .map { $0.unicodeScalars.map(\.value) }
  private static let vague: Set<[UInt32]> = Set(
    ["约", "大约", "左右", "估", "估计", "估算", "估计数", "预计", "以上", "以下", "含以上", "余", "多", "近", "不足"]
      .map { $0.unicodeScalars.map(\.value) })

  /// The unit that letters behind a number begin with, whether it is one of money, and how many letters it has; nil
  /// where another word stands there.
  static func unit(_ letters: [UInt32]) -> (unit: String, isMoney: Bool, length: Int)? {
    var length = unitsOfCells.contains(letters) ? letters.count : unitLength(letters)
    if length == 0 { return nil }
    if length < letters.count, !beginsRemark(Array(letters[length...])) {
      // 件次, and words that go on.
      guard let longer = unitsOfCells.first(where: { $0.count > length && letters.starts(with: $0) }),
        beginsRemark(Array(letters[longer.count...]))
      else { return nil }
      length = longer.count
    }
    var unit = String(String.UnicodeScalarView(letters.prefix(length).compactMap(Unicode.Scalar.init)))
    // Money is counted so; of other things 1.2万 is a round number.
    if unit == "万" { unit = "万元" }
    return (unit, unit.unicodeScalars.last == "元", length)
  }

  /// Whether letters behind a number are a remark on it.
  static func beginsRemark(_ letters: [UInt32]) -> Bool { remarks.contains { letters.starts(with: $0) } }

  /// Whether a remark takes back that the number is exact.
  static func isVague(_ codes: [UInt32]) -> Bool { vague.contains(codes) }

  static func isComma(_ code: UInt32) -> Bool {
    switch code {
    case ",", ";", "，", "；", "。", "、": true
    default: false
    }
  }

  /// Raised and lowered digits, numbers in circles, and stars.
  static func isNoteMark(_ code: UInt32) -> Bool {
    switch code {
    case "*", "#", "※", "†", "‡", "§", "★", "☆", "＊": true
    case 0x2460...0x2487, 0x24EA...0x24FF, 0x2776...0x2793: true
    default: RaisedText.contains(code)
    }
  }

  static func isOpeningMark(_ code: UInt32) -> Bool { code == "[" || code == "〔" || code == "【" }
  static func isClosingMark(_ code: UInt32) -> Bool { code == "]" || code == "〕" || code == "】" }

  /// Of the dashes those that are typed for a minus; long ones stand in the place of a figure.
  static func isMinus(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}", "\u{FE63}", "\u{FF0D}": true
    default: false
    }
  }

  static func isSpaceOfThousands(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}": true
    default: false
    }
  }

  // MARK: Words

  static func isNotApplicable(_ codes: [UInt32]) -> Bool { notApplicable.contains(codes) }

  /// The word before a number that says which way it changed, as in 减3, and how many letters it has.
  static func change(_ codes: [UInt32]) -> (isNegative: Bool, length: Int)? {
    changes.first { codes.starts(with: $0.word) }.map { ($0.isNegative, $0.word.count) }
  }

  static func isUnchanged(_ codes: [UInt32]) -> Bool { unchanged.contains(codes) }

  /// Whether letters are a unit of a cell and nothing else.
  static func isUnitOfCells(_ letters: [UInt32]) -> Bool { unitsOfCells.contains(letters) }

  /// Whether the letters of a cell stand in the place of a figure.
  static func standForFigure(_ codes: [UInt32]) -> Bool {
    isNotApplicable(codes) || isUnchanged(codes)
      || notation.contains { codes.suffix($0.count).elementsEqual($0) }
      || codes.first == "约" && codes.count > 1
      || codes.starts(with: presumed) && codes.count > presumed.count
  }

  /// Marks that may stand within a row of figures: sign, point, separator, and placeholders.
  static func isFigureMark(_ code: UInt32) -> Bool {
    switch code {
    case "+", ",", "-", ".", "/": true
    default: false
    }
  }
}
