import Crypto
import Findings

/// The fingerprint of a file as received.
public enum SourceDigest {
  /// The SHA-256 of bytes, in lower-case hexadecimal.
  public static func sha256(_ bytes: [UInt8]) -> String { SHA256.hash(data: bytes).hexadecimal }
}
