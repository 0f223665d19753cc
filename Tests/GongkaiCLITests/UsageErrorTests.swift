import ArgumentParser
import Core
import Testing

@testable import GongkaiCLI

/// The parser of the arguments tells its errors in English sentences; each is known, so that one that is worded anew
/// by a later version is seen.
@Suite struct UsageErrorTests {
  private struct AreRight: Error {
    let arguments: [String]
  }

  private func error(_ arguments: [String]) throws -> UsageError {
    do {
      _ = try GongkaiCommand.parseAsRoot(arguments)
      throw AreRight(arguments: arguments)
    } catch let error as AreRight {
      throw error
    } catch {
      return UsageError(
        message: GongkaiCommand.message(for: error), fullMessage: GongkaiCommand.fullMessage(for: error))
    }
  }

  @Test(arguments: [
    (["convert", "--no-such-option"], "usage.unknown-option", ["option": "--no-such-option"]),
    (
      ["convert", "--editoin", "2021"], "usage.misspelt-option",
      ["option": "--editoin", "meant": "--edition"]
    ),
    (["convert", "-x"], "usage.unknown-option", ["option": "-x"]),
    (["convert", "-xo"], "usage.misspelt-option", ["option": "-xo"]),
    (["convert", "a", "--edition"], "usage.missing-value", ["option": "--edition"]),
    (["convert", "a", "-o"], "usage.missing-value", ["option": "-o"]),
    (["convert", "a", "--quiet=yes"], "usage.needless-value", ["option": "--quiet", "value": "yes"]),
    (["diff", "a", "b", "c's"], "usage.needless-arguments", ["arguments": "c's"]),
    (["diff", "a", "b", "c", "d"], "usage.needless-arguments", ["arguments": "c, d"]),
    (["diff", "a"], "usage.missing-argument", ["argument": "<after>"]),
    (["archive", "attach-signature", "a"], "usage.missing-argument", ["argument": "--signature <file>"]),
    (
      ["check", "a", "--level", "gr'ave"], "usage.invalid-choice",
      ["value": "gr'ave", "option": "--level", "choices": "note, warning, error"]
    ),
    (["check", "a", "--lang", "fr"], "usage.invalid-choice", ["choices": "zh, en"]),
    (["schema", "yaml"], "usage.invalid-choice", ["value": "yaml", "option": "<kind>"]),
    (["check", "a", "--jobs", "0"], "usage.invalid-value", ["value": "0", "option": "--jobs"]),
    (["--generate-completion-script", "nosh"], "usage.unknown-shell", ["shell": "nosh"]),
  ])
  func sentencesAreKnown(arguments: [String], id: String, quoted: [String: String]) throws {
    let error = try error(arguments)
    #expect(error.finding.id == id, "\(error.finding)")
    for (name, value) in quoted { #expect(error.finding.arguments[name] == value) }
    for language in Language.allCases {
      #expect(!error.finding.message(in: language).contains("{") && error.finding.remedy(in: language) != nil)
    }
  }

  @Test func helpNamesTheCommand() throws {
    let error = try error(["archive", "init", "--nothing-like-it"])
    #expect(error.finding.arguments["help"] == "gongkai archive init --help")
    #expect(error.usage?.hasPrefix("gongkai archive init ") == true)
  }

  /// A sentence that is not known is told as it is, within one of ours.
  @Test func otherSentencesAreTold() {
    let error = UsageError(message: "Something new 'a'.", fullMessage: "Error: Something new 'a'.")
    #expect(error.finding.message(in: .english).contains("Something new 'a'."))
    #expect(error.finding.arguments["help"] == "gongkai --help" && error.usage == nil)
  }

  /// No word of the parser is left in a Chinese help screen, and in English nothing is lost.
  @Test func helpScreensAreOfOneLanguage() {
    for (_, command) in ManualPage.commands(below: GongkaiCommand.self) {
      let text = GongkaiCommand.helpMessage(for: command, columns: 80)
      #expect(HelpScreen.isOne(text) && HelpScreen.localized(text, .english) == text)
      let chinese = HelpScreen.localized(text, .chinese)
      for word in [
        "OVERVIEW", "USAGE", "ARGUMENTS", "OPTIONS", "Show the", "Show help", "(values", "default:", "See '",
      ] {
        #expect(!chinese.contains(word), "\(word)")
      }
      #expect(chinese.firstMatch(of: /<[a-z-]+>/) == nil, "\(chinese)")
    }
  }
}
