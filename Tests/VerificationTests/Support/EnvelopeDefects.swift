import Foundation

@testable import Verification
@testable import ZIPKit

extension Defect {
  /// In a package of envelopes.
  static func eep(
    _ rule: VerificationRuleID, _ situation: String, isDetached: Bool = false,
    _ change: @escaping @Sendable (inout TransferBuilder) -> Void
  ) -> Defect {
    Defect(bytes: rule, "\(isDetached ? "Detached envelopes" : "Envelopes"): \(situation)") {
      var builder = TransferBuilder.envelopes(isDetached: isDetached)
      change(&builder)
      return builder.bytes()
    }
  }

  /// In one envelope by itself.
  static func bare(_ rule: VerificationRuleID, _ situation: String, _ old: String, _ new: String) -> Defect {
    Defect(bytes: rule, "A bare envelope: \(situation)") {
      Array(EnvelopeSample(0).text.replacingOccurrences(of: old, with: new).utf8)
    }
  }

  /// Replaced in the first envelope, of both kinds.
  private static func both(
    _ rule: VerificationRuleID, _ situation: String, _ old: String, _ new: String
  ) -> [Defect] {
    [false, true].map { isDetached in
      .eep(rule, situation, isDetached: isDetached, { $0.replaceInEnvelope(old, with: new) })
    }
  }

  private static let folder = TransferBuilder.folder(0)

  static let envelopes: [Defect] =
    structure.flatMap { both($0.rule, $0.situation, $0.old, $0.new) }
    + structure.map { .bare($0.rule, $0.situation, $0.old, $0.new) } + references + layout + documents
    + signatures

  private static let structure: [(rule: VerificationRuleID, situation: String, old: String, new: String)] = [
    (.eepWellFormed, "a tag is not closed", "</来源>", ""),
    (
      .eepDocumentType, "a DTD with an entity", "<电子文件封装包 ",
      "<!DOCTYPE 电子文件封装包 [<!ENTITY a \"b\">]>\n<电子文件封装包 "
    ),
    (
      .eepNamespace, "without the namespace",
      " xmlns=\"http://www.saac.gov.cn/standards/ERM/encapsulation\"", ""
    ),
    (.eepMissing, "without 脱机载体编号", "<脱机载体编号>无</脱机载体编号>", ""),
    (.eepMissing, "without 封装包创建单位", "<封装包创建单位>青禾市水务局</封装包创建单位>", ""),
    (.eepUnknown, "an element of one's own", "<密级>公开</密级>", "<密级>公开</密级><颜色>红</颜色>"),
    (
      .eepOrder, "版本 before 封装包格式描述",
      "<封装包格式描述>DA/T 48-2009</封装包格式描述>\n<版本>2009</版本>", "<版本>2009</版本><封装包格式描述>DA/T 48-2009</封装包格式描述>"
    ),
    (.eepTwice, "密级 twice", "<密级>公开</密级>", "<密级>公开</密级><密级>公开</密级>"),
    (.eepAttribute, "without eep版本", " eep版本=\"2009\"", ""),
    (.eepValue, "a time with a space for its T", "2026-01-31T10:00:00", "2026-01-31 10:00:00"),
    (.eepIDTwice, "two documents of one id", "<文档标识符>D1<", "<文档标识符>D0<"),
    (
      .eepReference, "a step of nobody", "<机构人员标识符>1</机构人员标识符>\n<文件标识符>",
      "<机构人员标识符>9</机构人员标识符>\n<文件标识符>"
    ),
    (.eepType, "修改型 with the content of 原始型", "<封装包类型>原始型<", "<封装包类型>修改型<"),
    (
      .eepSize, "a size that is one byte short",
      "大小>\(TransferBuilder.canonicalXML.count)<", "大小>\(TransferBuilder.canonicalXML.count - 1)<"
    ),
  ]

  private static let references: [Defect] = [("to itself", "D1-1-1-1"), ("to what comes later", "D2-1-1-1")]
    .map {
      situation, target in
      .eep(
        .eepReference, "a document that refers \(situation)",
        { builder in
          builder.replaceEnvelope { $0.files.append(("附件.txt", Array("附件\n".utf8))) }
          builder.replaceInEnvelope("编码数据ID=\"D1-1-1-1\"", with: "编码数据ID=\"D1-1-1-1\" 引用编码数据ID=\"\(target)\"")
        })
    }

