import ReportModel
import TextKit

extension Amount {
  /// The number times a power of ten.
  package func scaled(byPowerOfTen power: Int) -> Amount {
    var significand = significand
    var scale = Int(scale)
    if power < 0 { scale -= power }
    for _ in 0..<max(power, 0) {
      if scale > 0 { scale -= 1 } else { significand *= 10 }
    }
    return Amount(significand: significand, scale: UInt8(clamping: scale))
  }
}

/// Units of money, which reports print in cells as they like.
package enum MoneyUnits {
  private static let money = ["元": 0, "千元": 3, "万元": 4, "亿元": 8]

  /// The power of ten that turns numbers of one unit into those of another; nil where it is not known.
  ///
  /// - Parameter usual: the unit that the form prints, which holds where a cell has none.
  package static func power(from: String?, to: String?, usual: String) -> Int? {
    let from = unit(from, usual)
    let to = unit(to, usual)
    if from == to { return 0 }
    guard let left = money[from], let right = money[to] else { return isPlain(from) && isPlain(to) ? 0 : nil }
    return left - right
  }

  private static func unit(_ own: String?, _ usual: String) -> String {
    guard let own, !own.isEmpty else { return usual }
    return FoldedText.fold(own)
  }

  /// 件, 条 and 次 are what is counted, and no measure.
  private static func isPlain(_ unit: String) -> Bool { !unit.isEmpty && !unit.hasSuffix("元") }
}
