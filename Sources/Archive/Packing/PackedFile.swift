import ZIPContainer

/// A file of a package, with everything that follows from its bytes alone.
public struct PackedFile: Sendable {
  /// Within the package, with `/`.
  public let path: String
  public let bytes: [UInt8]
  let digests: [DigestAlgorithm: String]
  /// Deflated, where the package is a ZIP.
  let member: ZIPMember?

  /// How many bytes it takes in a ZIP.
  var packedSize: Int { member?.sizeInContainer(path) ?? bytes.count }
}

/// Makes files ready for a package: what takes time, and can be done for several at once.
public struct FilePacker: Sendable {
  public let algorithms: [DigestAlgorithm]
  /// Whether the package is a ZIP.
  public let isDeflating: Bool

  /// - Parameter algorithms: the digests that are listed; SHA-256 is always among those that are computed.
  public init(_ algorithms: [DigestAlgorithm], isDeflating: Bool) {
    self.algorithms = algorithms
    self.isDeflating = isDeflating
  }

  public func pack(_ path: String, _ bytes: [UInt8]) -> PackedFile {
    var digests: [DigestAlgorithm: String] = [:]
    for algorithm in Set(algorithms + [.sha256]) {
      digests[algorithm] = ContentDigest.hexadecimal(bytes, algorithm)
    }
    return PackedFile(
      path: path, bytes: bytes, digests: digests, member: isDeflating ? ZIPMember(bytes) : nil)
  }
}
