import Findings

/// The formats that a program knows. The one place where a format is registered.
public struct FormatRegistry: Sendable {
  public private(set) var formats: [Format]

  public init(_ formats: [Format] = FormatRegistry.carried) { self.formats = formats }

  /// The formats that the program carries.
  public static var carried: [Format] {
    [
      .text, .markdown, .html, .docx, .xlsx, .pdf, .libreOffice(documents: .docx, workbooks: .xlsx), .ods,
      .json, .xml, .csv, .tsv,
    ]
  }

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
