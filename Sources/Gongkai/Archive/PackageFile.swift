import Core
import FileKit
import Verification
import ZIPKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A package that is a regular file, open as long as it is looked at.
final class PackageFile: ZIPSource {
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
