import SystemPackage

/// A fresh folder that only this user can enter, removed with all that is in it when nobody holds it any more.
package struct TemporaryFolder: ~Copyable {
  private let folder: HeldFolder
  private var root: FilePath { folder.path }

  /// Where temporary folders are made on this machine.
  package static var parent: FilePath { SystemCalls.environmentPath("TMPDIR") ?? "/tmp" }

  /// - Throws: why none can be made.
  package init(in parent: FilePath) throws(Errno) {
    folder = try HeldFolder(in: parent, .ownerReadWriteExecute)
  }

  deinit { folder.remove() }

  package func path(of name: String) -> String { root.appending(name).string }

  package func url(of name: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~".utf8)
    let digits = Array("0123456789ABCDEF")
    return "file://"
      + path(of: name).utf8.map { byte in
        plain.contains(byte)
          ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }.joined()
  }

  package func makeFolder(_ name: String) throws(Errno) {
    try SystemCalls.makeFolder(root.appending(name), .ownerReadWriteExecute)
  }

  package func write(_ bytes: [UInt8], to name: String) throws(Errno) {
    let file = try FileAccess.create(root.appending(name), .ownerReadWrite)
    defer { FileAccess.close(file) }
    try FileAccess.write(bytes, to: file)
  }

  /// The bytes of a file; nil where there is none, or more than the limit.
  package func read(_ name: String, limit: Int) -> [UInt8]? {
    guard let file = try? FileAccess.open(root.appending(name), options: .noFollow) else { return nil }
    defer { FileAccess.close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      guard let count = try? buffer.withUnsafeMutableBytes({ try file.read(into: $0) }) else { return nil }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
    return nil
  }
}
