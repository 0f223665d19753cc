import TextKit

/// A parser for the XML of office files: the same events as `XMLEventParser`, several times as fast.
///
/// Office files are verbose: of a quarter of a megabyte a few kilobytes are text, and reading them is what a
/// folder of Word files waits for. The scanner knows what such files hold (elements, attributes, namespaces, the
/// five entities, character references, CDATA, comments, processing instructions) and refuses everything else,
/// document types above all. Canonical XML, which strangers write, goes through libxml2.
@usableFromInline
package enum XMLScanner {
  /// Parses a whole document.
  ///
  /// - Parameter bytes: UTF-8 without a byte order mark.
  /// - Throws: the first reason to stop. The handler has seen everything before it.
  @inlinable
  package static func parse<Handler: XMLEventHandler>(
    _ bytes: UnsafeBufferPointer<UInt8>, limits: XMLLimits = XMLLimits(), into handler: inout Handler
  ) throws(XMLFailure) {
    guard bytes.count <= limits.size else { throw XMLFailure(.tooLarge) }
    guard isValidUTF8(bytes) else {
      throw XMLFailure(.malformed(.notUTF8))
    }
    var scan = XMLScan(bytes, limits)
    do throws(XMLFailure) {
      try scan.run(&handler)
    } catch {
      // Lines are counted only where somebody asks for one.
      let line = 1 + bytes[..<min(scan.position, bytes.count)].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
      throw XMLFailure(error.reason, line: line)
    }
  }
}

extension XMLScanner {
  @usableFromInline
  static func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { DecodedText.isValidUTF8(bytes) }
}

