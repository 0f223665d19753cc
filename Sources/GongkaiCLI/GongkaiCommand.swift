import ArgumentParser
import Core
import Crosswalk
import FileKit
import Gongkai
import ReportModel

@main
struct GongkaiCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gongkai",
    abstract: Help.abstract("gongkai"),
    discussion: Help.discussion("gongkai"),
    version: version,
    subcommands: [
      ConvertCommand.self, CheckCommand.self, DiffCommand.self, ArchiveCommand.self, VerifyCommand.self,
      InspectCommand.self,
      ExplainCommand.self,
      FormatsCommand.self,
      EditionsCommand.self, RulesCommand.self,
      CrosswalkCommand.self, SchemaCommand.self, ManualCommand.self,
    ])

  static let version = "0.1.0"

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let refusal as Refusal {
      Console.shared.report(refusal.findings, path: nil)
      exit(withStatus: ExitStatus(refusal))
    } catch let status as ExitStatus {
      exit(withStatus: status)
    } catch {
      let code = exitCode(for: error)
      if code == .success { exit(withError: error) }
      Console.shared.writeError(fullMessage(for: error) + "\n")
      exit(withStatus: .usage)
    }
  }

  private static func exit(withStatus status: ExitStatus) -> Never {
    exit(withError: ExitCode(status.rawValue))
  }
}

/// What the command tells the shell. The table stands in the manual page.
enum ExitStatus: Int32, Error {
  case done = 0
  case findings = 1
  case usage = 2
  case input = 3
  case loss = 4
  case output = 5

  init(_ refusal: Refusal) {
    self =
      switch refusal.kind {
      case .usage: .usage
      case .input: .input
      case .output: .output
      }
  }
}

extension Language: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}
extension Conversion.Policy: ExpressibleByArgument {}

/// The options of every command that reads reports.
struct ReadingOptions: ParsableArguments {
  @Option(name: .long, help: Help.text("from"), completion: Help.formats { $0.reader != nil })
  var from: String?

  @Option(name: .customLong("from-edition"), help: Help.text("from-edition"), completion: Help.editions)
  var fromEdition: String?

  @Option(name: .long, help: Help.text("form", placeholder: "file"), completion: .file())
  var form: [String] = []

  @Option(name: .long, help: Help.text("crosswalk", placeholder: "file"), completion: .file())
  var crosswalk: [String] = []

  @Option(name: .long, help: Help.text("lang"))
  var lang: Language?

  /// A converter that knows the user's own forms, crosswalks and rules.
  func converter(_ ruleOptions: RuleOptions? = nil) throws(Refusal) -> Converter {
    Console.shared.use(lang)
    let forms = try FormFiles.catalogue(with: form)
    var crosswalks = CrosswalkCatalogue.shared
    for path in crosswalk {
      let own = try CrosswalkFile.read(path)
      let defects = own.lint(against: forms).filter { $0.severity == .error }
      if !defects.isEmpty { throw Refusal(.input, defects) }
      crosswalks.add(own)
    }
    let rules = try ruleOptions?.book(forms) ?? .shared
    return Converter(forms: forms, crosswalks: crosswalks, rules: rules)
  }

  func edition(_ name: String?, _ forms: FormCatalogue) throws(Refusal) -> Edition? {
    guard let name else { return nil }
    let edition = Edition(rawValue: name)
    guard forms.editions.contains(edition) else {
      throw Refusal(
        .usage,
        Finding(
          "command.unknown-edition", .error,
          ["edition": name, "editions": forms.editions.map(\.rawValue).joined(separator: ", ")]))
    }
    return edition
  }
}

enum FormFiles {
  /// The forms that the program carries, and those of the user.
  static func catalogue(with paths: [String]) throws(Refusal) -> FormCatalogue {
    var forms = FormCatalogue.shared
    for path in paths {
      let text = String(decoding: try FileAccess.read(path), as: UTF8.self)
      for form in try FormFile.read(text, name: path) { forms.add(form) }
    }
    return forms
  }
}

enum CrosswalkFile {
  static func read(_ path: String) throws(Refusal) -> Crosswalk {
    try Crosswalk.read(String(decoding: try FileAccess.read(path), as: UTF8.self), name: path)
  }
}
