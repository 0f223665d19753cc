import ArgumentParser
import Core
import Gongkai
import Records
import Rendering
import Verification

struct VerifyCommand: ParsableCommand, NamedOptions {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: Help.abstract("verify"), discussion: Help.discussion("verify"))
  static let outputHelp = (id: "verify.output", placeholder: "path")

  @Argument(help: Help.text("verify.packages"), completion: .file())
  var packages: [FilePath]

  @Option(name: .long, help: Help.text("verify.profile"))
  var profile: ArchiveProfile?

  @Option(
    name: .long, help: Help.text("verify.format"), completion: .list(ResultFormat.allCases.map(\.rawValue)))
  var format: String?

  @OptionGroup var result: OutputOption<VerifyCommand>
  @OptionGroup var levelOption: LevelOption

  @Option(name: .long, help: Help.text("verify.show"))
  var show: Severity = .warning

  @OptionGroup var language: LanguageOption
  @OptionGroup var overwriting: OverwriteFlag

  func run() throws {
    language.use()
    let format: ResultFormat = try result.format(named: format) { .unknownVerifyFormat($0) }
    try overwriting.check([result.path], readingFrom: packages)
    let verifier = PackageVerifier()
    let profile = profile
    // A package is large, and its verifier uses all cores by itself.
    let verified = Batch(packages.map { Input(path: $0) }, workers: 1, countsFailures: false).collect {
      path throws(Refusal) in
      (try verifier.verify(contentsOf: path, as: profile), Batch.Summary())
    }
    let results = verified.values.map(\.value)
    let level = levelOption.level
    let style = VerificationStyle(language: Console.shared.language, show: min(show, level))
    let bytes =
      switch format {
      case .text: results.text(style).bytes
      case .json: results.json()
      case .html: results.html(style)
      }
    try result.write(bytes, overwriting)
    // What could not be asked has not passed.
    let hasFound = results.contains { $0.hasFindings(from: level) || !$0.items(.notAssessed).isEmpty }
    try verified.status.worse(hasFound ? .findings : .done).end()
  }
}

extension Finding {
  fileprivate static func unknownVerifyFormat(_ name: String) -> Finding {
    Finding("verify.unknown-format", .error, ["format": name])
  }
}
