import Core
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard error: findings in the user's language, and progress for a terminal.
final class Console: Sendable {
  static let shared = Console()

  /// How many findings of one kind are shown for one input.
  private static let cap = 5

  private let chosen: Mutex<Language>
  let isTerminal = isatty(STDERR_FILENO) == 1

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
      if let value = getenv(name), value.pointee != 0 { return Language(locale: String(cString: value)) }
    }
    return .english
  }

  var language: Language { chosen.withLock { $0 } }

  func use(_ language: Language?) {
    if let language { chosen.withLock { $0 = language } }
  }

  func word(_ id: String) -> String { MessageCatalogue.shared.word(id, language) }

  /// Shows findings as a compiler does: where, how bad, what, and what to do.
  func report(_ findings: [Finding], path: String?, from level: Severity = .note) {
    let text = describe(findings, path: path, from: level)
    if !text.isEmpty { writeError(text) }
  }

  /// The text of findings, grouped by kind, the gravest first.
  func describe(_ findings: [Finding], path: String?, from level: Severity = .note) -> String {
    var order: [String] = []
    var groups: [String: [Finding]] = [:]
    for finding in findings where finding.severity >= level {
      if groups[finding.id] == nil { order.append(finding.id) }
      groups[finding.id, default: []].append(finding)
    }
    let ranked = order.enumerated().sorted {
      let left = groups[$0.element]?.first?.severity ?? .note
      let right = groups[$1.element]?.first?.severity ?? .note
      return left != right ? left > right : $0.offset < $1.offset
    }
    var text = ""
    for (_, id) in ranked {
      let group = groups[id] ?? []
      for finding in group.prefix(Self.cap) { text += describe(finding, path: path) }
      if group.count > Self.cap, let first = group.first {
        let more = Finding(
          "command.more", first.severity, ["count": String(group.count - Self.cap), "id": id])
        text += "  " + MessageCatalogue.shared.message(more, language) + "\n"
      }
      if let last = group.first, let remedy = MessageCatalogue.shared.remedy(last, language) {
        text += "  → \(remedy)\n"
      }
    }
    return text
  }

  private func describe(_ finding: Finding, path: String?) -> String {
    let file = path ?? finding.arguments["file"]
    var location = file.map { $0 == "-" ? "<stdin>" : $0 } ?? "gongkai"
    // An editor finds `file:line:`; the cell of a table stands behind the sentence.
    var cell = ""
    if let place = finding.places.first {
      if let line = place.line { location += ":\(line)" }
      var parts: [String] = []
      if let page = place.page { parts.append("p\(page)") }
      if let table = place.table { parts.append("t\(table)") }
      if let row = place.row { parts.append("r\(row)") }
      if let column = place.column { parts.append("c\(column)") }
      if !parts.isEmpty { cell = " (\(parts.joined(separator: " ")))" }
    }
    var message = MessageCatalogue.shared.message(finding, language)
    // Messages on forms and crosswalks begin with their file, which stands at the beginning of the line already.
    if let file {
      for prefix in ["\(file): ", "\(file)："] where message.hasPrefix(prefix) {
        message.removeFirst(prefix.count)
      }
    }
    let severity = word("severity.\(finding.severity.rawValue)")
    return "\(location): \(painted(severity, finding.severity)): \(message)\(cell) [\(finding.id)]\n"
  }

  private func painted(_ word: String, _ severity: Severity) -> String {
    guard isTerminal, getenv("NO_COLOR") == nil else { return word }
    let color =
      switch severity {
      case .error: "31"
      case .warning: "33"
      case .note: "36"
      }
    return "\u{1B}[1;\(color)m\(word)\u{1B}[0m"
  }

  /// A line that replaces the one before, on a terminal.
  func progress(_ text: String) {
    if isTerminal { writeError("\r\u{1B}[K\(text)") }
  }

  func endProgress() {
    if isTerminal { writeError("\r\u{1B}[K") }
  }

  func writeError(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      if written <= 0 { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
