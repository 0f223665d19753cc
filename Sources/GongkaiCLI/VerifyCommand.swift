import ArgumentParser
import Core
import FileKit
import Records
import Rendering
import Verification

struct VerifyCommand: ParsableCommand {
  enum Format: String, CaseIterable {
    case text, json, html
  }

  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: Help.abstract("verify"), discussion: Help.discussion("verify"))

  @Argument(help: Help.text("verify.packages"), completion: .file())
  var packages: [String]

  @Option(name: .long, help: Help.text("verify.profile"))
  var profile: ArchiveProfile?

  @Option(
    name: .long, help: Help.text("verify.format"), completion: .list(Format.allCases.map(\.rawValue)))
  var format: String?

  @Option(
    name: [.customShort("o"), .long], help: Help.text("verify.output", placeholder: "path"),
    completion: .file())
  var output: String?

  @Option(name: .long, help: Help.text("level"))
  var level: Severity = .error

  @Option(name: .long, help: Help.text("verify.show"))
  var show: Severity = .warning

  @Option(name: .long, help: Help.text("lang"))
  var lang: Language?

  @Flag(name: .long, help: Help.text("overwrite"))
  var overwrite = false

  func run() throws {
    Console.shared.use(lang)
    let format = try outputFormat()
    if let output, output != "-", !overwrite { try FileAccess.refuseExisting([output]) }
    let verifier = PackageVerifier()
    var results: [VerificationResult] = []
    var status = ExitStatus.done
    for path in packages {
      do throws(Refusal) {
        results.append(try verifier.verify(contentsOf: path, as: profile))
      } catch {
        Console.shared.report(error.findings, path: path)
        status = status.worse(ExitStatus(error))
      }
    }
    let style = VerificationStyle(language: Console.shared.language, show: min(show, level))
    let bytes =
      switch format {
      case .text: Array(results.text(style).utf8)
      case .json: results.json()
      case .html: results.html(style)
      }
    if let output, output != "-" {
      try FileAccess.write(bytes, to: output, overwrites: overwrite)
    } else {
      try FileAccess.writeToStandardOutput(bytes)
    }
    // What could not be asked has not passed.
    if results.contains(where: { $0.hasFindings(from: level) || !$0.items(.notAssessed).isEmpty }) {
      status = status.worse(.findings)
    }
    if status != .done { throw status }
  }

  /// `--format`, else the extension of the output file, else text.
  private func outputFormat() throws(Refusal) -> Format {
    let ending = output.flatMap(FileAccess.pathExtension).map { ["txt": "text", "htm": "html"][$0] ?? $0 }
    guard let name = format ?? ending else { return .text }
    guard let format = Format(rawValue: name) else {
      throw Refusal(.usage, Finding("verify.unknown-format", .error, ["format": name]))
    }
    return format
  }
}
