extension XMLStartTag {
  /// The value of an attribute without a prefix.
  @inlinable
  package func attribute(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    for index in 0..<attributeCount
    where attributePrefix(index) == nil && isName(attributeName(index), name) {
      return attributeValue(index)
    }
    return nil
  }

  /// The value of an attribute of that local name in any namespace but none.
  @inlinable
  package func prefixedAttribute(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    for index in 0..<attributeCount
    where attributePrefix(index) != nil && isName(attributeName(index), name) {
      return attributeValue(index)
    }
    return nil
  }

  /// The value of the attribute of that local name, in whatever namespace.
  @inlinable
  package func value(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    for index in 0..<attributeCount where isName(attributeName(index), name) { return attributeValue(index) }
    return nil
  }

  @inlinable
  package func string(_ name: StaticString) -> String? {
    attribute(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A number of at most nine digits.
  @inlinable
  package func number(_ name: StaticString) -> Int? { attribute(name).flatMap { XMLWholeNumber.read($0) } }

  @inlinable
  package func isTrue(_ name: StaticString) -> Bool {
    attribute(name).map { $0.elementsEqual("1".utf8) || $0.elementsEqual("true".utf8) } ?? false
  }

  @inlinable
  func isName(_ pointer: UnsafePointer<UInt8>?, _ name: StaticString) -> Bool {
    guard let pointer else { return false }
    return name.withUTF8Buffer { expected in
      // The text ends with a zero, which no name has: the first difference ends the comparison.
      for (index, byte) in expected.enumerated() where pointer[index] != byte { return false }
      return pointer[expected.count] == 0
    }
  }
}

@usableFromInline
package enum XMLWholeNumber {
  /// A whole number of at most nine digits, without a sign.
  @inlinable
  package static func read(_ text: some Collection<UInt8>) -> Int? {
    guard (1...9).contains(text.count) else { return nil }
    var value = 0
    for byte in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }
}
