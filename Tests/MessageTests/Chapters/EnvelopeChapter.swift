import Foundation
import TestSupport

@testable import Core
@testable import Envelopes
@testable import Packages
@testable import Records
@testable import ZIPKit

extension Chapter {
  static let envelope = Chapter(
    name: "eep",
    introduction: "Envelopes of DA/T 48-2009: what they lack, where they deviate, and signing them.",
    cases: [
      MessageCase("eep.not-envelope", "Another XML file.", showing: "<report/>") { _ in
        try deviations("<report/>")
      },
      MessageCase("eep.no-metadata", "A record without its metadata file.") { _ in
        var record = SampleRecord.record()
        record.files.removeAll { $0.role == .metadata }
        return try write(record)
      },
      MessageCase("eep.lacking", "The metadata say nothing of 密级.") { _ in
        try write(record { $0.replacing("<密级>公开</密级>", with: "") })
      },
      MessageCase("eep.unfit", "The year is written in characters.") { _ in
        try write(record { $0.replacing("<年度>2021<", with: "<年度>二〇二一<") })
      },
      MessageCase("eep.character", "The name of a file holds a control character.") { _ in
        var record = SampleRecord.record()
        record.files[0].name = "a\u{1}.txt"
        return try write(record)
      },
      MessageCase("eep.original", "An envelope without 密级 is to be modified.") { _ in
        let original = try envelope { $0.replacing("<密级>公开</密级>", with: "") }
        return try write(SampleRecord.record(), modifying: Array(original.utf8))
      },
      MessageCase("eep.no-signed-object", "A locking signature is asked for before there is any signature.") {
        _ in
        _ = try Envelope(Array(try envelope().utf8)).bytesToSign(.lastSignature)
        return []
      },
      MessageCase("eep.not-utf8", "The envelope is UTF-16.") { _ in
        let utf16 = try envelope().utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        _ = try Envelope([0xFF, 0xFE] + utf16).bytesToSign(.content)
        return []
      },
      MessageCase("eep.locked", "Another signature for an envelope that has its locking signature.") { _ in
        let locked = try sign(try sign(Array(try envelope().utf8), .content), .lastSignature)
        _ = try sign(locked, .content)
        return []
      },
      MessageCase("eep.no-signature", "The file of the signature is empty.") { _ in
        _ = try sign(Array(try envelope().utf8), .content, size: 0)
        return []
      },
      MessageCase("eep.lock-next", "A signature was taken; there is no locking signature yet.") { _ in
        let signature = EnvelopeSignature(
          result: [UInt8](repeating: 1, count: 70), certificates: [[0x30, 1, 0]], algorithm: "SM2-SM3")
        return try Envelope(Array(try envelope().utf8)).attaching(signature, to: .content).findings
      },
      MessageCase("eep.no-certificate", "A file that is given as a certificate and holds a key.") { _ in
        _ = try EnvelopeSignature.certificates(Array("-----BEGIN PRIVATE KEY-----".utf8), name: "key.pem")
        return []
      },
      MessageCase("eep.namespace", "The root names no namespace.") { _ in
        try deviations(
          try envelope {
            $0.replacing(" xmlns=\"http://www.saac.gov.cn/standards/ERM/encapsulation\"", with: "")
          })
      },
      MessageCase("eep.missing", "There is no 封装包创建单位.") { _ in
        try deviations(try envelope { $0.replacing("<封装包创建单位>青禾市水务局</封装包创建单位>", with: "") })
      },
      MessageCase("eep.unknown", "An element of someone's own.", showing: "<标签>无</标签>") { _ in
        try deviations(try envelope { $0.replacing("<控制标识>公开利用<", with: "<标签>无</标签><控制标识>公开利用<") })
      },
      MessageCase("eep.order", "版本 stands before 封装包格式描述.") { _ in
        try deviations(
          try envelope {
            $0.replacing("<版本>2009</版本>", with: "")
              .replacing("<封装包格式描述>", with: "<版本>2009</版本><封装包格式描述>")
          })
      },
      MessageCase("eep.twice", "密级 stands twice.") { _ in
        try deviations(try envelope { $0.replacing("<密级>公开</密级>", with: "<密级>公开</密级><密级>公开</密级>") })
      },
      MessageCase("eep.attribute", "被签名对象 says nothing of its version.") { _ in
        try deviations(try envelope { $0.replacing(" eep版本=\"2009\"", with: "") })
      },
      MessageCase("eep.value", "A space between date and time.", showing: "2026-11-21 09:00:02") { _ in
        try deviations(
          try envelope { $0.replacing("2026-11-21T09:00:02+08:00", with: "2026-11-21 09:00:02") })
      },
      MessageCase("eep.id-twice", "The second document has the id of the first.") { _ in
        try deviations(try envelope { $0.replacing("修改0-文档2<", with: "修改0-文档1<") })
      },
      MessageCase("eep.reference", "A step names somebody who is not in the envelope.") { _ in
        try deviations(
          try envelope {
            $0.replacing("<机构人员类型>", with: "<!-- --><机构人员类型>")
              .replacing("<机构人员标识符>1</机构人员标识符>\n          <文件标识符>", with: "<机构人员标识符>7</机构人员标识符><文件标识符>")
          })
      },
      MessageCase("eep.type", "An envelope of the original type that calls itself modified.") { _ in
        try deviations(try envelope { $0.replacing(">原始型<", with: ">修改型<") })
      },
      MessageCase("eep.size", "The stated size is not that of the data.") { _ in
        try deviations(try envelope { $0.replacing("<计算机文件大小>10<", with: "<计算机文件大小>11<") })
      },
      MessageCase("eep.detached-missing", "A detached envelope alone.") { _ in
        try Envelope(Array(try envelope(isDetached: true).utf8)).verify { _ in nil }.map(\.finding)
      },
      MessageCase("eep.detached-wrong", "A file beside a detached envelope was changed.") { _ in
        let files = SampleRecord.record().files
        return try Envelope(Array(try envelope(isDetached: true).utf8)).verify { name in
          let bytes = files.first { $0.name == name }?.bytes
          return name == "公开年报.xml" ? bytes?.map { $0 ^ 1 } : bytes
        }.map(\.finding)
      },
      MessageCase("eep.algorithm", "An MD5 that is called a signature.") { _ in
        _ = try sign(Array(try envelope().utf8), .content, algorithm: "MD5")
        return []
      },
      MessageCase(
        "eep.name-twice", "A package with two envelopes of one name.", showing: "a/x.eep.xml, b/x.eep.xml"
      ) { _ in
        var zip = ZIPBuilder()
        for folder in ["a", "b"] { zip.add("\(folder)/x.eep.xml", Array(try envelope().utf8)) }
        _ = try EnvelopePackage(zip.finish())
        return []
      },
      MessageCase("eep.bare-signature", "A signature of 16 bytes under a good name.") { _ in
        let signed = try sign(Array(try envelope().utf8), .content, size: 16)
        return try Envelope(try sign(signed, .lastSignature)).deviations
      },
    ])

