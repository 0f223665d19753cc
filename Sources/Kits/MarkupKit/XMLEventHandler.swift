/// What a parser tells its handler, in the order of the document.
@usableFromInline
package protocol XMLEventHandler {
  /// An element begins. Everything in `tag` is valid only during the call.
  mutating func startElement(_ tag: XMLStartTag)
  /// The element that began last, and has not ended yet, ends.
  mutating func endElement()
  /// Text, or a piece of it: one stretch may come in several calls. Valid only during the call.
  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>)
  /// A prefix is bound to a namespace by the element that begins next. Only `XMLScanner` tells.
  mutating func bind(prefix: UnsafePointer<UInt8>, to namespace: UnsafePointer<UInt8>)
  /// Whether it has seen enough. `XMLScanner` asks at each end tag and looks at nothing that follows.
  var isDone: Bool { get }
}

extension XMLEventHandler {
  @inlinable
  package var isDone: Bool { false }
  @inlinable
  package mutating func bind(prefix: UnsafePointer<UInt8>, to namespace: UnsafePointer<UInt8>) {}
}

/// The beginning of an element. The pointers of names and namespaces are the same for the same name throughout
/// one parse, so that they can be looked up by address; see `XMLNameCache`.
@usableFromInline
package struct XMLStartTag {
  @usableFromInline package let name: UnsafePointer<UInt8>
  @usableFromInline package let namespace: UnsafePointer<UInt8>?
  @usableFromInline package let line: Int
  @usableFromInline package let attributeCount: Int
  /// As libxml2 gives them: name, prefix, namespace, start and end of the value for each.
  @usableFromInline package let attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  /// The same for tags of one parse that are the same byte for byte, in the same namespaces; see `XMLTagMeanings`. 0 where
  /// nothing is known of others.
  @usableFromInline package let stamp: Int

  @inlinable
  package init(
    name: UnsafePointer<UInt8>, namespace: UnsafePointer<UInt8>?, line: Int, attributeCount: Int,
    attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, stamp: Int = 0
  ) {
    self.name = name
    self.namespace = namespace
    self.line = line
    self.attributeCount = attributeCount
    self.attributes = attributes
    self.stamp = stamp
  }

  @inlinable
  package func attributeName(_ index: Int) -> UnsafePointer<UInt8>? { attributes?[5 * index] }
  @inlinable
  package func attributePrefix(_ index: Int) -> UnsafePointer<UInt8>? { attributes?[5 * index + 1] }
  @inlinable
  package func attributeNamespace(_ index: Int) -> UnsafePointer<UInt8>? { attributes?[5 * index + 2] }

  /// The value after normalisation, as UTF-8.
  @inlinable
  package func attributeValue(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    guard let start = attributes?[5 * index + 3], let end = attributes?[5 * index + 4] else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: start, count: end - start)
  }
}
