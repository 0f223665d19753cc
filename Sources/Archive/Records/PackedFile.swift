import FileKit
import TextKit
import ZIPKit

/// A file of a package, with everything that follows from its bytes alone.
package struct PackedFile: Sendable {
  /// Within the package, with `/`.
  package let path: String
  package let bytes: [UInt8]
  package let digests: [DigestAlgorithm: String]
  /// Deflated, where the package is a ZIP.
  package let content: ZIPContent?

  /// How many bytes it takes in a ZIP.
  package var packedSize: Int { content?.sizeInContainer(path) ?? bytes.count }
}

/// Makes files ready for a package: what takes time, and can be done for several at once.
package struct FilePacker: Sendable {
  package let algorithms: [DigestAlgorithm]
  /// Whether the package is a ZIP.
  package let isDeflating: Bool

  /// - Parameter algorithms: the digests that are listed; SHA-256 is always among those that are computed.
  package init(_ algorithms: [DigestAlgorithm], isDeflating: Bool) {
    self.algorithms = algorithms
    self.isDeflating = isDeflating
  }

  package func pack(_ path: String, _ bytes: [UInt8]) -> PackedFile {
    pack(path, bytes, isDeflating ? ZIPContent(bytes) : nil)
  }

  /// The same of several files, in less time.
  package func pack(_ files: [(path: String, bytes: [UInt8])]) -> [PackedFile] {
    let contents = isDeflating ? ZIPContent.all(files.map(\.bytes)) : []
    return files.enumerated().map { index, file in
      pack(file.path, file.bytes, isDeflating ? contents[index] : nil)
    }
  }

  private func pack(_ path: String, _ bytes: [UInt8], _ content: ZIPContent?) -> PackedFile {
    var digests: [DigestAlgorithm: String] = [:]
    for algorithm in Set(algorithms + [.sha256]) {
      digests[algorithm] = ContentDigest.hexadecimal(bytes, algorithm)
    }
    return PackedFile(
      path: path, bytes: bytes, digests: digests, content: content)
  }
}
