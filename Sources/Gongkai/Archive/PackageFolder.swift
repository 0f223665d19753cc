import Core
import FileKit
import Verification

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// All that a folder holds, hidden or not, by name. Unlike inputs, of a package nothing is passed over.
struct PackageFolder: Equatable {
  private(set) var files: [PackageContents.Entry] = []
  /// Not followed.
  private(set) var links: [String] = []
  /// Devices, pipes and sockets.
  private(set) var specials: [String] = []

  /// - Throws: an `input` refusal where it, or a folder in it, cannot be read.
  init(_ folder: String) throws(Refusal) { try add("", of: folder) }

  private mutating func add(_ prefix: String, of folder: String) throws(Refusal) {
    for name in try Self.names("\(folder)/\(prefix)") {
      let path = "\(folder)/\(prefix)\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { throw FileAccess.refusal(.input, "file.cannot-open", path) }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try add("\(prefix)\(name)/", of: folder)
      case S_IFREG: files.append(PackageContents.Entry(path: prefix + name, size: Int(status.st_size)))
      case S_IFLNK: links.append(prefix + name)
      default: specials.append(prefix + name)
      }
    }
  }

  private static func names(_ folder: String) throws(Refusal) -> [String] {
    guard let directory = opendir(folder) else {
      throw FileAccess.refusal(.input, "file.cannot-open", folder)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// nil where it cannot be read, is more, or has become something else than a file.
  static func bytes(of path: String, limit: Int) -> [UInt8]? {
    guard let file = try? PackageFile(path, followsLinks: false), file.count <= limit,
      let bytes = try? file.bytes(0..<file.count), !file.hasChanged
    else { return nil }
    return Array(bytes)
  }

  /// nil where the file is no larger, or cannot be read.
  static func beginning(of path: String, count: Int) -> [UInt8]? {
    guard let file = try? PackageFile(path, followsLinks: false), file.count > count else { return nil }
    return (try? file.bytes(0..<count)).map { Array($0) }
  }
}
