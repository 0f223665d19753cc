import Foundation
import Gongkai
import Testing

/// Published reports, with the errors in them that were found by hand.
@Suite struct CorpusCheckTests {
  static let corpus = ProcessInfo.processInfo.environment["GONGKAI_CORPUS"]

  @Test func show() throws {
    guard let corpus = Self.corpus, ProcessInfo.processInfo.environment["GONGKAI_SHOW"] != nil else { return }
    let converter = Converter()
    let folder = "\(corpus)/docs"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      guard let report = try? converter.read(contentsOf: "\(folder)/\(name)") else { continue }
      let result = converter.check(report)
      print(
        "=== \(name) \(report.form.id) holds \(result.count(.holds)) fails \(result.count(.fails)) open \(result.count(.notAssessable))"
      )
      for item in result.findings {
        print(
          "  \(item.finding.severity) \(item.rule): \(MessageCatalogue.shared.message(item.finding, .chinese))"
        )
      }
    }
  }
}
