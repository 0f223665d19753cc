import Core
import FileKit
import SystemPackage

/// A program that is run without a shell, fed on its standard input and read from its standard output, with bounds on
/// its time, on its memory and on what it says. What it has started ends with it.
package struct ExternalProgram: Sendable {
  package let path: String
  package var arguments: [String]
  /// Variables that it is given besides those of this process, or instead of them.
  package var environment: [String: String] = [:]
  /// How long it may take.
  package var timeLimitSeconds = 60
  /// Whether that time begins anew whenever it prints something: for one that tells how far it has come.
  package var countsTimeFromOutput = false
  /// What the system allows it.
  package var resources = ResourceLimits()
  /// Bytes that it may print.
  package var outputLimit = 64 << 20
  /// What becomes of what it says on standard error.
  package enum Complaints { case inherited, dropped, kept }
  package var complaints = Complaints.inherited
  /// Folders that it is kept to, where the system can do that.
  package var fence: FileFence?

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
  package enum Failure: Error, Hashable {
    case notStarted(Errno)
    case outOfTime(seconds: Int)
    /// It printed more than it may, in bytes.
    case saidTooMuch(limit: Int)
    /// A signal ended it: it is broken, or was given no more memory.
    case crashed(signal: Int32)
    case failed(status: Int32)
  }

  /// What the program prints for an input, and what it says on standard error as a note.
  ///
  /// - Parameter kind: what kind of refusal it is where the program fails: `input` for a reader, `output` for a
  ///   writer. What it says on standard error is told with it.
  package func run(
    _ input: [UInt8], failing kind: Refusal.Kind
  ) throws(Refusal) -> (output: [UInt8], notes: [Finding]) {
    var heard: [UInt8] = []
    do throws(Failure) {
      let output = try output(for: input, heard: &heard)
      return (output, words(heard).map { [.programSays(path, $0)] } ?? [])
    } catch {
      let refusal = refusal(kind, error)
      guard let words = words(heard) else { throw refusal }
      throw Refusal(kind, refusal.findings + [.programSays(path, words)])
    }
  }

  /// What was said on standard error, in one line; nil where that is nothing.
  private func words(_ heard: [UInt8]) -> String? {
    let words = String(decoding: heard, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  /// The refusal that says it.
  package func refusal(_ kind: Refusal.Kind, _ failure: Failure) -> Refusal {
    switch failure {
    case .notStarted(let error): Refusal(.usage, .cannotStart(path, error))
    case .outOfTime(let seconds): Refusal(kind, .programTooSlow(path, seconds: seconds))
    case .saidTooMuch(let limit): Refusal(kind, .programSaysTooMuch(path, limit: limit))
    case .crashed(let signal): Refusal(kind, .programCrashed(path, signal: signal))
    case .failed(let status): Refusal(kind, .programFailed(path, status: status))
    }
  }

  /// What the program prints for an input.
  package func output(for input: [UInt8]) throws(Failure) -> [UInt8] {
    var heard: [UInt8] = []
    return try output(for: input, heard: &heard)
  }

  /// - Parameter heard: what it says on standard error is added where it is kept, up to some kilobytes.
  package func output(for input: [UInt8], heard: inout [UInt8]) throws(Failure) -> [UInt8] {
    let program = try start()
    var deadline = ContinuousClock.now + .seconds(timeLimitSeconds)
    let output: [UInt8]
    do throws(ChildProcess.Interruption) {
      output = try program.exchange(
        input, closesInput: true, limit: outputLimit, until: &deadline,
        extending: countsTimeFromOutput ? .seconds(timeLimitSeconds) : nil, heard: &heard)
      // A program that has said all may still not end; it is not waited for longer than the limit.
      guard program.ends(by: deadline, heard: &heard) else { throw .outOfTime }
    } catch {
      _ = program.stop()
      throw failure(error)
    }
    if let failure = failure(program.stop()) { throw failure }
    return output
  }

  func start() throws(Failure) -> ChildProcess {
    do throws(Errno) {
      return try ChildProcess(self)
    } catch {
      throw .notStarted(error)
    }
  }

  func failure(_ interruption: ChildProcess.Interruption) -> Failure {
    switch interruption {
    case .outOfTime: .outOfTime(seconds: timeLimitSeconds)
    case .saidTooMuch: .saidTooMuch(limit: outputLimit)
    case .failed(let error): .notStarted(error)
    }
  }

  /// What the end of a program says; nil where all went well.
  func failure(_ end: ProcessEnd?) -> Failure? {
    switch end {
    case .exited(status: 0), nil: nil
    case .exited(let status): .failed(status: status)
    case .killed(let signal):
      if SystemCalls.isProcessorTimeSignal(signal), let seconds = resources.processorSeconds {
        .outOfTime(seconds: seconds)
      } else {
        .crashed(signal: signal)
      }
    }
  }
}

extension Finding {
  fileprivate static func cannotStart(_ path: String, _ error: Errno) -> Finding {
    Finding("program.cannot-start", .error, ["path": path], words: ["reason": error.reason])
  }

  fileprivate static func programTooSlow(_ path: String, seconds: Int) -> Finding {
    Finding("program.limits", .error, ["path": path, "seconds": String(seconds)])
  }

  /// - Parameter limit: in bytes.
  fileprivate static func programSaysTooMuch(_ path: String, limit: Int) -> Finding {
    Finding("program.output-limit", .error, ["path": path, "limit": String(limit >> 20)])
  }

  fileprivate static func programCrashed(_ path: String, signal: Int32) -> Finding {
    Finding("program.crashed", .error, ["path": path, "signal": String(signal)])
  }

  fileprivate static func programSays(_ path: String, _ words: String) -> Finding {
    Finding("program.says", .note, ["path": path, "text": words])
  }

  fileprivate static func programFailed(_ path: String, status: Int32) -> Finding {
    Finding("program.failed", .error, ["path": path, "status": String(status)])
  }
}
