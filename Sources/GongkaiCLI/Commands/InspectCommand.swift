import ArgumentParser
import Core
import FileKit
import Gongkai
import Rendering
import ReportModel

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: Help.abstract("inspect"), discussion: Help.discussion("inspect"))

  @Argument(help: Help.text("inputs"), completion: .file())
  var inputs: [FilePath]

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: JSONFlag
  @OptionGroup var levelOption: LevelOption

  func run() throws {
    let converter = try reading.converter()
    let edition = try reading.readAs(converter.forms)
    let files = try InputFiles.expand(inputs, converter.formats)
    let (from, level) = (reading.from, levelOption.level)
    let inspected = Batch(files, countsFailures: false).collect { path throws(Refusal) in
      let source = try SourceBytes(contentsOf: path)
      let format = try Self.formatName(source, from, converter)
      let reports = try converter.readAll(source, as: from, edition: edition)
      var summary = Batch.Summary()
      if reports.contains(where: { $0.findings.contains { $0.severity >= level } }) {
        summary.status = .findings
      }
      return (reports.map { Inspection($0, path: path.shown, format: format) }, summary)
    }
    let inspections = inspected.values.flatMap(\.value)
    let text = inspections.map { $0.text(Console.shared.language, isColored: Console.shared.isColored) }
    try FileAccess.writeToStandardOutput(
      output.json ? inspections.json(Console.shared.language) : text.lines.bytes)
    try inspected.status.end()
  }

  /// What the file itself is; a canonical file tells besides what it was made from.
  private static func formatName(
    _ source: SourceBytes, _ from: String?, _ converter: Converter
  ) throws(Refusal) -> String {
    if let from, from.hasPrefix("exec:") { return from }
    return try converter.identify(source, as: from).format.id
  }
}
