import Dispatch
import Synchronization

/// A state that threads change and wait for.
final class Monitor<State: Sendable>: Sendable {
  private struct Guarded: Sendable {
    var state: State
    var waiting: [DispatchSemaphore] = []
  }

  private let guarded: Mutex<Guarded>

  init(_ state: State) { guarded = Mutex(Guarded(state: state)) }

  /// Changes the state, and has all who wait look at it again.
  func change<Result: Sendable>(_ body: @Sendable (inout State) -> Result) -> Result {
    let (result, waiting) = guarded.withLock { guarded in
      let result = body(&guarded.state)
      defer { guarded.waiting = [] }
      return (result, guarded.waiting)
    }
    for thread in waiting { thread.signal() }
    return result
  }

  /// Waits until the state gives something; what is taken out of it is a change.
  func wait<Result: Sendable>(for body: @Sendable (inout State) -> Result?) -> Result {
    while true {
      let turn = DispatchSemaphore(value: 0)
      let (result, waiting) = guarded.withLock { guarded -> (Result?, [DispatchSemaphore]) in
        guard let result = body(&guarded.state) else {
          guarded.waiting.append(turn)
          return (nil, [])
        }
        defer { guarded.waiting = [] }
        return (result, guarded.waiting)
      }
      for thread in waiting { thread.signal() }
      if let result { return result }
      turn.wait()
    }
  }
}
