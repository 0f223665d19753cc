import Crypto
import Findings
import Formats

/// An output that counts and digests what goes through it: for the hand-over slip.
public struct DigestingOutput<Base: PackageOutput>: PackageOutput {
  public private(set) var base: Base
  public private(set) var count = 0
  private var hash = SHA256()

  public init(_ base: Base) { self.base = base }

  public mutating func write(_ bytes: [UInt8]) throws(Refusal) {
    hash.update(data: bytes)
    count += bytes.count
    try base.write(bytes)
  }

  /// The SHA-256 of everything so far.
  public var digest: String {
    var text = ""
    for byte in hash.finalize() {
      text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    return text
  }
}

/// A package in memory.
public struct PackageBytes: PackageOutput, Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func write(_ bytes: [UInt8]) throws(Refusal) { self.bytes += bytes }
}
