import Core
import DataFiles
import ReportModel

/// The crosswalks that a program knows.
public struct CrosswalkCatalogue: Sendable {
  /// What a crosswalk joins, and the crosswalk when it is used: few of those that are known ever are.
  private struct Entry: Sendable {
    let id: String
    let source: FormID
    let target: FormID
    let crosswalk: Deferred<Crosswalk?>

    init(_ crosswalk: Crosswalk) {
      (id, source, target) = (crosswalk.id, crosswalk.source, crosswalk.target)
      self.crosswalk = Deferred { crosswalk }
    }

    /// One that the program carries; its first section says what it joins.
    init?(carried path: String) {
      guard let bytes = DataFile.bytes(path) else { return nil }
      let head = SectionedTable(bytes, isHead: true)
      func value(_ key: String) -> String { head.value(key, in: "crosswalk") ?? "" }
      guard let source = FormID(value("source")), let target = FormID(value("target")) else { return nil }
      (id, self.source, self.target) = (value("id"), source, target)
      crosswalk = Deferred { try? Crosswalk.read(SectionedTable(bytes), name: path) }
    }
  }

  private var entries: [Entry]

  public var crosswalks: [Crosswalk] { entries.compactMap(\.crosswalk.value) }

  public init(_ crosswalks: [Crosswalk]) { entries = crosswalks.map(Entry.init) }

  private init(carried paths: [String]) { entries = paths.compactMap(Entry.init(carried:)) }

  /// The crosswalks that the program carries.
  // One that cannot be read is a defect of the build; a test reads them all and names it.
  public static let shared = CrosswalkCatalogue(
    carried: DataFile.paths.filter { $0.hasPrefix("crosswalks/") })

  public func crosswalk(id: String) -> Crosswalk? { entries.first { $0.id == id }?.crosswalk.value }

  /// Adds a crosswalk of the user's own. It is preferred to all others between its editions.
  public mutating func add(_ crosswalk: Crosswalk) {
    entries.removeAll { $0.id == crosswalk.id }
    entries.insert(Entry(crosswalk), at: 0)
  }

  /// A crosswalk in one of its two directions.
  struct Step: Hashable {
    let crosswalk: Crosswalk
    let isBackwards: Bool

    var source: FormID { isBackwards ? crosswalk.target : crosswalk.source }
    var target: FormID { isBackwards ? crosswalk.source : crosswalk.target }

    /// What holds for reports of which these conditions are true, in the step's direction.
    func resolved(_ isTrue: (Crosswalk.Condition) -> Bool) -> Crosswalk {
      let crosswalk = crosswalk.resolved(isTrue)
      return isBackwards ? crosswalk.inverted() : crosswalk
    }
  }

  /// The steps from a form to another edition, the fewest first; nil where none lead there.
  func path(from source: FormID, to target: FormID) -> [Step]? {
    if let direct = step(from: source, to: target) { return [direct] }
    // Every crosswalk there is leads to or from one edition in the middle; one stop is enough.
    let stops = entries.flatMap { [$0.source, $0.target] }
    for stop in stops where stop.edition != source.edition && stop.edition != target.edition {
      if let first = step(from: source, to: stop), let second = step(from: stop, to: target) {
        return [first, second]
      }
    }
    return nil
  }

  private func step(from source: FormID, to target: FormID) -> Step? {
    let isOwn = source.dialect != nil && hasOwnCrosswalk(source)
    func leads(_ from: FormID, _ to: FormID) -> Bool {
      from.edition == source.edition && (from.dialect ?? source.dialect) == source.dialect
        && to.edition == target.edition && (to.dialect ?? target.dialect) == target.dialect
        && (from.dialect != nil || !isOwn)
    }
    return step { $0 == source && $1 == target } ?? step(where: leads)
  }

  /// The first crosswalk that joins such forms, read forwards or else backwards.
  private func step(where joins: (_ source: FormID, _ target: FormID) -> Bool) -> Step? {
    for isBackwards in [false, true] {
      let found = entries.first {
        isBackwards ? joins($0.target, $0.source) : joins($0.source, $0.target)
      }
      if let crosswalk = found?.crosswalk.value {
        return Step(crosswalk: crosswalk, isBackwards: isBackwards)
      }
    }
    return nil
  }

  /// Whether a dialect is so different that it has a crosswalk of its own.
  private func hasOwnCrosswalk(_ form: FormID) -> Bool {
    entries.contains { $0.source == form || $0.target == form }
  }
}
