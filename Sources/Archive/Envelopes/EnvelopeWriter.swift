import Core
import FileKit
import Records
import TextKit

/// How envelopes are made.
package struct EnvelopeOptions: Hashable, Sendable {
  /// 封装包创建单位.
  package var creator: String
  /// 封装包创建时间, ISO 8601 with a T.
  package var time: String
  /// Whether the documents stay beside the envelope, which then names them with size and SHA-256.
  package var isDetached = false
  /// 脱机载体编号, which DA/T 48 asks for; 无 where a record is handed over through the network.
  package var carrierNumber = "无"

  package init(creator: String, time: String) {
    self.creator = creator
    self.time = time
  }
}

/// Writes envelopes of DA/T 48-2009: one for each record.
package struct EnvelopeWriter: Sendable {
  /// What was written.
  package struct Receipt: Hashable, Sendable {
    /// Bytes of the envelope.
    package let size: Int
    /// Where in it stands what a signature covers.
    package let signedRange: Range<Int>
    /// SHA-256 of the whole envelope, in hexadecimal.
    package let sha256: String
  }

  private let options: EnvelopeOptions

  package init(_ options: EnvelopeOptions) { self.options = options }

  /// Writes the envelope of a record, piece by piece: documents are encoded as they are written.
  ///
  /// The file whose role is `metadata` says what the record is; all other files become documents, the first of
  /// them the main one.
  ///
  /// - Parameter original: an envelope of the same record that this one modifies. Its signed object and its
  ///   signatures are kept byte for byte, and documents that did not change refer to it.
  /// - Throws: before anything is written, an `input` refusal with all that is missing; or what writing throws.
  @discardableResult
  package func write(
    _ record: ArchiveRecord, modifying original: [UInt8]? = nil, to output: inout some PackageOutput
  ) throws(Refusal) -> Receipt {
    guard let metadata = record.files.first(where: { $0.role == .metadata }) else {
      throw Refusal(.input, .envelopeWithoutMetadata(record.number))
    }
    let files = record.files.filter { $0.role != .metadata }
    let content = try EnvelopeContent(record, metadata: metadata.bytes, options, documentCount: files.count)
    var defects = content.defects
    if files.isEmpty {
      defects.append(.recordLacking(record.number, "文档", in: "文件数据"))
    }
    for (name, text) in [("封装包创建单位", options.creator)] + files.map({ ("计算机文件名", $0.name) })
    where !EnvelopeText.canHold(text) {
      defects.append(.envelopeCharacter(in: name))
    }
    if !SchemaValue.isDateTime(options.time) {
      defects.append(.recordUnfit(record.number, "封装包创建时间", options.time, "YYYY-MM-DDThh:mm:ss"))
    }
    if !defects.isEmpty { throw Refusal(.input, defects) }
    let before = try original.map { bytes throws(Refusal) in try OriginalEnvelope(bytes) }
    var pen = Pen(output, content, files, before, options)
    try pen.write()
    output = pen.output
    return pen.receipt
  }
}

/// The envelope that a modification keeps.
private struct OriginalEnvelope {
  let envelope: Envelope
  let signedObject: Range<Int>
  let signatures: Range<Int>?
  let modification: Int
  private let digests: [(name: String?, sha256: String, id: String)]

  init(_ bytes: [UInt8]) throws(Refusal) {
    envelope = try Envelope(bytes)
    let tree = envelope.tree
    // One that waits for its locking signature may be modified.
    let defect = envelope.defects.first { $0.kind != .missing(parent: "电子文件封装包", element: "锁定签名") }
    if let defect { throw Refusal(.input, .originalEnvelope(defect.finding)) }
    // Names within must mean the same in the new envelope, which has no prefixes.
    guard envelope.isUTF8, let object = envelope.signedObject, tree.elements[object].prefix.isEmpty,
      !tree.elements.contains(where: { !$0.prefix.isEmpty })
    else {
      throw Refusal(.input, .originalEnvelope(.envelopeNotUTF8()))
    }
    signedObject = tree.elements[object].bytes
    signatures = tree.child(0, "电子签名块").map { tree.elements[$0].bytes }
    modification = envelope.modification
    var digests: [(name: String?, sha256: String, id: String)] = []
    for document in envelope.documents {
      guard let id = tree.elements[document.element].attribute("编码数据ID"),
        let contents = envelope.contents(of: document)
      else { continue }
      digests.append((document.fileName, ContentDigest.hexadecimal(contents, .sha256), id))
    }
    self.digests = digests
  }

  /// Under which id a file stands there with the same name and bytes; nil where it does not.
  func id(of file: ArchiveFile) -> String? {
    let candidates = digests.filter { $0.name == file.name }
    if candidates.isEmpty { return nil }
    let digest = ContentDigest.hexadecimal(file.bytes, .sha256)
    return candidates.first { $0.sha256 == digest }?.id
  }
}

/// Writes one envelope.
private struct Pen<Output: PackageOutput> {
  var output: Output
  private let content: EnvelopeContent
  private let files: [ArchiveFile]
  private let original: OriginalEnvelope?
  private let options: EnvelopeOptions
  private var text = EnvelopeText(depth: 0)
  private var written = 0
  private var digest = ContentDigest(.sha256)
  private var start = 0
  private var end = 0

  init(
    _ output: Output, _ content: EnvelopeContent, _ files: [ArchiveFile], _ original: OriginalEnvelope?,
    _ options: EnvelopeOptions
  ) {
    self.output = output
    self.content = content
    self.files = files
    self.original = original
    self.options = options
  }

