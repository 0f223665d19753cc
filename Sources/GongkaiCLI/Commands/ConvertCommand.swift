import ArgumentParser
import Core
import Crosswalk
import FileKit
import FormatKit
import Gongkai
import Rendering
import ReportModel
import Synchronization

struct ConvertCommand: ParsableCommand, NamedOptions {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: Help.abstract("convert"), discussion: Help.discussion("convert"))

  @Argument(help: Help.text("inputs"), completion: .file())
  var inputs: [FilePath]

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var target: EditionOption<ConvertCommand>

  @Option(name: .long, help: Help.text("to"), completion: Help.formats { $0.writer != nil })
  var to: String?

  @OptionGroup var result: OutputOption<ConvertCommand>
  @OptionGroup var conversion: PolicyOption

  @Option(name: .long, help: Help.text("ledger", placeholder: "path"), completion: .file())
  var ledger: FilePath?

  @Flag(name: .customLong("fail-on-loss"), help: Help.text("fail-on-loss"))
  var failOnLoss = false

  @Flag(name: .customLong("no-check"), help: Help.text("no-check"))
  var noCheck = false

  @Flag(name: .long, help: Help.text("compact"))
  var compact = false

  @Flag(name: .long, help: Help.text("appendix"))
  var appendix = false

  @Option(name: .customLong("document-lang"), help: Help.text("document-lang"))
  var documentLanguage: Language?

  @Flag(name: .long, help: Help.text("quiet"))
  var quiet = false

  @OptionGroup var privacy: PersonalDataFlag
  @OptionGroup var overwriting: OverwriteFlag
  @OptionGroup var severities: SeverityOptions

  func run() throws {
    let known = try reading.converter()
    let output = result.path
    let isFolder = output.map { FileAccess.isFolder($0) || result.output?.endsWithSlash ?? false } ?? false
    let files = try InputFiles.expand(inputs, known.formats, leavingOut: [output, ledger])
    let isSingle = files.count == 1 && !isFolder
    let converter = reading.distributed(known, over: files)
    let to = try outputFormat(converter, isFile: isSingle)
    let job = ConversionJob(
      converter: converter,
      request: ProcessingRequest(
        format: reading.from, readsAs: try reading.readAs(converter.forms),
        edition: try target.edition(of: converter.forms), policy: conversion.policy, checks: !noCheck),
      to: to,
      options: WriteOptions(
        language: documentLanguage
          ?? (converter.formats.isForPublication(to) ? .chinese : Console.shared.language),
        omitsPersonalData: privacy.omitsPersonalData, hasAppendix: appendix, isCompact: compact))
    if output == nil, SystemCalls.isTerminal(.standardOutput), converter.formats.isBinary(to) {
      throw Refusal(.usage, .binaryToTerminal(to))
    }
    if let output, !isSingle {
      try separately(files, job, into: output).end()
    } else {
      if !isSingle { try job.requireManyReports(of: files.count) }
      try together(files, job).end()
    }
  }

  /// `--to`, else the extension of the output file, else canonical JSON.
  private func outputFormat(_ converter: Converter, isFile: Bool) throws(Refusal) -> String {
    if let to { return to.hasPrefix("exec:") ? to : try converter.formats.known(to).id }
    guard let output = result.path, let name = output.lowercasedExtension else { return "json" }
    let known = converter.formats.formats(extension: name)
    let format = known.first { $0.writer != nil }
    if format == nil, !known.isEmpty { throw Refusal(.usage, .readOnlyExtension(of: output)) }
    // JSON in a file that is called otherwise would deceive whoever opens it.
    if format == nil, isFile { throw Refusal(.usage, .unknownExtension(of: output, converter.formats)) }
    return format?.id ?? "json"
  }

  /// What came of one input: what is written of it, and what is told.
  private struct Outcome: Sendable {
    /// Empty where a loss must not happen: it leaves nothing behind.
    var reports: [Report]
    var ledgers: [Ledger]

    /// How certain is what is written.
    var certainty: CertaintySummary {
      zip(reports, ledgers).reduce(into: CertaintySummary()) { $0.add($1.0, lossCount: $1.1.lossCount) }
    }
  }

  private func outcome(
    of path: FilePath, _ job: ConversionJob
  ) throws(Refusal) -> (value: Outcome, summary: Batch.Summary) {
    let result = try job.run(path)
    var summary = Batch.Summary()
    summary.message = Console.shared.describe(
      result.findings, path: result.findingsPath ?? path.shown, from: severities.least)
    if failOnLoss, result.lossCount > 0 {
      summary.status = .loss
      summary.message += Console.shared.describe([.loss(result.lossCount)], path: path.shown)
      return (Outcome(reports: [], ledgers: result.ledgers), summary)
    }
    if result.findings.contains(where: { $0.severity >= severities.level }) { summary.status = .findings }
    return (Outcome(reports: result.reports, ledgers: result.ledgers), summary)
  }

  /// All reports as one file.
  private func together(_ files: [Input], _ job: ConversionJob) throws(Refusal) -> ExitStatus {
    // Before any work, so that nothing is left half done.
    try overwriting.check([result.path] + (ledger.map { [$0] } ?? []), readingFrom: files.map(\.path))
    let outcomes = Batch(files, countsFailures: false).collect { path throws(Refusal) in
      try outcome(of: path, job)
    }
    let reports = outcomes.values.flatMap(\.value.reports)
    let bytes = reports.isEmpty ? nil : try job.bytes(reports)
    if let ledger, !outcomes.values.isEmpty {
      try write(outcomes.values.flatMap(\.value.ledgers), to: ledger, job)
    }
    if let bytes { try result.write(bytes, overwriting) }
    // What is for publication does not show what found no place; canonical files do.
    if bytes != nil, result.path != nil || job.converter.formats.isForPublication(job.to) {
      var certainty = CertaintySummary()
      for outcome in outcomes.values { certainty.add(outcome.value.certainty) }
      tellWritten(result.path == nil ? "output" : "file", ["path": result.path?.shown ?? "-"], certainty)
    }
    return outcomes.status
  }

  /// A file for each input.
  private func separately(
    _ files: [Input], _ job: ConversionJob, into folder: FilePath
  ) throws(Refusal) -> ExitStatus {
    if ledger == .standardStream { throw Refusal(.usage, .ledgerNeedsFolder()) }
    for folder in [folder, ledger] {
      if let folder, !FileAccess.isFolder(folder) { try FileAccess.makeFolder(folder) }
    }
    let names = OutputNames(files.map(\.path), extension: job.fileExtension).names
    // A result may fall on an input, which stays.
    let read = overwriting.overwrite ? Set(files.compactMap { FileIdentity($0.path) }) : []
    let written = Mutex((files: 0, certainty: CertaintySummary()))
    let status = Batch(files).run { index, path throws(Refusal) in
      let place = folder.appending(names[index])
      if !read.isEmpty, FileIdentity(place).map(read.contains) ?? false {
        throw Refusal(.output, .inputIsOutput(place))
      }
      let (outcome, summary) = try outcome(of: path, job)
      if !outcome.reports.isEmpty {
        try FileAccess.write(try job.bytes(outcome.reports), to: place, overwrites: overwriting.overwrite)
        let certainty = quiet ? CertaintySummary() : outcome.certainty
        written.withLock { written in
          written.files += 1
          written.certainty.add(certainty)
        }
      }
      if let ledger {
        try write(outcome.ledgers, to: ledgerPlace(of: names[index], in: ledger), job)
      }
      return summary
    }
    let (count, certainty) = written.withLock { $0 }
    if count > 0 { tellWritten("folder", ["path": folder.shown, "count": String(count)], certainty) }
    return status
  }

  /// One line: what was written, how certain it is, and where it is said why.
  private func tellWritten(_ what: String, _ arguments: [String: String], _ certainty: CertaintySummary) {
    if quiet { return }
    func words(_ id: String, _ arguments: [String: String]) -> String {
      MessageCatalogue.fill(Console.shared.word("written.\(id)"), with: arguments)
    }
    var arguments = arguments
    arguments["certainty"] = certainty.text(Console.shared.language)
    if certainty.isConverted {
      arguments["ledger"] = ledger.map { words("ledger", ["path": $0.shown]) } ?? words("no-ledger", [:])
    }
    Console.shared.writeError(TerminalText(words(what, arguments)) + "\n")
  }

  private func ledgerPlace(of result: FilePath.Component, in folder: FilePath) -> FilePath {
    var place = folder.appending(result).withStemEnding(".ledger")
    place.extension = "json"
    return place
  }

  /// The ledger as JSON, or as text where the file is called so.
  private func write(_ ledgers: [Ledger], to path: FilePath, _ job: ConversionJob) throws(Refusal) {
    let isText = ["txt", "text"].contains(path.lowercasedExtension ?? "")
    let bytes = ledgers.flatMap { ledger in
      isText ? ledger.text(Console.shared.language, forms: job.converter.forms).bytes : ledger.json()
    }
    try FileAccess.write(bytes, to: path, overwrites: overwriting.overwrite)
  }
}

