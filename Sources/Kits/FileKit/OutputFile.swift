import Core
import SystemPackage

/// A file that is written piece by piece beside its place, and put there whole or not at all.
package struct OutputFile: Sendable {
  package let path: String
  /// Where it stands until it is put into its place.
  package let temporaryPath: String
  private let file: FileDescriptor

  /// - Throws: an `output` refusal where the folder cannot be written to.
  package init(_ path: String) throws(Refusal) {
    self.path = path
    let temporary = FileAccess.temporaryPath(beside: path)
    temporaryPath = temporary
    var file = FileDescriptor.standardOutput
    _ = try Leftovers.make { () throws(Refusal) in
      try FileAccess.makeFolder(FileAccess.folder(of: path))
      do throws(Errno) {
        file = try SystemCalls.call {
          try FileDescriptor.open(
            FilePath(temporary), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        }
      } catch {
        throw Refusal(.output, .cannotWrite(path, error))
      }
      return FilePath(temporary)
    }
    self.file = file
  }

  package mutating func write(_ bytes: [UInt8]) throws(Refusal) {
    do throws(Errno) {
      try FileAccess.write(bytes, to: file)
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }

  /// Puts the file into its place.
  ///
  /// - Throws: an `output` refusal where a file is there and `overwrites` is false; nothing is left behind.
  package func place(overwrites: Bool = false) throws(Refusal) {
    defer { removeTemporary() }
    do throws(Errno) {
      do throws(Errno) {
        try SystemCalls.synchronize(file)
      } catch {
        FileAccess.close(file)
        throw error
      }
      FileAccess.close(file)
      if overwrites {
        try SystemCalls.move(FilePath(temporaryPath), to: FilePath(path))
      } else {
        try placeWithoutReplacing()
      }
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }

  /// A hard link refuses to replace a file that has appeared meanwhile, which a move does not.
  private func placeWithoutReplacing() throws(Errno) {
    let (from, to) = (FilePath(temporaryPath), FilePath(path))
    do throws(Errno) {
      try SystemCalls.hardLink(from, as: to)
    } catch {
      // Some file systems have no hard links.
      guard error == .notPermitted || error == .notSupportedOnSocket, !SystemCalls.exists(to) else {
        throw error
      }
      try SystemCalls.move(from, to: to)
    }
  }

  /// Gives it up, and leaves nothing behind.
  package func discard() {
    FileAccess.close(file)
    removeTemporary()
  }

  private func removeTemporary() {
    FileAccess.remove(FilePath(temporaryPath))
    Leftovers.forget(FilePath(temporaryPath))
  }
}
