import Foundation
import SystemPackage
import TestSupport

@testable import Core
@testable import Envelopes
@testable import FileKit
@testable import Gongkai
@testable import Packages
@testable import Records
@testable import Verification
@testable import ZIPKit

extension FuzzTarget {
  /// Packages as bytes, with one file replaced and with names of any bytes; envelopes and what is signed of them.
  static let packages: [FuzzTarget] = [
    FuzzTarget(name: "package", seeds: { try SamplePackage.all().map(\.bytes) }) { bytes in
      verify(bytes)
      if let package = try? EnvelopePackage(bytes) { _ = try? package.bytesToSign(.content) }
    },
    FuzzTarget(name: "package-file", seeds: replacements, words: names) { bytes in
      guard let (package, entry) = chosen(by: bytes) else { return }
      verify(package.archive.file(replacing: { $0 == entry ? Array(bytes.dropFirst(2)) : nil }))
    },
    FuzzTarget(name: "package-names", seeds: entryNames) { verify(container(named: $0)) },
    FuzzTarget(
      name: "envelope", seeds: { try SamplePackage.all().flatMap(\.envelopes) }, words: names, run: sign),
    FuzzTarget(name: "certificate", seeds: certificates, words: ["-----BEGIN CERTIFICATE-----"]) { bytes in
      _ = try? EnvelopeSignature.certificates(bytes, name: "a.pem")
    },
  ]

  private static let verifier = PackageVerifier()

  private static func verify(_ bytes: [UInt8]) {
    for profile in [nil, ArchiveProfile.transfer, .eep, .bagit] {
      guard let result = try? verifier.verify(bytes, name: "a.zip", as: profile) else { continue }
      for item in result.items { _ = (item.sentence(.chinese), item.sentence(.english)) }
    }
  }

  // MARK: One file of a package

  private static let samples = (try? SamplePackage.all()) ?? []

  /// The first byte says which package, the second which of its files.
  private static func chosen(by bytes: [UInt8]) -> (SamplePackage, String)? {
    guard bytes.count >= 2, !samples.isEmpty else { return nil }
    let package = samples[Int(bytes[0]) % samples.count]
    guard !package.paths.isEmpty else { return nil }
    return (package, package.paths[Int(bytes[1]) % package.paths.count])
  }

  private static func replacements() throws -> [[UInt8]] {
    try samples.enumerated().flatMap { number, package in
      try package.paths.enumerated().map { index, path in
        [UInt8(number), UInt8(index)] + (try package.archive.contents(of: path) ?? [])
      }
    }
  }

  private static var names: [String] {
    [
      "文件目录", "文件", "顺序号", "档号", "责任者", "题名", "日期", "保管期限", "电子档案元数据", "电子文件封装包", "被签名对象", "电子签名块", "电子签名",
      "锁定签名",
      "编码数据", "编码数据ID=\"", "引用编码数据ID=\"", "修改封装内容", "<!DOCTYPE", "<!ENTITY", "<![CDATA[", "]]>", "xmlns=",
      "Payload-Oxum: ",
      "Bagging-Date: ", "BagIt-Version: 1.0", "档案数量：", "起止档号：",
    ]
  }

  // MARK: Names

  /// A line for each name; its first byte is the flags that matter here: whether it says that it is UTF-8, and whether a
  /// field says what it is in Unicode.
  private static func container(named bytes: [UInt8]) -> [UInt8] {
    let lines = bytes.split(separator: 0x0A, maxSplits: 24, omittingEmptySubsequences: true)
    let entries = lines.compactMap { line in
      line.first.map { flags in
        RawZIP.Entry(
          name: Array(line.dropFirst().prefix(1_000)), isMarked: flags & 1 != 0,
          unicodeName: flags & 2 != 0 ? Array(line.dropFirst().reversed()) : nil, contents: [0x61])
      }
    }
    return RawZIP.bytes(entries)
  }

  private static func entryNames() throws -> [[UInt8]] {
    let plain = try SamplePackage.all().map { sample in
      sample.archive.entries.map { "1\($0.name)" }.joined(separator: "\n")
    }
    // 说明文件.TXT and 其他/ in GBK.
    let other: [UInt8] = [
      0x30, 0xCB, 0xB5, 0xC3, 0xF7, 0xCE, 0xC4, 0xBC, 0xFE, 0x2E, 0x54, 0x58, 0x54, 0x0A, 0x32, 0xC6, 0xE4,
      0xCB, 0xFB, 0x2F, 0x61,
    ]
    return plain.map { Array($0.utf8) } + [other]
  }

  // MARK: Signing

  private static func sign(_ bytes: [UInt8]) {
    _ = try? verifier.verify(bytes, name: "a.eep.xml", as: .eep)
    guard let envelope = try? Envelope(bytes) else { return }
    let signature = EnvelopeSignature(
      result: [1, 2, 3], certificates: [[0x30, 0]], algorithm: "SM2-SM3", time: "2026-01-31T09:00:00+08:00",
      signer: "甲")
    for target in [SigningTarget.content, .lastSignature] {
      _ = try? envelope.bytesToSign(target)
      guard let signed = try? envelope.attaching(signature, to: target) else { continue }
      // What is signed was not changed by that.
      let whole = Array(signed.pieces.joined())
      guard let again = try? Envelope(whole), target == .content else { continue }
      guard let first = try? envelope.bytesToSign(target), let second = try? again.bytesToSign(target) else {
        continue
      }
      if !first.elementsEqual(second) { fatalError("what was signed has changed") }
    }
  }

  private static func certificates() throws -> [[UInt8]] {
    [[0x30, 3, 2, 1, 0], Array("-----BEGIN CERTIFICATE-----\nMAMCAQA=\n-----END CERTIFICATE-----\n".utf8)]
  }
}

/// A package made of an example, small: what is large in it takes time and shows nothing here.
struct SamplePackage: Sendable {
  let bytes: [UInt8]
  let archive: ZIPArchive

  /// The files in it.
  var paths: [String] { archive.entries.filter { !$0.isFolder }.map(\.name) }

  var envelopes: [[UInt8]] {
    paths.filter { $0.hasSuffix(".eep.xml") }.compactMap { try? archive.contents(of: $0) }
  }

  private init(_ bytes: [UInt8]) throws {
    archive = try ZIPArchive(bytes)
    self.bytes = bytes
  }

  /// One of each kind.
  static func all() throws -> [SamplePackage] {
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    var settings = ArchiveSettings()
    try settings.set(["全宗号=0123", "全宗名称=青禾市水务局", "类别号=WS", "保管期限=永久"])
    guard let time = ArchiveTime("2026-01-31T09:00:00+08:00") else { return [] }
    var options = ArchiveOptions(settings, time: time, program: "gongkai")
    let kinds: [(ArchiveProfile, isDetached: Bool)] = [
      (.transfer, false), (.bagit, false), (.eep, false), (.eep, true),
    ]
    return try kinds.enumerated().map { number, kind in
      (options.profile, options.isDetached) = kind
      let path = "\(directory.path)/\(number).zip"
      _ = try ArchiveMaker(FuzzTarget.converter, options).make(
        of: [FilePath(Examples.path("legacy-shandong/input.txt"))], at: FilePath(path))
      let whole = try ZIPArchive(try directory.read("\(number).zip"))
      return try SamplePackage(
        whole.file(replacing: { $0.hasSuffix(".docx") || $0.hasSuffix(".xsd") ? [0x61] : nil }))
    }
  }
}
