import ArgumentParser
import Core
import FileKit
import Gongkai
import ReportModel

struct FillCommand: ParsableCommand, NamedOptions {
  static let configuration = CommandConfiguration(
    commandName: "fill", abstract: Help.abstract("fill"), discussion: Help.discussion("fill"))
  static let outputHelp = (id: "fill.output", placeholder: "file")

  @Argument(help: Help.text("fill.form"), completion: .file())
  var blank: FilePath

  @Argument(help: Help.text("fill.figures"), completion: .file())
  var figures: FilePath

  @OptionGroup var result: OutputOption<FillCommand>

  @Option(name: .long, help: Help.text("to"), completion: Help.formats { $0.writer != nil })
  var to: String?

  @Flag(name: .customLong("replace-figures"), help: Help.text("fill.replace"))
  var replaceFigures = false

  @Flag(name: .long, help: Help.text("quiet"))
  var quiet = false

  @OptionGroup var overwriting: OverwriteFlag
  @OptionGroup var severities: SeverityOptions
  @OptionGroup var formFiles: FormOption
  @OptionGroup var language: LanguageOption

  func run() throws {
    language.use()
    let converter = Converter(forms: try formFiles.catalogue())
    let format = try converter.formats.writable(to, for: result.path)
    try overwriting.check([result.path], readingFrom: [blank, figures])
    let form = try converter.read(contentsOf: blank)
    let filled = try filled(form, converter)
    Console.shared.report(form.findings, path: blank.shown, from: severities.least)
    Console.shared.report(filled.findings, path: figures.shown, from: severities.least)
    let open = filled.report.statistics.figures.count { $0?.value == .blank }
    try result.write(
      try converter.bytes(
        of: [filled.report], as: format, options: WriteOptions(isToBeFilledIn: open > 0)), overwriting)
    if let path = result.path, !quiet {
      Console.shared.tell(
        "written.filled",
        ["path": path.shown, "count": String(filled.filledCount), "open": String(open)])
    }
    let told = form.findings + filled.findings
    if told.contains(where: { $0.severity >= severities.level }) { throw ExitStatus.findings }
  }

  /// A refusal is told with the file of the figures, in whose lines it has its places.
  private func filled(_ form: Report, _ converter: Converter) throws -> FilledForm {
    let source = try SourceBytes(contentsOf: figures)
    do throws(Refusal) {
      return try converter.fill(form, with: source, replacesFigures: replaceFigures)
    } catch {
      Console.shared.report(error.findings, path: figures.shown)
      throw ExitStatus(error)
    }
  }
}
