import ArgumentParser
import Core
import FileKit
import Gongkai
import Rendering
import ReportModel

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: Help.abstract("inspect"), discussion: Help.discussion("inspect"))

  @OptionGroup var input: InputOptions

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: ListingFormatOption
  @OptionGroup var levelOption: LevelOption

  func run() throws {
    let known = try reading.converter()
    let edition = try reading.readAs(known.forms)
    let files = try input.expand(known.formats)
    let converter = reading.distributed(known, over: files)
    let (from, level) = (reading.from, levelOption.level)
    let inspected = Batch(files, workers: input.workers, countsFailures: false).collect {
      path throws(Refusal) in
      let source = try SourceBytes(contentsOf: path)
      let reading = try converter.reading(source, as: from, edition: edition)
      let reports = reading.reports
      var summary = Batch.Summary()
      if reports.contains(where: { $0.findings.contains { $0.severity >= level } }) {
        summary.status = .findings
      }
      return (reports.map { Inspection($0, path: path.shown, format: reading.format) }, summary)
    }
    let inspections = inspected.values.flatMap(\.value)
    let text = inspections.map { $0.text(Console.shared.language, isColored: Console.shared.isColored) }
    try FileAccess.writeToStandardOutput(
      output.isJSON ? inspections.json(Console.shared.language) : text.lines.bytes)
    try inspected.status.end()
  }
}
