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
  /// What it says on standard error; nil where that is not kept.
  private let complaints: FileDescriptor?

  init(_ program: ExternalProgram) throws(Errno) {
    var ends: [FileDescriptor] = []
    let keepsComplaints = program.complaints == .kept
    do throws(Errno) {
      process = try Leftovers.start { () throws(Errno) in
        for _ in 0..<(keepsComplaints ? 3 : 2) {
          let pipe = try SystemCalls.call { try FileDescriptor.pipe() }
          ends += [pipe.readEnd, pipe.writeEnd]
        }
        ends.forEach(SystemCalls.closeOnExec)
        let error: FileDescriptor? =
          switch program.complaints {
          case .kept: ends[5]
          case .inherited: .standardError
          case .dropped: nil
          }
        let process = try SystemCalls.spawn(
          program.path, program.arguments, environment: program.environment, fence: program.fence,
          streams: (ends[0], ends[3], error))
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
    complaints = keepsComplaints ? ends[4] : nil
    SystemCalls.setNonBlocking(input)
    if keepsComplaints {
      FileAccess.close(ends[5])
      SystemCalls.setNonBlocking(ends[4])
    }
  }

  /// How often it is looked whether a program has ended although its output is open: one that it has started may have
  /// kept that.
  private static let patience = Duration.milliseconds(50)

  /// Feeds a request and collects the answer at once, so that neither side waits for the other.
  ///
  /// - Parameters:
  ///   - closesInput: whether the program is told that there will be no more.
  ///   - extension: how long after each piece of the answer it may go on.
  ///   - heard: what it says on standard error meanwhile is added, as far as that is kept.
  ///   - isComplete: whether an answer needs nothing more.
  /// - Returns: the answer; what there is of it where the program has closed its output or ended.
  func exchange(
    _ request: [UInt8], closesInput: Bool, limit: Int, until deadline: inout ContinuousClock.Instant,
    extending extension: Duration? = nil, heard: inout [UInt8],
    isComplete: ([UInt8]) -> Bool = { _ in false }
  ) throws(Interruption) -> [UInt8] {
    var answer: [UInt8] = []
    var rest = request[...]
    var isSending = true
    var isHeard = complaints != nil
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
      guard let ready = try readiness(isSending, isHeard, wait: Self.patience) else { continue }
      if ready.canHear { isHeard = hear(&heard) }
      if ready.canRead {
        if try !read(to: &answer, limit) || isComplete(answer) { return answer }
        if let `extension` { deadline = max(deadline, .now + `extension`) }
      }
      if ready.canWrite, !send(&rest) { rest = [] }
      guard !(ready.canRead || ready.canHear) || ContinuousClock.now > nextLook else { continue }
      nextLook = .now + Self.patience
      if SystemCalls.hasEnded(process) {
        // Whatever else it has started has nothing to add.
        SystemCalls.endGroup(process)
        while try readiness(false, false, wait: .zero)?.canRead == true, try read(to: &answer, limit) {}
        return answer
      }
    }
    throw .outOfTime
  }

  private func readiness(
    _ isSending: Bool, _ isHeard: Bool, wait: Duration
  ) throws(Interruption) -> (canRead: Bool, canHear: Bool, canWrite: Bool)? {
    do throws(Errno) {
      return try SystemCalls.readiness(
        reading: output, complaints: isHeard ? complaints : nil, writing: isSending ? input : nil,
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

  /// Bytes of standard error that are kept.
  private static let heardLimit = 4096

  /// Takes what there is of standard error, keeps the beginning of all and drops the rest.
  ///
  /// - Returns: false at the end of it.
  @discardableResult private func hear(_ heard: inout [UInt8]) -> Bool {
    guard let complaints else { return false }
    // Not for ever, where a program says more than can be read.
    for _ in 0..<16 {
      var piece: [UInt8] = []
      do throws(Errno) {
        try FileAccess.append(1 << 16, of: complaints, to: &piece)
      } catch {
        return error == .resourceTemporarilyUnavailable || error == .interrupted
      }
      if piece.isEmpty { return false }
      heard += piece.prefix(Self.heardLimit - heard.count)
    }
    return true
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
  func ends(by deadline: ContinuousClock.Instant, heard: inout [UInt8]) -> Bool {
    var pause: UInt32 = 50
    defer { hear(&heard) }
    while !hasEnded {
      hear(&heard)
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
    if let complaints { FileAccess.close(complaints) }
    return Leftovers.stop(process)
  }
}
