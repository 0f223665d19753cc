import Core
import SystemPackage

/// Files, read whole and written so that nothing half-written is ever seen.
package enum FileAccess {
  /// The largest input that is read.
  package static let maximumSize = 64 << 20
  /// The largest file of the user's own data: a form, a crosswalk, rules. Those that the program carries have at most
  /// 60 kB.
  package static let maximumDataSize = 4 << 20
  /// The largest file of settings.
  package static let maximumSettingsSize = 1 << 20

  // MARK: Reading

  /// The bytes of a file; of standard input for `-`.
  ///
  /// - Throws: an `input` refusal where the file cannot be opened, is a folder, or is larger than the limit.
  package static func read(_ path: FilePath, limit: Int = maximumSize) throws(Refusal) -> [UInt8] {
    let file: FileDescriptor
    let status: Stat
    do throws(Errno) {
      file = path == .standardStream ? .standardInput : try open(path)
    } catch {
      throw Refusal(.input, .cannotOpen(path, error))
    }
    defer { if file != .standardInput { close(file) } }
    do throws(Errno) {
      status = try Stat(file)
    } catch {
      throw Refusal(.input, .cannotOpen(path, error))
    }
    if status.type == .directory { throw Refusal(.input, .isFolder(path)) }
    if status.type == .regular, status.size > limit {
      throw Refusal(.input, .fileTooLarge(path.shown, limit: limit))
    }
    let expected = status.type == .regular ? Int(status.size) : 0
    var bytes: [UInt8] = []
    let chunk = max(min(expected + 1, limit + 1), 1 << 16)
    while true {
      let before = bytes.count
      do throws(Errno) {
        try append(chunk, of: file, to: &bytes)
      } catch {
        throw Refusal(.input, .cannotRead(path, error))
      }
      if bytes.count == before { return bytes }
      if bytes.count > limit { throw Refusal(.input, .fileTooLarge(path.shown, limit: limit)) }
    }
  }

  /// The first bytes of a file.
  package static func beginning(of path: FilePath, count: Int) throws(Errno) -> [UInt8] {
    let file = try open(path)
    defer { close(file) }
    var bytes: [UInt8] = []
    try append(count, of: file, to: &bytes)
    return bytes
  }

  /// Adds what is there to be read of a file, and no more than a count; nothing at its end.
  package static func append(
    _ count: Int, of file: FileDescriptor, to bytes: inout [UInt8]
  ) throws(Errno) {
    var failure: Errno?
    bytes += [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(Errno) {
        filled = try SystemCalls.call { try file.read(into: UnsafeMutableRawBufferPointer(buffer)) }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Opens a file for reading. Programs that are started do not get it.
  package static func open(
    _ path: FilePath, options: FileDescriptor.OpenOptions = []
  ) throws(Errno) -> FileDescriptor {
    try SystemCalls.call { try FileDescriptor.open(path, .readOnly, options: options.union(.closeOnExec)) }
  }

  /// Makes a file that is not there yet, and opens it.
  static func create(
    _ path: FilePath, _ permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
  ) throws(Errno) -> FileDescriptor {
    try SystemCalls.call {
      try FileDescriptor.open(
        path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: permissions)
    }
  }

  /// Nothing can be done about a file that does not close.
  package static func close(_ file: FileDescriptor) { do { try file.close() } catch {} }

  // MARK: Writing

  /// Writes a file beside its place and moves it there, so that it is there whole or not at all. Standard output (for
  /// `-`), devices and pipes are written to.
  ///
  /// - Throws: an `output` refusal where the file exists and `overwrites` is false, or cannot be written.
  package static func write(
    _ bytes: [UInt8], to path: FilePath, overwrites: Bool = false
  ) throws(Refusal) {
    var output = PiecewiseOutput(path, overwrites: overwrites)
    do throws(Refusal) {
      try output.write(bytes)
    } catch {
      output.discard()
      throw error
    }
    try output.place()
  }

  /// Writes bytes to an open file, all of them or fails.
  package static func write(_ bytes: [UInt8], to file: FileDescriptor) throws(Errno) {
    _ = try SystemCalls.call { try file.writeAll(bytes) }
  }

  /// Writes to standard output.
  package static func writeToStandardOutput(_ bytes: [UInt8]) throws(Refusal) {
    do throws(Errno) {
      try write(bytes, to: .standardOutput)
    } catch {
      throw Refusal(.output, .cannotWrite(.standardStream, error))
    }
  }

  /// What takes bytes and keeps no file; nil where the path is nothing of the kind.
  ///
  /// - Returns: it, and whether it was opened for this.
  static func stream(_ path: FilePath) throws(Refusal) -> (file: FileDescriptor, isOurs: Bool)? {
    if path == .standardStream { return (.standardOutput, false) }
    if let file = openDescriptor(path) { return (file, false) }
    guard let type = status(of: path)?.type, type != .regular, type != .directory else { return nil }
    do throws(Errno) {
      return (
        try SystemCalls.call { try FileDescriptor.open(path, .writeOnly, options: .closeOnExec) }, true
      )
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }

  /// What is open already and goes by a path too: `/dev/stdout`. The file behind it is not to be replaced.
  private static func openDescriptor(_ path: FilePath) -> FileDescriptor? {
    switch path.string {
    case "/dev/stdout": return .standardOutput
    case "/dev/stderr": return .standardError
    default:
      guard ["/dev/fd", "/proc/self/fd"].contains(path.folder.string) else { return nil }
      return (path.lastComponent?.string).flatMap { CInt($0) }.map { FileDescriptor(rawValue: $0) }
    }
  }

  /// Whether writing there would take something away: a file, a folder, or what a disk holds.
  private static func holdsSomething(_ path: FilePath) -> Bool {
    guard SystemCalls.exists(path), openDescriptor(path) == nil else { return false }
    return ![.characterSpecial, .fifo, .socket].contains(status(of: path)?.type)
  }

  /// Refuses to go on where a file that would be written is there already; all such files are named at once.
  package static func refuseExisting(_ paths: [FilePath]) throws(Refusal) {
    let existing = paths.filter(holdsSomething)
    if !existing.isEmpty { throw Refusal(.output, existing.map { .fileExists($0) }) }
  }

  // MARK: Folders

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: FilePath) throws(Refusal) {
    if let status = status(of: path) {
      if status.type == .directory { return }
      throw Refusal(.output, .isNoFolder(path))
    }
    let above = path.folder
    if above != path { try makeFolder(above) }
    do throws(Errno) {
      try SystemCalls.makeFolder(path, .ofResults)
    } catch .fileExists {
      // Another run has made it meanwhile.
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }

  /// What stands at a path; nil where nothing does, or nobody may know.
  static func status(of path: FilePath, followsLinks: Bool = true) -> Stat? {
    try? Stat(path, followTargetSymlink: followsLinks)
  }

  /// Where a link leads in the end, whether or not a file is there; the path itself where it is no link.
  static func target(of path: FilePath) -> FilePath {
    var target = path
    // The system follows no more of them either, and says so.
    for _ in 0..<40 {
      guard status(of: target, followsLinks: false)?.type == .symbolicLink,
        let next = try? SystemCalls.readLink(target)
      else { break }
      target = target.folder.pushing(next)
    }
    return target
  }

  /// Whether a path is a folder.
  package static func isFolder(_ path: FilePath) -> Bool { status(of: path)?.type == .directory }

  /// Whether a path is a file that can be read again and again.
  package static func isRegularFile(_ path: FilePath) -> Bool { status(of: path)?.type == .regular }

  /// Removes a file, or a folder with what is in it; links are removed, not followed.
  package static func remove(_ path: FilePath, depth: Int = 0) {
    guard let status = status(of: path, followsLinks: false) else { return }
    // What cannot be removed stays: whoever asked has failed already, and says why.
    if status.type != .directory {
      do throws(Errno) { try SystemCalls.removeFile(path) } catch {}
      return
    }
    guard depth < 64 else { return }
    for name in (try? SystemCalls.names(in: path)) ?? [] { remove(path.appending(name), depth: depth + 1) }
    do throws(Errno) { try SystemCalls.removeFolder(path) } catch {}
  }
}

extension FilePermissions {
  /// Of a folder with results, which others may look at.
  static let ofResults: FilePermissions = [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute]
}
