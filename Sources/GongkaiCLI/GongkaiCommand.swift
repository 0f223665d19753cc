import ArgumentParser
import Core
import FileKit
import Rendering

@main
struct GongkaiCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gongkai",
    abstract: Help.abstract("gongkai"),
    discussion: Help.discussion("gongkai"),
    version: version,
    subcommands: commands.map { $0.type })

  /// By their names, so that the help of all need not be put together to find one.
  static let commands: [(name: String, type: any ParsableCommand.Type)] = [
    ("convert", ConvertCommand.self), ("blank", BlankCommand.self), ("fill", FillCommand.self),
    ("check", CheckCommand.self), ("collect", CollectCommand.self), ("diff", DiffCommand.self),
    ("panel", PanelCommand.self), ("stream", StreamCommand.self), ("archive", ArchiveCommand.self),
    ("verify", VerifyCommand.self), ("inspect", InspectCommand.self), ("explain", ExplainCommand.self),
    ("formats", FormatsCommand.self), ("editions", EditionsCommand.self), ("rules", RulesCommand.self),
    ("crosswalk", CrosswalkCommand.self), ("schema", SchemaCommand.self), ("manual", ManualCommand.self),
    ("worker", WorkerCommand.self),
  ]

  static let version = "0.1.0"

  static func main() {
    // Before anything is opened.
    SystemCalls.reserveStandardStreams()
    SystemCalls.surviveFileSizeLimit()
    // Before there are other threads.
    SystemCalls.onTermination { end in Leftovers.removeAll(then: end) }
    let arguments = RawArguments.texts
    if arguments == ["--version"] { return print(version) }
    do {
      var command = try command(arguments)
      try command.run()
    } catch let refusal as Refusal {
      Console.shared.report(refusal.findings, path: nil)
      exit(withStatus: ExitStatus(refusal))
    } catch let status as ExitStatus {
      exit(withStatus: status)
    } catch {
      let code = exitCode(for: error)
      if code == .success { showHelp(for: error) }
      let usage = UsageError(
        message: RawArguments.shown(message(for: error)),
        fullMessage: RawArguments.shown(fullMessage(for: error)))
      Console.shared.report([usage.finding], path: nil)
      if let text = usage.usage {
        let shown = Console.shared.word("help-screen.usage-line")
        let line = HelpScreen.localized(text, Console.shared.language)
        Console.shared.writeError("  \(TerminalText("\(shown)\(line)"))\n")
      }
      exit(withStatus: .usage)
    }
  }

  /// What was asked of the parser itself: a help screen, or a script for a shell.
  private static func showHelp(for error: any Error) -> Never {
    let text = fullMessage(for: error)
    guard HelpScreen.isOne(text) else { exit(withError: error) }
    print(HelpScreen.localized(text, Console.shared.language))
    exit(withStatus: .done)
  }

  /// A command that is named first is parsed by itself, which spares the others. What is asked of the parser instead, and
  /// what is wrong, is for the parser of all.
  private static func command(_ given: [String]) throws -> any ParsableCommand {
    func named(_ name: String?) -> (any ParsableCommand.Type)? { commands.first { $0.name == name }?.type }
    let arguments = try UserSettings.completed(
      named(given.first) == nil ? CommandName.completed(given) : given)
    let named = named(arguments.first)
    if let named, named.configuration.subcommands.isEmpty,
      let command = try? named.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == named
    {
      return command
    }
    return try parseAsRoot(arguments)
  }

  private static func exit(withStatus status: ExitStatus) -> Never {
    exit(withError: ExitCode(status.rawValue))
  }
}
