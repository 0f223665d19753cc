import DataFiles

/// The forms that a program knows: those it carries, and those that a user adds.
public struct FormCatalogue: Sendable {
  public private(set) var forms: [Form]

  public init(_ forms: [Form]) { self.forms = forms }

  /// The forms that the program carries, newest edition first.
  public static let shared = FormCatalogue(carriedForms())

  /// The form of that id. An edition alone names the first of its dialects.
  public func form(_ id: FormID) -> Form? {
    forms.first { $0.id.edition == id.edition && (id.dialect == nil || $0.id.dialect == id.dialect) }
  }

  public func forms(of edition: Edition) -> [Form] { forms.filter { $0.id.edition == edition } }

  /// The editions in the order of their forms, each once.
  public var editions: [Edition] {
    forms.reduce(into: []) { if !$0.contains($1.id.edition) { $0.append($1.id.edition) } }
  }

  /// Adds a form; one of the same id is replaced.
  public mutating func add(_ form: Form) {
    forms.removeAll { $0.id == form.id }
    forms.append(form)
  }

  private static func carriedForms() -> [Form] {
    let paths = DataFile.paths.filter { $0.hasPrefix("forms/") }
    // A carried form with a defect is one of the build; a test reads them all and names it.
    let forms = paths.flatMap { path in
      DataFile.bytes(path).flatMap { try? FormFile.read(SectionedTable($0), name: path, isSound: true) } ?? []
    }
    return forms.sorted { ($0.firstYear ?? 0, $0.id.description) > ($1.firstYear ?? 0, $1.id.description) }
  }
}
