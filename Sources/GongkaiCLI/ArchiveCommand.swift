import ArgumentParser
import Core
import FileKit
import Gongkai
import Records
import Rendering
import ReportModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct ArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: Help.abstract("archive"), discussion: Help.discussion("archive"),
    subcommands: [Make.self, Init.self, SignInputCommand.self, AttachSignatureCommand.self],
    defaultSubcommand: Make.self)
}

extension ArchiveProfile: ExpressibleByArgument {}

/// The settings of packages: a file, and single values that go before it.
struct SettingsOptions: ParsableArguments {
  @Option(name: .long, help: Help.text("archive.settings", placeholder: "file"), completion: .file())
  var settings: String?

  @Option(name: .long, help: Help.text("archive.set", placeholder: "key=value"))
  var set: [String] = []

  /// All defects of both are named at once.
  func read() throws(Refusal) -> ArchiveSettings {
    var result = ArchiveSettings()
    var defects: [Finding] = []
    var kind = Refusal.Kind.usage
    do throws(Refusal) {
      if let settings { try result.read(try FileAccess.read(settings), name: settings) }
    } catch {
      kind = error.kind
      defects += error.findings
    }
    do throws(Refusal) { try result.set(set) } catch { defects += error.findings }
    if !defects.isEmpty { throw Refusal(kind, defects) }
    return result
  }
}

