import Core

/// An exact decimal number, as it was written: `0.30` keeps its zero, and equals `0.3`.
///
/// At most 18 significant digits and 9 decimals can be read; the largest published figure has 8 digits, money
/// up to six decimals. Sums of such numbers are computed in 128 bits and cannot overflow in a report.
public struct Amount: Sendable {
  /// The number without its decimal point.
  public let significand: Int128
  /// How many of the digits stand behind the point.
  public let scale: UInt8

  public static let zero = Amount(0)
  package static let maximumDigits = 18
  package static let maximumScale = 9

  public init(_ integer: Int) {
    significand = Int128(integer)
    scale = 0
  }

  public init(significand: Int128, scale: UInt8) {
    self.significand = significand
    self.scale = scale
  }

  /// Reads `-12.50`, with an optional `+` or `-`; nil for anything else, `1,000`, `.5` and `5.` included.
  public init?(_ text: String) {
    var text = text
    let parsed = text.withUTF8 { Amount(buffer: $0) }
    guard let parsed else { return nil }
    self = parsed
  }

  /// The same for bytes.
  package init?(utf8 bytes: some Collection<UInt8>) {
    let parsed =
      bytes.withContiguousStorageIfAvailable { Amount(buffer: $0) }
      ?? Array(bytes).withUnsafeBufferPointer { Amount(buffer: $0) }
    guard let parsed else { return nil }
    self = parsed
  }

  private init?(buffer bytes: UnsafeBufferPointer<UInt8>) {
    var value: Int64 = 0
    var digits = 0
    var scale: UInt8 = 0
    var seenPoint = false
    var negative = false
    var index = 0
    if index != bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      negative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var lastWasDigit = false
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if digits > 0 || byte != UInt8(ascii: "0") { digits += 1 }
        if digits > Self.maximumDigits { return nil }
        value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        if seenPoint { scale += 1 }
        if scale > Self.maximumScale { return nil }
        lastWasDigit = true
      case UInt8(ascii: "."):
        if seenPoint || !lastWasDigit { return nil }
        seenPoint = true
        lastWasDigit = false
      default: return nil
      }
      index += 1
    }
    guard lastWasDigit else { return nil }
    significand = Int128(negative ? -value : value)
    self.scale = scale
  }

  private func significand(at scale: UInt8) -> Int128 {
    var result = significand
    for _ in self.scale..<max(scale, self.scale) { result *= 10 }
    return result
  }

  public var isNegative: Bool { significand < 0 }

  /// The same without decimals; nil where there is a fraction.
  package var whole: Amount? {
    if scale == 0 { return self }
    var unit: Int128 = 1
    for _ in 0..<scale { unit *= 10 }
    return significand % unit == 0 ? Amount(significand: significand / unit, scale: 0) : nil
  }

  public static func + (left: Amount, right: Amount) -> Amount {
    let scale = max(left.scale, right.scale)
    return Amount(significand: left.significand(at: scale) + right.significand(at: scale), scale: scale)
  }

  public static prefix func - (amount: Amount) -> Amount {
    Amount(significand: -amount.significand, scale: amount.scale)
  }

  public static func - (left: Amount, right: Amount) -> Amount { left + -right }

  public static func += (left: inout Amount, right: Amount) { left = left + right }
}

extension Amount: Comparable, Hashable {
  public static func == (left: Amount, right: Amount) -> Bool {
    if left.scale == right.scale { return left.significand == right.significand }
    let scale = max(left.scale, right.scale)
    return left.significand(at: scale) == right.significand(at: scale)
  }

  public static func < (left: Amount, right: Amount) -> Bool {
    let scale = max(left.scale, right.scale)
    return left.significand(at: scale) < right.significand(at: scale)
  }

  public func hash(into hasher: inout Hasher) {
    var significand = significand
    var scale = scale
    while scale > 0, significand % 10 == 0 {
      significand /= 10
      scale -= 1
    }
    hasher.combine(significand)
    hasher.combine(scale)
  }
}

extension Amount: LosslessStringConvertible {
  /// Plain decimal, never an exponent.
  public var description: String {
    var text = [UInt8]()
    append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// No plain decimal is longer, in bytes.
  package static let maximumTextCount = 300

  /// Writes the plain decimal to memory with room for `maximumTextCount` bytes, and gives how many they are: for
  /// writers of many figures.
  package func write(to memory: UnsafeMutablePointer<UInt8>) -> Int {
    if scale == 0, let number = UInt64(exactly: significand) { return DecimalText.write(number, to: memory) }
    var text: [UInt8] = []
    append(to: &text)
    for (index, byte) in text.enumerated() { memory[index] = byte }
    return text.count
  }

  /// Appends the plain decimal.
  package func append(to text: inout [UInt8]) {
    if scale == 0, significand >= 0, let number = UInt64(exactly: significand) {
      text.appendDecimal(number)
      return
    }
    var rest = significand.magnitude
    var reversed: [UInt8] = []
    reversed.reserveCapacity(24)
    var position: UInt8 = 0
    while rest > 0 || position <= scale {
      if position == scale, scale > 0 { reversed.append(UInt8(ascii: ".")) }
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      reversed.append(UInt8(ascii: "0") + UInt8(remainder))
      rest = quotient
      position += 1
    }
    if significand < 0 { reversed.append(UInt8(ascii: "-")) }
    text.append(contentsOf: reversed.reversed())
  }
}

/// From where to where a number may lie, both ends included. An end that is not known is nil.
public struct Bounds: Hashable, Sendable {
  public var atLeast: Amount?
  public var atMost: Amount?

  public init(atLeast: Amount?, atMost: Amount?) {
    self.atLeast = atLeast
    self.atMost = atMost
  }

  public init(_ amount: Amount) {
    self.init(atLeast: amount, atMost: amount)
  }

  /// The one number within, where both ends are the same.
  public var only: Amount? { atLeast == atMost ? atLeast : nil }

  public func contains(_ amount: Amount) -> Bool {
    if let atLeast, amount < atLeast { return false }
    if let atMost, atMost < amount { return false }
    return true
  }

  public static func + (left: Bounds, right: Bounds) -> Bounds {
    func sum(_ a: Amount?, _ b: Amount?) -> Amount? {
      guard let a, let b else { return nil }
      return a + b
    }
    return Bounds(atLeast: sum(left.atLeast, right.atLeast), atMost: sum(left.atMost, right.atMost))
  }

  public static prefix func - (bounds: Bounds) -> Bounds {
    Bounds(atLeast: bounds.atMost.map { -$0 }, atMost: bounds.atLeast.map { -$0 })
  }
}
