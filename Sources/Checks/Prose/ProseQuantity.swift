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
      } else if scalar == 0x2E, !hasPoint, Self.isDigit(self.scalar(index + 1)) {
        hasPoint = true
        bytes.append(0x2E)
      } else if scalar == 0x2C, !hasPoint, groups == 0 ? group <= 3 : group == 3,
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

  private static let multipliers: [UInt32: Int128] = [
    0x5343: 1000, 0x4E07: 10_000, 0x842C: 10_000, 0x4EBF: 100_000_000,
  ]

  /// A year in digits, where one begins here: 2021年.
  func year(_ index: Int) -> (year: Int, end: Int)? {
    guard (0..<4).allSatisfy({ Self.isDigit(scalar(index + $0)) }), scalar(index + 4) == 0x5E74 else {
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
    let isOrdinal = previous == 0x7B2C || (0x41...0x7A).contains(previous)
    var unit = vocabulary.unit(text, at: end)
    var multiplied: Int128 = 1
    if unit == nil, let multiplier = Self.multipliers[scalar(end)] {
      multiplied = multiplier
      amount = Amount(significand: amount.significand * multiplier, scale: amount.scale)
      end += 1
      unit = vocabulary.unit(text, at: end)
    }
    var isAtLeast = false
    // 余, 多
    if scalar(end) == 0x4F59 || scalar(end) == 0x591A {
      isAtLeast = true
      end += 1
      if let multiplier = Self.multipliers[scalar(end)], vocabulary.unit(text, at: end) == nil {
        amount = Amount(significand: amount.significand * multiplier, scale: amount.scale)
        end += 1
      }
      unit = vocabulary.unit(text, at: end)
    }
    if unit == nil, scalar(end) == 0x28, let inside = vocabulary.unit(text, at: end + 1),
      scalar(inside.end) == 0x29
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

  private func quantity(
    _ amount: Amount, _ range: Range<Int>, _ word: Int, _ unit: ProseVocabulary.Unit, isAtLeast: Bool
  ) -> ProseQuantity {
    var quantity = ProseQuantity(range: range, bounds: Bounds(amount), unitWord: word, unit: unit)
    if isAtLeast { quantity.bounds.atMost = nil }
    let previous = scalar(range.lowerBound - 1)
    switch previous {
    // 约, 近
    case 0x7EA6, 0x8FD1: quantity.isVague = true
    // 超, 逾
    case 0x8D85, 0x903E: quantity.bounds.atMost = nil
    // 过 of 超过
    case 0x8FC7 where scalar(range.lowerBound - 2) == 0x8D85: quantity.bounds.atMost = nil
    // -, ~, —, – behind a number
    case 0x2D, 0x7E, 0x2014, 0x2013: quantity.isVague = true
    // 12,34件 is no number that anyone meant.
    case 0x2C, 0xFF0C: quantity.isVague = Self.isDigit(scalar(range.lowerBound - 2))
    // 至, 到 behind a number
    case 0x81F3, 0x5230: quantity.isVague = Self.isDigit(scalar(range.lowerBound - 2))
    default: break
    }
    // 左右, 上下; 以上
    let next = (scalar(range.upperBound), scalar(range.upperBound + 1))
    if next == (0x5DE6, 0x53F3) || next == (0x4E0A, 0x4E0B) { quantity.isVague = true }
    if next == (0x4EE5, 0x4E0A) { quantity.bounds.atMost = nil }
    if next.0 == 0x4F59 || next.0 == 0x591A { quantity.bounds.atMost = nil }
    return quantity
  }

  // MARK: Chinese numerals

  /// 〇 to 九; asked of every scalar of a text.
  private static func chineseDigit(_ scalar: UInt32) -> Int? {
    switch scalar {
    case 0x3007, 0x96F6: 0
    case 0x4E00: 1
    case 0x4E8C, 0x4E24: 2
    case 0x4E09: 3
    case 0x56DB: 4
    case 0x4E94: 5
    case 0x516D: 6
    case 0x4E03: 7
    case 0x516B: 8
    case 0x4E5D: 9
    default: nil
    }
  }

  private static func chinesePower(_ scalar: UInt32) -> Int? {
    switch scalar {
    case 0x5341: 10
    case 0x767E: 100
    case 0x5343: 1000
    default: nil
    }
  }

  func isChineseStart(_ index: Int) -> Bool {
    let scalar = text[index]
    return scalar == 0x5341 || Self.chineseDigit(scalar) != nil
  }

  /// The quantity in Chinese numerals that begins here: 三件, 二十一条. 每一件 and 第一条 count nothing.
  func chineseQuantity(_ start: Int) -> (quantity: ProseQuantity?, end: Int) {
    var index = start
    var total = 0
    var digit: Int?
    var seen = 0
    while index < text.count {
      let scalar = text[index]
      if let value = Self.chineseDigit(scalar) {
        if digit != nil, digit != 0 { return (nil, index + 1) }
        digit = value
      } else if let power = Self.chinesePower(scalar) {
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
    // 第每同另任这该某逐首唯十、多
    let before: Set<UInt32> = [
      0x7B2C, 0x6BCF, 0x540C, 0x53E6, 0x4EFB, 0x8FD9, 0x8BE5, 0x67D0, 0x9010, 0x9996, 0x552F, 0x8FDB, 0x7EDF,
      0x5982, 0x4E13, 0x4E07,
    ]
    // 一件事, 一次性
    let after: Set<UInt32> = [0x4E8B, 0x6027, 0x534E, 0x5E26, 0x4E00]
    if before.contains(scalar(start - 1)) || after.contains(scalar(unit.end)) { return (nil, unit.end) }
    return (
      quantity(Amount(total), start..<unit.end, unit.word, unit.unit, isAtLeast: false), unit.end
    )
  }
}
