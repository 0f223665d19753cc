import ArgumentParser
import ReportModel
import Testing

@testable import GongkaiCLI

/// What is told of all commands follows from the commands.
@Suite struct CommandTreeTests {
  static let names = ManualPage.commands(below: GongkaiCommand.self).map(\.name)

  /// The first word names a command without its help being put together; both must call it the same.
  @Test func everyCommandIsFoundByItsName() {
    for (name, type) in GongkaiCommand.commands { #expect(type.configuration.commandName == name) }
  }

  @Test func everyCommandIsOnTheManualPage() {
    #expect(Set(Self.names).count == Self.names.count)
    let page = ManualPage.text().split(separator: "\n")
    for name in Self.names { #expect(page.contains(".SH \(name.uppercased())"), "\(name)") }
    for name in [
      "convert", "archive make", "archive sign-input", "archive attach-signature", "crosswalk lint",
    ] {
      #expect(Self.names.contains(name))
    }
  }

  @Test func shellsCompleteTheEditionsOfTheForms() {
    let script = GongkaiCommand.completionScript(for: .bash)
    for edition in FormCatalogue.shared.editions { #expect(script.contains(edition.rawValue)) }
  }

  /// The gravest status is told.
  @Test func statusesAreRanked() {
    for status in ExitStatus.allCases {
      #expect(status.worse(.done) == status && ExitStatus.done.worse(status) == status)
      #expect(status.worse(status) == status)
    }
    #expect(ExitStatus.findings.worse(.loss) == .loss && ExitStatus.loss.worse(.findings) == .loss)
    #expect(ExitStatus.input.worse(.loss) == .input && ExitStatus.output.worse(.usage) == .usage)
  }
}
