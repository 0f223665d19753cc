import CZlib

/// What a container may hold. The largest real reports have some dozens of parts and a few megabytes.
package struct ZIPLimits: Hashable, Sendable {
  package var entryCount = 4096
  /// Bytes of one entry after inflating.
  package var entrySize = 64 << 20
  /// Bytes of all entries after inflating, as the directory states them.
  package var totalSize = 512 << 20
  /// How many times its compressed size an entry may have. Deflate cannot do better than 1,032.
  package var ratio = 400
  /// Entries of at most this size may have any ratio: an empty sheet compresses very well.
  package var sizeOfAnyRatio = 1 << 20

  package init() {}
}

/// Why a container cannot be read.
package struct ZIPFailure: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// No end of central directory: no ZIP file, or the end is missing.
    case notZIP
    case truncated
    /// The directory and the entries disagree, or entries overlap.
    case inconsistent
    case zip64
    case encrypted
    case spanned
    case unknownMethod
    case tooManyEntries
    case entryTooLarge
    case totalTooLarge
    case ratioTooHigh
    /// An absolute name, one with `..` or a drive.
    case unsafeName
    /// A name with backslashes between its folders, as some programs write it against the format.
    case backslash
    case duplicateName
    case damaged
    case checksum
  }

  package let reason: Reason
  /// The entry's name; nil where the container as a whole is meant.
  package let entry: String?

  package init(_ reason: Reason, entry: String? = nil) {
    self.reason = reason
    self.entry = entry
  }
}

/// A ZIP container (APPNOTE 6.3.3 without ZIP64, encryption and spanning), read with bounds on everything. The
/// directory is checked as a whole before anything is inflated; of what follows one entry at a time is read.
package struct ZIPArchive: Sendable {
  package struct Entry: Hashable, Sendable {
    fileprivate let fullName: ZIPName
    /// Bytes after inflating, as the directory states them; inflating stops there.
    package let size: Int
    package let compressedSize: Int
    package let checksum: UInt32
    package let isStored: Bool
    /// Whether it is a symbolic link of a Unix system.
    package let isLink: Bool
    /// Whether a Unix system says that it is a device, a pipe or a socket.
    package let isSpecial: Bool
    fileprivate let headerOffset: Int

    package var name: String { fullName.text }
    package var nameEncoding: ZIPName.Encoding { fullName.encoding }
    package var isFolder: Bool { name.hasSuffix("/") }
  }

  package let entries: [Entry]
  private let source: any ZIPSource
  private let positions: [String: Int]

  /// Reads the directory of a container in memory.
  package init(_ bytes: [UInt8], limits: ZIPLimits = ZIPLimits()) throws(ZIPFailure) {
    try self.init(ZIPMemory(bytes), limits: limits)
  }

  /// Reads the directory of a container.
  package init(_ source: any ZIPSource, limits: ZIPLimits = ZIPLimits()) throws(ZIPFailure) {
    let directory = try ZIPDirectory(source, limits)
    self.source = source
    entries = directory.entries
    var positions: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      // Two entries of one name are one thing to us and another to the next reader. Names that cannot be read may be
      // two although they are shown as one.
      if let other = positions.updateValue(index, forKey: entry.name),
        entry.nameEncoding != .unknown || entry.fullName == entries[other].fullName
      {
        throw ZIPFailure(.duplicateName, entry: entry.name)
      }
    }
    self.positions = positions
  }

  package subscript(name: String) -> Entry? { positions[name].map { entries[$0] } }

  /// The bytes of an entry, checked against its checksum; nil where there is none of that name.
  package func contents(of name: String) throws(ZIPFailure) -> [UInt8]? {
    guard let entry = self[name] else { return nil }
    return try contents(of: entry)
  }

  /// The bytes of an entry, checked against its checksum.
  package func contents(of entry: Entry) throws(ZIPFailure) -> [UInt8] {
    let start = try dataOffset(of: entry)
    let contents: [UInt8]
    if entry.isStored {
      guard entry.size == entry.compressedSize else { throw ZIPFailure(.inconsistent, entry: entry.name) }
      contents = Array(try source.bytes(start..<start + entry.size))
    } else {
      // One byte more than is stated would show that more comes.
      let (inflated, isWhole) = try inflated(
        start..<start + entry.compressedSize, entry, atMost: entry.size + 1)
      guard isWhole, inflated.count == entry.size else { throw ZIPFailure(.damaged, entry: entry.name) }
      contents = inflated
    }
    guard ZIPChecksum.of(contents) == entry.checksum else { throw ZIPFailure(.checksum, entry: entry.name) }
    return contents
  }

  /// The first bytes of a large entry, which its checksum does not cover; nil where there is none of that name,
  /// or where it has no more than these.
  package func beginning(of name: String, count: Int) throws(ZIPFailure) -> [UInt8]? {
    guard let entry = self[name], entry.size > count else { return nil }
    let start = try dataOffset(of: entry)
    if entry.isStored { return Array(try source.bytes(start..<start + min(count, entry.compressedSize))) }
    // Deflated bytes are hardly more than what they stand for, so that a large entry is not read for its beginning.
    let needed = min(entry.compressedSize, 2 * count + (64 << 10))
    return try inflated(start..<start + needed, entry, atMost: count).bytes
  }

  private func dataOffset(of entry: Entry) throws(ZIPFailure) -> Int {
    let header = entry.headerOffset
    let name = entry.fullName.bytes
    guard header + 30 + name.count <= source.count else { throw ZIPFailure(.truncated, entry: entry.name) }
    let bytes = try source.bytes(header..<header + 30 + name.count)
    guard bytes.uint32(0) == 0x0403_4B50 else { throw ZIPFailure(.inconsistent, entry: entry.name) }
    let start = header + 30 + bytes.uint16(26) + bytes.uint16(28)
    guard start + entry.compressedSize <= source.count else {
      throw ZIPFailure(.truncated, entry: entry.name)
    }
    // A reader that goes by local headers must see the same name.
    guard bytes.uint16(26) == name.count, bytes.dropFirst(30).elementsEqual(name) else {
      throw ZIPFailure(.inconsistent, entry: entry.name)
    }
    return start
  }

  /// What an entry holds, up to so many bytes, and whether it ends there.
  private func inflated(
    _ range: Range<Int>, _ entry: Entry, atMost limit: Int
  ) throws(ZIPFailure) -> (bytes: [UInt8], isWhole: Bool) {
    let compressed = try source.bytes(range)
    var stream = z_stream()
    guard gongkai_inflate_init(&stream, -MAX_WBITS) == Z_OK else {
      throw ZIPFailure(.damaged, entry: entry.name)
    }
    defer { inflateEnd(&stream) }
    var status = Z_OK
    var isWhole = false
    let output = [UInt8](unsafeUninitializedCapacity: limit) { target, count in
      compressed.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(limit)
        status = inflate(&stream, Z_FINISH)
        count = limit - Int(stream.avail_out)
        isWhole = status == Z_STREAM_END && stream.avail_in == 0
      }
    }
    return (output, isWhole)
  }
}

