import ReportModel

/// A number of cases in computation: whole numbers of a usual size in a machine word, all others as they are.
protocol CaseNumber: Comparable, Sendable {
  static var zero: Self { get }
  /// Nil where it is of another kind.
  init?(_ amount: Amount)
  var amount: Amount { get }
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func += (left: inout Self, right: Self)
}

extension Amount: CaseNumber {
  init?(_ amount: Amount) { self = amount }
  var amount: Amount { self }
}

extension Int64: CaseNumber {
  /// So small that no sum over a form comes near the end of a word.
  private static let largest: Int128 = 1 << 40

  init?(_ amount: Amount) {
    guard amount.scale == 0, amount.significand <= Self.largest, amount.significand >= -Self.largest else {
      return nil
    }
    self = Int64(truncatingIfNeeded: amount.significand)
  }

  var amount: Amount { Amount(significand: Int128(self), scale: 0) }
}

/// From where to where a number of cases lies.
struct NumberSpan<Number: CaseNumber>: Equatable, Sendable {
  var least: Number
  /// Nil: no bound.
  var most: Number?

  static var zero: Self { Self(least: .zero, most: .zero) }
  static var unknown: Self { Self(least: .zero, most: nil) }

  init(least: Number, most: Number?) {
    self.least = least
    self.most = most
  }

  /// Cases are never less than none. Nil where a bound is a number of another kind.
  init?(_ bounds: Bounds) {
    var least: Number?
    var most: Number?
    if let bound = bounds.atLeast {
      guard let number = Number(bound) else { return nil }
      least = number
    }
    if let bound = bounds.atMost {
      guard let number = Number(bound) else { return nil }
      most = number
    }
    self.init(least: max(.zero, least ?? .zero), most: most)
  }

  var only: Number? { least == most ? least : nil }

  /// Whether there is a number in it: none is where less than no case was printed.
  var isPossible: Bool { most.map { $0 >= least } ?? true }

  var bounds: Bounds { Bounds(atLeast: least.amount, atMost: most?.amount) }

  var inAmounts: Span { Span(least: least.amount, most: most?.amount) }

  static func + (left: Self, right: Self) -> Self {
    Self(least: left.least + right.least, most: sum(left.most, right.most))
  }

  static func sum(_ left: Number?, _ right: Number?) -> Number? {
    guard let left, let right else { return nil }
    return left + right
  }

  static func smaller(_ left: Number?, _ right: Number?) -> Number? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
  }

  /// What both allow; nil where they exclude each other.
  func intersection(_ other: Self) -> Self? {
    let least = max(least, other.least)
    let most = Self.smaller(most, other.most)
    if let most, most < least { return nil }
    return Self(least: least, most: most)
  }

  /// The smallest that holds both.
  func joined(_ other: Self) -> Self {
    guard let most, let otherMost = other.most else {
      return Self(least: min(least, other.least), most: nil)
    }
    return Self(least: min(least, other.least), most: max(most, otherMost))
  }
}

typealias Span = NumberSpan<Amount>
