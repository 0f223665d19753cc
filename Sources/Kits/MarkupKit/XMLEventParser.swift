import CLibXML2

/// What a parser tells its handler, in the order of the document.
@usableFromInline
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
  @inlinable
  package var isDone: Bool { false }
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

  @inlinable
  package init(
    name: UnsafePointer<UInt8>, namespace: UnsafePointer<UInt8>?, line: Int, attributeCount: Int,
    attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  ) {
    self.name = name
    self.namespace = namespace
    self.line = line
    self.attributeCount = attributeCount
    self.attributes = attributes
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

/// Why a document could not be parsed to its end.
@usableFromInline
package struct XMLFailure: Error {
  @usableFromInline
  package enum Reason: Sendable {
    /// Not well-formed; libxml2's message.
    case malformed(String)
    /// A document type declaration, which could declare entities.
    case documentType
    case tooLarge, tooDeep, tooManyElements, tooManyAttributes, textTooLong
  }

  @usableFromInline package let reason: Reason
  /// 0 where it is not known.
  package let line: Int

  @usableFromInline
  package init(reason: Reason, line: Int) {
    self.reason = reason
    self.line = line
  }
}

/// What one document may hold.
@usableFromInline
package struct XMLLimits: Sendable {
  /// Bytes of the document.
  @usableFromInline package var size = 64 << 20
  @usableFromInline package var depth = 64
  @usableFromInline package var elements = 4_000_000
  @usableFromInline package var attributesOfElement = 256
  /// Bytes between two tags.
  @usableFromInline package var textLength = 16 << 20

  @usableFromInline
  package init(
    size: Int = 64 << 20, depth: Int = 64, elements: Int = 4_000_000, attributesOfElement: Int = 256,
    textLength: Int = 16 << 20
  ) {
    self.size = size
    self.depth = depth
    self.elements = elements
    self.attributesOfElement = attributesOfElement
    self.textLength = textLength
  }
}

/// libxml2's SAX2 parser over bytes in memory: no network, no entities of the document's own, no document
/// types, everything bounded. Each parse has a context of its own; any number may run at once.
package enum XMLEventParser {
  /// libxml2's tables are filled once, before the first parse.
  private static let isInitialized: Bool = {
    xmlInitParser()
    return true
  }()

  /// Parses a whole document.
  ///
  /// - Parameter bytes: UTF-8. What the document says of its encoding is not heeded: see `XMLText`.
  /// - Throws: the first reason to stop. The handler has seen everything before it.
  package static func parse<Handler: XMLEventHandler>(
    _ bytes: UnsafeBufferPointer<UInt8>, limits: XMLLimits = XMLLimits(), into handler: inout Handler
  ) throws(XMLFailure) {
    guard bytes.count <= limits.size, bytes.count <= Int(Int32.max) else {
      throw XMLFailure(reason: .tooLarge, line: 0)
    }
    guard let start = bytes.baseAddress, bytes.count > 0 else {
      throw XMLFailure(reason: .malformed("Document is empty"), line: 1)
    }
    _ = isInitialized
    let failure = withUnsafeMutablePointer(to: &handler) { handler -> XMLFailure? in
      let session = HandlerSession(handler, limits)
      // A memory context copies the bytes and ends them with a zero.
      let created = start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        xmlCreateMemoryParserCtxt($0, Int32(bytes.count))
      }
      guard let context = created else { return XMLFailure(reason: .tooLarge, line: 0) }
      session.run(context)
      xmlFreeParserCtxt(context)
      return session.failure
    }
    if let failure { throw failure }
  }
}

/// One parse. libxml2 hands it back to the callbacks below as their user data.
private class XMLSession {
  final let limits: XMLLimits
  final var context: xmlParserCtxtPtr?
  final var failure: XMLFailure?
  final var depth = 0
  final var elements = 0
  final var textLength = 0

  init(_ limits: XMLLimits) { self.limits = limits }

