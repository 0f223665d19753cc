import Dispatch
import FileKit
import Synchronization

/// Copies of a program that each answer many requests, one after the other: at most as many as there are cores, or as
/// are asked for, started when they are needed. A request that ends its worker fails alone; the next one has a fresh worker.
///
/// Requests and answers are frames; see `Frame` and `WorkerLoop`.
package final class WorkerPool: Sendable {
  private let program: ExternalProgram
  private let idle = Mutex<[ChildProcess]>([])
  private let places: DispatchSemaphore

  /// - Parameters:
  ///   - program: its limits of time and output are those of each request.
  ///   - count: how many copies; nil for one on each core.
  package init(_ program: ExternalProgram, count: Int? = nil) {
    self.program = program
    places = DispatchSemaphore(value: count ?? SystemCalls.coreCount)
  }

  deinit {
    for worker in idle.withLock({ $0 }) { _ = worker.stop(closingInput: true) }
  }

  /// What a worker says to a request.
  ///
  /// A worker that has worked before may have died of what was left of that: a fresh one is asked again, so that no
  /// answer depends on the requests before.
  package func answer(to request: [UInt8]) throws(ExternalProgram.Failure) -> [UInt8] {
    places.wait()
    defer { places.signal() }
    if let worker = idleWorker() {
      do throws(ExternalProgram.Failure) {
        return try answer(of: worker, to: request)
      } catch {
        guard case .crashed = error else { throw error }
      }
    }
    return try answer(of: try program.start(), to: request)
  }

  /// One that may have been ended meanwhile by somebody else is of no use.
  private func idleWorker() -> ChildProcess? {
    while let worker = idle.withLock({ $0.popLast() }) {
      if !worker.hasEnded { return worker }
      _ = worker.stop(closingInput: true)
    }
    return nil
  }

  private func answer(of worker: ChildProcess, to request: [UInt8]) throws(ExternalProgram.Failure) -> [UInt8]
  {
    let answer: [UInt8]
    var heard: [UInt8] = []
    var deadline = ContinuousClock.now + .seconds(program.timeLimitSeconds)
    do throws(ChildProcess.Interruption) {
      answer = try worker.exchange(
        Frame.header(request.count) + request, closesInput: false, limit: program.outputLimit,
        until: &deadline, heard: &heard, isComplete: Frame.isComplete)
    } catch {
      _ = worker.stop(closingInput: true)
      throw program.failure(error)
    }
    guard Frame.isComplete(answer) else {
      // It has closed its output without an answer, and if it has not ended yet it will.
      _ = worker.ends(by: .now + .seconds(1), heard: &heard)
      throw program.failure(worker.stop(closingInput: true)) ?? .failed(status: 0)
    }
    idle.withLock { $0.append(worker) }
    return Array(answer.dropFirst(Frame.headerLength))
  }
}

/// A request or an answer between this process and a worker: its length in four bytes, the highest first, and itself.
package enum Frame {
  package static let headerLength = 4

  package static func header(_ count: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
  }

  /// The length that a header gives; nil where there is not all of it.
  package static func length(_ bytes: some Collection<UInt8>) -> Int? {
    guard bytes.count >= headerLength else { return nil }
    return bytes.prefix(headerLength).reduce(0) { $0 << 8 | Int($1) }
  }

  static func isComplete(_ bytes: [UInt8]) -> Bool {
    length(bytes).map { bytes.count >= headerLength + $0 } ?? false
  }
}
