import FileKit
import Foundation
import TestSupport
import Testing

@testable import ReportModel
@testable import Verification
@testable import ZIPKit

/// One thing that is wrong in an otherwise good package.
struct Defect: Sendable, CustomTestStringConvertible {
  let rule: VerificationRuleID
  let situation: String
  let make: @Sendable () -> [UInt8]

  var testDescription: String { "\(rule.rawValue): \(situation)" }

  init(bytes rule: VerificationRuleID, _ situation: String, _ make: @escaping @Sendable () -> [UInt8]) {
    self.rule = rule
    self.situation = situation
    self.make = make
  }

  /// In a transfer package.
  init(
    _ rule: VerificationRuleID, _ situation: String,
    _ change: @escaping @Sendable (inout TransferBuilder) -> Void
  ) {
    self.init(bytes: rule, situation) {
      var builder = TransferBuilder()
      change(&builder)
      return builder.bytes()
    }
  }

  /// In a bag.
  static func bag(
    _ rule: VerificationRuleID, _ situation: String, _ change: @escaping @Sendable (inout BagBuilder) -> Void
  ) -> Defect {
    Defect(bytes: rule, situation) {
      var builder = BagBuilder()
      change(&builder)
      return builder.bytes()
    }
  }

  /// In the bytes of the container.
  static func raw(
    _ rule: VerificationRuleID, _ situation: String, _ change: @escaping @Sendable (inout ZIPBytes) -> Void
  ) -> Defect {
    Defect(bytes: rule, situation) {
      var zip = ZIPBytes(TransferBuilder().bytes())
      change(&zip)
      return zip.bytes
    }
  }
}

extension Defect {
  static let all = container + transfer + metadata + digests + contents + bags + envelopes + bagsOfPackages

  private static let folder = TransferBuilder.folder(0)