extension ArchiveCommand {
  struct Make: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "make", abstract: Help.abstract("archive.make"), discussion: Help.discussion("archive"))

    @Argument(help: Help.text("inputs"), completion: .file())
    var inputs: [String]

    @Option(
      name: [.customShort("o"), .long], help: Help.text("archive.output", placeholder: "path"),
      completion: .file())
    var output: String?

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

    @Option(name: .long, help: Help.text("archive.edition"), completion: Help.editions)
    var edition: String?

    @Option(name: .long, help: Help.text("policy"))
    var policy: Conversion.Policy = .bounds

    @Flag(name: .customLong("skip-refused"), help: Help.text("archive.skip-refused"))
    var skipRefused = false

    @Flag(name: .customLong("keep-failed"), help: Help.text("archive.keep-failed"))
    var keepFailed = false

    @Flag(name: .long, help: Help.text("overwrite"))
    var overwrite = false

    @Option(name: .long, help: Help.text("level"))
    var level: Severity = .error

    @Option(name: .long, help: Help.text("show"))
    var show: Severity = .warning

    func run() throws {
      let converter = try reading.converter()
      guard let output else { throw Refusal(.usage, Finding("archive.output", .error)) }
      let paths = try InputFiles.expand(inputs, converter.formats, leavingOut: [output])
      let maker = ArchiveMaker(converter, try options(converter))
      let least = min(show, level)
      let outcome = try maker.make(of: paths, at: output) { path, findings in
        Console.shared.report(findings, path: path, from: least)
      }
      for package in outcome.packages { try FileAccess.writeToStandardOutput(Array(slip(package).utf8)) }
      var status = outcome.worst.map { $0 >= level ? ExitStatus.findings : .done } ?? .done
      if outcome.packages.contains(where: { $0.verification.hasFailed }) { status = status.worse(.findings) }
      for refusal in outcome.refusals { status = status.worse(ExitStatus(refusal)) }
      if outcome.packages.isEmpty {
        let isRefused = !outcome.refusals.isEmpty && !skipRefused
        let finding =
          isRefused
          ? Finding("archive.not-made", .error, ["count": String(outcome.refusals.count)])
          : Finding("archive.nothing", .error)
        Console.shared.report([finding], path: nil)
        status = status.worse(.input)
      }
      if status != .done { throw status }
    }

    /// What goes along with a package: what is in it, how it was verified, and what a person still has to do.
    private func slip(_ package: ArchiveMaker.Package) -> String {
      var text = MessageCatalogue.fill(
        Console.shared.word("archive.made"),
        with: [
          "path": package.path, "count": String(package.numbers.count), "first": package.numbers.first ?? "",
          "last": package.numbers.last ?? "", "size": String(package.size),
        ])
      if let sha256 = package.sha256 { text += "\nSHA-256 \(sha256)" }
      let style = VerificationStyle(language: Console.shared.language, show: min(show, level))
      return "\(text)\n\(package.verification.brief(style))"
    }

    private func options(_ converter: Converter) throws(Refusal) -> ArchiveOptions {
      let text = time ?? Self.now()
      guard let moment = ArchiveTime(text) else {
        throw Refusal(.usage, .archiveTime(text))
      }
      var options = ArchiveOptions(
        try settings.read(), time: moment, program: "gongkai \(GongkaiCommand.version)")
      options.profile = profile
      options.isDetached = detached
      if sm3 { options.algorithms.append(.sm3) }
      options.edition = try reading.edition(edition, converter.forms) ?? .edition2021
      options.policy = policy
      options.format = reading.from
      options.readsAs = try reading.edition(reading.fromEdition, converter.forms)
      options.overwrites = overwrite
      options.keepsFailed = keepFailed
      options.skipsRefused = skipRefused
      return options
    }

    /// This moment in the zone of the machine.
    private static func now() -> String {
      var moment = currentTime()
      var parts = tm()
      localtime_r(&moment, &parts)
      func digits(_ number: Int, _ count: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
      }
      let zone = parts.tm_gmtoff / 60
      let day = [
        digits(Int(parts.tm_year) + 1900, 4), digits(Int(parts.tm_mon) + 1), digits(Int(parts.tm_mday)),
      ].joined(separator: "-")
      let clock = [parts.tm_hour, parts.tm_min, min(parts.tm_sec, 59)].map { digits(Int($0)) }
        .joined(separator: ":")
      return "\(day)T\(clock)\(zone < 0 ? "-" : "+")\(digits(abs(zone) / 60)):\(digits(abs(zone) % 60))"
    }
  }

  struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: Help.abstract("archive.init"),
      discussion: Help.discussion("archive.init"))

    @Option(
      name: [.customShort("o"), .long], help: Help.text("archive.init-output", placeholder: "file"),
      completion: .file())
    var output: String?

    @Option(
      name: .customLong("from-report"), help: Help.text("archive.from-report", placeholder: "file"),
      completion: .file())
    var fromReport: String?

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var reading: ReadingOptions

    @Flag(name: .long, help: Help.text("overwrite"))
    var overwrite = false

    func run() throws {
      let converter = try reading.converter()
      if let output, !overwrite { try FileAccess.refuseExisting([output]) }
      var known = ArchiveSettings()
      if let fromReport {
        let edition = try reading.edition(reading.fromEdition, converter.forms)
        let reports = try converter.readAll(contentsOf: fromReport, as: reading.from, edition: edition)
        if let body = reports.first?.identity.body {
          try known.set(["全宗名称=\(body)", "立档单位=\(body)", "责任者=\(body)"])
        }
      }
      known.take(try settings.read())
      if isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 { ask(&known) }
      let bytes = Array(known.template(Console.shared.language).utf8)
      if let output {
        try FileAccess.write(bytes, to: output, overwrites: overwrite)
      } else {
        try FileAccess.writeToStandardOutput(bytes)
      }
    }

    /// Asks for what must be given; an empty line leaves it to the file.
    private func ask(_ known: inout ArchiveSettings) {
      let language = Console.shared.language
      for entry in SettingsSchema.shared.entries where entry.need == .required && known[entry.key] == nil {
        let question = MessageCatalogue.fill(
          Console.shared.word("settings.ask"),
          with: ["key": entry.key, "element": entry.element, "meaning": entry.explanation[language]])
        while true {
          Console.shared.writeError("\(question)\n> ")
          guard let answer = readLine(), !answer.isEmpty else { break }
          do throws(Refusal) {
            try known.set(["\(entry.key)=\(answer)"])
            break
          } catch {
            Console.shared.report(error.findings, path: nil)
          }
        }
      }
    }
  }
}

/// The name `time` is taken by an option where it is asked for.
private func currentTime() -> time_t { time(nil) }
