import ArgumentParser
import Core
import FileKit
import Gongkai
import Rendering
import ReportModel

struct BlankCommand: ParsableCommand, NamedOptions {
  static let configuration = CommandConfiguration(
    commandName: "blank", abstract: Help.abstract("blank"), discussion: Help.discussion("blank"))
  static let editionHelp = "blank.edition"
  static let outputHelp = (id: "blank.output", placeholder: "file")

  @OptionGroup var target: EditionOption<BlankCommand>

  @Option(name: .long, help: Help.text("blank.body"))
  var body: String?

  @Option(name: .long, help: Help.text("blank.year"))
  var year: Int?

  @Option(name: .long, help: Help.text("blank.from", placeholder: "file"), completion: .file())
  var from: FilePath?

  @OptionGroup var result: OutputOption<BlankCommand>

  @Option(name: .long, help: Help.text("to"), completion: Help.formats { $0.writer != nil })
  var to: String?

  @Flag(name: .long, help: Help.text("quiet"))
  var quiet = false

  @OptionGroup var overwriting: OverwriteFlag
  @OptionGroup var formFiles: FormOption
  @OptionGroup var language: LanguageOption

  func run() throws {
    language.use()
    let converter = Converter(forms: try formFiles.catalogue())
    let format = try converter.formats.writable(to, for: result.path)
    try overwriting.check([result.path], readingFrom: [from])
    let form = try target.form(of: converter.forms)
    let last: Report? = if let from { try converter.read(contentsOf: from) } else { nil }
    let report = try converter.blankReport(of: form, body: body, year: year, after: last)
    Console.shared.report(report.findings, path: from?.shown)
    var written = report
    // They are told here, and are no part of a form that somebody else fills in.
    written.findings = []
    try result.write(
      try converter.bytes(of: [written], as: format, options: WriteOptions(isToBeFilledIn: true)), overwriting
    )
    if let path = result.path, !quiet {
      let count = written.statistics.figures.count { $0?.value == .blank }
      Console.shared.tell("written.blank", ["path": path.shown, "count": String(count)])
    }
  }
}

extension Console {
  /// A line of what was done.
  func tell(_ id: String, _ arguments: [String: String]) {
    writeError(TerminalText(MessageCatalogue.fill(word(id), with: arguments)) + "\n")
  }
}