  static let container: [Defect] = [
    .raw(.packageStructure, "The second half is cut off", { $0.bytes.removeLast($0.bytes.count / 2) }),
    .raw(
      .packageStructure, "An entry has another name in its own header",
      { zip in
        zip.set(zip.localHeaders[0] + 30, [0x39])
      }),
    .raw(
      .packageZIP64, "The directory counts as ZIP64 does",
      { zip in
        zip.set(zip.end + 8, [0xFF, 0xFF, 0xFF, 0xFF])
      }),
    .raw(
      .packageEncrypted, "The first entry is marked as encrypted",
      { zip in
        zip.setFirst(local: 6, central: 8, [0x01, 0x08])
      }),
    .raw(.packageSplit, "The end says that it is disk 2", { $0.set($0.end + 4, [2, 0]) }),
    .raw(
      .packageMethod, "The first entry is compressed by BZIP2",
      { zip in
        zip.setFirst(local: 8, central: 10, [12, 0])
      }),
    .raw(
      .packageDamaged, "The first entry has a block of no kind",
      { zip in
        let header = zip.localHeaders[0]
        let start = header + 30 + Int(zip.bytes[header + 26]) + Int(zip.bytes[header + 28])
        zip.set(start, [0xFF, 0xFF, 0xFF])
      }),
    .raw(
      .packageChecksum, "The checksum of the first entry is another",
      { zip in
        zip.setFirst(local: 14, central: 16, [1, 2, 3, 4])
      }),
    .raw(
      .packageNameEncoding, "A name is not marked as UTF-8",
      { zip in
        zip.setFirst(local: 6, central: 8, [0, 0])
      }),
    Defect(bytes: .packageNameEncoding, "Names are GBK") {
      RawZIP.bytes(
        TransferBuilder().entries().map { RawZIP.Entry(name: GBK.bytes($0.path), contents: $0.bytes) })
    },
    Defect(bytes: .packageNameEncoding, "Names are GBK, and a field gives them in Unicode") {
      RawZIP.bytes(
        TransferBuilder().entries().map {
          RawZIP.Entry(name: GBK.bytes($0.path), unicodeName: Array($0.path.utf8), contents: $0.bytes)
        })
    },
    Defect(bytes: .packageNameEncoding, "A bag whose names are GBK") {
      RawZIP.bytes(
        BagBuilder().entries().map { RawZIP.Entry(name: GBK.bytes("包/\($0.path)"), contents: $0.bytes) })
    },
    Defect(bytes: .packageNameUnreadable, "A name is of no encoding") {
      RawZIP.bytes(
        TransferBuilder().entries().map {
          RawZIP.Entry(name: Array($0.path.utf8), isMarked: true, contents: $0.bytes)
        } + [RawZIP.Entry(name: Array("其他/".utf8) + [0xFF, 0x61], contents: [0x61])])
    },
    Defect(.packageNameUnreadable, "A name was garbled before") {
      $0.files.append(("其他/\u{FFFD}\u{FFFD}.txt", [0x61]))
    },
    Defect(.packageNameUnsafe, "A path leads upwards") { $0.files.append(("其他/../../a.txt", [0x61])) },
    Defect(.packageNameUnsafe, "A path is absolute") { $0.files.append(("/etc/a.txt", [0x61])) },
    Defect(.packageNameUnsafe, "A path has a backslash") { $0.files.append(("其他\\a.txt", [0x61])) },
    Defect(.packageNameUnsafe, "A path has a part that is a point") {
      $0.files.append(("其他/./a.txt", [0x61]))
    },
    Defect(.packageNameUnsafe, "A path has an empty part") { $0.files.append(("其他//a.txt", [0x61])) },
    Defect(.packageNameControl, "A name turns the direction of writing") {
      $0.files.append(("其他/a\u{202E}txt.txt", [0x61]))
    },
    Defect(.packageNameDuplicate, "A file is there twice") { builder in
      builder.editsFiles = { $0.append($0[0]) }
    },
    Defect(.packageNameCase, "Two names differ in case only") {
      $0.files += [("其他/a.txt", [0x61]), ("其他/A.txt", [0x62])]
    },
    Defect(.packageNameLong, "A name has 300 letters") {
      $0.files.append(("其他/\(String(repeating: "a", count: 300)).txt", [0x61]))
    },
    Defect(.packageNameReserved, "A name is that of a device") { $0.files.append(("其他/con.txt", [0x61])) },
    Defect(.packageNameReserved, "A folder ends with a point") { $0.files.append(("其他/一./a.txt", [0x61])) },
    Defect(.packageNameReserved, "A name has a question mark") { $0.files.append(("其他/何?.txt", [0x61])) },
    .raw(
      .packageLink, "The first entry is a symbolic link",
      { zip in
        zip.set(zip.centralHeaders[0] + 38, [0, 0, 0xFF, 0xA1])
      }),
    .raw(
      .packageSpecial, "The first entry is a device of a Unix system",
      { zip in
        zip.set(zip.centralHeaders[0] + 4, [20, 3])
        zip.set(zip.centralHeaders[0] + 38, [0, 0, 0xA4, 0x61])
      }),
    Defect(.packagePackedSize, "It has 51 MiB") { builder in
      builder.files.append(("其他/a.png", noise(51 << 20)))
    },
    Defect(.packageUnpackedSize, "Its files have 210 MiB") { builder in
      for index in 0..<7 {
        builder.files.append(("其他/\(index).png", sparse(30 << 20)))
      }
    },
    Defect(.packageEntryCount, "It has 1,001 entries and more") { builder in
      for index in 0..<1_000 { builder.files.append(("其他/\(index).txt", [0x61])) }
    },
    Defect(bytes: .packageRecordCount, "It has 101 records", { manyRecords(101) }),
    Defect(.packageRatio, "An entry of two million spaces") {
      $0.files.append(("其他/a.txt", Array(repeating: 0x20, count: 2_000_000)))
    },
  ]

