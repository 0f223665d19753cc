import ArgumentParser
import Core
import FileKit
import FormatKit
import Gongkai
import Panels
import ReportModel
import SystemPackage

/// The figures of many reports as tables that belong together.
struct PanelCommand: ParsableCommand, NamedOptions {
  static let configuration = CommandConfiguration(
    commandName: "panel", abstract: Help.abstract("panel"), discussion: Help.discussion("panel"))

  static let outputHelp = (id: "panel.folder", placeholder: "path")
  static let editionHelp = "panel.edition"

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, sqlite, parquet

    /// That of the files that are called so.
    init?(extension name: String?) {
      switch name {
      case "sqlite", "sqlite3", "db": self = .sqlite
      case "parquet": self = .parquet
      default: return nil
      }
    }
  }

  @OptionGroup var input: InputOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var target: EditionOption<PanelCommand>
  @OptionGroup var result: OutputOption<PanelCommand>

  @Option(name: .long, help: Help.text("panel.format"))
  var format: Format?

  @OptionGroup var conversion: PolicyOption

  @Flag(name: .customLong("no-check"), help: Help.text("stream.no-check"))
  var noCheck = false

  @Flag(name: .long, help: Help.text("panel.update"))
  var update = false

  @OptionGroup var overwriting: OverwriteFlag

  func run() throws {
    guard let place = result.path else { throw Refusal(.usage, .panelNeedsFolder()) }
    if update, overwriting.overwrite { throw Refusal(.usage, .updateOrOverwrite()) }
    let known = try reading.converter()
    let format = format ?? Format(extension: place.lowercasedExtension) ?? .csv
    if format == .parquet { throw Refusal(.usage, .noParquet()) }
    let files = try input.expand(known.formats, leavingOut: [place])
    let converter = reading.distributed(known, over: files)
    let edition = try target.edition(of: converter.forms) ?? converter.forms.editions.first
    guard let edition else { throw Refusal(.usage, .panelNeedsFolder()) }
    let request = ProcessingRequest(
      format: reading.from, readsAs: try reading.readAs(converter.forms), edition: edition,
      policy: conversion.policy, checks: !noCheck)
    let settings = PanelSettings(
      program: GongkaiCommand.version, edition: edition, policy: conversion.policy, checks: !noCheck,
      reading: [reading.from ?? "", reading.fromEdition ?? "", reading.includeHidden ? "hidden" : ""],
      forms: converter.forms, crosswalks: converter.crosswalks)
    let existing: PanelExisting =
      update ? .updated : overwriting.overwrite ? .replaced : .refused
    switch format {
    case .csv:
      let store = try CSVPanel(place, settings, existing) { index, input in
        index < files.count && files[index].path.shown == input.path
          && (try? FileAccess.digest(of: files[index].path)) == input.sha256
      }
      try build(PanelBuilder(store), files, converter, request).end()
    case .sqlite, .parquet:
      let isFolder = result.output?.endsWithSlash ?? false || FileAccess.isFolder(place)
      let path = isFolder ? place.appending("panel.sqlite") : place
      try build(PanelBuilder(SQLitePanel(path, settings, existing)), files, converter, request).end()
    }
  }

  private func build<Store: PanelStore>(
    _ builder: PanelBuilder<Store>, _ files: [Input], _ converter: Converter, _ request: ProcessingRequest
  ) throws(Refusal) -> ExitStatus {
    typealias Outcome = PanelBuilder<Store>.Outcome
    var builder = builder
    let rest = Array(files[builder.doneCount...])
    let known = builder.known
    let status = try Batch(rest, workers: input.workers).inOrder(
      { index, path throws(Refusal) -> (value: Outcome, summary: Batch.Summary) in
        try outcome(of: path, known, converter, request)
      }, size: { $0.size }
    ) { index, result throws(Refusal) in
      let path = rest[index].path
      let duplicates: [Finding]
      switch result {
      case .failure(let refusal):
        duplicates = try builder.add(
          Outcome(PanelAddition(path: path.shown, sha256: "", size: 0, [], refusals: refusal.findings)))
      case .success(.known(let input)):
        if try builder.keep(input) { return }
        // Another input gives its reports now.
        duplicates = try builder.add(try outcome(of: path, [:], converter, request).value as Outcome)
      case .success(let outcome): duplicates = try builder.add(outcome)
      }
      Console.shared.report(duplicates, path: path.shown)
    }
    try builder.finish()
    tell(builder.counts, builder.reportCount, kept: builder.keptCount)
    return status
  }

  /// Reads an input, unless its rows are there.
  private func outcome<Store: PanelStore>(
    of path: FilePath, _ known: [String: KnownInput], _ converter: Converter, _ request: ProcessingRequest
  ) throws(Refusal) -> (value: PanelBuilder<Store>.Outcome, summary: Batch.Summary) {
    let source = try SourceBytes(contentsOf: path)
    let sha256 = ContentDigest.hexadecimal(source.bytes)
    if let input = known[path.shown], input.sha256 == sha256 { return (.known(input), Batch.Summary()) }
    var reports: [Report] = []
    var refusal: Refusal?
    do throws(Refusal) {
      reports = try converter.process(source, request).map(\.converted)
    } catch {
      refusal = error
    }
    let addition = PanelAddition(
      path: path.shown, sha256: sha256, size: source.bytes.count, reports, refusals: refusal?.findings ?? [])
    return (.init(addition), refusal.map { Batch.Summary($0, path: path) } ?? Batch.Summary())
  }

  private func tell(_ counts: [PanelInputState: Int], _ reports: Int, kept: Int) {
    if input.quietness.quiet { return }
    var arguments = ["path": result.path?.shown ?? "-", "reports": String(reports), "kept": String(kept)]
    for state in PanelInputState.allCases { arguments[state.rawValue] = String(counts[state] ?? 0) }
    Console.shared.tell(kept > 0 ? "panel.updated" : "panel.written", arguments)
  }
}

extension Finding {
  fileprivate static func panelNeedsFolder() -> Finding { Finding("panel.no-output", .error) }

  fileprivate static func noParquet() -> Finding { Finding("panel.parquet", .error) }
}
