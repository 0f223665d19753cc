import ArgumentParser
import Core
import Crosswalk
import FileKit
import ReportModel

struct CrosswalkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crosswalk", abstract: Help.abstract("crosswalk"), discussion: Help.discussion("crosswalk"),
    subcommands: [Lint.self, Stats.self, Export.self])

  /// Which crosswalks are meant: ids of carried ones, or files; all carried ones where none is named.
  struct Selection: ParsableArguments {
    @Argument(help: Help.text("crosswalks"), completion: .file())
    var names: [String] = []

    @Option(name: .long, help: Help.text("form", placeholder: "file"))
    var form: [String] = []

    @Option(name: .long, help: Help.text("lang"))
    var lang: Language?

    func forms() throws(Refusal) -> FormCatalogue {
      try FormFiles.catalogue(with: form)
    }

    func crosswalks() throws(Refusal) -> [Crosswalk] {
      Console.shared.use(lang)
      let carried = CrosswalkCatalogue.shared
      if names.isEmpty { return carried.crosswalks }
      var result: [Crosswalk] = []
      for name in names {
        if let crosswalk = carried.crosswalk(id: name) {
          result.append(crosswalk)
        } else if name.contains("/") || name.contains(".tsv") || name == "-" {
          result.append(try CrosswalkFile.read(name))
        } else {
          throw Refusal(
            .usage,
            Finding(
              "command.unknown-crosswalk", .error,
              ["id": name, "crosswalks": carried.crosswalks.map(\.id).joined(separator: ", ")]))
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
      let forms = try selection.forms()
      var isClean = true
      for crosswalk in try selection.crosswalks() {
        let findings = crosswalk.lint(against: forms)
        if findings.contains(where: { $0.severity > .note }) {
          isClean = false
        } else {
          let text = "\(crosswalk.id) \(crosswalk.version): \(Console.shared.word("lint.clean"))\n"
          try FileAccess.writeToStandardOutput(Array(text.utf8))
        }
        Console.shared.report(findings, path: crosswalk.id)
      }
      if !isClean { throw ExitStatus.findings }
    }
  }

  struct Stats: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "stats", abstract: Help.abstract("crosswalk.stats"))
    @OptionGroup var selection: Selection

    @Flag(name: .long, help: Help.text("json"))
    var json = false

    func run() throws {
      for crosswalk in try selection.crosswalks() {
        let statistics = crosswalk.statistics
        try FileAccess.writeToStandardOutput(
          json ? statistics.json() : Array(statistics.text(Console.shared.language).utf8))
      }
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: Help.abstract("crosswalk.export"))
    @OptionGroup var selection: Selection

    func run() throws {
      let forms = try selection.forms()
      for crosswalk in try selection.crosswalks() {
        try FileAccess.writeToStandardOutput(Array(crosswalk.sssom(forms: forms).utf8))
      }
    }
  }
}
