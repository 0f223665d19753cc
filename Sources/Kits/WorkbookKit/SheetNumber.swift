/// The text of a number as a sheet shows it: plain decimals, never an exponent, and none of the digits that
/// only binary fractions have.
package enum SheetNumber {
  /// Sheets show fifteen digits; those behind them are noise.
  static let digits = 15
  /// 1E300 is no figure, and would be three hundred zeros.
  private static let largestExponent = 30

  /// A decimal in parts: its digits without leading zeros, and where the point stands behind the first of them.
  package struct Decimal: Hashable, Comparable {
    package var isNegative = false
    package var digits: [UInt8] = []
    /// The number is 0.digits times ten to this power.
    package var exponent = 0

    /// Reads `-12.5E-3`; nil for anything else.
    package init?(_ text: UnsafeBufferPointer<UInt8>) {
      var index = 0
      func byte() -> UInt8? { index < text.count ? text[index] : nil }
      if byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") {
        isNegative = byte() == UInt8(ascii: "-")
        index += 1
      }
      var hasDigit = false
      var seenPoint = false
      scan: while let next = byte() {
        switch next {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
          hasDigit = true
          if digits.count > 400 { return nil }
          if next != UInt8(ascii: "0") || !digits.isEmpty {
            digits.append(next - UInt8(ascii: "0"))
            if !seenPoint { exponent += 1 }
          } else if seenPoint {
            exponent -= 1
          }
        case UInt8(ascii: "."):
          if seenPoint { return nil }
          seenPoint = true
        default: break scan
        }
        index += 1
      }
      guard hasDigit else { return nil }
      if byte() == UInt8(ascii: "E") || byte() == UInt8(ascii: "e") {
        index += 1
        var isMinus = false
        if byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") {
          isMinus = byte() == UInt8(ascii: "-")
          index += 1
        }
        var power = 0
        let first = index
        while let next = byte(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) {
          power = min(power * 10 + Int(next - UInt8(ascii: "0")), 100_000)
          index += 1
        }
        if index == first { return nil }
        exponent += isMinus ? -power : power
      }
      guard index == text.count else { return nil }
      dropZeros()
    }

    fileprivate mutating func dropZeros() {
      while digits.last == 0 { digits.removeLast() }
      if digits.isEmpty {
        exponent = 0
        isNegative = false
      }
    }

    /// Rounds to a number of digits, halves away from zero.
    package mutating func round(to count: Int) {
      guard digits.count > count else { return }
      let isUp = digits[count] >= 5
      digits.removeLast(digits.count - count)
      var index = count
      if isUp {
        while index > 0, digits[index - 1] == 9 {
          index -= 1
          digits.removeLast()
        }
        if index == 0 {
          digits = [1]
          exponent += 1
        } else {
          digits[index - 1] += 1
        }
      }
      dropZeros()
    }

    /// Rounds to a number of digits behind the point.
    mutating func round(decimals: Int) {
      let count = exponent + decimals
      if count >= 0 {
        round(to: count)
      } else {
        digits = []
        dropZeros()
      }
    }

    package static func < (left: Decimal, right: Decimal) -> Bool {
      if left.isNegative != right.isNegative { return left.isNegative }
      let (smaller, larger) = left.isNegative ? (right, left) : (left, right)
      if smaller.digits.isEmpty || larger.digits.isEmpty {
        return smaller.digits.isEmpty && !larger.digits.isEmpty
      }
      if smaller.exponent != larger.exponent { return smaller.exponent < larger.exponent }
      return smaller.digits.lexicographicallyPrecedes(larger.digits)
    }

    package var isInteger: Bool { digits.count <= exponent }

    /// In full; nil where that would be too long to be a figure.
    package var text: String? {
      guard abs(exponent) <= SheetNumber.largestExponent else { return nil }
      var result: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
      if exponent <= 0 { result.append(UInt8(ascii: "0")) }
      if exponent <= 0, !digits.isEmpty {
        result.append(UInt8(ascii: "."))
        for _ in exponent..<0 { result.append(UInt8(ascii: "0")) }
      }
      for (index, digit) in digits.enumerated() {
        if index == exponent, index > 0 { result.append(UInt8(ascii: ".")) }
        result.append(UInt8(ascii: "0") + digit)
      }
      if digits.count < exponent { for _ in digits.count..<exponent { result.append(UInt8(ascii: "0")) } }
      return String(decoding: result, as: UTF8.self)
    }

    /// The whole number before the point and the fraction of a day behind it in seconds, for dates.
    package var daysAndSeconds: (days: Int, seconds: Int)? {
      guard (-8...8).contains(exponent), !isNegative else { return nil }
      var days = 0
      for index in 0..<max(exponent, 0) { days = days * 10 + (index < digits.count ? Int(digits[index]) : 0) }
      var fraction = 0.0
      var weight = 0.1
      for index in exponent..<exponent + 12 {
        if digits.indices.contains(index) { fraction += Double(digits[index]) * weight }
        weight /= 10
      }
      let seconds = Int((fraction * 86_400).rounded())
      return seconds >= 86_400 ? (days + 1, 0) : (days, seconds)
    }
  }

  /// What a number says by its format, never rounded by it.
  ///
  /// - Returns: the text of what is stored besides, for where nothing of it is shown.
  package static func shown(
    _ bytes: UnsafeBufferPointer<UInt8>, _ format: NumberFormat, _ dates: SerialDate.Epoch
  ) -> (shown: ShownText, stored: String) {
    let stored = text(bytes)
    if format.sections.isEmpty { return (.text(stored), stored) }
    guard var decimal = Decimal(bytes) else { return (.text(stored), stored) }
    guard let (section, isForNegative) = format.section(for: decimal) else { return (.unclear, stored) }
    switch section.content {
    case .number(let power, let before, let after):
      // A sign that is not shown, or is shown and not meant.
      if section.hasMinus != isForNegative { return (.unclear, stored) }
      round(&decimal, bytes)
      if !decimal.digits.isEmpty { decimal.exponent += power }
      guard let number = decimal.text else { return (.text(stored), stored) }
      return (.text(before + number + after), stored)
    case .date(let parts):
      guard let (days, seconds) = decimal.daysAndSeconds,
        let text = SerialDate.text(days: days, seconds: seconds, parts, dates)
      else { return (.unclear, stored) }
      return (.text(text), stored)
    case .words(let words):
      if words.isEmpty { return (.nothing, stored) }
      // As many a sheet has them for zero; they say nothing of another number.
      return (decimal.digits.isEmpty ? .text(words) : .unclear, stored)
    case .unclear: return (.unclear, stored)
    }
  }

  /// The text of a number as it is; what is no number stays as it is.
  package static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let raw = { String(decoding: bytes, as: UTF8.self) }
    if isPlainInteger(bytes) { return raw() }
    guard var decimal = Decimal(bytes) else { return raw() }
    round(&decimal, bytes)
    return decimal.text ?? raw()
  }

  /// Whole numbers of more digits come from programs that mean them.
  private static func round(_ decimal: inout Decimal, _ bytes: UnsafeBufferPointer<UInt8>) {
    if !(decimal.isInteger && !bytes.contains { $0 | 0x20 == UInt8(ascii: "e") }) {
      decimal.round(to: digits)
    }
  }

  /// As most are: nothing to be done.
  private static func isPlainInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first, bytes.count <= 18 else { return false }
    if first == UInt8(ascii: "0") { return bytes.count == 1 }
    return bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
