import CLibXML2

/// libxml2's SAX2 parser over bytes in memory: no network, no entities of the document's own, no document
/// types, everything bounded. Each parse has a context of its own; any number may run at once.
package enum XMLEventParser {
  /// Parses a whole document.
  ///
  /// - Parameter bytes: UTF-8. What the document says of its encoding is not heeded: see `XMLText`.
  /// - Throws: the first reason to stop. The handler has seen everything before it.
  package static func parse<Handler: XMLEventHandler>(
    _ bytes: UnsafeBufferPointer<UInt8>, limits: XMLLimits = XMLLimits(), into handler: inout Handler
  ) throws(XMLFailure) {
    let failure = withUnsafeMutablePointer(to: &handler) { handler -> XMLFailure? in
      let session = HandlerSession(handler, limits)
      session.run(bytes)
      return session.failure
    }
    if let failure { throw failure }
  }
}

/// A parse whose events go to a handler of one type.
private final class HandlerSession<Handler: XMLEventHandler>: XMLSession {
  private let handler: UnsafeMutablePointer<Handler>

  init(_ handler: UnsafeMutablePointer<Handler>, _ limits: XMLLimits) {
    self.handler = handler
    super.init(limits)
  }

  override func start(_ tag: XMLStartTag, prefix: UnsafePointer<UInt8>?) { handler.pointee.startElement(tag) }
  override func end() { handler.pointee.endElement() }
  override func text(_ bytes: UnsafeBufferPointer<UInt8>) { handler.pointee.characters(bytes) }
}
