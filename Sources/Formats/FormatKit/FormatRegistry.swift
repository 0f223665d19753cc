/// The formats that a program knows.
public struct FormatRegistry: Sendable {
  public private(set) var formats: [Format]

  public init(_ formats: [Format]) { self.formats = formats }

  /// Adds a format of the user's own; one of the same id is replaced.
  public mutating func register(_ format: Format) {
    formats.removeAll { $0.id == format.id }
    formats.append(format)
  }

  /// The format of that id or alias.
  public func format(named name: String) -> Format? { formats.first { $0.isNamed(name) } }

  /// The formats that take files of that extension, without the dot, in any case.
  public func formats(extension name: String) -> [Format] {
    let name = name.lowercased()
    return formats.filter { $0.extensions.contains(name) }
  }
}
