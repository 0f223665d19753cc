import Synchronization

/// What other rooms make of a form, each once, and keep with it: one value of a type.
final class FormDerivations: Sendable {
  private let made = Mutex<[ObjectIdentifier: any Sendable]>([:])

  func value<Value: Sendable>(_ make: () -> Value) -> Value {
    let key = ObjectIdentifier(Value.self)
    if let known = made.withLock({ $0[key] }) as? Value { return known }
    // Where several threads make it first, one of their values is kept.
    let new = make()
    made.withLock { made in if made[key] == nil { made[key] = new } }
    return new
  }
}

extension Form {
  /// What a room makes of the form and of nothing else, made when it is first asked for.
  package func derived<Value: Sendable>(_ make: (Form) -> Value) -> Value {
    derivations.value { make(self) }
  }
}
