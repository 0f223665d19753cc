import Core
import FileKit
import Records
import Verification
import ZIPKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PackageVerifier {
  /// The largest file of a folder that is read: what a receiving system takes in all.
  private static let fileLimit = PackageLimits().unpackedSize

  /// Verifies a package: a file, which is read in parts, or a folder of one.
  ///
  /// - Throws: an `input` refusal where it cannot be read, is not a package of any layout, or changes meanwhile.
  public func verify(
    contentsOf path: String, as profile: ArchiveProfile? = nil
  ) throws(Refusal) -> VerificationResult {
    if path != "-", FileAccess.isFolder(path) { return try verifyFolder(path, as: profile) }
    // What comes through a pipe is there once.
    guard let file = try PackageFile(path) else {
      return try verify(try FileAccess.read(path), name: path, as: profile)
    }
    let folder = FileAccess.folder(of: path)
    let result = try verify(file, name: path, as: profile) { name in
      Self.isPlainName(name) ? PackageFolder.bytes(of: "\(folder)/\(name)", limit: Self.fileLimit) : nil
    }
    if file.hasChanged { throw Self.changed(path) }
    return result
  }

  /// An envelope may name anything; only what is beside it is looked at.
  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == 0x2F || $0 == 0 }
  }

  private func verifyFolder(
    _ path: String, as profile: ArchiveProfile?
  ) throws(Refusal) -> VerificationResult {
    let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let listing = try PackageFolder(folder)
    let files = listing.files
    var contents = PackageContents(
      .folder, files,
      begin: { PackageFolder.beginning(of: "\(folder)/\(files[$0].path)", count: $1) },
      read: { index throws(ZIPFailure) in
        let file = files[index]
        guard let bytes = PackageFolder.bytes(of: "\(folder)/\(file.path)", limit: Self.fileLimit) else {
          throw ZIPFailure(file.size > Self.fileLimit ? .entryTooLarge : .damaged, entry: file.path)
        }
        return bytes
      })
    contents.links = listing.links
    contents.specials = listing.specials
    let result = try verify(contents, name: path, as: profile)
    if try PackageFolder(folder) != listing { throw Self.changed(path) }
    return result
  }
}

/// A package that is a regular file, open as long as it is looked at.
private final class PackageFile: ZIPSource {
  private struct Stamp: Equatable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init?(_ descriptor: Int32) {
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      size = Int(status.st_size)
      #if canImport(Darwin)
        let time = status.st_mtimespec
      #else
        let time = status.st_mtim
      #endif
      (seconds, nanoseconds) = (Int(time.tv_sec), Int(time.tv_nsec))
    }
  }

  /// What a ZIP file without its extension for large ones can have.
  private static let largest = Int(UInt32.max)

  private let descriptor: Int32
  private let stamp: Stamp

  /// nil where it is no regular file.
  ///
  /// - Throws: an `input` refusal where it cannot be opened or is too large.
  init?(_ path: String, followsLinks: Bool = true) throws(Refusal) {
    if path == "-" { return nil }
    var status = stat()
    // Opening a pipe waits for its other end, and takes what comes from it.
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (followsLinks ? 0 : O_NOFOLLOW))
    guard descriptor >= 0 else { throw FileAccess.refusal(.input, "file.cannot-open", path) }
    guard let stamp = Stamp(descriptor) else {
      close(descriptor)
      return nil
    }
    guard stamp.size <= Self.largest else {
      close(descriptor)
      throw Refusal(.input, .packageTooLarge(path, Self.largest))
    }
    self.descriptor = descriptor
    self.stamp = stamp
  }

  deinit { close(descriptor) }

  var count: Int { stamp.size }

  /// Whether it was written to since it was opened, as far as the system tells.
  var hasChanged: Bool { Stamp(descriptor) != stamp }

  func bytes(_ range: Range<Int>) throws(ZIPFailure) -> ArraySlice<UInt8> {
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let result = pread(descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound + count))
        if result < 0, errno == EINTR { continue }
        isWhole = result > 0
        if !isWhole { break }
        count += result
      }
    }
    guard isWhole else { throw ZIPFailure(.truncated) }
    return bytes[...]
  }
}

/// All that a folder holds, hidden or not, by name. Unlike inputs, of a package nothing is passed over.
private struct PackageFolder: Equatable {
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