  var receipt: EnvelopeWriter.Receipt {
    EnvelopeWriter.Receipt(
      size: written, signedRange: start..<end, sha256: digest.finish().hexadecimal)
  }

  private var modification: Int { original.map { $0.modification + 1 } ?? 0 }

  private mutating func put(_ bytes: [UInt8]) throws(Refusal) {
    try output.write(bytes)
    digest.update(bytes)
    written += bytes.count
  }

  private mutating func flush() throws(Refusal) { try put(text.take()) }

  private static func word(_ id: String) -> String { MessageCatalogue.shared.word(id, .chinese) }

  /// One of the values that the schema has for an element.
  private static func choice(_ name: String, _ position: Int) -> String {
    EnvelopeSchema.shared.words(name).dropFirst(position).first ?? ""
  }

  mutating func write() throws(Refusal) {
    text.raw(Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)[...])
    text.begin("电子文件封装包", [("xmlns", EnvelopeSchema.namespace)])
    text.element("封装包格式描述", Self.word(options.isDetached ? "eep.format.detached" : "eep.format"))
    text.element("版本", "2009")
    text.indent()
    try flush()
    start = written
    try writeSignedObject()
    // Without the line end behind its tag.
    text.raw([0x0A])
    text.end("电子文件封装包")
    try flush()
  }

  private mutating func writeSignedObject() throws(Refusal) {
    let isModified = original != nil
    text.raw(Array("<被签名对象 eep版本=\"2009\">\n".utf8)[...])
    text.shift(1)
    text.element("封装包类型", Self.choice("封装包类型", isModified ? 1 : 0))
    text.element("封装包类型描述", Self.choice("封装包类型描述", isModified ? 1 : 0))
    text.element("封装包创建时间", options.time)
    text.element("封装包创建单位", options.creator)
    if let original {
      text.begin("修改封装内容")
      text.element("修改标识符", "修改\(modification)")
      text.begin("原封装包")
      text.indent()
      text.raw(original.envelope.tree.bytes[original.signedObject])
      text.raw([0x0A])
      if let signatures = original.signatures {
        text.indent()
        text.raw(original.envelope.tree.bytes[signatures])
        text.raw([0x0A])
      }
      text.end("原封装包")
      try writeContent("修订内容")
      text.end("修改封装内容")
    } else {
      try writeContent("封装内容")
    }
    text.shift(-1)
    text.indent()
    text.raw(Array("</被签名对象>".utf8)[...])
    try flush()
    end = written
  }

  private mutating func writeContent(_ name: String) throws(Refusal) {
    text.begin(name)
    text.begin("文件实体块")
    text.begin("文件实体")
    for node in content.record { try write(node) }
    text.end("文件实体")
    text.end("文件实体块")
    text.begin("业务实体块")
    for node in content.steps { try write(node) }
    text.end("业务实体块")
    text.begin("机构人员实体块")
    for node in content.agents { try write(node) }
    text.end("机构人员实体块")
    text.end(name)
  }

  private mutating func write(_ node: EnvelopeContent.Node) throws(Refusal) {
    switch node {
    case .leaf(let name, let value): text.element(name, value)
    case .group(let name, let lead, let nodes):
      text.begin(name, text: lead)
      for node in nodes { try write(node) }
      text.end(name)
    case .documents:
      text.begin("文件数据")
      for (index, file) in files.enumerated() { try write(file, index + 1) }
      text.end("文件数据")
    }
  }

  /// A document with one draft, which is one computer file.
  private mutating func write(_ file: ArchiveFile, _ number: Int) throws(Refusal) {
    let id = "修改\(modification)-文档\(number)"
    let codeID = "\(id)-文档数据1-编码1"
    let dataID = "\(codeID)-编码数据"
    text.begin("文档")
    text.element("文档标识符", id)
    text.element("文档序号", String(number))
    text.element("文档主从声明", Self.choice("文档主从声明", number == 1 ? 0 : 1))
    text.begin("文档数据", [("文档数据ID", "\(id)-文档数据1")])
    text.begin("编码", [("编码ID", codeID)])
    text.begin("电子属性")
    text.element("格式信息", content.property("格式信息", ofFile: file.name) ?? file.mediaType)
    text.element("计算机文件名", file.name)
    text.element("计算机文件大小", String(file.bytes.count))
    if let program = content.property("文档创建程序", ofFile: file.name) { text.element("文档创建程序", program) }
    text.end("电子属性")
    if let unchanged = original?.id(of: file) {
      text.element("编码描述", Self.word("eep.encoding.unchanged"))
      text.element("反编码关键字", Self.keyword(file.name))
      text.element("编码数据", "", [("编码数据ID", dataID), ("引用编码数据ID", unchanged)])
    } else if options.isDetached {
      text.element("编码描述", Self.word("eep.encoding.detached"))
      text.element("反编码关键字", "sha256-base64Binary")
      text.element("编码数据", Base64.text(ContentDigest.of(file.bytes, .sha256)), [("编码数据ID", dataID)])
    } else {
      text.element("编码描述", Self.word("eep.encoding"))
      text.element("反编码关键字", Self.keyword(file.name))
      text.beginData("编码数据", [("编码数据ID", dataID)])
      try flush()
      var index = 0
      while index < file.bytes.count {
        let next = min(index + Base64.pieceSize, file.bytes.count)
        try put(Base64.lines(of: file.bytes[index..<next]))
        index = next
      }
      text.endData("编码数据")
    }
    text.end("编码")
    text.end("文档数据")
    text.end("文档")
  }

  private static func keyword(_ name: String) -> String {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 && !parts[0].isEmpty ? "base64-\(parts[parts.count - 1])" : "base64"
  }
}
