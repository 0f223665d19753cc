import Core
import SystemPackage

/// A result that comes piece by piece. A file is written beside its place and put there whole, or not at all; standard
/// output (for `-`), devices and pipes get what comes. Nothing is made before the first piece.
package struct PiecewiseOutput: Sendable {
  private enum Target: Sendable {
    case file(OutputFile)
    case stream(FileDescriptor, isOurs: Bool)
  }

  private let path: FilePath
  private let overwrites: Bool
  private var target: Target?

  package init(_ path: FilePath, overwrites: Bool) { (self.path, self.overwrites) = (path, overwrites) }

  /// Whether there was a first piece.
  package var hasBegun: Bool { target != nil }

  /// - Throws: an `output` refusal where the file exists and is not to be overwritten, or cannot be written.
  package mutating func write(_ bytes: [UInt8]) throws(Refusal) {
    switch try begun() {
    case .file(var file): try file.write(bytes)
    case .stream(let file, _):
      do throws(Errno) {
        try FileAccess.write(bytes, to: file)
      } catch {
        throw Refusal(.output, .cannotWrite(path, error))
      }
    }
  }

  private mutating func begun() throws(Refusal) -> Target {
    if let target { return target }
    if !overwrites, path != .standardStream { try FileAccess.refuseExisting([path]) }
    let begun: Target =
      if let (file, isOurs) = try FileAccess.stream(path) {
        .stream(file, isOurs: isOurs)
      } else {
        .file(try OutputFile(path))
      }
    target = begun
    return begun
  }

  /// Puts the whole in its place. Where nothing came there is nothing.
  package mutating func place() throws(Refusal) {
    defer { target = nil }
    switch target {
    case .file(let file): try file.place(overwrites: overwrites)
    case .stream(let file, let isOurs): if isOurs { FileAccess.close(file) }
    case nil: break
    }
  }

  /// Gives up what is not in its place.
  package mutating func discard() {
    defer { target = nil }
    switch target {
    case .file(let file): file.discard()
    case .stream(let file, let isOurs): if isOurs { FileAccess.close(file) }
    case nil: break
    }
  }
}
