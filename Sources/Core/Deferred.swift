import Synchronization

/// A value that is made when it is first asked for, and kept.
@usableFromInline
package final class Deferred<Value: Sendable>: Sendable {
  @usableFromInline
  final class Made: Sendable {
    @usableFromInline let value: Value

    @usableFromInline
    init(_ value: Value) { self.value = value }
  }

  /// The address of a `Made` that is retained here, once there is one. `AtomicLazyReference` would look its types up at
  /// every load.
  @usableFromInline let address = Atomic<UInt>(0)
  @usableFromInline let make: @Sendable () -> Value

  @inlinable
  package init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  deinit { made?.release() }

  /// Where several threads ask first, one of their values is kept.
  @inlinable
  package var value: Value { made.map { $0.takeUnretainedValue().value } ?? madeFirst() }

  @inlinable
  var made: Unmanaged<Made>? {
    UnsafeRawPointer(bitPattern: address.load(ordering: .acquiring)).map { Unmanaged.fromOpaque($0) }
  }

  @usableFromInline
  func madeFirst() -> Value {
    let new = Unmanaged.passRetained(Made(make()))
    let isFirst = address.compareExchange(
      expected: 0, desired: UInt(bitPattern: new.toOpaque()), ordering: .acquiringAndReleasing
    ).exchanged
    if isFirst { return new.takeUnretainedValue().value }
    new.release()
    return value
  }
}
