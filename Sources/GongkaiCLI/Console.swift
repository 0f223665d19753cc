import Core
import FileKit
import Rendering
import Synchronization
import SystemPackage

/// Standard error: findings in the user's language, and progress for a terminal.
final class Console: Sendable {
  static let shared = Console()

  private let chosen: Mutex<Language>
  let isTerminal = SystemCalls.isTerminal(.standardError)

  private init() {
    chosen = Mutex(Self.preferred())
  }

  /// `--lang` anywhere on the command line, else the locale. Asked before arguments are parsed, for the help.
  private static func preferred() -> Language {
    let arguments = CommandLine.arguments
    for (position, argument) in arguments.enumerated() {
      if argument == "--lang", position + 1 < arguments.count,
        let language = Language(rawValue: arguments[position + 1])
      {
        return language
      }
      if argument.hasPrefix("--lang="), let language = Language(rawValue: String(argument.dropFirst(7))) {
        return language
      }
    }
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      if let value = SystemCalls.environment(name), !value.isEmpty { return Language(locale: value) }
    }
    return .english
  }

  var language: Language { chosen.withLock { $0 } }

  func use(_ language: Language?) {
    if let language { chosen.withLock { $0 = language } }
  }

  func word(_ id: String) -> String { MessageCatalogue.shared.word(id, language) }

  /// Shows findings as a compiler does: where, how bad, what, and what to do.
  ///
  /// - Parameter whole: shows also those of which there are many alike.
  func report(_ findings: [Finding], path: String?, from level: Severity = .note, whole: Bool = false) {
    let text = describe(findings, path: path, from: level, whole: whole)
    if !text.isEmpty { writeError(text) }
  }

  /// The text of findings, grouped by kind, the gravest first.
  func describe(
    _ findings: [Finding], path: String?, from level: Severity = .note, whole: Bool = false
  ) -> TerminalText {
    FindingText(language, whole ? .all : .some, isColored: isColored).text(
      of: findings, path: path, from: level)
  }

  /// Whether colours may stand on standard error.
  var isColored: Bool { isTerminal && Self.allowsColor }

  /// Whether they may stand in a result without a file of its own.
  static var isOutputColored: Bool { SystemCalls.isTerminal(.standardOutput) && allowsColor }

  private static var allowsColor: Bool { SystemCalls.environment("NO_COLOR") == nil }

  /// A line that replaces the one before, on a terminal.
  func progress(_ text: TerminalText) {
    if isTerminal { writeError("\r\u{1B}[K\(text)") }
  }

  func endProgress() {
    if isTerminal { writeError("\r\u{1B}[K") }
  }

  /// Standard error has nowhere to complain of itself.
  func writeError(_ text: TerminalText) {
    do throws(Errno) { try FileAccess.write(text.bytes, to: .standardError) } catch {}
  }
}
