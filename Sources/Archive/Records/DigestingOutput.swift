import Core
import FileKit
import TextKit

/// An output that counts and digests what goes through it: for the hand-over slip.
public struct DigestingOutput<Base: PackageOutput>: PackageOutput {
  public private(set) var base: Base
  public private(set) var count = 0
  private var running = ContentDigest(.sha256)

  public init(_ base: Base) { self.base = base }

  public mutating func write(_ bytes: [UInt8]) throws(Refusal) {
    running.update(bytes)
    count += bytes.count
    try base.write(bytes)
  }

  /// The SHA-256 of everything so far, in hexadecimal.
  public var digest: String { running.finish().hexadecimal }
}

/// A package in memory.
public struct PackageBytes: PackageOutput {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func write(_ bytes: [UInt8]) throws(Refusal) { self.bytes += bytes }
}
