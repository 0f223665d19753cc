@testable import GongkaiCLI

extension Chapter {
  static let usage = Chapter(
    name: "usage",
    introduction: """
      What is wrong with a command. What is known to be is shown in `Tests/GongkaiCLITests/Sessions/usage.md`.
      """,
    cases: [
      MessageCase("usage.other", "The parser of the arguments says something that is not known.") { _ in
        let sentence = "The command 'a' is not meant."
        return [UsageError(message: sentence, fullMessage: "Error: \(sentence)").finding]
      }
    ])
}
