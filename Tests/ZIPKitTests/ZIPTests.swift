import TestSupport
import Testing

@testable import ZIPKit

@Suite struct ZIPTests {
  static let text = Array(String(repeating: "<w:t>217</w:t>", count: 500).utf8)

  static let mediaType = Array("application/vnd.oasis.opendocument.text".utf8)

  static func sample() -> [UInt8] {
    var builder = ZIPBuilder()
    builder.add("mimetype", mediaType, isStored: true)
    builder.add("word/document.xml", text)
    builder.add("附件/空.txt", [])
    return builder.finish()
  }

  @Test func readsWhatItWrites() throws {
    let archive = try ZIPArchive(Self.sample())
    #expect(archive.entries.map(\.name) == ["mimetype", "word/document.xml", "附件/空.txt"])
    #expect(try archive.contents(of: "word/document.xml") == Self.text)
    #expect(try archive.contents(of: "附件/空.txt") == [])
    #expect(try archive.contents(of: "absent") == nil)
    #expect(archive["mimetype"]?.isStored == true)
    #expect(Self.sample() == Self.sample())
  }

  /// What was deflated before, or with the state that other entries have used, is as if it were alone.
  @Test func entriesDoNotDependOnWhatWasDeflatedBefore() {
    let contents = [
      Self.text, [], [7], Array(Self.text.reversed()), (0..<999).map { UInt8(truncatingIfNeeded: $0 &* 73) },
    ]
    var together = ZIPBuilder()
    var apart = ZIPBuilder()
    for (index, bytes) in contents.enumerated() {
      together.add("\(index)", bytes)
      apart.add("\(index)", ZIPContent(bytes))
      var copy = together
      copy.add("left out", Self.text)
    }
    #expect(together.finish() == apart.finish())
  }

  @Test func everyTruncationIsRefused() {
    let whole = Self.sample()
    for count in 0..<whole.count {
      #expect(throws: ZIPFailure.self) { try ZIPArchive(Array(whole[..<count])) }
    }
  }

  /// A change of any byte is either without effect, seen in the directory or seen by the checksum.
  @Test func noChangedByteGivesOtherContents() {
    let whole = Self.sample()
    let originals = [Self.text, Self.mediaType, []]
    for index in whole.indices {
      var changed = whole
      changed[index] ^= 0x55
      guard let archive = try? ZIPArchive(changed) else { continue }
      for entry in archive.entries {
        guard let contents = try? archive.contents(of: entry) else { continue }
        #expect(originals.contains(contents), "byte \(index)")
      }
    }
  }

  @Test(arguments: [
    "/etc/passwd", "../x", "a/../../x", "..", "C:/x", "a\\b", "a\u{0}b",
  ])
  func refusesNamesThatLeadOut(name: String) {
    var builder = ZIPBuilder()
    builder.add(name, [1])
    let reason = name == "a\\b" ? ZIPFailure.Reason.backslash : .unsafeName
    #expect(throws: ZIPFailure(reason, entry: name)) { try ZIPArchive(builder.finish()) }
  }

  @Test func refusesTwoEntriesOfOneName() {
    var builder = ZIPBuilder()
    builder.add("a", [1])
    builder.add("a", [2])
    #expect(throws: ZIPFailure(.duplicateName, entry: "a")) { try ZIPArchive(builder.finish()) }
  }

  @Test func refusesBombs() {
    var builder = ZIPBuilder()
    builder.add("bomb", [UInt8](repeating: 0, count: 8 << 20))
    let bytes = builder.finish()
    #expect(throws: ZIPFailure(.ratioTooHigh, entry: "bomb")) { try ZIPArchive(bytes) }
    var limits = ZIPLimits()
    limits.entrySize = 1 << 20
    #expect(throws: ZIPFailure(.entryTooLarge, entry: "bomb")) { try ZIPArchive(bytes, limits: limits) }
    limits = ZIPLimits()
    limits.totalSize = 1 << 20
    limits.ratio = 2000
    #expect(throws: ZIPFailure(.totalTooLarge)) { try ZIPArchive(bytes, limits: limits) }
    limits = ZIPLimits()
    limits.entryCount = 2
    #expect(throws: ZIPFailure(.tooManyEntries)) { try ZIPArchive(Self.sample(), limits: limits) }
  }

