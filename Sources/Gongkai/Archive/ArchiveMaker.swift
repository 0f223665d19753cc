import Archive
import CheckReporting
import Checks
import Crosswalk
import Findings
import Formats
import ReportModel

/// How packages are made.
public struct ArchiveOptions: Sendable {
  public var settings: ArchiveSettings
  /// The only time in the bytes.
  public var time: ArchiveTime
  /// The program and its version, as they stand in the history of each record.
  public var program: String
  public var algorithms: [DigestAlgorithm] = [.sha256]
  public var limits = PackageLimits()
  /// The edition of the tables beside the report.
  public var edition = Edition.edition2021
  public var policy = Conversion.Policy.bounds
  /// The format and edition to read as; nil to find out.
  public var format: String?
  public var readsAs: Edition?
  public var overwrites = false
  /// Whether packages are made although an input was refused.
  public var skipsRefused = false

  public init(_ settings: ArchiveSettings, time: ArchiveTime, program: String) {
    self.settings = settings
    self.time = time
    self.program = program
  }
}

/// Packs reports for an archive: each is read, checked, converted to the current form and put into a package with the
/// file that it came in. Only one report is in memory.
public struct ArchiveMaker {
  /// A package that was made.
  public struct Package: Hashable, Sendable {
    public var path: String
    /// In bytes.
    public var size: Int
    public var sha256: String
    /// 档号, in the order of the catalogue.
    public var numbers: [String]
  }

  public struct Outcome: Sendable {
    /// Empty where an input was refused and packages are made only of all.
    public var packages: [Package] = []
    public var refusedCount = 0
    /// What the refusals were.
    public var refusals: [Refusal] = []
  }

  /// Looks at a package before it is put into its place, and throws to keep it from there.
  public typealias Verification = (String) throws(Refusal) -> Void

  private let converter: Converter
  private let options: ArchiveOptions

  public init(_ converter: Converter, _ options: ArchiveOptions) {
    self.converter = converter
    self.options = options
  }

  /// Makes the packages of some files, the first at that path and the next beside it.
  ///
  /// - Parameters:
  ///   - verify: is called with each package where it stands until it is put into its place.
  ///   - tell: hears what was found in each input.
  /// - Throws: where settings are missing, nothing can be written, or verifying refuses; nothing is left behind.
  public func make(
    of inputs: [String], at path: String, verify: Verification = { _ throws(Refusal) in },
    tell: (String, [Finding]) -> Void = { _, _ in }
  ) throws(Refusal) -> Outcome {
    let missing = options.settings.missing
    if !missing.isEmpty { throw Refusal(.usage, missing) }
    if !options.overwrites { try FileAccess.refuseExisting([path]) }
    var writer = TransferWriter<DigestingOutput<OutputFile>, WrittenCheck>(
      options.settings, algorithms: options.algorithms, limits: options.limits, report: WrittenCheck.json
    ) { number throws(Refusal) in
      DigestingOutput(try OutputFile(Self.path(path, number)))
    }
    do throws(Refusal) {
      let outcome = try make(of: inputs, with: &writer, verify, tell)
      if outcome.packages.isEmpty { for output in writer.outputs { output.base.discard() } }
      return outcome
    } catch {
      for output in writer.outputs { output.base.discard() }
      throw error
    }
  }

  private func make(
    of inputs: [String], with writer: inout TransferWriter<DigestingOutput<OutputFile>, WrittenCheck>,
    _ verify: Verification, _ tell: (String, [Finding]) -> Void
  ) throws(Refusal) -> Outcome {
    var outcome = Outcome()
    var items: [String: Int] = [:]
    for input in inputs {
      do throws(Refusal) {
        let bytes = try FileAccess.read(input)
        let name = input == "-" ? nil : FileAccess.name(of: input)
        let reports = try converter.readAll(
          bytes: bytes, name: name, as: options.format, edition: options.readsAs)
        for report in reports {
          let year = ArchiveEntry.year(of: report, options.settings) ?? ""
          let item = items[year] ?? Int(options.settings["起始件号"] ?? "") ?? 1
          let entry = try ArchiveEntry(report, item: item, options.settings)
          let (record, check, findings) = try record(report, entry, bytes, path: input)
          tell(input, findings)
          // After a refusal the rest is looked at, so that all refusals are named at once.
          if outcome.refusals.isEmpty || options.skipsRefused { try writer.add(record, entry, check) }
          items[year] = item + 1
        }
      } catch {
        // What cannot be written is no fault of the input.
        if error.kind == .output { throw error }
        outcome.refusals.append(error)
        outcome.refusedCount += 1
        tell(input, error.findings)
      }
    }
    if !outcome.refusals.isEmpty, !options.skipsRefused { return outcome }
    try writer.finish()
    let paths = writer.outputs.map(\.base.path)
    if !options.overwrites { try FileAccess.refuseExisting(paths) }
    for output in writer.outputs { try verify(output.base.temporaryPath) }
    for (output, numbers) in zip(writer.outputs, writer.contents) {
      try output.base.place(overwrites: options.overwrites)
      outcome.packages.append(
        Package(path: output.base.path, size: output.count, sha256: output.sha256, numbers: numbers))
    }
    return outcome
  }

