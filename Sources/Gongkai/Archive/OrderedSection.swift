import Dispatch
import Synchronization

/// A critical section that work done side by side enters in its order, one at a time.
final class OrderedSection: Sendable {
  private struct State {
    var next = 0
    var waiting: [Int: DispatchSemaphore] = [:]
  }

  private let state = Mutex(State())

  /// Waits until all before have left, works, and lets the next one in. Each number must come once.
  func enter<Result>(_ number: Int, _ work: () -> Result) -> Result {
    let semaphore = state.withLock { state -> DispatchSemaphore? in
      if state.next == number { return nil }
      let semaphore = DispatchSemaphore(value: 0)
      state.waiting[number] = semaphore
      return semaphore
    }
    semaphore?.wait()
    defer {
      state.withLock { state in
        state.next += 1
        _ = state.waiting.removeValue(forKey: state.next)?.signal()
      }
    }
    return work()
  }
}