  /// The directory claims fewer bytes than there are.
  @Test func inflatesNoMoreThanIsStated() {
    var bytes = Self.sample()
    let start = bytes.uint32(bytes.count - 6)
    let second = start + 46 + bytes.uint16(start + 28)
    bytes[second + 24] = 16
    bytes[second + 25] = 0
    #expect(throws: ZIPFailure(.damaged, entry: "word/document.xml")) {
      try ZIPArchive(bytes).contents(of: "word/document.xml")
    }
  }

  @Test func refusesEntriesThatShareBytes() {
    var bytes = Self.sample()
    let start = bytes.uint32(bytes.count - 6)
    let second = start + 46 + bytes.uint16(start + 28)
    for offset in 0..<4 { bytes[second + 42 + offset] = 0 }
    #expect(throws: ZIPFailure.self) { try ZIPArchive(bytes) }
  }

  // MARK: Names

  private static let name = "说明文件.TXT"

  /// Whatever the container says of a name, it is read as what its bytes are.
  @Test(arguments: [
    (RawZIP.Entry(name: Array(name.utf8), isMarked: true), ZIPName.Encoding.marked),
    (RawZIP.Entry(name: Array(name.utf8)), .unmarkedUTF8), (RawZIP.Entry(name: GBK.bytes(name)), .gb18030),
    (RawZIP.Entry(name: GBK.bytes(name), isMarked: true), .gb18030),
    (RawZIP.Entry(name: GBK.bytes(name), unicodeName: Array(name.utf8)), .unicodeField),
    (RawZIP.Entry(name: Array("____.TXT".utf8), unicodeName: Array(name.utf8)), .unicodeField),
    // A field that is no UTF-8 says nothing.
    (RawZIP.Entry(name: GBK.bytes(name), unicodeName: [0xFF]), .gb18030),
  ])
  func namesAreWhatTheirBytesAre(entry: RawZIP.Entry, encoding: ZIPName.Encoding) throws {
    var entry = entry
    entry.contents = [7]
    let archive = try ZIPArchive(RawZIP.bytes([entry]))
    #expect(archive.entries.map(\.name) == [Self.name] && archive.entries[0].nameEncoding == encoding)
    #expect(try archive.contents(of: Self.name) == [7])
  }

  /// Somebody renamed the entry and left the field as it was.
  @Test func aFieldOfAnotherNameIsPassedOver() throws {
    var bytes = RawZIP.bytes([RawZIP.Entry(name: Array("ab.txt".utf8), unicodeName: Array(Self.name.utf8))])
    for index in bytes.indices where bytes[index...].starts(with: "ab.txt".utf8) { bytes[index] = 0x63 }
    #expect(try ZIPArchive(bytes).entries.map(\.name) == ["cb.txt"])
  }

  @Test func namesThatAreTheSameAreRefusedWhateverTheirBytes() {
    let entries = [
      RawZIP.Entry(name: GBK.bytes(Self.name)), RawZIP.Entry(name: Array(Self.name.utf8), isMarked: true),
    ]
    #expect(throws: ZIPFailure(.duplicateName, entry: Self.name)) { try ZIPArchive(RawZIP.bytes(entries)) }
  }

  /// Names that cannot be read are two files, where they are two.
  @Test func namesThatCannotBeReadAreToldApart() throws {
    let first = RawZIP.Entry(name: [0xFF, 0x2E], contents: [1])
    let second = RawZIP.Entry(name: [0xFE, 0x2E], contents: [2])
    let archive = try ZIPArchive(RawZIP.bytes([first, second]))
    #expect(archive.entries.allSatisfy { $0.nameEncoding == .unknown })
    #expect(try archive.entries.map { try archive.contents(of: $0) } == [[1], [2]])
    #expect(throws: ZIPFailure.self) { try ZIPArchive(RawZIP.bytes([first, first])) }
  }

  /// By neither of its names an entry leads out.
  @Test func bothNamesOfAnEntryAreSafe() {
    for (name, other) in [("../a", "a"), ("a", "../a"), ("a\\b", "a"), ("a", "/a")] {
      let entry = RawZIP.Entry(name: Array(name.utf8), unicodeName: Array(other.utf8))
      #expect(throws: ZIPFailure.self) { try ZIPArchive(RawZIP.bytes([entry])) }
    }
    // The second byte of a letter in GBK may be that of a backslash.
    #expect(throws: Never.self) { try ZIPArchive(RawZIP.bytes([RawZIP.Entry(name: [0x81, 0x5C])])) }
    #expect(throws: ZIPFailure.self) {
      try ZIPArchive(RawZIP.bytes([RawZIP.Entry(name: [0x81, 0x5C, 0x5C, 0x61])]))
    }
  }
}
