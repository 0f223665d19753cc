import SystemPackage

/// A folder that does not stay, locked as long as this process uses it.
struct HeldFolder: Sendable {
  let path: FilePath
  private let lock: FileDescriptor

  init(in parent: FilePath, _ permissions: FilePermissions) throws(Errno) {
    TemporaryName.removeAbandoned(in: parent)
    path = try Leftovers.make { () throws(Errno) in
      let path = parent.appending(TemporaryName.fresh)
      try SystemCalls.makeFolder(path, permissions)
      return path
    }
    do throws(Errno) {
      lock = try FileAccess.open(path)
    } catch {
      Leftovers.remove(path)
      throw error
    }
    _ = SystemCalls.lock(lock)
  }

  /// Lets it go where it has been moved to its place.
  func release() {
    Leftovers.forget(path)
    FileAccess.close(lock)
  }

  /// Removes it with all that is in it.
  func remove() {
    FileAccess.close(lock)
    Leftovers.remove(path)
  }
}