  /// `package.zip`, `package-2.zip` and so on.
  static func path(_ path: String, _ number: Int) -> String {
    if number == 1 { return path }
    let ending = FileAccess.pathExtension(of: path).map { String(path.suffix($0.count + 1)) } ?? ""
    return "\(path.dropLast(ending.count))-\(number)\(ending)"
  }

  // MARK: One report

  /// A report with its files and history, and what was found.
  private func record(
    _ report: Report, _ entry: ArchiveEntry, _ received: [UInt8], path: String
  ) throws(Refusal) -> (ArchiveRecord, WrittenCheck, [Finding]) {
    let result = converter.check(report)
    // The same that `convert` writes of the file, so that the package gives it back.
    let published = try converter.convert(report, to: report.form.id.edition, policy: options.policy).report
      .carrying(result.findings)
    let (converted, ledger) = try converter.convert(report, to: options.edition, policy: options.policy)
    let current = converted.carrying(result.findings)
    let isConverted = current.form.id.edition != report.form.id.edition
    let format = report.source.flatMap { converter.formats.format(named: $0.format) }
    let name = path == "-" ? "报告.\(format?.extensions.first ?? "bin")" : FileAccess.name(of: path)
    var files = [
      ArchiveFile(
        .received, name: RecordLayout.receivedName(name),
        mediaType: format?.mediaTypes.first ?? "application/octet-stream", bytes: received),
      ArchiveFile(
        .canonicalXML, name: RecordLayout.canonicalName, mediaType: "application/xml",
        bytes: try converter.bytes(of: [published], as: "xml")),
      ArchiveFile(
        .page, name: RecordLayout.pageName, mediaType: "text/html",
        bytes: try converter.bytes(of: [current], as: "html")),
      ArchiveFile(
        .document, name: RecordLayout.documentName,
        mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        bytes: try converter.bytes(of: [current], as: "docx")),
    ]
    if isConverted {
      files.append(
        ArchiveFile(
          .ledger, name: RecordLayout.ledgerName, mediaType: "application/json", bytes: ledger.json()))
    }
    var findings = published.findings
    if entry.isDateAssumed {
      findings.append(Finding("archive.date-assumed", .note, ["number": entry.number, "date": entry.date]))
    }
    var history = [
      step(
        .received, ["name": name, "size": String(received.count), "sha256": SourceDigest.sha256(received)])
    ]
    if isConverted {
      let crosswalks = ledger.crosswalks.map { "\($0.id)@\($0.version)" }.joined(separator: ", ")
      history.append(
        step(
          .converted,
          [
            "source": ledger.source.description, "target": ledger.target.description,
            "crosswalks": crosswalks, "policy": options.policy.rawValue,
          ]))
    }
    var counts: [String: String] = [:]
    for severity in Severity.allCases {
      counts["\(severity.rawValue)s"] = String(result.findings.count { $0.finding.severity == severity })
    }
    history.append(step(.checked, counts))
    history.append(step(.packed, ["number": entry.number]))
    let check = WrittenCheck(
      CheckedReport(result, path: name),
      CheckStyle(
        language: .chinese, level: .note, showsAll: true, isColored: false, rules: converter.rules,
        version: options.program))
    return (
      ArchiveRecord(
        number: entry.number, published: published, current: current, files: files, history: history),
      check, findings
    )
  }

  private func step(_ action: ProcessingStep.Action, _ arguments: [String: String]) -> ProcessingStep {
    func text(_ language: Language) -> String {
      MessageCatalogue.fill(
        MessageCatalogue.shared.word("archive.step.\(action.rawValue)", language), with: arguments)
    }
    return ProcessingStep(
      action, time: options.time.text, program: options.program,
      description: LocalizedText(chinese: text(.chinese), english: text(.english)))
  }
}
