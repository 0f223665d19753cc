import Foundation
import TestSupport
import Testing

@testable import Core
@testable import Envelopes
@testable import FileKit
@testable import MarkupKit

@Suite struct EnvelopeSigningTests {
  private static let signature = EnvelopeSignature(
    result: [UInt8](repeating: 9, count: 70), certificates: [[0x30, 1, 0]], algorithm: "SM2-SM3",
    time: "2026-11-21T10:00:00+08:00", signer: "张三")

  private static func attach(
    _ bytes: [UInt8], _ signature: EnvelopeSignature = signature, to target: SigningTarget = .content
  ) throws -> [UInt8] {
    try Envelope(bytes).attaching(signature, to: target).pieces.flatMap { $0 }
  }

  /// What was signed stands at the same place, byte for byte, and so does all that was there.
  @Test func attachingChangesNoByte() throws {
    let before = try EnvelopeTests.written()
    let range = try #require(try Envelope(before).signedRange)
    let once = try Self.attach(before)
    let twice = try Self.attach(once)
    let locked = try Self.attach(twice, to: .lastSignature)
    for bytes in [once, twice, locked] {
      #expect(try Envelope(bytes).signedRange == range)
      #expect(Array(bytes[range]) == Array(before[range]))
      #expect(bytes.starts(with: before[..<range.upperBound]))
      #expect(bytes.suffix(20).elementsEqual(before.suffix(20)))
    }
    let text = String(decoding: locked, as: UTF8.self)
    #expect(text.contains("<签名标识符>修改0-签名1<") && text.contains("<签名标识符>修改0-签名2<"))
    #expect(text.contains("<被锁定签名标识符>修改0-签名2<"))
    // Without a locking signature the schema is not kept, and that is said.
    #expect(try Envelope(once).deviations.map { $0.arguments["element"] } == ["锁定签名"])
    #expect(try Envelope(locked).verify { _ in nil }.isEmpty)
    #expect(try EnvelopeTests.complaint(locked) == nil)
    let second = try Envelope(twice).bytesToSign(.lastSignature)
    #expect(try Envelope(locked).bytesToSign(.lastSignature) == second)
    #expect(String(decoding: second, as: UTF8.self).hasPrefix("<电子签名>"))
    #expect(String(decoding: second, as: UTF8.self).hasSuffix("</电子签名>"))
  }

