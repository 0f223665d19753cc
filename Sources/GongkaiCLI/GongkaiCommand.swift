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
    SystemCalls.surviveFileSizeLimit()
    // Before there are other threads.
    SystemCalls.onTermination { end in Leftovers.removeAll(then: end) }
    do {
      var command = try parseAsRoot(RawArguments.texts)
      try command.run()
    } catch let refusal as Refusal {
      Console.shared.report(refusal.findings, path: nil)
      exit(withStatus: ExitStatus(refusal))
    } catch let status as ExitStatus {
      exit(withStatus: status)
    } catch {
      let code = exitCode(for: error)
      if code == .success { exit(withError: error) }
      // It quotes the arguments, line by line.
      Console.shared.writeError(
        RawArguments.shown(fullMessage(for: error)).split(separator: "\n", omittingEmptySubsequences: false)
          .map { TerminalText(String($0)) }.lines)
      exit(withStatus: .usage)
    }
  }

  private static func exit(withStatus status: ExitStatus) -> Never {
    exit(withError: ExitCode(status.rawValue))
  }
}
