import DataFiles
import ReportModel

/// The crosswalks that a program knows.
public struct CrosswalkCatalogue: Sendable {
  public private(set) var crosswalks: [Crosswalk]

  public init(_ crosswalks: [Crosswalk]) { self.crosswalks = crosswalks }

  /// The crosswalks that the program carries.
  // One that cannot be read is a defect of the build; a test reads them all and names it.
  public static let shared = CrosswalkCatalogue(
    DataFile.paths.filter { $0.hasPrefix("crosswalks/") }.compactMap { path in
      DataFile.text(path).flatMap { try? Crosswalk.read($0, name: path) }
    })

  public func crosswalk(id: String) -> Crosswalk? { crosswalks.first { $0.id == id } }

  /// Adds a crosswalk of the user's own. It is preferred to all others between its editions.
  public mutating func add(_ crosswalk: Crosswalk) {
    crosswalks.removeAll { $0.id == crosswalk.id }
    crosswalks.insert(crosswalk, at: 0)
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

  private var steps: [Step] {
    crosswalks.map { Step(crosswalk: $0, isBackwards: false) }
      + crosswalks.map { Step(crosswalk: $0, isBackwards: true) }
  }

  /// The steps from a form to another edition, the fewest first; nil where none lead there.
  func path(from source: FormID, to target: FormID) -> [Step]? {
    if let direct = step(from: source, to: target) { return [direct] }
    // Every crosswalk there is leads to or from one edition in the middle; one stop is enough.
    let stops = crosswalks.flatMap { [$0.source, $0.target] }
    for stop in stops where stop.edition != source.edition && stop.edition != target.edition {
      if let first = step(from: source, to: stop), let second = step(from: stop, to: target) {
        return [first, second]
      }
    }
    return nil
  }

  private func step(from source: FormID, to target: FormID) -> Step? {
    let all = steps
    return all.first { $0.source == source && $0.target == target }
      ?? all.first {
        $0.source.edition == source.edition && ($0.source.dialect ?? source.dialect) == source.dialect
          && $0.target.edition == target.edition && ($0.target.dialect ?? target.dialect) == target.dialect
          && (source.dialect == nil || $0.source.dialect != nil || !hasOwnCrosswalk(source))
      }
  }

  /// Whether a dialect is so different that it has a crosswalk of its own.
  private func hasOwnCrosswalk(_ form: FormID) -> Bool {
    crosswalks.contains { $0.source == form || $0.target == form }
  }
}
