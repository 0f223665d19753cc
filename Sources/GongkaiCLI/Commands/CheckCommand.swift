import ArgumentParser
import Checks
import Core
import FileKit
import Gongkai
import Rendering
import ReportModel

extension CheckFormat: ExpressibleByArgument {}

struct CheckCommand: ParsableCommand, NamedOptions {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: Help.abstract("check"), discussion: Help.discussion("check"))
  static let outputHelp = (id: "check-output", placeholder: "path")

  @OptionGroup var input: InputOptions

  @Option(name: .long, help: Help.text("against", placeholder: "path"), completion: .file())
  var against: [FilePath] = []

  @Option(name: .long, help: Help.text("check-year", placeholder: "year"))
  var year: Int?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var ruleOptions: RuleOptions

  @Option(name: .long, help: Help.text("check-format"))
  var format: CheckFormat?

  @OptionGroup var result: OutputOption<CheckCommand>
  @OptionGroup var severities: SeverityOptions

  @Flag(name: .long, help: Help.text("all"))
  var all = false

  @Option(name: .long, help: Help.text("baseline", placeholder: "file"), completion: .file())
  var baseline: FilePath?

  @Option(name: .customLong("write-baseline"), help: Help.text("write-baseline", placeholder: "file"))
  var writeBaseline: FilePath?

  @OptionGroup var overwriting: OverwriteFlag

  func run() throws {
    let known = try reading.converter(ruleOptions)
    let format = try outputFormat()
    let accepted = try baseline.map { path throws(Refusal) in
      try Baseline.read(try FileAccess.text(path, limit: FileAccess.maximumSize), name: path.shown)
    }
    let outputs = [result.path, writeBaseline]
    let files = try input.expand(known.formats, leavingOut: outputs)
    let counterparts = try InputFiles.expand(
      against, known.formats, leavingOut: outputs, quiet: input.quietness.quiet)
    try overwriting.check(
      [result.path] + (writeBaseline.map { [$0] } ?? []),
      readingFrom: (files + counterparts).map(\.path) + [isUpdate ? nil : baseline] + ruleOptions.files.rules,
      updating: isUpdate ? writeBaseline : nil)
    let converter = reading.distributed(known, over: counterparts + files)

    let job = CheckJob(
      converter, from: reading.from, edition: try reading.readAs(converter.forms),
      workers: input.workers)
    let previous = job.candidates(counterparts)
    let checked = job.check(files, against: against.isEmpty ? nil : previous.values.flatMap(\.value))
    let results = checked.values.map(\.value)
    var run = CheckRun(
      results.flatMap(\.reports),
      refusals: (previous.refusals + checked.refusals).map {
        CheckRun.RefusedInput($0.path.shown, $0.findings)
      },
      hasBaseline: accepted != nil)
    PublicationGate(year: year).apply(to: &run.reports, beside: previous.values.flatMap(\.value))
    let doubts = results.flatMap(\.doubts)
    Console.shared.report(doubts, path: nil)
    if let accepted, let baseline {
      let gone = accepted.apply(to: &run.reports)
      Console.shared.report(gone.map { .baselineGone($0, file: baseline.shown) }, path: nil)
    }
    try result.write(format.bytes(of: run, style(converter.rules)), overwriting)
    try write(accepted ?? Baseline(), with: run)
    try previous.status.worse(checked.status).worse(verdict(run, doubts)).end()
  }

  private func style(_ rules: RuleBook) -> CheckStyle {
    CheckStyle(
      language: Console.shared.language, level: severities.least, showsAll: all,
      isColored: result.path == nil && Console.isOutputColored, rules: rules,
      version: GongkaiCommand.version)
  }

  private func write(_ accepted: Baseline, with run: CheckRun) throws(Refusal) {
    guard let writeBaseline else { return }
    let text = accepted.accepting(run.reports, from: severities.least).text
    try FileAccess.write(
      Array(text.utf8), to: writeBaseline,
      overwrites: overwriting.overwrite || isUpdate)
  }

  /// Whether the baseline that is read is to be replaced.
  private var isUpdate: Bool { FileIdentity.isSame(writeBaseline, baseline) }

  /// What is written to a baseline is accepted by that.
  private func verdict(_ run: CheckRun, _ doubts: [Finding]) -> ExitStatus {
    let level = severities.level
    let found = run.reports.contains { checked in
      !checked.stops.isEmpty || writeBaseline == nil && !checked.verdict.isPublishable
        || checked.reading.contains { $0.severity >= level }
        || writeBaseline == nil && checked.findings.contains { $0.finding.severity >= level }
    }
    return found || doubts.contains { $0.severity >= level } ? .findings : .done
  }

  /// `--format`, else the extension of the output file, else text.
  private func outputFormat() throws(Refusal) -> CheckFormat {
    if let format { return format }
    return try result.format { _ in .unknownReportExtension(of: result.path?.shown ?? "") }
  }
}

extension Finding {
  fileprivate static func unknownReportExtension(of path: String) -> Finding {
    Finding(
      "command.unknown-report-extension", .error,
      ["path": path, "formats": CheckFormat.allCases.map(\.rawValue).joined(separator: ", ")])
  }
}
