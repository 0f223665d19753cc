import ArgumentParser
import Core
import FileKit
import Gongkai
import Rendering
import ReportModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct DiffCommand: ParsableCommand {
  enum Format: String, CaseIterable {
    case text, json, html
  }

  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: Help.abstract("diff"), discussion: Help.discussion("diff"))

  @Argument(help: Help.text("diff.before"), completion: .file())
  var before: String

  @Argument(help: Help.text("diff.after"), completion: .file())
  var after: String

  @OptionGroup var reading: ReadingOptions

  @Option(name: .long, help: Help.text("diff.edition"), completion: Help.editions)
  var edition: String?

  @Option(
    name: .long, help: Help.text("diff.format"), completion: .list(Format.allCases.map(\.rawValue)))
  var format: String?

  @Option(
    name: [.customShort("o"), .long], help: Help.text("diff.output", placeholder: "path"), completion: .file()
  )
  var output: String?

  @Flag(name: .customLong("figures-only"), help: Help.text("diff.figures-only"))
  var figuresOnly = false

  @Flag(name: .long, help: Help.text("diff.prose"))
  var prose = false

  @Flag(name: .long, help: Help.text("diff.all"))
  var all = false

  @Flag(name: .customLong("omit-personal-data"), help: Help.text("omit-personal-data"))
  var omitsPersonalData = false

  @Flag(name: .long, help: Help.text("overwrite"))
  var overwrite = false

  func run() throws {
    let converter = try reading.converter()
    let format = try outputFormat()
    let common = try reading.edition(edition, converter.forms)
    if before == "-", after == "-" { throw Refusal(.usage, Finding("diff.standard-input", .error)) }
    if let output, !overwrite { try FileAccess.refuseExisting([output]) }
    let readAs = try reading.edition(reading.fromEdition, converter.forms)
    let reports = try (
      read(before, readAs, converter), read(after, readAs, converter)
    )
    let comparison = try converter.compare(
      reports.0, reports.1, in: common, omittingPersonalData: omitsPersonalData)
    let options = ComparisonOptions(
      language: Console.shared.language, prose: figuresOnly ? .none : prose ? .all : .fitting, showsAll: all,
      isColored: output == nil && isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil,
      nameBefore: before == "-" ? nil : before, nameAfter: after == "-" ? nil : after)
    let bytes =
      switch format {
      case .text: Array(comparison.text(options).utf8)
      case .json: comparison.json(figuresOnly: figuresOnly)
      case .html: comparison.html(options)
      }
    if let output {
      try FileAccess.write(bytes, to: output, overwrites: overwrite)
    } else {
      try FileAccess.writeToStandardOutput(bytes)
    }
    if figuresOnly ? !comparison.hasSameFigures : !comparison.isSame { throw ExitStatus.findings }
  }

  /// A refusal is told with the file that it is about.
  private func read(_ path: String, _ edition: Edition?, _ converter: Converter) throws -> Report {
    do throws(Refusal) {
      let report = try converter.read(contentsOf: path, as: reading.from, edition: edition)
      Console.shared.report(report.findings, path: path, from: .warning)
      return report
    } catch {
      Console.shared.report(error.findings, path: path)
      throw ExitStatus(error)
    }
  }

  /// `--format`, else the extension of the output file, else text.
  private func outputFormat() throws(Refusal) -> Format {
    let ending = output.flatMap(FileAccess.pathExtension).map { ["txt": "text", "htm": "html"][$0] ?? $0 }
    guard let name = format ?? ending else { return .text }
    guard let format = Format(rawValue: name) else {
      throw Refusal(.usage, Finding("diff.unknown-format", .error, ["format": name]))
    }
    return format
  }
}
