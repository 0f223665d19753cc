import Core
import FileKit
import TextKit

/// An output that counts and digests what goes through it: for the hand-over slip.
package struct DigestingOutput<Base: PackageOutput>: PackageOutput {
  package private(set) var base: Base
  package private(set) var count = 0
  private var running = ContentDigest(.sha256)

  package init(_ base: Base) { self.base = base }

  package mutating func write(_ bytes: [UInt8]) throws(Refusal) {
    running.update(bytes)
    count += bytes.count
    try base.write(bytes)
  }

  /// The SHA-256 of everything so far, in hexadecimal.
  package var digest: String { running.finish().hexadecimal }
}