  /// Some programs put a byte order mark before UTF-8: it stays, and nothing else than without it is signed.
  @Test func byteOrderMarkIsKept() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let plain = try EnvelopeTests.written()
    #expect(try Envelope(mark + plain).bytesToSign(.content) == Envelope(plain).bytesToSign(.content))
    let range = try #require(try Envelope(mark + plain).signedRange)
    #expect(try Array((mark + plain)[range]) == Array(Envelope(plain).bytesToSign(.content)))
    for target in [SigningTarget.content, .lastSignature] {
      let before = try target == .content ? plain : Self.attach(plain)
      #expect(try Self.attach(mark + before, to: target) == mark + Self.attach(before, to: target))
    }
  }

  /// As many bytes as UTF-8 would have are not the same bytes.
  @Test func anotherEncodingOfTheSameLengthIsNotSigned() throws {
    let name = "电子文件封装包"
    for padding in 0..<60 {
      let text = "<\(name)><被签名对象>\(String(repeating: "a", count: padding))</被签名对象></\(name)>"
      var wide: [UInt8] = [0xFF, 0xFE]
      for unit in text.utf16 { wide += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
      let refusal = #expect(throws: Refusal.self) { _ = try Envelope(wide).bytesToSign(.content) }
      #expect(refusal?.findings.map(\.id) == ["eep.not-utf8"])
    }
  }

  /// What looks like the signed object and is none, in what XML passes over.
  @Test(arguments: ["<?a > <被签名对象>?>", "<!-- <被签名对象> -->", "<!-- > --><?a <被签名对象/>?>"])
  func lookAlikesAreNotSigned(decoy: String) throws {
    let text = String(decoding: try EnvelopeTests.written(), as: UTF8.self)
    let bytes = Array(text.replacingOccurrences(of: "<版本>", with: "\(decoy)<版本>").utf8)
    #expect(try Envelope(bytes).bytesToSign(.content) == Envelope(Array(text.utf8)).bytesToSign(.content))
  }

  @Test func emptyBlockIsNotFilled() throws {
    let text = String(decoding: try EnvelopeTests.written(), as: UTF8.self)
      .replacingOccurrences(of: "</被签名对象>", with: "</被签名对象><电子签名块/>")
    let refusal = #expect(throws: Refusal.self) { try Self.attach(Array(text.utf8)) }
    #expect(refusal?.findings.map(\.id) == ["eep.missing"])
  }

  /// A modification takes the signatures of the original along, and they still cover the same bytes.
  @Test func signaturesOutliveAModification() throws {
    let signed = try Self.attach(try EnvelopeTests.written())
    let object = try Envelope(signed).bytesToSign(.content)
    var modified = try EnvelopeTests.written(modifying: signed)
    #expect(modified.firstRange(of: object) != nil)
    modified = try Self.attach(modified)
    modified = try Self.attach(modified, to: .lastSignature)
    #expect(try EnvelopeTests.complaint(modified) == nil)
    #expect(try Envelope(modified).deviations.isEmpty)
    #expect(String(decoding: modified, as: UTF8.self).contains("<签名标识符>修改1-签名1<"))
  }

  /// A lock on a signature that is not there locks nothing.
  @Test func aLockNamesASignatureThatIsThere() throws {
    let locked = try Self.attach(Self.attach(try EnvelopeTests.written()), to: .lastSignature)
    let text = String(decoding: locked, as: UTF8.self)
    let other = text.replacing("<被锁定签名标识符>修改0-签名1<", with: "<被锁定签名标识符>修改0-签名2<")
    #expect(other != text)
    #expect(try Envelope(Array(other.utf8)).deviations.map(\.id) == ["eep.reference"])
  }

  @Test func whatCannotBeSignedIsRefused() throws {
    let bytes = try EnvelopeTests.written()
    func id(_ work: () throws -> Void) -> String? {
      #expect(throws: Refusal.self, performing: work)?.findings.first?.id
    }
    #expect(id { _ = try Envelope(bytes).bytesToSign(.lastSignature) } == "eep.no-signed-object")
    let locked = try Self.attach(try Self.attach(bytes), to: .lastSignature)
    #expect(id { _ = try Self.attach(locked) } == "eep.locked")
    for algorithm in ["MD5", "SHA-256", "sm3", "SHA1withRSA", "MD5withRSA"] {
      var weak = Self.signature
      weak.algorithm = algorithm
      #expect(id { _ = try Self.attach(bytes, weak) } == "eep.algorithm")
    }
    let utf16 = Array(
      String(decoding: bytes, as: UTF8.self).data(using: .utf16LittleEndian).map { [0xFF, 0xFE] + Array($0) }
        ?? [])
    #expect(id { _ = try Envelope(utf16).bytesToSign(.content) } == "eep.not-utf8")
    #expect(
      id { _ = try EnvelopeSignature.certificates(Array("key".utf8), name: "k") } == "eep.no-certificate")
  }

  @Test func bareDigestIsNoSignature() throws {
    var weak = Self.signature
    weak.result = [UInt8](repeating: 1, count: 16)
    let signed = try Self.attach(try Self.attach(try EnvelopeTests.written(), weak), to: .lastSignature)
    #expect(try Envelope(signed).deviations.map(\.id) == ["eep.bare-signature"])
    let text = String(decoding: signed, as: UTF8.self)
      .replacingOccurrences(of: "<签名算法标识>SM2-SM3", with: "<签名算法标识>MD5")
    #expect(try Envelope(Array(text.utf8)).deviations.map(\.id) == ["eep.algorithm", "eep.algorithm"])
  }

  /// A signer's own tool signs the exported bytes, and verifies what the finished envelope holds.
  @Test(.enabled(if: OpenSSL.isInstalled), arguments: ["RSA", "SM2"])
  func openSSLVerifies(kind: String) throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    func path(_ name: String) -> String { "\(folder.path)/\(name)" }
    let isSM2 = kind == "SM2"
    let key =
      isSM2
      ? ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2"]
      : ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    let digest = isSM2 ? "-sm3" : "-sha256"
    let scheme = isSM2 ? ["-sigopt", "distid:1234567812345678"] : []
    try OpenSSL.run(["genpkey"] + key + ["-out", path("key")])
    try OpenSSL.run(
      [
        "req", "-x509", "-new", "-key", path("key"), digest, "-subj", "/CN=test", "-days", "2", "-out",
        path("cert"),
      ])
    try OpenSSL.run(["pkey", "-in", path("key"), "-pubout", "-out", path("public")])

    func sign(_ bytes: [UInt8], _ target: SigningTarget) throws -> [UInt8] {
      _ = try folder.write(Array(try Envelope(bytes).bytesToSign(target)), "input")
      try OpenSSL.run(
        ["dgst", digest, "-sign", path("key")] + scheme + ["-out", path("result"), path("input")])
      let certificates = try EnvelopeSignature.certificates(try folder.read("cert"), name: "cert")
      let signature = EnvelopeSignature(
        result: try folder.read("result"), certificates: certificates,
        algorithm: isSM2 ? "SM2-SM3" : "SHA256withRSA")
      return try Self.attach(bytes, signature, to: target)
    }
    let signed = try sign(try sign(try EnvelopeTests.written(), .content), .lastSignature)
    #expect(try Envelope(signed).deviations.isEmpty)
    #expect(try EnvelopeTests.complaint(signed) == nil)

    let envelope = try Envelope(signed)
    func verify(_ input: [UInt8], _ element: Int) throws {
      let result = try #require(envelope.tree.child(element, "签名结果"))
      _ = try folder.write(input, "again")
      _ = try folder.write(try #require(Base64.decoded(envelope.tree.characters(result))), "taken")
      try OpenSSL.run(
        ["dgst", digest, "-verify", path("public"), "-signature", path("taken")] + scheme + [path("again")])
    }
    let block = try #require(envelope.signatures.last)
    try verify(Array(try envelope.bytesToSign(.content)), block)
    try verify(
      Array(try envelope.bytesToSign(.lastSignature)), try #require(envelope.tree.child(0, "锁定签名")))
    #expect(throws: OpenSSL.Failure.self) {
      try verify(Array(try envelope.bytesToSign(.content)) + [0x20], block)
    }
    // The certificate came through as it was.
    let certificate = try #require(envelope.tree.descendants(block, "证书").first)
    _ = try folder.write(try #require(Base64.decoded(envelope.tree.characters(certificate))), "der")
    try OpenSSL.run(["x509", "-inform", "DER", "-in", path("der"), "-noout"])
  }
}
