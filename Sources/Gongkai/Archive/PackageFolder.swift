import Core
import FileKit
import SystemPackage
import Verification

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
      let status = try Self.status("\(folder)/\(prefix)\(name)")
      switch status.type {
      case .directory: try add("\(prefix)\(name)/", of: folder)
      case .regular: files.append(PackageContents.Entry(path: prefix + name, size: Int(status.size)))
      case .symbolicLink: links.append(prefix + name)
      default: specials.append(prefix + name)
      }
    }
  }

  private static func status(_ path: String) throws(Refusal) -> Stat {
    do throws(Errno) {
      return try Stat(FilePath(path), followTargetSymlink: false)
    } catch {
      throw Refusal(.input, .cannotOpen(path, error))
    }
  }

  private static func names(_ folder: String) throws(Refusal) -> [String] {
    do throws(Errno) {
      return try SystemCalls.names(in: FilePath(folder)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw Refusal(.input, .cannotOpen(folder, error))
    }
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