  func start(_ tag: XMLStartTag) {}
  func end() {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  final func run(_ context: xmlParserCtxtPtr) {
    self.context = context
    xmlCtxtUseOptions(
      context,
      Int32(
        XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
          | XML_PARSE_BIG_LINES.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
    var handlers = xmlSAXHandler()
    handlers.initialized = XML_SAX2_MAGIC
    handlers.startElementNs = startElement
    handlers.endElementNs = endElement
    handlers.characters = characters
    handlers.cdataBlock = characters
    // The same as `characters`, so that libxml2 does not ask itself which of the two it is.
    handlers.ignorableWhitespace = characters
    handlers.internalSubset = internalSubset
    handlers.serror = structuredError
    context.pointee.sax.pointee = handlers
    // The session outlives the parse: its owner holds it until the context is freed.
    context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    xmlParseDocument(context)
    if failure == nil, context.pointee.wellFormed == 0 {
      failure = XMLFailure(reason: .malformed(""), line: line)
    }
    if let document = context.pointee.myDoc { xmlFreeDoc(document) }
    context.pointee.myDoc = nil
    self.context = nil
  }

  final var line: Int { context?.pointee.input.map { Int($0.pointee.line) } ?? 0 }

  final func stop(_ reason: XMLFailure.Reason, line: Int) {
    if failure == nil { failure = XMLFailure(reason: reason, line: line) }
    if let context { xmlStopParser(context) }
  }

  static func of(_ opaque: UnsafeMutableRawPointer?) -> XMLSession? {
    guard let opaque else { return nil }
    let session = Unmanaged<XMLSession>.fromOpaque(opaque).takeUnretainedValue()
    return session.failure == nil ? session : nil
  }
}

/// The same for a handler of one type.
private final class HandlerSession<Handler: XMLEventHandler>: XMLSession {
  private let handler: UnsafeMutablePointer<Handler>

  init(_ handler: UnsafeMutablePointer<Handler>, _ limits: XMLLimits) {
    self.handler = handler
    super.init(limits)
  }

  override func start(_ tag: XMLStartTag) { handler.pointee.startElement(tag) }
  override func end() { handler.pointee.endElement() }
  override func text(_ bytes: UnsafeBufferPointer<UInt8>) { handler.pointee.characters(bytes) }
}

private func startElement(
  _ opaque: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
  _ namespace: UnsafePointer<xmlChar>?, _ namespaceCount: Int32,
  _ namespaces: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ attributeCount: Int32, _ defaulted: Int32,
  _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
) {
  guard let session = XMLSession.of(opaque), let name else { return }
  let line = session.line
  session.depth += 1
  session.elements += 1
  session.textLength = 0
  if session.depth > session.limits.depth { return session.stop(.tooDeep, line: line) }
  if session.elements > session.limits.elements { return session.stop(.tooManyElements, line: line) }
  if attributeCount > session.limits.attributesOfElement {
    return session.stop(.tooManyAttributes, line: line)
  }
  resolveAmpersands(attributes, Int(attributeCount))
  session.start(
    XMLStartTag(
      name: name, namespace: namespace, line: line, attributeCount: Int(attributeCount),
      attributes: attributes))
}

/// Where entities are not to be replaced, which is how DTDs stay harmless, libxml2 gives `&#38;` for every
/// ampersand in an attribute. Such a value is a copy of its own, never a piece of the document, and the end that
/// is stated is read by nobody but the handler: both may be changed.
private func resolveAmpersands(
  _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int
) {
  guard let attributes else { return }
  for index in 0..<count {
    guard let start = attributes[5 * index + 3], let end = attributes[5 * index + 4], end > start,
      let first = UnsafeBufferPointer(start: start, count: end - start).firstIndex(of: 0x26)
    else { continue }
    let text = UnsafeMutablePointer(mutating: start)
    let length = end - start
    var source = first
    var target = first
    while source < length {
      let byte = text[source]
      text[target] = byte
      target += 1
      source += byte == 0x26 && source + 5 <= length ? 5 : 1
    }
    attributes[5 * index + 4] = start + target
  }
}

private func endElement(
  _ opaque: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
  _ namespace: UnsafePointer<xmlChar>?
) {
  guard let session = XMLSession.of(opaque) else { return }
  session.depth -= 1
  session.textLength = 0
  session.end()
}

private func characters(_ opaque: UnsafeMutableRawPointer?, _ text: UnsafePointer<xmlChar>?, _ count: Int32) {
  guard let session = XMLSession.of(opaque), let text else { return }
  session.textLength += Int(count)
  if session.textLength > session.limits.textLength {
    return session.stop(.textTooLong, line: session.line)
  }
  session.text(UnsafeBufferPointer(start: text, count: Int(count)))
}

/// Called before anything of a document type is read.
private func internalSubset(
  _ opaque: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ publicID: UnsafePointer<xmlChar>?,
  _ systemID: UnsafePointer<xmlChar>?
) {
  guard let session = XMLSession.of(opaque) else { return }
  session.stop(.documentType, line: session.line)
}

private func structuredError(_ opaque: UnsafeMutableRawPointer?, _ error: UnsafeMutablePointer<xmlError>?) {
  guard let session = XMLSession.of(opaque), let error else { return }
  // Warnings, such as a relative namespace, stop nothing.
  if error.pointee.level.rawValue < XML_ERR_ERROR.rawValue { return }
  var message = error.pointee.message.map { String(cString: $0) } ?? ""
  while message.utf8.last == UInt8(ascii: "\n") { message.removeLast() }
  session.stop(.malformed(message), line: max(1, Int(error.pointee.line)))
}
