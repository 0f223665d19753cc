import Core

/// The few words and marks that stand beside or in the place of figures. Units that only a cell shows, and
/// that no form prints, are among them.
enum FigureWords {
  private static let units: [[UInt32]] = ["万元", "亿元", "人次", "元", "件", "条", "项", "次", "个", "人", "篇"]
    .map { $0.unicodeScalars.map(\.value) }
  private static let notApplicable: Set<[UInt32]> = Set(
    ["无", "没有", "不适用", "无此项"].map { $0.unicodeScalars.map(\.value) })
  private static let presumed = "推定".unicodeScalars.map(\.value)
  /// The words of our own notation of figures; see `FigureNotation`.
  private static let notation: [[UInt32]] = ["未知", "缺行", "无法辨认", "列不明"].map { $0.unicodeScalars.map(\.value) }

  /// How many of the letters at the beginning are a unit; the longest counts.
  static func unitLength(_ letters: [UInt32]) -> Int {
    units.first { letters.starts(with: $0) }?.count ?? 0
  }

  /// Whether letters behind a figure begin words about it: 其中修订16件.
  static func beginsRemark(_ letters: [UInt32]) -> Bool {
    letters.starts(with: "其中".unicodeScalars.map(\.value))
  }

  static func isNotApplicable(_ codes: [UInt32]) -> Bool { notApplicable.contains(codes) }

  /// Whether the letters of a cell stand in the place of a figure.
  static func standForFigure(_ codes: [UInt32]) -> Bool {
    isNotApplicable(codes) || notation.contains { codes.suffix($0.count).elementsEqual($0) }
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
