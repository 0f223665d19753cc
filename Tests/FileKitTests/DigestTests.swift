import TestSupport
import Testing

@testable import FileKit

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
    var generator = SplitMix64(seed: 1)
    let lengths = Array(0...130) + [1_000, 4_095, 65_536, 1_000_003]
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
}
