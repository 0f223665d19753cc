import Core
import Crosswalk
import FileKit
import FormatKit
import Packages
import Records
import Rendering
import ReportModel
import TextKit

/// Makes the files and the history of a record from one report.
struct RecordMaker: Sendable {
  /// Everything of a record that does not depend on its number.
  struct Draft: Sendable {
    let report: Report
    fileprivate let files: [ArchiveFile]
    fileprivate let history: [ProcessingStep]
    fileprivate let check: RenderedCheck
    fileprivate let findings: [Finding]
  }

  /// A record with its number.
  struct Numbered: Sendable {
    let entry: ArchiveEntry
    fileprivate let record: ArchiveRecord
    fileprivate let metadata: RecordMetadata
    let check: RenderedCheck
    let findings: [Finding]
  }

  private let converter: Converter
  private let options: ArchiveOptions

  init(_ converter: Converter, _ options: ArchiveOptions) {
    self.converter = converter
    self.options = options
  }

  func drafts(of path: FilePath) throws(Refusal) -> [Draft] {
    let source = try SourceBytes(contentsOf: path)
    let reading = try converter.reading(source, as: options.format, edition: options.readsAs)
    // A program of the user's has no format here.
    let format = converter.formats.format(named: reading.format)
    let request = ProcessingRequest(
      format: options.format, readsAs: options.readsAs, edition: options.edition, policy: options.policy)
    var drafts: [Draft] = []
    for report in reading.reports {
      drafts.append(try draft(try converter.process(report, request), source, format))
    }
    return drafts
  }

  private func draft(
    _ processed: ProcessedReport, _ source: SourceBytes, _ format: Format?
  ) throws(Refusal) -> Draft {
    let report = processed.report
    let current = processed.converted
    let ledger = processed.ledger
    let result = processed.check ?? converter.check(report)
    // The same that `convert` writes of the file, so that the package gives it back.
    let published = try converter.convert(report, to: report.form.id.edition, policy: options.policy).report
      .carrying(result.findings)
    let isConverted = current.form.id.edition != report.form.id.edition
    let received = source.bytes
    let name = source.name ?? "报告.\(format?.extensions.first ?? "bin")"
    let shown = try converter.bytes(
      of: current, asEachOf: ["html", "docx"], options: WriteOptions(hasAppendix: true, attachesData: false))
    var files = [
      ArchiveFile(
        .received, name: RecordLayout.receivedName(name, ending: ending(name, format)),
        mediaType: format?.mediaTypes.first ?? "application/octet-stream", bytes: received),
      ArchiveFile(
        .canonicalXML, name: RecordLayout.canonicalName, mediaType: "application/xml",
        bytes: try converter.bytes(of: [published], as: "xml")),
      ArchiveFile(.page, name: RecordLayout.pageName, mediaType: "text/html", bytes: shown[0]),
      ArchiveFile(
        .document, name: RecordLayout.documentName,
        mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes: shown[1]),
    ]
    if isConverted {
      files.append(
        ArchiveFile(
          .ledger, name: RecordLayout.ledgerName, mediaType: "application/json", bytes: ledger.json()))
    }
    var history = [
      step(
        .received,
        ["name": name, "size": String(received.count), "sha256": ContentDigest.hexadecimal(received)])
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
    let check = RenderedCheck(
      CheckedReport(result, path: name),
      CheckStyle(
        language: .chinese, level: .note, showsAll: true, isColored: false, rules: converter.rules,
        version: options.program))
    return Draft(
      report: report, files: files, history: history, check: check, findings: published.findings)
  }

  /// The ending of what a file is, where its name ends like another format: a page that is called `.doc` would not
  /// open, and archives refuse it.
  private func ending(_ name: String, _ format: Format?) -> String? {
    guard let format, let own = FilePath(name).lowercasedExtension, !format.extensions.contains(own),
      !converter.formats.formats(extension: own).isEmpty
    else { return nil }
    return format.extensions.first
  }

  /// The record of a draft with that number within its year.
  ///
  /// - Throws: an `input` refusal with all that neither the settings nor the report tell.
  func record(_ draft: Draft, item: Int) throws(Refusal) -> Numbered {
    let entry = try ArchiveEntry(draft.report, item: item, options.settings)
    let record = ArchiveRecord(
      number: entry.number, files: draft.files,
      history: draft.history + [step(.packed, ["number": entry.number])])
    var findings = draft.findings
    if entry.isDateAssumed {
      findings.append(.dateAssumed(entry.number, entry.date))
    }
    return Numbered(
      entry: entry, record: record, metadata: try RecordMetadata(record, entry, options.settings),
      check: draft.check, findings: findings)
  }

  /// What stands for a record in the package.
  func files(_ record: Numbered, _ packer: FilePacker) throws(Refusal) -> [PackedFile] {
    packer.pack(
      try RecordLayout.files(
        record.record, record.metadata, record.entry, options.settings, as: options.form))
  }

  private func step(_ action: ProcessingStep.Action, _ arguments: [String: String]) -> ProcessingStep {
    let sentence = action.sentence
    return ProcessingStep(
      action, time: options.time.text, program: options.program,
      description: LocalizedText(
        chinese: MessageCatalogue.fill(sentence.chinese, with: arguments),
        english: MessageCatalogue.fill(sentence.english, with: arguments)))
  }
}

extension ProcessingStep.Action {
  /// What was done, with placeholders.
  fileprivate var sentence: LocalizedText {
    let words = MessageCatalogue.shared
    return switch self {
    case .received: words.word("archive.step.received")
    case .converted: words.word("archive.step.converted")
    case .checked: words.word("archive.step.checked")
    case .packed: words.word("archive.step.packed")
    }
  }
}

extension Finding {
  fileprivate static func dateAssumed(_ number: String, _ date: String) -> Finding {
    Finding("archive.date-assumed", .note, ["number": number, "date": date])
  }
}
