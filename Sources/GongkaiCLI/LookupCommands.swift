import ArgumentParser
import Checks
import Core
import DataFiles
import FileKit
import FormatKit
import JSONKit
import Rendering
import ReportModel
import TextKit

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: Help.abstract("explain"), discussion: Help.discussion("explain"))

  @Argument(help: Help.text("input-or-rule"), completion: .file())
  var input: String

  @Argument(help: Help.text("cell"))
  var cell: String?

  @OptionGroup var reading: ReadingOptions

  @Option(name: .long, help: Help.text("rules", placeholder: "file"), completion: .file())
  var rules: [String] = []

  @Option(name: .long, help: Help.text("edition"), completion: Help.editions)
  var edition: String?

  @Option(name: .long, help: Help.text("policy"))
  var policy: Conversion.Policy = .bounds

  func run() throws {
    guard let cell else { return try explainRule() }
    let converter = try reading.converter()
    let target = try reading.edition(edition, converter.forms)
    var report = try converter.read(
      contentsOf: input, as: reading.from, edition: try reading.edition(reading.fromEdition, converter.forms))
    if let target { report = try converter.convert(report, to: target, policy: policy).report }
    guard let id = resolve(cell, report.form) else {
      let near = nearest(cell, report.form)
      throw Refusal(
        .usage,
        Finding(
          "command.unknown-cell", .error,
          [
            "cell": cell, "form": report.form.id.description,
            "near": near.joined(separator: ", "),
          ]))
    }
    let text = converter.explain(id, in: report, language: Console.shared.language)
    try FileAccess.writeToStandardOutput(Array(text.utf8))
  }

  /// A rule is named alone, a cell with its file.
  private func explainRule() throws(Refusal) {
    Console.shared.use(reading.lang)
    let forms = try FormFiles.catalogue(with: reading.form)
    var book = RuleBook.shared
    for path in rules {
      try book.add(String(decoding: try FileAccess.read(path), as: UTF8.self), name: path, forms: forms)
    }
    guard let rule = book.rule(input) else {
      let isFile = FileAccess.pathExtension(of: input).map {
        !FormatRegistry().formats(extension: $0).isEmpty
      }
      throw Refusal(
        .usage,
        isFile ?? false
          ? Finding("command.missing-cell", .error, ["path": input]) : RuleOptions.unknownRule(input, book))
    }
    try FileAccess.writeToStandardOutput(
      Array(RuleText(forms: forms).text(rule, Console.shared.language).utf8))
  }

  /// Indicators that may have been meant: those with the same last word, else those that begin alike.
  private func nearest(_ cell: String, _ form: Form) -> [String] {
    let indicator = cell.split(separator: "@").first.map(String.init) ?? cell
    var words = indicator.split(separator: ".").map(String.init)
    var ids: [String] = []
    for cell in form.cells where ids.last != cell.id.indicator { ids.append(cell.id.indicator) }
    if let last = words.last {
      let same = ids.filter { $0.contains(last) }
      if !same.isEmpty { return Array(same.prefix(6)) }
    }
    while !words.isEmpty {
      words.removeLast()
      let alike = ids.filter { $0.hasPrefix(words.joined(separator: ".")) }
      if !alike.isEmpty { return Array(alike.prefix(6)) }
    }
    return []
  }

  /// A cell by its id; an indicator of table 三 alone means its total.
  private func resolve(_ cell: String, _ form: Form) -> CellID? {
    guard let id = CellID(cell) else { return nil }
    if form.index(of: id) != nil { return id }
    let total = CellID(id.indicator, "total")
    return id.applicant == nil && form.index(of: total) != nil ? total : nil
  }
}

struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: Help.abstract("formats"), discussion: Help.discussion("formats"))

  @Flag(name: .long, help: Help.text("json"))
  var json = false

  @Option(name: .long, help: Help.text("lang"))
  var lang: Language?

  func run() throws {
    Console.shared.use(lang)
    let formats = FormatRegistry().formats
    if json {
      var writer = JSONWriter()
      writer.beginArray()
      for format in formats {
        writer.beginObject()
        writer.key("id")
        writer.string(format.id)
        writer.key("name")
        writer.beginObject(inline: true)
        for language in Language.allCases {
          writer.key(language.rawValue)
          writer.string(format.name[language])
        }
        writer.endObject()
        for (name, values) in [
          ("aliases", format.aliases), ("extensions", format.extensions), ("mediaTypes", format.mediaTypes),
          ("capabilities", format.capabilities.map(\.rawValue)),
        ] {
          writer.key(name)
          writer.beginArray(inline: true)
          for value in values { writer.string(value) }
          writer.endArray()
        }
        writer.endObject()
      }
      writer.endArray()
      try FileAccess.writeToStandardOutput(writer.finish())
      return
    }
    let console = Console.shared
    let rows =
      [["id", "name", "can", "extensions"].map { console.word("formats.\($0)") }]
      + formats.map { format in
        [
          format.id, format.name[console.language],
          format.capabilities.map { console.word("capability.\($0.rawValue)") }.joined(separator: ", "),
          format.extensions.map { ".\($0)" }.joined(separator: " "),
        ]
      }
    try FileAccess.writeToStandardOutput(Array(TextColumns.aligned(rows).utf8))
  }
}

struct EditionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "editions", abstract: Help.abstract("editions"), discussion: Help.discussion("editions"))

  @OptionGroup var reading: ReadingOptions

  func run() throws {
    let converter = try reading.converter()
    let console = Console.shared
    let rows =
      [["form", "years", "cells", "basis", "name"].map { console.word("editions.\($0)") }]
      + converter.forms.forms.map { form in
        [
          form.id.description,
          "\(form.firstYear.map(String.init) ?? "")–\(form.lastYear.map(String.init) ?? "")",
          String(form.cells.filter { form.indicators[$0.indicator].role != .subtotal }.count), form.basis,
          form.name[console.language],
        ]
      }
    try FileAccess.writeToStandardOutput(Array(TextColumns.aligned(rows).utf8))
  }
}

struct SchemaCommand: ParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case json, xml, check, diff, verification

    var path: String {
      switch self {
      case .json: "json/report-1.schema.json"
      case .xml: "xml/report-1.xsd"
      case .check: "json/check-1.schema.json"
      case .diff: "json/diff-1.schema.json"
      case .verification: "json/verification-1.schema.json"
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: Help.abstract("schema"), discussion: Help.discussion("schema"))

  @Argument(help: Help.text("schema"))
  var kind: Kind

  func run() throws {
    try FileAccess.writeToStandardOutput(Array((DataFile.text(kind.path) ?? "").utf8))
  }
}

struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "manual", abstract: Help.abstract("manual"))

  @Option(name: .long, help: Help.text("lang"))
  var lang: Language?

  func run() throws {
    Console.shared.use(lang)
    try FileAccess.writeToStandardOutput(Array(ManualPage.text().utf8))
  }
}
