import Core

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files, read whole and written so that nothing half-written is ever seen.
package enum FileAccess {
  /// The largest input that is read.
  package static let maximumSize = 64 << 20

  /// The bytes of a file; of standard input for `-`.
  ///
  /// - Throws: an `input` refusal where the file cannot be opened, is a folder, or is larger than the limit.
  package static func read(_ path: String, limit maximumSize: Int = maximumSize) throws(Refusal) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw refusal(.input, "file.cannot-open", path) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw refusal(.input, "file.cannot-open", path) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw Refusal(.input, Finding("file.is-folder", .error, ["path": path]))
    }
    var bytes: [UInt8] = []
    let expected = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    let chunk = max(min(expected + 1, maximumSize + 1), 1 << 16)
    while true {
      let before = bytes.count
      var failed = false
      bytes += [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        var result: Int
        repeat {
          result = systemRead(descriptor, buffer.baseAddress, chunk)
        } while result < 0 && errno == EINTR
        failed = result < 0
        count = max(result, 0)
      }
      if failed { throw refusal(.input, "file.cannot-read", path) }
      if bytes.count == before { break }
      if bytes.count > maximumSize {
        throw Refusal(
          .input,
          Finding("file.too-large", .error, ["path": path, "limit": String(maximumSize >> 20)]))
      }
    }
    return bytes
  }

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
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let result = bytes.withUnsafeBytes { buffer in
        systemWrite(descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if result < 0, errno == EINTR { continue }
      if result <= 0 { return false }
      written += result
    }
    return true
  }

  /// Refuses to go on where a file that would be written is there already; all such files are named at once.
  package static func refuseExisting(_ paths: [String]) throws(Refusal) {
    let existing = paths.filter { access($0, F_OK) == 0 }
    if existing.isEmpty { return }
    throw Refusal(.output, existing.map { Finding("file.exists", .error, ["path": $0]) })
  }

  /// Writes to standard output.
  package static func writeToStandardOutput(_ bytes: [UInt8]) throws(Refusal) {
    guard write(bytes, to: STDOUT_FILENO) else { throw refusal(.output, "file.cannot-write", "-") }
  }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(Refusal) {
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { return }
      throw Refusal(.output, Finding("file.not-folder", .error, ["path": path]))
    }
    let above = folder(of: path)
    if above != path { try makeFolder(above) }
    if mkdir(path, 0o755) != 0, errno != EEXIST { throw refusal(.output, "file.cannot-write", path) }
  }

  /// How many bytes a file has, without reading it.
  package static func size(of path: String) throws(Refusal) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { throw refusal(.input, "file.cannot-open", path) }
    return Int(status.st_size)
  }

  /// Whether a path is a folder.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The files of a folder and of those in it, by name; hidden ones and links to folders are left out.
  package static func files(in folder: String, depth: Int = 0) -> [String] {
    guard depth < 32, let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { return [] }
      if status.st_mode & S_IFMT == S_IFDIR { return files(in: path, depth: depth + 1) }
      return [path]
    }
  }

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

  package static func refusal(_ kind: Refusal.Kind, _ id: String, _ path: String) -> Refusal {
    var arguments = ["path": path].merging(SystemFailure.reason(errno)) { own, _ in own }
    if path == "-" {
      let word = kind == .output ? "stream.output" : "stream.input"
      arguments.merge(MessageCatalogue.shared.argument("path", word: word)) { own, _ in own }
    }
    return Refusal(kind, Finding(id, .error, arguments))
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
