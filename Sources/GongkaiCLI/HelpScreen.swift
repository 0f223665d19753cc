import Core
import TextKit

/// The words that the parser of the arguments puts around ours in a help screen, in the language of the user.
enum HelpScreen {
  /// Whether a text is one, and no script or description for programs.
  static func isOne(_ text: String) -> Bool { text.hasPrefix("OVERVIEW: ") || text.hasPrefix("USAGE: ") }

  static func localized(_ text: String, _ language: Language) -> String {
    let words = MessageCatalogue.shared
    let text = pieces.reduce(text) { text, piece in
      let word = words.word("help-screen.\(piece.id)", language)
      return text.replacing(
        piece.english,
        with: word.split(separator: "¶", omittingEmptySubsequences: false).joined(separator: "\n"))
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line($0, language) }
      .joined(separator: "\n")
  }

  /// A line with the names of values in the language of the user; what explains an option stays in its column.
  private static func line(_ line: Substring, _ language: Language) -> String {
    guard line.contains("<") else { return String(line) }
    guard line.hasPrefix("  "), line.dropFirst(2).first != " ",
      let gap = line.dropFirst(2).firstRange(of: "  ")
    else { return named(line, language) }
    let label = named(line[..<gap.lowerBound], language)
    let text = line[gap.upperBound...].drop { $0 == " " }
    let column = line.count - text.count
    return label + String(repeating: " ", count: max(2, column - DisplayWidth.width(label))) + text
  }

  private static func named(_ text: Substring, _ language: Language) -> String {
    let parts = text.split(separator: "<", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts.first ?? "")) { text, part in
      guard let end = part.firstIndex(of: ">") else { return "\(text)<\(part)" }
      let id = "help-screen.value.\(part[..<end])"
      let word = MessageCatalogue.shared.word(id, language)
      return "\(text)<\(word == id ? String(part[..<end]) : word)\(part[end...])"
    }
  }

  /// What stands in a screen in English, with its line ends where it is a line.
  private static let pieces: [(english: String, id: String)] = [
    ("OVERVIEW: ", "overview"), ("USAGE: ", "usage"), ("\nARGUMENTS:\n", "arguments"),
    ("\nOPTIONS:\n", "options"), ("\nSUBCOMMANDS:\n", "subcommands"), ("[<options>]", "any-options"),
    ("<subcommand>", "subcommand"), ("Show the version.", "version"),
    ("Show help information.", "help"), ("(values: ", "values"), ("(values:\n", "values-break"),
    ("; default: ", "and-default"), ("; default:\n", "and-default-break"), ("default: ", "default"),
    ("default:\n", "default-break"), ("  See '", "see"),
    ("' for detailed help.", "see-end"), (" (default)\n", "is-default"),
  ]
}
