import Core
import FileKit
import Records
import Verification
import ZIPKit

extension PackageVerifier {
  /// The largest file of a folder that is read: what a receiving system takes in all.
  private static let fileLimit = PackageLimits().unpackedSize

  /// Verifies a package: a file, which is read in parts, or a folder of one.
  ///
  /// - Throws: an `input` refusal where it cannot be read, is not a package of any layout, or changes meanwhile.
  public func verify(
    contentsOf path: FilePath, as profile: ArchiveProfile? = nil
  ) throws(Refusal) -> VerificationResult {
    if path != .standardStream, FileAccess.isFolder(path) { return try verifyFolder(path, as: profile) }
    // What comes through a pipe is there once.
    guard let file = try PackageFile(path) else {
      return try verify(try FileAccess.read(path), name: path.shown, as: profile)
    }
    let folder = path.folder
    let result = try verify(file, name: path.shown, as: profile) { name in
      Self.isPlainName(name) ? PackageFolder.bytes(of: folder.appending(name), limit: Self.fileLimit) : nil
    }
    if file.hasChanged { throw Self.changed(path.shown) }
    return result
  }

  /// An envelope may name anything; only what is beside it is looked at.
  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == 0x2F || $0 == 0 }
  }

  private func verifyFolder(
    _ folder: FilePath, as profile: ArchiveProfile?
  ) throws(Refusal) -> VerificationResult {
    let listing = try PackageFolder(folder)
    let files = listing.files
    var contents = PackageContents(
      .folder, files,
      begin: { PackageFolder.beginning(of: listing.path(of: $0, in: folder), count: $1) },
      read: { index throws(ZIPFailure) in
        let file = files[index]
        guard
          let bytes = PackageFolder.bytes(
            of: listing.path(of: index, in: folder), limit: Self.fileLimit)
        else {
          throw ZIPFailure(file.size > Self.fileLimit ? .entryTooLarge : .damaged, entry: file.path)
        }
        return bytes
      })
    contents.links = listing.links
    contents.specials = listing.specials
    let result = try verify(contents, name: folder.shown, as: profile)
    if try PackageFolder(folder) != listing { throw Self.changed(folder.shown) }
    return result
  }
}
