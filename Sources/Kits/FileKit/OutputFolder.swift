import Core
import SystemPackage

/// A folder that is filled beside its place, and put there whole or not at all.
package struct OutputFolder: Sendable {
  package let path: String
  /// Where it stands until it is put into its place.
  package let temporaryPath: String
  /// Bytes of all files so far.
  package private(set) var size = 0

  /// - Throws: an `output` refusal where the place is taken, whatever stands there: a folder is never replaced, or the
  ///   folder above cannot be written to.
  package init(_ path: String) throws(Refusal) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    try Self.refuseExisting(path)
    try FileAccess.makeFolder(FileAccess.folder(of: path))
    self.path = path
    let temporary = FilePath(FileAccess.temporaryPath(beside: path))
    temporaryPath = temporary.string
    do throws(Errno) {
      _ = try Leftovers.make { () throws(Errno) in
        try SystemCalls.makeFolder(
          temporary, [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
        return temporary
      }
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }

  /// Refuses to go on where the place is taken.
  package static func refuseExisting(_ path: String) throws(Refusal) {
    if SystemCalls.exists(FilePath(path)) { throw Refusal(.output, .folderExists(path)) }
  }

  /// Adds a file.
  ///
  /// - Parameter name: a path within the folder. One that leads out of it is refused.
  package mutating func add(_ name: String, _ bytes: [UInt8]) throws(Refusal) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      throw Refusal(.output, .leadsOutOfFolder(name))
    }
    try FileAccess.write(bytes, to: "\(temporaryPath)/\(name)")
    size += bytes.count
  }

  /// Puts the folder into its place.
  ///
  /// - Throws: an `output` refusal where something has appeared there; nothing is left behind.
  package func place() throws(Refusal) {
    do throws(Errno) {
      // An empty folder that has appeared meanwhile is replaced by a move, anything else is not.
      try SystemCalls.move(FilePath(temporaryPath), to: FilePath(path))
      Leftovers.forget(FilePath(temporaryPath))
    } catch {
      discard()
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }

  /// Gives it up, and leaves nothing behind.
  package func discard() {
    FileAccess.remove(FilePath(temporaryPath))
    Leftovers.forget(FilePath(temporaryPath))
  }
}
