import Crypto
import Findings

/// The algorithms that prove that bytes are the same.
public enum DigestAlgorithm: String, CaseIterable, Sendable {
  case sha256 = "SHA-256"
  /// GB/T 32905.
  case sm3 = "SM3"
}

/// The digest of bytes that come piece by piece.
public struct ContentDigest: Sendable {
  private enum State: Sendable {
    case sha256(SHA256)
    case sm3(SM3)
  }

  private var state: State

  public init(_ algorithm: DigestAlgorithm) {
    state =
      switch algorithm {
      case .sha256: .sha256(SHA256())
      case .sm3: .sm3(SM3())
      }
  }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    switch state {
    case .sha256(var hash):
      hash.update(bufferPointer: bytes)
      state = .sha256(hash)
    case .sm3(var hash):
      hash.update(bytes)
      state = .sm3(hash)
    }
  }

  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest of all that came; 32 bytes with either algorithm.
  public consuming func finish() -> [UInt8] {
    switch state {
    case .sha256(let hash): Array(hash.finalize())
    case .sm3(let hash): hash.finish()
    }
  }

  /// The digest of bytes that are all there.
  public static func of(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) -> [UInt8] {
    var digest = ContentDigest(algorithm)
    digest.update(bytes)
    return digest.finish()
  }

  /// The same in lower-case hexadecimal.
  public static func hexadecimal(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) -> String {
    of(bytes, algorithm).hexadecimal
  }
}
