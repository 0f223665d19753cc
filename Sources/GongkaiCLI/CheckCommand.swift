import ArgumentParser
import Checks
import Core
import FileKit
import Gongkai
import Rendering
import ReportModel
import Synchronization
import TextKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: Help.abstract("check"), discussion: Help.discussion("check"))

  @Argument(help: Help.text("inputs"), completion: .file())
  var inputs: [String]

  @Option(name: .long, help: Help.text("against", placeholder: "path"), completion: .file())
  var against: [String] = []

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var ruleOptions: RuleOptions

  @Option(name: .long, help: Help.text("check-format"))
  var format: CheckFormat?

  @Option(
    name: [.customShort("o"), .long], help: Help.text("check-output", placeholder: "path"),
    completion: .file())
  var output: String?

  @Option(name: .long, help: Help.text("level"))
  var level: Severity = .error

  @Option(name: .long, help: Help.text("show"))
  var show: Severity = .warning

  @Flag(name: .long, help: Help.text("all"))
  var all = false

  @Option(name: .long, help: Help.text("baseline", placeholder: "file"), completion: .file())
  var baseline: String?

  @Option(name: .customLong("write-baseline"), help: Help.text("write-baseline", placeholder: "file"))
  var writeBaseline: String?

  @Flag(name: .long, help: Help.text("overwrite"))
  var overwrite = false

  func run() throws {
    let converter = try reading.converter(ruleOptions)
    let format = try outputFormat()
    try checkOutputs()
    let accepted = try baseline.map { path throws(Refusal) in try readBaseline(path) }
    let edition = try reading.edition(reading.fromEdition, converter.forms)
    let outputs = [output, writeBaseline]
    let paths = try InputFiles.expand(inputs, converter.formats, leavingOut: outputs)
    let counterparts = try InputFiles.expand(against, converter.formats, leavingOut: outputs)

    var status = ExitStatus.done
    let last = Collected<[Report]>()
    if !counterparts.isEmpty {
      status = Batch(count: counterparts.count) { index in
        last.gather(index, counterparts[index]) { path throws(Refusal) in
          try converter.readAll(contentsOf: path, as: reading.from, edition: edition)
        }
      }.run()
    }
    let candidates = last.inOrder.flatMap { index, reports in
      reports.map { ReportPairing.Candidate(counterparts[index], $0) }
    }
    let job = CheckJob(
      converter: converter, from: reading.from, edition: edition,
      pairing: against.isEmpty ? nil : ReportPairing(candidates),
      given: paths.count == 1 && candidates.count == 1 ? ReportPairing(candidates, isGiven: true) : nil)
    let checked = Collected<CheckJob.Result>()
    let worst = Batch(count: paths.count) { index in
      checked.gather(index, paths[index]) { path throws(Refusal) in try job.run(path) }
    }.run()
    status = status.worse(worst)

    let results = checked.inOrder.map(\.value)
    var run = CheckRun(
      results.flatMap(\.reports),
      refusals: (last.refusals.map { (counterparts[$0], $1) } + checked.refusals.map { (paths[$0], $1) })
        .map { CheckRun.RefusedInput($0, $1) },
      hasBaseline: accepted != nil)
    let doubts = results.flatMap(\.doubts)
    Console.shared.report(doubts, path: nil)
    if let accepted, let baseline {
      let gone = accepted.apply(to: &run.reports)
      Console.shared.report(gone.map { Self.finding($0, baseline) }, path: nil)
    }
    let style = CheckStyle(
      language: Console.shared.language, level: min(show, level), showsAll: all,
      isColored: output == nil && isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil,
      rules: converter.rules, version: GongkaiCommand.version)
    let bytes = format.bytes(of: run, style)
    if let output, output != "-" {
      try FileAccess.write(bytes, to: output, overwrites: overwrite)
    } else {
      try FileAccess.writeToStandardOutput(bytes)
    }
    if let writeBaseline {
      let text = (accepted ?? Baseline()).accepting(run.reports, from: style.level).text
      try FileAccess.write(
        Array(text.utf8), to: writeBaseline, overwrites: overwrite || writeBaseline == baseline)
    }
    status = status.worse(verdict(run, doubts))
    if status != .done { throw status }
  }

  /// What is written to a baseline is accepted by that.
  private func verdict(_ run: CheckRun, _ doubts: [Finding]) -> ExitStatus {
    let found = run.reports.contains { checked in
      checked.reading.contains { $0.severity >= level }
        || writeBaseline == nil && checked.findings.contains { $0.finding.severity >= level }
    }
    return found || doubts.contains { $0.severity >= level } ? .findings : .done
  }

  /// `--format`, else the extension of the output file, else text.
  private func outputFormat() throws(Refusal) -> CheckFormat {
    if let format { return format }
    guard let output, output != "-", let name = FileAccess.pathExtension(of: output) else { return .text }
    if let format = CheckFormat.allCases.first(where: { $0.extensions.contains(name) }) { return format }
    let formats = CheckFormat.allCases.map(\.rawValue).joined(separator: ", ")
    throw Refusal(
      .usage, Finding("command.unknown-report-extension", .error, ["path": output, "formats": formats]))
  }

  /// Refuses before any work what could only be refused after it.
  private func checkOutputs() throws(Refusal) {
    if let writeBaseline, writeBaseline == output {
      throw Refusal(.usage, Finding("command.same-file", .error, ["path": writeBaseline]))
    }
    let isUpdate = writeBaseline != nil && writeBaseline == baseline
    let written = [output, isUpdate ? nil : writeBaseline].compactMap { $0 }.filter { $0 != "-" }
    if !overwrite { try FileAccess.refuseExisting(written) }
  }

  private func readBaseline(_ path: String) throws(Refusal) -> Baseline {
    try Baseline.read(String(decoding: try FileAccess.read(path), as: UTF8.self), name: path)
  }

  private static func finding(_ entry: Baseline.Entry, _ path: String) -> Finding {
    Finding(
      "baseline.gone", .note,
      [
        "file": path, "body": entry.body, "year": entry.year, "rule": entry.rule,
        "message.zh": entry.message.chinese, "message.en": entry.message.english,
      ])
  }
}

