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
    subcommands: [
      ConvertCommand.self, CheckCommand.self, DiffCommand.self, ArchiveCommand.self, VerifyCommand.self,
      InspectCommand.self, ExplainCommand.self, FormatsCommand.self, EditionsCommand.self, RulesCommand.self,
      CrosswalkCommand.self, SchemaCommand.self, ManualCommand.self, WorkerCommand.self,
    ])

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
      if code == .success { exit(withError: error) }
      Console.shared.writeError(usageMessage(for: error))
      exit(withStatus: .usage)
    }
  }

  /// A command that is named first is parsed by itself, which spares the others. What is asked of the parser instead, and
  /// what is wrong, is for the parser of all.
  private static func command(_ arguments: [String]) throws -> any ParsableCommand {
    let named = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    if let named, named.configuration.subcommands.isEmpty,
      let command = try? named.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == named
    {
      return command
    }
    return try parseAsRoot(named == nil ? CommandName.completed(arguments) : arguments)
  }

  /// What is wrong with the arguments. It quotes them, and their line ends are none of its own.
  private static func usageMessage(for error: any Error) -> TerminalText {
    let quoted = RawArguments.texts.map(RawArguments.shown).filter { $0.contains(where: \.isNewline) }
      .flatMap { [$0, String($0.drop { $0 != "=" }.dropFirst())] }.filter { !$0.isEmpty }
    return usageMessage(RawArguments.shown(fullMessage(for: error))[...], quoting: quoted) + "\n"
  }

  private static func usageMessage(_ text: Substring, quoting arguments: [String]) -> TerminalText {
    for argument in arguments {
      guard let range = text.firstRange(of: argument) else { continue }
      return usageMessage(text[..<range.lowerBound], quoting: arguments) + TerminalText(argument)
        + usageMessage(text[range.upperBound...], quoting: arguments)
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { TerminalText(String($0)) }
      .joined(separator: "\n")
  }

  private static func exit(withStatus status: ExitStatus) -> Never {
    exit(withError: ExitCode(status.rawValue))
  }
}
