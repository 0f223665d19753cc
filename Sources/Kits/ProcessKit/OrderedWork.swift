import FileKit
import Synchronization
import SystemPackage

/// Work on things that come one after the other, several at a time, whose results go on in the order of the things. As
/// many as there may be come: no more are taken than the results that wait leave room for.
package struct OrderedWork: Sendable {
  /// How many at a time.
  package var workers: Int
  /// How many things may be taken whose results have not gone on yet.
  package var window = 256
  /// How many bytes of results may wait. One result at least always may.
  package var budget = 64 << 20

  /// - Parameter workers: how many at a time; nil for one on each core.
  package init(workers: Int? = nil) { self.workers = workers ?? SystemCalls.coreCount }

  private struct State<Result: Sendable>: Sendable {
    var taken = 0
    var gone = 0
    var waiting: [Int: (result: Result, size: Int)] = [:]
    var size = 0
    /// Whether nothing more comes, or is wanted.
    var isOver = false
  }

  /// Does the work of all things.
  ///
  /// - Parameters:
  ///   - next: the next thing; nil where there are no more. It is asked by one thread at a time, and may wait.
  ///   - size: how many bytes a result takes.
  ///   - consume: takes the results in the order of the things, in the thread of the caller. Where it fails nothing more
  ///     is taken.
  package func run<Item: Sendable, Result: Sendable, Failure: Error>(
    next: @escaping @Sendable () -> Item?, work: @escaping @Sendable (Item) -> Result,
    size: @escaping @Sendable (Result) -> Int = { _ in 0 }, consume: (Result) throws(Failure) -> Void
  ) throws(Failure) {
    let monitor = Monitor(State<Result>())
    let turn = Mutex(())
    let (window, budget) = (window, budget)
    let worker: @Sendable () -> Void = {
      while true {
        let taken = turn.withLock { _ -> (number: Int, item: Item)? in
          let isWanted = monitor.wait { state -> Bool? in
            if state.isOver { return false }
            let count = state.taken - state.gone
            return count == 0 || (count < window && state.size < budget) ? true : nil
          }
          guard isWanted, let item = next() else {
            monitor.change { $0.isOver = true }
            return nil
          }
          let number = monitor.change { state in
            state.taken += 1
            return state.taken - 1
          }
          return (number, item)
        }
        guard let taken else { return }
        let result = work(taken.item)
        let size = size(result)
        monitor.change { state in
          state.waiting[taken.number] = (result, size)
          state.size += size
        }
      }
    }
    var started = 0
    for _ in 0..<max(1, workers) {
      // Those that are there do all of it.
      do throws(Errno) {
        try SystemCalls.startThread(worker)
        started += 1
      } catch {
        break
      }
    }
    guard started > 0 else {
      while let item = next() { try consume(work(item)) }
      return
    }
    while true {
      let ready = monitor.wait { state -> (result: Result, size: Int)?? in
        if let ready = state.waiting.removeValue(forKey: state.gone) { return .some(ready) }
        return state.isOver && state.taken == state.gone ? .some(nil) : nil
      }
      guard let ready else { return }
      do throws(Failure) {
        try consume(ready.result)
      } catch {
        monitor.change { $0.isOver = true }
        throw error
      }
      monitor.change { state in
        state.gone += 1
        state.size -= ready.size
      }
    }
  }
}
