import ArgumentParser
import Core
import ReportModel

extension Language: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}
extension Conversion.Policy: ExpressibleByArgument {}

struct LanguageOption: ParsableArguments {
  @Option(name: .long, help: Help.text("lang"))
  var lang: Language?

  func use() { Console.shared.use(lang) }
}

/// From which severity on findings make the exit status.
struct LevelOption: ParsableArguments {
  @Option(name: .long, help: Help.text("level"))
  var level: Severity = .error
}

/// The same, and from which on they are shown.
struct SeverityOptions: ParsableArguments {
  @OptionGroup var levelOption: LevelOption

  @Option(name: .long, help: Help.text("show"))
  var show: Severity = .warning

  var level: Severity { levelOption.level }

  /// The least that is shown: what makes the status is.
  var least: Severity { min(show, level) }
}

struct EditionOption<Command: NamedOptions>: ParsableArguments {
  @Option(name: .long, help: Help.text(Command.editionHelp), completion: Help.editions)
  var edition: String?

  func edition(of forms: FormCatalogue) throws(Refusal) -> Edition? { try forms.edition(named: edition) }

  /// The form of an edition, or of one of its dialects, such as `legacy/fujian`.
  func form(of forms: FormCatalogue) throws(Refusal) -> Form? {
    guard let edition else { return nil }
    if let form = FormID(edition).flatMap(forms.form) { return form }
    throw Refusal(.usage, .unknownEdition(edition, known: forms.forms.map(\.id.description)))
  }
}

struct PolicyOption: ParsableArguments {
  @Option(name: .long, help: Help.text("policy"))
  var policy: Conversion.Policy = .letter
}

struct PersonalDataFlag: ParsableArguments {
  @Flag(name: .customLong("omit-personal-data"), help: Help.text("omit-personal-data"))
  var omitsPersonalData = false
}

extension FormCatalogue {
  func edition(named name: String?) throws(Refusal) -> Edition? {
    guard let name else { return nil }
    let edition = Edition(rawValue: name)
    guard editions.contains(edition) else {
      throw Refusal(.usage, .unknownEdition(name, known: editions.map(\.rawValue)))
    }
    return edition
  }
}

extension Finding {
  fileprivate static func unknownEdition(_ name: String, known: [String]) -> Finding {
    Finding(
      "command.unknown-edition", .error,
      ["edition": name, "editions": known.joined(separator: ", ")])
  }
}
