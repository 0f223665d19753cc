import ArgumentParser
import Core
import FileKit
import Gongkai
import Rendering
import ReportModel

struct DiffCommand: ParsableCommand, NamedOptions {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: Help.abstract("diff"), discussion: Help.discussion("diff"))
  static let outputHelp = (id: "diff.output", placeholder: "path")
  static let editionHelp = "diff.edition"

  @Argument(help: Help.text("diff.before"), completion: .file())
  var before: FilePath

  @Argument(help: Help.text("diff.after"), completion: .file())
  var after: FilePath

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var common: EditionOption<DiffCommand>

  @Option(
    name: .long, help: Help.text("diff.format"), completion: .list(ResultFormat.allCases.map(\.rawValue)))
  var format: String?

  @OptionGroup var result: OutputOption<DiffCommand>

  @Flag(name: .customLong("figures-only"), help: Help.text("diff.figures-only"))
  var figuresOnly = false

  @Flag(name: .long, help: Help.text("diff.prose"))
  var prose = false

  @Flag(name: .long, help: Help.text("diff.all"))
  var all = false

  @OptionGroup var privacy: PersonalDataFlag
  @OptionGroup var overwriting: OverwriteFlag

  func run() throws {
    let converter = try reading.converter()
    let format: ResultFormat = try result.format(named: format) { .unknownDiffFormat($0) }
    let common = try common.edition(of: converter.forms)
    if before == .standardStream, after == .standardStream { throw Refusal(.usage, .bothFromStandardInput()) }
    try overwriting.check([result.path], readingFrom: [before, after])
    let readAs = try reading.readAs(converter.forms)
    let reports = try (read(before, readAs, converter), read(after, readAs, converter))
    let comparison = try converter.compare(
      reports.0, reports.1, in: common, omittingPersonalData: privacy.omitsPersonalData)
    let bytes =
      switch format {
      case .text: comparison.text(options).bytes
      case .json: comparison.json(figuresOnly: figuresOnly)
      case .html: comparison.html(options)
      }
    try result.write(bytes, overwriting)
    if figuresOnly ? !comparison.hasSameFigures : !comparison.isSame { throw ExitStatus.findings }
  }

  private var options: ComparisonOptions {
    ComparisonOptions(
      language: Console.shared.language, prose: figuresOnly ? .none : prose ? .all : .fitting, showsAll: all,
      isColored: result.path == nil && Console.isOutputColored, nameBefore: name(before),
      nameAfter: name(after))
  }

  private func name(_ path: FilePath) -> String? { path == .standardStream ? nil : path.shown }

  /// A refusal is told with the file that it is about.
  private func read(_ path: FilePath, _ edition: Edition?, _ converter: Converter) throws -> Report {
    do throws(Refusal) {
      let report = try converter.read(contentsOf: path, as: reading.from, edition: edition)
      Console.shared.report(report.findings, path: path.shown, from: .warning)
      return report
    } catch {
      Console.shared.report(error.findings, path: path.shown)
      throw ExitStatus(error)
    }
  }
}

extension Finding {
  fileprivate static func bothFromStandardInput() -> Finding { Finding("diff.standard-input", .error) }

  fileprivate static func unknownDiffFormat(_ name: String) -> Finding {
    Finding("diff.unknown-format", .error, ["format": name])
  }
}
