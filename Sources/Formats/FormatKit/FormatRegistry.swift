import Core

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

  /// The same; a name that is not known is refused.
  package func known(_ name: String) throws(Refusal) -> Format {
    guard let format = format(named: name) else { throw Refusal(.usage, .unknownFormat(name, in: self)) }
    return format
  }

  /// The formats that take files of that extension, without the dot, in any case.
  public func formats(extension name: String) -> [Format] {
    let name = name.lowercased()
    return formats.filter { $0.extensions.contains(name) }
  }
}

extension Finding {
  package static func unknownFormat(_ name: String, in registry: FormatRegistry) -> Finding {
    Finding(
      "format.unknown", .error,
      ["format": name, "formats": registry.formats.map(\.id).joined(separator: ", ")])
  }
}