extension FormatRegistry {
  fileprivate func isForPublication(_ name: String) -> Bool {
    format(named: name)?.capabilities.contains(.publication) ?? false
  }

  /// Whether what is written in a format is nothing that a terminal can show.
  fileprivate func isBinary(_ name: String) -> Bool {
    if case .container = format(named: name)?.packaging { true } else { false }
  }
}

extension Finding {
  fileprivate static func unknownExtension(of path: FilePath, _ formats: FormatRegistry) -> Finding {
    let writable = formats.formats.filter { $0.writer != nil }.map(\.id)
    return Finding(
      "command.unknown-extension", .error, ["path": path.shown, "formats": writable.joined(separator: ", ")])
  }

  fileprivate static func readOnlyExtension(of path: FilePath) -> Finding {
    var written = path
    written.extension = ["xls", "et", "ods", "fods"].contains(path.lowercasedExtension) ? "xlsx" : "docx"
    return Finding("command.read-only-extension", .error, ["path": path.shown, "instead": written.shown])
  }

  fileprivate static func binaryToTerminal(_ format: String) -> Finding {
    Finding("command.binary-to-terminal", .error, ["format": format])
  }

  fileprivate static func loss(_ count: Int) -> Finding {
    Finding("command.loss", .error, ["count": String(count)])
  }

  fileprivate static func ledgerNeedsFolder() -> Finding { Finding("command.ledger-folder", .error) }
}
