import Foundation
import TestSupport
import Testing

@testable import FileKit
@testable import TextKit

@Suite struct DigestTests {
  /// The examples A.1 and A.2 of GB/T 32905-2016.
  @Test(arguments: [
    ("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (
      String(repeating: "abcd", count: 16),
      "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    ),
    ("", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
  ])
  func sm3IsThatOfTheStandard(text: String, digest: String) {
    #expect(ContentDigest.hexadecimal(Array(text.utf8), .sm3) == digest)
  }

  /// FIPS 180-4.
  @Test func sha256IsThatOfTheStandard() {
    #expect(
      ContentDigest.hexadecimal(Array("abc".utf8), .sha256)
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  /// Pieces of any length give the digest of the whole.
  @Test(arguments: DigestAlgorithm.allCases)
  func piecesGiveTheWhole(algorithm: DigestAlgorithm) {
    let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for step in [1, 7, 55, 56, 63, 64, 65, 128, 500] {
      var digest = ContentDigest(algorithm)
      for start in stride(from: 0, to: bytes.count, by: step) {
        digest.update(Array(bytes[start..<min(start + step, bytes.count)]))
      }
      #expect(digest.finish() == ContentDigest.of(bytes, algorithm), "in pieces of \(step)")
    }
  }

  /// What OpenSSL says of the same bytes, of every length around a block and of some larger ones.
  @Test(.enabled(if: OpenSSL.isInstalled), arguments: DigestAlgorithm.allCases)
  func openSSLAgrees(algorithm: DigestAlgorithm) throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    var generator = SystemRandomNumberGenerator()
    let lengths = Array(0...130) + [1_000, 4_095, 65_536, Scale.count(200_003, proof: 1_000_003)]
    var names: [String] = []
    var own: [String] = []
    for length in lengths {
      let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      names.append(try folder.write(bytes, "\(length)"))
      own.append(ContentDigest.hexadecimal(bytes, algorithm))
    }
    let name = "-" + algorithm.rawValue.lowercased().replacing("sha-", with: "sha")
    let output = try OpenSSL.run(["dgst", "-r", name] + names)
    let theirs = output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    #expect(own == theirs)
  }

  @Test func base64ComesBack() {
    for length in [0, 1, 2, 3, 56, 57, 58, 114, 1_000, Base64.pieceSize + 1] {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 11) }
      var text: [UInt8] = []
      for start in stride(from: 0, to: length, by: Base64.pieceSize) {
        text += Base64.lines(of: bytes[start..<min(start + Base64.pieceSize, length)])
      }
      #expect(Base64.decoded(text[...]) == bytes)
      let pure = text.filter { $0 != 0x0A }
      #expect(Data(bytes).base64EncodedString() == String(decoding: pure, as: UTF8.self))
      #expect(text.split(separator: 0x0A).allSatisfy { $0.count <= 76 })
    }
    for wrong in ["A", "AAA", "AA=", "AAAA=", "A===", "AB==", "AA==AA==", "AA-A", "中文"] {
      #expect(Base64.decoded(Array(wrong.utf8)[...]) == nil, "\(wrong)")
    }
  }
}

/// The program that judges digests and signatures.
enum OpenSSL {
  struct Failure: Error {
    let status: Int32
    let arguments: [String]
  }

  static let path = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  static var isInstalled: Bool { path != nil }

  @discardableResult
  static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "openssl")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      throw Failure(status: process.terminationStatus, arguments: arguments)
    }
    return String(decoding: data, as: UTF8.self)
  }
}

/// A folder of a test's own.
struct TemporaryDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("archive-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func write(_ bytes: [UInt8], _ name: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
