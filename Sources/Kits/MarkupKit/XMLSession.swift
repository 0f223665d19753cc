import CLibXML2

/// One parse by libxml2, which hands it back to the callbacks below as their user data. Who overrides `start`, `end`
/// and `text` hears of what is found.
class XMLSession {
  /// libxml2's tables are filled once, before the first parse.
  private static let isInitialized: Bool = {
    xmlInitParser()
    return true
  }()

  /// So few bytes hold no tag that takes long.
  private static let sizeOfAnyTags = 1 << 16

  final let limits: XMLLimits
  final var context: xmlParserCtxtPtr?
  final var failure: XMLFailure?
  final var depth = 0
  final var elementCount = 0
  final var textLength = 0

  init(_ limits: XMLLimits) { self.limits = limits }

  func start(_ tag: XMLStartTag, prefix: UnsafePointer<UInt8>?) {}
  func end() {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// - Parameter bytes: UTF-8.
  final func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count <= limits.size, bytes.count <= Int(Int32.max) else {
      failure = XMLFailure(.tooLarge)
      return
    }
    guard let start = bytes.baseAddress, bytes.count > 0 else {
      failure = XMLFailure(.malformed(.noRoot), line: 1)
      return
    }
    if let line = XMLProlog.lineOfDocumentType(bytes) {
      failure = XMLFailure(.documentType, line: line)
      return
    }
    if bytes.count > Self.sizeOfAnyTags,
      let line = XMLProlog.lineOfCrowdedTag(bytes, limit: limits.attributesOfElement)
    {
      failure = XMLFailure(.tooManyAttributes, line: line)
      return
    }
    _ = Self.isInitialized
    // A memory context copies the bytes and ends them with a zero.
    let created = start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
      xmlCreateMemoryParserCtxt($0, Int32(bytes.count))
    }
    guard let context = created else {
      failure = XMLFailure(.tooLarge)
      return
    }
    run(context)
    xmlFreeParserCtxt(context)
  }

  private func run(_ context: xmlParserCtxtPtr) {
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
    // The session outlives the context: its owner holds it while `run` frees that.
    context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    xmlParseDocument(context)
    if failure == nil, context.pointee.wellFormed == 0 {
      failure = XMLFailure(.malformed(.other(Int(context.pointee.errNo))), line: line)
    }
    if let document = context.pointee.myDoc { xmlFreeDoc(document) }
    context.pointee.myDoc = nil
    self.context = nil
  }

  final var line: Int { context?.pointee.input.map { Int($0.pointee.line) } ?? 0 }

  /// Notes the first reason to stop, after which libxml2 calls nobody and leaves its loops. `xmlStopParser` would free
  /// what it is reading, which it still looks at behind most callbacks.
  final func stop(_ reason: XMLFailure.Reason, line: Int) {
    if failure == nil { failure = XMLFailure(reason, line: line) }
    guard let context else { return }
    context.pointee.errNo = Int32(XML_ERR_USER_STOP.rawValue)
    context.pointee.disableSAX = 2
    context.pointee.instate = XML_PARSER_EOF
  }

  static func of(_ opaque: UnsafeMutableRawPointer?) -> XMLSession? {
    guard let opaque else { return nil }
    let session = Unmanaged<XMLSession>.fromOpaque(opaque).takeUnretainedValue()
    return session.failure == nil ? session : nil
  }
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
  session.elementCount += 1
  session.textLength = 0
  if session.depth > session.limits.depth { return session.stop(.tooDeep, line: line) }
  if session.elementCount > session.limits.elements { return session.stop(.tooManyElements, line: line) }
  // libxml2 keeps every name, and finds it more slowly the more there are.
  if xmlDictSize(session.context?.pointee.dict) > Int32(session.limits.names) {
    return session.stop(.tooManyNames, line: line)
  }
  if attributeCount > session.limits.attributesOfElement {
    return session.stop(.tooManyAttributes, line: line)
  }
  resolveAmpersands(attributes, Int(attributeCount))
  session.start(
    XMLStartTag(
      name: name, namespace: namespace, line: line, attributeCount: Int(attributeCount),
      attributes: attributes), prefix: prefix)
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

/// No document type is left for it by `XMLProlog`. Should one be met all the same, nothing of it is heeded.
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
  session.stop(.malformed(XMLSyntaxError(error.pointee)), line: max(1, Int(error.pointee.line)))
}