  static let transfer: [Defect] = [
    Defect(.transferRootStray, "A file beside the two at the root") {
      $0.files.append(("readme.txt", [0x61]))
    },
    Defect(.transferDescriptionMissing, "Without 说明文件.TXT") { $0.description = [] },
    Defect(.transferCatalogueMissing, "Without 目录文件.XML") { $0.catalogue = "" },
    Defect(.descriptionEncoding, "The description is GB18030") { builder in
      builder.description = []
      builder.files.append(("说明文件.TXT", [0xD2, 0xC6, 0xBD, 0xBB, 0xA3, 0xBA, 0xD6, 0xD0]))
    },
    Defect(.descriptionMark, "A byte order mark") { $0.description[0] = "\u{FEFF}" + $0.description[0] },
    Defect(.descriptionLine, "A line without a colon") { $0.description.append("以上属实") },
    Defect(.descriptionKeyTwice, "移交单位 twice") { $0.description.append("移交单位：青禾市") },
    Defect(.descriptionKeyMissing, "Without 移交单位") { $0.replaceDescription("移交单位", with: nil) },
    Defect(.descriptionKeyMissing, "Without 档案数量") { $0.replaceDescription("档案数量", with: nil) },
    Defect(.descriptionKeyAdvised, "Without 检查单位") { $0.replaceDescription("检查单位", with: nil) },
    Defect(.descriptionValueEmpty, "移交单位 without a value") {
      $0.replaceDescription("移交单位", with: "移交单位：")
    },
    Defect(.descriptionCountForm, "档案数量 in words") { $0.replaceDescription("档案数量", with: "档案数量：若干件") },
    Defect(.descriptionCount, "档案数量 is three") { $0.replaceDescription("档案数量", with: "档案数量：3件") },
    Defect(.descriptionRange, "起止档号 ends elsewhere") {
      $0.replaceDescription("起止档号", with: "起止档号：\(TransferBuilder.numbers[0])—0123-ZFXX·2024-D30-0009")
    },
    Defect(.catalogueWellFormed, "A tag is not closed") {
      $0.catalogue = $0.catalogue.replacing("</文件目录>", with: "")
    },
    Defect(.catalogueDocumentType, "A DTD with an entity") {
      $0.catalogue = $0.catalogue.replacing(
        "<文件目录>", with: "<!DOCTYPE 文件目录 [<!ENTITY a \"b\">]>\n<文件目录>")
    },
    Defect(.catalogueRoot, "The root has another name") {
      $0.catalogue = $0.catalogue.replacing("文件目录>", with: "目录>")
    },
    Defect(.catalogueEntry, "Something else between the entries") {
      $0.catalogue = $0.catalogue.replacing("</文件目录>", with: "<合计>2</合计></文件目录>")
    },
    Defect(.catalogueChildMissing, "An entry without 密级") {
      $0.catalogue = $0.catalogue.replacing("<密级>公开</密级>", with: "", maxReplacements: 1)
    },
    Defect(.catalogueChildMissing, "An entry without 备注") {
      $0.catalogue = $0.catalogue.replacing("<备注></备注>", with: "", maxReplacements: 1)
    },
    Defect(.catalogueChildTwice, "An entry with 密级 twice") {
      $0.catalogue = $0.catalogue.replacing(
        "<密级>公开</密级>", with: "<密级>公开</密级><密级>公开</密级>", maxReplacements: 1)
    },
    Defect(.catalogueChildUnknown, "An entry with 载体") {
      $0.catalogue = $0.catalogue.replacing(
        "<备注></备注>", with: "<备注></备注><载体>光盘</载体>", maxReplacements: 1)
    },
    Defect(.catalogueChildOrder, "备注 before 密级") {
      $0.catalogue = $0.catalogue.replacing(
        "<密级>公开</密级>\n    <备注></备注>", with: "<备注></备注><密级>公开</密级>", maxReplacements: 1)
    },
    Defect(.catalogueValueEmpty, "密级 is empty") {
      $0.catalogue = $0.catalogue.replacing("<密级>公开</密级>", with: "<密级></密级>", maxReplacements: 1)
    },
    Defect(.catalogueSequence, "顺序号 leaves 2 out") {
      $0.catalogue = $0.catalogue.replacing("<顺序号>2<", with: "<顺序号>3<")
    },
    Defect(.catalogueNumberTwice, "The second entry again, as the third") { builder in
      guard let start = builder.catalogue.range(of: "  <文件>\n    <顺序号>2")?.lowerBound,
        let end = builder.catalogue.range(of: "</文件目录>")?.lowerBound
      else { return }
      let entry = builder.catalogue[start..<end].replacing("<顺序号>2", with: "<顺序号>3")
      builder.catalogue.insert(contentsOf: entry, at: end)
      builder.replaceDescription("档案数量", with: "档案数量：3件")
    },
    Defect(.catalogueDate, "30 February") { builder in
      builder.catalogue = builder.catalogue.replacing("20231231", with: "20230230")
    },
    Defect(.cataloguePages, "页数 is 0") {
      $0.catalogue = $0.catalogue.replacing(
        "<备注></备注>", with: "<备注></备注><页数>0</页数>", maxReplacements: 1)
    },
    Defect(.catalogueRetention, "保管期限 is 三十") { builder in
      builder.catalogue = builder.catalogue.replacing("30年", with: "三十", maxReplacements: 1)
      builder.replaceMetadata("30年", with: "三十")
    },
    Defect(.catalogueEmpty, "No entry, and no record") { builder in
      builder.catalogue = "<文件目录></文件目录>"
      builder.files.removeAll { $0.path.hasPrefix("0123/") }
      builder.replaceDescription("档案数量", with: "档案数量：0")
    },
    Defect(.recordFolderMissing, "The folder of the first record is not there") { builder in
      builder.files.removeAll { $0.path.hasPrefix(folder) }
    },
    Defect(.recordFolderUnlisted, "The second record is not in the catalogue") { builder in
      guard let start = builder.catalogue.range(of: "  <文件>\n    <顺序号>2")?.lowerBound,
        let end = builder.catalogue.range(of: "</文件目录>")?.lowerBound
      else { return }
      builder.catalogue.removeSubrange(start..<end)
      builder.replaceDescription("档案数量", with: "档案数量：1件")
      builder.replaceDescription("起止档号", with: "起止档号：\(TransferBuilder.numbers[0])")
    },
    Defect(.recordFolderPath, "The folder of the year is no year") { builder in
      move(&builder, from: "/2023/", to: "/23/")
    },
    Defect(.recordFolderTwice, "The first record in two categories") { builder in
      for (path, bytes) in builder.files.prefix(3) {
        let text = String(decoding: bytes, as: UTF8.self).replacing("<类别号>ZFXX", with: "<类别号>ZFXY")
        let isMetadata = path.hasSuffix(".XML")
        builder.files.append(
          (path.replacing("/ZFXX/", with: "/ZFXY/"), isMetadata ? Array(text.utf8) : bytes))
      }
    },
    Defect(.recordMetadataMissing, "A record without its metadata") {
      $0.remove("\(folder)/电子档案元数据.XML")
    },
    Defect(.recordContentMissing, "A record of metadata alone") { builder in
      builder.remove("\(folder)/原件-报告.html")
      builder.remove("\(folder)/公开年报.xml")
      builder.replaceMetadata("原件-报告.html", with: "")
      builder.replaceMetadata("公开年报.xml", with: "")
      dropFiles(&builder)
    },
    Defect(.recordStray, "A file in the folder of the year") {
      $0.files.append(("0123/ZFXX/2023/a.txt", [0x61]))
    },
    Defect(.recordSubfolder, "A file in a folder within the record") { $0.add("附件/a.txt", [0x61]) },
  ]

