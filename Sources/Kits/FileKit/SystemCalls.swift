import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What swift-system lacks of the system's calls: the one place that knows which C library there is.
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

  /// Makes a fresh folder that only this user can enter.
  ///
  /// - Parameter template: its path, which ends with `XXXXXX`.
  package static func makeTemporaryFolder(_ template: FilePath) throws(Errno) -> FilePath {
    var bytes = template.withPlatformString { Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1)) }
    return try bytes.withUnsafeMutableBufferPointer { buffer throws(Errno) in
      guard let start = buffer.baseAddress, mkdtemp(start) != nil else { throw lastError }
      return FilePath(platformString: start)
    }
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

  /// Whether there is a process of that number, whoever it belongs to.
  package static func isRunning(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }

  package static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// A path that a variable of the environment names.
  package static func environmentPath(_ name: String) -> FilePath? {
    getenv(name).map { FilePath(platformString: $0) }
  }

  package static func isTerminal(_ file: FileDescriptor) -> Bool { isatty(file.rawValue) == 1 }

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

  // MARK: Other processes

  /// Starts a program with what it reads from and writes to.
  ///
  /// - Parameters:
  ///   - isQuiet: whether what it says on standard error is dropped.
  ///   - leadsGroup: whether it leads a group of its own, so that what it starts can be ended with it.
  package static func spawn(
    _ path: String, _ arguments: [String], reading: FileDescriptor, writing: FileDescriptor, isQuiet: Bool,
    leadsGroup: Bool
  ) throws(Errno) -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var flags = leadsGroup ? Int16(POSIX_SPAWN_SETPGROUP) : 0
    posix_spawnattr_setpgroup(&attributes, 0)
    #if canImport(Darwin)
      flags |= Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
      posix_spawn_file_actions_addinherit_np(&actions, STDERR_FILENO)
    #endif
    posix_spawnattr_setflags(&attributes, flags)
    posix_spawn_file_actions_adddup2(&actions, reading.rawValue, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, writing.rawValue, STDOUT_FILENO)
    if isQuiet { posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) }
    var process: pid_t = 0
    var arguments = ([path] + arguments).map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var status = posix_spawn(&process, path, &actions, &attributes, &arguments, environ)
    // A program that was written a moment ago may still be open in a process that is just starting.
    for _ in 0..<50 where status == ETXTBSY {
      usleep(4000)
      status = posix_spawn(&process, path, &actions, &attributes, &arguments, environ)
    }
    guard status == 0 else { throw Errno(rawValue: status) }
    return process
  }

  /// The exit status of a process; 128 and the signal where a signal ended it.
  ///
  /// - Returns: nil where it has not ended and is not waited for, or is no child of this one.
  package static func exitStatus(of process: Int32, waits: Bool) -> (hasEnded: Bool, status: Int32?) {
    var status: Int32 = 0
    while true {
      let result = waitpid(process, &status, waits ? 0 : WNOHANG)
      if result == process { return (true, status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F) }
      if result < 0, errno == EINTR { continue }
      return (result < 0, nil)
    }
  }

  /// Ends a process at once; with the group that it leads, where it leads one.
  package static func end(_ process: Int32, withGroup: Bool) {
    _ = kill(withGroup ? -process : process, SIGKILL)
  }

  /// Which of two ends of pipes can be read from and written to.
  ///
  /// - Returns: nil where a signal came between.
  package static func readiness(
    reading: FileDescriptor, writing: FileDescriptor?, milliseconds: Int32
  ) throws(Errno) -> (canRead: Bool, canWrite: Bool)? {
    var events = [pollfd(fd: reading.rawValue, events: Int16(POLLIN), revents: 0)]
    if let writing { events.append(pollfd(fd: writing.rawValue, events: Int16(POLLOUT), revents: 0)) }
    guard poll(&events, nfds_t(events.count), milliseconds) >= 0 else {
      if errno == EINTR { return nil }
      throw lastError
    }
    return (events[0].revents != 0, events.count > 1 && events[1].revents != 0)
  }

  package static func closeOnExec(_ file: FileDescriptor) { _ = fcntl(file.rawValue, F_SETFD, FD_CLOEXEC) }

  package static func setNonBlocking(_ file: FileDescriptor) { _ = fcntl(file.rawValue, F_SETFL, O_NONBLOCK) }

  private static var lastError: Errno { Errno(rawValue: errno) }

  private static func check(_ result: Int32) throws(Errno) {
    if result != 0 { throw lastError }
  }
}

/// Keeps a program that stops reading from ending this process, for the current thread and nothing else.
package struct BrokenPipes {
  #if canImport(Darwin)
    package init(_ file: FileDescriptor) { _ = fcntl(file.rawValue, F_SETNOSIGPIPE, 1) }

    package func restore() {}
  #else
    private var before = sigset_t()

    package init(_ file: FileDescriptor) {
      var signals = Self.signals
      pthread_sigmask(SIG_BLOCK, &signals, &before)
    }

    /// Takes the signal that has come meanwhile, and lets others through again.
    package func restore() {
      var signals = Self.signals
      var now = timespec()
      while sigtimedwait(&signals, nil, &now) == SIGPIPE {}
      var before = before
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    private static var signals: sigset_t {
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGPIPE)
      return signals
    }
  #endif
}
