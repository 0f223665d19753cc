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
