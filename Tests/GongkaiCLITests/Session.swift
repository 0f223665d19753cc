/// What a command said.
struct Outcome {
  var output = ""
  var errors = ""
  var status: Int32 = 0
}

/// A document in Markdown with commands in it:
///
///     Prose says what is shown.
///
///         $ gongkai formats --lang en | head -n 1
///         Format  Name …
///         ! a line of standard error
///         [2]
///
/// A line that begins with four spaces and `$` is a command for the shell, `>` goes on with it. What follows is
/// its standard output, its standard error, and its exit status where that is not 0. `\` ends an output that
/// has no line end.
struct Session {
  private enum Part {
    case prose(String)
    case command(lines: [String])
  }

  private static let indent = "    "
  private var parts: [Part] = []

  init(_ text: String) {
    var isOutput = false
    var isCommand = false
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines {
      if line.hasPrefix(Self.indent + "$ ") {
        parts.append(.command(lines: [String(line.dropFirst(6))]))
        isOutput = true
        isCommand = true
      } else if isCommand, line.hasPrefix(Self.indent + "> "), case .command(let before) = parts.last {
        parts[parts.count - 1] = .command(lines: before + [String(line.dropFirst(6))])
      } else if isOutput, line.isEmpty || line.hasPrefix(Self.indent) {
        isCommand = false
      } else {
        parts.append(.prose(String(line)))
        isOutput = false
        isCommand = false
      }
    }
  }

  var commands: [String] {
    parts.compactMap {
      if case .command(let lines) = $0 { lines.joined(separator: "\n") } else { nil }
    }
  }

  var commandCount: Int { commands.count }

  /// The same document with the outputs that its commands have now.
  func replayed(_ run: (String) throws -> Outcome) rethrows -> String {
    var text = ""
    for (index, part) in parts.enumerated() {
      switch part {
      case .prose(let line): text += line + "\n"
      case .command(let lines):
        for (index, line) in lines.enumerated() {
          text += "\(Self.indent)\(index == 0 ? "$" : ">") \(line)\n"
        }
        let outcome = try run(lines.joined(separator: "\n"))
        text += Self.indented(outcome.output, mark: "")
        text += Self.indented(outcome.errors, mark: "! ")
        if outcome.status != 0 { text += "\(Self.indent)[\(outcome.status)]\n" }
      }
      // A command stands by itself; prose keeps its own empty lines.
      if case .command = part, index + 1 < parts.count { text += "\n" }
    }
    return text
  }

  private static func indented(_ output: String, mark: String) -> String {
    var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true {
      lines.removeLast()
    } else if let last = lines.popLast() {
      lines.append(last + "\\")
    }
    return lines.map { $0.isEmpty && mark.isEmpty ? "\n" : "\(indent)\(mark)\($0)\n" }.joined()
  }

  /// The lines that two documents do not share, for a message.
  static func differences(_ written: String, _ replayed: String) -> String {
    let before = written.split(separator: "\n")
    let after = replayed.split(separator: "\n")
    return after.difference(from: before).prefix(40).map { change in
      switch change {
      case .remove(let offset, let line, _): "\(offset + 1) written:  \(line)"
      case .insert(let offset, let line, _): "\(offset + 1) replayed: \(line)"
      }
    }.joined(separator: "\n")
  }
}
