import CZlib
import Synchronization

/// Builds a ZIP container: the same bytes for the same entries, on every machine and on every day.
package struct ZIPBuilder: Sendable {
  private var bytes: [UInt8] = []
  /// How many bytes have been taken away already.
  private var taken = 0
  private var directory: [UInt8] = []
  private let deflater: Deflater
  /// How many entries it has.
  package private(set) var count = 0

  package init(_ effort: Deflater.Effort = .full) { deflater = Deflater(effort) }

  /// Adds an entry after those that are there.
  ///
  /// - Parameters:
  ///   - name: a relative path with `/`; ASCII or UTF-8.
  ///   - isStored: keeps the bytes as they are, as OpenDocument's `mimetype` must be.
  package mutating func add(_ name: String, _ contents: [UInt8], isStored: Bool = false) {
    add(name, ZIPContent(contents, isStored: isStored, deflater))
  }

  /// Adds an entry whose bytes were deflated before: those that many containers have, or that another thread made.
  package mutating func add(_ name: String, _ content: ZIPContent) {
    let nameBytes = Array(name.utf8)
    let offset = size
    let isASCII = nameBytes.allSatisfy { $0 < 0x80 }
    var fields: [UInt8] = []
    // Version 2.0; bit 11: the name is UTF-8; 1980-01-01 00:00, the earliest time there is.
    fields.append16(20)
    fields.append16(isASCII ? 0 : 0x0800)
    fields.append16(content.isDeflated ? 8 : 0)
    fields.append16(0)
    fields.append16(0x21)
    fields.append32(Int(content.checksum))
    fields.append32(content.data.count)
    fields.append32(content.size)
    fields.append16(nameBytes.count)
    fields.append16(0)

    bytes.append32(0x0403_4B50)
    bytes += fields
    bytes += nameBytes
    bytes += content.data

    directory.append32(0x0201_4B50)
    // Made on Unix where a name is not ASCII: Info-ZIP takes names made on MS-DOS for code page 437,
    // whatever bit 11 says.
    directory.append16(isASCII ? 20 : 20 | 3 << 8)
    directory += fields
    // No comment, disk 0, no attributes but those of a file that its owner may write.
    for _ in 0..<3 { directory.append16(0) }
    directory.append32(isASCII ? 0 : 0o100644 << 16)
    directory.append32(offset)
    directory += nameBytes
    count += 1
  }

  /// How many bytes the entries take so far, the directory apart.
  package var size: Int { taken + bytes.count }

  /// How many bytes the directory and the end will take.
  package var directorySize: Int { directory.count + 22 }

  /// Takes the bytes that are there out of memory: for containers that are written while they grow. What
  /// `finish` returns comes after them.
  package mutating func takeBytes() -> [UInt8] {
    let result = bytes
    taken += bytes.count
    bytes = []
    return result
  }

  /// The container's bytes, without those that were taken.
  package consuming func finish() -> [UInt8] {
    let start = size
    let length = directory.count
    bytes += directory
    bytes.append32(0x0605_4B50)
    bytes.append32(0)
    bytes.append16(count)
    bytes.append16(count)
    bytes.append32(length)
    bytes.append32(start)
    bytes.append16(0)
    return bytes
  }
}

/// The bytes of an entry as a container holds them.
package struct ZIPContent: Hashable, Sendable {
  package let checksum: UInt32
  package let size: Int
  package let data: [UInt8]
  package let isDeflated: Bool

  /// - Parameter isStored: keeps the bytes as they are; otherwise they are deflated where that makes them fewer.
  package init(_ contents: [UInt8], isStored: Bool = false) {
    self.init(contents, isStored: isStored, Deflater())
  }

  /// The bytes of several entries, with one state of zlib for all.
  package static func all(_ contents: [[UInt8]]) -> [ZIPContent] {
    let deflater = Deflater()
    return contents.map { ZIPContent($0, isStored: false, deflater) }
  }

  /// How many bytes it adds to a container under a name, its line in the directory among them.
  package func sizeInContainer(_ name: String) -> Int { 30 + 46 + 2 * name.utf8.count + data.count }

  package init(_ contents: [UInt8], isStored: Bool, _ deflater: Deflater) {
    let deflated = isStored || contents.isContainer ? nil : deflater.deflated(contents)
    checksum = ZIPChecksum.of(contents)
    size = contents.count
    data = deflated ?? contents
    isDeflated = deflated != nil
  }
}

extension [UInt8] {
  /// Whether it is a ZIP itself, whose entries are deflated already: doing so again gains next to nothing.
  fileprivate var isContainer: Bool { starts(with: [0x50, 0x4B, 3, 4]) }
}

/// zlib's state, which is larger than most entries: made once for all of a container.
package final class Deflater: Sendable {
  /// zlib's level.
  package enum Effort: Int32, Sendable {
    case full = 6
    /// In less than half the time; workbooks take 3 % more bytes.
    case half = 4
  }

  /// Where it is made it stays: zlib keeps a pointer to it.
  private final class State {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    let isReady: Bool

    init(_ effort: Effort) {
      stream.initialize(to: z_stream())
      isReady = gongkai_deflate_init(stream, effort.rawValue, -MAX_WBITS) == Z_OK
    }

    deinit {
      deflateEnd(stream)
      stream.deallocate()
    }
  }

  private let effort: Effort
  private let state = Mutex<State?>(nil)

  package init(_ effort: Effort = .full) { self.effort = effort }

  /// The bytes deflated; nil where that does not make them fewer.
  package func deflated(_ contents: [UInt8]) -> [UInt8]? {
    state.withLock { state in
      let used = state ?? State(effort)
      state = used
      guard used.isReady, deflateReset(used.stream) == Z_OK else { return nil }
      let stream = used.stream
      let bound = Int(deflateBound(stream, UInt(contents.count)))
      var isWhole = false
      let output = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
        contents.withUnsafeBufferPointer { source in
          stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
          stream.pointee.avail_in = UInt32(source.count)
          stream.pointee.next_out = target.baseAddress
          stream.pointee.avail_out = UInt32(bound)
          isWhole = deflate(stream, Z_FINISH) == Z_STREAM_END
          count = bound - Int(stream.pointee.avail_out)
        }
      }
      return isWhole && output.count < contents.count ? output : nil
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append16(_ value: Int) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
  }

  fileprivate mutating func append32(_ value: Int) {
    append16(value)
    append16(value >> 16)
  }
}