  static let metadata: [Defect] = [
    Defect(.metadataWellFormed, "A tag is not closed") { $0.replaceMetadata("</来源>", with: "") },
    Defect(.metadataDocumentType, "A DTD from elsewhere") {
      $0.replaceMetadata("<电子档案元数据>", with: "<!DOCTYPE a SYSTEM \"http://example.org/a.dtd\">\n<电子档案元数据>")
    },
    Defect(.metadataElementMissing, "Without 聚合层次") {
      $0.replaceMetadata("<聚合层次>件</聚合层次>", with: "")
    },
    Defect(.metadataElementMissing, "Without 题名") {
      $0.replaceMetadata("<题名>2023年政府信息公开工作年度报告</题名>", with: "")
    },
    Defect(.metadataElementOrder, "日期 before 责任者") {
      $0.replaceMetadata("<责任者>青禾市水务局</责任者>", with: "")
      $0.replaceMetadata("</日期>", with: "</日期><责任者>青禾市水务局</责任者>")
    },
    Defect(.metadataElementUnknown, "An element of one's own") {
      $0.replaceMetadata("</密级>", with: "</密级><颜色>红</颜色>")
    },
    Defect(.metadataElementTwice, "题名 twice") { $0.replaceMetadata("</题名>", with: "</题名><题名>年报</题名>") },
    Defect(.metadataValueEmpty, "立档单位名称 is empty") {
      $0.replaceMetadata("<立档单位名称>青禾市水务局", with: "<立档单位名称>")
    },
    Defect(.metadataValueLength, "全宗名称 of 201 characters") {
      $0.replaceMetadata("<全宗名称>青禾市水务局", with: "<全宗名称>\(String(repeating: "水", count: 201))")
    },
    Defect(.metadataValueType, "计算机文件大小 with its unit") {
      $0.replaceMetadata("</计算机文件大小>", with: "字节</计算机文件大小>")
    },
    Defect(.metadataValueType, "业务状态 is another word") {
      $0.replaceMetadata("历史行为", with: "过去")
    },
    Defect(.metadataNumber, "The metadata of another record") {
      $0.replaceMetadata("<全宗号>", with: "0123-ZFXX·2023-D30-0009<全宗号>")
    },
    Defect(.metadataPath, "全宗号 is another") { $0.replaceMetadata("<全宗号>0123", with: "<全宗号>0124") },
    Defect(.metadataDiffers, "题名 is another") {
      $0.replaceMetadata("<题名>2023年政府", with: "<题名>2022年政府")
    },
    Defect(.metadataDiffers, "密级 is another") {
      $0.replaceMetadata("<密级>公开", with: "<密级>内部")
    },
    Defect(.metadataFileMissing, "A file that it names is not there") {
      $0.remove("\(folder)/原件-报告.html")
    },
    Defect(.metadataFileUnlisted, "A file that it does not name") {
      $0.files.append(("\(folder)/附件.txt", [0x61]))
    },
    Defect(.metadataFileSize, "A file grew by a line") { builder in
      builder.replace("</html>", with: "</html>\n", in: "\(folder)/原件-报告.html")
    },
    Defect(.metadataStepTime, "A time without its zone") {
      $0.replaceMetadata("09:00:00+08:00", with: "09:00:00")
    },
    Defect(.metadataStepOrder, "The first step is after the second") {
      $0.replaceMetadata("09:00:00+08:00", with: "11:00:00+08:00")
    },
  ]

