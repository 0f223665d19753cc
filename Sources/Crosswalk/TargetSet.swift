/// A set of rows of the target form that are no totals, and of the place of cases that have no outcome there.
struct TargetSet: OptionSet, Hashable, Sendable {
  let rawValue: UInt128

  /// No row at all.
  static let none = TargetSet(rawValue: 1 << 127)
  /// How many rows can be told apart.
  static let capacity = 127

  static func row(_ ordinal: Int) -> TargetSet { TargetSet(rawValue: 1 << UInt128(ordinal)) }

  var count: Int { rawValue.nonzeroBitCount }
}
