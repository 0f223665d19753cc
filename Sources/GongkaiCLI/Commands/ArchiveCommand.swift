import ArgumentParser
import Core
import FileKit
import Gongkai
import Records
import Rendering
import ReportModel

extension ArchiveProfile: ExpressibleByArgument {}

struct ArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: Help.abstract("archive"), discussion: Help.discussion("archive"),
    subcommands: [Make.self, Init.self, SignInputCommand.self, AttachSignatureCommand.self],
    defaultSubcommand: Make.self)

  struct Make: ParsableCommand, NamedOptions {
    static let configuration = CommandConfiguration(
      commandName: "make", abstract: Help.abstract("archive.make"), discussion: Help.discussion("archive"))
    static let outputHelp = (id: "archive.output", placeholder: "path")
    static let editionHelp = "archive.edition"

    @Argument(help: Help.text("inputs"), completion: .file())
    var inputs: [FilePath]

    @OptionGroup var result: OutputOption<Make>

    @Option(name: .long, help: Help.text("archive.profile"))
    var profile = ArchiveProfile.transfer

    @Flag(name: .long, help: Help.text("archive.detached"))
    var detached = false

    @OptionGroup var settings: SettingsOptions

    @Flag(name: .long, help: Help.text("archive.sm3"))
    var sm3 = false

    @Option(name: .long, help: Help.text("archive.time"))
    var time: String?

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var target: EditionOption<Make>
    @OptionGroup var conversion: PolicyOption

    @Flag(name: .customLong("skip-refused"), help: Help.text("archive.skip-refused"))
    var skipRefused = false

    @Flag(name: .customLong("keep-failed"), help: Help.text("archive.keep-failed"))
    var keepFailed = false

    @OptionGroup var overwriting: OverwriteFlag
    @OptionGroup var severities: SeverityOptions

    func run() throws {
      let known = try reading.converter()
      guard let output = result.path else { throw Refusal(.usage, .archiveOutput()) }
      let files = try InputFiles.expand(inputs, known.formats, leavingOut: [output])
      let refused = files.filter { $0.refusal != nil }
      for file in refused { Console.shared.report(file.refusal?.findings ?? [], path: file.path.shown) }
      if !refused.isEmpty, !skipRefused { throw Refusal(.input, .archiveNotMade(refused: refused.count)) }
      let paths = files.filter { $0.refusal == nil }.map(\.path)
      try overwriting.check([output], readingFrom: paths + [settings.settings])
      let converter = reading.distributed(known, over: files)
      let maker = ArchiveMaker(converter, try options(converter))
      let least = severities.least
      let outcome = try maker.make(
        of: paths, at: output, asFolder: result.output?.endsWithSlash ?? false
      ) { path, findings in
        Console.shared.report(findings, path: path.shown, from: least)
      }
      for package in outcome.packages { try FileAccess.writeToStandardOutput(slip(package).bytes) }
      try status(of: outcome).end()
    }

    private func status(of outcome: ArchiveMaker.Outcome) -> ExitStatus {
      let hasFound =
        outcome.worst.map { $0 >= severities.level } ?? false
        || outcome.packages.contains { $0.verification.hasFailed }
      let found: ExitStatus = hasFound ? .findings : .done
      let status = outcome.refusals.reduce(found) { $0.worse(ExitStatus($1)) }
      guard outcome.packages.isEmpty else { return status }
      let isRefused = !outcome.refusals.isEmpty && !skipRefused
      Console.shared.report(
        [isRefused ? .archiveNotMade(refused: outcome.refusals.count) : .archiveOfNothing()], path: nil)
      return status.worse(.input)
    }

    /// What goes along with a package: what is in it, how it was verified, and what a person still has to do.
    private func slip(_ package: ArchiveMaker.Package) -> TerminalText {
      let made = MessageCatalogue.fill(
        Console.shared.word("archive.made"),
        with: [
          "path": package.path.shown, "count": String(package.numbers.count),
          "first": package.numbers.first ?? "",
          "last": package.numbers.last ?? "", "size": String(package.size),
        ])
      let digest: TerminalText = package.sha256.map { "\nSHA-256 \($0)" } ?? ""
      let style = VerificationStyle(language: Console.shared.language, show: severities.least)
      return "\(made)\(digest)\n\(package.verification.brief(style))"
    }

    private func options(_ converter: Converter) throws(Refusal) -> ArchiveOptions {
      let text = time ?? LocalTime.now
      guard let moment = ArchiveTime(text) else { throw Refusal(.usage, .archiveTime(text)) }
      var options = ArchiveOptions(
        try settings.read(), time: moment, program: "gongkai \(GongkaiCommand.version)")
      options.profile = profile
      options.isDetached = detached
      if sm3 { options.algorithms.append(.sm3) }
      options.edition = try target.edition(of: converter.forms) ?? .edition2021
      options.policy = conversion.policy
      options.format = reading.from
      options.readsAs = try reading.readAs(converter.forms)
      options.overwrites = overwriting.overwrite
      options.keepsFailed = keepFailed
      options.skipsRefused = skipRefused
      return options
    }
  }
}

extension Finding {
  fileprivate static func archiveOutput() -> Finding { Finding("archive.output", .error) }

  fileprivate static func archiveOfNothing() -> Finding { Finding("archive.nothing", .error) }

  fileprivate static func archiveNotMade(refused count: Int) -> Finding {
    Finding("archive.not-made", .error, ["count": String(count)])
  }
}