  static let digests: [Defect] = [
    Defect(.digestsMissing, "Without digests") { $0.hasDigests = false },
    Defect(.digestsLine, "A line of something else") { builder in builder.editsDigests = { $0.append("完") }
    },
    Defect(.digestsWrong, "A letter of a file was changed afterwards") { builder in
      builder.editsFiles = { files in
        guard let index = files.firstIndex(where: { $0.path.hasSuffix(".html") }) else { return }
        files[index].bytes[40] ^= 0x02
      }
    },
    Defect(.digestsUnlisted, "A file was added afterwards") { builder in
      builder.editsFiles = { $0.append(("其他/b.txt", [0x61])) }
    },
    Defect(.digestsStray, "A file was taken away afterwards") { builder in
      builder.editsFiles = { $0.removeAll { $0.path == "其他/说明.txt" } }
    },
    Defect(.digestsTwice, "A line twice") { builder in builder.editsDigests = { $0.append($0[0]) } },
    Defect(.digestsWrong, "A digest of SM3 is another") { builder in
      builder.editsFiles = { files in
        var lines = files.filter { $0.path != "其他/SHA-256.txt" }
          .map { "\(ContentDigest.hexadecimal($0.bytes, .sm3))  \($0.path)" }
        lines[0] = String(repeating: "0", count: 64) + lines[0].dropFirst(64)
        let list = Array((lines.joined(separator: "\n") + "\n").utf8)
        // The list of SHA-256 was made without it.
        guard let index = files.firstIndex(where: { $0.path == "其他/SHA-256.txt" }) else { return }
        files[index].bytes += Array("\(ContentDigest.hexadecimal(list))  其他/SM3.txt\n".utf8)
        files.append(("其他/SM3.txt", list))
      }
    },
  ]

