import ArgumentParser
import FileKit
import Rendering

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: Help.abstract("rules"), discussion: Help.discussion("rules"))

  @OptionGroup var ruleOptions: RuleOptions
  @OptionGroup var output: ListingFormatOption
  @OptionGroup var formFiles: FormOption
  @OptionGroup var language: LanguageOption

  func run() throws {
    language.use()
    let forms = try formFiles.catalogue()
    let book = try ruleOptions.book(forms)
    let text = RuleText(forms: forms)
    try FileAccess.writeToStandardOutput(
      output.isJSON ? text.json(book) : text.list(book, Console.shared.language).bytes)
  }
}
