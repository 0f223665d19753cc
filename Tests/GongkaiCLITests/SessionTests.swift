import Foundation
import TestSupport
import Testing

/// Sessions with the command, written as documents and replayed with the built binary. GONGKAI_RECORD=1 records
/// the outputs anew.
@Suite struct SessionTests {
  static let root = Repository.root
  static let sessions = root.appendingPathComponent("Tests/GongkaiCLITests/Sessions")
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: sessions.path)) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted()

  @Test func sessionsAreFound() {
    #expect(Self.names.count >= 8)
  }

  @Test(arguments: names)
  func sessionIsAsWritten(name: String) throws {
    let file = Self.sessions.appendingPathComponent(name)
    let written = try String(contentsOf: file, encoding: .utf8)
    if Workshop.needsLibreOffice(written), !Workshop.hasLibreOffice {
      print("\(name) reads an old Word file and is not replayed, since LibreOffice is not installed")
      return
    }
    let workshop = try Workshop(root: Self.root)
    defer { workshop.remove() }
    let session = Session(written)
    #expect(session.commandCount > 0, "\(name) holds no command")
    let replayed = try session.replayed { try workshop.run($0) }
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      try replayed.write(to: file, atomically: true, encoding: .utf8)
    }
    let differences = Session.differences(written, replayed)
    #expect(
      replayed == written,
      "\(name): GONGKAI_RECORD=1 records it anew, then read the difference\n\(differences)")
  }

  /// What the documents cannot show: that a difference is seen.
  @Test func differencesAreSeen() throws {
    let document = "Prose stays.\n\n    $ one\n    old output\n    > not output\n\nMore.\n\n    $ two\n"
    let replayed = Session(document).replayed { command in
      command == "one" ? Outcome(output: "new\n\nlast", errors: "bad\n", status: 3) : Outcome()
    }
    #expect(
      replayed
        == "Prose stays.\n\n    $ one\n    new\n\n    last\\\n    ! bad\n    [3]\n\nMore.\n\n    $ two\n")
    #expect(
      Session("    $ cat <<END\n    > a\n    > END\n    a\n\n    $ b\n").commands == [
        "cat <<END\na\nEND", "b",
      ])
  }

  /// The completions are scripts that their shell takes, where the shell is there to ask.
  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsAreScripts(shell: String) throws {
    let workshop = try Workshop(root: Self.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      "gongkai --generate-completion-script \(shell) > script && "
        + "if command -v \(shell) >/dev/null; then \(shell) -n script; fi && grep -c omit-personal-data script"
    )
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
  }

  /// Nothing but the result stands on standard output, also where a finding is shown.
  @Test func standardOutputIsTheResult() throws {
    let workshop = try Workshop(root: Self.root)
    defer { workshop.remove() }
    let quiet = try workshop.run("gongkai convert Examples/2019/input.txt --edition 2021 2>/dev/null")
    let loud = try workshop.run("gongkai convert Examples/2019/input.txt --edition 2021 --show note")
    #expect(quiet.output == loud.output)
    #expect(quiet.output.hasPrefix("{") && quiet.output.hasSuffix("}\n"))
  }

  /// Programs that run at the same time do not hold each other's pipes.
  @Test func programsRunSideBySide() throws {
    let workshop = try Workshop(root: Self.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      mkdir in; for i in $(seq 40); do cp Examples/2021/report.json in/$i.json; done
      printf '#!/bin/sh\\ncat\\n' > same; chmod +x same
      gongkai convert in --from exec:./same --to json -o out --quiet && ls out | wc -l | tr -d ' '
      """)
    #expect(outcome.output == "40\n")
    #expect(outcome.errors.isEmpty)
  }
}
