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

  /// Where the files are within the folder, whose names need not be UTF-8.
  private var places: [FilePath] = []

  /// - Throws: an `input` refusal where it, or a folder in it, cannot be read.
  init(_ folder: FilePath) throws(Refusal) { try add("", of: folder) }

  func path(of index: Int, in folder: FilePath) -> FilePath { folder.pushing(places[index]) }

  private mutating func add(_ place: FilePath, of folder: FilePath) throws(Refusal) {
    let names = try Self.told(folder.pushing(place)) { path throws(Errno) in
      try SystemCalls.names(in: path).map { ($0, $0.bytes) }
    }
    for (name, _) in names.sorted(by: { $0.1.lexicographicallyPrecedes($1.1) }) {
      let item = place.appending(name)
      let status = try Self.told(folder.pushing(item)) { path throws(Errno) in
        try Stat(path, followTargetSymlink: false)
      }
      switch status.type {
      case .directory: try add(item, of: folder)
      case .regular:
        files.append(PackageContents.Entry(path: item.shown, size: Int(status.size)))
        places.append(item)
      case .symbolicLink: links.append(item.shown)
      default: specials.append(item.shown)
      }
    }
  }

  private static func told<Result>(
    _ path: FilePath, _ work: (FilePath) throws(Errno) -> Result
  ) throws(Refusal) -> Result {
    do throws(Errno) {
      return try work(path)
    } catch {
      throw Refusal(.input, .cannotOpen(path, error))
    }
  }

  /// nil where it cannot be read, is more, or has become something else than a file.
  static func bytes(of path: FilePath, limit: Int) -> [UInt8]? {
    guard let file = try? PackageFile(path, followsLinks: false), file.count <= limit,
      let bytes = try? file.bytes(0..<file.count), !file.hasChanged
    else { return nil }
    return Array(bytes)
  }

  /// nil where the file is no larger, or cannot be read.
  static func beginning(of path: FilePath, count: Int) -> [UInt8]? {
    guard let file = try? PackageFile(path, followsLinks: false), file.count > count else { return nil }
    return (try? file.bytes(0..<count)).map { Array($0) }
  }
}
