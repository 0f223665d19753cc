/// What a parser tells its handler, in the order of the document.
package protocol XMLEventHandler {
  /// An element begins. Everything in `tag` is valid only during the call.
  mutating func startElement(_ tag: XMLStartTag)
  /// The element that began last, and has not ended yet, ends.
  mutating func endElement()
  /// Text, or a piece of it: one stretch may come in several calls. Valid only during the call.
  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>)
  /// Whether it has seen enough. `XMLScanner` asks at each end tag and looks at nothing that follows.
  var isDone: Bool { get }
}

extension XMLEventHandler {
  package var isDone: Bool { false }
}

/// The beginning of an element. The pointers of names and namespaces are the same for the same name throughout
/// one parse, so that they can be looked up by address; see `XMLNameCache`.
package struct XMLStartTag {
  package let name: UnsafePointer<UInt8>
  package let namespace: UnsafePointer<UInt8>?
  package let line: Int
  package let attributeCount: Int
  /// As libxml2 gives them: name, prefix, namespace, start and end of the value for each.
  package let attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

  package func attributeName(_ index: Int) -> UnsafePointer<UInt8>? { attributes?[5 * index] }
  package func attributePrefix(_ index: Int) -> UnsafePointer<UInt8>? { attributes?[5 * index + 1] }
  package func attributeNamespace(_ index: Int) -> UnsafePointer<UInt8>? { attributes?[5 * index + 2] }

  /// The value after normalisation, as UTF-8.
  package func attributeValue(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    guard let start = attributes?[5 * index + 3], let end = attributes?[5 * index + 4] else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: start, count: end - start)
  }
}
