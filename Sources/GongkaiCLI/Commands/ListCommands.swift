import ArgumentParser
import Core
import DataFiles
import FileKit
import Gongkai
import Rendering

struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: Help.abstract("formats"), discussion: Help.discussion("formats"))

  @OptionGroup var output: ListingFormatOption
  @OptionGroup var language: LanguageOption

  func run() throws {
    language.use()
    let list = FormatList(FormatRegistry().formats)
    try FileAccess.writeToStandardOutput(
      output.isJSON ? list.json() : list.text(Console.shared.language).bytes)
  }
}

struct EditionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "editions", abstract: Help.abstract("editions"), discussion: Help.discussion("editions"))

  @OptionGroup var reading: ReadingOptions

  func run() throws {
    let forms = try reading.converter().forms.forms
    try FileAccess.writeToStandardOutput(FormList(forms).text(Console.shared.language).bytes)
  }
}

struct SchemaCommand: ParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case json, flat = "json-flat"
    case xml, check, diff, diffs, collection, verification, outputs
    case streamRequest = "stream-request"
    case streamAnswer = "stream-answer"

    var path: String {
      switch self {
      case .json: "json/report-1.schema.json"
      case .flat: "json/report-1.flat.schema.json"
      case .xml: "xml/report-1.xsd"
      case .check: "json/check-1.schema.json"
      case .diff: "json/diff-1.schema.json"
      case .diffs: "json/diffs-1.schema.json"
      case .collection: "json/collection-1.schema.json"
      case .verification: "json/verification-1.schema.json"
      case .outputs: "json/outputs-1.schema.json"
      case .streamRequest: "json/stream-request-1.schema.json"
      case .streamAnswer: "json/stream-answer-1.schema.json"
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

  @OptionGroup var language: LanguageOption

  func run() throws {
    language.use()
    try FileAccess.writeToStandardOutput(Array(ManualPage.text().utf8))
  }
}
