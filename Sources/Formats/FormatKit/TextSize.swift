import Core

/// How large a file may be that is text and nothing else.
package enum TextSize {
  /// In bytes, blanks and all: four times what a document may hold, as its cells may be filled up with spaces.
  package static let maximum = 16 << 20

  /// - Throws: a refusal before anything is decoded.
  package static func check(_ source: SourceBytes) throws(Refusal) {
    guard source.bytes.count <= maximum else { throw Refusal(.input, .textTooLarge(limit: maximum)) }
  }
}

extension Finding {
  fileprivate static func textTooLarge(limit: Int) -> Finding {
    Finding("read.text-too-large", .error, ["limit": "\(limit >> 20) MB"])
  }
}
