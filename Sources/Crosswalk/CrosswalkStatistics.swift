import ReportModel

/// How a crosswalk covers both of its sides: its connected components by shape.
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

  public let crosswalk: Conversion.CrosswalkReference
  public let components: [Component]

  public func count(_ shape: Shape) -> Int { components.reduce(0) { $0 + ($1.shape == shape ? 1 : 0) } }

  init(_ crosswalk: Crosswalk) {
    self.crosswalk = .init(id: crosswalk.id, version: crosswalk.version)
    var components: [Component] = []
    for mapping in crosswalk.mappings {
      let targets = Set(mapping.targets)
      if targets.isEmpty {
        components.append(Component(sources: [mapping.source], targets: []))
        continue
      }
      let touching = components.filter { !targets.isDisjoint(with: $0.targets) }
      components.removeAll { !targets.isDisjoint(with: $0.targets) }
      let merged = touching.flatMap(\.targets) + mapping.targets
      components.append(
        Component(
          sources: touching.flatMap(\.sources).filter { $0 != mapping.source } + [mapping.source],
          targets: merged.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }))
    }
    for statement in crosswalk.totals {
      components.append(Component(sources: [statement.indicator], targets: []))
    }
    for statement in crosswalk.structuralZeros + crosswalk.silent {
      components.append(Component(sources: [], targets: [statement.indicator]))
    }
    self.components = components
  }
}

extension Crosswalk {
  public var statistics: CrosswalkStatistics { CrosswalkStatistics(self) }
}
