import Findings

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program of the user's that reads or writes a format that this toolkit does not know: it takes the file or
/// canonical JSON on its standard input and gives the other on its standard output. It is run only where the
/// user names it as `exec:PATH`, without a shell and without arguments.
struct ExternalProgram {
  /// How long it may take.
  static let timeLimitSeconds = 60

  let path: String

  /// - Returns: nil where the name does not begin with `exec:`.
  init?(_ name: String) {
    guard name.hasPrefix("exec:") else { return nil }
    path = String(name.dropFirst("exec:".count))
  }

  /// What the program prints for an input.
  func run(_ input: [UInt8]) throws(Refusal) -> [UInt8] {
    var toProgram: [Int32] = [0, 0]
    var fromProgram: [Int32] = [0, 0]
    guard pipe(&toProgram) == 0 else { throw failure("program.cannot-start") }
    guard pipe(&fromProgram) == 0 else {
      toProgram.forEach { close($0) }
      throw failure("program.cannot-start")
    }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toProgram[0], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, fromProgram[1], STDOUT_FILENO)
    for descriptor in toProgram + fromProgram { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var process: pid_t = 0
    let name = strdup(path)
    defer { free(name) }
    var arguments: [UnsafeMutablePointer<CChar>?] = [name, nil]
    let status = posix_spawn(&process, path, &actions, nil, &arguments, environ)
    close(toProgram[0])
    close(fromProgram[1])
    guard status == 0 else {
      close(toProgram[1])
      close(fromProgram[0])
      throw Refusal(
        .usage,
        Finding("program.cannot-start", .error, ["path": path, "reason": String(cString: strerror(status))]))
    }
    let output = exchange(input, to: toProgram[1], from: fromProgram[0])
    if output == nil { kill(process, SIGKILL) }
    var exit: Int32 = 0
    while waitpid(process, &exit, 0) < 0, errno == EINTR {}
    guard let output else {
      throw Refusal(
        .input,
        Finding("program.limits", .error, ["path": path, "seconds": String(Self.timeLimitSeconds)]))
    }
    guard exit == 0 else {
      throw Refusal(
        .input, Finding("program.failed", .error, ["path": path, "status": String(exit >> 8 & 0xFF)]))
    }
    return output
  }

  /// Feeds the input and collects the output at once, so that neither side waits for the other.
  ///
  /// - Returns: nil where the time or size limit was reached.
  private func exchange(_ input: [UInt8], to writing: Int32, from reading: Int32) -> [UInt8]? {
    var output: [UInt8] = []
    var sent = 0
    var isSending = true
    signal(SIGPIPE, SIG_IGN)
    _ = fcntl(writing, F_SETFL, O_NONBLOCK)
    defer {
      if isSending { close(writing) }
      close(reading)
    }
    let end = time(nil) + Self.timeLimitSeconds
    while time(nil) < end {
      if isSending, sent == input.count {
        close(writing)
        isSending = false
      }
      var events = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0)]
      if isSending { events.append(pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)) }
      guard poll(&events, nfds_t(events.count), 1000) >= 0 else { continue }
      if events[0].revents != 0 {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(reading, &buffer, buffer.count)
        if count == 0 { return output }
        if count > 0 { output += buffer[..<count] }
        if output.count > FileAccess.maximumSize { return nil }
      }
      if isSending, events.count > 1, events[1].revents != 0 {
        let count = input.withUnsafeBytes {
          write(writing, $0.baseAddress?.advanced(by: sent), input.count - sent)
        }
        if count > 0 {
          sent += count
        } else if errno != EAGAIN {
          close(writing)
          isSending = false
        }
      }
    }
    return nil
  }

  private func failure(_ id: String) -> Refusal {
    Refusal(.usage, Finding(id, .error, ["path": path, "reason": String(cString: strerror(errno))]))
  }
}
