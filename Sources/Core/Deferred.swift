import Synchronization

/// A value that is made when it is first asked for, and kept.
package final class Deferred<Value: Sendable>: Sendable {
  private final class Made: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  private let made = AtomicLazyReference<Made>()
  private let make: @Sendable () -> Value

  package init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  /// Where several threads ask first, one of their values is kept.
  package var value: Value { (made.load() ?? made.storeIfNil(Made(make()))).value }
}
