import CZlib

/// Bytes that are ready for a container: with their checksum, and deflated where that is shorter.
public struct ZIPMember: Sendable {
  fileprivate let data: [UInt8]
  /// How many bytes they were.
  public let size: Int
  fileprivate let checksum: UInt32
  fileprivate let isDeflated: Bool

  /// - Parameter isStored: keeps the bytes as they are.
  public init(_ contents: [UInt8], isStored: Bool = false) {
    let deflated = isStored ? contents : ZIPBuilder.deflated(contents)
    isDeflated = !isStored && deflated.count < contents.count
    data = isDeflated ? deflated : contents
    size = contents.count
    checksum = ZIPChecksum.of(contents)
  }

  /// How many bytes it adds to a container under a name, its line in the directory among them.
  public func sizeInContainer(_ name: String) -> Int { 30 + 46 + 2 * name.utf8.count + data.count }
}

/// Builds a ZIP container: the same bytes for the same entries, on every machine and on every day.
public struct ZIPBuilder: Sendable {
  private var bytes: [UInt8] = []
  /// How many bytes have been taken away already.
  private var taken = 0
  private var directory: [UInt8] = []
  /// How many entries it has.
  public private(set) var count = 0

  public init() {}

  /// Adds an entry after those that are there.
  ///
  /// - Parameters:
  ///   - name: a relative path with `/`; ASCII or UTF-8.
  ///   - isStored: keeps the bytes as they are, as OpenDocument's `mimetype` must be.
  public mutating func add(_ name: String, _ contents: [UInt8], isStored: Bool = false) {
    add(name, ZIPMember(contents, isStored: isStored))
  }

  /// Adds what has been made ready, after the entries that are there.
  public mutating func add(_ name: String, _ member: ZIPMember) {
    let nameBytes = Array(name.utf8)
    let offset = size
    let isASCII = nameBytes.allSatisfy { $0 < 0x80 }
    var fields: [UInt8] = []
    // Version 2.0; bit 11: the name is UTF-8; 1980-01-01 00:00, the earliest time there is.
    fields.append16(20)
    fields.append16(isASCII ? 0 : 0x0800)
    fields.append16(member.isDeflated ? 8 : 0)
    fields.append16(0)
    fields.append16(0x21)
    fields.append32(Int(member.checksum))
    fields.append32(member.data.count)
    fields.append32(member.size)
    fields.append16(nameBytes.count)
    fields.append16(0)

    bytes.append32(0x0403_4B50)
    bytes += fields
    bytes += nameBytes
    bytes += member.data

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
  public var size: Int { taken + bytes.count }

  /// How many bytes the directory and the end will take.
  public var directorySize: Int { directory.count + 22 }

  /// Takes the bytes that are there out of memory: for containers that are written while they grow. What
  /// `finish` returns comes after them.
  public mutating func takeBytes() -> [UInt8] {
    let result = bytes
    taken += bytes.count
    bytes = []
    return result
  }

  /// The container's bytes, without those that were taken.
  public consuming func finish() -> [UInt8] {
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

  fileprivate static func deflated(_ contents: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    guard gongkai_deflate_init(&stream, 6, -MAX_WBITS) == Z_OK else { return contents }
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(contents.count)))
    var isWhole = false
    let output = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
      contents.withUnsafeBufferPointer { source in
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(bound)
        isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
        count = bound - Int(stream.avail_out)
      }
    }
    return isWhole ? output : contents
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
