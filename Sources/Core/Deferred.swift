import Synchronization

/// A value that is made when it is first asked for, and kept.
package final class Deferred<Value: Sendable>: Sendable {
  @usableFromInline
  package final class Made: Sendable {
    @usableFromInline let value: Value

    @inlinable
    init(_ value: Value) { self.value = value }
  }

  @usableFromInline let made = AtomicLazyReference<Made>()
  @usableFromInline let make: @Sendable () -> Value

  @inlinable
  package init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  /// Where several threads ask first, one of their values is kept.
  @inlinable
  package var value: Value { (made.load() ?? madeFirst()).value }

  @usableFromInline
  func madeFirst() -> Made { made.storeIfNil(Made(make())) }
}
