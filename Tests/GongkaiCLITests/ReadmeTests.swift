import Foundation
import TestSupport
import Testing

/// Both READMEs, read as sessions: what a block `console` shows is what the command says in the language of the
/// README, on both streams as a terminal has them; each section begins in an empty folder. `…` stands for what is left out, in a line or as a line.
/// GONGKAI_RECORD=1 records blocks anew that leave nothing out.
@Suite struct ReadmeTests {
  @Test(arguments: [("README.md", "en_US.UTF-8"), ("README.zh-CN.md", "zh_CN.UTF-8")])
  func blocksAreAsWritten(name: String, locale: String) throws {
    let file = Repository.root.appendingPathComponent(name)
    let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    var workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    var text: [String] = []
    var commands = 0
    var rest = lines[...]
    while let line = rest.popFirst() {
      text.append(line)
      if line.hasPrefix("##") {
        workshop.remove()
        workshop = try Workshop(root: Repository.root)
      }
      guard line == "```console" else { continue }
      let block = Array(rest.prefix { $0 != "```" })
      rest = rest.dropFirst(block.count)
      if block.contains(where: Workshop.needsLibreOffice), !Workshop.hasLibreOffice {
        print("\(name): a block of old Word files is not run, since LibreOffice is not installed")
        text += block
        continue
      }
      for entry in Self.entries(block) {
        commands += 1
        let command = entry.command.joined(separator: "\n").dropFirst(2)
        let said = try workshop.run("{ \(command)\n} 2>&1", locale: locale).output
        var output = said.components(separatedBy: "\n")
        if output.last?.isEmpty == true { output.removeLast() }
        let leavesOut = entry.output.contains { $0.contains("…") }
        let isAsWritten = Self.matches(entry.output[...], output[...])
        #expect(isAsWritten, "\(name): \(command)\nsays\n\(said)")
        text += entry.command + (leavesOut || isAsWritten ? entry.output : output)
      }
    }
    #expect(commands >= 15)
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      try text.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }
  }

  /// What the READMEs cannot show: that a difference is seen.
  @Test func differencesAreSeen() {
    func matches(_ written: String, _ said: String) -> Bool {
      Self.matches(written.components(separatedBy: "\n")[...], said.components(separatedBy: "\n")[...])
    }
    #expect(matches("one\n…\nfour", "one\ntwo\nthree\nfour") && matches("one\n…", "one"))
    #expect(
      matches("SHA-256 …, 3 bytes", "SHA-256 8d1a, 3 bytes") && matches("a … and 8 more", "a … and 8 more"))
    #expect(!matches("one", "two") && !matches("one", "one\ntwo") && !matches("one\n…\nfour", "one\ntwo"))
    #expect(!matches("SHA-256 …, 3 bytes", "SHA-256 8d1a, 4 bytes") && !matches("", "something"))
    #expect(Self.entries(["$ a \\", "  b", "said", "$ c"]).map(\.output) == [["said"], []])
  }

  private typealias Entry = (command: [String], output: [String])

  /// Commands with what they say; a command goes on where its line ends in `\`.
  private static func entries(_ block: [String]) -> [Entry] {
    var entries: [Entry] = []
    var goesOn = false
    for line in block {
      if goesOn || line.hasPrefix("$ ") {
        if goesOn { entries[entries.count - 1].command.append(line) } else { entries.append(([line], [])) }
        goesOn = line.hasSuffix("\\")
      } else if !entries.isEmpty {
        entries[entries.count - 1].output.append(line)
      }
    }
    return entries
  }

  private static func matches(_ written: ArraySlice<String>, _ said: ArraySlice<String>) -> Bool {
    guard let line = written.first else { return said.isEmpty }
    let rest = written.dropFirst()
    if line.trimmingCharacters(in: .whitespaces) == "…" {
      return (0...said.count).contains { matches(rest, said.dropFirst($0)) }
    }
    guard let other = said.first, isAsWritten(line, other) else { return false }
    return matches(rest, said.dropFirst())
  }

  private static func isAsWritten(_ line: String, _ said: String) -> Bool {
    let pieces = line.components(separatedBy: "…")
    guard pieces.count > 1, let first = pieces.first, let last = pieces.last else { return line == said }
    guard said.hasPrefix(first) else { return false }
    var rest = Substring(said).dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let range = rest.range(of: piece) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
