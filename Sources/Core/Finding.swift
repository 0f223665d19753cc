/// How much a finding weighs. Ordered: a note is less than a warning, a warning less than an error.
public enum Severity: String, CaseIterable, Sendable, Comparable {
  case note, warning, error

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// Something that a person should know: what, where, and (through the catalogue) why and what to do.
///
/// A finding carries no sentence. `id` names a message in `Schemas/messages`, and `arguments` fill it, so that
/// the same finding reads in Chinese and English and a program can act on it. Whoever raises one calls a function
/// of an extension of `Finding` that stands beside the code and has the message's parameters for its own.
public struct Finding: Hashable, Sendable {
  /// Stable, such as `read.ambiguous-row`.
  public var id: String
  public var severity: Severity
  /// What the message speaks of, by the names of its placeholders. One that reads differently in each language is
  /// given as `name.zh` and `name.en`.
  public var arguments: [String: String]
  /// Every place involved, the most telling first.
  public var places: [Place]
  /// The cells involved, as `indicator` or `indicator@applicant`.
  public var cells: [String]
  /// What a file says of it in words, where the catalogue has none for its id: it is of a newer version.
  package private(set) var foreignText: FindingText?

  /// - Parameter words: arguments that read differently in each language; nil for none of that name.
  public init(
    _ id: String, _ severity: Severity, _ arguments: [String: String] = [:],
    words: [String: LocalizedText?] = [:],
    places: [Place] = [], cells: [String] = []
  ) {
    self.id = id
    self.severity = severity
    self.arguments = arguments
    self.places = places
    self.cells = cells
    for case (let name, let text?) in words {
      for language in Language.allCases { self.arguments["\(name).\(language.rawValue)"] = text[language] }
    }
  }

  /// Which work raised it: what is done anew replaces what it found before.
  package enum Origin: Sendable {
    case reading, conversion, checking, other
  }

  /// Follows from the group of messages that the id is in; a finding that came out of a file has nothing else.
  package var origin: Origin {
    switch id.prefix(while: { $0 != "." }) {
    case "read": .reading
    case "crosswalk": .conversion
    case "check", "own": .checking
    default: .other
    }
  }

  /// Takes what a file says of it, unless the catalogue has the id: its id and arguments are the truth then.
  package mutating func setForeignText(message: LocalizedText?, remedy: LocalizedText?) {
    if (message == nil && remedy == nil) || MessageCatalogue.shared.hasEntry(id) { return }
    foreignText = FindingText(message: message ?? .empty, remedy: remedy)
  }

  /// What was found, as a sentence.
  public func message(in language: Language) -> String { MessageCatalogue.shared.message(self, language) }

  /// What to do about it, or nil where there is nothing to say.
  public func remedy(in language: Language) -> String? { MessageCatalogue.shared.remedy(self, language) }
}

/// A finding in words.
package struct FindingText: Hashable, Sendable {
  package var message: LocalizedText
  /// What to do; nil where there is nothing to say.
  package var remedy: LocalizedText?

  package init(message: LocalizedText, remedy: LocalizedText? = nil) {
    self.message = message
    self.remedy = remedy
  }
}
