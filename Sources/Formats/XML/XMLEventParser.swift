import CLibXML2

/// What a parser tells its handler. Names and values are valid only during the call.
protocol XMLEventHandler: AnyObject {
  /// An element begins. The name pointers are the same for the same name throughout one parse.
  func begin(
    _ name: UnsafePointer<UInt8>, namespace: UnsafePointer<UInt8>?, attributes: XMLAttributes, line: Int)
  func end()
  func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// The attributes of an element as libxml2 gives them: five pointers each. Without entity substitution, an
/// ampersand in a value stands as `&#38;`.
struct XMLAttributes {
  fileprivate let pointers: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  let count: Int

  func name(_ index: Int) -> UnsafePointer<UInt8>? { pointers?[5 * index] }
  func namespace(_ index: Int) -> UnsafePointer<UInt8>? { pointers?[5 * index + 2] }

  func value(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    guard let start = pointers?[5 * index + 3], let end = pointers?[5 * index + 4] else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: start, count: end - start)
  }
}

/// libxml2's SAX2 parser over bytes in memory: no network, no entities, no document types, bounded.
final class XMLEventParser {
  struct Failure: Error {
    enum Reason {
      /// Not well-formed; libxml2's message.
      case malformed(String)
      /// A document type declaration, which could declare entities.
      case documentType
      case tooDeep, tooManyElements
    }

    let reason: Reason
    let line: Int
  }

  static let maximumDepth = 64
  static let maximumElements = 4_000_000

  private static let isInitialized: Bool = {
    xmlInitParser()
    return true
  }()

  fileprivate let handler: any XMLEventHandler
  fileprivate var context: xmlParserCtxtPtr?
  fileprivate var failure: Failure?
  fileprivate var depth = 0
  fileprivate var elements = 0

  private init(_ handler: any XMLEventHandler) { self.handler = handler }

  /// Parses a whole document in UTF-8.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ handler: any XMLEventHandler) throws(Failure) {
    _ = isInitialized
    let parser = XMLEventParser(handler)
    try parser.run(bytes)
  }

  private func run(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
    var sax = xmlSAXHandler()
    sax.initialized = XML_SAX2_MAGIC
    sax.startElementNs = startElement
    sax.endElementNs = endElement
    sax.characters = characters
    sax.cdataBlock = characters
    sax.ignorableWhitespace = characters
    sax.internalSubset = internalSubset
    sax.serror = structuredError
    let opaque = Unmanaged.passUnretained(self).toOpaque()
    let options = Int32(
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        | XML_PARSE_BIG_LINES.rawValue)
    withUnsafeMutablePointer(to: &sax) { handler in
      guard let context = xmlCreatePushParserCtxt(handler, opaque, nil, 0, nil) else { return }
      self.context = context
      xmlCtxtUseOptions(context, options)
      xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
      // Pieces of the size of a page keep libxml2's own buffers small, and let a failure end the work at once.
      var offset = 0
      let piece = 1 << 16
      while offset < bytes.count, failure == nil {
        let count = min(piece, bytes.count - offset)
        guard let start = bytes.baseAddress?.advanced(by: offset) else { break }
        _ = start.withMemoryRebound(to: CChar.self, capacity: count) {
          xmlParseChunk(context, $0, Int32(count), 0)
        }
        offset += count
      }
      if failure == nil { xmlParseChunk(context, nil, 0, 1) }
      if let document = context.pointee.myDoc { xmlFreeDoc(document) }
      context.pointee.myDoc = nil
      xmlFreeParserCtxt(context)
      self.context = nil
    }
    if let failure { throw failure }
  }

  fileprivate var line: Int { context.map { Int(xmlSAX2GetLineNumber(UnsafeMutableRawPointer($0))) } ?? 0 }

  fileprivate func stop(_ reason: Failure.Reason) {
    if failure == nil { failure = Failure(reason: reason, line: line) }
    if let context { xmlStopParser(context) }
  }
}

private func parser(_ opaque: UnsafeMutableRawPointer?) -> XMLEventParser? {
  opaque.map { Unmanaged<XMLEventParser>.fromOpaque($0).takeUnretainedValue() }
}

private func startElement(
  _ opaque: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
  _ namespace: UnsafePointer<xmlChar>?, _ namespaceCount: Int32,
  _ namespaces: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ attributeCount: Int32, _ defaulted: Int32,
  _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
) {
  guard let parser = parser(opaque), parser.failure == nil, let name else { return }
  parser.depth += 1
  parser.elements += 1
  if parser.depth > XMLEventParser.maximumDepth { return parser.stop(.tooDeep) }
  if parser.elements > XMLEventParser.maximumElements { return parser.stop(.tooManyElements) }
  parser.handler.begin(
    name, namespace: namespace, attributes: XMLAttributes(pointers: attributes, count: Int(attributeCount)),
    line: parser.line)
}

private func endElement(
  _ opaque: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
  _ namespace: UnsafePointer<xmlChar>?
) {
  guard let parser = parser(opaque), parser.failure == nil else { return }
  parser.depth -= 1
  parser.handler.end()
}

private func characters(_ opaque: UnsafeMutableRawPointer?, _ text: UnsafePointer<xmlChar>?, _ count: Int32) {
  guard let parser = parser(opaque), parser.failure == nil, let text else { return }
  parser.handler.text(UnsafeBufferPointer(start: text, count: Int(count)))
}

private func internalSubset(
  _ opaque: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ publicID: UnsafePointer<xmlChar>?,
  _ systemID: UnsafePointer<xmlChar>?
) {
  parser(opaque)?.stop(.documentType)
}

private func structuredError(_ opaque: UnsafeMutableRawPointer?, _ error: UnsafeMutablePointer<xmlError>?) {
  guard let parser = parser(opaque), parser.failure == nil, let error else { return }
  let message = error.pointee.message.map { String(cString: $0) } ?? ""
  let trimmed = message.last == "\n" ? String(message.dropLast()) : message
  // Warnings, such as a relative namespace, stop nothing.
  if error.pointee.level.rawValue < XML_ERR_ERROR.rawValue { return }
  parser.failure = XMLEventParser.Failure(reason: .malformed(trimmed), line: Int(error.pointee.line))
  if let context = parser.context { xmlStopParser(context) }
}
