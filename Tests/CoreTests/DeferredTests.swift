import Core
import Synchronization
import Testing

@Suite struct DeferredTests {
  private final class Counted: Sendable {
    private let alive: Counter

    init(_ alive: Counter) {
      self.alive = alive
      alive.value.add(1, ordering: .relaxed)
    }

    deinit { alive.value.subtract(1, ordering: .relaxed) }
  }

  private final class Counter: Sendable {
    let value = Atomic(0)
  }

  @Test func aValueIsMadeWhenItIsFirstAskedForAndOnce() {
    let made = Counter()
    let deferred = Deferred {
      made.value.add(1, ordering: .relaxed)
      return [1, 2, 3]
    }
    #expect(made.value.load(ordering: .relaxed) == 0)
    #expect(deferred.value == [1, 2, 3] && deferred.value == [1, 2, 3])
    #expect(made.value.load(ordering: .relaxed) == 1)
  }

  @Test func severalThreadsGetOneValueAndNothingIsLeftOfTheOthers() async {
    let alive = Counter()
    for _ in 0..<200 {
      let deferred = Deferred { Counted(alive) }
      let found = await withTaskGroup { group in
        for _ in 0..<8 { group.addTask { ObjectIdentifier(deferred.value) } }
        return await group.reduce(into: Set<ObjectIdentifier>()) { $0.insert($1) }
      }
      #expect(found.count == 1)
    }
    #expect(alive.value.load(ordering: .relaxed) == 0)
  }

  private final class Holder: Sendable {
    let deferred = Mutex<Deferred<Counted>?>(nil)
  }

  /// As where another thread is faster: while a value is made, another one is made and kept.
  @Test func theValueThatComesLateIsGivenUp() {
    let (alive, asked, holder) = (Counter(), Counter(), Holder())
    let deferred = Deferred {
      if asked.value.add(1, ordering: .relaxed).oldValue == 0 {
        _ = holder.deferred.withLock { $0 }?.value
      }
      return Counted(alive)
    }
    holder.deferred.withLock { $0 = deferred }
    let value = deferred.value
    #expect(asked.value.load(ordering: .relaxed) == 2 && value === deferred.value)
    #expect(alive.value.load(ordering: .relaxed) == 1)
    holder.deferred.withLock { $0 = nil }
  }

  @Test func whatIsNeverAskedForIsNeverMade() {
    let alive = Counter()
    _ = Deferred { Counted(alive) }
    #expect(alive.value.load(ordering: .relaxed) == 0)
  }
}
