import CLimits
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a program may use, as the system counts it; nil for no limit of ours.
package struct ResourceLimits: Sendable {
  /// Address space in bytes.
  package var memory: Int?
  package var processorSeconds: Int?
  /// Whether the programs that it starts may be given more.
  package var canBeRaised: Bool

  package init(memory: Int? = nil, processorSeconds: Int? = nil, canBeRaised: Bool = false) {
    self.memory = memory
    self.processorSeconds = processorSeconds
    self.canBeRaised = canBeRaised
  }
}

/// Folders that a program is kept to, with all that it starts, where the system can do that: Linux from 5.13 on.
package struct FileFence: Sendable {
  /// What it may read and run.
  package var readable: [String]
  package var writable: [String]
  /// Where it may make sockets and remove files.
  package var sockets: [String]

  package init(readable: [String], writable: [String], sockets: [String]) {
    (self.readable, self.writable, self.sockets) = (readable, writable, sockets)
  }
}

/// How a process ended.
package enum ProcessEnd: Hashable, Sendable {
  case exited(status: Int32)
  /// A signal ended it.
  case killed(signal: Int32)
}

extension SystemCalls {
  /// Starts a program with what it reads from and writes to. It leads a group of its own, so that what it starts can
  /// be ended with it, and takes signals as a fresh program does.
  ///
  /// - Parameters:
  ///   - environment: variables that it is given besides those of this process, or instead of them.
  ///   - streams: its standard input, output and error; nil for an error that is dropped.
  package static func spawn(
    _ path: String, _ arguments: [String], environment: [String: String], fence: FileFence?,
    streams: (input: FileDescriptor, output: FileDescriptor, error: FileDescriptor?)
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
    var flags = Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setpgroup(&attributes, 0)
    var none = signals([])
    var all = signals(Array(1...31).filter { $0 != SIGKILL && $0 != SIGSTOP })
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    #if canImport(Darwin)
      flags |= Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
      posix_spawn_file_actions_addinherit_np(&actions, STDERR_FILENO)
    #endif
    posix_spawnattr_setflags(&attributes, flags)
    posix_spawn_file_actions_adddup2(&actions, streams.input.rawValue, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, streams.output.rawValue, STDOUT_FILENO)
    if let error = streams.error {
      posix_spawn_file_actions_adddup2(&actions, error.rawValue, STDERR_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    let words = CStrings([path] + arguments)
    let variables = CStrings(environment.map { "\($0)=\($1)" }, and: inherited(without: environment.keys))
    var process: pid_t = 0
    func start() -> Int32 {
      #if os(Linux)
        if let fence {
          let folders = [fence.readable, fence.writable, fence.sockets].map { CStrings($0) }
          return withExtendedLifetime(folders) {
            gongkai_spawn_fenced(
              &process, path, &actions, &attributes, words.pointers, variables.pointers,
              gongkai_fence(
                readable: folders[0].pointers, writable: folders[1].pointers, sockets: folders[2].pointers))
          }
        }
      #endif
      return posix_spawn(&process, path, &actions, &attributes, words.pointers, variables.pointers)
    }
    var status = start()
    // A program that was written a moment ago may still be open in a process that is just starting.
    for _ in 0..<250 where status == ETXTBSY {
      usleep(4000)
      status = start()
    }
    guard status == 0 else { throw Errno(rawValue: status) }
    return process
  }

  /// The variables of this process but for some, as copies.
  private static func inherited(without names: some Collection<String>) -> [UnsafeMutablePointer<CChar>?] {
    var variables: [UnsafeMutablePointer<CChar>?] = []
    var next = environ
    while let variable = next.pointee {
      // They are bytes, and need not be text.
      if !names.contains(where: { strncmp(variable, "\($0)=", $0.utf8.count + 1) == 0 }) {
        variables.append(strdup(variable))
      }
      next += 1
    }
    return variables
  }

  /// Limits what a process that was just started may use, and all that it starts. Darwin has no such call: there only
  /// the time counts that whoever waits allows.
  package static func limit(_ process: Int32, to limits: ResourceLimits) {
    let canBeRaised: Int32 = limits.canBeRaised ? 1 : 0
    if let memory = limits.memory {
      gongkai_limit(process, gongkai_address_space, UInt64(memory), canBeRaised)
    }
    if let seconds = limits.processorSeconds {
      gongkai_limit(process, gongkai_processor_time, UInt64(seconds), canBeRaised)
    }
  }

  /// Whether a child has ended. It stays until its end is taken, so that nothing else can have its number.
  package static func hasEnded(_ process: Int32) -> Bool {
    var information = siginfo_t()
    while waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) < 0 {
      // What is no child of this process is none that runs.
      if errno != EINTR { return true }
    }
    return information.si_signo != 0
  }

  /// Waits for a child and takes its end; nil for what is no child of this process.
  package static func end(of process: Int32) -> ProcessEnd? {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      if errno != EINTR { return nil }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status: status >> 8 & 0xFF) : .killed(signal: signal)
  }

  /// Ends all processes of a group at once.
  package static func endGroup(_ group: Int32) { _ = kill(-group, SIGKILL) }

  /// Asks all processes of a group to end.
  package static func askToEnd(group: Int32) { _ = kill(-group, SIGTERM) }

  package static func isProcessorTimeSignal(_ signal: Int32) -> Bool { signal == SIGXCPU }

