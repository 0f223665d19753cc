import Core

extension Document {
  /// The data of a report that a file carries besides showing it: for programs, and seen by nobody who reads the
  /// file.
  ///
  /// What it says counts only as far as the file shows the same; see `Converter.withAttachedData`.
  public struct AttachedReport: Hashable, Sendable {
    /// The report in canonical JSON that any markup can hold as it stands.
    public var json: [UInt8]
    /// Holds the data to the figures that were shown when they were written: SHA-256 over both, in hexadecimal.
    public let digest: String
    /// The language of what the file shows besides the form.
    public let language: Language
    /// Whether the file shows how the report was made.
    public let hasAppendix: Bool

    /// More than these are not looked at.
    package static let maximumCount = 500

    public init(json: [UInt8], digest: String, language: Language, hasAppendix: Bool) {
      self.json = json
      self.digest = digest
      self.language = language
      self.hasAppendix = hasAppendix
    }
  }
}

extension Document.AttachedReport {
  /// What stands beside the data, by the names that it has in every container.
  package var attributes: [(name: StaticString, value: String)] {
    [("digest", digest), ("lang", language.rawValue), ("appendix", String(hasAppendix))]
  }

  /// - Parameter attribute: the value of an attribute of a name.
  /// - Returns: nil where what stands beside the data is not ours.
  package init?(json: [UInt8], attribute: (StaticString) -> String?) {
    guard let digest = attribute("digest"),
      let language = attribute("lang").flatMap(Language.init(rawValue:)),
      let hasAppendix = attribute("appendix").flatMap(Bool.init)
    else { return nil }
    self.init(json: json, digest: digest, language: language, hasAppendix: hasAppendix)
  }
}

@usableFromInline package typealias AttachedReport = Document.AttachedReport
