import Foundation
import TestSupport
import Testing

@testable import Core
@testable import Envelopes
@testable import FileKit
@testable import Records
@testable import TextKit

@Suite struct EnvelopeTests {
  static func written(
    _ record: ArchiveRecord? = nil, modifying original: [UInt8]? = nil,
    _ change: (inout EnvelopeOptions) -> Void = { _ in }
  ) throws -> [UInt8] {
    var options = SampleRecord.options
    change(&options)
    var output = MemoryOutput()
    let receipt = try EnvelopeWriter(options).write(
      record ?? SampleRecord.record(), modifying: original, to: &output)
    #expect(receipt.size == output.bytes.count)
    #expect(receipt.sha256 == ContentDigest.hexadecimal(output.bytes, .sha256))
    #expect(try Envelope(output.bytes).signedRange == receipt.signedRange)
    return output.bytes
  }

  private static func nothing(_ name: String) -> [UInt8]? { nil }

  @Test func envelopeIsStrict() throws {
    let bytes = try Self.written()
    let envelope = try Envelope(bytes)
    #expect(envelope.deviations.isEmpty)
    #expect(envelope.verify(beside: Self.nothing).isEmpty)
    #expect(try Self.complaint(bytes) == nil)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("<聚合层次>文件</聚合层次>"))
    #expect(text.contains("<档号>0123-WS·2021-Y-0001\n"))
    #expect(text.contains("<关键词>政府信息公开；年度报告</关键词>"))
    #expect(text.contains("<文档创建程序>Word &lt;2016&gt; &amp; 其他</文档创建程序>"))
    #expect(text.contains("<文件标识符>0123-WS·2021-Y-0001</文件标识符>"))
    #expect(text.contains("<脱机载体编号>无</脱机载体编号>"))
  }

