import ArgumentParser
import Core
import FileKit
import Gongkai
import Records
import Rendering
import ReportModel
import Synchronization

extension ArchiveProfile: ExpressibleByArgument {}

struct ArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: Help.abstract("archive"), discussion: Help.discussion("archive"),
    subcommands: [Make.self, Init.self, SignInputCommand.self, AttachSignatureCommand.self],
    defaultSubcommand: Make.self)

  /// Whether a word calls another part than that which makes packages.
  static func isOtherPart(_ word: String?) -> Bool {
    configuration.subcommands.contains { $0.configuration.commandName == word }
      && word != Make.configuration.commandName
  }

  struct Make: ParsableCommand, NamedOptions {
    static let configuration = CommandConfiguration(
      commandName: "make", abstract: Help.abstract("archive.make"), discussion: Help.discussion("archive"))
    static let outputHelp = (id: "archive.output", placeholder: "path")
    static let editionHelp = "archive.edition"

    @OptionGroup var input: InputOptions

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

    @Flag(name: .customLong("skip-unreadable"), help: Help.text("archive.skip-unreadable"))
    var skipUnreadable = false

    @Flag(name: .customLong("skip-refused"), help: .hidden)
    var skipRefused = false

    @Flag(name: .customLong("keep-failed"), help: Help.text("archive.keep-failed"))
    var keepFailed = false

    @OptionGroup var overwriting: OverwriteFlag
    @OptionGroup var severities: SeverityOptions

    func run() throws {
      let known = try reading.converter()
      guard let output = result.path else { throw Refusal(.usage, .archiveOutput()) }
      let files = try input.expand(known.formats, leavingOut: [output])
      let refused = files.filter { $0.refusal != nil }
      for file in refused { Console.shared.report(file.refusal?.findings ?? [], path: file.path.shown) }
      if !refused.isEmpty, !skipsRefused { throw Refusal(.input, .archiveNotMade(refused: refused.count)) }
      let paths = files.filter { $0.refusal == nil }.map(\.path)
      try overwriting.check([output], readingFrom: paths + [settings.settings])
      let converter = reading.distributed(known, over: files)
      let maker = ArchiveMaker(converter, try options(converter))
      let least = severities.least
      let leftOut = Mutex<[(path: FilePath, findings: [Finding])]>([])
      let outcome = try maker.make(
        of: paths, at: output, asFolder: result.output?.endsWithSlash ?? false
      ) { path, findings in
        Console.shared.report(findings, path: path.shown, from: least)
      } refused: { path, refusal in
        leftOut.withLock { $0.append((path, refusal.findings)) }
      }
      for package in outcome.packages { try FileAccess.writeToStandardOutput(slip(package).bytes) }
      if !outcome.packages.isEmpty {
        let reasons = refused.map { ($0.path, $0.refusal?.findings ?? []) } + leftOut.withLock { $0 }
        try FileAccess.writeToStandardOutput(list(of: reasons).bytes)
      }
      try status(of: outcome).end()
    }

    private var skipsRefused: Bool { skipUnreadable || skipRefused }

    private func status(of outcome: ArchiveMaker.Outcome) -> ExitStatus {
      let hasFound =
        outcome.worst.map { $0 >= severities.level } ?? false
        || outcome.packages.contains { $0.verification.hasFailed }
      let found: ExitStatus = hasFound ? .findings : .done
      let status = outcome.refusals.reduce(found) { $0.worse(ExitStatus($1)) }
      guard outcome.packages.isEmpty else { return status }
      let isRefused = !outcome.refusals.isEmpty && !skipsRefused
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

    /// What is not in the packages, and why: it goes along with them.
    private func list(of leftOut: [(path: FilePath, findings: [Finding])]) -> TerminalText {
      if leftOut.isEmpty { return "" }
      let title = MessageCatalogue.fill(
        Console.shared.word("archive.left-out"), with: ["count": String(leftOut.count)])
      return "\n\(title)\n"
        + leftOut.map { path, findings in
          let reasons = findings.map { $0.message(in: Console.shared.language) }
          return "  \(path.shown)\(Console.shared.word("punctuation.colon"))"
            + "\(reasons.joined(separator: Console.shared.word("punctuation.semicolon")))\n"
        }.joined()
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
      options.skipsRefused = skipsRefused
      options.workers = input.workers
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
