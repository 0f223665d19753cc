#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An input or a request that cannot be served: all the reasons at once.
///
/// ```swift
/// do {
///   let report = try converter.read(contentsOf: path)
/// } catch {
///   for finding in error.findings {
///     print(finding.message(in: .english), finding.places.first?.description ?? "", separator: "  ")
///     if let remedy = finding.remedy(in: .english) { print("→", remedy) }
///   }
/// }
/// ```
public struct Refusal: Error, Sendable, Hashable {
  /// What kind of refusal it is; the command gives each its exit status.
  public enum Kind: String, Sendable {
    /// The request itself is wrong: an unknown format, an edition that does not exist.
    case usage
    /// The input cannot be read, or is not a report.
    case input
    /// The output cannot be written.
    case output
  }

  public var kind: Kind
  /// At least one.
  public var findings: [Finding]

  public init(_ kind: Kind, _ findings: [Finding]) {
    self.kind = kind
    self.findings = findings
  }

  public init(_ kind: Kind, _ finding: Finding) {
    self.init(kind, [finding])
  }
}

extension Refusal: CustomStringConvertible {
  /// Every finding with its places and its remedy, first all in Chinese, then all in English.
  public var description: String { Language.allCases.map { text(in: $0) }.joined(separator: "\n") }

  /// Every finding in one language, a line for each, with a line for what to do about it.
  public func text(in language: Language) -> String {
    findings.map { finding in
      let places = finding.places.map(\.description)
      let sentence =
        finding.message(in: language) + (places.isEmpty ? "" : " [\(places.joined(separator: "; "))]")
      return finding.remedy(in: language).map { "\(sentence)\n  → \($0)" } ?? sentence
    }.joined(separator: "\n")
  }
}

extension Refusal: LocalizedError {
  public var errorDescription: String? { description }

  /// What was found, without what to do about it.
  public var failureReason: String? { sentences { $0.message(in: $1) } }

  /// What to do about it.
  public var recoverySuggestion: String? { sentences { $0.remedy(in: $1) } }

  private func sentences(_ sentence: (Finding, Language) -> String?) -> String? {
    let lines = Language.allCases.flatMap { language in findings.compactMap { sentence($0, language) } }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}
