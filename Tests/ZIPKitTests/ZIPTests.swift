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
}