  private static let layout: [Defect] = [
    .eep(
      .eepEnvelopeMissing, "a record without one", isDetached: true,
      { $0.remove(TransferBuilder.envelopePath(0)) }),
    .eep(
      .eepNumberTwice, "a record with two",
      { builder in
        builder.files.append(("\(folder)/副本.eep.xml", EnvelopeSample(0).bytes))
      }),
    Defect(bytes: .eepNumberTwice, "Envelopes of another layout: a record with two") {
      loose([("a.xml", EnvelopeSample(0).bytes), ("b/a.xml", EnvelopeSample(0).bytes)])
    },
    .eep(.eepStray, "a file that none names", { $0.files.append(("\(folder)/附件.txt", [0x61])) }),
    .eep(
      .eepStray, "a file that none names", isDetached: true,
      { $0.files.append(("\(folder)/附件.txt", [0x61])) }),
    .eep(
      .eepStray, "beside an envelope that holds it",
      { $0.files.append(("\(folder)/公开年报.xml", TransferBuilder.canonicalXML)) }),
    Defect(bytes: .eepStray, "Envelopes of another layout: a file that none names") {
      loose([("a.xml", EnvelopeSample(0).bytes), ("附件.txt", [0x61])])
    },
    .eep(
      .recordFolderMissing, "the first is not there",
      { builder in
        builder.remove(TransferBuilder.envelopePath(0))
      }),
    .eep(
      .recordFolderUnlisted, "the second is not in the catalogue",
      { builder in
        guard let start = builder.catalogue.range(of: "  <文件>\n    <顺序号>2")?.lowerBound,
          let end = builder.catalogue.range(of: "</文件目录>")?.lowerBound
        else { return }
        builder.catalogue.removeSubrange(start..<end)
        builder.replaceDescription("档案数量", with: "档案数量：1件")
        builder.replaceDescription("起止档号", with: "起止档号：\(TransferBuilder.numbers[0])")
      }),
    .eep(.transferDescriptionMissing, "without 说明文件.TXT", { $0.description = [] }),
    .eep(.transferCatalogueMissing, "without 目录文件.XML", { $0.catalogue = "" }),
    .eep(.transferRootStray, "a file at the root", { $0.files.append(("readme.txt", [0x61])) }),
    .eep(.descriptionCount, "档案数量 is three", { $0.replaceDescription("档案数量", with: "档案数量：3件") }),
    .eep(
      .catalogueDate, "30 February", { $0.catalogue = $0.catalogue.replacing("20231231", with: "20230230") }
    ),
    .eep(.metadataNumber, "the 档号 of another record") {
      $0.replaceInEnvelope("<档号>0123-ZFXX·2023-D30-0001", with: "<档号>0123-ZFXX·2023-D30-0009")
    },
    .eep(.metadataPath, "全宗号 is another") { $0.replaceInEnvelope("<全宗号>0123", with: "<全宗号>0124") },
    .eep(.metadataDiffers, "题名 is another") {
      $0.replaceInEnvelope("<题名>2023年政府", with: "<题名>2022年政府")
    },
    .eep(
      .digestsWrong, "a letter of one was changed afterwards",
      { builder in
        builder.editsFiles = { files in
          guard let index = files.firstIndex(where: { $0.path == TransferBuilder.envelopePath(0) }) else {
            return
          }
          let text = String(decoding: files[index].bytes, as: UTF8.self)
          files[index].bytes = Array(text.replacing("档案室", with: "机要室").utf8)
        }
      }),
    .eep(.digestsMissing, "without digests", { $0.hasDigests = false }),
  ]

  private static let documents: [Defect] = [
    .eep(
      .eepDetachedMissing, "a file is not there", isDetached: true, { $0.remove("\(folder)/公开年报.xml") }),
    .eep(
      .eepDetachedWrong, "a letter of a file is another", isDetached: true,
      { $0.replace("48件", with: "84件", in: "\(folder)/原件-报告.html") }),
    .eep(
      .contentGarbled, "a text that was decoded wrongly and saved",
      { $0.replaceEnvelope { $0.files.append(("附件.txt", Array("锟斤拷".utf8))) } }),
    .eep(
      .contentGarbled, "a text that was decoded wrongly and saved", isDetached: true,
      { builder in
        builder.replaceEnvelope(isDetached: true) { $0.files.append(("附件.txt", Array("锟斤拷".utf8))) }
        builder.files.append(("\(folder)/附件.txt", Array("锟斤拷".utf8)))
      }),
    .eep(
      .contentProgram, "a program is in one",
      { $0.replaceEnvelope { $0.files.append(("附件.exe", [0x4D, 0x5A, 0, 0])) } }),
    .eep(
      .contentMisnamed, "a text that is called PDF is in one",
      { $0.replaceEnvelope { $0.files.append(("附件.pdf", Array("text".utf8))) } }),
  ]

  private static let signatures: [Defect] = [
    .eep(
      .eepAlgorithm, "MD5 is named as the algorithm of a signature",
      { builder in
        builder.replaceEnvelope { $0.isSigned = true }
        builder.replaceInEnvelope("SM3withSM2", with: "MD5")
      }),
    .eep(
      .eepBareSignature, "a digest stands for a signature",
      { builder in
        builder.replaceEnvelope { $0.isSigned = true }
        let digest = Data([UInt8](repeating: 7, count: 32)).base64EncodedString()
        builder.replaceInEnvelope(
          Data([UInt8](repeating: 7, count: 72)).base64EncodedString(), with: digest)
      }),
  ]

  /// As others pack envelopes: without catalogue, description and digests.
  static func loose(_ files: [(path: String, bytes: [UInt8])]) -> [UInt8] {
    var zip = ZIPBuilder()
    for file in files { zip.add(file.path, file.bytes) }
    return zip.finish()
  }
}
