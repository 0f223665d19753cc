import ArgumentParser
import Core

/// What the parser of the arguments says is wrong with them, as a finding. Its errors are not public: they are told by
/// their English sentences, which stand here and nowhere else.
struct UsageError {
  let finding: Finding
  /// How the command is called; nil where the parser does not say it.
  let usage: String?

  /// - Parameters:
  ///   - message: the sentence of the parser.
  ///   - fullMessage: the same with the lines around it.
  init(message: String, fullMessage: String) {
    let context = Context(
      help: Self.between("  See '", "' for more information.", in: fullMessage) ?? "gongkai --help",
      meaning: Self.meaning(in: fullMessage))
    usage = fullMessage.split(separator: "\n").first { $0.hasPrefix("Usage: ") }.map {
      String($0.dropFirst("Usage: ".count))
    }
    // Of two readings of one option the first is the likelier.
    let sentence = message.firstRange(of: "\n   or: ").map { String(message[..<$0.lowerBound]) } ?? message
    for (pattern, make) in Self.sentences {
      if let parts = Self.parts(of: sentence, pattern) {
        finding = make(parts, context)
        return
      }
    }
    finding = .otherUsage(message, help: context.help)
  }

  /// What the lines around a sentence say.
  fileprivate struct Context {
    /// The command that explains it.
    let help: String
    /// What the option or argument is that a sentence is about; empty where it is none.
    let meaning: String
  }

  /// `Help:  --level <level>  What it means`.
  private static func meaning(in message: String) -> String {
    guard let line = message.split(separator: "\n").first(where: { $0.hasPrefix("Help:  ") }) else {
      return ""
    }
    let text = line.dropFirst("Help:  ".count)
    return text.firstRange(of: "  ").map { String(text[$0.upperBound...]) } ?? ""
  }

  /// `…` stands for what is quoted. Of two that fit, the first is meant.
  private static let sentences: [(pattern: String, make: @Sendable ([String], Context) -> Finding)] = [
    ("Unknown option '…'. Did you mean '…'?", { .misspeltOption($0[0], $0[1], help: $1.help) }),
    ("Unknown option '…'", { .unknownOption($0[0], help: $1.help) }),
    ("Invalid option: …", { .unknownOption($0[0], help: $1.help) }),
    ("Missing value for '…'", { .missingValue(name($0[0]), $1) }),
    (
      "The option '…' does not take any value, but '…' was specified.",
      { .needlessValue($0[0], $0[1], help: $1.help) }
    ),
    ("Unexpected argument '…'", { .needlessArguments($0[0], help: $1.help) }),
    ("… unexpected arguments: '…'", { .needlessArguments(list($0[1]), help: $1.help) }),
    ("Missing expected argument '…'", { .missingArgument($0[0], $1) }),
    ("Missing one of: '…'", { .missingArgument(list($0[0]), $1) }),
    (
      "The value '…' is invalid for '…'. Please provide one of the following:\n…",
      { parts, _ in .invalidChoice(parts[0], name(parts[1]), choices: lines(parts[2])) }
    ),
    (
      "The value '…' is invalid for '…'. Please provide one of '…'.",
      { parts, _ in .invalidChoice(parts[0], name(parts[1]), choices: list(parts[2])) }
    ),
    ("The value '…' is invalid for '…'", { .invalidValue($0[0], name($0[1]), $1) }),
    ("Can't generate completion scripts for '…'.…", { parts, _ in .unknownShell(parts[0]) }),
    ("Can't autodetect a supported shell.…", { _, _ in .unknownShell("-") }),
  ]

  /// What stands for each `…` of a pattern; nil where a sentence is not of it.
  private static func parts(of sentence: String, _ pattern: String) -> [String]? {
    let pieces = pattern.split(separator: "…", omittingEmptySubsequences: false)
    guard let first = pieces.first, sentence.hasPrefix(first) else { return nil }
    var rest = sentence[...].dropFirst(first.count)
    var parts: [String] = []
    for (index, piece) in pieces.enumerated().dropFirst() {
      if index == pieces.count - 1 {
        guard rest.hasSuffix(piece) else { return nil }
        parts.append(String(rest.dropLast(piece.count)))
        return parts
      }
      guard let range = rest.firstRange(of: piece) else { return nil }
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return rest.isEmpty ? parts : nil
  }

  /// An option without the name of its value: `--level <level>`.
  private static func name(_ synopsis: String) -> String {
    synopsis.hasPrefix("<") ? synopsis : String(synopsis.prefix { $0 != " " })
  }

  /// Things that are quoted one by one: `a', 'b' or 'c`.
  private static func list(_ quoted: String) -> String {
    quoted.split(separator: "'").enumerated().filter { $0.offset.isMultiple(of: 2) }.map {
      String($0.element)
    }
    .joined(separator: ", ")
  }

  /// Things of which each stands on a line: `  - a`.
  private static func lines(_ text: String) -> String {
    text.split(separator: "\n").map { line in String(line.drop { $0 == " " || $0 == "-" }) }
      .joined(separator: ", ")
  }

  private static func between(_ start: String, _ end: String, in text: String) -> String? {
    guard let before = text.firstRange(of: start) else { return nil }
    let rest = text[before.upperBound...]
    return rest.firstRange(of: end).map { String(rest[..<$0.lowerBound]) }
  }
}

extension Finding {
  fileprivate static func misspeltOption(_ option: String, _ meant: String, help: String) -> Finding {
    Finding("usage.misspelt-option", .error, ["option": option, "meant": meant, "help": help])
  }

  fileprivate static func unknownOption(_ option: String, help: String) -> Finding {
    Finding("usage.unknown-option", .error, ["option": option, "help": help])
  }

  fileprivate static func missingValue(_ option: String, _ context: UsageError.Context) -> Finding {
    Finding(
      "usage.missing-value", .error,
      ["option": option, "meaning": context.meaning, "help": context.help])
  }

  fileprivate static func needlessValue(_ option: String, _ value: String, help: String) -> Finding {
    Finding("usage.needless-value", .error, ["option": option, "value": value, "help": help])
  }

  fileprivate static func needlessArguments(_ arguments: String, help: String) -> Finding {
    Finding("usage.needless-arguments", .error, ["arguments": arguments, "help": help])
  }

  fileprivate static func missingArgument(_ argument: String, _ context: UsageError.Context) -> Finding {
    Finding(
      "usage.missing-argument", .error,
      ["argument": argument, "meaning": context.meaning, "help": context.help])
  }

  fileprivate static func invalidChoice(_ value: String, _ option: String, choices: String) -> Finding {
    Finding("usage.invalid-choice", .error, ["value": value, "option": option, "choices": choices])
  }

  fileprivate static func invalidValue(
    _ value: String, _ option: String, _ context: UsageError.Context
  ) -> Finding {
    Finding(
      "usage.invalid-value", .error,
      ["value": value, "option": option, "meaning": context.meaning, "help": context.help])
  }

  fileprivate static func unknownShell(_ shell: String) -> Finding {
    Finding("usage.unknown-shell", .error, ["shell": shell])
  }

  fileprivate static func otherUsage(_ text: String, help: String) -> Finding {
    Finding("usage.other", .error, ["text": text, "help": help])
  }
}
