import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Work on several things at a time.
package enum SideBySide {
  /// How many cores there are.
  package static var cores: Int {
    #if canImport(Glibc) || canImport(Musl)
      max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
    #else
      max(Int(sysconf(_SC_NPROCESSORS_ONLN)), 1)
    #endif
  }

  /// Does work for each number below a count, each core one at a time, in about that order.
  ///
  /// - Parameter workers: how many at a time; nil for one on each core.
  package static func forEach(
    _ count: Int, workers: Int? = nil, _ work: @escaping @Sendable (Int) -> Void
  ) {
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(count, workers ?? cores))) { _ in
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
