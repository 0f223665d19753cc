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

  @OptionGroup var input: InputOptions

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
  @Flag(name: .long, help: Help.text("no-attached-data"))
  var noAttachedData = false

  @Option(name: .customLong("document-lang"), help: Help.text("document-lang"))
  var documentLanguage: Language?

  @Flag(name: .long, help: Help.text("update"))
  var update = false

  @OptionGroup var privacy: PersonalDataFlag
  @OptionGroup var overwriting: OverwriteFlag
  @OptionGroup var severities: SeverityOptions

  func run() throws {
    let known = try reading.converter()
    let files = try input.expand(known.formats, leavingOut: [result.path, ledger])
    let destination = result.destination(of: files)
    let converter = reading.distributed(known, over: files)
    let to = try outputFormat(converter, destination)
    let job = ConversionJob(
      converter: converter,
      request: ProcessingRequest(
        format: reading.from, readsAs: try reading.readAs(converter.forms),
        edition: try target.edition(of: converter.forms), policy: conversion.policy, checks: !noCheck),
      to: to,
      options: WriteOptions(
        language: documentLanguage
          ?? (converter.formats.isForPublication(to) ? .chinese : Console.shared.language),
        omitsPersonalData: privacy.omitsPersonalData, hasAppendix: appendix,
        attachesData: !noAttachedData, isCompact: compact))
    switch destination {
    case .folder(let folder): try separately(files, job, into: folder).end()
    case .file, .standardOutput:
      if update { throw Refusal(.usage, .updateNeedsFolder()) }
      if files.count > 1 { try job.requireManyReports(of: files.count, in: destination) }
      if case .standardOutput = destination, SystemCalls.isTerminal(.standardOutput),
        converter.formats.isBinary(to)
      {
        throw Refusal(.usage, .binaryToTerminal(to))
      }
      // Before any work, so that nothing is left half done.
      try overwriting.check([result.path] + (ledger.map { [$0] } ?? []), readingFrom: files.map(\.path))
      if let writer = converter.rowWriter(to, options: job.options) {
        try oneAfterTheOther(files, job, writer).end()
      } else {
        try together(files, job).end()
      }
    }
  }

  /// `--to`, else the extension of the output file, else canonical JSON.
  private func outputFormat(
    _ converter: Converter, _ destination: Destination
  ) throws(Refusal) -> String {
    if let to, to.hasPrefix("exec:") { return to }
    let name = result.path?.lowercasedExtension ?? ""
    // A folder may be called anything.
    if to == nil, case .folder = destination, converter.formats.formats(extension: name).isEmpty {
      return "json"
    }
    return try converter.formats.writable(to, for: result.path)
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

  /// What one input adds to a file of all.
  private struct Addition: Sendable {
    /// nil where it is nothing.
    var rows: [UInt8]?
    var ledger: [UInt8]
    var certainty: CertaintySummary
  }

  /// All reports as one file, each as it comes: no more of them are held than wait for their turn.
  private func oneAfterTheOther(
    _ files: [Input], _ job: ConversionJob, _ writer: Converter.RowWriter
  ) throws(Refusal) -> ExitStatus {
    var output = PiecewiseOutput(result.path ?? .standardStream, overwrites: overwriting.overwrite)
    var ledgers = ledger.map { PiecewiseOutput($0, overwrites: overwriting.overwrite) }
    var certainty = CertaintySummary()
    let status: ExitStatus
    do throws(Refusal) {
      status = try Batch(files, workers: input.workers, countsFailures: false).inOrder(
        { path throws(Refusal) in
          let (outcome, summary) = try outcome(of: path, job)
          let addition = Addition(
            rows: outcome.reports.isEmpty ? nil : try writer.rows(outcome.reports),
            ledger: ledger.map { bytes(of: outcome.ledgers, for: $0, job) } ?? [],
            certainty: outcome.certainty)
          return (addition, summary)
        }, size: { ($0.rows?.count ?? 0) + $0.ledger.count }
      ) { addition throws(Refusal) in
        if let rows = addition.rows {
          if !output.hasBegun { try output.write(writer.head) }
          try output.write(rows)
          certainty.add(addition.certainty)
        }
        try ledgers?.write(addition.ledger)
      }
      try ledgers?.place()
    } catch {
      output.discard()
      ledgers?.discard()
      throw error
    }
    let isWritten = output.hasBegun
    try output.place()
    if isWritten, let path = result.path { tellWritten("file", ["path": path.shown], certainty) }
    return status
  }

  /// All reports as one file that is made of all at once.
  private func together(_ files: [Input], _ job: ConversionJob) throws(Refusal) -> ExitStatus {
    let outcomes = Batch(files, workers: input.workers, countsFailures: false).collect {
      path throws(Refusal) in
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
    _ files: [Input], _ job: ConversionJob, into path: FilePath
  ) throws(Refusal) -> ExitStatus {
    if ledger == .standardStream { throw Refusal(.usage, .ledgerNeedsFolder()) }
    if update, overwriting.overwrite { throw Refusal(.usage, .updateOrOverwrite()) }
    let existing: ResultFolder.Existing =
      update ? .updated : overwriting.overwrite ? .overwritten : .kept
    let folder = try ResultFolder(path, existing)
    let ledgers = try ledger.map { path throws(Refusal) in try ResultFolder(path, existing) }
    let outputs = OutputNames(files, extension: job.fileExtension)
    let names = outputs.names
    tellNumbered(outputs.numbered.map { (files[$0].path, folder.place(of: names[$0])) })
    // A result may fall on an input, which stays.
    let read = existing == .kept ? [] : Set(files.compactMap { FileIdentity($0.path) })
    let certainty = Mutex(CertaintySummary())
    let status = Batch(files, workers: input.workers).run { index, path throws(Refusal) in
      let place = folder.place(of: names[index])
      if !read.isEmpty, FileIdentity(place).map(read.contains) ?? false {
        throw Refusal(.output, .inputIsOutput(place))
      }
      let (outcome, summary) = try outcome(of: path, job)
      if !outcome.reports.isEmpty {
        try folder.write(try job.bytes(outcome.reports), to: names[index])
        if !isQuiet { certainty.withLock { $0.add(outcome.certainty) } }
      }
      if let ledgers {
        let name = ledgerName(of: names[index])
        try ledgers.write(bytes(of: outcome.ledgers, for: name, job), to: name)
      }
      return summary
    }
    try folder.finish()
    try ledgers?.finish()
    tellWritten(to: folder, certainty.withLock { $0 })
    return status
  }

  private var isQuiet: Bool { input.quietness.quiet }

  /// Where results went that could not have the names of their inputs: all of them, as nobody could guess.
  private func tellNumbered(_ results: [(input: FilePath, result: FilePath)]) {
    if isQuiet { return }
    Console.shared.report(results.map { .numbered($0.input, $0.result) }, path: nil, whole: true)
  }

  private func tellWritten(to folder: ResultFolder, _ certainty: CertaintySummary) {
    let (written, unchanged) = folder.counts
    if written + unchanged == 0 { return }
    let arguments = [
      "path": folder.path.shown, "count": String(written), "unchanged": String(unchanged),
    ]
    tellWritten(unchanged > 0 ? "changed" : "folder", arguments, certainty)
  }

  /// One line: what was written, how certain it is, and where it is said why.
  private func tellWritten(_ what: String, _ arguments: [String: String], _ certainty: CertaintySummary) {
    if isQuiet { return }
    var arguments = arguments
    arguments["certainty"] = certainty.text(Console.shared.language)
    if certainty.isConverted {
      arguments["ledger"] =
        ledger.map {
          MessageCatalogue.fill(Console.shared.word("written.ledger"), with: ["path": $0.shown])
        } ?? Console.shared.word("written.no-ledger")
    }
    Console.shared.tell("written.\(what)", arguments)
  }

  private func ledgerName(of result: FilePath) -> FilePath {
    var name = result.withStemEnding(".ledger")
    name.extension = "json"
    return name
  }

  private func write(_ ledgers: [Ledger], to path: FilePath, _ job: ConversionJob) throws(Refusal) {
    try FileAccess.write(bytes(of: ledgers, for: path, job), to: path, overwrites: overwriting.overwrite)
  }

  /// The ledger as JSON, or as text where the file is called so.
  private func bytes(of ledgers: [Ledger], for path: FilePath, _ job: ConversionJob) -> [UInt8] {
    let isText = ["txt", "text"].contains(path.lowercasedExtension ?? "")
    return ledgers.flatMap { ledger in
      isText ? ledger.text(Console.shared.language, forms: job.converter.forms).bytes : ledger.json()
    }
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
  static func unknownExtension(of path: FilePath, _ formats: FormatRegistry) -> Finding {
    let writable = formats.formats.filter { $0.writer != nil }.map(\.id)
    return Finding(
      "command.unknown-extension", .error, ["path": path.shown, "formats": writable.joined(separator: ", ")])
  }

  static func readOnlyExtension(of path: FilePath) -> Finding {
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

extension Finding {
  fileprivate static func numbered(_ input: FilePath, _ result: FilePath) -> Finding {
    Finding("command.numbered", .note, ["path": input.shown, "result": result.shown])
  }

  fileprivate static func updateNeedsFolder() -> Finding { Finding("command.update-folder", .error) }

  static func updateOrOverwrite() -> Finding { Finding("command.update-overwrite", .error) }
}
