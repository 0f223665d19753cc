extension JSONDocument {
  /// The JSON pointers of values, each in the order of the tokens given. A key stands for its member's value.
  ///
  /// One walk over the document, however many are asked for.
  ///
  /// - Parameter targets: positions of tokens, ascending.
  package func pointers(to targets: [Int]) -> [String] {
    var result: [String] = []
    result.reserveCapacity(targets.count)
    func visit(_ container: Int, _ pointer: String) {
      while result.count < targets.count, targets[result.count] <= container { result.append(pointer) }
      guard result.count < targets.count else { return }
      let end = next(container)
      var child = first(container)
      var index = 0
      while child < end, result.count < targets.count {
        let isMember = kind(container) == .object
        let value = isMember && child + 1 < end ? child + 1 : child
        let behind = next(value)
        if targets[result.count] < behind {
          let name = isMember ? JSONPointer.escaped(string(child)) : String(index)
          visit(value, pointer + "/" + name)
        }
        child = behind
        index += 1
      }
    }
    if !tokens.isEmpty { visit(0, "") }
    while result.count < targets.count { result.append("") }
    return result
  }

  /// The lines, counting from 1, in which offsets stand. One walk over the text.
  ///
  /// - Parameter offsets: ascending.
  package func lines(of offsets: [Int]) -> [Int] {
    var result: [Int] = []
    var line = 1
    var position = 0
    for offset in offsets {
      while position < min(offset, bytes.count) {
        if bytes[position] == 0x0A { line += 1 }
        position += 1
      }
      result.append(line)
    }
    return result
  }

  /// The first key in an object, or in anything within it, that stands there twice.
  package func repeatedKey(in token: Int) -> Int? {
    guard kind(token) == .object || kind(token) == .array else { return nil }
    var names: Set<String> = []
    var child = first(token)
    let end = next(token)
    while child < end {
      var value = child
      if kind(token) == .object {
        if !names.insert(string(child)).inserted { return child }
        value = child + 1
        guard value < end else { return nil }
      }
      if let key = repeatedKey(in: value) { return key }
      child = next(value)
    }
    return nil
  }
}

/// RFC 6901.
package enum JSONPointer {
  /// A member's name as it stands in a pointer.
  package static func escaped(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return name
    }
    var result: [UInt8] = []
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "~"): result.append(contentsOf: "~0".utf8)
      case UInt8(ascii: "/"): result.append(contentsOf: "~1".utf8)
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The names of a pointer; nil where it is none.
  package static func names(_ pointer: String) -> [String]? {
    if pointer.isEmpty { return [] }
    guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
    return pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { part in
        var name: [UInt8] = []
        var isEscape = false
        for byte in part {
          if isEscape {
            name.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
            isEscape = false
          } else if byte == UInt8(ascii: "~") {
            isEscape = true
          } else {
            name.append(byte)
          }
        }
        return String(decoding: name, as: UTF8.self)
      }
  }
}
