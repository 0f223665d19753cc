import Core
import SystemPackage

/// A file that is written over several runs: what a run before has written whole stays, and the rest is cut off.
package struct GrowingFile: Sendable {
  package let path: FilePath
  /// How many bytes there are.
  package private(set) var count = 0
  private var digest = ContentDigest(.sha256)
  private let file: FileDescriptor

  private static let pieceSize = 1 << 20

  /// - Parameter count: how much of it stays.
  package init(_ path: FilePath, keeping count: Int) throws(Refusal) {
    self.path = path
    do throws(Errno) {
      file = try SystemCalls.call {
        try FileDescriptor.open(
          path, .readWrite, options: [.create, .closeOnExec, .noFollow],
          permissions: [.ownerReadWrite, .groupRead, .otherRead])
      }
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
    do throws(Errno) {
      while self.count < count {
        let before = self.count
        try digest(min(Self.pieceSize, count - before))
        if self.count == before { throw Errno.ioError }
      }
      try SystemCalls.call { [file] in try file.resize(to: Int64(count)) }
    } catch {
      FileAccess.close(file)
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }

  private mutating func digest(_ length: Int) throws(Errno) {
    var piece: [UInt8] = []
    try FileAccess.append(length, of: file, to: &piece)
    digest.update(piece)
    count += piece.count
  }

  package mutating func write(_ bytes: [UInt8]) throws(Refusal) {
    if bytes.isEmpty { return }
    do throws(Errno) {
      try FileAccess.write(bytes, to: file)
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
    digest.update(bytes)
    count += bytes.count
  }

  /// Ends it, and gives the digest of all that is in it.
  package func finish() throws(Refusal) -> String {
    defer { close() }
    do throws(Errno) {
      try SystemCalls.synchronize(file)
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
    return digest.finish().hexadecimal
  }

  package func close() { FileAccess.close(file) }
}

extension FileAccess {
  /// A piece of a file.
  package static func read(_ range: Range<Int>, of file: FileDescriptor, _ path: FilePath) throws(Refusal)
    -> [UInt8]
  {
    var bytes: [UInt8] = []
    while bytes.count < range.count {
      let offset = range.lowerBound + bytes.count
      let length = range.count - bytes.count
      let before = bytes.count
      do throws(Errno) {
        bytes += try SystemCalls.call {
          try [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            filled = try file.read(
              fromAbsoluteOffset: Int64(offset), into: UnsafeMutableRawBufferPointer(buffer))
          }
        }
      } catch {
        throw Refusal(.input, .cannotRead(path, error))
      }
      if bytes.count == before { throw Refusal(.input, .cannotRead(path, .ioError)) }
    }
    return bytes
  }

  /// The SHA-256 of a file of any size.
  package static func digest(of path: FilePath) throws(Refusal) -> String {
    var digest = ContentDigest(.sha256)
    try forEachPiece(of: path) { digest.update($0) }
    return digest.finish().hexadecimal
  }

  /// Reads a file of any size.
  package static func forEachPiece(
    of path: FilePath, _ body: ([UInt8]) throws(Refusal) -> Void
  ) throws(Refusal) {
    let file: FileDescriptor
    do throws(Errno) {
      file = try open(path)
    } catch {
      throw Refusal(.input, .cannotOpen(path, error))
    }
    defer { close(file) }
    while true {
      var piece: [UInt8] = []
      do throws(Errno) {
        try append(1 << 20, of: file, to: &piece)
      } catch {
        throw Refusal(.input, .cannotRead(path, error))
      }
      if piece.isEmpty { return }
      try body(piece)
    }
  }

  /// Moves a file that is whole to its place, whatever is there, when it is on the disk.
  package static func putInPlace(_ part: FilePath, _ path: FilePath) throws(Refusal) {
    do throws(Errno) {
      let file = try open(part)
      defer { close(file) }
      try SystemCalls.synchronize(file)
      try SystemCalls.move(part, to: target(of: path))
    } catch {
      throw Refusal(.output, .cannotWrite(path, error))
    }
  }
}
