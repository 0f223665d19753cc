import Core

/// The words that the parser of the arguments puts around ours in a help screen, in the language of the user.
enum HelpScreen {
  /// Whether a text is one, and no script or description for programs.
  static func isOne(_ text: String) -> Bool { text.hasPrefix("OVERVIEW: ") || text.hasPrefix("USAGE: ") }

  static func localized(_ text: String, _ language: Language) -> String {
    let words = MessageCatalogue.shared
    return pieces.reduce(text) { text, piece in
      let word = words.word("help-screen.\(piece.id)", language)
      return text.replacing(
        piece.english,
        with: word.split(separator: "¶", omittingEmptySubsequences: false).joined(separator: "\n"))
    }
  }

  /// What stands in a screen in English, with its line ends where it is a line.
  private static let pieces: [(english: String, id: String)] = [
    ("OVERVIEW: ", "overview"), ("USAGE: ", "usage"), ("\nARGUMENTS:\n", "arguments"),
    ("\nOPTIONS:\n", "options"), ("\nSUBCOMMANDS:\n", "subcommands"), ("[<options>]", "any-options"),
    ("<subcommand>", "subcommand"), ("Show the version.", "version"),
    ("Show help information.", "help"), ("(values: ", "values"), ("(values:\n", "values-break"),
    ("; default: ", "and-default"), ("default: ", "default"),
    ("default:\n", "default-break"), ("  See '", "see"),
    ("' for detailed help.", "see-end"), (" (default)\n", "is-default"),
  ]
}
