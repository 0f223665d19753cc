import SystemPackage

/// Which file a path means, whatever it is written like: `x.json`, `./x.json` and a link to it are one file.
package struct FileIdentity: Hashable, Sendable {
  private enum Place: Hashable, Sendable {
    case file(DeviceID, Inode)
    /// A file that is not there yet, in a folder that is.
    case name(FilePath.Component, DeviceID, Inode)
    case path(FilePath)
  }

  private let place: Place

  package static func isSame(_ path: FilePath?, _ other: FilePath?) -> Bool {
    guard let path, let other, let identity = FileIdentity(path) else { return false }
    return identity == FileIdentity(other)
  }

  /// nil for standard streams, devices and pipes, which several things may go to.
  package init?(_ path: FilePath) {
    if path == .standardStream { return nil }
    let target = FileAccess.target(of: path)
    if let status = FileAccess.status(of: target) {
      guard status.type == .regular || status.type == .directory else { return nil }
      place = .file(status.deviceID, status.inode)
    } else if let name = target.lastComponent, let folder = FileAccess.status(of: target.folder) {
      place = .name(name, folder.deviceID, folder.inode)
    } else {
      place = .path(target.lexicallyNormalized())
    }
  }
}