  static let contents: [Defect] = [
    Defect(.contentEmpty, "A file of no bytes") { $0.add("附件.txt", []) },
    Defect(.contentCanonicalXML, "A canonical file that is cut off") { builder in
      builder.remove("\(folder)/公开年报.xml")
      builder.files.append(("\(folder)/公开年报.xml", Array(TransferBuilder.canonicalXML.prefix(2_000))))
      builder.replaceMetadata("大小>\(TransferBuilder.canonicalXML.count)<", with: "大小>2000<")
    },
    Defect(.contentMisnamed, "A text that is called PDF") { $0.add("附件.pdf", Array("text".utf8)) },
    Defect(.contentMisnamed, "A text that is called DOCX") { $0.add("附件.docx", Array("text".utf8)) },
    Defect(.contentMisnamed, "A page that is called JSON") { $0.add("附件.json", Array("<p>".utf8)) },
    Defect(.contentUnreadable, "A Word file that is cut off") {
      $0.add("附件.docx", [0x50, 0x4B, 3, 4, 0, 0])
    },
    Defect(.contentUnreadable, "A PDF that is cut off") { $0.add("附件.pdf", Array("%PDF-1.4\n".utf8)) },
    Defect(.contentUnreadable, "An XML file that is cut off") { $0.add("附件.xml", Array("<a><b>".utf8)) },
    Defect(.contentFormat, "A format of another program") { $0.add("附件.abc", [1, 2, 3]) },
    Defect(.contentGarbled, "A text that was decoded wrongly and saved") {
      $0.add("附件.txt", Array("锟斤拷".utf8))
    },
    Defect(.contentGarbled, "Replacement characters") { $0.add("附件.txt", Array("水\u{FFFD}局".utf8)) },
    Defect(.contentLocked, "A PDF with a password") {
      $0.add("附件.pdf", Array("%PDF-1.4\ntrailer <</Encrypt 5 0 R>>\n%%EOF\n".utf8))
    },
    Defect(.contentLocked, "A Word file with a password") {
      $0.add("附件.docx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
    },
    Defect(.contentProgram, "A program") { $0.add("附件.exe", [0x4D, 0x5A, 0, 0]) },
    Defect(.contentProgram, "A program that is called a text") {
      $0.add("附件.txt", [0x7F, 0x45, 0x4C, 0x46, 2])
    },
    Defect(.contentMacro, "A Word file with macros", { $0.add("附件.docx", wordFileWithMacros) }),
    Defect(.contentScript, "A page with a script") {
      $0.add("附件.html", Array("<!DOCTYPE html><p>a</p><SCRIPT>b()</SCRIPT>".utf8))
    },
    Defect(.contentContainer, "An archive in the archive") { $0.add("附件.rar", Array("Rar!".utf8)) },
  ]

  static let bags: [Defect] = [
    .bag(.bagDeclarationMissing, "Without bagit.txt", { $0.declaration = "" }),
    .bag(.bagDeclaration, "bagit.txt of one line", { $0.declaration = "BagIt-Version: 1.0\n" }),
    .bag(.bagVersion, "Version 0.97", { $0.declaration = $0.declaration.replacing("1.0", with: "0.97") }),
    .bag(
      .bagEncoding, "Tag files in GBK", { $0.declaration = $0.declaration.replacing("UTF-8", with: "GBK") }),
    .bag(
      .bagFolder, "A file beside the folder",
      { bag in
        bag.editsFiles = { $0.append(("../a.txt", [0x61])) }
      }),
    .bag(.bagPayloadMissing, "Without data/", { $0.payload = [] }),
    .bag(.bagManifestMissing, "Without a manifest", { $0.manifest = "" }),
    .bag(
      .bagManifestLine, "A line of something else",
      { bag in
        bag.editsManifest = { $0.append("end") }
      }),
    .bag(
      .bagManifestPath, "A path that leads out of it",
      { bag in
        bag.editsManifest = { $0.append("\(String(repeating: "0", count: 64))  data/../../a") }
      }),
    .bag(
      .bagManifestWrong, "A file was changed afterwards",
      { bag in
        bag.editsFiles = { files in
          guard let index = files.firstIndex(where: { $0.path == "data/报告.html" }) else { return }
          files[index].bytes[40] ^= 0x02
        }
      }),
    .bag(
      .bagManifestWrong, "bag-info.txt was changed afterwards",
      { bag in
        bag.editsFiles = { files in
          guard let index = files.firstIndex(where: { $0.path == "bag-info.txt" }) else { return }
          files[index].bytes += Array("Bag-Count: 1 of 1\n".utf8)
        }
      }),
    .bag(
      .bagManifestUnlisted, "A file that is not in the manifest",
      { bag in
        bag.editsManifest = { $0.removeLast() }
      }),
    .bag(
      .bagManifestStray, "The manifest has a file more",
      { bag in
        bag.editsManifest = { $0.append("\(String(repeating: "0", count: 64))  data/a.txt") }
      }),
    .bag(.bagManifestTwice, "A line twice", { bag in bag.editsManifest = { $0.append($0[0]) } }),
    .bag(
      .bagManifestWeak, "MD5 alone",
      { bag in
        bag.manifest = "manifest-md5.txt"
        bag.payload = [("data/a.txt", Array("a".utf8))]
        bag.editsManifest = { $0 = ["0cc175b9c0f1b6a831c399e269772661  data/a.txt"] }
      }),
    .bag(.bagTagmanifestMissing, "Without a tag manifest", { $0.hasTagManifest = false }),
    .bag(.bagOxum, "Payload-Oxum is another", { $0.oxum = "1.1" }),
    .bag(.bagOxumMissing, "Without Payload-Oxum", { $0.oxum = nil }),
    .bag(.bagInfoMissing, "Without bag-info.txt", { $0.information = [] }),
    .bag(.bagInfoLine, "A line without a colon", { $0.information.append("end") }),
    .bag(.bagDate, "A date with points", { $0.information[1] = "Bagging-Date: 31.01.2026" }),
    .bag(
      .bagFetch, "A file is to be fetched",
      { bag in
        bag.extra.append(("fetch.txt", Array("http://example.org/a 1 data/a\n".utf8)))
      }),
  ]

  /// In a bag that keeps a transfer package: the defect of either is named once, where it is.
  static let bagsOfPackages: [Defect] = [
    .bagOfPackage(.catalogueDate, "30 February in the catalogue") {
      $0.catalogue = $0.catalogue.replacing("20231231", with: "20230230")
    },
    .bagOfPackage(.metadataElementMissing, "Metadata without 聚合层次") {
      $0.replaceMetadata("<聚合层次>件</聚合层次>", with: "")
    },
    .bagOfPackage(.recordStray, "A file in the folder of the year") {
      $0.files.append(("0123/ZFXX/2023/a.txt", [0x61]))
    },
    .bagOfPackage(.contentGarbled, "A text that was decoded wrongly and saved") {
      $0.add("附件.txt", Array("锟斤拷".utf8))
    },
    .bag(
      .eepOrder, "A bag of envelopes: 版本 before 封装包格式描述",
      { bag in
        var builder = TransferBuilder.envelopes()
        builder.replaceInEnvelope(
          "<封装包格式描述>DA/T 48-2009</封装包格式描述>\n<版本>2009</版本>",
          with: "<版本>2009</版本><封装包格式描述>DA/T 48-2009</封装包格式描述>")
        bag.payload = builder.entries().map { ("data/\($0.path)", $0.bytes) }
      }),
    .bag(
      .bagManifestUnlisted, "A bag of a transfer package: a file that is not in the manifest",
      { bag in
        bag.payload = TransferBuilder().entries().map { ("data/\($0.path)", $0.bytes) }
        bag.editsManifest = { $0.removeLast() }
      }),
  ]

  private static func bagOfPackage(
    _ rule: VerificationRuleID, _ situation: String,
    _ change: @escaping @Sendable (inout TransferBuilder) -> Void
  ) -> Defect {
    .bag(
      rule, "A bag of a transfer package: \(situation)",
      { bag in
        var builder = TransferBuilder()
        change(&builder)
        bag.payload = builder.entries().map { ("data/\($0.path)", $0.bytes) }
      })
  }

  // MARK: Parts

  /// Bytes that do not compress, behind the beginning of a picture.
  static func noise(_ count: Int) -> [UInt8] {
    var state: UInt64 = 1
    var bytes = [UInt8](repeating: 0, count: count)
    for index in bytes.indices {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      bytes[index] = UInt8(truncatingIfNeeded: state >> 56)
    }
    bytes.replaceSubrange(0..<4, with: [0x89, 0x50, 0x4E, 0x47])
    return bytes
  }

  /// Bytes that compress well, but not as well as a bomb.
  private static func sparse(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var state: UInt64 = 1
    for index in stride(from: 0, to: count, by: 512) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      for part in 0..<8 { bytes[index + part] = UInt8(truncatingIfNeeded: state >> (8 * UInt64(part))) }
    }
    bytes.replaceSubrange(0..<4, with: [0x89, 0x50, 0x4E, 0x47])
    return bytes
  }

