import ArgumentParser
import Core
import Crosswalk
import FileKit
import Rendering
import ReportModel

struct CrosswalkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crosswalk", abstract: Help.abstract("crosswalk"), discussion: Help.discussion("crosswalk"),
    subcommands: [Lint.self, Stats.self, Export.self])

  /// Which crosswalks are meant: ids of carried ones, or files; all carried ones where none is named.
  struct Selection: ParsableArguments {
    @Argument(help: Help.text("crosswalks"), completion: .file())
    var names: [String] = []

    @OptionGroup var formFiles: FormOption
    @OptionGroup var language: LanguageOption

    func crosswalks() throws(Refusal) -> [Crosswalk] {
      language.use()
      let carried = CrosswalkCatalogue.shared
      if names.isEmpty { return carried.crosswalks }
      var result: [Crosswalk] = []
      for name in names {
        if let crosswalk = carried.crosswalk(id: name) {
          result.append(crosswalk)
        } else if name.contains("/") || name.contains(".tsv") || name == "-" {
          result.append(try Crosswalk.read(contentsOf: FilePath(argument: name)))
        } else {
          throw Refusal(.usage, .unknownCrosswalk(name, known: carried.crosswalks))
        }
      }
      return result
    }
  }

  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint", abstract: Help.abstract("crosswalk.lint"))
    @OptionGroup var selection: Selection

    func run() throws {
      let forms = try selection.formFiles.catalogue()
      var status = ExitStatus.done
      for crosswalk in try selection.crosswalks() {
        let findings = crosswalk.lint(against: forms)
        if findings.contains(where: { $0.severity > .note }) {
          status = .findings
        } else {
          let text: TerminalText =
            "\(crosswalk.id) \(crosswalk.version): \(Console.shared.word("lint.clean"))\n"
          try FileAccess.writeToStandardOutput(text.bytes)
        }
        Console.shared.report(findings, path: crosswalk.id)
      }
      try status.end()
    }
  }

  struct Stats: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "stats", abstract: Help.abstract("crosswalk.stats"))
    @OptionGroup var selection: Selection
    @OptionGroup var output: ListingFormatOption

    func run() throws {
      for crosswalk in try selection.crosswalks() {
        let statistics = crosswalk.statistics
        try FileAccess.writeToStandardOutput(
          output.isJSON ? statistics.json() : statistics.text(Console.shared.language).bytes)
      }
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: Help.abstract("crosswalk.export"))
    @OptionGroup var selection: Selection

    func run() throws {
      let forms = try selection.formFiles.catalogue()
      for crosswalk in try selection.crosswalks() {
        try FileAccess.writeToStandardOutput(crosswalk.sssom(forms: forms).bytes)
      }
    }
  }
}

extension Finding {
  fileprivate static func unknownCrosswalk(_ id: String, known: [Crosswalk]) -> Finding {
    Finding(
      "command.unknown-crosswalk", .error,
      ["id": id, "crosswalks": known.map(\.id).joined(separator: ", ")])
  }
}
