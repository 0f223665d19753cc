import MarkupKit

/// The elements of a vocabulary, found by their local names within its namespaces: prefixes may be any.
package struct OfficeElements<Element: RawRepresentable & CaseIterable> where Element.RawValue == String {
  private var names: XMLNameCache
  private var namespaces: XMLNameCache
  private let elements: [Element]

  /// - Parameter namespaces: those that mean the vocabulary. An element without any is taken for it as well.
  package init(namespaces: [String]) {
    elements = Array(Element.allCases)
    names = XMLNameCache(elements.map(\.rawValue))
    self.namespaces = XMLNameCache(namespaces)
  }

  package mutating func element(_ tag: XMLStartTag) -> Element? {
    if let namespace = tag.namespace, namespaces.position(of: namespace) == nil { return nil }
    return names.position(of: tag.name).map { elements[$0] }
  }
}

package enum OfficeNamespaces {
  /// SpreadsheetML, transitional and strict.
  package static let spreadsheet = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
  ]
}

extension XMLStartTag {
  /// The value of an attribute without a prefix.
  package func attribute(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    for index in 0..<attributeCount
    where attributePrefix(index) == nil && isName(attributeName(index), name) {
      return attributeValue(index)
    }
    return nil
  }

  /// The value of an attribute of that local name in any namespace but none.
  package func prefixedAttribute(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    for index in 0..<attributeCount
    where attributePrefix(index) != nil && isName(attributeName(index), name) {
      return attributeValue(index)
    }
    return nil
  }

  /// The value of the attribute of that local name, in whatever namespace.
  package func value(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    for index in 0..<attributeCount where isName(attributeName(index), name) { return attributeValue(index) }
    return nil
  }

  package func string(_ name: StaticString) -> String? {
    attribute(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A number of at most nine digits.
  package func number(_ name: StaticString) -> Int? { attribute(name).flatMap { OfficeNumber.read($0) } }

  package func isTrue(_ name: StaticString) -> Bool {
    attribute(name).map { $0.elementsEqual("1".utf8) || $0.elementsEqual("true".utf8) } ?? false
  }

  private func isName(_ pointer: UnsafePointer<UInt8>?, _ name: StaticString) -> Bool {
    guard let pointer else { return false }
    return name.withUTF8Buffer { expected in
      // The text ends with a zero, which no name has: the first difference ends the comparison.
      for (index, byte) in expected.enumerated() where pointer[index] != byte { return false }
      return pointer[expected.count] == 0
    }
  }
}

package enum OfficeNumber {
  /// A whole number of at most nine digits, without a sign.
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