extension CheckFormat: ExpressibleByArgument {}

/// What is done with each input of a check: read it, find its counterpart, and check it.
private struct CheckJob: Sendable {
  struct Result: Sendable {
    var reports: [CheckedReport] = []
    /// What is doubtful about the counterparts, each with its file.
    var doubts: [Finding] = []
  }

  let converter: Converter
  let from: String?
  let edition: Edition?
  /// nil where no year before is compared.
  let pairing: ReportPairing?
  /// Where there is one input and one counterpart.
  let given: ReportPairing?

  func run(_ path: String) throws(Refusal) -> Result {
    var result = Result()
    let reports = try converter.readAll(contentsOf: path, as: from, edition: edition)
    let pairing = reports.count == 1 ? given ?? pairing : pairing
    for report in reports {
      let (candidate, doubts) = pairing?.counterpart(of: report) ?? (nil, [])
      result.reports.append(
        CheckedReport(
          converter.check(report, against: candidate?.report), path: path, previousPath: candidate?.path))
      result.doubts += doubts.map { doubt in
        var doubt = doubt
        doubt.arguments["file"] = path
        return doubt
      }
    }
    return result
  }
}

/// What a batch makes of its inputs, which come in any order.
private final class Collected<Value: Sendable>: Sendable {
  private let values = Mutex<[Int: Value]>([:])
  private let refused = Mutex<[Int: [Finding]]>([:])

  /// Does the work of one input, and keeps what comes of it.
  func gather(
    _ index: Int, _ path: String, _ work: (String) throws(Refusal) -> Value
  ) -> Batch.Summary {
    do throws(Refusal) {
      let value = try work(path)
      values.withLock { $0[index] = value }
      return Batch.Summary()
    } catch {
      refused.withLock { $0[index] = error.findings }
      return Batch.Summary(
        status: ExitStatus(error), message: Console.shared.describe(error.findings, path: path))
    }
  }

  var inOrder: [(index: Int, value: Value)] {
    values.withLock { values in values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }

  var refusals: [(index: Int, findings: [Finding])] {
    refused.withLock { refused in refused.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }
}

/// Which rules a report is checked by.
struct RuleOptions: ParsableArguments {
  @Option(name: .long, help: Help.text("rules", placeholder: "file"), completion: .file())
  var rules: [String] = []

  @Option(name: .long, help: Help.text("without", placeholder: "rule"))
  var without: [String] = []

  func book(_ forms: FormCatalogue) throws(Refusal) -> RuleBook {
    var book = RuleBook.shared
    for path in rules {
      try book.add(String(decoding: try FileAccess.read(path), as: UTF8.self), name: path, forms: forms)
    }
    let unknown = without.filter { !book.switchOff($0) }
    if unknown.isEmpty { return book }
    throw Refusal(.usage, unknown.map { Self.unknownRule($0, book) })
  }

  static func unknownRule(_ id: String, _ book: RuleBook) -> Finding {
    Finding(
      "command.unknown-rule", .error,
      ["rule": id, "rules": book.rules.map(\.id).joined(separator: ", ")])
  }
}

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: Help.abstract("rules"), discussion: Help.discussion("rules"))

  @OptionGroup var ruleOptions: RuleOptions

  @Flag(name: .long, help: Help.text("json"))
  var json = false

  @Option(name: .long, help: Help.text("form", placeholder: "file"), completion: .file())
  var form: [String] = []

  @Option(name: .long, help: Help.text("lang"))
  var lang: Language?

  func run() throws {
    Console.shared.use(lang)
    let forms = try FormFiles.catalogue(with: form)
    let book = try ruleOptions.book(forms)
    let text = RuleText(forms: forms)
    try FileAccess.writeToStandardOutput(
      json
        ? text.json(book) : Array(TextColumns.aligned(text.rows(book, Console.shared.language)).utf8))
  }
}
