import ArgumentParser
import Core
import FileKit
import SystemPackage

/// What a first argument that names no command asks for: a file to look at, or one that is misspelt.
enum CommandName {
  /// The arguments behind the name of the command that they mean; those that are the parser's own stay.
  ///
  /// - Throws: a `usage` refusal where the first is neither a command nor there.
  static func completed(_ arguments: [String]) throws(Refusal) -> [String] {
    guard let first = arguments.first, first == "-" || !first.hasPrefix("-"), first != "help" else {
      return arguments
    }
    let isInput = first == "-" || SystemCalls.exists(FilePath(argument: first))
    if isInput { return [inspect] + arguments }
    let name = RawArguments.shown(first)
    throw Refusal(.usage, nearest(to: first).map { .misspeltCommand(name, $0) } ?? .unknownCommand(name))
  }

  private static let inspect = InspectCommand.configuration.commandName ?? "inspect"

  private static var known: [String] {
    GongkaiCommand.configuration.subcommands.compactMap { command in
      command.configuration.shouldDisplay ? command.configuration.commandName : nil
    }
  }

  /// The command that a name is misspelt from, with a third of its letters wrong at most.
  private static func nearest(to name: String) -> String? {
    known.map { ($0, distance(Array(name), Array($0))) }.filter { 3 * $0.1 <= $0.0.count }.min {
      $0.1 < $1.1
    }?.0
  }

  /// How many letters are left out, put in or changed.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (position, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = position + 1
      for (index, other) in right.enumerated() {
        let changed = diagonal + (letter == other ? 0 : 1)
        diagonal = row[index + 1]
        row[index + 1] = min(changed, row[index] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}

extension Finding {
  fileprivate static func unknownCommand(_ name: String) -> Finding {
    Finding("command.unknown-command", .error, ["name": name])
  }

  fileprivate static func misspeltCommand(_ name: String, _ command: String) -> Finding {
    Finding("command.misspelt-command", .error, ["name": name, "command": command])
  }
}
