import Core
import SystemPackage

/// A folder that is filled beside its place, and put there whole or not at all.
package struct OutputFolder: Sendable {
  package let path: FilePath
  private let folder: HeldFolder
  /// Bytes of all files so far.
  package private(set) var size = 0

  /// - Throws: an `output` refusal where the place is taken, whatever stands there: a folder is never replaced, or the
  ///   folder above cannot be written to.
  package init(_ path: FilePath) throws(Refusal) {
    try Self.refuseExisting(path)
    try FileAccess.makeFolder(path.folder)
    self.path = path
    do throws(Errno) {
      try SystemCalls.checkName(path)
      folder = try HeldFolder(in: path.folder, .ofResults)
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }

  /// Where it stands until it is put into its place.
  package var temporaryPath: FilePath { folder.path }

  /// Refuses to go on where the place is taken.
  package static func refuseExisting(_ path: FilePath) throws(Refusal) {
    if FileAccess.status(of: path, followsLinks: false) != nil {
      throw Refusal(.output, .folderExists(path))
    }
  }

  /// Adds a file.
  ///
  /// - Parameter name: a path within the folder. One that leads out of it is refused.
  package mutating func add(_ name: String, _ bytes: [UInt8]) throws(Refusal) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      throw Refusal(.output, .leadsOutOfFolder(name))
    }
    let place = temporaryPath.appending(name)
    try FileAccess.makeFolder(place.folder)
    do throws(Errno) {
      let file = try FileAccess.create(place)
      defer { FileAccess.close(file) }
      try FileAccess.write(bytes, to: file)
      try SystemCalls.synchronize(file)
    } catch {
      throw Refusal(.output, .cannotWrite(path.appending(name), error))
    }
    size += bytes.count
  }

  /// Puts the folder into its place.
  ///
  /// - Throws: an `output` refusal where something has appeared there; nothing is left behind.
  package func place() throws(Refusal) {
    do throws(Errno) {
      // An empty folder that has appeared meanwhile is replaced by a move, anything else is not.
      try SystemCalls.move(temporaryPath, to: path)
    } catch {
      discard()
      throw Refusal(.output, .cannotWrite(path, error))
    }
    folder.release()
  }

  /// Gives it up, and leaves nothing behind.
  package func discard() { folder.remove() }
}
