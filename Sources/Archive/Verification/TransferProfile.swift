import FileKit
import FormatKit
import Packages
import Records

/// The transfer package of 档发〔2012〕7号 and DA/T 93-2022.
package struct TransferProfile: PackageProfile {
  package let profile = ArchiveProfile.transfer

  private let formats: FormatRegistry

  /// - Parameter formats: those that files are opened with.
  package init(_ formats: FormatRegistry) { self.formats = formats }

  static let metadata = RecordLayout.metadataName

  package func recognises(_ contents: PackageContents) -> Bool {
    TransferStructure.isIn(contents) || Self.hasMetadata(contents)
  }

  /// Whether a record has metadata beside its files.
  static func hasMetadata(_ contents: PackageContents) -> Bool {
    contents.entries.contains { $0.path.hasSuffix("/\(metadata)") }
  }

  package func verify(
    _ contents: PackageContents, _ limits: PackageLimits, into log: inout VerificationLog
  ) -> Int? {
    let structure = TransferStructure(contents, limits, into: &log)
    log.ask(.recordMetadataMissing, .recordContentMissing)
    for folder in structure.folders {
      if !folder.hasMetadata { log.find(.recordMetadataMissing, path: folder.path) }
      if folder.contentCount == 0 { log.find(.recordContentMissing, path: folder.path) }
    }
    walk(contents, structure, limits, into: &log)
    return structure.catalogue?.entries.count
  }

  /// Goes through every file once: digests, metadata and contents.
  private func walk(
    _ contents: PackageContents, _ structure: TransferStructure, _ limits: PackageLimits,
    into log: inout VerificationLog
  ) {
    ContentExaminer.ask(&log)
    var digests = PackageDigests(contents, into: &log)
    let examiner = ContentExaminer(formats)
    let algorithms = digests.algorithms
    contents.forEach(&log, limits) { entry, bytes, log in
      if PackagePath.name(of: entry.path) == Self.metadata,
        let record = structure.folder(ofFile: entry.path)
      {
        MetadataVerifier(path: entry.path).verify(
          bytes, record, structure.catalogue?.entry(record.number), contents, into: &log)
      } else if entry.path.contains("/") {
        examiner.examine(entry.path, bytes, into: &log)
      }
      return DigestAlgorithm.all(algorithms, of: bytes)
    } take: { entry, seen, log in
      digests.add(entry.path, seen, into: &log)
    }
    digests.finish(contents, into: &log)
  }
}
