import FileKit
import SystemPackage

/// A program that runs, and this side's ends of the pipes to it.
struct ChildProcess: Sendable {
  /// Why an exchange was given up.
  enum Interruption: Error {
    case outOfTime
    case saidTooMuch
    case failed(Errno)
  }

  /// It leads a group of its own number.
  private let process: Int32
  private let input: FileDescriptor
  private let output: FileDescriptor

  init(_ program: ExternalProgram) throws(Errno) {
    var ends: [FileDescriptor] = []
    do throws(Errno) {
      process = try Leftovers.start { () throws(Errno) in
        for _ in 0..<2 {
          let pipe = try SystemCalls.call { try FileDescriptor.pipe() }
          ends += [pipe.readEnd, pipe.writeEnd]
        }
        ends.forEach(SystemCalls.closeOnExec)
        let process = try SystemCalls.spawn(
          program.path, program.arguments, environment: program.environment, reading: ends[0],
          writing: ends[3], isQuiet: program.isQuiet)
        SystemCalls.limit(process, to: program.resources)
        return process
      }
    } catch {
      ends.forEach(FileAccess.close)
      throw error
    }
    FileAccess.close(ends[0])
    FileAccess.close(ends[3])
    (input, output) = (ends[1], ends[2])
    SystemCalls.setNonBlocking(input)
  }

  /// How often it is looked whether a program has ended although its output is open: one that it has started may have
  /// kept that.
  private static let patience = Duration.milliseconds(50)

  /// Feeds a request and collects the answer at once, so that neither side waits for the other.
  ///
  /// - Parameters:
  ///   - closesInput: whether the program is told that there will be no more.
  ///   - isComplete: whether an answer needs nothing more.
  /// - Returns: the answer; what there is of it where the program has closed its output or ended.
  func exchange(
    _ request: [UInt8], closesInput: Bool, limit: Int, until deadline: ContinuousClock.Instant,
    isComplete: ([UInt8]) -> Bool = { _ in false }
  ) throws(Interruption) -> [UInt8] {
    var answer: [UInt8] = []
    var rest = request[...]
    var isSending = true
    var nextLook = ContinuousClock.now + Self.patience
    let brokenPipes = BrokenPipes(input)
    defer {
      if isSending, closesInput { FileAccess.close(input) }
      brokenPipes.restore()
    }
    while ContinuousClock.now < deadline {
      if isSending, rest.isEmpty {
        if closesInput { FileAccess.close(input) }
        isSending = false
      }
      guard let ready = try readiness(isSending, wait: Self.patience) else { continue }
      if ready.canRead {
        if try !read(to: &answer, limit) || isComplete(answer) { return answer }
      }
      if ready.canWrite, !send(&rest) { rest = [] }
      guard !ready.canRead || ContinuousClock.now > nextLook else { continue }
      nextLook = .now + Self.patience
      if SystemCalls.hasEnded(process) {
        // Whatever else it has started has nothing to add.
        SystemCalls.endGroup(process)
        while try readiness(false, wait: .zero)?.canRead == true, try read(to: &answer, limit) {}
        return answer
      }
    }
    throw .outOfTime
  }

  private func readiness(
    _ isSending: Bool, wait: Duration
  ) throws(Interruption) -> (canRead: Bool, canWrite: Bool)? {
    do throws(Errno) {
      return try SystemCalls.readiness(
        reading: output, writing: isSending ? input : nil,
        milliseconds: Int32(wait.components.attoseconds / 1_000_000_000_000_000))
    } catch {
      throw .failed(error)
    }
  }

  /// Takes a piece of what the program says.
  ///
  /// - Returns: false at the end of it.
  private func read(to answer: inout [UInt8], _ limit: Int) throws(Interruption) -> Bool {
    let before = answer.count
    do throws(Errno) {
      try FileAccess.append(1 << 16, of: output, to: &answer)
    } catch {
      throw .failed(error)
    }
    if answer.count > limit { throw .saidTooMuch }
    return answer.count > before
  }

  /// Writes as much as the program takes.
  ///
  /// - Returns: false where the program wants no more; what it says may be complete all the same.
  private func send(_ rest: inout ArraySlice<UInt8>) -> Bool {
    do throws(Errno) {
      let count = try SystemCalls.call {
        try rest.withUnsafeBytes { try input.write($0, retryOnInterrupt: false) }
      }
      rest = rest.dropFirst(count)
      return true
    } catch {
      return error == .resourceTemporarilyUnavailable || error == .interrupted
    }
  }

  var hasEnded: Bool { SystemCalls.hasEnded(process) }

  /// Whether it has ended by then. One that has closed its output ends in a moment, most of the time.
  func ends(by deadline: ContinuousClock.Instant) -> Bool {
    var pause: UInt32 = 50
    while !hasEnded {
      guard ContinuousClock.now < deadline else { return false }
      SystemCalls.pause(microseconds: pause)
      pause = min(2 * pause, 10_000)
    }
    return true
  }

  /// Ends it with all that it has started.
  ///
  /// - Parameter closingInput: whether its input is still open.
  func stop(closingInput: Bool = false) -> ProcessEnd? {
    if closingInput { FileAccess.close(input) }
    FileAccess.close(output)
    return Leftovers.stop(process)
  }
}
