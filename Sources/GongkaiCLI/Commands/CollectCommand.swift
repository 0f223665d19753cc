import ArgumentParser
import Collection
import Core
import FileKit
import Gongkai
import Records
import Rendering
import ReportModel
import SystemPackage

extension RollUpFormat: OutputFormat {}

struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect", abstract: Help.abstract("collect"), discussion: Help.discussion("collect"),
    subcommands: [Make.self, Init.self], defaultSubcommand: Make.self)

  struct Make: ParsableCommand, NamedOptions {
    static let configuration = CommandConfiguration(
      commandName: "make", abstract: Help.abstract("collect.make"), discussion: Help.discussion("collect"))
    static let outputHelp = (id: "collect.output", placeholder: "path")
    static let editionHelp = "collect.edition"

    @OptionGroup var input: InputOptions

    @Option(name: .long, help: Help.text("collect.roster", placeholder: "file"), completion: .file())
    var roster: FilePath

    @Option(name: .long, help: Help.text("collect.year", placeholder: "year"))
    var year: Int

    @Option(name: .long, help: Help.text("collect.against", placeholder: "path"), completion: .file())
    var against: [FilePath] = []

    @Option(name: .long, help: Help.text("collect.parent", placeholder: "file"), completion: .file())
    var parent: FilePath?

    @Option(name: .long, help: Help.text("collect.deadline", placeholder: "date"))
    var deadline: String?

    @OptionGroup var target: EditionOption<Make>
    @OptionGroup var conversion: PolicyOption
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var ruleOptions: RuleOptions

    @Option(
      name: .long, help: Help.text("collect.format"), completion: .list(RollUpFormat.allCases.map(\.rawValue))
    )
    var format: String?

    @OptionGroup var result: OutputOption<Make>
    @OptionGroup var levelOption: LevelOption

    @Flag(name: .long, help: Help.text("collect.all"))
    var all = false

    @OptionGroup var overwriting: OverwriteFlag

    func run() throws {
      let known = try reading.converter(ruleOptions)
      let format: RollUpFormat = try result.format(named: format) { .unknownCollectFormat($0) }
      if format == .xlsx, result.path == nil {
        throw Refusal(.usage, .collectBinary())
      }
      guard let form = try target.form(of: known.forms) ?? known.forms.forms.first else { return }
      if let deadline, CalendarDate(deadline) == nil { throw Refusal(.usage, .badDeadline(deadline)) }
      let list = try RosterFile.read(
        try FileAccess.read(roster, limit: FileAccess.maximumDataSize), name: roster.shown)
      let files = try input.expand(known.formats, leavingOut: [result.path, roster])
        .filter { !FileIdentity.isSame($0.path, parent) }
      let earlier = try InputFiles.expand(
        against, known.formats, leavingOut: [result.path, roster], quiet: input.quietness.quiet)
      try overwriting.check(
        [result.path],
        readingFrom: (files + earlier).map(\.path) + [roster, parent] + ruleOptions.files.rules)
      let job = CollectionJob(
        reading.distributed(known, over: earlier + files), from: reading.from,
        edition: try reading.readAs(known.forms), form: form, policy: conversion.policy,
        workers: input.workers)
      var materials = RollUp.Materials(roster: list, year: year, form: form)
      (materials.policy, materials.deadline) = (conversion.policy, deadline)
      let previous = job.previous(earlier)
      if !against.isEmpty {
        (materials.previous, materials.previousRefusals) = (previous.submissions, previous.refusals)
      }
      let current = job.submissions(files, against: previous.candidates)
      (materials.submissions, materials.refusals) = (current.submissions, current.refusals)
      if let parent { materials.parent = try job.parent(parent) }
      let rollUp = RollUp(materials)
      try result.write(format.bytes(of: rollUp, style), overwriting)
      if result.path != nil, !input.quietness.quiet {
        Console.shared.report([.collectSummary(rollUp.coverage)], path: result.path?.shown)
      }
      let found: ExitStatus =
        rollUp.problems.contains { $0.finding.severity >= levelOption.level } ? .findings : .done
      try previous.status.worse(current.status).worse(found).end()
    }

    private var style: RollUpStyle {
      RollUpStyle(
        language: Console.shared.language, showsAll: all,
        isColored: result.path == nil && Console.isOutputColored,
        folder: result.path?.folder.shown ?? "")
    }
  }

  struct Init: ParsableCommand, NamedOptions {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: Help.abstract("collect.init"),
      discussion: Help.discussion("collect.init"))
    static let outputHelp = (id: "collect.init-output", placeholder: "file")

    @OptionGroup var input: InputOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var result: OutputOption<Init>
    @OptionGroup var overwriting: OverwriteFlag

    func run() throws {
      let known = try reading.converter()
      let files = try input.expand(known.formats, leavingOut: [result.path])
      try overwriting.check([result.path], readingFrom: files.map(\.path))
      let converter = reading.distributed(known, over: files)
      let edition = try reading.readAs(known.forms)
      let read = Batch(files, workers: input.workers).collect { path throws(Refusal) in
        let reports = try converter.readAll(contentsOf: path, as: reading.from, edition: edition)
        return (reports.map(\.identity), Batch.Summary())
      }
      let proposal = RosterProposal(
        read.values.flatMap { path, identities in identities.map { (path.shown, $0) } })
      try result.write(Array(RosterFile.text(proposal.roster).utf8), overwriting)
      Console.shared.report(proposal.findings, path: nil)
      if let path = result.path, !input.quietness.quiet {
        let words = Console.shared.word("rollup.init")
        let text = MessageCatalogue.fill(
          words, with: ["count": String(proposal.roster.units.count), "path": path.shown])
        Console.shared.writeError("\(text)\n")
      }
      try read.status.end()
    }
  }
}

extension Finding {
  fileprivate static func unknownCollectFormat(_ name: String) -> Finding {
    Finding("collect.unknown-format", .error, ["format": name])
  }

  fileprivate static func collectBinary() -> Finding { Finding("collect.binary", .error) }

  fileprivate static func badDeadline(_ date: String) -> Finding {
    Finding("collect.bad-deadline", .error, ["date": date])
  }

  fileprivate static func collectSummary(_ coverage: RollUp.Coverage) -> Finding {
    Finding(
      "collect.summary", .note,
      [
        "due": String(coverage.due), "handed": String(coverage.handedIn), "usable": String(coverage.usable),
      ])
  }
}
