import ArgumentParser
import Core
import FormatKit
import ReportModel

/// The words of the help screens, from the catalogue, in the language of the locale or of `--lang`.
enum Help {
  static func abstract(_ command: String) -> String { word("help.\(command)") }

  /// The longer text of a command; `\n` in the catalogue is a line end.
  static func discussion(_ command: String) -> String {
    let id = "help.\(command).more"
    let text = word(id)
    return text == id
      ? "" : text.split(separator: "¶", omittingEmptySubsequences: false).joined(separator: "\n")
  }

  static func text(_ option: String, placeholder: String? = nil) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: word("option.\(option)")).named(placeholder)
  }

  /// What shells complete a format's name with.
  static func formats(_ isMeant: (Format) -> Bool) -> CompletionKind {
    .list(FormatRegistry.carried.filter(isMeant).map(\.id))
  }

  /// The editions that the program carries, the oldest first.
  static var editions: CompletionKind {
    .list(FormCatalogue.shared.editions.reversed().map(\.rawValue))
  }

  private static func word(_ id: String) -> String {
    MessageCatalogue.shared.word(id, Console.shared.language)
  }
}

extension ArgumentHelp {
  fileprivate func named(_ placeholder: String?) -> ArgumentHelp {
    var help = self
    if let placeholder { help.valueName = placeholder }
    return help
  }
}
