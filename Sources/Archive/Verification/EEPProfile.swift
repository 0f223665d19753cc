import Envelopes
import FormatKit
import Records

/// Envelopes of DA/T 48-2009, ours or another's: one by itself, or some in a ZIP or a folder. Around them may stand
/// what 档发〔2012〕7号 lays down, which is asked where it is there.
package struct EEPProfile: PackageProfile {
  package let profile = ArchiveProfile.eep

  private let formats: FormatRegistry

  /// - Parameter formats: those that files are opened with.
  package init(_ formats: FormatRegistry) { self.formats = formats }

  package func recognises(_ contents: PackageContents) -> Bool {
    // Envelopes may be among the files of records that have their metadata beside them.
    if TransferProfile.hasMetadata(contents) { return false }
    return contents.entries.indices.contains { Self.isEnvelope(at: $0, of: contents) }
  }

  /// By its content. What is no XML by its name is not looked into, for it may be large.
  private static func isEnvelope(at index: Int, of contents: PackageContents) -> Bool {
    let path = contents.entries[index].path.lowercased()
    guard contents.container == .file || path.hasSuffix(".xml") || path.hasSuffix(".eep") else {
      return false
    }
    return Envelope.recognises(contents.beginning(at: index, count: Envelope.beginning))
  }

  package func verify(
    _ contents: PackageContents, _ limits: PackageLimits, into log: inout VerificationLog
  ) -> Int? {
    var walk = EnvelopeWalk(contents, limits, ContentExaminer(formats), into: &log)
    let envelopes = contents.entries.indices.filter {
      !walk.isOfOthers(contents.entries[$0].path) && Self.isEnvelope(at: $0, of: contents)
    }
    walk.run(envelopes, into: &log)
    return envelopes.count
  }
}
