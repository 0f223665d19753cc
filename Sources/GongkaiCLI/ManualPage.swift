import ArgumentParser

/// The manual page, made from the help of every command.
enum ManualPage {
  static func text() -> String {
    let console = Console.shared
    func section(_ id: String) -> String { ".SH \(escaped(console.word("manual.\(id)")))\n" }
    var page = ".TH GONGKAI 1\n\(section("name"))gongkai \\- \(escaped(Help.abstract("gongkai")))\n"
    page += "\(section("description"))\(paragraphs(Help.discussion("gongkai")))"
    for (name, command) in commands(below: GongkaiCommand.self) {
      page += ".SH \(escaped(name.uppercased()))\n"
      page += paragraphs(
        HelpScreen.localized(GongkaiCommand.helpMessage(for: command, columns: 76), console.language))
    }
    page += section("exit-status")
    for status in ExitStatus.allCases {
      page += ".TP\n\(status.rawValue)\n\(escaped(console.word("exit.\(status.rawValue)")))\n"
    }
    return page
  }

  /// All commands that people call to do something, with the words that call them.
  static func commands(
    below group: any ParsableCommand.Type
  ) -> [(name: String, command: any ParsableCommand.Type)] {
    group.configuration.subcommands.filter { $0.configuration.shouldDisplay }.flatMap { command in
      let name = command.configuration.commandName ?? ""
      let nested = commands(below: command)
      return nested.isEmpty ? [(name, command)] : nested.map { ("\(name) \($0.name)", $0.command) }
    }
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
