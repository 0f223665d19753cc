import Core
import Records

/// What came of one item: once where it passed, and once for each place where it did not.
public struct VerificationItem: Hashable, Sendable {
  public enum State: String, CaseIterable, Sendable {
    case passed, warning, failed
    /// No program can answer it.
    case needsPerson
    /// Something that was wrong before kept it from being asked.
    case notAssessed
  }

  package let rule: VerificationRule
  public let state: State
  /// Within the package; nil for the package as a whole.
  package(set) public var path: String?
  package(set) public var line: Int?
  package var arguments: [String: String] = [:]

  /// Stable, such as `digests.wrong`.
  public var id: String { rule.id.rawValue }

  public var property: VerificationProperty { rule.property }

  /// What is wrong or has to be done; what is asked, where there is nothing to say.
  public func sentence(_ language: Language) -> String {
    switch state {
    case .passed, .notAssessed: rule.title[language]
    case .warning, .failed, .needsPerson:
      MessageCatalogue.fill(rule.sentence[language], with: arguments, language)
    }
  }

  public func remedy(_ language: Language) -> String? {
    guard state == .warning || state == .failed, !rule.remedy[language].isEmpty else { return nil }
    return MessageCatalogue.fill(rule.remedy[language], with: arguments, language)
  }
}

/// What came of verifying one package.
public struct VerificationResult: Sendable {
  /// As the user named it.
  package(set) public var name: String
  public let profile: ArchiveProfile
  /// Bytes of the package; of all its files where it is a folder.
  public let size: Int
  /// Of the whole package, for the hand-over slip; nil for a folder.
  public let sha256: String?
  /// How many records, where that is known.
  public let recordCount: Int?
  public let fileCount: Int
  /// In the order of the rules.
  public let items: [VerificationItem]

  public func items(_ state: VerificationItem.State) -> [VerificationItem] {
    items.filter { $0.state == state }
  }

  /// Whether it did not pass: something is wrong, or could not be asked.
  public var hasFailed: Bool { items.contains { $0.state == .failed || $0.state == .notAssessed } }

  /// Whether something is wrong from this severity on. What a person has to do does not count.
  public func hasFindings(from level: Severity) -> Bool {
    items.contains { $0.state == .failed || level <= .warning && $0.state == .warning }
  }
}
