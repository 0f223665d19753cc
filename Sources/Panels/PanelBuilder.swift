import Core
import FileKit

/// Makes a panel of what its inputs add, in their order.
package struct PanelBuilder<Store: PanelStore> {
  /// What came of an input where it was read.
  package enum Outcome: Sendable {
    /// Its rows are there already.
    case known(KnownInput)
    case made(PanelAddition, Store.Prepared)

    package init(_ addition: PanelAddition) { self = .made(addition, Store.prepared(addition)) }

    /// About how many bytes it takes while it waits.
    package var size: Int {
      if case .made(let addition, _) = self {
        addition.reports.reduce(256) { $0 + ($1.figures.count + $1.findings.count) * 512 }
      } else {
        256
      }
    }
  }

  private var store: Store
  /// The inputs of a run before, by their paths.
  package let known: [String: KnownInput]
  /// By the keys of reports, the inputs that have given them.
  private var givers: [String: String] = [:]
  private var position: Int
  /// How many inputs at the beginning are done already.
  package let doneCount: Int
  package private(set) var counts: [PanelInputState: Int] = [:]
  package private(set) var keptCount = 0
  package private(set) var reportCount = 0

  package init(_ store: Store) {
    self.store = store
    known = store.known
    let done = store.done
    (doneCount, position) = (done.count, done.count)
    for input in done { note(input) }
    keptCount = done.count
  }

  private mutating func note(_ input: KnownInput) {
    for key in input.keys { givers[key] = input.path }
    counts[input.state, default: 0] += 1
    reportCount += input.keys.count
  }

  /// Takes over the rows of an input.
  ///
  /// - Returns: false where a report of it was given by an input before: it has to be read anew.
  package mutating func keep(_ input: KnownInput) throws(Refusal) -> Bool {
    guard !input.keys.contains(where: { givers[$0] != nil }) else { return false }
    position += 1
    note(input)
    keptCount += 1
    try store.keep(input, position: position)
    return true
  }

  /// Adds what was made of an input.
  ///
  /// - Returns: which of its reports were given by inputs before.
  package mutating func add(_ outcome: Outcome) throws(Refusal) -> [Finding] {
    if case .made(let addition, let prepared) = outcome { try add(addition, prepared) } else { [] }
  }

  private mutating func add(_ addition: PanelAddition, _ prepared: Store.Prepared) throws(Refusal)
    -> [Finding]
  {
    position += 1
    var fresh: [PanelAddition.Reading] = []
    var duplicates: [Finding] = []
    for reading in addition.reports {
      if let giver = givers[reading.key] {
        duplicates.append(.duplicate(reading.key, giver: giver))
      } else {
        givers[reading.key] = addition.path
        fresh.append(reading)
      }
    }
    var (addition, prepared) = (addition, prepared)
    if !duplicates.isEmpty {
      addition = addition.keeping(fresh, refusals: duplicates)
      prepared = Store.prepared(addition)
    }
    let state: PanelInputState =
      !fresh.isEmpty ? .read : duplicates.isEmpty ? .refused : .duplicate
    counts[state, default: 0] += 1
    reportCount += fresh.count
    try store.add(addition, prepared, position: position, state)
    return duplicates
  }

  package mutating func finish() throws(Refusal) { try store.finish() }
}

extension Finding {
  fileprivate static func duplicate(_ key: String, giver: String) -> Finding {
    Finding("panel.duplicate", .warning, ["report": key, "path": giver])
  }
}
