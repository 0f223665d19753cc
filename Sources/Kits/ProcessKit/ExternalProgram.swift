import Core
import FileKit
import Synchronization
import SystemPackage

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
    let folders = SystemCalls.environment("PATH")?.split(separator: ":") ?? []
    for name in names {
      let paths = name.hasPrefix("/") ? [name] : folders.map { "\($0)/\(name)" }
      if let path = paths.first(where: { SystemCalls.isExecutable(FilePath($0)) }) { return path }
    }
    return nil
  }

  /// Why a program gave nothing that can be used.
  package enum Failure: Error {
    case notStarted(Errno)
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
    case .notStarted(let error): Refusal(.usage, .cannotStart(path, error))
    case .beyondLimits: Refusal(kind, .programReachedLimits(path, seconds: timeLimitSeconds))
    case .failed(let status): Refusal(kind, .programFailed(path, status: status))
    }
  }

  /// What the program prints for an input.
  package func output(for input: [UInt8]) throws(Failure) -> [UInt8] {
    let program: Running
    do throws(Errno) {
      program = try Self.starting.withLock { _ throws(Errno) in try start() }
    } catch {
      throw .notStarted(error)
    }
    let deadline = ContinuousClock.now + .seconds(timeLimitSeconds)
    let output = exchange(input, with: program, until: deadline)
    // A program that has said all may still not end; it is not waited for longer than the limit.
    guard let output, let status = wait(for: program.process, until: deadline) else {
      SystemCalls.end(program.process, withGroup: endsItsChildren)
      _ = wait(for: program.process, until: nil)
      throw .beyondLimits
    }
    guard status == 0 else { throw .failed(status: status) }
    return output
  }

  /// A program that has begun, and the ends of its pipes on this side.
  private struct Running {
    let process: Int32
    let input: FileDescriptor
    let output: FileDescriptor
  }

  /// Programs start one after the other: two that inherit each other's pipes would wait for ever for an end of
  /// their input.
  private static let starting = Mutex(())

  private func start() throws(Errno) -> Running {
    let input = try SystemCalls.call { try FileDescriptor.pipe() }
    let output: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
    do throws(Errno) {
      output = try SystemCalls.call { try FileDescriptor.pipe() }
    } catch {
      for end in [input.readEnd, input.writeEnd] { FileAccess.close(end) }
      throw error
    }
    for end in [input.readEnd, input.writeEnd, output.readEnd, output.writeEnd] {
      SystemCalls.closeOnExec(end)
    }
    do throws(Errno) {
      let process = try SystemCalls.spawn(
        path, arguments, reading: input.readEnd, writing: output.writeEnd, isQuiet: isQuiet,
        leadsGroup: endsItsChildren)
      for end in [input.readEnd, output.writeEnd] { FileAccess.close(end) }
      return Running(process: process, input: input.writeEnd, output: output.readEnd)
    } catch {
      for end in [input.readEnd, input.writeEnd, output.readEnd, output.writeEnd] { FileAccess.close(end) }
      throw error
    }
  }

  /// Feeds the input and collects the output at once, so that neither side waits for the other.
  ///
  /// - Returns: nil where the time or size limit was reached.
  private func exchange(
    _ input: [UInt8], with program: Running, until deadline: ContinuousClock.Instant
  ) -> [UInt8]? {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var rest = input[...]
    var isSending = true
    let brokenPipes = BrokenPipes(program.input)
    SystemCalls.setNonBlocking(program.input)
    defer {
      if isSending { FileAccess.close(program.input) }
      FileAccess.close(program.output)
      brokenPipes.restore()
    }
    while ContinuousClock.now < deadline {
      if isSending, rest.isEmpty {
        FileAccess.close(program.input)
        isSending = false
      }
      do throws(Errno) {
        guard
          let ready = try SystemCalls.readiness(
            reading: program.output, writing: isSending ? program.input : nil, milliseconds: 200)
        else { continue }
        if ready.canRead {
          let count = try SystemCalls.call {
            try buffer.withUnsafeMutableBytes { try program.output.read(into: $0) }
          }
          if count == 0 { return output }
          output += buffer[..<count]
          if output.count > outputLimit { return nil }
        }
        if ready.canWrite, !send(&rest, to: program.input) {
          FileAccess.close(program.input)
          isSending = false
        }
      } catch {
        return nil
      }
    }
    return nil
  }

  /// Writes as much as the program takes.
  ///
  /// - Returns: false where the program wants no more; what it says may be complete all the same.
  private func send(_ rest: inout ArraySlice<UInt8>, to input: FileDescriptor) -> Bool {
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

  /// The exit status of a process that has ended; 128 and the signal where a signal ended it.
  ///
  /// - Returns: nil where it has not ended by then; without a deadline it is waited for.
  private func wait(for process: Int32, until deadline: ContinuousClock.Instant?) -> Int32? {
    while true {
      let end = SystemCalls.exitStatus(of: process, waits: deadline == nil)
      if end.hasEnded { return end.status }
      guard let deadline, ContinuousClock.now < deadline else { return nil }
      SystemCalls.pause(microseconds: 2000)
    }
  }
}

extension Finding {
  fileprivate static func cannotStart(_ path: String, _ error: Errno) -> Finding {
    Finding("program.cannot-start", .error, ["path": path], words: ["reason": error.reason])
  }

  fileprivate static func programReachedLimits(_ path: String, seconds: Int) -> Finding {
    Finding("program.limits", .error, ["path": path, "seconds": String(seconds)])
  }

  fileprivate static func programFailed(_ path: String, status: Int32) -> Finding {
    Finding("program.failed", .error, ["path": path, "status": String(status)])
  }
}
