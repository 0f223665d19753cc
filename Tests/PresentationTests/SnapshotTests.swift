import Foundation
import Testing

@testable import FormatKit
@testable import Presentation

/// `Snapshots/*`: small reports as text, Markdown and HTML. GONGKAI_RECORD=1 records them anew.
@Suite struct SnapshotTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots")

  @Test(arguments: Fixtures.examples.map(\.name), ["txt", "md", "html"])
  func isAsRecorded(name: String, format: String) throws {
    // One format is enough for the words of another language.
    if name == "converted-english", format != "md" { return }
    let example = try #require(Fixtures.examples.first { $0.name == name })
    let document = Presenter(language: example.language).document(for: example.report)
    let written = Fixtures.write(document, as: format, WriteOptions(language: example.language))
    let url = Self.folder.appendingPathComponent("\(name).\(format)")
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      try Data(written.utf8).write(to: url)
    }
    let recorded = try? String(contentsOf: url, encoding: .utf8)
    #expect(recorded == written, "GONGKAI_RECORD=1 records it anew, then read the difference")
  }
}