package enum ZIPChecksum {
  package static func of(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// Offsets count from the first byte.
  package func uint16(_ offset: Int) -> Int {
    Int(self[startIndex + offset]) | Int(self[startIndex + offset + 1]) << 8
  }

  package func uint32(_ offset: Int) -> Int { uint16(offset) | uint16(offset + 2) << 16 }
}

/// The central directory, read and checked.
package struct ZIPDirectory {
  package private(set) var entries: [ZIPArchive.Entry] = []

  /// The most that the directory may have; names and comments take some dozens of bytes an entry.
  private static let largest = 64 << 20

  package init(_ source: any ZIPSource, _ limits: ZIPLimits) throws(ZIPFailure) {
    let tailStart = max(0, source.count - 22 - 0xFFFF)
    let tail = try source.bytes(tailStart..<source.count)
    guard let position = Self.endRecord(tail) else { throw ZIPFailure(.notZIP) }
    let end = tailStart + position
    let count = tail.uint16(position + 10)
    let size = tail.uint32(position + 12)
    let start = tail.uint32(position + 16)
    if count == 0xFFFF || start == 0xFFFF_FFFF || size == 0xFFFF_FFFF { throw ZIPFailure(.zip64) }
    guard tail.uint16(position + 4) == 0, tail.uint16(position + 6) == 0,
      tail.uint16(position + 8) == count
    else { throw ZIPFailure(.spanned) }
    guard count <= limits.entryCount else { throw ZIPFailure(.tooManyEntries) }
    guard start + size <= end else { throw ZIPFailure(.truncated) }
    guard size <= Self.largest else { throw ZIPFailure(.inconsistent) }
    let bytes = try source.bytes(start..<start + size)
    var offset = 0
    var total = 0
    entries.reserveCapacity(count)
    for _ in 0..<count {
      guard offset + 46 <= size, bytes.uint32(offset) == 0x0201_4B50 else {
        throw ZIPFailure(.inconsistent)
      }
      let nameLength = bytes.uint16(offset + 28)
      let next = offset + 46 + nameLength + bytes.uint16(offset + 30) + bytes.uint16(offset + 32)
      guard next <= size else { throw ZIPFailure(.inconsistent) }
      let entry = try Self.entry(bytes, offset, nameLength, directory: start, limits)
      total += entry.size
      guard total <= limits.totalSize else { throw ZIPFailure(.totalTooLarge) }
      entries.append(entry)
      offset = next
    }
    try refuseOverlaps()
  }

  private static func entry(
    _ bytes: ArraySlice<UInt8>, _ offset: Int, _ nameLength: Int, directory: Int, _ limits: ZIPLimits
  ) throws(ZIPFailure) -> ZIPArchive.Entry {
    let nameStart = bytes.startIndex + offset + 46
    let nameEnd = nameStart + nameLength
    let fullName = ZIPName(
      bytes[nameStart..<nameEnd], isMarked: bytes.uint16(offset + 8) & 0x0800 != 0,
      extra: bytes[nameEnd..<nameEnd + bytes.uint16(offset + 30)])
    let name = fullName.text
    let method = bytes.uint16(offset + 10)
    let kind = bytes.uint32(offset + 38) >> 28
    // Other systems mean something else by these bits.
    let isUnix = bytes.uint16(offset + 4) >> 8 == 3
    let entry = ZIPArchive.Entry(
      fullName: fullName, size: bytes.uint32(offset + 24), compressedSize: bytes.uint32(offset + 20),
      checksum: UInt32(truncatingIfNeeded: bytes.uint32(offset + 16)), isStored: method == 0,
      isLink: kind == 0xA, isSpecial: isUnix && [1, 2, 6, 0xC].contains(kind),
      headerOffset: bytes.uint32(offset + 42))
    guard fullName.isAll(isSafe) else {
      let isSafeOtherwise = isSafe(String(name.map { $0 == "\\" ? "/" : $0 }))
      throw ZIPFailure(isSafeOtherwise ? .backslash : .unsafeName, entry: name)
    }
    if bytes.uint16(offset + 8) & 0x2041 != 0 { throw ZIPFailure(.encrypted, entry: name) }
    if entry.size == 0xFFFF_FFFF || entry.compressedSize == 0xFFFF_FFFF { throw ZIPFailure(.zip64) }
    guard method == 0 || method == 8 else { throw ZIPFailure(.unknownMethod, entry: name) }
    guard entry.headerOffset + 30 + entry.compressedSize <= directory else {
      throw ZIPFailure(.truncated, entry: name)
    }
    guard entry.size <= limits.entrySize else { throw ZIPFailure(.entryTooLarge, entry: name) }
    guard
      entry.size <= limits.sizeOfAnyRatio || entry.size / max(entry.compressedSize, 1) <= limits.ratio
    else { throw ZIPFailure(.ratioTooHigh, entry: name) }
    return entry
  }

  /// Entries that share bytes make a small file large beyond every ratio.
  private func refuseOverlaps() throws(ZIPFailure) {
    let sorted = entries.sorted { $0.headerOffset < $1.headerOffset }
    for (entry, next) in zip(sorted, sorted.dropFirst())
    where entry.headerOffset + 30 + entry.compressedSize > next.headerOffset {
      throw ZIPFailure(.inconsistent, entry: next.name)
    }
  }

  /// The last end record whose comment ends with the file; an offset.
  private static func endRecord(_ tail: ArraySlice<UInt8>) -> Int? {
    var offset = tail.count - 22
    while offset >= 0 {
      if tail[tail.startIndex + offset] == 0x50, tail.uint32(offset) == 0x0605_4B50,
        offset + 22 + tail.uint16(offset + 20) == tail.count
      {
        return offset
      }
      offset -= 1
    }
    return nil
  }

  /// Relative, downwards, and the same on every system.
  package static func isSafe(_ name: String) -> Bool {
    // A part of the path that is nothing but two points leads upwards.
    var points = 0
    var others = 0
    for (index, byte) in name.utf8.enumerated() {
      switch byte {
      case 0, UInt8(ascii: "\\"): return false
      case UInt8(ascii: "/"):
        if index == 0 || points == 2 && others == 0 { return false }
        (points, others) = (0, 0)
      case UInt8(ascii: ":") where index == 1: return false
      case UInt8(ascii: "."): points += 1
      default: others += 1
      }
    }
    return !name.isEmpty && (points != 2 || others > 0)
  }
}
