import Foundation
import Synchronization
import Testing

@testable import ProcessKit

@Suite struct OrderedWorkTests {
  /// Numbers as they are asked for.
  private final class Numbers: Sendable {
    private let state = Mutex(0)
    let count: Int

    init(_ count: Int) { self.count = count }

    var taken: Int { state.withLock { $0 } }

    func next() -> Int? {
      state.withLock { number in
        guard number < count else { return nil }
        number += 1
        return number - 1
      }
    }
  }

  private struct Stop: Error {}

  /// However long each takes.
  @Test(arguments: [1, 2, 7]) func resultsComeInOrder(workers: Int) {
    let numbers = Numbers(500)
    var results: [Int] = []
    OrderedWork(workers: workers).run(
      next: numbers.next,
      work: { number in
        if number % 50 == 0 { usleep(2000) }
        return number * 2
      }, consume: { results.append($0) })
    #expect(results == (0..<500).map { $0 * 2 })
  }

  /// One that takes long holds those behind it, and no more than the window of them.
  @Test func noMoreIsTakenThanMayWait() {
    let numbers = Numbers(400)
    var work = OrderedWork(workers: 4)
    work.window = 10
    let ahead = Mutex(0)
    let gone = Atomic(0)
    work.run(
      next: {
        let number = numbers.next()
        if let number { ahead.withLock { $0 = max($0, number + 1 - gone.load(ordering: .relaxed)) } }
        return number
      },
      work: { number in
        if number % 40 == 0 { usleep(20_000) }
        return number
      }, consume: { _ in gone.add(1, ordering: .relaxed) })
    #expect(ahead.withLock { $0 } <= 10 && numbers.taken == 400)
  }

  /// A large result waits alone.
  @Test func largeResultsDoNotPileUp() {
    let numbers = Numbers(60)
    var work = OrderedWork(workers: 3)
    work.budget = 100
    let held = Mutex((now: 0, most: 0))
    work.run(
      next: numbers.next,
      work: { number in
        if number == 0 { usleep(50_000) }
        held.withLock { $0 = ($0.now + 60, max($0.most, $0.now + 60)) }
        return number
      }, size: { _ in 60 }, consume: { _ in held.withLock { $0.now -= 60 } })
    // Those that fill the budget, and one more of each thread.
    #expect(held.withLock { $0.most } <= 120 + 3 * 60)
  }

  @Test func nothingIsTakenAfterAFailure() {
    let numbers = Numbers(100_000)
    #expect(throws: Stop.self) {
      try OrderedWork(workers: 2).run(
        next: numbers.next, work: { $0 },
        consume: { number throws(Stop) in if number == 20 { throw Stop() } })
    }
    usleep(10_000)
    #expect(numbers.taken < 1000)
  }
}