  private static let wordFileWithMacros: [UInt8] = {
    var zip = ZIPBuilder()
    zip.add(
      "[Content_Types].xml",
      Array(
        """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/word/document.xml"
         ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
        """.utf8))
    zip.add(
      "_rels/.rels",
      Array(
        """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a"
         Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
         Target="word/document.xml"/></Relationships>
        """.utf8))
    zip.add(
      "word/document.xml",
      Array(
        """
        <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>
        <w:t>a</w:t></w:r></w:p></w:body></w:document>
        """.utf8))
    zip.add("word/vbaProject.bin", [1, 2, 3])
    return zip.finish()
  }()

  private static func move(_ builder: inout TransferBuilder, from old: String, to new: String) {
    builder.files = builder.files.map { ($0.path.replacing(old, with: new), $0.bytes) }
  }

  /// Takes 电子属性 for no file.
  private static func dropFiles(_ builder: inout TransferBuilder) {
    let path = "\(folder)/电子档案元数据.XML"
    guard let index = builder.files.firstIndex(where: { $0.path == path }) else { return }
    builder.files[index].bytes = Array(TransferBuilder.metadata(0, [("-", "电子档案元数据.XML", 0)]).utf8)
    let size = builder.files[index].bytes.count + 3
    builder.files[index].bytes = Array(TransferBuilder.metadata(0, [("-", "电子档案元数据.XML", size)]).utf8)
  }

  /// The first record, so many times under numbers of their own.
  private static func manyRecords(_ count: Int) -> [UInt8] {
    var builder = TransferBuilder()
    let originals = builder.files.prefix(3)
    builder.files = []
    var entries = ""
    for index in 1...count {
      let number = "0123-ZFXX·2023-D30-\(1_000 + index)"
      for (path, bytes) in originals {
        builder.files.append((path.replacing(TransferBuilder.numbers[0], with: number), bytes))
      }
      entries += """
        <文件><顺序号>\(index)</顺序号><档号>\(number)</档号><责任者>青禾市水务局</责任者>
        <题名>2023年政府信息公开工作年度报告</题名><日期>20231231</日期><保管期限>30年</保管期限><密级>公开</密级>
        <备注></备注></文件>

        """
    }
    builder.catalogue = "<文件目录>\n\(entries)</文件目录>\n"
    builder.replaceDescription("档案数量", with: "档案数量：\(count)件")
    builder.replaceDescription(
      "起止档号", with: "起止档号：0123-ZFXX·2023-D30-1001—0123-ZFXX·2023-D30-\(1_000 + count)")
    return builder.bytes()
  }
}
