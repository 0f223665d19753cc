import Core
import ReportModel

/// A number with its unit in prose, or zero in words.
struct ProseQuantity {
  /// The number and its unit, or the word, in the scalars of the text.
  var range: Range<Int>
  /// What it may be: 三百余件 is at least 300.
  var bounds: Bounds
  /// The number of the unit's word; nil for zero in words.
  var unitWord: Int?
  var unit: ProseVocabulary.Unit = .count
  /// Whether it is one end of 3 to 5, or near a number, so that nothing follows from it.
  var isVague = false
  var isZeroInWords = false
  /// Whether the word behind it is of something that no table counts: 六个部分, 3个科室.
  var isOfOtherThing = false
  /// Which sentence it stands in, and how deep in brackets.
  var sentence = 0
  var depth = 0
  /// The bracket that it stands in; unique in a text.
  var bracket = 0

  /// The number, where it is one.
  var amount: Amount? { bounds.only }
}

/// Reads numbers at positions of a text.
struct ProseNumberReader {
  private let text: [UInt32]
  private let vocabulary: ProseVocabulary

  init(_ text: [UInt32], _ vocabulary: ProseVocabulary) {
    self.text = text
    self.vocabulary = vocabulary
  }

  private static func isDigit(_ scalar: UInt32) -> Bool { scalar &- 0x30 < 10 }

  private func scalar(_ index: Int) -> UInt32 { text.indices.contains(index) ? text[index] : 0 }

  /// Whether a number in digits begins here.
  func isStart(_ index: Int) -> Bool {
    Self.isDigit(text[index]) && !Self.isDigit(scalar(index - 1))
  }

  /// The digits from here on, with thousands and decimals, and where they end.
  private func digits(_ start: Int) -> (bytes: [UInt8], end: Int) {
    var bytes: [UInt8] = []
    var index = start
    var hasPoint = false
    var group = 0
    var groups = 0
    while index < text.count {
      let scalar = text[index]
      if Self.isDigit(scalar) {
        bytes.append(UInt8(scalar))
        group += 1
      } else if scalar == ".", !hasPoint, Self.isDigit(self.scalar(index + 1)) {
        hasPoint = true
        bytes.append(UInt8(ascii: "."))
      } else if scalar == ",", !hasPoint, groups == 0 ? group <= 3 : group == 3,
        (1...3).allSatisfy({ Self.isDigit(self.scalar(index + $0)) }), !Self.isDigit(self.scalar(index + 4))
      {
        // 1,234: three digits and no more.
        groups += 1
        group = 0
      } else {
        break
      }
      index += 1
    }
    return (bytes, index)
  }

  private static func multiplier(_ scalar: UInt32) -> Int128? {
    switch scalar {
    case "千": 1000
    case "万", "萬": 10_000
    case "亿": 100_000_000
    default: nil
    }
  }

  /// A year in digits, where one begins here: 2021年.
  func year(_ index: Int) -> (year: Int, end: Int)? {
    guard (0..<4).allSatisfy({ Self.isDigit(scalar(index + $0)) }), scalar(index + 4) == "年" else {
      return nil
    }
    return ((0..<4).reduce(0) { $0 * 10 + Int(text[index + $1] - 0x30) }, index + 5)
  }

  /// The quantity whose digits begin here, or where the number ends that is none.
  func quantity(_ start: Int) -> (quantity: ProseQuantity?, end: Int) {
    let (bytes, digitsEnd) = digits(start)
    guard var amount = Amount(utf8: bytes) else { return (nil, digitsEnd) }
    var end = digitsEnd
    // 第3批 counts nothing.
    let previous = scalar(start - 1)
    let isOrdinal = previous == "第" || (0x41...0x7A).contains(previous)
    var unit = vocabulary.unit(text, at: end)
    var multiplied: Int128 = 1
    if unit == nil, let multiplier = Self.multiplier(scalar(end)) {
      multiplied = multiplier
      amount = Amount(significand: amount.significand * multiplier, scale: amount.scale)
      end += 1
      unit = vocabulary.unit(text, at: end)
    }
    var isAtLeast = false
    if Self.saysMore(scalar(end)) {
      isAtLeast = true
      end += 1
      if let multiplier = Self.multiplier(scalar(end)), vocabulary.unit(text, at: end) == nil {
        amount = Amount(significand: amount.significand * multiplier, scale: amount.scale)
        end += 1
      }
      unit = vocabulary.unit(text, at: end)
    }
    if unit == nil, scalar(end) == "(", let inside = vocabulary.unit(text, at: end + 1),
      scalar(inside.end) == ")"
    {
      unit = (inside.word, inside.unit, inside.end + 1)
    }
    guard !isOrdinal, let unit else { return (nil, end) }
    if case .none = unit.unit { return (nil, unit.end) }
    var quantity = quantity(amount, start..<unit.end, unit.word, unit.unit, isAtLeast: isAtLeast)
    if multiplied > 1, case .count = unit.unit, quantity.amount != nil {
      // 1.2万件 is a rounded number.
      let last = Amount(significand: multiplied, scale: amount.scale)
      quantity.bounds = Bounds(atLeast: amount - last, atMost: amount + last)
    }
    return (quantity, unit.end)
  }

