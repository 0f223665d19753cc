import Findings
import Formats

/// An envelope of DA/T 48-2009, ours or another's. It is read as it is: what deviates from the standard is listed,
/// and what can be found is found nevertheless.
///
/// Prefixes may be any, as XML has it; they are no deviation.
public struct Envelope: Sendable {
  /// A computer file that an envelope holds or names.
  public struct Document: Sendable {
    public enum Storage: Hashable, Sendable {
      case embedded
      /// Beside the envelope, with this SHA-256 in hexadecimal.
      case detached(sha256: String)
      /// As in the envelope that was modified, under this id.
      case unchanged(String)
    }

    /// 计算机文件名; nil where it is not said.
    public let fileName: String?
    /// 计算机文件大小, as it is written.
    public let statedSize: String?
    public let storage: Storage
    public let line: Int
    let element: Int
  }

  /// The byte order mark that some programs put before UTF-8; it is before everything that is signed.
  let mark: [UInt8]
  let markup: Markup
  /// Whether the bytes are UTF-8 as they came, so that it is certain what was signed.
  let isUTF8: Bool
  /// What deviates from the standard, in the order of the document.
  public let deviations: [Finding]

  /// - Throws: an `input` refusal where it is not XML that may be read, or no envelope.
  public init(_ bytes: [UInt8]) throws(Refusal) {
    markup = try Markup(bytes)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.mark = bytes.starts(with: mark) ? mark : []
    isUTF8 = self.mark.isEmpty ? markup.bytes == bytes : markup.bytes == Array(bytes.dropFirst(mark.count))
    guard let root = markup.root, root.name == "电子文件封装包" else {
      throw Refusal(
        .input,
        Finding(
          "eep.not-envelope", .error, ["element": markup.root?.name ?? ""],
          places: [Place(line: markup.root?.line ?? 1)]))
    }
    var judge = EnvelopeJudge(markup)
    deviations = judge.run()
  }

  /// Whether bytes look like an envelope, by their beginning.
  public static func recognises(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes.prefix(2_048), as: UTF8.self).contains("电子文件封装包")
  }

  public var isModified: Bool { modification > 0 }

  /// How often it was modified.
  var modification: Int { markup.descendants(0, "修改封装内容").count }

  // MARK: Signing

  var signedObject: Int? { markup.child(0, "被签名对象") }

  var signatures: [Int] {
    markup.child(0, "电子签名块").map { markup.children($0, "电子签名") } ?? []
  }

  /// The bytes that a signature covers, as they stand; nil where there is nothing to be signed.
  public var signedRange: Range<Int>? {
    signedObject.map { element in
      let range = markup.elements[element].bytes
      return range.lowerBound + mark.count..<range.upperBound + mark.count
    }
  }

  // MARK: Documents

  /// The documents as they are now, without those of an envelope within.
  public var documents: [Document] {
    markup.descendants(0, "编码数据", except: "原封装包").map(document)
  }

  private func document(_ data: Int) -> Document {
    var properties: Int?
    var above = markup.elements[data].parent
    while let element = above, properties == nil {
      properties = markup.child(element, "电子属性")
      if ["编码", "文档数据", "文档", "文件数据"].contains(markup.elements[element].name) == false { break }
      above = markup.elements[element].parent
    }
    func property(_ name: String) -> String? {
      properties.flatMap { markup.child($0, name) }.map(markup.text)
    }
    let storage: Document.Storage
    if let original = markup.elements[data].attribute("引用编码数据ID") {
      storage = .unchanged(original)
    } else if keyword(of: data)?.lowercased().hasPrefix("sha256") == true,
      let digest = Base64.decoded(markup.characters(data)), digest.count == 32
    {
      storage = .detached(sha256: ContentDigest.hexadecimal(digest))
    } else {
      storage = .embedded
    }
    return Document(
      fileName: property("计算机文件名"), statedSize: property("计算机文件大小"), storage: storage,
      line: markup.elements[data].line, element: data)
  }

  private func keyword(of data: Int) -> String? {
    markup.elements[data].parent.flatMap { markup.child($0, "反编码关键字") }.map(markup.text)
  }

  /// The bytes of a document that is in the envelope; nil where it is not, or is no Base64.
  public func contents(of document: Document) -> [UInt8]? {
    switch document.storage {
    case .embedded: return Base64.decoded(markup.characters(document.element))
    case .detached: return nil
    case .unchanged(let id):
      // Ids of older layers are followed as long as they lead further in.
      let all = markup.descendants(0, "编码数据")
      guard
        let target = all.first(where: {
          $0 > 0 && $0 != document.element && markup.elements[$0].attribute("编码数据ID") == id
        }), markup.elements[target].bytes.upperBound < markup.elements[document.element].bytes.lowerBound
      else { return nil }
      return contents(of: self.document(target))
    }
  }

  // MARK: Verification

  /// All that can be said of an envelope without keys: its structure, the sizes of its documents, and those beside
  /// it. Whether a signature can be trusted needs a person.
  ///
  /// - Parameter beside: gives the bytes of a file beside the envelope; nil where there is none.
  public func verify(beside: (String) -> [UInt8]?) -> [Finding] {
    var findings = deviations
    for document in documents {
      let name = document.fileName ?? "?"
      let places = [Place(line: document.line)]
      let contents: [UInt8]
      switch document.storage {
      case .embedded, .unchanged:
        // What is no Base64, or refers to nothing, is among the deviations.
        guard let embedded = self.contents(of: document) else { continue }
        contents = embedded
      case .detached(let digest):
        guard let file = beside(name) else {
          findings.append(Finding("eep.detached-missing", .error, ["file": name], places: places))
          continue
        }
        if ContentDigest.hexadecimal(file, .sha256) != digest {
          findings.append(Finding("eep.detached-wrong", .error, ["file": name], places: places))
        }
        contents = file
      }
      if let stated = document.statedSize, stated != String(contents.count) {
        findings.append(
          Finding(
            "eep.size", .error, ["file": name, "size": String(contents.count), "found": stated],
            places: places))
      }
    }
    return findings
  }
}
