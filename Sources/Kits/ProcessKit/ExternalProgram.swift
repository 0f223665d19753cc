import Core
import FileKit
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that is run without a shell, fed on its standard input and read from its standard output, with
/// bounds on its time and on what it says.
package struct ExternalProgram: Sendable {
  package let path: String
  package var arguments: [String]
  /// How long it may take.
  package var timeLimitSeconds = 60
  /// Bytes that it may print.
  package var outputLimit = 64 << 20
  /// Whether what it says on standard error is dropped.
  package var isQuiet = false
  /// Whether the programs that it has started end with it where a limit is reached: it stands in a group of its
  /// own, which a key pressed at the terminal does not reach.
  package var endsItsChildren = false

  package init(_ path: String, _ arguments: [String] = []) {
    self.path = path
    self.arguments = arguments
  }

  /// Where the first of these programs that is installed stands: in the folders of `PATH`, or at the name
  /// itself where that is an absolute path.
  package static func find(_ names: [String]) -> String? {
    let folders = getenv("PATH").map { String(cString: $0) }?.split(separator: ":") ?? []
    for name in names {
      let paths = name.hasPrefix("/") ? [name] : folders.map { "\($0)/\(name)" }
      if let path = paths.first(where: { access($0, X_OK) == 0 }) { return path }
    }
    return nil
  }

  /// Why a program gave nothing that can be used.
  package enum Failure: Error {
    case notStarted(Refusal)
    /// It took too long, or said too much.
    case beyondLimits
    case failed(status: Int32)
  }

  /// What the program prints for an input.
  ///
  /// - Parameter kind: what kind of refusal it is where the program fails: `input` for a reader, `output` for a
  ///   writer.
  package func run(_ input: [UInt8], failing kind: Refusal.Kind) throws(Refusal) -> [UInt8] {
    do throws(Failure) {
      return try output(for: input)
    } catch {
      throw refusal(kind, error)
    }
  }

  /// The refusal that says it.
  package func refusal(_ kind: Refusal.Kind, _ failure: Failure) -> Refusal {
    switch failure {
    case .notStarted(let refusal): refusal
    case .beyondLimits:
      Refusal(kind, Finding("program.limits", .error, ["path": path, "seconds": String(timeLimitSeconds)]))
    case .failed(let status):
      Refusal(kind, Finding("program.failed", .error, ["path": path, "status": String(status)]))
    }
  }

  /// What the program prints for an input.
  package func output(for input: [UInt8]) throws(Failure) -> [UInt8] {
    let process: pid_t
    let (toProgram, fromProgram): (Int32, Int32)
    do throws(Refusal) {
      (process, toProgram, fromProgram) = try Self.starting.withLock { _ throws(Refusal) in try start() }
    } catch {
      throw .notStarted(error)
    }
    let deadline = ContinuousClock.now + .seconds(timeLimitSeconds)
    let output = exchange(input, to: toProgram, from: fromProgram, until: deadline)
    // A program that has said all may still not end; it is not waited for longer than the limit.
    guard let output, let status = wait(for: process, until: deadline) else {
      kill(endsItsChildren ? -process : process, SIGKILL)
      _ = wait(for: process, until: nil)
      throw .beyondLimits
    }
    guard status == 0 else { throw .failed(status: status) }
    return output
  }

  /// Programs start one after the other: two that inherit each other's pipes would wait for ever for an end of
  /// their input.
  private static let starting = Mutex(())

  /// Starts the program.
  ///
  /// - Returns: the process, where its input is written, and where its output is read.
  private func start() throws(Refusal) -> (process: pid_t, writing: Int32, reading: Int32) {
    var ends: [Int32] = []
    for _ in 0..<2 {
      var pair: [Int32] = [0, 0]
      guard pipe(&pair) == 0 else {
        let refusal = failure("program.cannot-start", errno)
        ends.forEach { close($0) }
        throw refusal
      }
      for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      ends += pair
    }
    do throws(Refusal) {
      let process = try spawn(reading: ends[0], writing: ends[3])
      close(ends[0])
      close(ends[3])
      return (process, ends[1], ends[2])
    } catch {
      ends.forEach { close($0) }
      throw error
    }
  }

  private func spawn(reading: Int32, writing: Int32) throws(Refusal) -> pid_t {
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
    var flags = endsItsChildren ? Int16(POSIX_SPAWN_SETPGROUP) : 0
    posix_spawnattr_setpgroup(&attributes, 0)
    #if canImport(Darwin)
      flags |= Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
      posix_spawn_file_actions_addinherit_np(&actions, STDERR_FILENO)
    #endif
    posix_spawnattr_setflags(&attributes, flags)
    posix_spawn_file_actions_adddup2(&actions, reading, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, writing, STDOUT_FILENO)
    if isQuiet {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    var process: pid_t = 0
    var arguments = ([path] + arguments).map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var status = posix_spawn(&process, path, &actions, &attributes, &arguments, environ)
    // A program that was written a moment ago may still be open in a process that is just starting.
    for _ in 0..<50 where status == ETXTBSY {
      usleep(4000)
      status = posix_spawn(&process, path, &actions, &attributes, &arguments, environ)
    }
    guard status == 0 else {
      throw failure("program.cannot-start", status)
    }
    return process
  }

  /// Feeds the input and collects the output at once, so that neither side waits for the other.
  ///
  /// - Returns: nil where the time or size limit was reached.
  private func exchange(
    _ input: [UInt8], to writing: Int32, from reading: Int32, until deadline: ContinuousClock.Instant
  ) -> [UInt8]? {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var sent = 0
    var isSending = true
    let brokenPipes = BrokenPipes(writing)
    defer { brokenPipes.restore() }
    _ = fcntl(writing, F_SETFL, O_NONBLOCK)
    defer {
      if isSending { close(writing) }
      close(reading)
    }
    while ContinuousClock.now < deadline {
      if isSending, sent == input.count {
        close(writing)
        isSending = false
      }
      var events = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0)]
      if isSending { events.append(pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)) }
      guard poll(&events, nfds_t(events.count), 200) >= 0 else {
        if errno == EINTR { continue }
        return nil
      }
      if events[0].revents != 0 {
        let count = read(reading, &buffer, buffer.count)
        if count == 0 { return output }
        if count > 0 { output += buffer[..<count] }
        if output.count > outputLimit { return nil }
      }
      if isSending, events.count > 1, events[1].revents != 0 {
        let count = input.withUnsafeBytes {
          write(writing, $0.baseAddress?.advanced(by: sent), input.count - sent)
        }
        if count > 0 {
          sent += count
        } else if errno != EAGAIN, errno != EINTR {
          // The program wants no more; what it says may be complete all the same.
          close(writing)
          isSending = false
        }
      }
    }
    return nil
  }

  /// The exit status of a process that has ended; 128 and the signal where a signal ended it.
  ///
  /// - Returns: nil where it has not ended by then; without a deadline it is waited for.
  private func wait(for process: pid_t, until deadline: ContinuousClock.Instant?) -> Int32? {
    var status: Int32 = 0
    while true {
      let result = waitpid(process, &status, deadline == nil ? 0 : WNOHANG)
      if result == process { return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F }
      if result < 0, errno != EINTR { return nil }
      if let deadline {
        if ContinuousClock.now >= deadline { return nil }
        usleep(2000)
      }
    }
  }

  private func failure(_ id: String, _ code: Int32) -> Refusal {
    Refusal(.usage, Finding(id, .error, ["path": path].merging(SystemFailure.reason(code)) { own, _ in own }))
  }
}

/// Keeps a program that stops reading from ending this process, for the current thread and nothing else.
private struct BrokenPipes {
  #if canImport(Darwin)
    init(_ descriptor: Int32) { _ = fcntl(descriptor, F_SETNOSIGPIPE, 1) }

    func restore() {}
  #else
    private var before = sigset_t()

    init(_ descriptor: Int32) {
      var signals = Self.signals
      pthread_sigmask(SIG_BLOCK, &signals, &before)
    }

    /// Takes the signal that has come meanwhile, and lets others through again.
    func restore() {
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
