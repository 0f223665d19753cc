import Core
import FileKit
import ReportModel

/// Where the tables of a panel stand while it is made.
package protocol PanelStore: SendableMetatype {
  /// What an input adds, made ready for this store where it was read.
  associatedtype Prepared: Sendable

  /// The inputs whose rows are there already from a run before, with the keys of their reports.
  var known: [String: KnownInput] { get }
  /// How many inputs at the beginning an interrupted run has done.
  var done: [KnownInput] { get }

  static func prepared(_ addition: PanelAddition) -> Prepared
  /// Takes the rows of an input over as they were.
  mutating func keep(_ known: KnownInput, position: Int) throws(Refusal)
  mutating func add(
    _ addition: PanelAddition, _ prepared: Prepared, position: Int, _ state: PanelInputState
  ) throws(Refusal)
  /// Puts the panel into its place.
  mutating func finish() throws(Refusal)
}

/// An input of a run before.
package struct KnownInput: Sendable {
  package let path: String
  package let sha256: String
  let size: Int
  package let state: PanelInputState
  package let keys: [String]
  /// Where its rows begin and end in the files of the tables, where those are files.
  let ranges: [Range<Int>]
}
