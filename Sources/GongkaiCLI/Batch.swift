import Core
import FileKit
import ProcessKit
import Rendering
import Synchronization

/// Many inputs on all cores. Results are written as they come, and only a few words of each are kept; messages
/// appear in the order of the inputs.
struct Batch: Sendable {
  struct Summary: Sendable {
    var status = ExitStatus.done
    var message: TerminalText = ""

    init() {}

    /// What is told of an input that was refused.
    init(_ refusal: Refusal, path: FilePath) {
      status = ExitStatus(refusal)
      message = Console.shared.describe(refusal.findings, path: path.shown)
    }
  }

  /// What came of all inputs that were not refused, and why the others were, each with its input.
  struct Collected<Value: Sendable>: Sendable {
    var values: [(path: FilePath, value: Value)] = []
    var refusals: [(path: FilePath, findings: [Finding])] = []
    var status = ExitStatus.done
  }

  /// What was told so far.
  private struct Told {
    var count = 0
    var worst = ExitStatus.done
    var failed = 0
  }

  let inputs: [Input]
  /// How many at a time; nil for one on each core.
  var workers: Int? = nil
  /// Whether a last line tells how many could not be done.
  var countsFailures = true

  init(_ inputs: [Input], workers: Int? = nil, countsFailures: Bool = true) {
    self.inputs = inputs
    self.workers = workers
    self.countsFailures = countsFailures
  }

  /// Does the work of each input; a refusal is told with its input.
  func run(_ work: @escaping @Sendable (Int, FilePath) throws(Refusal) -> Summary) -> ExitStatus {
    inOrder({ index, path throws(Refusal) in ((), try work(index, path)) }) { _, _ in }
  }

  /// Does the work of each input, and has what comes of it consumed in the order of the inputs, so that little of it waits.
  ///
  /// - Parameter size: how many bytes it takes while it waits.
  /// - Throws: what the consumer throws, after which nothing more is done.
  func inOrder<Value: Sendable>(
    _ work: @escaping @Sendable (FilePath) throws(Refusal) -> (value: Value, summary: Summary),
    size: @escaping @Sendable (Value) -> Int, consume: (Value) throws(Refusal) -> Void
  ) throws(Refusal) -> ExitStatus {
    try inOrder({ _, path throws(Refusal) in try work(path) }, size: size) { _, result throws(Refusal) in
      switch result {
      case .success(let value): try consume(value)
      case .failure: break
      }
    }
  }

  /// The same with the numbers of the inputs, and with those that are refused.
  ///
  /// - Parameter size: nil where as many may wait as there are, so that a slow one holds up no other.
  func inOrder<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable (Int, FilePath) throws(Refusal) -> (value: Value, summary: Summary),
    size: (@Sendable (Value) -> Int)? = nil,
    consume: (Int, Result<Value, Refusal>) throws(Failure) -> Void
  ) throws(Failure) -> ExitStatus {
    let inputs = inputs
    let next = Atomic(0)
    var told = Told()
    var ordered = OrderedWork(workers: min(workers ?? SystemCalls.coreCount, inputs.count))
    if size == nil { ordered.window = .max }
    try ordered.run(
      next: { () -> Int? in
        let index = next.add(1, ordering: .relaxed).oldValue
        return index < inputs.count ? index : nil
      },
      work: { index -> (index: Int, summary: Summary, result: Result<Value, Refusal>) in
        do throws(Refusal) {
          if let refusal = inputs[index].refusal { throw refusal }
          let (value, summary) = try work(index, inputs[index].path)
          return (index, summary, .success(value))
        } catch {
          return (index, Summary(error, path: inputs[index].path), .failure(error))
        }
      },
      size: { done in
        if case .success(let value) = done.result { size?(value) ?? 0 } else { 0 }
      },
      consume: { done throws(Failure) in
        tell(done.summary, &told)
        showProgress(told)
        try consume(done.index, done.result)
      })
    return end(told)
  }

  private func end(_ told: Told) -> ExitStatus {
    Console.shared.endProgress()
    if countsFailures, told.failed > 0, inputs.count > 1 {
      Console.shared.report([.summary(of: inputs.count, failed: told.failed)], path: nil)
    }
    return told.worst
  }

  /// Does the work of each input, and keeps what comes of it in the order of the inputs.
  func collect<Value: Sendable>(
    _ work: @escaping @Sendable (FilePath) throws(Refusal) -> (value: Value, summary: Summary)
  ) -> Collected<Value> {
    var collected = Collected<Value>()
    collected.status = inOrder({ _, path throws(Refusal) in try work(path) }) { index, result in
      switch result {
      case .success(let value): collected.values.append((inputs[index].path, value))
      case .failure(let refusal): collected.refusals.append((inputs[index].path, refusal.findings))
      }
    }
    return collected
  }

  private func tell(_ summary: Summary, _ told: inout Told) {
    if !summary.message.isEmpty {
      Console.shared.endProgress()
      Console.shared.writeError(summary.message)
    }
    told.worst = told.worst.worse(summary.status)
    switch summary.status {
    case .done, .findings: break
    default: told.failed += 1
    }
    told.count += 1
  }

  private func showProgress(_ told: Told) {
    if inputs.count > 1 { Console.shared.progress("\(told.count)/\(inputs.count)") }
  }
}

extension Finding {
  fileprivate static func summary(of count: Int, failed: Int) -> Finding {
    Finding("command.summary", .error, ["done": String(count - failed), "failed": String(failed)])
  }
}
