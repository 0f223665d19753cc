import Core
import Verification

/// How outcomes are shown.
package struct VerificationStyle: Sendable {
  package var language: Language
  /// The least that is shown: `note` shows what has passed as well. What a person has to do is always shown.
  package var show: Severity

  package init(language: Language, show: Severity = .warning) {
    self.language = language
    self.show = show
  }

  func isShown(_ item: VerificationItem) -> Bool {
    switch item.state {
    case .failed, .needsPerson, .notAssessed: true
    case .warning: show <= .warning
    case .passed: show == .note
    }
  }

  func word(_ id: String, _ arguments: [String: String] = [:]) -> String {
    MessageCatalogue.fill(
      MessageCatalogue.shared.word("verify.\(id)", language), with: arguments, language)
  }

  /// Within the package.
  func place(_ item: VerificationItem) -> String? {
    item.path.map { $0 + (item.line.map { ":\($0)" } ?? "") }
  }

  func property(_ property: VerificationProperty) -> String { word("property.\(property.rawValue)") }

  func state(_ state: VerificationItem.State) -> String { word("state.\(state.rawValue)") }

  func count(_ state: VerificationItem.State, _ count: Int) -> String {
    word("count", ["state": self.state(state), "count": String(count)])
  }

  func summary(_ result: VerificationResult) -> String {
    let counts = VerificationItem.State.allCases.map { ($0, result.items($0).count) }.filter { $0.1 > 0 }
    return counts.map(count).joined(separator: word("list"))
  }

  func verdict(_ result: VerificationResult) -> String {
    if result.hasFindings(from: .error) { return word("verdict.failed") }
    // What could not be asked is not what has passed.
    if !result.items(.notAssessed).isEmpty { return word("verdict.open") }
    return word(result.hasFindings(from: .warning) ? "verdict.warning" : "verdict.passed")
  }

  func heading(_ result: VerificationResult) -> String {
    var text = word("profile.\(result.profile.rawValue)")
    if let count = result.recordCount { text += word("records", ["count": String(count)]) }
    text += word("files", ["count": String(result.fileCount), "size": String(result.size)])
    return text
  }
}
