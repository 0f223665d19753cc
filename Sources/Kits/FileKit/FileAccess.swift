import Core
import SystemPackage

/// Files, read whole and written so that nothing half-written is ever seen.
package enum FileAccess {
  /// The largest input that is read.
  package static let maximumSize = 64 << 20

  // MARK: Reading

  /// The bytes of a file; of standard input for `-`.
  ///
  /// - Throws: an `input` refusal where the file cannot be opened, is a folder, or is larger than the limit.
  package static func read(_ path: String, limit: Int = maximumSize) throws(Refusal) -> [UInt8] {
    let file: FileDescriptor
    let status: Stat
    do throws(Errno) {
      file = path == "-" ? .standardInput : try open(path)
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
      if bytes.count > limit { throw Refusal(.input, .fileTooLarge(path, limit: limit)) }
    }
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
  package static func open(_ path: String, followsLinks: Bool = true) throws(Errno) -> FileDescriptor {
    try SystemCalls.call {
      try FileDescriptor.open(
        FilePath(path), .readOnly, options: followsLinks ? .closeOnExec : [.closeOnExec, .noFollow])
    }
  }

  /// Nothing can be done about a file that does not close.
  package static func close(_ file: FileDescriptor) { do { try file.close() } catch {} }

  // MARK: Writing

  /// Writes a file beside its place and moves it there, so that it is there whole or not at all.
  ///
  /// - Throws: an `output` refusal where the file exists and `overwrites` is false, or cannot be written.
  package static func write(_ bytes: [UInt8], to path: String, overwrites: Bool = false) throws(Refusal) {
    if !overwrites { try refuseExisting([path]) }
    var file = try OutputFile(path)
    do throws(Refusal) {
      try file.write(bytes)
    } catch {
      file.discard()
      throw error
    }
    try file.place(overwrites: overwrites)
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
      throw Refusal(.output, .cannotWrite("-", error))
    }
  }

  /// Refuses to go on where a file that would be written is there already; all such files are named at once.
  package static func refuseExisting(_ paths: [String]) throws(Refusal) {
    let existing = paths.filter { SystemCalls.exists(FilePath($0)) }
    if !existing.isEmpty { throw Refusal(.output, existing.map { .fileExists($0) }) }
  }

  // MARK: Folders

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(Refusal) {
    if let status = status(of: path) {
      if status.type == .directory { return }
      throw Refusal(.output, .isNoFolder(path))
    }
    let above = folder(of: path)
    if above != path { try makeFolder(above) }
    do throws(Errno) {
      try SystemCalls.makeFolder(
        FilePath(path), [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
    } catch .fileExists {
      // Another run has made it meanwhile.
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }

  /// What stands at a path; nil where nothing does, or nobody may know.
  private static func status(of path: String, followsLinks: Bool = true) -> Stat? {
    try? Stat(FilePath(path), followTargetSymlink: followsLinks)
  }

  /// How many bytes a file has, without reading it.
  package static func size(of path: String) throws(Refusal) -> Int {
    do throws(Errno) {
      return Int(try Stat(FilePath(path)).size)
    } catch {
      throw Refusal(.input, .cannotOpen(path, error))
    }
  }

  /// Whether a path is a folder.
  package static func isFolder(_ path: String) -> Bool { status(of: path)?.type == .directory }

  /// Whether a path is a file that can be read again and again.
  package static func isRegularFile(_ path: String) -> Bool { status(of: path)?.type == .regular }

  /// The files of a folder and of those in it, by name; hidden ones and links to folders are left out.
  package static func files(in folder: String, depth: Int = 0) -> [String] {
    guard depth < 32, let names = try? SystemCalls.names(in: FilePath(folder)) else { return [] }
    return names.filter { !$0.hasPrefix(".") }.sorted().flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      guard let status = status(of: path, followsLinks: false) else { return [] }
      return status.type == .directory ? files(in: path, depth: depth + 1) : [path]
    }
  }

  /// Removes a file, or a folder with what is in it; links are removed, not followed.
  static func remove(_ path: FilePath, depth: Int = 0) {
    guard let status = try? Stat(path, followTargetSymlink: false) else { return }
    // What cannot be removed stays: whoever asked has failed already, and says why.
    if status.type != .directory {
      do throws(Errno) { try SystemCalls.removeFile(path) } catch {}
      return
    }
    guard depth < 64 else { return }
    for name in (try? SystemCalls.names(in: path)) ?? [] { remove(path.appending(name), depth: depth + 1) }
    do throws(Errno) { try SystemCalls.removeFolder(path) } catch {}
  }

  // MARK: Names

  /// The last part of a path.
  package static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The name without its extension.
  package static func stem(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The extension without its dot, in lower case; nil where there is none.
  package static func pathExtension(of path: String) -> String? {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    let text = name[name.index(after: dot)...].lowercased()
    return text.isEmpty ? nil : text
  }

  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Where something stands beside its place until it is complete.
  static func temporaryPath(beside path: String) -> String {
    "\(folder(of: path))/.\(name(of: path)).\(SystemCalls.processID).\(UInt32.random(in: .min ... .max)).tmp"
  }
}
