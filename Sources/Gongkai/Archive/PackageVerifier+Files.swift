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
    contentsOf path: String, as profile: ArchiveProfile? = nil
  ) throws(Refusal) -> VerificationResult {
    if path != "-", FileAccess.isFolder(path) { return try verifyFolder(path, as: profile) }
    // What comes through a pipe is there once.
    guard let file = try PackageFile(path) else {
      return try verify(try FileAccess.read(path), name: path, as: profile)
    }
    let folder = FileAccess.folder(of: path)
    let result = try verify(file, name: path, as: profile) { name in
      Self.isPlainName(name) ? PackageFolder.bytes(of: "\(folder)/\(name)", limit: Self.fileLimit) : nil
    }
    if file.hasChanged { throw Self.changed(path) }
    return result
  }

  /// An envelope may name anything; only what is beside it is looked at.
  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == 0x2F || $0 == 0 }
  }

  private func verifyFolder(
    _ path: String, as profile: ArchiveProfile?
  ) throws(Refusal) -> VerificationResult {
    let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let listing = try PackageFolder(folder)
    let files = listing.files
    var contents = PackageContents(
      .folder, files,
      begin: { PackageFolder.beginning(of: "\(folder)/\(files[$0].path)", count: $1) },
      read: { index throws(ZIPFailure) in
        let file = files[index]
        guard let bytes = PackageFolder.bytes(of: "\(folder)/\(file.path)", limit: Self.fileLimit) else {
          throw ZIPFailure(file.size > Self.fileLimit ? .entryTooLarge : .damaged, entry: file.path)
        }
        return bytes
      })
    contents.links = listing.links
    contents.specials = listing.specials
    let result = try verify(contents, name: path, as: profile)
    if try PackageFolder(folder) != listing { throw Self.changed(path) }
    return result
  }
}