  /// 三百余件, 三百多件.
  private static func saysMore(_ scalar: UInt32) -> Bool { scalar == "余" || scalar == "多" }

  private func quantity(
    _ amount: Amount, _ range: Range<Int>, _ word: Int, _ unit: ProseVocabulary.Unit, isAtLeast: Bool
  ) -> ProseQuantity {
    var quantity = ProseQuantity(range: range, bounds: Bounds(amount), unitWord: word, unit: unit)
    if isAtLeast { quantity.bounds.atMost = nil }
    let previous = scalar(range.lowerBound - 1)
    switch previous {
    case "约", "近": quantity.isVague = true
    case "超", "逾": quantity.bounds.atMost = nil
    // 超过
    case "过" where scalar(range.lowerBound - 2) == "超": quantity.bounds.atMost = nil
    case "-", "~", "—", "–": quantity.isVague = true
    // 12,34件 is no number that anyone meant; 3至5件 is none alone.
    case ",", "，", "至", "到": quantity.isVague = Self.isDigit(scalar(range.lowerBound - 2))
    default: break
    }
    let next = (scalar(range.upperBound), scalar(range.upperBound + 1))
    if next.0 == "左" && next.1 == "右" || next.0 == "上" && next.1 == "下" { quantity.isVague = true }
    if next.0 == "以", next.1 == "上" { quantity.bounds.atMost = nil }
    if Self.saysMore(next.0) { quantity.bounds.atMost = nil }
    quantity.isOfOtherThing = isOfOtherThing(word, behind: range.upperBound)
    return quantity
  }

  private func isOfOtherThing(_ unit: Int, behind position: Int) -> Bool {
    if vocabulary.begins(.counted, text, at: position) { return false }
    if unit != vocabulary.anyUnit { return vocabulary.begins(.thing, text, at: position) }
    // Behind 个 any noun may stand.
    return (0x4E00...0x9FFF).contains(scalar(position))
  }

  // MARK: Chinese numerals

  /// What makes a numeral count nothing: 第一条, 每一件, 进一步.
  private static let standsBefore = Set(characters: "第每同另任这该某逐首唯进统如专万")
  /// 一件事, 一次性.
  private static let standsBehind = Set(characters: "事性华带一")

  func isChineseStart(_ index: Int) -> Bool {
    let scalar = text[index]
    guard scalar == "十" || ChineseNumeral.countingDigit(scalar) != nil else { return false }
    // Not in the middle of one: 十三五.
    let previous = self.scalar(index - 1)
    return ChineseNumeral.countingDigit(previous) == nil && ChineseNumeral.power(previous) == nil
  }

  /// The quantity in Chinese numerals that begins here: 三件, 二十一条. 每一件 and 第一条 count nothing.
  func chineseQuantity(_ start: Int) -> (quantity: ProseQuantity?, end: Int) {
    var index = start
    var total = 0
    var digit: Int?
    var seen = 0
    while index < text.count {
      let scalar = text[index]
      if let value = ChineseNumeral.countingDigit(scalar) {
        if digit != nil, digit != 0 { return (nil, index + 1) }
        digit = value
      } else if let power = ChineseNumeral.power(scalar) {
        total += (digit ?? 1) * power
        digit = nil
      } else {
        break
      }
      seen += 1
      index += 1
    }
    total += digit ?? 0
    guard seen > 0, total < 10000, let unit = vocabulary.unit(text, at: index), case .count = unit.unit else {
      return (nil, max(index, start + 1))
    }
    if Self.standsBefore.contains(scalar(start - 1)) || Self.standsBehind.contains(scalar(unit.end)) {
      return (nil, unit.end)
    }
    return (
      quantity(Amount(total), start..<unit.end, unit.word, unit.unit, isAtLeast: false), unit.end
    )
  }
}
