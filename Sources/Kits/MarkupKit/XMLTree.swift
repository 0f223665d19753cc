import CLibXML2

/// An XML document as a tree whose elements know the bytes that they stand in: for files whose structure is looked at,
/// and whose bytes are signed. One pass of libxml2 tells it all.
package struct XMLTree: Sendable {
  package struct Attribute: Hashable, Sendable {
    /// Without a prefix.
    package let name: String
    package let value: String
  }

  package struct Element: Sendable {
    /// Without its prefix.
    package let name: String
    /// Empty where there is none.
    package let prefix: String
    package let namespace: String?
    package let line: Int
    /// From `<` of the start tag to behind `>` of the end tag.
    package fileprivate(set) var bytes: Range<Int>
    /// What stands between the tags.
    package fileprivate(set) var content: Range<Int>
    package let attributes: [Attribute]
    package fileprivate(set) var children: [Int] = []
    package let parent: Int?
    /// Where its own text is; nil where it stands in the document as it is, which is all of its content.
    fileprivate var decodedText: Range<Int>?

    package func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  /// UTF-8.
  package let bytes: [UInt8]
  /// In the order of their start tags: the first is the root.
  package let elements: [Element]
  /// Texts that do not stand in the document as they are, one behind the other.
  private let decoded: [UInt8]

  /// - Throws: why it is no XML that may be looked at.
  package init(_ document: [UInt8], limits: XMLLimits = XMLLimits(elements: 200_000)) throws(XMLFailure) {
    let text = try XMLText.decoded(document)
    // As many bytes may still be others.
    bytes = text == document[...] ? document : Array(text)
    let session = bytes.withUnsafeBufferPointer { buffer in
      let session = TreeSession(buffer, limits)
      session.run(buffer)
      return session
    }
    if let failure = session.failure { throw failure }
    (elements, decoded) = (session.elements, session.decoded)
  }

  package var root: Element? { elements.first }

  // MARK: Finding elements

  package func children(_ index: Int, _ name: String) -> [Int] {
    elements[index].children.filter { elements[$0].name == name }
  }

  package func child(_ index: Int, _ name: String) -> Int? {
    elements[index].children.first { elements[$0].name == name }
  }

  /// The element at the end of a path of names, the first of each.
  package func descendant(_ index: Int, _ path: String...) -> Int? {
    var index = index
    for name in path {
      guard let next = child(index, name) else { return nil }
      index = next
    }
    return index
  }

  /// All elements of a name within another, itself apart, but not those within an element of a name left out.
  package func descendants(_ index: Int, _ name: String, except left: String? = nil) -> [Int] {
    elements[index].children.flatMap { child -> [Int] in
      if elements[child].name == left { return [] }
      let deeper = descendants(child, name, except: left)
      return elements[child].name == name ? [child] + deeper : deeper
    }
  }

  // MARK: Text

  /// The characters between an element's own tags, without a copy as a rule.
  package func characters(_ index: Int) -> ArraySlice<UInt8> {
    elements[index].decodedText.map { decoded[$0] } ?? bytes[elements[index].content]
  }

  /// The same as a text, without the space around it.
  package func text(_ index: Int) -> String {
    var characters = characters(index)
    while let last = characters.last, XMLCharacters.isSpace(last) { characters.removeLast() }
    return String(decoding: characters.drop(while: XMLCharacters.isSpace), as: UTF8.self)
  }
}

extension XMLTree {
  /// An element with the document that it stands in.
  package struct Node: Sendable {
    private let tree: XMLTree
    private let index: Int

    fileprivate init(_ tree: XMLTree, _ index: Int) {
      self.tree = tree
      self.index = index
    }

    package var name: String { tree.elements[index].name }
    package var line: Int { tree.elements[index].line }
    /// What stands between its own tags, without the space around it.
    package var text: String { tree.text(index) }
    package var children: [Node] { tree.elements[index].children.map { Node(tree, $0) } }

    package func child(_ name: String) -> Node? { tree.child(index, name).map { Node(tree, $0) } }

    package func children(_ name: String) -> [Node] { tree.children(index, name).map { Node(tree, $0) } }
  }

  /// The root. What has none is no document.
  package var rootNode: Node { Node(self, 0) }
}

/// Builds the tree while libxml2 parses.
///
/// Where libxml2 calls, it has read up to the end of a tag: to `>` or `/>` of a start tag, behind `>` of an end tag.
/// The tag begins at the last `<` before: none may stand in a tag, not even in the value of an attribute.
private final class TreeSession: XMLSession {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var elements: [XMLTree.Element] = []
  private(set) var decoded: [UInt8] = []
  private var open: [Int] = []
  /// The own text of each element that is open, by depth.
  private var texts: [[UInt8]] = []
  /// libxml2 keeps each name once, where it stays.
  private var names: [UnsafePointer<UInt8>: String] = [:]

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: XMLLimits) {
    self.bytes = bytes
    super.init(limits)
  }

  /// How far libxml2 has read.
  private var position: Int {
    guard let input = context?.pointee.input, let base = input.pointee.base, let current = input.pointee.cur
    else {
      return 0
    }
    return Int(input.pointee.consumed) + (current - base)
  }

  /// The last `<` before a position.
  private func tagStart(before position: Int) -> Int? {
    position <= bytes.count ? bytes[..<position].lastIndex(of: UInt8(ascii: "<")) : nil
  }

  private func name(_ pointer: UnsafePointer<UInt8>) -> String {
    if let known = names[pointer] { return known }
    let name = String(cString: pointer)
    names[pointer] = name
    return name
  }

  override func start(_ tag: XMLStartTag, prefix: UnsafePointer<UInt8>?) {
    let end = position
    // Whatever libxml2 took for the document, what is signed are these bytes.
    guard end < bytes.count, bytes[end] == UInt8(ascii: ">") || bytes[end] == UInt8(ascii: "/"),
      let start = tagStart(before: end)
    else { return stop(.malformed(.notUTF8), line: tag.line) }
    let content = end + (bytes[end] == UInt8(ascii: "/") ? 2 : 1)
    let lines = bytes[start..<end].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    let attributes = (0..<tag.attributeCount).compactMap { index in
      tag.attributeName(index).map {
        XMLTree.Attribute(name: name($0), value: String(decoding: tag.attributeValue(index), as: UTF8.self))
      }
    }
    if let parent = open.last { elements[parent].children.append(elements.count) }
    if texts.count == open.count { texts.append([]) }
    texts[open.count].removeAll(keepingCapacity: true)
    elements.append(
      XMLTree.Element(
        name: name(tag.name), prefix: prefix.map(name) ?? "", namespace: tag.namespace.map(name),
        line: tag.line - lines, bytes: start..<content, content: content..<content, attributes: attributes,
        parent: open.last))
    open.append(elements.count - 1)
  }

  override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if !open.isEmpty { texts[open.count - 1].append(contentsOf: bytes) }
  }

  override func end() {
    let end = position
    guard let index = open.popLast(), let last = tagStart(before: end) else { return }
    if last > elements[index].bytes.lowerBound {
      let content = elements[index].content.lowerBound
      elements[index].content = content..<max(last, content)
      elements[index].bytes = elements[index].bytes.lowerBound..<end
    }
    // References, sections and line ends are longer than what they stand for: as long is the same.
    let text = texts[open.count]
    if text.count != elements[index].content.count {
      elements[index].decodedText = decoded.count..<decoded.count + text.count
      decoded += text
    }
  }
}
