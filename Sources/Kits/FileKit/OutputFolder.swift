import Core

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder that is filled beside its place, and put there whole or not at all.
package struct OutputFolder: Sendable {
  package let path: String
  private let temporary: String
  /// Bytes of all files so far.
  package private(set) var size = 0

  /// - Throws: an `output` refusal where the place is taken, whatever stands there: a folder is never replaced, or the folder above cannot be written to.
  package init(_ path: String) throws(Refusal) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    try Self.refuseExisting(path)
    let above = FileAccess.folder(of: path)
    try FileAccess.makeFolder(above)
    self.path = path
    temporary =
      "\(above)/.\(FileAccess.name(of: path)).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
    guard mkdir(temporary, 0o755) == 0 else { throw FileAccess.refusal(.output, "file.cannot-write", path) }
  }

  /// Refuses to go on where the place is taken.
  package static func refuseExisting(_ path: String) throws(Refusal) {
    if access(path, F_OK) == 0 {
      throw Refusal(.output, Finding("file.folder-exists", .error, ["path": path]))
    }
  }

  /// Where it stands until it is put into its place.
  package var temporaryPath: String { temporary }

  /// Adds a file.
  ///
  /// - Parameter name: a path within the folder. One that leads out of it is refused.
  package mutating func add(_ name: String, _ bytes: [UInt8]) throws(Refusal) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      throw Refusal(.output, Finding("bag.path", .error, ["path": name]))
    }
    try FileAccess.write(bytes, to: "\(temporary)/\(name)")
    size += bytes.count
  }

  /// Puts the folder into its place.
  ///
  /// - Throws: an `output` refusal where something has appeared there; nothing is left behind.
  package func place() throws(Refusal) {
    // An empty folder that has appeared meanwhile is replaced by a rename, anything else is not.
    guard rename(temporary, path) == 0 else {
      let reason = FileAccess.refusal(.output, "file.cannot-write", path)
      discard()
      throw reason
    }
  }

  /// Gives it up, and leaves nothing behind.
  package func discard() { Self.remove(temporary) }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    var names: [String] = []
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
      }
      closedir(directory)
    }
    for name in names { remove("\(path)/\(name)") }
    rmdir(path)
  }
}
