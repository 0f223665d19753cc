import Core

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is written piece by piece beside its place, and put there whole or not at all.
package struct OutputFile: Sendable {
  package let path: String
  private let temporary: String
  private let descriptor: Int32

  /// - Throws: an `output` refusal where the folder cannot be written to.
  package init(_ path: String) throws(Refusal) {
    let folder = FileAccess.folder(of: path)
    try FileAccess.makeFolder(folder)
    self.path = path
    temporary =
      "\(folder)/.\(FileAccess.name(of: path)).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
    descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileAccess.refusal(.output, "file.cannot-write", path) }
  }

  /// Where it stands until it is put into its place.
  package var temporaryPath: String { temporary }

  package mutating func write(_ bytes: [UInt8]) throws(Refusal) {
    guard FileAccess.write(bytes, to: descriptor) else {
      throw FileAccess.refusal(.output, "file.cannot-write", path)
    }
  }

  /// Puts the file into its place.
  ///
  /// - Throws: an `output` refusal where a file is there and `overwrites` is false; nothing is left behind.
  package func place(overwrites: Bool = false) throws(Refusal) {
    let isComplete = fsync(descriptor) == 0
    close(descriptor)
    // A hard link refuses to replace a file that has appeared meanwhile, which a rename does not.
    let isPlaced =
      isComplete
      && (overwrites ? rename(temporary, path) == 0 : link(temporary, path) == 0 || isRenamed())
    let reason = isPlaced ? nil : FileAccess.refusal(.output, "file.cannot-write", path)
    unlink(temporary)
    if let reason { throw reason }
  }

  /// Where a file system has no hard links.
  private func isRenamed() -> Bool {
    guard errno == EPERM || errno == EOPNOTSUPP, access(path, F_OK) != 0 else { return false }
    return rename(temporary, path) == 0
  }

  /// Gives it up, and leaves nothing behind.
  package func discard() {
    close(descriptor)
    unlink(temporary)
  }
}
