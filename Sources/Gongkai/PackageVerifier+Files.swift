import Archive
import Findings
import ZIPContainer

extension PackageVerifier {
  /// Verifies a package: a file, or the folder of a bag.
  ///
  /// - Throws: an `input` refusal where it cannot be read, or is not a package of any layout.
  public func verify(
    contentsOf path: String, as profile: ArchiveProfile? = nil
  ) throws(Refusal) -> VerificationResult {
    guard FileAccess.isFolder(path) else {
      return try verify(try FileAccess.read(path), name: path, as: profile)
    }
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    var entries: [PackageContents.Entry] = []
    for file in FileAccess.files(in: folder) {
      let name = String(file.dropFirst(folder.count + 1))
      entries.append(PackageContents.Entry(path: name, size: try FileAccess.size(of: file)))
    }
    let files = entries
    let contents = PackageContents(.folder, files) { index throws(ZIPFailure) in
      let name = files[index].path
      do throws(Refusal) {
        return try FileAccess.read("\(folder)/\(name)")
      } catch {
        throw ZIPFailure(.damaged, entry: name)
      }
    }
    return try verify(contents, name: path, as: profile)
  }
}
