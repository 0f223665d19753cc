import Core
import ReportModel

/// How a crosswalk covers both of its sides, by the letter and in practice, and what its practice rests on.
public struct CrosswalkStatistics: Sendable, Hashable {
  /// The shape of a component: so many source rows, so many target rows.
  public enum Shape: String, CaseIterable, Sendable {
    case oneToOne = "1:1"
    case manyToOne = "n:1"
    case oneToMany = "1:n"
    case manyToMany = "n:m"
    case oneToNone = "1:0"
    case noneToOne = "0:1"
  }

  /// Rows that are connected by a target that they share.
  public struct Component: Sendable, Hashable {
    public let sources: [String]
    public let targets: [String]

    public var shape: Shape {
      switch (sources.count, targets.count) {
      case (_, 0): .oneToNone
      case (0, _): .noneToOne
      case (1, 1): .oneToOne
      case (1, _): .oneToMany
      case (_, 1): .manyToOne
      default: .manyToMany
      }
    }
  }

  /// A text that documents practice, and how many pairs of rows rest on it.
  public struct Basis: Sendable, Hashable {
    /// As the crosswalk names it.
    public let text: String
    public let links: Int
  }

  public let crosswalk: Conversion.CrosswalkReference
  private let byLetter: [Component]
  private let inPractice: [Component]
  /// The texts that practice rests on, in the order of the crosswalk; our own reading is not among them.
  public let bases: [Basis]
  /// The pairs of rows that are in practice by our own reading.
  public let ownReadings: Int

  public func components(_ reading: Crosswalk.Reading) -> [Component] {
    reading == .letter ? byLetter : inPractice
  }

  public func count(_ shape: Shape, _ reading: Crosswalk.Reading) -> Int {
    components(reading).reduce(0) { $0 + ($1.shape == shape ? 1 : 0) }
  }

  init(_ crosswalk: Crosswalk) {
    self.crosswalk = .init(id: crosswalk.id, version: crosswalk.version)
    byLetter = Self.components(of: crosswalk, .letter)
    inPractice = Self.components(of: crosswalk, .practice)
    let bases = crosswalk.mappings.flatMap(\.also).map { crosswalk.basis(of: $0) }
    let named = bases.compactMap { $0 }.distinct()
    self.bases = named.map { text in Basis(text: text, links: bases.reduce(0) { $0 + ($1 == text ? 1 : 0) }) }
    ownReadings = crosswalk.ownReadings
  }

  private static func components(of crosswalk: Crosswalk, _ reading: Crosswalk.Reading) -> [Component] {
    var sources: [String] = []
    var targets: [String: [String]] = [:]
    for mapping in crosswalk.mappings {
      if targets[mapping.source] == nil { sources.append(mapping.source) }
      let practice = reading == .practice ? mapping.also.map(\.target) : []
      // A case without an outcome of its own stands in no row.
      for id in mapping.targets + practice where id != Crosswalk.none {
        if !(targets[mapping.source] ?? []).contains(id) { targets[mapping.source, default: []].append(id) }
      }
      targets[mapping.source, default: []] += []
    }
    var components: [Component] = []
    for source in sources {
      join(Component(sources: [source], targets: targets[source] ?? []), to: &components)
    }
    components += crosswalk.totals.filter { targets[$0.indicator] == nil }
      .map { Component(sources: [$0.indicator], targets: []) }
    let reached = Set(components.flatMap(\.targets))
    let declared = (crosswalk.structuralZeros + crosswalk.silent).map(\.indicator).distinct()
    return components
      + declared.filter { !reached.contains($0) }.map { Component(sources: [], targets: [$0]) }
  }

  /// Adds a component, and makes one of all that it shares a target with.
  private static func join(_ added: Component, to components: inout [Component]) {
    let targets = Set(added.targets)
    let touching = components.filter { !targets.isDisjoint(with: $0.targets) }
    components.removeAll { !targets.isDisjoint(with: $0.targets) }
    components.append(
      Component(
        sources: touching.flatMap(\.sources) + added.sources,
        targets: (touching.flatMap(\.targets) + added.targets).distinct()))
  }
}

extension Crosswalk {
  public var statistics: CrosswalkStatistics { CrosswalkStatistics(self) }

  /// The practice that a link names; nil where the row's own reason stands for it.
  package func practice(of link: Practice.Link) -> Practice? { link.practice.flatMap { practice($0) } }

  /// The public text that a link rests on; nil where it is our own reading.
  package func basis(of link: Practice.Link) -> String? { practice(of: link).flatMap(\.basis) }
}
