import Core
import FileKit
import MarkupKit
import TextKit

/// An envelope of DA/T 48-2009, ours or another's. It is read as it is: what deviates from the standard is listed,
/// and what can be found is found nevertheless.
///
/// Prefixes may be any, as XML has it; they are no deviation.
public struct Envelope: Sendable {
  /// A computer file that an envelope holds or names.
  package struct Document: Sendable {
    package enum Storage: Hashable, Sendable {
      case embedded
      /// Beside the envelope, with this SHA-256 in hexadecimal.
      case detached(sha256: String)
      /// As in the envelope that was modified, under this id.
      case unchanged(String)
    }

    /// 计算机文件名; nil where it is not said.
    package let fileName: String?
    /// 计算机文件大小, as it is written.
    package let statedSize: String?
    package let storage: Storage
    package let line: Int
    let element: Int
  }

  /// The byte order mark that some programs put before UTF-8; it is before everything that is signed.
  let mark: [UInt8]
  package let tree: XMLTree
  /// Whether the bytes are UTF-8 as they came, so that it is certain what was signed.
  let isUTF8: Bool
  /// The first element of each 编码数据ID.
  private let dataByID: [String: Int]
  /// The first 电子属性, and the first 反编码关键字, of each element that has one.
  private let properties: [Int: Int]
  private let keywords: [Int: Int]
  /// What deviates from the standard, in the order of the document.
  package let defects: [EnvelopeDefect]

  /// The same as findings.
  public var deviations: [Finding] { defects.map(\.finding) }

  /// Documents that are in an envelope are each one text.
  package static let limits = XMLLimits(elements: 200_000, textLength: FileAccess.maximumSize)

  /// - Throws: an `input` refusal where it is not XML that may be read, or no envelope.
  public init(_ bytes: [UInt8]) throws(Refusal) {
    let tree: XMLTree
    do throws(XMLFailure) {
      tree = try XMLTree(bytes, limits: Self.limits)
    } catch {
      throw Refusal(.input, error.finding(Self.limits))
    }
    try self.init(bytes, tree)
  }

  /// - Parameter tree: the same bytes, parsed.
  /// - Throws: an `input` refusal where it is no envelope.
  package init(_ bytes: [UInt8], _ tree: XMLTree) throws(Refusal) {
    self.tree = tree
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.mark = bytes.starts(with: mark) ? mark : []
    isUTF8 = self.mark.isEmpty ? tree.bytes == bytes : tree.bytes == Array(bytes.dropFirst(mark.count))
    guard let root = tree.root, root.name == "电子文件封装包" else {
      throw Refusal(.input, .notEnvelope(tree.root?.name ?? "", line: tree.root?.line ?? 1))
    }
    var dataByID: [String: Int] = [:]
    var (properties, keywords): ([Int: Int], [Int: Int]) = ([:], [:])
    for (index, element) in tree.elements.enumerated() {
      guard let parent = element.parent else { continue }
      switch element.name {
      case "编码数据":
        if let id = element.attribute("编码数据ID"), dataByID[id] == nil { dataByID[id] = index }
      case "电子属性": if properties[parent] == nil { properties[parent] = index }
      case "反编码关键字": if keywords[parent] == nil { keywords[parent] = index }
      default: break
      }
    }
    (self.dataByID, self.properties, self.keywords) = (dataByID, properties, keywords)
    var conformance = EnvelopeConformance(tree)
    defects = conformance.check()
  }

  /// How many bytes are enough to recognise one.
  package static let beginning = 4_096

  /// Whether bytes look like an envelope, by the name of their first element.
  package static func recognises(_ bytes: [UInt8]) -> Bool {
    // What is cut off within a character is UTF-8 all the same.
    let plain = String(decoding: bytes.prefix(beginning), as: UTF8.self)
    if isRoot(plain[...]) { return true }
    return isRoot(String(decoding: DecodedText(Array(bytes.prefix(beginning))).utf8, as: UTF8.self)[...])
  }

  private static func isRoot(_ text: Substring) -> Bool {
    var rest = text
    while let open = rest.firstIndex(of: "<") {
      rest = rest[open...].dropFirst()
      if rest.hasPrefix("!--") {
        guard let end = rest.firstRange(of: "-->") else { return false }
        rest = rest[end.upperBound...]
      } else if rest.first != "?", rest.first != "!" {
        let name = rest.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
        return name.split(separator: ":").last == "电子文件封装包"
      }
    }
    return false
  }

  package var isModified: Bool { modification > 0 }

  /// How often it was modified.
  var modification: Int { tree.descendants(0, "修改封装内容").count }

  // MARK: Signing

  var signedObject: Int? { tree.child(0, "被签名对象") }

  package var signatures: [Int] {
    tree.child(0, "电子签名块").map { tree.children($0, "电子签名") } ?? []
  }

