import ArgumentParser
import Core
import FileKit
import FormatKit
import Gongkai
import ReportModel
import SystemPackage

/// Answers lines on standard input until there are no more.
struct StreamCommand: ParsableCommand, NamedOptions {
  static let configuration = CommandConfiguration(
    commandName: "stream", abstract: Help.abstract("stream"), discussion: Help.discussion("stream"))

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var target: EditionOption<StreamCommand>
  @OptionGroup var conversion: PolicyOption

  @Option(name: .long, help: Help.text("stream.output"))
  var output = StreamOptions.Output.report

  @Flag(name: .customLong("no-check"), help: Help.text("stream.no-check"))
  var noCheck = false

  @OptionGroup var privacy: PersonalDataFlag
  @Option(name: .long, help: Help.text("jobs", placeholder: "count"))
  var jobs: JobCount?
  @OptionGroup var limits: LimitOptions

  func run() throws {
    let converter = try reading.converter()
    var options = StreamOptions()
    options.processing = ProcessingRequest(
      format: reading.from, readsAs: try reading.readAs(converter.forms),
      edition: try target.edition(of: converter.forms), policy: conversion.policy, checks: !noCheck)
    // Before any line, as it would fail each.
    if let from = reading.from, !from.hasPrefix("exec:") { _ = try converter.formats.known(from) }
    options.output = output
    options.omitsPersonalData = privacy.omitsPersonalData
    options.includesHidden = reading.includeHidden
    try stream(converter, options).run(.standardInput, .standardOutput)
  }

  /// Where this program cannot be started again, it does the work itself.
  private func stream(_ converter: Converter, _ options: StreamOptions) -> ReportStream {
    let hello = converter.hello(version: GongkaiCommand.version, limits.limits)
    guard !reading.inProcess, let program = SystemCalls.executablePath else {
      return ReportStream(jobs: jobs?.count) { converter.answer(toLine: $0, options, hello) }
    }
    let files = [("form", reading.formFiles.form), ("crosswalk", reading.crosswalkFiles.crosswalk)].flatMap {
      name, paths in
      paths.flatMap { ["--\(name)", $0.string] }
    }
    return ReportStream(
      program, ["worker", "--stream"] + limits.arguments + files, options, limits.limits, jobs: jobs?.count)
  }
}

extension StreamOptions.Output: ExpressibleByArgument {}
