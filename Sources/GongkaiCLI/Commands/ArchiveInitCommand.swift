import ArgumentParser
import Core
import FileKit
import Gongkai
import Records
import ReportModel
import TextKit

extension ArchiveCommand {
  struct Init: ParsableCommand, NamedOptions {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: Help.abstract("archive.init"),
      discussion: Help.discussion("archive.init"))
    static let outputHelp = (id: "archive.init-output", placeholder: "file")

    @OptionGroup var result: OutputOption<Init>

    @Option(
      name: .customLong("from-report"), help: Help.text("archive.from-report", placeholder: "file"),
      completion: .file())
    var fromReport: FilePath?

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var overwriting: OverwriteFlag

    func run() throws {
      let converter = try reading.converter()
      try overwriting.check([result.path], readingFrom: [fromReport, settings.settings])
      var known = ArchiveSettings()
      if let fromReport {
        let reports = try converter.readAll(
          contentsOf: fromReport, as: reading.from, edition: try reading.readAs(converter.forms))
        if let body = reports.first?.identity.body.map({ PrintableText.shown($0) }) {
          try known.set(["全宗名称=\(body)", "立档单位=\(body)", "责任者=\(body)"])
        }
      }
      known.take(try settings.read())
      if SystemCalls.isTerminal(.standardInput), Console.shared.isTerminal { ask(&known) }
      try result.write(Array(known.template(Console.shared.language).utf8), overwriting)
    }

    /// Asks for what must be given; an empty line leaves it to the file.
    private func ask(_ known: inout ArchiveSettings) {
      let language = Console.shared.language
      for entry in SettingsSchema.shared.entries where entry.need == .required && known[entry.key] == nil {
        let question = MessageCatalogue.fill(
          Console.shared.word("settings.ask"),
          with: ["key": entry.key, "element": entry.element, "meaning": entry.explanation[language]])
        while true {
          Console.shared.writeError("\(question)\n> ")
          guard let answer = readLine(), !answer.isEmpty else { break }
          do throws(Refusal) {
            try known.set(["\(entry.key)=\(answer)"])
            break
          } catch {
            Console.shared.report(error.findings, path: nil)
          }
        }
      }
    }
  }
}
