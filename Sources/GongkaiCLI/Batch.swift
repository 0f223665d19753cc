import Core
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
    init(_ refusal: Refusal, path: String) {
      status = ExitStatus(refusal)
      message = Console.shared.describe(refusal.findings, path: path)
    }
  }

  /// What came of all inputs that were not refused, and why the others were, each with its input.
  struct Collected<Value: Sendable>: Sendable {
    var values: [(path: String, value: Value)] = []
    var refusals: [(path: String, findings: [Finding])] = []
    var status = ExitStatus.done
  }

  private struct State {
    var waiting: [Int: Summary] = [:]
    var shown = 0
    var worst = ExitStatus.done
    var failed = 0
  }

  let paths: [String]
  /// How many at a time; nil for one on each core.
  var workers: Int? = nil
  /// Whether a last line tells how many could not be done.
  var countsFailures = true

  init(_ paths: [String], workers: Int? = nil, countsFailures: Bool = true) {
    self.paths = paths
    self.workers = workers
    self.countsFailures = countsFailures
  }

  /// Does the work of each input; a refusal is told with its input.
  func run(_ work: @escaping @Sendable (Int, String) throws(Refusal) -> Summary) -> ExitStatus {
    let state = Mutex(State())
    ParallelWork.forEach(paths.count, workers: workers) { index in
      let summary: Summary
      do throws(Refusal) {
        summary = try work(index, paths[index])
      } catch {
        summary = Summary(error, path: paths[index])
      }
      state.withLock { state in finish(index, summary, &state) }
    }
    Console.shared.endProgress()
    return state.withLock { state in
      if countsFailures, state.failed > 0, paths.count > 1 {
        Console.shared.report([.summary(of: paths.count, failed: state.failed)], path: nil)
      }
      return state.worst
    }
  }

  /// Does the work of each input, and keeps what comes of it in the order of the inputs.
  func collect<Value: Sendable>(
    _ work: @escaping @Sendable (String) throws(Refusal) -> (value: Value, summary: Summary)
  ) -> Collected<Value> {
    let values = Mutex<[Int: Value]>([:])
    let refused = Mutex<[Int: [Finding]]>([:])
    var collected = Collected<Value>()
    collected.status = run { index, path throws(Refusal) in
      do throws(Refusal) {
        let (value, summary) = try work(path)
        values.withLock { $0[index] = value }
        return summary
      } catch {
        refused.withLock { $0[index] = error.findings }
        throw error
      }
    }
    collected.values = values.withLock { $0 }.sorted { $0.key < $1.key }.map { (paths[$0.key], $0.value) }
    collected.refusals = refused.withLock { $0 }.sorted { $0.key < $1.key }.map { (paths[$0.key], $0.value) }
    return collected
  }

  private func finish(_ index: Int, _ summary: Summary, _ state: inout State) {
    state.waiting[index] = summary
    while let summary = state.waiting.removeValue(forKey: state.shown) {
      if !summary.message.isEmpty {
        Console.shared.endProgress()
        Console.shared.writeError(summary.message)
      }
      state.worst = state.worst.worse(summary.status)
      switch summary.status {
      case .done, .findings: break
      default: state.failed += 1
      }
      state.shown += 1
    }
    if paths.count > 1 { Console.shared.progress("\(state.shown)/\(paths.count)") }
  }
}

extension Finding {
  fileprivate static func summary(of count: Int, failed: Int) -> Finding {
    Finding("command.summary", .error, ["done": String(count - failed), "failed": String(failed)])
  }
}
