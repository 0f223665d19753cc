import Foundation
import TestSupport
import Testing

@testable import Core
@testable import FileKit
@testable import Packages
@testable import Records
@testable import TextKit
@testable import ZIPKit

@Suite struct BagTests {
  private static let files: [(path: String, bytes: [UInt8])] = [
    ("0123/WS/2021/0123-WS·2021-Y-0001/公开年报.xml", Array("<report/>\n".utf8)),
    ("0123/WS/2021/0123-WS·2021-Y-0001/100%.txt", Array("一\n".utf8)),
    ("说明文件.TXT", []),
  ]

  private static var information: BagInformation {
    var information = BagInformation(baggingDate: "2026-11-21")
    information.sourceOrganization = "青禾市水务局\nBagging-Date: 1999-01-01"
    information.software = "gongkai 0.1.0"
    return information
  }

  private static var bag: Bag<ZIPOutput<MemoryOutput>> {
    Bag(ZIPOutput(MemoryOutput(), folder: "bag"), information)
  }

  private static func zip() throws -> MemoryOutput {
    var bag = bag
    for file in files { try bag.add(file.path, file.bytes) }
    try bag.finish()
    return bag.base.output
  }

  @Test func bagIsWhole() throws {
    let archive = try ZIPArchive(try Self.zip().bytes)
    let expected =
      Self.files.map { "bag/data/\($0.path)" }
      + ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"].map { "bag/\($0)" }
    #expect(archive.entries.map(\.name) == expected)
    func text(_ name: String) throws -> String {
      String(decoding: try #require(try archive.contents(of: "bag/\(name)")), as: UTF8.self)
    }
    #expect(try text("bagit.txt") == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    #expect(
      try text("bag-info.txt")
        == """
        Source-Organization: 青禾市水务局 Bagging-Date: 1999-01-01
        Bagging-Date: 2026-11-21
        Payload-Oxum: 14.3
        Bag-Software-Agent: gongkai 0.1.0

        """)
    let manifest = try text("manifest-sha256.txt")
    #expect(manifest.contains("/100%25.txt\n"))
    let paths = manifest.split(separator: "\n").map { String($0.dropFirst(66)) }
    #expect(paths == paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } && paths.count == 3)
    // Each file stands there under its path within the bag, with the digest of its bytes.
    let listed = Self.files.map { file in
      "\(ContentDigest.hexadecimal(file.bytes, .sha256))  data/\(file.path.replacing("%", with: "%25"))"
    }
    #expect(Set(manifest.split(separator: "\n").map(String.init)) == Set(listed))
    for line in try text("tagmanifest-sha256.txt").split(separator: "\n") {
      let bytes = try #require(try archive.contents(of: "bag/\(line.dropFirst(66))"))
      #expect(line.prefix(64) == ContentDigest.hexadecimal(bytes, .sha256))
    }
  }

  @Test func bagIsTheSameEachTime() throws {
    #expect(try Self.zip().bytes == Self.zip().bytes)
  }

  @Test(arguments: [
    "", "/a", "../a", "a/../b", "a//b", "a/", ".", "a\\b", "c:a", "a\nb", String(repeating: "长", count: 90),
  ])
  func pathsThatLeadElsewhereAreRefused(path: String) throws {
    var bag = Self.bag
    #expect(throws: Refusal.self) { try bag.add(path, []) }
  }

  @Test func samePathTwiceIsRefused() throws {
    var bag = Self.bag
    try bag.add("a", [1])
    #expect(throws: Refusal.self) { try bag.add("a", [2]) }
  }

  /// The folder has what the ZIP has, appears at once, and never beside another.
  @Test func folderIsThereWholeOrNotAtAll() throws {
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    let place = "\(directory.path)/out/bag"
    var bag = Bag(try OutputFolder(FilePath("\(place)/")), Self.information)
    for file in Self.files { try bag.add(file.path, file.bytes) }
    #expect(!FileManager.default.fileExists(atPath: place))
    try bag.finish()
    try bag.base.place()
    let archive = try ZIPArchive(try Self.zip().bytes)
    let written = FolderWalk(FilePath(place)).items.map(\.path.string)
    #expect(written.count == archive.entries.count)
    for path in written {
      let name = "bag/" + path.dropFirst(place.count + 1)
      #expect(try archive.contents(of: name) == FileAccess.read(FilePath(path)))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(directory.path)/out") == ["bag"])
    #expect(throws: Refusal.self) { try OutputFolder(FilePath(place)) }
  }

  @Test func folderThatIsGivenUpLeavesNothing() throws {
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    var folder = try OutputFolder(FilePath("\(directory.path)/bag"))
    try folder.add("data/a/b", [1])
    #expect(throws: Refusal.self) { try folder.add("../../x", [1]) }
    folder.discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    // What has appeared meanwhile stays.
    var late = try OutputFolder(FilePath("\(directory.path)/bag"))
    try late.add("a", [1])
    try FileAccess.write([7], to: FilePath("\(directory.path)/bag/mine"))
    #expect(throws: Refusal.self) { try late.place() }
    #expect(FolderWalk(FilePath(directory.path)).items.map(\.path.string) == ["\(directory.path)/bag/mine"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["bag"])
  }
}
