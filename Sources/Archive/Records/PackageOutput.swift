import Core
import FileKit

/// Where the bytes of a package go, piece by piece: a file beside its place, or memory in tests.
package protocol PackageOutput: Sendable {
  mutating func write(_ bytes: [UInt8]) throws(Refusal)
}

extension OutputFile: PackageOutput {}

/// The layouts of packages.
public enum ArchiveProfile: String, CaseIterable, Sendable {
  /// 档发〔2012〕7号, annex 2, and DA/T 93-2022.
  case transfer
  /// DA/T 48-2009.
  case eep
  /// RFC 8493.
  case bagit
}

/// What a receiving system accepts in one package.
public struct PackageLimits: Hashable, Sendable {
  /// Bytes of the package.
  public var packedSize = 50 << 20
  /// Bytes of all files in it.
  public var unpackedSize = 200 << 20
  public var entryCount = 1_000
  public var recordCount = 100

  public init() {}
}
