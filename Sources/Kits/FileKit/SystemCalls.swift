import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What swift-system lacks of the system's calls. They stand in this file and the two beside it, the only ones that
/// know which C library there is.
package enum SystemCalls {
  /// A call of swift-system, which throws nothing but `Errno`.
  package static func call<Result>(_ body: () throws -> Result) throws(Errno) -> Result {
    do {
      return try body()
    } catch let error as Errno {
      throw error
    } catch {
      throw .ioError
    }
  }

  // MARK: Files

  package static func move(_ path: FilePath, to target: FilePath) throws(Errno) {
    try check(path.withPlatformString { from in target.withPlatformString { rename(from, $0) } })
  }

  /// Gives a file a second name, where none of that name is there.
  package static func hardLink(_ path: FilePath, as target: FilePath) throws(Errno) {
    try check(path.withPlatformString { from in target.withPlatformString { link(from, $0) } })
  }

  package static func removeFile(_ path: FilePath) throws(Errno) {
    try check(path.withPlatformString { unlink($0) })
  }

  package static func removeFolder(_ path: FilePath) throws(Errno) {
    try check(path.withPlatformString { rmdir($0) })
  }

  package static func makeFolder(_ path: FilePath, _ permissions: FilePermissions) throws(Errno) {
    try check(path.withPlatformString { mkdir($0, permissions.rawValue) })
  }

  /// Refuses a name that is longer than the file system allows.
  package static func checkName(_ path: FilePath) throws(Errno) {
    let limit = path.folder.withPlatformString { pathconf($0, Int32(_PC_NAME_MAX)) }
    if limit > 0, path.lastComponent?.bytes.count ?? 0 > limit { throw .fileNameTooLong }
  }

  /// Waits until a file is on the disk.
  package static func synchronize(_ file: FileDescriptor) throws(Errno) { try check(fsync(file.rawValue)) }

  package static func exists(_ path: FilePath) -> Bool { path.withPlatformString { access($0, F_OK) == 0 } }

  package static func isExecutable(_ path: FilePath) -> Bool {
    path.withPlatformString { access($0, X_OK) == 0 }
  }

  /// The names in a folder, in no order, without the two that every folder has.
  package static func names(in folder: FilePath) throws(Errno) -> [FilePath.Component] {
    guard let directory = folder.withPlatformString({ opendir($0) }) else { throw lastError }
    defer { closedir(directory) }
    var names: [FilePath.Component] = []
    while let entry = readdir(directory) {
      let length = MemoryLayout.size(ofValue: entry.pointee.d_name)
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: length) { FilePath.Component(platformString: $0) }
      }
      if let name, name.kind == .regular { names.append(name) }
    }
    return names
  }

  /// Where a link leads, as it is written in it.
  package static func readLink(_ path: FilePath) throws(Errno) -> FilePath {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = path.withPlatformString { readlink($0, &bytes, bytes.count - 1) }
    guard count >= 0 else { throw lastError }
    bytes[count] = 0
    return FilePath(platformString: bytes)
  }

  /// Locks a file or folder for as long as it is open.
  ///
  /// - Returns: false where another process holds the lock.
  package static func lock(_ file: FileDescriptor) -> Bool { flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 }

  // MARK: This process

  package static var processID: Int32 { getpid() }

  /// The program that this process runs; nil where the system does not say.
  package static var executablePath: FilePath? {
    #if canImport(Darwin)
      var size: UInt32 = 4096
      var bytes = [CChar](repeating: 0, count: Int(size))
      return _NSGetExecutablePath(&bytes, &size) == 0 ? FilePath(platformString: bytes) : nil
    #else
      // The same program, also where the file has been replaced meanwhile.
      let path: FilePath = "/proc/self/exe"
      return isExecutable(path) ? path : nil
    #endif
  }

  /// Whether there is a process of that number, whoever it belongs to.
  package static func isRunning(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }

  package static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// A path that a variable of the environment names.
  package static func environmentPath(_ name: String) -> FilePath? {
    getenv(name).map { FilePath(platformString: $0) }
  }

  /// Where a path leads in the end, without links; nil where it leads nowhere.
  package static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  package static func isTerminal(_ file: FileDescriptor) -> Bool { isatty(file.rawValue) == 1 }

  /// Takes the numbers of standard streams that this process was started without, so that no file or pipe that it opens
  /// gets one and is read from or written to by whoever means the stream. What they hold can only be used the wrong
  /// way round: reading and writing the stream still fail.
  package static func reserveStandardStreams() {
    for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(stream, F_GETFD) < 0 { _ = open("/dev/null", mode) }
  }

  /// Has a limit of the size of files refuse what is written beyond it, and not end this process.
  package static func surviveFileSizeLimit() { signal(SIGXFSZ, SIG_IGN) }

  package static var coreCount: Int { max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1) }

  package static func pause(microseconds: UInt32) { usleep(microseconds) }

  /// The local time in its parts, with its distance from UTC in seconds.
  package static func localTime() -> (
    year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, offset: Int
  ) {
    var moment = time(nil)
    var parts = tm()
    localtime_r(&moment, &parts)
    return (
      Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour),
      Int(parts.tm_min),
      Int(parts.tm_sec), Int(parts.tm_gmtoff)
    )
  }

  static var lastError: Errno { Errno(rawValue: errno) }

  static func check(_ result: Int32) throws(Errno) {
    if result != 0 { throw lastError }
  }
}
