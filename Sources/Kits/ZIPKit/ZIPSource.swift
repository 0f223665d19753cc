/// Where the bytes of a container are: in memory, or in a file of which only what is asked for is read.
package protocol ZIPSource: Sendable {
  var count: Int { get }

  /// The bytes of a range, which is within the source; the indices of what is given may be others.
  ///
  /// - Throws: `truncated` where they are not there any more.
  func bytes(_ range: Range<Int>) throws(ZIPFailure) -> ArraySlice<UInt8>
}

/// Bytes in memory, given without a copy.
package struct ZIPMemory: ZIPSource {
  private let content: [UInt8]

  package init(_ bytes: [UInt8]) { content = bytes }

  package var count: Int { content.count }

  package func bytes(_ range: Range<Int>) throws(ZIPFailure) -> ArraySlice<UInt8> { content[range] }
}
