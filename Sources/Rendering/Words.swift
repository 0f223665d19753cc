import Core

/// The words of outputs in one language.
struct Words {
  let language: Language

  init(_ language: Language) { self.language = language }

  func callAsFunction(_ id: String, _ arguments: [String: String] = [:]) -> String {
    MessageCatalogue.fill(MessageCatalogue.shared.word(id, language), with: arguments)
  }

  func severity(_ severity: Severity) -> String { self("severity.\(severity.rawValue)") }

  func message(_ finding: Finding) -> String { finding.message(in: language) }

  func remedy(_ finding: Finding) -> String? { finding.remedy(in: language) }

  /// What parts a name from what is said of it.
  var colon: String { self("punctuation.colon") }

  /// What is said in brackets behind something.
  func aside(_ text: String) -> String { self("punctuation.aside", ["text": text]) }

  /// Items in a row.
  func list(_ items: [String]) -> String { items.joined(separator: self("punctuation.list")) }

  /// A file as people name it.
  func file(_ path: String) -> String { path == "-" ? "<stdin>" : path }

  /// The headings of columns.
  func titles(_ table: String, _ columns: [String]) -> [TerminalText] {
    columns.map { TerminalText(self("\(table).\($0)")) }
  }
}
