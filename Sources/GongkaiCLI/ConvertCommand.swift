import ArgumentParser
import Core
import Crosswalk
import FileKit
import FormatKit
import Gongkai
import ReportModel

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: Help.abstract("convert"), discussion: Help.discussion("convert"))

  @Argument(help: Help.text("inputs"), completion: .file())
  var inputs: [String]

  @OptionGroup var reading: ReadingOptions

  @Option(name: .long, help: Help.text("edition"), completion: Help.editions)
  var edition: String?

  @Option(name: .long, help: Help.text("to"), completion: Help.formats { $0.writer != nil })
  var to: String?

  @Option(
    name: [.customShort("o"), .long], help: Help.text("output", placeholder: "path"), completion: .file())
  var output: String?

  @Option(name: .long, help: Help.text("policy"))
  var policy: Conversion.Policy = .bounds

  @Option(name: .long, help: Help.text("ledger", placeholder: "path"), completion: .file())
  var ledger: String?

  @Flag(name: .customLong("fail-on-loss"), help: Help.text("fail-on-loss"))
  var failOnLoss = false

  @Flag(name: .customLong("no-check"), help: Help.text("no-check"))
  var noCheck = false

  @Flag(name: .customLong("omit-personal-data"), help: Help.text("omit-personal-data"))
  var omitsPersonalData = false

  @Flag(name: .long, help: Help.text("overwrite"))
  var overwrite = false

  @Option(name: .long, help: Help.text("level"))
  var level: Severity = .error

  @Option(name: .long, help: Help.text("show"))
  var show: Severity = .warning

  func run() throws {
    let converter = try reading.converter()
    let paths = try InputFiles.expand(inputs, converter.formats, leavingOut: [output, ledger])
    let isFolder = output.map { FileAccess.isFolder($0) || $0.hasSuffix("/") } ?? false
    let isSingle = paths.count == 1 && !isFolder
    let format = try outputFormat(converter, isFile: isSingle)
    let job = ConversionJob(
      converter: converter,
      request: ProcessingRequest(
        format: reading.from, readsAs: try reading.edition(reading.fromEdition, converter.forms),
        edition: try reading.edition(edition, converter.forms), policy: policy, checks: !noCheck),
      to: format,
      options: WriteOptions(language: Console.shared.language, omitsPersonalData: omitsPersonalData),
      overwrites: overwrite)
    let status: ExitStatus
    if isSingle {
      status = try one(paths[0], job)
    } else if let output {
      status = try many(paths, job, folder: output)
    } else {
      status = try stream(paths, job)
    }
    if status != .done { throw status }
  }

  /// `--to`, else the extension of the output file, else canonical JSON.
  private func outputFormat(_ converter: Converter, isFile: Bool) throws(Refusal) -> String {
    if let to {
      if to.hasPrefix("exec:") { return to }
      guard let format = converter.formats.format(named: to) else {
        throw Refusal(
          .usage,
          Finding(
            "format.unknown", .error,
            ["format": to, "formats": converter.formats.formats.map(\.id).joined(separator: ", ")]))
      }
      return format.id
    }
    if let output, let name = FileAccess.pathExtension(of: output) {
      let formats = converter.formats.formats(extension: name).filter { $0.writer != nil }
      if let format = formats.first { return format.id }
      if isFile {
        // JSON in a file that is called otherwise would deceive whoever opens it.
        let writable = converter.formats.formats.filter { $0.writer != nil }.map(\.id)
        throw Refusal(
          .usage,
          Finding(
            "command.unknown-extension", .error,
            ["path": output, "formats": writable.joined(separator: ", ")]))
      }
    }
    return "json"
  }

  private func verdict(_ result: ConversionJob.Result) -> ExitStatus {
    if failOnLoss, result.lossCount > 0 { return .loss }
    return result.findings.contains { $0.severity >= level } ? .findings : .done
  }

  private func one(_ path: String, _ job: ConversionJob) throws(Refusal) -> ExitStatus {
    try checkOutputs()
    let result: ConversionJob.Result
    do {
      result = try job.run(path)
    } catch {
      Console.shared.report(error.findings, path: path)
      return ExitStatus(error)
    }
    Console.shared.report(result.findings, path: result.findingsPath ?? path, from: min(show, level))
    let status = verdict(result)
    // A loss that must not happen leaves nothing behind.
    if status == .loss {
      let loss = Finding("command.loss", .error, ["count": String(result.lossCount)])
      Console.shared.report([loss], path: path)
      if let ledger { try write(result.ledgers, to: ledger, job) }
      return status
    }
    let bytes = try job.bytes(result.reports)
    if let ledger { try write(result.ledgers, to: ledger, job) }
    if let output {
      try FileAccess.write(bytes, to: output, overwrites: overwrite)
    } else {
      try FileAccess.writeToStandardOutput(bytes)
    }
    return status
  }

  /// Refuses before any work what could only be refused after it, so that nothing is left half done.
  private func checkOutputs() throws(Refusal) {
    if let ledger, ledger == output ?? "-" {
      throw Refusal(.usage, Finding("command.same-output", .error, ["path": ledger]))
    }
    if !overwrite { try FileAccess.refuseExisting([output, ledger].compactMap { $0 }.filter { $0 != "-" }) }
  }

  /// The ledger as JSON, or as text where the file is called so.
  private func write(_ ledgers: [Ledger], to path: String, _ job: ConversionJob) throws(Refusal) {
    let isText = ["txt", "text"].contains(FileAccess.pathExtension(of: path) ?? "")
    var bytes: [UInt8] = []
    for ledger in ledgers {
      bytes +=
        isText ? Array(ledger.text(Console.shared.language, forms: job.converter.forms).utf8) : ledger.json()
    }
    if path == "-" {
      try FileAccess.writeToStandardOutput(bytes)
    } else {
      try FileAccess.write(bytes, to: path, overwrites: overwrite)
    }
  }

  private func many(_ paths: [String], _ job: ConversionJob, folder: String) throws(Refusal) -> ExitStatus {
    if ledger == "-" { throw Refusal(.usage, Finding("command.ledger-folder", .error)) }
    if !FileAccess.isFolder(folder) { try FileAccess.makeFolder(folder) }
    if let ledger, !FileAccess.isFolder(ledger) { try FileAccess.makeFolder(ledger) }
    let names = OutputNames(paths, extension: job.fileExtension)
    let batch = Batch(count: paths.count) { index in
      let path = paths[index]
      var summary = Batch.Summary()
      do throws(Refusal) {
        let result = try job.run(path)
        summary.status = verdict(result)
        summary.message = Console.shared.describe(
          result.findings, path: result.findingsPath ?? path, from: min(show, level))
        if summary.status == .loss {
          let loss = Finding("command.loss", .error, ["count": String(result.lossCount)])
          summary.message += Console.shared.describe([loss], path: path)
        } else {
          try FileAccess.write(
            try job.bytes(result.reports), to: "\(folder)/\(names.names[index])", overwrites: overwrite)
        }
        if let ledger {
          try write(
            result.ledgers, to: "\(ledger)/\(FileAccess.stem(of: names.names[index])).ledger.json", job)
        }
      } catch {
        summary.status = ExitStatus(error)
        summary.message = Console.shared.describe(error.findings, path: path)
      }
      return summary
    }
    return batch.run()
  }

  /// Several reports to standard output, as one file of a format that holds many.
  private func stream(_ paths: [String], _ job: ConversionJob) throws(Refusal) -> ExitStatus {
    guard let format = job.converter.formats.format(named: job.to), format.capabilities.contains(.manyReports)
    else {
      throw Refusal(
        .usage, Finding("command.needs-folder", .error, ["count": String(paths.count), "format": job.to]))
    }
    try checkOutputs()
    var reports: [Report] = []
    var ledgers: [Ledger] = []
    var worst = ExitStatus.done
    for path in paths {
      do throws(Refusal) {
        let result = try job.run(path)
        Console.shared.report(result.findings, path: result.findingsPath ?? path, from: min(show, level))
        let status = verdict(result)
        worst = worst.worse(status)
        ledgers += result.ledgers
        if status == .loss {
          let loss = Finding("command.loss", .error, ["count": String(result.lossCount)])
          Console.shared.report([loss], path: path)
        } else {
          reports += result.reports
        }
      } catch {
        Console.shared.report(error.findings, path: path)
        worst = worst.worse(ExitStatus(error))
      }
    }
    if !reports.isEmpty { try FileAccess.writeToStandardOutput(try job.bytes(reports)) }
    if let ledger { try write(ledgers, to: ledger, job) }
    return worst
  }
}

extension ExitStatus {
  /// The one that a user must hear of: what could not be read or written before what was found.
  func worse(_ other: ExitStatus) -> ExitStatus {
    let order: [ExitStatus] = [.done, .findings, .loss, .input, .output, .usage]
    return (order.firstIndex(of: self) ?? 0) >= (order.firstIndex(of: other) ?? 0) ? self : other
  }
}