  /// The bytes that a signature covers, as they stand; nil where there is nothing to be signed.
  public var signedRange: Range<Int>? {
    signedObject.map { element in
      let range = tree.elements[element].bytes
      return range.lowerBound + mark.count..<range.upperBound + mark.count
    }
  }

  // MARK: Documents

  /// The documents as they are now, without those of an envelope within.
  package var documents: [Document] {
    tree.descendants(0, "编码数据", except: "原封装包").map(document)
  }

  private func document(_ data: Int) -> Document {
    var found: Int?
    var above = tree.elements[data].parent
    while let element = above, found == nil {
      found = properties[element]
      if ["编码", "文档数据", "文档", "文件数据"].contains(tree.elements[element].name) == false { break }
      above = tree.elements[element].parent
    }
    func property(_ name: String) -> String? {
      found.flatMap { tree.child($0, name) }.map(tree.text)
    }
    let storage: Document.Storage
    if let original = tree.elements[data].attribute("引用编码数据ID") {
      storage = .unchanged(original)
    } else if keyword(of: data)?.lowercased().hasPrefix("sha256") == true,
      let digest = Base64.decoded(tree.characters(data)), digest.count == 32
    {
      storage = .detached(sha256: digest.hexadecimal)
    } else {
      storage = .embedded
    }
    return Document(
      fileName: property("计算机文件名"), statedSize: property("计算机文件大小"), storage: storage,
      line: tree.elements[data].line, element: data)
  }

  private func keyword(of data: Int) -> String? {
    tree.elements[data].parent.flatMap { keywords[$0] }.map(tree.text)
  }

  /// The bytes of a document that is in the envelope; nil where it is not, or is no Base64.
  package func contents(of document: Document) -> [UInt8]? {
    guard let source = source(of: document), source.storage == .embedded else { return nil }
    return Base64.decoded(tree.characters(source.element))
  }

  /// Where the bytes of a document are said: itself, or that of an older layer which it refers to. nil where that is
  /// not there.
  private func source(of document: Document) -> Document? {
    var element = document.element
    // More layers than any record has been modified in.
    for _ in 0..<Self.layerLimit {
      guard let id = tree.elements[element].attribute("引用编码数据ID") else {
        return element == document.element ? document : self.document(element)
      }
      // Ids of older layers are followed as long as they lead further in.
      guard let target = dataByID[id],
        tree.elements[target].bytes.upperBound < tree.elements[element].bytes.lowerBound
      else { return nil }
      element = target
    }
    return nil
  }

  private static let layerLimit = 100

  // MARK: Verification

  /// All that can be said of an envelope without keys: its structure, the sizes of its documents, and those beside
  /// it. Whether a signature can be trusted needs a person.
  ///
  /// - Parameters:
  ///   - beside: gives the bytes of a file beside the envelope; nil where there is none.
  ///   - examine: is given each document that was found, with its bytes.
  package func verify(
    beside: (String) -> [UInt8]?, examine: (Document, [UInt8]) -> Void = { _, _ in }
  ) -> [EnvelopeDefect] {
    var found = defects
    for document in documents {
      let (contents, kinds) = read(document, beside: beside)
      found += kinds.map { EnvelopeDefect(kind: $0, line: document.line) }
      guard let contents else { continue }
      if let stated = document.statedSize, stated != String(contents.count) {
        found.append(
          EnvelopeDefect(
            kind: .size(file: document.fileName ?? "?", bytes: contents.count, stated: stated),
            line: document.line))
      }
      examine(document, contents)
    }
    return found
  }

  /// The bytes of a document, wherever they are, and what is wrong with them.
  private func read(
    _ document: Document, beside: (String) -> [UInt8]?
  ) -> (contents: [UInt8]?, kinds: [EnvelopeDefect.Kind]) {
    let name = document.fileName ?? "?"
    switch source(of: document)?.storage {
    case .unchanged, nil:
      guard case .unchanged(let id) = document.storage else { return (nil, []) }
      // What refers to itself, or to what comes later; that it refers to nothing is among the defects.
      let isKnown = defects.contains {
        if case .reference(_, found: id) = $0.kind { true } else { false }
      }
      return (nil, isKnown ? [] : [.reference(element: "编码数据/@引用编码数据ID", found: id)])
    case .embedded:
      // What is no Base64 is among the defects.
      return (contents(of: document), [])
    case .detached(let digest):
      guard let file = beside(name) else { return (nil, [.detachedMissing(file: name)]) }
      let isRight = ContentDigest.hexadecimal(file, .sha256) == digest
      return (file, isRight ? [] : [.detachedWrong(file: name)])
    }
  }

  /// Where the bytes of a document are, be it said in an older layer; nil where that refers to nothing.
  package func storage(of document: Document) -> Document.Storage? { source(of: document)?.storage }
}
