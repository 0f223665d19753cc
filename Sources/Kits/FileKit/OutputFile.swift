import Core
import SystemPackage

/// A file that is written piece by piece beside its place, and put there whole or not at all.
package struct OutputFile: Sendable {
  package let path: FilePath
  /// Where it stands until it is put into its place.
  package let temporaryPath: FilePath
  /// Its place: where the path is a link, what that leads to.
  private let target: FilePath
  private let file: FileDescriptor

  /// - Throws: an `output` refusal where the folder cannot be written to, or the path is a device or a pipe.
  package init(_ path: FilePath) throws(Refusal) {
    let target = FileAccess.target(of: path)
    (self.path, self.target) = (path, target)
    if let type = FileAccess.status(of: target)?.type, type != .regular, type != .directory {
      throw Refusal(.output, .cannotHoldFile(path))
    }
    TemporaryName.removeAbandoned(in: target.folder)
    let temporary = target.folder.appending(TemporaryName.fresh)
    temporaryPath = temporary
    var file = FileDescriptor.standardOutput
    _ = try Leftovers.make { () throws(Refusal) in
      try FileAccess.makeFolder(target.folder)
      do throws(Errno) {
        // Before any work is done for it.
        try SystemCalls.checkName(target)
        file = try FileAccess.create(temporary)
      } catch {
        throw Refusal(.output, .cannotWrite(path, error))
      }
      return temporary
    }
    self.file = file
    _ = SystemCalls.lock(file)
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
    defer { Leftovers.remove(temporaryPath) }
    do throws(Errno) {
      do throws(Errno) {
        try SystemCalls.synchronize(file)
      } catch {
        FileAccess.close(file)
        throw error
      }
      FileAccess.close(file)
      if overwrites {
        try SystemCalls.move(temporaryPath, to: target)
      } else {
        try placeWithoutReplacing()
      }
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }

  /// A hard link refuses to replace a file that has appeared meanwhile, which a move does not.
  private func placeWithoutReplacing() throws(Errno) {
    let (from, to) = (temporaryPath, target)
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
    Leftovers.remove(temporaryPath)
  }
}
