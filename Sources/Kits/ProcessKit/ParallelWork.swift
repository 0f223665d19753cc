import Dispatch
import FileKit
import Synchronization
import SystemPackage

/// Work on several things at a time.
package enum ParallelWork {
  /// Does work for each number below a count, each core one at a time, in about that order.
  ///
  /// - Parameter workers: how many at a time; nil for one on each core.
  package static func forEach(
    _ count: Int, workers: Int? = nil, _ work: @escaping @Sendable (Int) -> Void
  ) {
    let next = Atomic(0)
    let worker: @Sendable () -> Void = {
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        work(number)
      }
    }
    // Threads of our own: libdispatch ends the process where it has no file descriptor left to start one.
    let ended = DispatchSemaphore(value: 0)
    var started = 0
    for _ in 1..<max(1, min(count, workers ?? SystemCalls.coreCount)) {
      do throws(Errno) {
        try SystemCalls.startThread {
          worker()
          ended.signal()
        }
        started += 1
      } catch {
        // Those that are there do all of it.
        break
      }
    }
    worker()
    for _ in 0..<started { ended.wait() }
  }

  /// What comes of the work for each number, in their order.
  package static func map<Result: Sendable>(
    _ count: Int, workers: Int? = nil, _ work: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    forEach(count, workers: workers) { number in
      let result = work(number)
      results.withLock { $0[number] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
  }
}
