import CSchemas

/// The data files that the program carries, by their path below `Schemas/`.
package enum DataFile {
  /// All paths, in the order of `embed.c`.
  package static var paths: [String] {
    (0..<schema_file_count()).map { String(cString: schema_file_at($0).path) }
  }

  /// The bytes of one file, or nil where there is none of that path.
  package static func bytes(_ path: String) -> [UInt8]? {
    let index = schema_file_named(path)
    guard index < schema_file_count() else { return nil }
    let file = schema_file_at(index)
    return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
  }

  /// The text of one file, or nil where there is none of that path.
  package static func text(_ path: String) -> String? {
    bytes(path).map { String(decoding: $0, as: UTF8.self) }
  }
}