/// One parse. Never copied: what it holds changes with every tag.
@usableFromInline
package struct XMLScan: ~Copyable {
  @usableFromInline
  struct OpenElement {
    @usableFromInline let name: Int
    /// How many bindings of prefixes there were before it, and their version.
    @usableFromInline let bindingCount: Int
    @usableFromInline let bindingVersion: Int

    @inlinable
    init(name: Int, bindingCount: Int, bindingVersion: Int) {
      self.name = name
      self.bindingCount = bindingCount
      self.bindingVersion = bindingVersion
    }
  }

  @usableFromInline
  struct Binding {
    /// Interned; nil for the default namespace.
    @usableFromInline let prefix: UnsafePointer<UInt8>?
    /// nil takes the namespace away.
    @usableFromInline let namespace: UnsafePointer<UInt8>?

    @inlinable
    init(prefix: UnsafePointer<UInt8>?, namespace: UnsafePointer<UInt8>?) {
      self.prefix = prefix
      self.namespace = namespace
    }
  }

  @usableFromInline let bytes: UnsafeBufferPointer<UInt8>
  @usableFromInline let limits: XMLLimits
  @usableFromInline var position = 0
  @usableFromInline var names = XMLNameTable()
  @usableFromInline var tags = XMLTagMemory()
  /// The elements that are open, as many as there are deep.
  @usableFromInline let open: UnsafeMutablePointer<OpenElement>
  @usableFromInline var depth = 0
  @usableFromInline var bindings: [Binding] = []
  /// The number of the bindings that hold, so that a name remembers which namespace it is in.
  @usableFromInline var bindingVersion = 1
  @usableFromInline var bindingVersions = 1
  @usableFromInline var elements = 0
  @usableFromInline var hasRoot = false
  /// Five pointers for each attribute of the element, as `XMLStartTag` has them.
  @usableFromInline let attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>
  @usableFromInline var attributeCount = 0
  /// The character that a reference stands for, in UTF-8.
  @usableFromInline let character = UnsafeMutablePointer<UInt8>.allocate(capacity: 4)
  /// Attribute values with references in them, resolved; they live until the next element.
  @usableFromInline var resolved: [UnsafeMutableBufferPointer<UInt8>] = []

  @usableFromInline
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: XMLLimits) {
    self.bytes = bytes
    self.limits = limits
    open = .allocate(capacity: max(limits.depth, 1))
    attributes = .allocate(capacity: 5 * limits.attributesOfElement)
    attributes.initialize(repeating: nil, count: 5 * limits.attributesOfElement)
  }

  deinit {
    open.deallocate()
    attributes.deallocate()
    character.deallocate()
    for buffer in resolved { buffer.deallocate() }
  }

  @usableFromInline
  mutating func freeResolved() {
    for buffer in resolved { buffer.deallocate() }
    resolved.removeAll(keepingCapacity: true)
  }

  @usableFromInline
  func malformed(_ error: XMLSyntaxError) -> XMLFailure { XMLFailure(.malformed(error)) }

  /// The name of the element that began last and has not ended.
  @usableFromInline
  var openName: String {
    depth == 0 ? "" : String(decoding: names.text(open[depth - 1].name), as: UTF8.self)
  }

  @inlinable
  func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  @inlinable
  mutating func run<Handler: XMLEventHandler>(_ handler: inout Handler) throws(XMLFailure) {
    // The one prefix that is bound by definition.
    let (prefix, namespace) = (names.number("xml"), names.number("http://www.w3.org/XML/1998/namespace"))
    bindings.append(Binding(prefix: names.local(prefix), namespace: names.local(namespace)))
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "<") {
        try text(&handler)
        continue
      }
      switch byte(at: position + 1) {
      case UInt8(ascii: "/"):
        try endTag(&handler)
        if handler.isDone { return }
      case UInt8(ascii: "!"): try declaration(&handler)
      case UInt8(ascii: "?"): position = try end(of: "?>", from: position + 2)
      default: try startTag(&handler)
      }
    }
    guard depth == 0 else { throw malformed(.prematureEnd(openName)) }
    guard hasRoot else { throw malformed(.noRoot) }
  }

  // MARK: Tags

  @inlinable
  mutating func startTag<Handler: XMLEventHandler>(_ handler: inout Handler) throws(XMLFailure) {
    if depth == 0, hasRoot { throw malformed(.contentAfterRoot) }
    hasRoot = true
    elements += 1
    if depth >= limits.depth { throw XMLFailure(.tooDeep) }
    if elements > limits.elements { throw XMLFailure(.tooManyElements) }
    if names.isFull { throw XMLFailure(.tooManyNames) }
    let found = tags.find(bytes, at: position, bindings: bindingVersion)
    guard let found, found.isKnown else { return try newTag(slot: found?.slot, &handler) }
    let tag = tags.entries + found.slot
    position += tag.pointee.count
    handler.startElement(
      XMLStartTag(
        name: names.local(tag.pointee.name), namespace: tag.pointee.namespace, line: 0,
        attributeCount: tag.pointee.attributeCount, attributes: tags.attributes + 5 * tag.pointee.attributes,
        stamp: tags.stamps[found.slot]))
    if tag.pointee.isEmpty {
      handler.endElement()
    } else {
      begin(tag.pointee.name, bindings.count, bindingVersion)
    }
  }

  @inlinable
  mutating func begin(_ name: Int, _ bindingCount: Int, _ version: Int) {
    open[depth] = OpenElement(name: name, bindingCount: bindingCount, bindingVersion: version)
    depth += 1
  }

  /// Reads a tag that was not met before, or not lately.
  @inlinable
  mutating func newTag<Handler: XMLEventHandler>(
    slot: Int?, _ handler: inout Handler
  ) throws(XMLFailure) {
    let start = position
    let (bindingCount, version) = (bindings.count, bindingVersion)
    let (name, isEmpty) = try readTag()
    if bindings.count > bindingCount {
      bindingVersions += 1
      bindingVersion = bindingVersions
      for binding in bindings[bindingCount...] {
        if let prefix = binding.prefix, let namespace = binding.namespace {
          handler.bind(prefix: prefix, to: namespace)
        }
      }
    }
    let namespace = try namespace(of: name)
    for index in 0..<attributeCount {
      guard let prefix = attributes[5 * index + 1] else { continue }
      attributes[5 * index + 2] = try self.namespace(prefix: prefix)
    }
    var stamp = 0
    // What declares, or has values that are not as they stand there, is read again.
    if let slot, version == bindingVersion, resolved.isEmpty {
      stamp = tags.keep(
        start..<position, in: slot, name: name, namespace: namespace, bindings: version, isEmpty: isEmpty,
        attributes, attributeCount)
    }
    handler.startElement(
      XMLStartTag(
        name: names.local(name), namespace: namespace, line: 0, attributeCount: attributeCount,
        attributes: attributes, stamp: stamp))
    if isEmpty {
      handler.endElement()
      unbind(to: bindingCount, version)
    } else {
      begin(name, bindingCount, version)
    }
  }

  /// Reads a tag up to its end: its name, its attributes, and what it declares.
  @usableFromInline
  mutating func readTag() throws(XMLFailure) -> (name: Int, isEmpty: Bool) {
    position += 1
    let name = try name()
    attributeCount = 0
    if !resolved.isEmpty { freeResolved() }
    while true {
      let before = position
      skipSpace()
      let next = byte(at: position)
      if next == UInt8(ascii: ">") {
        position += 1
        return (name, false)
      }
      if next == UInt8(ascii: "/") {
        guard byte(at: position + 1) == UInt8(ascii: ">") else { throw malformed(.unfinishedTag) }
        position += 2
        return (name, true)
      }
      guard position > before else { throw malformed(.spaceMissing) }
      try attribute()
    }
  }

  @inlinable
  mutating func endTag<Handler: XMLEventHandler>(_ handler: inout Handler) throws(XMLFailure) {
    position += 2
    guard depth > 0 else { throw malformed(.strayEndTag) }
    depth -= 1
    let element = open[depth]
    let expected = names.text(element.name)
    guard let end = expected.baseAddress, let start = bytes.baseAddress,
      position + expected.count <= bytes.count, XMLBytes.areEqual(start + position, end, expected.count)
    else { throw malformed(.tagMismatch(String(decoding: expected, as: UTF8.self))) }
    position += expected.count
    if byte(at: position) != UInt8(ascii: ">") {
      skipSpace()
      guard byte(at: position) == UInt8(ascii: ">") else {
        throw malformed(.tagMismatch(String(decoding: expected, as: UTF8.self)))
      }
    }
    position += 1
    handler.endElement()
    unbind(to: element.bindingCount, element.bindingVersion)
  }

  /// Takes back what an element declared that has ended.
  @inlinable
  mutating func unbind(to count: Int, _ version: Int) {
    if bindingVersion != version {
      bindings.removeSubrange(count...)
      bindingVersion = version
    }
  }

  /// Reads a name and gives its number.
  @usableFromInline
  mutating func name() throws(XMLFailure) -> Int {
    guard let short = XMLShortName(bytes, at: position) else { return try anyName() }
    if let known = names.number(short) {
      position += short.count
      return known
    }
    let number = try anyName()
    names.remember(short, number)
    return number
  }

  @usableFromInline
  mutating func anyName() throws(XMLFailure) -> Int {
    let start = position
    var end = start
    var colon = -1
    var hash = XMLNameHash()
    while end < bytes.count, XMLCharacters.isName(bytes[end]) {
      if bytes[end] == UInt8(ascii: ":") {
        if colon >= 0 || end == start { throw malformed(.badName) }
        colon = end - start
      }
      hash.add(bytes[end])
      end += 1
    }
    position = end
    guard end > start, XMLCharacters.isNameStart(bytes[start]), colon != end - start - 1 else {
      throw malformed(.badName)
    }
    return names.number(
      UnsafeBufferPointer(rebasing: bytes[start..<end]), hash, colon: colon < 0 ? nil : colon)
  }

  @usableFromInline
  mutating func attribute() throws(XMLFailure) {
    let name = try name()
    skipSpace()
    guard byte(at: position) == UInt8(ascii: "=") else { throw malformed(.attributeWithoutValue) }
    position += 1
    skipSpace()
    let quote = byte(at: position)
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw malformed(.unquotedValue)
    }
    position += 1
    let start = position
    var isPlain = true
    var end = start
    while end < bytes.count {
      if end + ByteWord.count <= bytes.count {
        let word = ByteWord.at(end, of: bytes)
        let marks = XMLCharacters.marks(in: word) | ByteWord.marks(of: quote, in: word)
        if marks == 0 {
          end += ByteWord.count
          continue
        }
        end += ByteWord.position(marks)
      }
      let byte = bytes[end]
      if byte == quote { break }
      if byte < 0x20 || byte == UInt8(ascii: "&") { isPlain = false }
      if byte == UInt8(ascii: "<") { throw malformed(.lessThanInValue) }
      end += 1
    }
    position = end
    guard position < bytes.count else { throw malformed(.unfinishedValue) }
    let value =
      try isPlain ? UnsafeBufferPointer(rebasing: bytes[start..<position]) : resolve(start..<position)
    position += 1
    if names.isNamespaceDeclaration(name) {
      let prefix = names.prefix(name) == nil ? nil : names.numberOfLocal(name)
      let namespace = value.isEmpty ? nil : names.number(value, colon: nil)
      bindings.append(
        Binding(prefix: prefix.map { names.local($0) }, namespace: namespace.map { names.local($0) }))
      return
    }
    let (local, prefix) = (names.local(name), names.prefix(name))
    for index in 0..<attributeCount
    where attributes[5 * index] == local && attributes[5 * index + 1] == prefix {
      throw malformed(.attributeTwice(String(cString: local)))
    }
    if attributeCount >= limits.attributesOfElement {
      throw XMLFailure(.tooManyAttributes)
    }
    // A value of no length has an address all the same.
    let base = value.baseAddress ?? bytes.baseAddress
    let attribute = attributes + 5 * attributeCount
    attribute[0] = local
    attribute[1] = prefix
    attribute[2] = nil
    attribute[3] = base
    attribute[4] = base.map { $0 + value.count }
    attributeCount += 1
  }

  @usableFromInline
  mutating func namespace(of name: Int) throws(XMLFailure) -> UnsafePointer<UInt8>? {
    if let known = names.namespace(of: name, version: bindingVersion) { return known }
    let found = try self.namespace(prefix: names.prefix(name))
    names.remember(found, of: name, version: bindingVersion)
    return found
  }

  @usableFromInline
  func namespace(prefix: UnsafePointer<UInt8>?) throws(XMLFailure) -> UnsafePointer<UInt8>? {
    var index = bindings.count
    while index > 0 {
      index -= 1
      if bindings[index].prefix == prefix { return bindings[index].namespace }
    }
    if prefix == nil { return nil }
    throw malformed(.undeclaredPrefix(prefix.map { String(cString: $0) } ?? ""))
  }

  @inlinable
  mutating func skipSpace() {
    while position < bytes.count, XMLCharacters.isSpace(bytes[position]) { position += 1 }
  }

  // MARK: Text

  @inlinable
  mutating func text<Handler: XMLEventHandler>(_ handler: inout Handler) throws(XMLFailure) {
    let start = position
    var pieceStart = start
    while true {
      position = endOfPlainText(from: position)
      guard position < bytes.count else { break }
      let byte = bytes[position]
      if byte == UInt8(ascii: "<") { break }
      switch byte {
      case 0x09, 0x0A: position += 1
      case 0x0D:
        // A line end is one character, however it is written.
        try flush(pieceStart, &handler)
        if self.byte(at: position + 1) != 0x0A { emit("\n", &handler) }
        position += 1
        pieceStart = position
      case UInt8(ascii: "&"):
        try flush(pieceStart, &handler)
        let (scalar, end) = try reference(at: position, before: bytes.count)
        if depth == 0 { throw malformed(.textOutsideRoot) }
        emit(scalar, &handler)
        position = end
        pieceStart = position
      default: throw malformed(.invalidCharacter)
      }
    }
    if position - start > limits.textLength { throw XMLFailure(.textTooLong) }
    try flush(pieceStart, &handler)
  }

  /// The next byte that is a mark or a control character, or the end.
  @usableFromInline
  func endOfPlainText(from start: Int) -> Int {
    var index = start
    while index + ByteWord.count <= bytes.count {
      let marks = XMLCharacters.marks(in: ByteWord.at(index, of: bytes))
      if marks != 0 { return index + ByteWord.position(marks) }
      index += ByteWord.count
    }
    while index < bytes.count, XMLCharacters.isPlainText(bytes[index]) { index += 1 }
    return index
  }

  @inlinable
  func flush<Handler: XMLEventHandler>(_ start: Int, _ handler: inout Handler) throws(XMLFailure) {
    guard start < position else { return }
    let piece = UnsafeBufferPointer(rebasing: bytes[start..<position])
    if depth == 0 {
      guard piece.allSatisfy(XMLCharacters.isSpace) else { throw malformed(.textOutsideRoot) }
      return
    }
    handler.characters(piece)
  }

  @inlinable
  func emit<Handler: XMLEventHandler>(_ scalar: Unicode.Scalar, _ handler: inout Handler) {
    var count = 0
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
      character[count] = byte
      count += 1
    }
    handler.characters(UnsafeBufferPointer(start: character, count: count))
  }

  /// What a reference stands for, and the position behind it.
  @usableFromInline
  func reference(
    at start: Int, before end: Int
  ) throws(XMLFailure) -> (scalar: Unicode.Scalar, end: Int) {
    guard let semicolon = bytes[start..<min(end, start + 12)].firstIndex(of: UInt8(ascii: ";")) else {
      throw malformed(.unfinishedReference)
    }
    let name = UnsafeBufferPointer(rebasing: bytes[(start + 1)..<semicolon])
    if name.first == UInt8(ascii: "#") {
      guard let scalar = XMLCharacters.scalar(name) else {
        throw malformed(.badCharacterReference)
      }
      return (scalar, semicolon + 1)
    }
    for (entity, scalar) in XMLCharacters.entities where name.elementsEqual(entity.utf8) {
      return (scalar, semicolon + 1)
    }
    throw malformed(.undeclaredEntity(String(decoding: name, as: UTF8.self)))
  }

  /// A value with its references resolved and its line ends made spaces.
  @usableFromInline
  mutating func resolve(_ range: Range<Int>) throws(XMLFailure) -> UnsafeBufferPointer<UInt8> {
    var value: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "&"):
        let (scalar, end) = try reference(at: index, before: range.upperBound)
        value += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        index = end
      case 0x0D where byte(at: index + 1) == 0x0A: index += 1
      case 0x09, 0x0A, 0x0D:
        value.append(0x20)
        index += 1
      case 0..<0x20: throw malformed(.invalidCharacter)
      default:
        value.append(bytes[index])
        index += 1
      }
    }
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(value.count, 1))
    _ = buffer.initialize(from: value)
    resolved.append(buffer)
    return UnsafeBufferPointer(rebasing: buffer[..<value.count])
  }

  // MARK: Declarations

  /// A comment, a CDATA section, or a document type, which is refused.
  @inlinable
  mutating func declaration<Handler: XMLEventHandler>(
    _ handler: inout Handler
  ) throws(XMLFailure) {
    if matches("<!--") {
      let end = try end(of: "-->", from: position + 4)
      position = end
    } else if matches("<![CDATA[") {
      let start = position + 9
      let end = try end(of: "]]>", from: start)
      guard depth > 0 else { throw malformed(.textOutsideRoot) }
      if end - start > limits.textLength { throw XMLFailure(.textTooLong) }
      if end - 3 > start { handler.characters(UnsafeBufferPointer(rebasing: bytes[start..<end - 3])) }
      position = end
    } else if matches("<!DOCTYPE") {
      throw XMLFailure(.documentType)
    } else {
      throw malformed(.unknownDeclaration)
    }
  }

  @usableFromInline
  func matches(_ word: StaticString) -> Bool {
    guard position + word.utf8CodeUnitCount <= bytes.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[position + offset] != word.utf8Start[offset] {
      return false
    }
    return true
  }

  @usableFromInline
  func end(of mark: StaticString, from start: Int) throws(XMLFailure) -> Int {
    let count = mark.utf8CodeUnitCount
    var index = start
    while index + count <= bytes.count {
      if bytes[index] < 0x20, !XMLCharacters.isSpace(bytes[index]) { throw malformed(.invalidCharacter) }
      var offset = 0
      while offset < count, bytes[index + offset] == mark.utf8Start[offset] { offset += 1 }
      if offset == count { return index + count }
      index += 1
    }
    throw malformed(.unfinishedSection)
  }
}
