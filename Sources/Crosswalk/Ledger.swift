import Findings
import ReportModel

/// The account of a conversion: what became of each source cell, and what each target cell comes from.
public struct Ledger: Sendable, Hashable {
  /// How many source cells have no place in the target edition and cannot be read.
  public var lossCount: Int { 0 }

  /// The ledger as JSON.
  public func json() -> [UInt8] { [] }

  /// The ledger as a table for people.
  public func text(_ language: Language) -> String { "" }
}
