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
    let folders = [before, after].filter { $0 != .standardStream && FileAccess.isFolder($0) }
    if folders.count == 2 { return try compareFolders(converter, format, readAs, common) }
    if let folder = folders.first { throw Refusal(.usage, .folderAndFile(folder)) }
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

  /// Each report of a folder with its counterpart in the other.
  private func compareFolders(
    _ known: Converter, _ format: ResultFormat, _ readAs: Edition?, _ common: Edition?
  ) throws {
    let files = try [before, after].map { folder throws(Refusal) in
      try InputFiles.expand([folder], known.formats, leavingOut: [result.path])
    }
    let converter = reading.distributed(known, over: files[0] + files[1])
    let read = files.map { inputs in
      Batch(inputs).collect { path throws(Refusal) in
        (try converter.readAll(contentsOf: path, as: reading.from, edition: readAs), Batch.Summary())
      }
    }
    let items = zip(read, [before, after]).map { read, folder in
      read.values.flatMap { path, reports in
        let name = path.folders(below: folder).appending(path.lastComponent.map { [$0] } ?? [])
        return reports.map { FolderComparison.Item(path: path.shown, name: name.shown, report: $0) }
      }
    }
    let comparison = try FolderComparison(items[0], items[1]) { before, after throws(Refusal) in
      try converter.compare(
        before.report, after.report, in: common, omittingPersonalData: privacy.omitsPersonalData)
    }
    let bytes =
      switch format {
      case .text: comparison.text(options).bytes
      case .json: comparison.json(figuresOnly: figuresOnly)
      case .html: comparison.html(options)
      }
    try result.write(bytes, overwriting)
    let found: ExitStatus = comparison.isSame(figuresOnly: figuresOnly) ? .done : .findings
    try read.reduce(found) { $0.worse($1.status) }.end()
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

  fileprivate static func folderAndFile(_ path: FilePath) -> Finding {
    Finding("diff.folder-and-file", .error, ["path": path.shown])
  }

  fileprivate static func unknownDiffFormat(_ name: String) -> Finding {
    Finding("diff.unknown-format", .error, ["format": name])
  }
}
