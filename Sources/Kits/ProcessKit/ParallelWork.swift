import Dispatch
import FileKit
import Synchronization

/// Work on several things at a time.
package enum ParallelWork {
  /// Does work for each number below a count, each core one at a time, in about that order.
  ///
  /// - Parameter workers: how many at a time; nil for one on each core.
  package static func forEach(
    _ count: Int, workers: Int? = nil, _ work: @escaping @Sendable (Int) -> Void
  ) {
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(count, workers ?? SystemCalls.coreCount))) { _ in
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        work(number)
      }
    }
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
