import CSchemas

/// The data files that the program carries, by their path below `Schemas/`.
package enum DataFile {
  /// All paths, in the order of `embed.c`.
  package static var paths: [String] {
    (0..<schema_file_count()).map { String(cString: schema_file_at($0).path) }
  }

  /// The text of one file, or nil where there is none of that path.
  package static func text(_ path: String) -> String? {
    for index in 0..<schema_file_count() {
      let file = schema_file_at(index)
      guard String(cString: file.path) == path else { continue }
      return String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
    }
    return nil
  }
}
