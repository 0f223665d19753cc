import Core
import FileKit
import SystemPackage
import ZIPKit

/// A package that is a regular file, open as long as it is looked at.
final class PackageFile: ZIPSource {
  private struct Stamp: Equatable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init(_ status: Stat) {
      size = Int(status.size)
      (seconds, nanoseconds) = (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec))
    }
  }

  /// What a ZIP file without its extension for large ones can have.
  private static let largest = Int(UInt32.max)

  private let file: FileDescriptor
  private let stamp: Stamp

  /// nil where it is no regular file.
  ///
  /// - Throws: an `input` refusal where it cannot be opened or is too large.
  init?(_ path: FilePath, followsLinks: Bool = true) throws(Refusal) {
    if path == .standardStream { return nil }
    // Opening a pipe waits for its other end, and takes what comes from it.
    if let status = try? Stat(path), status.type != .regular { return nil }
    let status: Stat
    do throws(Errno) {
      file = try FileAccess.open(path, options: followsLinks ? [] : .noFollow)
      do throws(Errno) {
        status = try Stat(file)
      } catch {
        FileAccess.close(file)
        throw error
      }
    } catch {
      throw Refusal(.input, .cannotOpen(path, error))
    }
    guard status.type == .regular else {
      FileAccess.close(file)
      return nil
    }
    guard status.size <= Self.largest else {
      FileAccess.close(file)
      throw Refusal(.input, .fileTooLarge(path.shown, limit: Self.largest))
    }
    stamp = Stamp(status)
  }

  deinit { FileAccess.close(file) }

  var count: Int { stamp.size }

  /// Whether it was written to since it was opened, as far as the system tells.
  var hasChanged: Bool { (try? Stat(file)).map { Stamp($0) != stamp } ?? true }

  func bytes(_ range: Range<Int>) throws(ZIPFailure) -> ArraySlice<UInt8> {
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count, isWhole {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let read = try? file.read(fromAbsoluteOffset: Int64(range.lowerBound + count), into: rest)
        isWhole = read ?? 0 > 0
        count += read ?? 0
      }
    }
    guard isWhole else { throw ZIPFailure(.truncated) }
    return bytes[...]
  }
}
