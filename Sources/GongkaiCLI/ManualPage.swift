import ArgumentParser

/// The manual page, made from the help of every command.
enum ManualPage {
  private static let commands: [any ParsableCommand.Type] = [
    ConvertCommand.self, CheckCommand.self, DiffCommand.self, ArchiveCommand.Make.self,
    ArchiveCommand.Init.self,
    VerifyCommand.self, InspectCommand.self, ExplainCommand.self,
    FormatsCommand.self,
    EditionsCommand.self, RulesCommand.self,
    CrosswalkCommand.Lint.self, CrosswalkCommand.Stats.self, CrosswalkCommand.Export.self, SchemaCommand.self,
  ]

  static func text() -> String {
    let console = Console.shared
    var page = ".TH GONGKAI 1\n.SH NAME\ngongkai \\- \(escaped(Help.abstract("gongkai")))\n"
    page += ".SH DESCRIPTION\n\(paragraphs(Help.discussion("gongkai")))"
    for command in commands {
      page += ".SH \(escaped(command.configuration.commandName?.uppercased() ?? ""))\n"
      page += ".nf\n\(escaped(GongkaiCommand.helpMessage(for: command, columns: 76)))\n.fi\n"
    }
    page += ".SH EXIT STATUS\n"
    for status in [ExitStatus.done, .findings, .usage, .input, .loss, .output] {
      page += ".TP\n\(status.rawValue)\n\(escaped(console.word("exit.\(status.rawValue)")))\n"
    }
    return page
  }

  private static func paragraphs(_ text: String) -> String {
    ".nf\n\(escaped(text))\n.fi\n"
  }

  /// Backslashes, and points and quotes that begin a line, mean something to roff.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let safe = line.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\e")
      return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
    }.joined(separator: "\n")
  }
}