  /// Which ends of pipes can be read from and written to.
  ///
  /// - Parameter complaints: another one to read from.
  /// - Returns: nil where a signal came between.
  package static func readiness(
    reading: FileDescriptor, complaints: FileDescriptor?, writing: FileDescriptor?, milliseconds: Int32
  ) throws(Errno) -> (canRead: Bool, canHear: Bool, canWrite: Bool)? {
    // What has a negative number is passed over.
    var events = [
      pollfd(fd: reading.rawValue, events: Int16(POLLIN), revents: 0),
      pollfd(fd: complaints?.rawValue ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: writing?.rawValue ?? -1, events: Int16(POLLOUT), revents: 0),
    ]
    guard poll(&events, nfds_t(events.count), milliseconds) >= 0 else {
      if errno == EINTR { return nil }
      throw lastError
    }
    return (events[0].revents != 0, events[1].revents != 0, events[2].revents != 0)
  }

  /// Waits until the other end of a pipe is closed, however much there is to read.
  package static func waitForClosing(of file: FileDescriptor) {
    var event = pollfd(fd: file.rawValue, events: 0, revents: 0)
    while poll(&event, 1, -1) < 0, errno == EINTR {}
  }

  package static func closeOnExec(_ file: FileDescriptor) { _ = fcntl(file.rawValue, F_SETFD, FD_CLOEXEC) }

  package static func setNonBlocking(_ file: FileDescriptor) { _ = fcntl(file.rawValue, F_SETFL, O_NONBLOCK) }

  // MARK: Signals

  /// Has a thread of its own do something when this process is told to end, and ends it in the way that the signal
  /// says, by the call that the work is given. For the beginning of a program, while it has no other threads: they
  /// leave the signals to that one. What the program was started to ignore, as `nohup` does, it ignores.
  package static func onTermination(_ work: @escaping @Sendable (_ end: () -> Void) -> Void) {
    let heeded = [SIGINT, SIGTERM, SIGHUP].filter { number in
      var action = sigaction()
      sigaction(number, nil, &action)
      return !isIgnored(action)
    }
    if heeded.isEmpty { return }
    var waited = signals(heeded)
    pthread_sigmask(SIG_BLOCK, &waited, nil)
    do throws(Errno) {
      try startThread {
        var waited = signals(heeded)
        var number: Int32 = 0
        while sigwait(&waited, &number) != 0 {}
        work { end(by: number) }
      }
    } catch {
      // Without a thread more a signal ends the process as it ever did.
      pthread_sigmask(SIG_UNBLOCK, &waited, nil)
    }
  }

  /// Ends this process by a signal, so that whoever waits for it hears of that.
  private static func end(by number: Int32) -> Never {
    signal(number, SIG_DFL)
    var numbers = signals([number])
    pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
    raise(number)
    _exit(128 + number)
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Ends this process at once, without what others have asked for at its end.
  package static func endAtOnce(status: Int32) -> Never { _exit(status) }

  /// Starts a thread that nobody waits for.
  ///
  /// - Throws: why there can be no more of them.
  package static func startThread(_ work: @escaping @Sendable () -> Void) throws(Errno) {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let held = Unmanaged.passRetained(ThreadWork(work: work))
    let status = pthread_create(
      &thread, nil,
      { argument in
        let pointer: UnsafeMutableRawPointer? = argument
        if let pointer { Unmanaged<ThreadWork>.fromOpaque(pointer).takeRetainedValue().work() }
        return nil
      }, held.toOpaque())
    guard status == 0 else {
      held.release()
      throw Errno(rawValue: status)
    }
    #if canImport(Darwin)
      if let thread { pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
  }

  static func signals(_ numbers: [Int32]) -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    return signals
  }
}

/// Strings as C takes lists of them: copies, with a null pointer behind the last.
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  /// - Parameter copies: others that are freed with them.
  init(_ strings: [String], and copies: [UnsafeMutablePointer<CChar>?] = []) {
    let all = strings.map { strdup($0) } + copies
    count = all.count
    pointers = .allocate(capacity: count + 1)
    pointers.initialize(repeating: nil, count: count + 1)
    for (index, pointer) in all.enumerated() { pointers[index] = pointer }
  }

  deinit {
    for index in 0..<count { free(pointers[index]) }
    pointers.deallocate()
  }
}

/// What a thread is started for.
private final class ThreadWork: Sendable {
  let work: @Sendable () -> Void

  init(work: @escaping @Sendable () -> Void) { self.work = work }
}

/// Keeps a program that stops reading from ending this process, for the current thread and nothing else.
package struct BrokenPipes {
  #if canImport(Darwin)
    package init(_ file: FileDescriptor) { _ = fcntl(file.rawValue, F_SETNOSIGPIPE, 1) }

    package func restore() {}
  #else
    private var before = sigset_t()

    package init(_ file: FileDescriptor) {
      var signals = SystemCalls.signals([SIGPIPE])
      pthread_sigmask(SIG_BLOCK, &signals, &before)
    }

    /// Takes the signal that has come meanwhile, and lets others through again.
    package func restore() {
      var signals = SystemCalls.signals([SIGPIPE])
      var now = timespec()
      while sigtimedwait(&signals, nil, &now) == SIGPIPE {}
      var before = before
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }
  #endif
}
