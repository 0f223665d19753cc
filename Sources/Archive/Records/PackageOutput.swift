import Core
import FileKit

/// Where the bytes of a package go, piece by piece: a file beside its place, or memory in tests.
package protocol PackageOutput: Sendable {
  mutating func write(_ bytes: [UInt8]) throws(Refusal)
}

extension OutputFile: PackageOutput {}

/// A package in memory.
package struct PackageBytes: PackageOutput {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func write(_ bytes: [UInt8]) throws(Refusal) { self.bytes += bytes }
}
