extension JSONDocument {
  /// The values of an object by their names; nothing of anything else.
  package func members(_ token: Int) -> [String: Int] {
    guard kind(token) == .object else { return [:] }
    var members: [String: Int] = [:]
    var key = first(token)
    while key < next(token) {
      members[string(key)] = key + 1
      key = next(key + 1)
    }
    return members
  }

  package func elements(_ token: Int) -> [Int] {
    var elements: [Int] = []
    var element = first(token)
    while element < next(token) {
      elements.append(element)
      element = next(element)
    }
    return elements
  }
}