  @Test func documentsComeBack() throws {
    let received = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7_919 >> 3) }
    let record = SampleRecord.record(received: received)
    let envelope = try Envelope(try Self.written(record))
    let files = record.files.filter { $0.role != .metadata }
    #expect(envelope.documents.map(\.fileName) == files.map(\.name))
    #expect(envelope.documents.map { envelope.contents(of: $0) } == files.map(\.bytes))
    #expect(envelope.documents.map(\.statedSize) == files.map { String($0.bytes.count) })
  }

  /// The same record gives the same bytes, and a large file is never encoded as a whole.
  @Test func writingIsSteadyAndInPieces() throws {
    #expect(try Self.written() == Self.written())
    var output = MemoryOutput()
    let record = SampleRecord.record(received: [UInt8](repeating: 7, count: 3_000_000))
    try EnvelopeWriter(SampleRecord.options).write(record, to: &output)
    #expect(output.bytes.count > 4_000_000 && output.largest < 100_000)
  }

  @Test func detachedEnvelopeNamesItself() throws {
    let record = SampleRecord.record()
    let bytes = try Self.written(record) { $0.isDetached = true }
    #expect(try Self.complaint(bytes) == nil)
    #expect(String(decoding: bytes, as: UTF8.self).contains("为分离式"))
    let envelope = try Envelope(bytes)
    let files = Dictionary(uniqueKeysWithValues: record.files.map { ($0.name, $0.bytes) })
    #expect(envelope.verify { files[$0] }.isEmpty)
    #expect(envelope.documents.allSatisfy { envelope.contents(of: $0) == nil })
    #expect(Set(envelope.verify(beside: Self.nothing).map(\.finding.id)) == ["eep.detached-missing"])
    let changed = envelope.verify { name in
      name == "公开年报.xml" ? Array("<report>\n".utf8) : files[name]
    }
    #expect(changed.map(\.finding.id) == ["eep.detached-wrong", "eep.size"])
  }

  /// All that is missing is told at once, before a byte is written.
  @Test func whatIsMissingIsListed() throws {
    var text = SampleRecord.metadata
    for gone in ["<密级>公开</密级>", "<年度>2021</年度>", "<室编件号>0001</室编件号>"] {
      text = text.replacingOccurrences(of: gone, with: "")
    }
    text = text.replacingOccurrences(of: "<业务状态>历史行为", with: "<业务状态>已做")
    let record = SampleRecord.record(metadata: text)
    var output = MemoryOutput()
    let refusal = #expect(throws: Refusal.self) {
      try EnvelopeWriter(SampleRecord.options).write(record, to: &output)
    }
    #expect(output.bytes.isEmpty)
    let lacking = refusal?.findings.filter { $0.id == "eep.lacking" }.compactMap { $0.arguments["element"] }
    #expect(lacking == ["年度", "室编件号 | 馆编件号", "密级"])
    #expect(refusal?.findings.count { $0.id == "eep.unfit" } == 2)
  }

  /// Where the metadata have no steps, the history of the record has.
  @Test func historyStandsWhereMetadataSayNothing() throws {
    var text = SampleRecord.metadata
    for name in ["机构人员", "业务"] {
      while let start = text.range(of: "<\(name)>"), let end = text.range(of: "</\(name)>") {
        text.removeSubrange(start.lowerBound..<end.upperBound)
      }
    }
    let bytes = try Self.written(SampleRecord.record(metadata: text))
    #expect(try Envelope(bytes).verify(beside: Self.nothing).isEmpty)
    #expect(try Self.complaint(bytes) == nil)
    #expect(String(decoding: bytes, as: UTF8.self).contains("<行为描述>收到 1 个文件；gongkai 0.1.0</行为描述>"))
  }

  // MARK: The modified type

  @Test func modificationKeepsTheOriginal() throws {
    var bytes = try Self.written()
    for count in 1...2 {
      let original = try Envelope(bytes)
      var record = SampleRecord.record()
      record.files[1].bytes = Array("<report n=\"\(count)\"/>\n".utf8)
      let modified = try Self.written(record, modifying: bytes)
      #expect(try Self.complaint(modified) == nil)
      let envelope = try Envelope(modified)
      #expect(envelope.isModified)
      #expect(envelope.verify(beside: Self.nothing).isEmpty)
      let kept = bytes[try #require(original.signedRange)]
      #expect(modified.firstRange(of: kept) != nil)
      let isChanged = envelope.documents.map { $0.storage == .embedded }
      #expect(isChanged == [false, true, false])
      let files = record.files.filter { $0.role != .metadata }
      #expect(envelope.documents.map { envelope.contents(of: $0) } == files.map(\.bytes))
      bytes = modified
    }
    #expect(String(decoding: bytes, as: UTF8.self).contains("<修改标识符>修改2</修改标识符>"))
  }

  @Test func deviatingOriginalIsNotModified() throws {
    let text = String(decoding: try Self.written(), as: UTF8.self)
    let wrong = text.replacingOccurrences(of: "<密级>公开</密级>", with: "")
    #expect(throws: Refusal.self) { try Self.written(modifying: Array(wrong.utf8)) }
  }

  // MARK: Deviations

  struct Defect: CustomTestStringConvertible, Sendable {
    let id: String
    let old: String
    let new: String
    /// Whether libxml2 sees it by the schema.
    var isOfSchema = true

    var testDescription: String { "\(id) \(old)" }
  }

  /// One at a time: that is named, and nothing else.
  static let defects: [Defect] = [
    Defect(id: "eep.value", old: "2026-11-21T09:00:02+08:00", new: "2026-11-21 09:00:02"),
    Defect(id: "eep.value", old: "<版本>2009</版本>", new: "<版本>2010</版本>"),
    Defect(id: "eep.value", old: "eep版本=\"2009\"", new: "eep版本=\"2008\""),
    Defect(id: "eep.value", old: "<年度>2021<", new: "<年度>二〇二一<"),
    Defect(id: "eep.value", old: "<室编件号>0001<", new: "<室编件号>1号<"),
    Defect(id: "eep.value", old: "<文件组合类型>组合文件<", new: "<文件组合类型>多件<"),
    Defect(id: "eep.value", old: "<聚合层次>文件<", new: "<聚合层次>件<"),
    Defect(id: "eep.value", old: "<业务状态>历史行为<", new: "<业务状态>已完成<"),
    Defect(id: "eep.value", old: "原始封装，未经修改", new: "原始封装"),
    Defect(id: "eep.value", old: "PHJlcG9ydC8+Cg==", new: "PHJlcG9ydC8+Cg="),
    Defect(id: "eep.missing", old: "<封装包创建单位>青禾市水务局</封装包创建单位>", new: ""),
    Defect(id: "eep.missing", old: "<密级>公开</密级>", new: ""),
    Defect(id: "eep.missing", old: "<脱机载体编号>无</脱机载体编号>", new: ""),
    Defect(id: "eep.missing", old: "<室编件号>0001</室编件号>", new: ""),
    Defect(id: "eep.missing", old: "<反编码关键字>base64-html</反编码关键字>", new: ""),
    Defect(
      id: "eep.order", old: "<责任者>青禾市水务局</责任者>\n            <日期>2022-01-25</日期>",
      new: "<日期>2022-01-25</日期><责任者>青禾市水务局</责任者>"),
    Defect(id: "eep.twice", old: "<密级>公开</密级>", new: "<密级>公开</密级><密级>公开</密级>"),
    Defect(id: "eep.unknown", old: "<密级>公开</密级>", new: "<密级>公开</密级><标签>无</标签>"),
    Defect(id: "eep.attribute", old: " 编码ID=\"修改0-文档1-文档数据1-编码1\"", new: ""),
    Defect(id: "eep.attribute", old: "<编码描述>", new: "<编码描述 类型=\"1\">"),
    // libxml2 does not hold the ids of elements against each other; xmlschema and jing do.
    Defect(id: "eep.id-twice", old: "修改0-文档2<", new: "修改0-文档1<", isOfSchema: false),
    Defect(
      id: "eep.reference", old: "<机构人员标识符>1</机构人员标识符>\n          <文件标识符>",
      new: "<机构人员标识符>7</机构人员标识符>\n          <文件标识符>", isOfSchema: false),
    Defect(id: "eep.size", old: "<计算机文件大小>10<", new: "<计算机文件大小>11<", isOfSchema: false),
    Defect(
      id: "eep.namespace", old: " xmlns=\"http://www.saac.gov.cn/standards/ERM/encapsulation\"", new: ""),
    Defect(
      id: "eep.namespace", old: "<文件数据>", new: "<文件数据 xmlns=\"urn:other\">"),
  ]

  @Test(arguments: defects)
  func defectIsNamedAndNothingElse(defect: Defect) throws {
    let text = String(decoding: try Self.written(), as: UTF8.self)
    let range = try #require(text.range(of: defect.old))
    let bytes = Array(text.replacingCharacters(in: range, with: defect.new).utf8)
    let found = try Envelope(bytes).verify(beside: Self.nothing)
    #expect(Set(found.map(\.finding.id)) == [defect.id], "\(found)")
    #expect(found.allSatisfy { $0.line > 0 })
    #expect((try Self.complaint(bytes) != nil) == defect.isOfSchema)
  }

  @Test func typeAndContentBelongTogether() throws {
    let text = String(decoding: try Self.written(), as: UTF8.self)
      .replacingOccurrences(of: ">原始型<", with: ">修改型<")
    #expect(try Envelope(Array(text.utf8)).deviations.map(\.id) == ["eep.type"])
  }

  /// Other prefixes are XML like ours; what levels are missing, the documents are found all the same.
  @Test func deviatingEnvelopesAreRead() throws {
    let text = String(decoding: try Self.written(), as: UTF8.self)
    var prefixed = text.replacingOccurrences(of: "</", with: "</e:")
    prefixed = prefixed.replacing(/<([\u{4E00}-\u{9FFF}])/) { "<e:\($0.output.1)" }
      .replacingOccurrences(of: "xmlns=", with: "xmlns:e=")
    #expect(try Envelope(Array(prefixed.utf8)).deviations.isEmpty)
    #expect(try Self.complaint(Array(prefixed.utf8)) == nil)
    var flat = text
    for level in ["文件实体块", "业务实体块"] {
      flat = flat.replacingOccurrences(of: "<\(level)>", with: "").replacingOccurrences(
        of: "</\(level)>", with: "")
    }
    let envelope = try Envelope(Array(flat.utf8))
    #expect(Set(envelope.deviations.map(\.id)) == ["eep.missing", "eep.unknown"])
    #expect(envelope.documents.count == 3)
    #expect(envelope.documents.allSatisfy { envelope.contents(of: $0)?.isEmpty == false })
  }

  @Test(arguments: [
    ("<a/>", "eep.not-envelope"), ("<电子文件封装包>", "xml.malformed"),
    ("<!DOCTYPE a [<!ENTITY x \"y\">]><电子文件封装包/>", "xml.document-type"), ("", "xml.malformed"),
  ])
  func othersAreRefused(text: String, id: String) throws {
    let refusal = #expect(throws: Refusal.self) { try Envelope(Array(text.utf8)) }
    #expect(refusal?.findings.first?.id == id)
  }

  /// Whatever is cut off or changed, reading ends with a refusal or with findings.
  @Test func damageIsNoCrash() throws {
    let bytes = try Self.written()
    for length in stride(from: 0, to: bytes.count, by: 97) {
      _ = try? Envelope(Array(bytes[..<length]))
    }
    var generator = SplitMix64(seed: 2)
    for _ in 0..<300 {
      var changed = bytes
      for _ in 0..<3 {
        changed[Int.random(in: changed.indices, using: &generator)] =
          "<>&\"/ =-!]a0".utf8.randomElement() ?? 0
      }
      _ = try? Envelope(changed).verify(beside: Self.nothing)
    }
  }
}

extension EnvelopeTests {
  /// What the schema that the program carries says against an envelope; nil where it is valid.
  static func complaint(_ bytes: [UInt8]) throws -> String? {
    try XMLSchemaValidator.complaint(bytes, schema: "Schemas/archive/eep-2009.xsd")
  }
}
