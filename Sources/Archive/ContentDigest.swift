import Crypto

/// The algorithms that prove that bytes are the same.
public enum DigestAlgorithm: String, CaseIterable, Sendable {
  case sha256 = "SHA-256"
  /// GB/T 32905.
  case sm3 = "SM3"
}