  static let bag = Chapter(
    name: "bag", introduction: "Bags of RFC 8493.",
    cases: [
      MessageCase("bag.path", "A file that would lie outside of the bag.", showing: "../a.txt") { _ in
        var bag = Bag(ZIPOutput(MemoryOutput()), BagInformation(baggingDate: "2026-11-21"))
        try bag.add("../a.txt", [])
        return []
      }
    ])

  private static func record(_ change: (String) -> String) -> ArchiveRecord {
    SampleRecord.record(metadata: change(SampleRecord.metadata))
  }

  private static func write(_ record: ArchiveRecord, modifying original: [UInt8]? = nil) throws -> [Finding] {
    var output = MemoryOutput()
    try EnvelopeWriter(SampleRecord.options).write(record, modifying: original, to: &output)
    return []
  }

  /// A good envelope, with a change.
  private static func envelope(
    isDetached: Bool = false, _ change: (String) -> String = { $0 }
  ) throws -> String {
    var options = SampleRecord.options
    options.isDetached = isDetached
    var output = MemoryOutput()
    try EnvelopeWriter(options).write(SampleRecord.record(), to: &output)
    return change(String(decoding: output.bytes, as: UTF8.self))
  }

  private static func deviations(_ text: String) throws -> [Finding] {
    try Envelope(Array(text.utf8)).verify { _ in nil }.map(\.finding)
  }

  private static func sign(
    _ bytes: [UInt8], _ target: SigningTarget, algorithm: String = "SM2-SM3", size: Int = 70
  ) throws -> [UInt8] {
    let signature = EnvelopeSignature(
      result: [UInt8](repeating: 1, count: size), certificates: [[0x30, 1, 0]], algorithm: algorithm)
    return try Envelope(bytes).attaching(signature, to: target).pieces.flatMap { $0 }
  }
}
