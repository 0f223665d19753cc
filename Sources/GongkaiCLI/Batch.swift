import Core
import ProcessKit
import Synchronization

/// Many inputs on all cores. Results are written as they come, and only a few words of each are kept; messages
/// appear in the order of the inputs.
struct Batch: Sendable {
  struct Summary: Sendable {
    var status = ExitStatus.done
    var message = ""
  }

  private struct State {
    var waiting: [Int: Summary] = [:]
    var shown = 0
    var worst = ExitStatus.done
    var failed = 0
  }

  let count: Int
  let work: @Sendable (Int) -> Summary

  func run() -> ExitStatus {
    let state = Mutex(State())
    ParallelWork.forEach(count) { index in
      let summary = work(index)
      state.withLock { state in finish(index, summary, &state) }
    }
    Console.shared.endProgress()
    return state.withLock { state in
      if state.failed > 0, count > 1 {
        let finding = Finding(
          "command.summary", .error, ["done": String(count - state.failed), "failed": String(state.failed)])
        Console.shared.report([finding], path: nil)
      }
      return state.worst
    }
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
    Console.shared.progress("\(state.shown)/\(count)")
  }
}
